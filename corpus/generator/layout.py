"""The blocks a decision is made of before it is typeset: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `lead` is set in bold before the text ("Điều 1."); newlines in `text` are hard breaks."""

    text: str
    lead: str = ""
    bold: bool = False
    italic: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid; newlines keep its paragraphs apart. Spans count from 1."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    head: bool = False
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: `rows` holds the boxes that begin in each row, left to right.

    `widths` are shares of the page's text width, one for each column; the first `head_rows` rows are
    repeated on every page.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Box, ...], ...]
    head_rows: int = 1


@dataclass(frozen=True, slots=True)
class Columns:
    """Two blocks of lines side by side without rules: the letterhead, or recipients and signature."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A new page, portrait or landscape: where an annex begins."""

    landscape: bool = False


Block: TypeAlias = Line | Grid | Columns | NewSheet


def occupied(grid: Grid) -> list[tuple[int, int, Box]]:
    """(row, column, box) of every box; ValueError where boxes overlap, overhang or leave holes."""
    n_cols = len(grid.widths)
    taken: set[tuple[int, int]] = set()
    out = []
    for row, boxes in enumerate(grid.rows):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            cells = {(row + i, column + j) for i in range(box.rowspan) for j in range(box.colspan)}
            if cells & taken or column + box.colspan > n_cols or row + box.rowspan > len(grid.rows):
                raise ValueError(f"row {row}, column {column}: a cell leaves its place")
            taken |= cells
            out.append((row, column, box))
    if len(taken) != n_cols * len(grid.rows):
        raise ValueError("the grid has holes")
    return out
