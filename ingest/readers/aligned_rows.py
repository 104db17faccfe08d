"""The rows of a table without rules: where one ends and the next begins, and what runs through both.

Between two ordinals there is one border. It lies where the columns leave room: above the second ordinal where
ordinals stand at the top of their rows, anywhere between where they stand in the middle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.grid import Field, Grid
from ingest.lines import TextLine

ORDINAL = re.compile(r"(?:\d{1,4}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Z]|B\d{1,2}|Bước\s+\d{1,2})[.)]?(?:\s|$)")
"""What stands in the ordinal column of a list or of a workflow."""

_CODE = re.compile(r"[1-6]\.\d{6}(?:\.\d{3}\.\d\d\.\d\d)?(?:\.H\d\d)?$")

WIDEST_PITCH = 1.4
"""The widest distance of two lines of a cell, in font sizes; lines of prose may stand further apart."""

_MARGIN = 2.0
_ABOVE = 0.95
_WIDER = 1.05
_CUT, _CLOSE, _GOES_ON, _MERGED, _FAR_FROM_MIDDLE = 3.0, 1.0, 1.5, 1.0, 0.3
_NOT_BESIDE = 1.5
_OWN = 2
_DOUBTFUL = 3.0
_OFTEN = 0.15
_CENTRED = 0.35
_CLOSER, _SAME_HEIGHT = 0.1, 0.05
# Half a line more, and the cells may be centred beside longer ones.
_ROOM = 1.45


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive lines of a table; `over` are the stripes that they run over, none in rows."""

    lines: tuple[TextLine, ...]
    over: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its upper border, the stripes run over, the columns that go on from above, and its proof."""

    top: float
    over: frozenset[int] = frozenset()
    through: frozenset[int] = frozenset()
    proven: bool = True


@dataclass(frozen=True, slots=True)
class _Room:
    """How far apart the lines of a column are over a border, the first one below it, and the column."""

    step: float
    first: TextLine
    column: Sequence[TextLine]


def grid_of(
    head: Sequence[TextLine], runs: Sequence[Run], stripes: Sequence[tuple[float, float]], pitch: float
) -> Grid:
    """The grid of a table: its head, none on pages where it goes on without one, and its runs."""
    every = [*head, *(line for run in runs for line in run.lines)]
    left, right = min(line.x0 for line in every), max(line.x1 for line in every)
    xs = (left - _MARGIN, *((a + b) / 2 for a, b in stripes), right + _MARGIN)
    top, bottom = min(line.bbox[1] for line in every) - _MARGIN, max(line.bbox[3] for line in every) + _MARGIN
    rows: list[_Row] = [_Row(top)] if head else []
    above = max((line.bbox[3] for line in head), default=None)
    for number, run in enumerate(runs):
        begin = min(line.bbox[1] for line in run.lines)
        begin = top if above is None else (above + begin) / 2
        rows.extend(_groups(run, begin, xs) if run.over else _Rows(run, xs, pitch, begin, number == 0).rows())
        above = max(line.bbox[3] for line in run.lines)
    return _grid(rows, xs, bottom)


def _groups(run: Run, begin: float, xs: Sequence[float]) -> list[_Row]:
    """The rows of a run over the stripes: a new one with each ordinal.

    Rows further down may have left less of a stripe than there was of it at this run, right of those that
    it runs over.
    """
    begun = min(run.over)
    stretches = [stretch for line in run.lines for stretch in line.stretches]
    crossed = {at for at, x in enumerate(xs[1:-1]) if any(x0 < x < x1 for x0, x1 in stretches)}
    over = run.over | {at for at in crossed if at > begun}
    later = (line for line in run.lines[1:] if ORDINAL.match(line.text))
    return [_Row(begin, over), *(_Row(_over(line), over) for line in later)]


class _Rows:
    """Looks for the rows in a run of lines that keep to the stripes between columns."""

    def __init__(self, run: Run, xs: Sequence[float], pitch: float, begin: float, first: bool) -> None:
        self._begin = begin
        self._first = first
        self._size = run.lines[0].size
        self._columns = [_column(run.lines, left, right) for left, right in pairwise(xs)]
        self._ordinals = self._marks()
        self._pitch = self._usual_step() or pitch

    def _marks(self) -> list[TextLine]:
        """The ordinals, and the codes of rows that have none, where all others stand beside theirs."""
        ordinals = [line for line in self._columns[0] if ORDINAL.match(line.text)]
        for column in self._columns[1 : _OWN + 1]:
            beside = {round(line.base): line for line in column}
            if (
                column
                and all(_CODE.match(line.text) for line in column)
                and all(round(one.base) in beside for one in ordinals)
            ):
                return column
        return ordinals

    def rows(self) -> list[_Row]:
        """The rows from top to bottom; without ordinals a single one, proven only as the rest of another."""
        if not self._ordinals:
            return [_Row(self._begin, proven=self._first and not self._columns[0])]
        starts = [self._begin]
        rest = self._first_border() if self._first else None
        if rest is not None:
            starts.append(rest)
        costs = []
        for upper, lower in pairwise(self._ordinals):
            cost, border = self._border(upper, lower, starts[-1])
            costs.append(cost)
            starts.append(border)
        doubtful = max(costs, default=0.0) >= _DOUBTFUL or self._has_row_gap(starts)
        rows = [_Row(starts[0], proven=not doubtful)]
        begun = [starts[0]] * len(self._columns)
        for begin, border, end in zip(starts, starts[1:], [*starts[2:], self._end], strict=False):
            through = frozenset(
                index
                for index, column in enumerate(self._columns)
                if index
                and (
                    self._runs_on(column, border)
                    or self._is_between(column, begin, border, end)
                    or self._comes_down(column, begun[index], border)
                )
            )
            begun = [top if index in through else border for index, top in enumerate(begun)]
            rows.append(_Row(border, through=through, proven=not doubtful))
        return rows

    def _usual_step(self) -> float | None:
        """The usual distance of two lines in a cell, in font sizes."""
        steps = Counter(
            round((below.base - above.base) / self._size, 2)
            for column in self._columns[1:]
            for above, below in pairwise(column)
        )
        close = {step: count for step, count in steps.items() if 1.0 <= step <= WIDEST_PITCH}
        enough = max(2.0, _OFTEN * sum(close.values()))
        return min((step for step, count in close.items() if count >= enough), default=None)

    def _border(self, upper: TextLine, lower: TextLine, begin: float) -> tuple[float, float]:
        """The cost and place of the border between two ordinals; `begin` is where the upper row begins."""
        top = self._cost_at_top(lower), _over(lower)
        expected = 2 * _middle(upper) - begin
        between = self._between(upper.base - _ABOVE * upper.size, lower)
        ways = [(self._cost(at) + self._off(at - expected), at) for at in between]
        return min([top, *ways])

    def _cost_at_top(self, line: TextLine) -> float:
        """How much speaks against a row that begins with its ordinal: names and codes begin beside it."""
        begin_elsewhere = sum(
            bool(column) and all(abs(one.base - line.base) > self._size / 2 for one in column)
            for column in self._columns[1 : _OWN + 1]
        )
        return self._cost(_over(line)) + _NOT_BESIDE * begin_elsewhere

    def _cost(self, at: float) -> float:
        """How much speaks against a border at this height."""
        costs = [self._cost_in(column, at) for column in self._columns[1:]]
        # Names and codes stand first; what stands further right may be merged down.
        return sum(costs[:_OWN]) + sum(min(cost, _MERGED) for cost in costs[_OWN:])

    def _cost_in(self, column: Sequence[TextLine], at: float) -> float:
        above, below = _around(column, at)
        if above is None or below is None:
            return 0.0
        if above.base + 0.1 * above.size > at or _over(below) + 0.25 * below.size < at:
            return _CUT
        near = below.base - above.base < _WIDER * self._pitch * self._size
        return _CLOSE * near + _GOES_ON * below.text[:1].islower()

    def _runs_on(self, column: Sequence[TextLine], at: float) -> bool:
        """Whether a cell's text goes on over a border: it is merged."""
        return self._cost_in(column, at) >= _CLOSE + _GOES_ON

    def _comes_down(self, column: Sequence[TextLine], begin: float, border: float) -> bool:
        """Whether a cell that began at `begin` goes on over a border, by the heights of its lines alone.

        Its lines keep closer there than those of the names, which show how far apart the rows are, and the
        first one below does not begin with the name as the cell's own first line did.
        """
        above, below = _around(column, border)
        if above is None or below is None or above.base < begin:
            return False
        room = self._room(border, below)
        if room is None or below.base - above.base > room.step - _CLOSER * self._size:
            return False
        first, name = (_around(lines, begin)[1] for lines in (column, room.column))
        if first is None or name is None:
            return False
        return abs((below.base - room.first.base) - (first.base - name.base)) > _SAME_HEIGHT * self._size

    def _room(self, border: float, line: TextLine) -> _Room | None:
        """The names or codes that stand closest over a border, in the line's font size.

        Further apart than rows are, a cell above or below them is longer: they tell nothing.
        """
        found = []
        for column in self._columns[1 : _OWN + 1]:
            above, below = _around(column, border)
            if (
                above
                and below
                and below is not line
                and abs(below.size - line.size) < _SAME_HEIGHT * line.size
            ):
                found.append(_Room(below.base - above.base, below, column))
        least = min(found, key=lambda room: room.step, default=None)
        usual = self._pitch * self._size
        return least if least and _WIDER * usual < least.step < _ROOM * usual else None

    def _is_between(self, column: Sequence[TextLine], begin: float, border: float, end: float) -> bool:
        """Whether a column's only text in two rows stands in the middle of both: its cells are merged."""
        own = [line for line in column if begin < _middle(line) < end]
        if not own or len({_middle(line) < border for line in own}) > 1:
            return False
        middle = (own[0].bbox[1] + own[-1].bbox[3]) / 2
        at_top = min(abs(own[0].bbox[1] - begin), abs(own[0].bbox[1] - border)) < self._size / 2
        return not at_top and abs(middle - (begin + end) / 2) < _CENTRED * self._size

    def _first_border(self) -> float | None:
        """Where the rest of a row of the page before ends, None where all lines belong to the first ordinal.

        They do where it stands in the middle between them and the next row.
        """
        first, following = self._ordinals[0], self._ordinals[1:]
        if not any(column and column[0].base < first.base - self._size / 2 for column in self._columns[1:]):
            return None

        def off_middle(begin: float) -> float:
            end = self._border(first, following[0], begin)[1] if following else self._end
            return self._off(2 * _middle(first) - begin - end)

        ways = [(self._cost(at) + off_middle(at), at) for at in self._between(self._begin, first)]
        best = min([(self._cost_at_top(first), _over(first)), *ways])
        return best[1] if best[0] < off_middle(self._begin) else None

    @property
    def _end(self) -> float:
        return max(column[-1].bbox[3] for column in self._columns if column)

    def _off(self, distance: float) -> float:
        """What it costs that a row's middle lies elsewhere."""
        return _FAR_FROM_MIDDLE * min(_DOUBTFUL, abs(distance) / (self._pitch * self._size))

    def _between(self, begin: float, lower: TextLine) -> set[float]:
        """The heights above lines between a height and a line."""
        return {
            _over(line)
            for column in self._columns
            for line in column
            if begin + self._size / 2 < _over(line) < lower.base - self._size / 2
        }

    def _has_row_gap(self, starts: Sequence[float]) -> bool:
        """Whether within a row all columns leave as much room as between rows: an ordinal may be missing."""
        bodies = sorted((line.bbox[1], line.bbox[3]) for column in self._columns for line in column)
        gaps: list[tuple[float, float]] = []
        reach = bodies[0][1]
        for top, bottom in bodies[1:]:
            if top > reach:
                gaps.append((reach, top))
            reach = max(reach, bottom)
        between = [b - a for a, b in gaps if any(a - 1 <= start <= b + 1 for start in starts[1:])]
        within = [b - a for a, b in gaps if not any(a - 1 <= start <= b + 1 for start in starts[1:])]
        return bool(between and within) and max(within) > max(min(between) - 1, self._size / 2)


