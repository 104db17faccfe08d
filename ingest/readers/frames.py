"""Tables that only lay out a page or a file: what stands in their cells is read as if they were not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# A cell with this share of a table's letters, and with so many of them, is the page itself; the other cells
# are what stands around it (menus, letterheads, lists of links). Details of one row are shorter or fewer.
_MOST, _LONG = 0.66, 1_000


class Part(NamedTuple):
    """One cell of a table that may be a frame: its text, and whether other tables stand in it."""

    text: str
    holds_table: bool


def is_frame(rows: Sequence[Sequence[Part]]) -> bool:
    """Whether a table only frames: it holds tables and fills one cell of each row, or nearly only one."""
    if not any(part.holds_table for row in rows for part in row):
        return False
    if all(sum(bool(part.text.strip()) for part in row) <= 1 for row in rows):
        return True
    letters = [(_letters(part.text), part.holds_table) for row in rows for part in row]
    longest, holds_table = max(letters)
    return holds_table and longest >= max(_LONG, _MOST * sum(count for count, _ in letters))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
