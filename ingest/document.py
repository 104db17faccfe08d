"""The `Document`: what a reader makes of one file, the same for every format.

A document is a sequence of blocks (paragraphs and tables) in reading order. Every piece knows its place
and keeps the text as it stood in the file (`raw`) beside the cleaned text (`text`, Unicode NFC).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TypeAlias

BBox: TypeAlias = tuple[float, float, float, float]
"""(x0, top, x1, bottom) in page points of 1/72 inch, origin at the top left of the page."""

_BLANKS = re.compile(r"[ \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(raw: str) -> str:
    """NFC text without invisible characters and with single blanks; line breaks stay, empty lines go."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", raw))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """The text with every run of blanks and line breaks made one blank."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands.

    `page` counts from 1 and is None where the format has no pages (DOCX, HTML, text). `bbox` is None where
    the format has no geometry; then `path` says where: an element path in DOCX and HTML, "12-15" (lines,
    from 1) in text captures.
    """

    page: int | None = None
    bbox: BBox | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside tables. A hard line break inside it is a newline in `text`.

    `confidence` is below 1 where the text was recognised in a picture.
    """

    text: str
    raw: str
    place: Place
    bold: bool = False
    centred: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table's grid: `row` and `col` count from 0, spans from 1.

    A merged cell stands once, at its upper left corner, with its spans. `text` keeps the lines or
    paragraphs of the cell apart by newlines. `header` is True where the markup itself says so (`th`).
    `confidence` is that of the least sure word where the text was recognised in a picture, else 1.
    """

    row: int
    col: int
    text: str
    raw: str
    place: Place
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of `n_rows` x `n_cols`; `cells` in row-major order, no two of them overlapping.

    `proven` says that geometry or markup proves the columns and spans. Where it does not (text captures,
    which leave merged cells out), the cells of a row are only known in their order: they stand at columns
    0, 1, 2 … and rows may be shorter than `n_cols`.
    """

    number: int
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    place: Place
    proven: bool = True

    def rows(self) -> list[list[Cell]]:
        """The cells that begin in each row, left to right."""
        out: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            out[cell.row].append(cell)
        return out


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, size in points as shown, rotation in degrees.

    `ignored` names why a page gave no blocks (for instance "blank"), None where it gave some.
    """

    number: int
    width: float
    height: float
    rotation: int = 0
    ignored: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader could not do or left out, told to people: a message key with its facts."""

    category: str
    page: int | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file's content, identified by the SHA-256 of its bytes (lower-case hex)."""

    sha256: str
    name: str
    media_type: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = field(default=())

    def tables(self) -> list[Table]:
        """The tables in reading order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    def text(self) -> str:
        """All text in reading order, one block or cell per line."""
        parts: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                parts.append(block.text)
            else:
                parts.extend(cell.text for cell in block.cells if cell.text)
        return "\n".join(parts)
