"""Lines outside tables -> paragraphs in reading order.

Official papers (Decree 30/2020/NĐ-CP, appendix I) put the letterhead and the signature in two columns and all
else in one. Wrapped lines are joined where the next word would not have fitted on the line before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import BBox
from ingest.lines import TextLine, wrap

_LIST_MARK = re.compile(
    r"\s*(?:[-–+•●*]\s|(?:Điều\s+)?\d{1,3}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVXLC]+\.\s|\[\d+\])"
)
_ENDED = re.compile(r"[.;:!?…,]\W*$")
_CLOSED = re.compile(r"[.;:!?…)]\W*$")
_SECTION = re.compile(r"\s*(?:[A-ZĐ]|[IVXLC]+|\d{1,3})\.\s")
_DASHES = re.compile(r"[\s\-–—_.*]*$")
_COLUMN_GAP = 1.2
_WIDE_GAP = 2.5
_PARAGRAPH_GAP = 2.2
_SAME_SIZE = 0.15
_INDENT = 0.8
_ALIGNED = 1.5
_OVERLAP = 0.9
_SAME_PLACE = 2.0
_FULL = 0.85
_SPACED = 1.08
_FREQUENT = 0.15
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The text area of a page: its edges, where first lines are indented to, and how far lines are apart.

    `pitch` is the usual distance of two lines of a paragraph, in font sizes.
    """

    left: float
    right: float
    indent: float | None = None
    pitch: float = _PARAGRAPH_GAP

    def is_centred(self, line: TextLine) -> bool:
        """Whether the line stands in the middle with room on both sides, and not at the usual indent."""
        before, after = line.x0 - self.left, self.right - line.x1
        if self.is_indented(line):
            return False
        return min(before, after) > _ALIGNED * line.size and abs(before - after) < 1.2 * line.size

    def is_indented(self, line: TextLine) -> bool:
        """Whether the line begins at the usual indent of first lines."""
        return self.indent is not None and abs(line.x0 - self.indent) < _SAME_PLACE

    def is_full(self, line: TextLine) -> bool:
        """Whether the line fills the width."""
        return line.x1 - line.x0 > _FULL * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Flow:
    """One paragraph: its lines, its text, and how it stands."""

    lines: tuple[TextLine, ...]
    text: str
    centred: bool

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def bbox(self) -> BBox:
        """The box around all lines."""
        boxes = [line.bbox for line in self.lines]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


