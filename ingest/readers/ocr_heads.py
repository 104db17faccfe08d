"""Table heads that are repeated on each page: what one page misread, another has read right.

A misread head cuts a list in two. The surer of two readings that are nearly alike counts; `raw` keeps what
was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from ingest.document import Block, Cell, Table

_ALIKE = 70.0
_SAME_SHARE = 0.5


def with_surest_heads(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each table's first row in the surest reading of the heads like it."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return [_with_surest_head(block, tables) if isinstance(block, Table) else block for block in blocks]


def _with_surest_head(table: Table, tables: Sequence[Table]) -> Table:
    own = _head(table)
    if len(own) < 2 or all(cell.confidence == 1.0 for cell in own):
        return table
    like = [other for other in map(_head, tables) if _is_repetition(own, other)]
    surest = {
        cell.col: max((head[at] for head in like), key=lambda one: one.confidence).text
        for at, cell in enumerate(own)
    }
    head = {cell.col: replace(cell, text=surest[cell.col]) for cell in own}
    return replace(table, cells=tuple(head[cell.col] if cell.row == 0 else cell for cell in table.cells))


def _head(table: Table) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == 0]


def _is_repetition(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two heads have the same columns, most of them read alike and none very differently."""
    if [(cell.col, cell.colspan) for cell in one] != [(cell.col, cell.colspan) for cell in other]:
        return False
    pairs = list(zip(one, other, strict=True))
    same = sum(a.text == b.text for a, b in pairs)
    return same >= _SAME_SHARE * len(pairs) and all(ratio(a.text, b.text) >= _ALIKE for a, b in pairs)
