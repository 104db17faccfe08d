"""Tables of legal-site captures: one cell after another, each between lines that hold a bar.

A row runs `| cell | cell |`, so that two bars in a row end a row; but an empty cell adds a bar too, merged
cells are simply missing, and what follows a table hangs on its last row as if it were a cell. No single bar
says which it is. So all readings are weighed and the likeliest one for the whole capture is taken: rows as
wide as their table's head, rows that begin with an ordinal, headings between tables (a shortest path).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ingest.readers.wrapping import Line, plain

_ORDINAL = re.compile(r"(?:\d{1,4}|[IVXLC]{1,6}|[A-Z]|[a-zđ]|\d{1,3}\.\d{1,3})[.)]?$|(?:Bước|B)\s*\d+")
# Bare, it ticks a box more often than it numbers the tenth row.
_TICK = re.compile(r"[xX]$")
_HEAD = re.compile(r"(?:s\s*tt|tt|số\s*tt|số\s*thứ\s*tự)$", re.IGNORECASE)
_SIGNATURE = "Nơi nhận"
# What opens the text between two tables of a decision.
_BETWEEN = re.compile(
    r"PHỤ LỤC|Phụ lục\s+(?:[IVX\d]|số)|DANH MỤC|QUYẾT ĐỊNH|PHẦN|Phần\s+[IVX\d]|Điều\s+\d+\s*\.|Quy trình"
    r"|FILE ĐƯỢC ĐÍNH KÈM|QUY TRÌNH|KẾ HOẠCH|CHỦ TỊCH (?:ỦY|UỶ|UBND)|Kính gửi|Ghi chú\s*:|Tổng số"
    r"|\(?(?:Ban hành kèm|Kèm) theo|\(\*+\)|\[\d+\]"
)
# Titles of documents and annexes, in capitals.
_TITLE = re.compile(
    r"PHỤ LỤC|QUYẾT ĐỊNH|NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|TỜ TRÌNH|CÔNG ĐIỆN|KẾ HOẠCH|CHỈ THỊ|FILE ĐƯỢC ĐÍNH KÈM"
)
_NUMBERED = re.compile(
    r"(?:[A-Z]|[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)\.\s*\S|[a-zđ]\)\s|\d{1,2}(?:\.\d{1,2})+\s"
)
_LIST_MARK = re.compile(r"[-+–•]\s")
_LONG = 300
_BRIEF = 40
_WIDEST = 30
_KEPT = 12

# What a reading costs; the greater, the less likely. Only differences matter.
_SHORT_ROW = 0.8
_LONE_HEADING = 0.3
_LONE_CELL = 1.6
_TOO_WIDE = 8.0
_WIDE_SIGNATURE = 1.5
_WIDER_HEAD = 1.0
_WIDER_BODY = 3.0
_ODD_START = 0.6
_TICK_FIRST = 4.0
_EMPTY_IN_ROW = 2.1
_EMPTY_AT_END = 0.1
_ORDINAL_IN_ROW = 0.8
_EMPTY_IN_HEAD = 3.5
_HEAD_IN_ROW = 9.0
_LIKE_TEXT_IN_ROW = (0.0, 0.0, 0.7, 2.5, 4.0)
_TABLE = 1.5
_PLAIN_TABLE = 1.0
_LONE_TABLE = 3.0
_TEXT = (9.0, 4.0, 2.5, 1.5, 0.5)
_TEXT_TWICE = 4.0
_CUT_SHORT = 3.0


@dataclass
class Cell:
    """The lines of one cell; none where it is empty."""

    lines: list[Line] = field(default_factory=list)


@dataclass
class Grid:
    """The rows of one table."""

    rows: list[list[Cell]]


@dataclass
class _Piece:
    """A run of text lines and the number of bars before and after it."""

    lines: list[Line]
    before: int
    after: int = 0

    @cached_property
    def text(self) -> str:
        """The first two lines that hold more than marks, without them."""
        bare = (plain(line.text) for line in self.lines)
        found = [text for text in bare if text]
        return " ".join(found[:2])

    @cached_property
    def ordinal(self) -> bool:
        return len(self.text) < 12 and bool(_ORDINAL.match(self.text)) and not self.tick

    @cached_property
    def tick(self) -> bool:
        """Whether it only says that what the column's head names applies."""
        return bool(_TICK.match(self.text))

    @cached_property
    def head(self) -> bool:
        """Whether it is the first cell of a head row or of a signature block."""
        return bool(_HEAD.match(self.text)) or self.signature

    @cached_property
    def signature(self) -> bool:
        """Whether it is the list of recipients, which stands left of the signature."""
        return self.text.startswith(_SIGNATURE)

    @cached_property
    def heading(self) -> bool:
        """Whether it begins in bold or in capitals, and with no list mark."""
        first = next((line.text.lstrip() for line in self.lines if plain(line.text)), "")
        marked = first.startswith(("**", "#")) or self.text.isupper()
        return marked and not _LIST_MARK.match(self.text)

    @cached_property
    def likeness(self) -> int:
        """How much it reads like text between tables, from 0 to 4."""
        if not self.text:
            return 2
        between = 2 * bool(_BETWEEN.match(self.text)) or int(bool(_NUMBERED.match(self.text)))
        if self.heading and _TITLE.match(self.text):
            return 4
        length = sum(len(line.text) for line in self.lines)
        if _LIST_MARK.match(self.text):
            return int(length > _LONG)
        return max(0, min(4, between + self.heading + (length > _LONG) - (length < _BRIEF)))

    @cached_property
    def cost_in_row(self) -> float:
        """What it costs to take it for a cell that is not the first of its row."""
        return _HEAD_IN_ROW if self.head else _LIKE_TEXT_IN_ROW[self.likeness]


