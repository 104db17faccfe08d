"""Text captures (.md, .txt) -> blocks: pages of legal sites and converted files saved as text.

The document is separated from the site around it (`sites`), tables are made from bars or tabs (`bars`),
wrapped lines are joined (`wrapping`). Columns and spans are lost in a capture, so no table is proven.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Block, Cell, Note, Paragraph, Place, Table
from ingest.errors import Category
from ingest.formats import decode
from ingest.limits import Limits
from ingest.readers import Content, bars, sites
from ingest.readers.wrapping import Line, join

# A capture with this share of empty lines has them between its paragraphs.
_BLANK_SHARE = 0.1
_SHOWN_SITE_LINES = 5


def read(data: bytes, name: str, limits: Limits) -> Content:
    """The capture's content; DocumentError DAMAGED, TOO_COMPLEX (over `cells`)."""
    text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    around = sites.separate(lines)
    maker = _Maker(_has_blank_ends(around.document))
    for part in bars.parts(around.document):
        if isinstance(part, bars.Grid):
            maker.grid(part)
        else:
            maker.lines(part)
    if maker.cells > limits.cells:
        raise limits.exceeded(Category.TOO_COMPLEX, name, "cells", maker.cells)
    return Content(tuple(maker.blocks), notes=_notes(around))


def _has_blank_ends(lines: Sequence[Line]) -> bool:
    inner = [line.text.strip() for line in lines]
    return inner.count("") > _BLANK_SHARE * len(inner)


def _notes(around: sites.Around) -> tuple[Note, ...]:
    notes = []
    if around.site:
        shown = [line.text.strip() for line in around.site[:_SHOWN_SITE_LINES]]
        facts = (("count", str(len(around.site))), ("lines", " | ".join(shown) + " …"))
        notes.append(Note("site_text", facts=facts))
    if around.attached:
        notes.append(Note("attached_file"))
    return tuple(notes)


class _Maker:
    """Makes blocks of the parts of a capture."""

    def __init__(self, blank_ends: bool) -> None:
        self.blocks: list[Block] = []
        self.cells = 0
        self._blank_ends = blank_ends
        self._tables = 0

    def lines(self, lines: Sequence[Line]) -> None:
        """Text outside bars: paragraphs, and tables whose cells are apart by tabs."""
        start = 0
        while start < len(lines):
            end = start
            tabbed = "\t" in lines[start].text
            while end < len(lines) and ("\t" in lines[end].text) == tabbed:
                end += 1
            if tabbed and end - start > 1:
                self._table([[bars.Cell(one) for one in _cut(line)] for line in lines[start:end]])
            else:
                self._paragraphs(lines[start:end])
            start = end

    def grid(self, grid: bars.Grid) -> None:
        """A table of bars; a single cell is a frame around paragraphs."""
        if len(grid.rows) == 1 and len(grid.rows[0]) == 1:
            self._paragraphs(grid.rows[0][0].lines)
        else:
            self._table(grid.rows)

    def _paragraphs(self, lines: Sequence[Line]) -> None:
        for one in join(lines, self._blank_ends):
            place = Place(path=f"{one.first}-{one.last}")
            self.blocks.append(Paragraph(one.text, one.raw, place, bold=one.bold))

    def _table(self, rows: list[list[bars.Cell]]) -> None:
        cells: list[Cell] = []
        last = ""
        for number, row in enumerate(rows):
            for col, cell in enumerate(row):
                place = Place(path=_span(cell.lines) or last)
                last = place.path or ""
                text = "\n".join(one.text for one in join(cell.lines))
                cells.append(Cell(number, col, text, "\n".join(line.text for line in cell.lines), place))
        self.cells += len(cells)
        self._tables += 1
        lines = [line for row in rows for cell in row for line in cell.lines]
        width = max(len(row) for row in rows)
        table = Table(self._tables, len(rows), width, tuple(cells), Place(path=_span(lines)), proven=False)
        self.blocks.append(table)


def _cut(line: Line) -> list[list[Line]]:
    """The cells of a line whose cells are apart by tabs."""
    return [[Line(line.number, text)] if text.strip() else [] for text in line.text.split("\t")]


def _span(lines: Sequence[Line]) -> str:
    return f"{lines[0].number}-{lines[-1].number}" if lines else ""
