"""Tables without rules: columns told by the empty stripes between them, rows by the space above them.

Only a head row that begins with "STT" or the like starts such a table, for two-column letterheads and lists
of recipients have stripes too. Rows are further apart than the lines and paragraphs within a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.grid import Field, Grid
from ingest.lines import TextLine

_HEAD = re.compile(r"(?:S\s?TT|TT|Số\s+TT|Số\s+thứ\s+tự)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:\d{1,4}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Z]|B\d{1,2}|Bước\s+\d{1,2})[.)]?(?:\s|$)")
_ROW_STEP = 1.17
_FAR = 4.0
_HEAD_STRIPE = 5.0
_STRIPE = 0.4
_MARGIN = 2.0
_FEW_LINES = 2


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines that stand closer together than rows do."""

    lines: tuple[TextLine, ...]

    @property
    def top(self) -> float:
        return min(line.bbox[1] for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bbox[3] for line in self.lines)

    @property
    def is_head(self) -> bool:
        """Whether a line begins with the title of an ordinal column."""
        return any(_HEAD.match(line.text.strip()) for line in self.lines)

    @property
    def covered(self) -> list[tuple[float, float]]:
        """The stretches of x under text."""
        return [(piece.x0, piece.x1) for line in self.lines for piece in line.pieces]


def find(lines: Sequence[TextLine], pitch: float) -> list[Grid]:
    """The tables among a page's lines; `pitch` is the distance of two lines of a paragraph, in font sizes."""
    bands = _bands(lines, pitch)
    found: list[Grid] = []
    index = 0
    while index < len(bands):
        taken, grid = _table(bands[index:]) if bands[index].is_head else (1, None)
        if grid is not None:
            found.append(grid)
        index += taken
    return found


def _bands(lines: Sequence[TextLine], pitch: float) -> list[_Band]:
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and line.base - groups[-1][-1].base <= _ROW_STEP * pitch * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_Band(tuple(group)) for group in groups]


def _table(bands: Sequence[_Band]) -> tuple[int, Grid | None]:
    """The table that begins with the first band, and how many bands it takes."""
    head = bands[0]
    stripes = _gaps(head.covered)
    over: dict[int, set[int]] = {}
    end = 1
    for number, band in enumerate(bands[1:], start=1):
        if band.is_head or band.top - bands[number - 1].bottom > _FAR * band.lines[0].size:
            break
        narrowed = [_narrowed(stripe, band.covered) for stripe in stripes]
        crossed = {index for index, (x0, x1) in enumerate(narrowed) if x1 - x0 < _STRIPE * band.lines[0].size}
        if crossed and len(band.lines) > _FEW_LINES:
            break
        if crossed:
            # A grouping row; or, across all columns, text after the table: the next bands tell.
            over[number] = crossed
            end = number + 1 if len(crossed) < len(stripes) else end
            continue
        stripes, end = narrowed, number + 1
    if not stripes or end == 1:
        return 1, None
    return end, _grid(bands[:end], stripes, over)


def _gaps(covered: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The empty stripes between the cells of a head row."""
    stripes: list[tuple[float, float]] = []
    right = None
    for x0, x1 in sorted(covered):
        if right is not None and x0 - right >= _HEAD_STRIPE:
            stripes.append((right, x0))
        right = x1 if right is None else max(right, x1)
    return stripes


def _narrowed(stripe: tuple[float, float], covered: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The widest part of a stripe that a row leaves empty."""
    left, right = stripe
    inside = sorted((max(left, x0), min(right, x1)) for x0, x1 in covered if x0 < right and x1 > left)
    reach, widest = left, (left, left)
    for x0, x1 in (*inside, (right, right)):
        if x0 - reach > widest[1] - widest[0]:
            widest = (reach, x0)
        reach = max(reach, x1)
    return widest


def _grid(bands: Sequence[_Band], stripes: list[tuple[float, float]], over: dict[int, set[int]]) -> Grid:
    covered = [edge for band in bands for stretch in band.covered for edge in stretch]
    xs = [min(covered) - _MARGIN, *((left + right) / 2 for left, right in stripes), max(covered) + _MARGIN]
    between = [(above.bottom + below.top) / 2 for above, below in pairwise(bands)]
    ys = [bands[0].top - _MARGIN, *between, bands[-1].bottom + _MARGIN]
    fields: list[Field] = []
    owner: dict[tuple[int, int], int] = {}
    for row in range(len(bands)):
        col = 0
        while col < len(xs) - 1:
            width = 1
            while col + width - 1 in over.get(row, ()):
                width += 1
            owner.update({(row, one): len(fields) for one in range(col, col + width)})
            fields.append(Field(row, col, 1, width, (xs[col], ys[row], xs[col + width], ys[row + 1])))
            col += width
    return Grid(tuple(xs), tuple(ys), tuple(fields), _is_proven(bands, over, xs[1]), owner)


def _is_proven(bands: Sequence[_Band], over: dict[int, set[int]], edge: float) -> bool:
    """Whether every row below the head has one ordinal; the first may go on from the page before."""
    for number, band in enumerate(bands[1:], start=1):
        first = [line for line in band.lines if line.x0 < edge]
        ordinals = sum(bool(_ORDINAL.match(line.text.strip())) for line in first)
        if number not in over and ordinals != 1 and not (number == 1 and not first):
            return False
    return True