@dataclass(frozen=True, slots=True)
class _State:
    """Where a reading stands: outside (`rows` 0) or in a table of `width` columns after one or more rows.

    `rows` counts no further than 2. `empty` is the number of empty cells that the last bars left for the next
    row, `more` the number of columns that a second head row may add by dividing merged heads.
    """

    width: int = 0
    rows: int = 0
    empty: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """One piece of text outside (`end` = `start` + 1, no cells) or one row: its pieces and empty cells."""

    start: int
    end: int
    cells: tuple[int, ...] = ()
    state: _State = field(default_factory=_State)
    opens: bool = False
    cost: float = 0.0


def parts(lines: Sequence[Line]) -> list[list[Line] | Grid]:
    """The lines outside tables and the tables, in order."""
    pieces = _pieces(lines)
    out: list[list[Line] | Grid] = []
    for step in _best(pieces):
        if not step.cells:
            out.append(pieces[step.start].lines)
            continue
        row = [Cell(pieces[index].lines) if index >= 0 else Cell() for index in step.cells]
        if step.opens or not isinstance(out[-1], Grid):
            out.append(Grid([row]))
        else:
            out[-1].rows.append(row)
    return out


def _pieces(lines: Sequence[Line]) -> list[_Piece]:
    pieces: list[_Piece] = []
    bars = 0
    text: list[Line] = []
    for line in (*lines, Line(0, "|")):
        if line.text.strip() != "|":
            text.append(line)
            continue
        if any(one.text.strip() for one in text):
            pieces.append(_Piece(text, bars))
            bars = 0
        bars += 1
        text = []
    for piece, following in pairwise(pieces):
        piece.after = following.before
    if pieces:
        pieces[-1].after = bars - 1
    return pieces


def _best(pieces: list[_Piece]) -> list[_Step]:
    """The cheapest way through all pieces."""
    reached: list[dict[_State, tuple[float, _Step | None, _State | None]]] = [
        {} for _ in range(len(pieces) + 1)
    ]
    reached[0][_State()] = (0.0, None, None)
    for index in range(len(pieces)):
        kept = sorted(reached[index].items(), key=lambda item: item[1][0])[:_KEPT]
        for state, (cost, _, _) in kept:
            for step in _steps(pieces, index, state):
                total = cost + step.cost
                known = reached[step.end].get(step.state)
                if known is None or total < known[0]:
                    reached[step.end][step.state] = (total, step, state)
    return _trace(reached)