def _column(lines: Sequence[TextLine], left: float, right: float) -> list[TextLine]:
    """The parts of lines between two heights of x."""
    own = (tuple(piece for piece in line.pieces if left <= piece.mid[0] < right) for line in lines)
    return [TextLine(pieces) for pieces in own if pieces]


def _around(column: Sequence[TextLine], at: float) -> tuple[TextLine | None, TextLine | None]:
    """The lines of a column on both sides of a height."""
    above = [line for line in column if line.base - 0.3 * line.size < at]
    below = next((line for line in column if line.base - 0.3 * line.size >= at), None)
    return above[-1] if above else None, below


def _over(line: TextLine) -> float:
    """Where a row that begins with the line begins."""
    return line.base - _ABOVE * line.size


def _middle(line: TextLine) -> float:
    return (line.bbox[1] + line.bbox[3]) / 2


def _grid(rows: Sequence[_Row], xs: tuple[float, ...], bottom: float) -> Grid:
    ys = (*(row.top for row in rows), bottom)
    fields: list[Field] = []
    owner: dict[tuple[int, int], int] = {}
    n_cols = len(xs) - 1
    for number, row in enumerate(rows):
        col = 0
        while col < n_cols:
            width = 1
            while col + width - 1 in row.over:
                width += 1
            above = owner.get((number - 1, col))
            if col in row.through and above is not None and fields[above].colspan == 1:
                begun = fields[above]
                box = (*begun.bbox[:3], ys[number + 1])
                fields[above] = Field(begun.row, col, begun.rowspan + 1, 1, box)
                owner[number, col] = above
            else:
                owner.update({(number, one): len(fields) for one in range(col, col + width)})
                box = (xs[col], row.top, xs[col + width], ys[number + 1])
                fields.append(Field(number, col, 1, width, box))
            col += width
    return Grid(xs, ys, tuple(fields), all(row.proven for row in rows), owner)
