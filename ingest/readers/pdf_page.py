"""One page as pdfium sees it: pieces of text, rules and images, turned the way a reader holds the page.

Works on pdfium's plain functions: the wrapper's objects are too slow for every stroke of a long decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2 as pdfium

from ingest.document import BBox
from ingest.grid import Grid, Rule, grids
from ingest.lines import Piece
from ingest.readers import pdf_text
from ingest.readers.pdf_drawn import Drawn
from ingest.readers.pdf_pictures import NO_PICTURE, Covered, covered


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns page space (origin bottom left, before /Rotate) into the page as shown and as read.

    `rotation` is /Rotate; `text` the angle, in quarters of a circle, by which the shown text is still turned.
    """

    left: float
    bottom: float
    width: float
    height: float
    rotation: int = 0
    text: int = 0

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point on the page as shown, y downwards."""
        x, y = x - self.left, y - self.bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.width - x, y
        if self.rotation == 270:
            return self.height - y, self.width - x
        return x, self.height - y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        turned = self.rotation in {90, 270}
        return (self.height, self.width) if turned else (self.width, self.height)

    def read(self, x: float, y: float) -> tuple[float, float]:
        """A point as shown -> as read, with upright text."""
        width, height = self.size
        if self.text == 90:
            return height - y, x
        if self.text == 180:
            return width - x, height - y
        if self.text == 270:
            return y, width - x
        return x, y

    def box(self, box: BBox) -> BBox:
        """A box in page space -> as read."""
        left, bottom, right, top = box
        (x0, y0), (x1, y1) = self.read(*self.shown(left, bottom)), self.read(*self.shown(right, top))
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def unread(self, box: BBox) -> BBox:
        """A box as read -> as shown."""
        width, height = self.size
        x0, top, x1, bottom = box
        if self.text == 90:
            return top, height - x1, bottom, height - x0
        if self.text == 180:
            return width - x1, height - bottom, width - x0, height - top
        if self.text == 270:
            return width - bottom, x0, width - top, x1
        return box


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page holds, in its reading frame; `aslant` are pieces at another angle, a stroke each.

    `grids` are those that the rules draw.
    `unreadable` counts characters whose font tells no letter; `pictures` is what images cover of the page.
    """

    frame: Frame
    pieces: tuple[Piece, ...]
    aslant: tuple[Piece, ...]
    grids: tuple[Grid, ...]
    unreadable: int
    pictures: Covered = NO_PICTURE


def content(page: pdfium.PdfPage, most_paths: int, shown: Sequence[Rule] | None = None) -> PageContent:
    """Everything of the page that its tables and paragraphs are made from.

    `shown` are rules, on the page as shown, to take instead of its own. TooManyPathsError where more than
    `most_paths` lines are drawn: paths or, where those are more, pairs of their points.
    """
    # pdfium's own box: the corners in order, cut to the sheet of paper, a usual page where they make none.
    left, bottom, right, top = page.get_bbox()
    frame = Frame(left, bottom, right - left, top - bottom, page.get_rotation())
    drawn = Drawn(page.raw, most_paths)
    text = pdf_text.PageText(page.raw)
    try:
        pieces = text.pieces()
        turns = Counter(piece.stroke.turn for piece in pieces if piece.stroke.turn is not None)
        if turns:
            frame = _turned(frame, turns.most_common(1)[0][0])
        rules = list(drawn.rules(frame.box)) if shown is None else [_as_read(frame, rule) for rule in shown]
        found = tuple(grids(rules))
        if found:
            pieces = [part for piece in pieces for part in _within_cells(piece, found, text, frame)]
        level, aslant = _in_frame(pieces, frame)
        pictures = covered(drawn.images, pieces, (left, bottom, right, top))
    finally:
        text.close()
    return PageContent(frame, tuple(level), tuple(aslant), found, text.unreadable, pictures)


def _turned(frame: Frame, turn: int) -> Frame:
    """The frame with the angle of the text as shown: its own, less the page's."""
    text = (turn - frame.rotation) % 360
    return Frame(frame.left, frame.bottom, frame.width, frame.height, frame.rotation, text)


def _as_read(frame: Frame, rule: Rule) -> Rule:
    (x0, y0), (x1, y1) = frame.read(rule.x0, rule.top), frame.read(rule.x1, rule.bottom)
    return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _within_cells(
    piece: pdf_text.Piece, found: Sequence[Grid], text: pdf_text.PageText, frame: Frame
) -> list[pdf_text.Piece]:
    """The piece, or its parts where it stands in several cells."""
    x0, top, x1, bottom = frame.box(piece.box)
    middle = (top + bottom) / 2
    for grid in found:
        if grid.ys[0] <= middle < grid.ys[-1]:
            edge = (x1 - x0) / (4 * len(piece.text))
            if grid.index_at(x0 + edge, middle) != grid.index_at(x1 - edge, middle):
                return text.finer(piece, grid.xs, lambda box: sum(frame.box(box)[::2]) / 2)
    return [piece]


def _in_frame(pieces: Sequence[pdf_text.Piece], frame: Frame) -> tuple[list[Piece], list[Piece]]:
    """The pieces as read, and one piece for each stroke that stands at another angle."""
    turn = (frame.rotation + frame.text) % 360
    plain = not (frame.rotation or frame.text or frame.left)
    foot = frame.height + frame.bottom
    level: list[Piece] = []
    aslant: list[pdf_text.Piece] = []
    for piece in pieces:
        text, box, stroke, blank, first, last = piece
        if stroke.turn != turn:
            aslant.append(piece)
            continue
        if plain:
            x0, x1, base = box[0], box[2], foot - stroke.origin[1]
        else:
            x0, _, x1, _ = frame.box(box)
            base = frame.read(*frame.shown(*stroke.origin))[1]
        level.append(Piece(text, x0, x1, base, stroke.size, stroke.face, first, last, blank))
    strokes = (list(own) for _, own in groupby(aslant, key=lambda piece: piece.stroke))
    return level, [_whole(own, frame) for own in strokes]


def _whole(own: Sequence[pdf_text.Piece], frame: Frame) -> Piece:
    boxes = [frame.box(piece.box) for piece in own]
    text = "".join(
        " " * (piece.first > before.last + 1) + piece.text for before, piece in pairwise([own[0], *own])
    )
    x0, x1, base = min(b[0] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    first, last, stroke = own[0].first, own[-1].last, own[0].stroke
    return Piece(text.strip(), x0, x1, base, stroke.size, stroke.face, first, last, own[0].blank)
