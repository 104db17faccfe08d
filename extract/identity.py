"""Which procedure a row speaks of: its name and codes; in replaced lists also the old procedure's.

A replaced row names the old procedure and the new one. One new name may stand in a merged cell beside
several old ones, and one row may hold several old ones: each old procedure gives an item of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.codes import Code
from extract.decision import Change
from extract.entries import NameCell, follows_table, names_no_procedure, read_code, read_name
from extract.lists import Entry

_NUMBERED = re.compile(r"(?:^|\n)\s*(?:\d{1,2}\s*[.)]|[-–+•])\s+")


@dataclass(frozen=True, slots=True)
class Identity:
    """The procedure of a row; `printed` is its code as printed, also where it is misprinted."""

    name: str
    codes: tuple[Code, ...]
    printed: str | None
    time_limit: str | None = None
    replaces_code: str | None = None
    replaced_name: str | None = None


def identities(entry: Entry, change: Change, above: dict[str, str]) -> list[Identity]:
    """The procedures of a row: none where it names none, several where one replaces several.

    `above` keeps the new name of the row above, for a new name that is printed once for several old ones.
    In rows of another kind than "replaced" an old name beside a new one is the same procedure's.
    """
    columns = entry.columns
    if change is Change.REPLACED and columns.first("old_name") is not None:
        return list(_replaced(entry, above))
    at = columns.first("new_name", "name", "name_code", "old_name")
    cell = read_name(entry.row.values[at]) if at is not None else None
    if cell is None or names_no_procedure(cell.name):
        return []
    codes, printed = _codes(entry, ("code", "new_code", "old_code"), cell)
    return [Identity(cell.name, codes, printed, cell.time_limit)]


def _replaced(entry: Entry, above: dict[str, str]) -> Iterator[Identity]:
    row, columns = entry.row, entry.columns
    at, old = columns.first("new_name", "name", "name_code"), columns.first("old_name")
    assert old is not None
    cell = read_name(row.values[at] if at is not None else "")
    if at is not None and (not cell.name or follows_table(cell.name)):
        cell = read_name(above.get("new_name", ""))
    if cell.name and names_no_procedure(cell.name):
        return
    above["new_name"] = cell.name
    codes, printed = _codes(entry, ("new_code",), cell)
    names, old_codes = _old(entry, row.values[old])
    for nth, name in enumerate(names):
        root = old_codes[nth].root if nth < len(old_codes) else None
        if cell.name or name:
            yield Identity(cell.name or name, codes, printed, cell.time_limit, root, name or None)


def _old(entry: Entry, text: str) -> tuple[list[str], tuple[Code, ...]]:
    """The old procedures of a replaced row: their names, and their codes in the same order."""
    cell = read_name(text)
    at = entry.columns.first("old_code", "code")
    column = read_code(entry.row.values[at])[0] if at is not None else ()
    codes = cell.codes or column
    parts = [read_name(part).name for part in _NUMBERED.split(text) if part.strip()]
    if len(parts) == 1:
        parts = [read_name(part).name for part in text.split("\n") if part.strip()]
    if len(codes) > 1 and len(parts) == len(codes):
        return parts, codes
    if len(codes) > 1:
        return [cell.name] * len(codes), codes
    return [cell.name], codes


def _codes(entry: Entry, roles: Sequence[str], cell: NameCell) -> tuple[tuple[Code, ...], str | None]:
    """The row's codes, in their column or in the name's cell, and the first one as printed."""
    at = entry.columns.first(*roles)
    if at is not None and entry.row.values[at]:
        found, printed = read_code(entry.row.values[at])
        if found:
            return found, found[0].printed
        if printed and not cell.codes:
            return (), printed
    if cell.codes:
        return cell.codes, cell.codes[0].printed
    return (), cell.misprint.printed if cell.misprint else None