def _trace(reached: list[dict[_State, tuple[float, _Step | None, _State | None]]]) -> list[_Step]:
    steps: list[_Step] = []
    index = len(reached) - 1
    state: _State | None = min(reached[index], key=lambda one: reached[index][one][0])
    while state is not None:
        _, step, before = reached[index][state]
        if step is not None:
            steps.append(step)
            index = step.start
        state = before
    return steps[::-1]


def _steps(pieces: list[_Piece], index: int, state: _State) -> Iterator[_Step]:
    """Every way to go on: the piece as text outside, or a row that begins with it."""
    piece = pieces[index]
    cost = _TEXT[piece.likeness]
    if not state.rows:
        cost = _TEXT_TWICE if index and piece.before else 0.0
    elif piece.after == 0 or (index + 1 < len(pieces) and pieces[index + 1].head):
        cost = min(cost, 1.0)
    yield _Step(index, index + 1, cost=cost)
    if piece.before == 0:
        return
    same_table = state.rows > 0 and piece.before > 1
    if same_table:
        yield from _rows(pieces, index, state)
    if not state.rows:
        yield from _rows(pieces, index, _State(empty=piece.before - 1))


def _rows(pieces: list[_Piece], index: int, state: _State) -> Iterator[_Step]:
    """The rows that may begin with a piece: they end at any two bars, or before text outside."""
    cells = [-1] * state.empty + [index]
    cost = 0.0
    end = index
    while True:
        piece = pieces[end]
        yield _row(pieces, (index, end), tuple(cells), state, cost)
        end += 1
        if end == len(pieces) or len(cells) > _WIDEST:
            return
        gap = piece.after - 1
        cost += pieces[end].cost_in_row + (_EMPTY_IN_ROW if state.rows else _EMPTY_IN_HEAD) * min(gap, 2)
        if pieces[end].ordinal and (gap or len(cells) == 1):
            cost += _ORDINAL_IN_ROW
        cells.extend([-1] * gap)
        cells.append(end)


def _row(
    pieces: list[_Piece], span: tuple[int, int], cells: tuple[int, ...], state: _State, cost: float
) -> _Step:
    """One row as a step; the empty cells that its last bars hold fill it up to the table's width."""
    first, last = pieces[span[0]], pieces[span[1]]
    spare = max(0, last.after - 2)
    opens = state.rows == 0
    more = 0
    if opens:
        width = len(cells)
        cost += _WIDE_SIGNATURE * max(0, width - 2) * first.signature
        cost += (
            _TABLE + (0 if first.head else _PLAIN_TABLE * (not first.heading)) + _LONE_TABLE * (width == 1)
        )
    else:
        width = state.width
        filled = min(spare, max(0, width + state.more - len(cells)))
        cells = cells + (-1,) * filled
        spare -= filled
        cost += _EMPTY_AT_END * filled + _row_cost(first, len(cells), state)
        cost += _LIKE_TEXT_IN_ROW[first.likeness] * (len(cells) > 1)
        more = state.more if len(cells) <= width else 0
        if state.rows == 1 and not first.ordinal and len(cells) < width:
            more = len(cells) - 1
        if state.rows == 1 or len(cells) <= width + state.more:
            width = max(width, len(cells))
    while width and spare > width:
        spare -= width + 1
    if last.after == 0:
        cost += _CUT_SHORT
    after = _State(width, min(2, state.rows + 1), spare, more)
    return _Step(span[0], span[1] + 1, cells, after, opens, cost)


def _row_cost(first: _Piece, length: int, state: _State) -> float:
    """What it costs to take `length` cells for a row of the table, `first` being its first piece."""
    odd = 0.0 if first.ordinal or first.heading or first.head else _ODD_START
    if first.tick:
        odd = _TICK_FIRST
    if length == state.width:
        return odd
    if length > state.width:
        if length <= state.width + state.more:
            return odd
        if state.rows == 1:
            return _WIDER_BODY if first.ordinal else _WIDER_HEAD + odd
        return _TOO_WIDE + length - state.width
    if length == 1:
        return _LONE_HEADING if first.heading else _LONE_CELL + odd * first.tick
    return _SHORT_ROW + odd
