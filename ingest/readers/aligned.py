"""Tables without rules: columns told by the empty stripes between them, rows by their ordinals.

Only a head row that begins with "STT" or the like starts such a table, for two-column letterheads and lists
of recipients have stripes too; on the next page it may go on in the same stripes without a head. It ends
where text runs over the stripes and no ordinal follows, where the font changes, and where the page is empty
for long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ingest.grid import Grid
from ingest.lines import TextLine
from ingest.readers.aligned_rows import ORDINAL, WIDEST_PITCH, Run, grid_of

_HEAD = re.compile(r"(?:S\s?TT|TT|Số\s+TT|Số\s+thứ\s+tự)\b", re.IGNORECASE)
_BROKEN_HEAD, _PART_OF_HEAD = re.compile(r"S?TT", re.IGNORECASE), re.compile(r"S|S?TT?", re.IGNORECASE)
_ROW_STEP = 1.17
_FAR = 4.0
_HEAD_STRIPE = 5.0
_STRIPE = 0.15
_SAME_SIZE = 0.08
_FEW_LINES = 2


Interval: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stripes:
    """Where a table's columns end, and the font size of its rows.

    For every gap between two head cells, from left to right, the parts of it that the rows leave empty.
    """

    gaps: tuple[tuple[Interval, ...], ...]
    size: float

    @property
    def empty(self) -> list[Interval]:
        """The widest empty part of each gap."""
        return [max(parts, key=lambda part: part[1] - part[0]) for parts in self.gaps]

    def narrowed(self, line: TextLine) -> Stripes:
        """What the line leaves of the gaps that it does not run over."""
        left = tuple(_left_empty(parts, line) for parts in self.gaps)
        return replace(self, gaps=tuple(own or parts for own, parts in zip(left, self.gaps, strict=True)))

    def crossed(self, line: TextLine) -> frozenset[int]:
        """The gaps that the line runs over."""
        return frozenset(index for index, parts in enumerate(self.gaps) if not _left_empty(parts, line))

    def has_ordinal(self, line: TextLine) -> bool:
        """Whether the line begins with an ordinal in the first column."""
        return line.x0 < self.empty[0][0] and bool(ORDINAL.match(line.text))

    def columns(self, line: TextLine) -> int:
        """How many columns the line has text in."""
        middles = [(left + right) / 2 for left, right in self.empty]
        return len({sum(piece.x0 > middle for middle in middles) for piece in line.pieces})


@dataclass(frozen=True, slots=True)
class Found:
    """The tables of a page, and the stripes of the last one if it comes to the page's end."""

    grids: tuple[Grid, ...]
    going_on: Stripes | None


def find(lines: Sequence[TextLine], pitch: float, before: Stripes | None = None) -> Found:
    """The tables among a page's lines.

    `pitch` is the distance of two lines of a paragraph, in font sizes; `before` are the stripes of a table
    that came to the end of the page before.
    """
    pitch = min(pitch, WIDEST_PITCH)
    grids: list[Grid] = []
    stripes = before
    index = 0
    while index < len(lines):
        body = _head_end(lines, index, pitch)
        if body > index:
            stripes = _stripes(lines[index:body])
        end, runs, left = _runs(lines, body, stripes, body > index) if stripes else (body, [], None)
        if runs and left:
            grids.append(grid_of(lines[index:body], runs, left.empty, pitch))
            index, stripes = end, left
        else:
            index, stripes = max(body, index + 1), None
            continue
        if index < len(lines) and all(line.size < left.size for line in lines[index:]):
            index = len(lines)
        if index < len(lines):
            stripes = None
    return Found(tuple(grids), stripes if grids else None)


def _head_end(lines: Sequence[TextLine], start: int, pitch: float) -> int:
    """The line after the head row that begins at `start`; `start` where none does."""
    end = start + 1
    while end < len(lines) and lines[end].base - lines[end - 1].base <= _ROW_STEP * pitch * lines[end].size:
        below = lines[end]
        if ORDINAL.match(below.text) and not _PART_OF_HEAD.fullmatch(below.pieces[0].text):
            break
        if not below.bold and all(line.bold for line in lines[start:end]):
            break
        end += 1
    head = lines[start:end]
    is_head = any(_HEAD.match(line.text) for line in head) or _BROKEN_HEAD.fullmatch(_first_column(head))
    return end if is_head else start


def _first_column(head: Sequence[TextLine]) -> str:
    """The letters at the left edge, where "STT" breaks in a very narrow column."""
    left = min(line.x0 for line in head)
    return "".join(line.pieces[0].text for line in head if line.x0 - left < line.size)


def _stripes(head: Sequence[TextLine]) -> Stripes | None:
    """The empty stripes between the cells of a head row."""
    empty: list[tuple[float, float]] = []
    right = None
    for x0, x1 in sorted(stretch for line in head for stretch in line.stretches):
        if right is not None and x0 - right >= _HEAD_STRIPE:
            empty.append((right, x0))
        right = x1 if right is None else max(right, x1)
    return Stripes(tuple((gap,) for gap in empty), head[0].size) if empty else None


def _left_empty(parts: Iterable[Interval], line: TextLine) -> tuple[Interval, ...]:
    """What a line leaves of the parts of a gap."""
    out: list[Interval] = []
    for left, right in parts:
        reach = left
        for x0, x1 in (*sorted(line.stretches), (right, right)):
            if min(x0, right) - reach >= _STRIPE * line.size:
                out.append((reach, min(x0, right)))
            reach = max(reach, x1)
    return tuple(out)


def _runs(
    lines: Sequence[TextLine], start: int, stripes: Stripes, headed: bool
) -> tuple[int, list[Run], Stripes]:
    """The runs of lines that keep to the stripes or go over them, as far as the table goes, and its end.

    Lines over the stripes group the rows below them; without rows below they come after the table.
    """
    runs: list[Run] = []
    end = start
    while end < len(lines):
        over, at = _crossing(lines, end, stripes)
        if len(over.lines) > _FEW_LINES or (over.lines and not _follows(lines, end, stripes)):
            break
        rows, after, left = _keeping(lines, at, stripes)
        numbered = any(left.has_ordinal(line) for line in rows.lines)
        wide = any(left.columns(line) > 1 for line in rows.lines)
        rest = not runs and not over.lines and (wide or headed)
        if not rows.lines or not (numbered or rest):
            break
        runs.extend(run for run in (over, rows) if run.lines)
        end, stripes = after, left
    return end, runs, stripes


def _crossing(lines: Sequence[TextLine], start: int, stripes: Stripes) -> tuple[Run, int]:
    end = start
    crossed: set[int] = set()
    while end < len(lines) and _follows(lines, end, stripes) and (over := stripes.crossed(lines[end])):
        crossed |= over
        end += 1
    return Run(tuple(lines[start:end]), frozenset(crossed)), end


def _keeping(lines: Sequence[TextLine], start: int, stripes: Stripes) -> tuple[Run, int, Stripes]:
    end = start
    while end < len(lines) and _follows(lines, end, stripes) and not stripes.crossed(lines[end]):
        stripes = stripes.narrowed(lines[end])
        end += 1
    return Run(tuple(lines[start:end]), frozenset()), end, stripes


def _follows(lines: Sequence[TextLine], at: int, stripes: Stripes) -> bool:
    """Whether a line may belong to the table: no new head, its font, and not far from the line above."""
    line = lines[at]
    if _HEAD.match(line.text) or abs(line.size - stripes.size) > _SAME_SIZE * stripes.size:
        return False
    return at == 0 or line.base - lines[at - 1].base <= (_FAR + 1) * line.size
