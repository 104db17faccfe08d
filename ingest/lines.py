"""Characters with boxes made into lines of text, and lines into the text of a cell.

Pure functions; points of 1/72 inch, y grows downwards. Blanks come from the characters and from the gaps
between them, line ends within a paragraph from what would still have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.document import BBox

_SAME_LINE = 0.4
_GAP = 0.18
_DOUBLED = 0.2
_BROKEN_TOKEN = re.compile(r"[\w/]-$")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: text (with its combining marks), left, right, baseline and font size.

    `order` is its place in the drawing order.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    order: int

    @property
    def mid(self) -> tuple[float, float]:
        """The middle of its body."""
        return (self.x0 + self.x1) / 2, self.base - 0.3 * self.size


@dataclass(frozen=True)
class TextLine:
    """Characters of one line from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """The characters with blanks where they or the gaps between them say so."""
        out: list[str] = []
        before: Glyph | None = None
        for glyph in self.glyphs:
            if before is not None and " " not in {out[-1], glyph.text}:
                apart = glyph.x0 - before.x1 > _GAP * max(glyph.size, before.size)
                out.extend(" " * apart)
            out.append(glyph.text)
            before = glyph
        return "".join(out)

    @cached_property
    def x0(self) -> float:
        """Left end of the first visible character."""
        return self._visible[0].x0

    @cached_property
    def x1(self) -> float:
        """Right end of the last visible character."""
        return max(glyph.x1 for glyph in self._visible)

    @cached_property
    def size(self) -> float:
        """The usual font size."""
        sizes = sorted(glyph.size for glyph in self._visible)
        return sizes[len(sizes) // 2]

    @cached_property
    def base(self) -> float:
        """The usual baseline."""
        bases = sorted(glyph.base for glyph in self._visible)
        return bases[len(bases) // 2]

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(glyph.bold for glyph in self._visible)

    @cached_property
    def bbox(self) -> BBox:
        """The box of the line's body."""
        return self.x0, self.base - 0.8 * self.size, self.x1, self.base + 0.2 * self.size

    @cached_property
    def first_word(self) -> float:
        """The width of the first word."""
        end = self._visible[0].x1
        for glyph in self._visible[1:]:
            if glyph.x0 - end > _GAP * glyph.size:
                break
            end = glyph.x1
        return end - self.x0

    @cached_property
    def _visible(self) -> tuple[Glyph, ...]:
        return tuple(glyph for glyph in self.glyphs if not glyph.text.isspace())


def lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines of characters that belong together, from top to bottom; lines of blanks are left out."""
    rows: list[list[Glyph]] = []
    reference = 0.0
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.x0)):
        if rows and glyph.base - reference <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            reference = glyph.base
    made = (TextLine(tuple(_single(row))) for row in rows)
    return [line for line in made if line.text.strip()]


def _single(row: list[Glyph]) -> list[Glyph]:
    """The glyphs from left to right, those drawn twice for boldness once."""
    row.sort(key=lambda one: (one.x0, one.order))
    out: list[Glyph] = []
    for glyph in row:
        doubled = any(
            glyph.text == other.text and glyph.x0 - other.x0 < _DOUBLED * glyph.size and glyph.text.strip()
            for other in out[-2:]
        )
        narrow = glyph.x1 - glyph.x0 < 2 * _DOUBLED * glyph.size
        if doubled and not (
            narrow and out and out[-1].order == glyph.order - 1 and glyph.x0 >= out[-1].x1 - 0.1
        ):
            continue
        out.append(glyph)
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
    return wrap(before.text, line.text, left < line.glyphs[0].x1 - line.glyphs[0].x0)


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
