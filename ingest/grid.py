"""Builds table grids from drawn rules and puts characters into their cells.

Pure functions over plain numbers, whatever library they came from. All lengths are points of 1/72 inch, y
grows downwards. Two neighbouring fields are one merged cell exactly where no rule is drawn between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.document import BBox

SNAP = 3.0
"""Rules nearer than this are the same one: double borders, and borders that each cell draws for itself."""

THIN = 3.0
"""A filled rectangle no thicker than this is a rule."""

_SHORTEST = 5.0
_COVERED = 0.75


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line, or a thin rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it may separate rows."""
        return self.bottom - self.top <= THIN

    @property
    def vertical(self) -> bool:
        """Whether it may separate columns; a dot of a dotted line may do both."""
        return self.x1 - self.x0 <= THIN


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a grid, its place and spans, and the box between its rules."""

    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells in row-major order; `proven` is False where a cell is no rectangle."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]
    proven: bool
    _owner: dict[tuple[int, int], int] = field(repr=False)

    @property
    def bbox(self) -> BBox:
        """The outer box."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def index_at(self, x: float, y: float) -> int | None:
        """Which of `fields` holds a point; None outside the grid."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self._owner.get((row, col))


@dataclass(slots=True)
class _Track:
    """Collinear rules: their common coordinate and the stretches they cover."""

    at: float
    stretches: list[tuple[float, float]]

    def covers(self, start: float, end: float) -> bool:
        inside = sum(min(end, b) - max(start, a) for a, b in self.stretches if a < end and b > start)
        return inside >= _COVERED * (end - start)

    @property
    def start(self) -> float:
        return self.stretches[0][0]

    @property
    def end(self) -> float:
        return max(b for _, b in self.stretches)


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """The grids of more than one cell that the rules draw, from top to bottom; none inside another's cell."""
    rules = list(rules)
    across = _tracks((rule.top + rule.bottom) / 2 for rule in rules if rule.horizontal)
    _stretch(across, [((r.top + r.bottom) / 2, r.x0, r.x1) for r in rules if r.horizontal])
    down = _tracks((rule.x0 + rule.x1) / 2 for rule in rules if rule.vertical)
    _stretch(down, [((r.x0 + r.x1) / 2, r.top, r.bottom) for r in rules if r.vertical])
    found = []
    for own_across, own_down in _connected(_pieces(across), _pieces(down)):
        grid = _grid(own_across, own_down)
        if grid is not None and len(grid.fields) > 1:
            found.append(grid)
    outer = [one for one in found if not any(_inside(one, other) for other in found if other is not one)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _inside(inner: Grid, outer: Grid) -> bool:
    x0, top, x1, bottom = inner.bbox
    a, b, c, d = outer.bbox
    return a <= x0 and b <= top and x1 <= c and bottom <= d and (a, b, c, d) != (x0, top, x1, bottom)


def _tracks(coordinates: Iterable[float]) -> list[_Track]:
    """One track per bundle of coordinates that lie within `SNAP` of the bundle's first."""
    tracks: list[_Track] = []
    for at in sorted(coordinates):
        if not tracks or at - tracks[-1].at > SNAP:
            tracks.append(_Track(at, []))
    return tracks


def _stretch(tracks: list[_Track], rules: Iterable[tuple[float, float, float]]) -> None:
    """Put each rule (coordinate, start, end) on its track, joined with those that it touches."""
    starts = [track.at for track in tracks]
    for at, start, end in sorted(rules, key=lambda rule: rule[1]):
        track = tracks[bisect_right(starts, at) - 1]
        if track.stretches and start - track.stretches[-1][1] <= SNAP:
            last = track.stretches[-1]
            track.stretches[-1] = (last[0], max(last[1], end))
        else:
            track.stretches.append((start, end))


def _pieces(tracks: list[_Track]) -> list[_Track]:
    """One track per stretch long enough to be a border."""
    return [
        _Track(track.at, [stretch])
        for track in tracks
        for stretch in track.stretches
        if stretch[1] - stretch[0] >= _SHORTEST
    ]


def _connected(across: list[_Track], down: list[_Track]) -> list[tuple[list[_Track], list[_Track]]]:
    """Rules that cross or touch, directly or through others, belong to one table."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    rows = sorted(range(len(across)), key=lambda index: across[index].at)
    heights = [across[index].at for index in rows]
    for number, vertical in enumerate(down, start=len(across)):
        low = bisect_left(heights, vertical.start - SNAP)
        high = bisect_right(heights, vertical.end + SNAP)
        for index in rows[low:high]:
            if across[index].start - SNAP <= vertical.at <= across[index].end + SNAP:
                parent[root(index)] = root(number)
    groups: dict[int, tuple[list[_Track], list[_Track]]] = {}
    for number, track in enumerate((*across, *down)):
        own = groups.setdefault(root(number), ([], []))
        own[number >= len(across)].append(track)
    return [group for group in groups.values() if group[0] and group[1]]


def _joined(tracks: list[_Track]) -> list[_Track]:
    """The stretches of equal coordinates on one track again."""
    out: list[_Track] = []
    for track in sorted(tracks, key=lambda track: track.at):
        if out and track.at - out[-1].at <= SNAP:
            out[-1].stretches.extend(track.stretches)
        else:
            out.append(_Track(track.at, list(track.stretches)))
    return out


def _close(tracks: list[_Track], start: float, end: float, crossing: Sequence[_Track]) -> list[_Track]:
    """The tracks with a border put at a side that the crossing rules leave open.

    Tables cut at a page end and tables without side borders are drawn so.
    """
    reach = (min(track.start for track in crossing), max(track.end for track in crossing))
    closed = list(tracks)
    if not closed or closed[0].at - reach[0] > 2 * SNAP:
        closed.insert(0, _Track(reach[0], [(start, end)]))
    if reach[1] - closed[-1].at > 2 * SNAP:
        closed.append(_Track(reach[1], [(start, end)]))
    return closed


def _grid(across: list[_Track], down: list[_Track]) -> Grid | None:
    across, down = _joined(across), _joined(down)
    wide = _close(down, across[0].at, across[-1].at, across)
    tall = _close(across, wide[0].at, wide[-1].at, down)
    xs, ys = [track.at for track in wide], [track.at for track in tall]
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1:
        return None
    label: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(n_rows):
        for col in range(n_cols):
            label[row, col] = (row, col)
            if col and not wide[col].covers(ys[row], ys[row + 1]):
                _unite(label, (row, col), (row, col - 1))
            if row and not tall[row].covers(xs[col], xs[col + 1]):
                _unite(label, (row, col), (row - 1, col))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for position in label:
        groups.setdefault(_find(label, position), []).append(position)
    return _fields(xs, ys, list(groups.values()))


def _find(label: dict[tuple[int, int], tuple[int, int]], position: tuple[int, int]) -> tuple[int, int]:
    while label[position] != position:
        label[position] = label[label[position]]
        position = label[position]
    return position


def _unite(
    label: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = sorted((_find(label, one), _find(label, other)))
    label[second] = first


def _fields(xs: list[float], ys: list[float], groups: list[list[tuple[int, int]]]) -> Grid:
    """A grid whose cells are the groups; a group that is no rectangle falls apart into its rows' runs."""
    proven = True
    runs: list[tuple[int, int, int, int]] = []
    for group in groups:
        rows, cols = [row for row, _ in group], [col for _, col in group]
        height, width = max(rows) - min(rows) + 1, max(cols) - min(cols) + 1
        if height * width == len(group):
            runs.append((min(rows), min(cols), height, width))
            continue
        proven = False
        runs.extend(_row_runs(group))
    runs.sort()
    fields, owner = [], {}
    for index, (row, col, height, width) in enumerate(runs):
        bbox = (xs[col], ys[row], xs[col + width], ys[row + height])
        fields.append(Field(row, col, height, width, bbox))
        for r in range(row, row + height):
            for c in range(col, col + width):
                owner[r, c] = index
    return Grid(tuple(xs), tuple(ys), tuple(fields), proven, owner)


def _row_runs(group: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    runs: list[tuple[int, int, int, int]] = []
    for row, col in sorted(group):
        if runs and runs[-1][0] == row and runs[-1][1] + runs[-1][3] == col:
            runs[-1] = (row, runs[-1][1], 1, runs[-1][3] + 1)
        else:
            runs.append((row, col, 1, 1))
    return runs
