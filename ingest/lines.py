"""Pieces of text with boxes made into lines, and lines into the text of a cell.

Pure functions; points of 1/72 inch, y grows downwards. Blanks come from the file and from the gaps between
pieces, line ends within a paragraph from what would still have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.document import BBox

BOLD, ITALIC = 1, 2

_SAME_LINE = 0.4
_GAP = 0.18
# Browsers draw no blanks; pdfium puts them between words. Slanted letters reach over a third of them.
_GAP_TOLD = 0.12
_BLANK = 0.4
_DOUBLED = 0.2
_BROKEN_TOKEN = re.compile(r"[\w/]-$")


class Piece(NamedTuple):
    """Characters that stand closely beside one another: left, right, baseline, font size, face.

    `face` is the sum of BOLD and ITALIC; `first` and `last` are the places of its characters in the drawing
    order; `blank` says that a blank of the file stands before it.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    face: int
    first: int
    last: int
    blank: bool = False

    @property
    def mid(self) -> tuple[float, float]:
        """The middle of its body."""
        return (self.x0 + self.x1) / 2, self.base - 0.3 * self.size

    def gap_after(self, before: Piece) -> bool:
        """Whether a blank stands between a piece on its left and this one."""
        if self.first == before.last + 1:
            return False
        if self.blank and self.first == before.last + 2:
            return True
        gap = _GAP_TOLD if self.first == before.last + 2 else _GAP
        return self.x0 - before.x1 > gap * max(self.size, before.size)


class TextLine:
    """Pieces of one line from left to right.

    `text` has blanks where the file or the gaps between the pieces say so; `x0` and `x1` are the ends; `size`
    and `base` are those of most characters; `face` is that of all pieces, None where they differ.
    """

    __slots__ = ("base", "face", "pieces", "size", "text", "x0", "x1")

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        usual = first = pieces[0]
        self.text, self.x0, self.x1 = first.text, first.x0, first.x1
        self.face: int | None = first.face
        for before, piece in pairwise(pieces):
            self.text += f" {piece.text}" if piece.gap_after(before) else piece.text
            self.x1 = max(self.x1, piece.x1)
            if len(piece.text) > len(usual.text):
                usual = piece
            if piece.face != self.face:
                self.face = None
        self.size, self.base = usual.size, usual.base

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.face & BOLD for piece in self.pieces)

    @property
    def bbox(self) -> BBox:
        """The box of the line's body."""
        return self.x0, self.base - 0.8 * self.size, self.x1, self.base + 0.2 * self.size

    @property
    def first_word(self) -> float:
        """The width of the first word."""
        end = self.pieces[0].x1
        for before, piece in pairwise(self.pieces):
            if piece.gap_after(before):
                break
            end = piece.x1
        return end - self.x0

    @property
    def letter(self) -> float:
        """The usual width of a character at its beginning."""
        first = self.pieces[0]
        return (first.x1 - first.x0) / len(first.text)

    @property
    def stretches(self) -> list[tuple[float, float]]:
        """From where to where text stands, what was drawn one after the other with a blank between in one."""
        out = [(self.x0, self.pieces[0].x1)]
        for before, piece in pairwise(self.pieces):
            near = piece.blank or piece.x0 - before.x1 < _BLANK * piece.size
            if near and 0 < piece.first - before.last <= 2:
                out[-1] = (out[-1][0], max(out[-1][1], piece.x1))
            else:
                out.append((piece.x0, piece.x1))
        return out


def lines(pieces: Iterable[Piece]) -> list[TextLine]:
    """The lines of pieces that belong together, from top to bottom."""
    rows: list[list[Piece]] = []
    reference = 0.0
    for piece in sorted(pieces, key=lambda one: (one.base, one.x0)):
        if rows and piece.base - reference <= _SAME_LINE * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
            reference = piece.base
    return [TextLine(tuple(_single(row))) for row in rows]


def _single(row: list[Piece]) -> list[Piece]:
    """The pieces from left to right, those drawn twice for boldness once."""
    if len(row) == 1:
        return row
    row.sort(key=lambda one: (one.x0, one.first))
    out: list[Piece] = []
    for piece in row:
        doubled = any(
            piece.text == other.text
            and piece.x0 - other.x0 < _DOUBLED * piece.size
            and piece.x0 < other.x1 - (other.x1 - other.x0) / 2
            for other in out[-2:]
        )
        if not doubled:
            out.append(piece)
    return out


def cell_text(own: Sequence[TextLine], bbox: BBox) -> str:
    """The text of a cell: wrapped lines joined, its paragraphs on lines of their own."""
    if not own:
        return ""
    margin = max(0.0, min(line.x0 for line in own) - bbox[0])
    widest = max(line.x1 - line.x0 for line in own)
    room = max(bbox[2] - bbox[0] - 2 * margin, widest)
    out = own[0].text
    for before, line in pairwise(own):
        out += seam(before, line, room) + line.text
    return out


def seam(before: TextLine, line: TextLine, room: float) -> str:
    """What stands between two lines in a column `room` wide: a line break where the next word had fitted."""
    left = room - (before.x1 - before.x0)
    if left >= line.first_word + 0.3 * line.size:
        return "\n"
    return wrap(before.text, line.text, left < line.letter)


def wrap(before: str, after: str, full: bool) -> str:
    """What joins the two parts of a wrapped text: nothing within a token, else a blank.

    Tokens break after a hyphen ("NĐ-" / "CP"), and codes too long for a narrow column anywhere, if the line
    is `full`.
    """
    if before.endswith((" ", "\u00a0")):
        return ""
    if _BROKEN_TOKEN.search(before) and after[:1].isalnum():
        return ""
    last = before.rsplit(" ", 1)[-1]
    if full and " " not in before.strip() and any(one.isdigit() for one in last) and after[:1].isdigit():
        return ""
    return " "
