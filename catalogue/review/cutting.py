"""Documents cut into leaves of text: paragraphs, and rows of tables with their cells.

Read in a process that can be killed, and imported there: it needs nothing but the reading of documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Cell, Document, Paragraph, Table
from ingest.reading import read_bytes

_MOST_LETTERS = 6000
"""Letters on a leaf, about three printed pages; a longer row stands whole on a leaf of its own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of a leaf: spans are cut where the leaf ends."""

    text: str
    rowspan: int
    colspan: int
    header: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, `number` from 1 in the table `table`."""

    table: int
    number: int
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, with the path that the reader gives it."""

    text: str
    path: str | None
    bold: bool = False
    centred: bool = False


Piece = Text | tuple[Row, ...]
"""A paragraph, or rows of one table that follow each other."""


Leaf = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file with the name it came under, by which errors speak of it."""

    path: str
    name: str

    def __str__(self) -> str:
        return self.name


def read(original: Original) -> tuple[Leaf, ...]:
    """The leaves of a kept file. DocumentError: it can no longer be read."""
    return cut(read_bytes(Path(original.path).read_bytes(), original.name))


def cut(document: Document) -> tuple[Leaf, ...]:
    """The leaves of a document: whole paragraphs and rows, together no longer than a leaf may be."""
    leaves: list[list[Piece]] = [[]]
    room = _MOST_LETTERS
    for block in document.blocks:
        for piece, letters in _text(block) if isinstance(block, Paragraph) else _rows(block, room):
            if letters > room and leaves[-1]:
                leaves.append([])
                room = _MOST_LETTERS
            leaves[-1].append(piece)
            room -= letters
    return tuple(tuple(leaf) for leaf in leaves if leaf)


def _text(paragraph: Paragraph) -> Iterator[tuple[Piece, int]]:
    text = Text(paragraph.text, paragraph.place.path, paragraph.bold, paragraph.centred)
    yield text, len(text.text)


def _rows(table: Table, room: int) -> Iterator[tuple[Piece, int]]:
    """Runs of a table's rows with their letters: the first fits into `room` if anything does."""
    rows = table.rows()
    letters = [sum(len(cell.text) for cell in row) for row in rows]
    spanning = [cell for cell in table.cells if cell.rowspan > 1]
    first = taken = 0
    for number, more in enumerate(letters):
        if number > first and taken + more > room:
            yield _run(table.number, rows, spanning, first, number), taken
            first, taken, room = number, 0, _MOST_LETTERS
        elif number == first and more > room:
            room = _MOST_LETTERS
        taken += more
    if rows:
        yield _run(table.number, rows, spanning, first, len(rows)), taken


def _run(
    table: int, rows: Sequence[Sequence[Cell]], spanning: Sequence[Cell], first: int, last: int
) -> tuple[Row, ...]:
    """The rows from `first` to before `last`; what spans into them from above begins with the first."""
    above = [cell for cell in spanning if cell.row < first < cell.row + cell.rowspan]
    out = []
    for number in range(first, last):
        cells = sorted([*(above if number == first else ()), *rows[number]], key=lambda cell: cell.col)
        shown = (
            Shown(cell.text, min(cell.row + cell.rowspan, last) - number, cell.colspan, cell.header)
            for cell in cells
        )
        out.append(Row(table, number + 1, tuple(shown)))
    return tuple(out)