def body_of(pages: Iterable[Sequence[TextLine]], width: float) -> Body:
    """The text area of pages of one width: where most of the long lines begin and end."""
    pages = list(pages)
    every = [piece for lines in pages for line in lines for piece in columns(line)]
    long = [line for line in every if line.x1 - line.x0 > 0.6 * width] or every
    if not long:
        return Body(0.0, width)
    lefts, rights = sorted(line.x0 for line in long), sorted(line.x1 for line in long)
    left, right = lefts[len(lefts) // 20], rights[len(rights) - 1 - len(rights) // 20]
    starts = Counter(round(line.x0) for line in every if line.x0 > left + _INDENT * line.size)
    indent, count = starts.most_common(1)[0] if starts else (0, 0)
    return Body(left, right, indent if count >= _OFTEN else None, _pitch(pages))


def _pitch(pages: Iterable[Sequence[TextLine]]) -> float:
    steps = Counter(
        round((line.base - before.base) / line.size, 2) for lines in pages for before, line in pairwise(lines)
    )
    close = {step: count for step, count in steps.items() if 1.0 <= step < _PARAGRAPH_GAP}
    enough = max(_OFTEN, _FREQUENT * sum(close.values()))
    # Where most paragraphs have one line, the commonest step is the one between paragraphs.
    return min((step for step, count in close.items() if count >= enough), default=_PARAGRAPH_GAP)


def columns(line: TextLine) -> list[TextLine]:
    """The line cut where a gap is too wide for a blank, even a justified one, between its words."""
    pieces = line.pieces
    gaps = [(after.x0 - before.x1, index) for index, (before, after) in enumerate(pairwise(pieces), start=1)]
    if not gaps or max(gaps)[0] <= _COLUMN_GAP * line.size:
        return [line]
    blanks = sorted(gap for gap, _ in gaps if gap > 0.18 * line.size)
    usual = blanks[(len(blanks) - 1) // 2] if len(blanks) > 1 else 0.25 * line.size
    cuts = [index for gap, index in gaps if gap > max(_COLUMN_GAP * line.size, _WIDE_GAP * usual)]
    return [TextLine(pieces[a:b]) for a, b in pairwise([0, *cuts, len(pieces)])]


def flows(lines: Sequence[TextLine], body: Body) -> list[Flow]:
    """The paragraphs of lines that stand under one another."""
    rows = [columns(line) for line in lines]
    out: list[Flow] = []
    waiting: list[TextLine] = []
    index = 0
    while index < len(rows):
        region = _Region.starting(rows, index)
        if region is None:
            waiting.extend(rows[index])
            index += 1
            continue
        out.extend(_joined(waiting, body))
        waiting = []
        index = region.take(rows, index)
        for side in (region.left, region.right):
            out.extend(_stacked(side))
    out.extend(_joined(waiting, body))
    return out


class _Region:
    """Two columns side by side."""

    def __init__(self, left: list[TextLine], right: list[TextLine]) -> None:
        self.left = left
        self.right = right

    @classmethod
    def starting(cls, rows: list[list[TextLine]], index: int) -> _Region | None:
        """The columns that begin in a row: it is cut in two, or the next one stands beside it."""
        row = rows[index]
        if len(row) > 1:
            return cls([], [])
        if index + 1 == len(rows) or len(rows[index + 1]) > 1:
            return None
        one, other = row[0], rows[index + 1][0]
        beside = other.base - one.base < _OVERLAP * min(one.size, other.size)
        return cls([], []) if beside and (one.x1 < other.x0 or other.x1 < one.x0) else None

    def take(self, rows: list[list[TextLine]], index: int) -> int:
        """Take the rows that belong to the columns; returns the first row after them."""
        first = (
            rows[index]
            if len(rows[index]) > 1
            else sorted((rows[index][0], rows[index + 1][0]), key=lambda line: line.x0)
        )
        begin = index
        self.left, self.right = [], []
        edge = (first[0].x1 + first[1].x0) / 2
        while index < len(rows):
            row = rows[index]
            sides = [self._is_left(line, edge) for line in row]
            sure = len(row) > 1 or index <= begin + (len(rows[begin]) == 1)
            if not sure and not self._fits(row[0], sides[0], edge):
                break
            for line, is_left in zip(row, sides, strict=True):
                (self.left if is_left else self.right).append(line)
            index += 1
        return index

    def _is_left(self, line: TextLine, edge: float) -> bool:
        """Whether the line stands left: before the edge, or longer than others but begun like them."""
        if any(line.x1 > one.x0 for one in self.right):
            return False
        return (line.x0 + line.x1) / 2 < edge or self._begins_left(line)

    def _begins_left(self, line: TextLine) -> bool:
        return any(abs(line.x0 - one.x0) < line.size for one in self.left)

    def _fits(self, line: TextLine, is_left: bool, edge: float) -> bool:
        """Whether a line alone in its row goes on with one of the columns."""
        side = self.left if is_left else self.right
        other = self.right if is_left else self.left
        crosses = line.x0 < edge < line.x1
        if not side or (crosses and not (is_left and self._begins_left(line))):
            return False
        if any(line.x0 < one.x1 and one.x0 < line.x1 for one in other):
            return False
        last = max((*self.left, *self.right), key=lambda one: one.base)
        if line.base - last.base > 3 * _PARAGRAPH_GAP * line.size:
            return False
        middle = (line.x0 + line.x1) / 2
        return any(
            abs(line.x0 - one.x0) < line.size or abs(middle - (one.x0 + one.x1) / 2) < _ALIGNED * line.size
            for one in side
        )


def _stacked(side: Sequence[TextLine]) -> list[Flow]:
    """The paragraphs of a narrow column: each line its own, unless it plainly goes on."""
    groups: list[list[TextLine]] = []
    for line in side:
        before = groups[-1][-1] if groups else None
        if before is not None and _goes_on(groups[-1][0], before, line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Flow(tuple(group), _text(group), False) for group in groups]


def _goes_on(first: TextLine, before: TextLine, line: TextLine) -> bool:
    if line.base - before.base > _PARAGRAPH_GAP * line.size:
        return False
    text = line.text.lstrip()
    if _LIST_MARK.match(text) or _DASHES.match(before.text):
        return False
    if text[:1].islower() or before.text.rstrip().endswith((",", "-", "/")):
        return True
    return bool(_LIST_MARK.match(first.text)) and not _ENDED.search(before.text)


def _joined(lines: Sequence[TextLine], body: Body) -> list[Flow]:
    """The paragraphs of one column."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and not breaks(groups[-1], line, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Flow(tuple(group), _text(group), all(map(body.is_centred, group))) for group in groups]


def breaks(group: Sequence[TextLine], line: TextLine, body: Body, new_page: bool = False) -> bool:
    """Whether `line` begins a new paragraph after those of `group`."""
    before = group[-1]
    centred, was_centred = body.is_centred(line), body.is_centred(before)
    if _changes_face(before, line, centred) or (not new_page and _is_apart(before, line, body)):
        return True
    ended = bool(_ENDED.search(before.text))
    if not ended and not _may_begin(line.text):
        return False
    if ended and (_LIST_MARK.match(line.text) or body.is_indented(line)):
        return True
    left = body.right - body.left - (before.x1 - before.x0) if was_centred else body.right - before.x1
    if left >= line.first_word + 0.3 * line.size:
        return True
    if was_centred or centred:
        other = before if centred else line
        closed = ended and not before.text.rstrip().endswith(",")
        return was_centred != centred and (closed or not body.is_full(other))
    hanging = len(group) == 1 and bool(_LIST_MARK.match(before.text))
    return line.x0 - before.x0 > _INDENT * line.size and not hanging


def _changes_face(before: TextLine, line: TextLine, centred: bool) -> bool:
    """Whether boldness ends, or begins where a heading may begin."""
    if before.bold or not line.bold:
        return before.bold and not line.bold
    return centred or (
        _may_begin(line.text) and bool(_CLOSED.search(before.text) or _SECTION.match(line.text))
    )


def _is_apart(before: TextLine, line: TextLine, body: Body) -> bool:
    """Whether the lines differ in size or are further apart than those of one paragraph."""
    if abs(line.size - before.size) > _SAME_SIZE * before.size:
        return True
    step = (line.base - before.base) / max(line.size, before.size)
    return step > _PARAGRAPH_GAP or (step > _SPACED * body.pitch and _may_begin(line.text))


def _may_begin(text: str) -> bool:
    return bool(_LIST_MARK.match(text)) or not text.lstrip()[:1].islower()


def _text(group: Sequence[TextLine]) -> str:
    out = group[0].text
    for before, line in pairwise(group):
        out += wrap(before.text, line.text, full=False) + line.text
    return out
