"""One page as pdfium sees it: characters, rules and images, turned the way a reader holds the page.

Works on pdfium's plain functions: the wrapper's objects are too slow for every character of a long decision.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.document import BBox
from ingest.grid import THIN, Rule
from ingest.lines import Glyph

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# pdfium gives a hyphen at a line end as one of these.
_HYPHENS = frozenset({0x02, 0xFFFE})
_NO_CHARACTER = frozenset({0, 0xFFFD})
_PRIVATE = range(0xE000, 0xF900)
_BLANK = 0x20
_DEPTH = 5
_LARGE_IMAGE = 0.5


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
    """What a page holds, in its reading frame.

    `unreadable` counts characters whose font tells no letter; `image` is the share of the page under its
    largest image.
    """

    frame: Frame
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    unreadable: int
    image: float


def page_frame(page: pdfium.PdfPage) -> Frame:
    """The frame of a page, its text still taken as upright."""
    left, bottom, right, top = page.get_cropbox()
    return Frame(left, bottom, right - left, top - bottom, page.get_rotation())


def count_paths(page: pdfium.PdfPage, enough: int) -> int:
    """How many drawn lines the page has, counted to `enough`: paths or, where more, pairs of points."""
    objects = points = 0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH):
        objects += 1
        points += max(0, pdfium_c.FPDFPath_CountSegments(item))
        if max(objects, points // 2) > enough:
            break
    return max(objects, points // 2)


def content(page: pdfium.PdfPage) -> PageContent:
    """Everything of the page that its tables and paragraphs are made from."""
    frame = page_frame(page)
    text_page = page.get_textpage()
    try:
        characters = list(_characters(text_page))
    finally:
        text_page.close()
    unreadable = sum(one.code in _NO_CHARACTER or one.code in _PRIVATE for one in characters)
    turns = Counter(one.turn for one in characters if one.turn is not None)
    if turns:
        frame = _turned(frame, turns.most_common(1)[0][0])
    glyphs = _glyphs(characters, frame)
    rules, image = _drawn(page, frame)
    return PageContent(frame, tuple(glyphs), tuple(rules), unreadable, image)


def _turned(frame: Frame, turn: int) -> Frame:
    """The frame with the angle of the text as shown: its own, less the page's."""
    text = (turn - frame.rotation) % 360
    return Frame(frame.left, frame.bottom, frame.width, frame.height, frame.rotation, text)


@dataclass(slots=True)
class _Character:
    """A character in page space; `turn` its counter-clockwise angle in whole quarters."""

    code: int
    generated: bool
    x: float
    y: float
    box: BBox
    size: float
    bold: bool
    turn: int | None


def _characters(text_page: pdfium.PdfTextpage) -> Iterator[_Character]:
    raw = text_page.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
    run = _Run(raw)
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        generated = pdfium_c.FPDFText_IsGenerated(raw, index) == 1
        if generated:
            run.end()
            if code not in _HYPHENS:
                continue
        pdfium_c.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(raw, index, box)
        if code == _BLANK:
            # Emphasis changes between words; asking every character would take twice the time.
            run.end()
        else:
            run.at(index)
        rect = (box.left, box.bottom, box.right, box.top)
        yield _Character(code, generated, x.value, y.value, rect, run.size, run.bold, run.turn)


class _Run:
    """Font size, weight and angle of the characters between two blanks that pdfium put in."""

    def __init__(self, raw: pdfium_c.FPDF_TEXTPAGE) -> None:
        self._raw = raw
        self._fresh = True
        self._set_size = 0.0
        self._matrix = pdfium_c.FS_MATRIX()
        self._name = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self.size = 0.0
        self.bold = False
        self.turn: int | None = None

    def end(self) -> None:
        """The next character begins a new run."""
        self._fresh = True

    def at(self, index: int) -> None:
        """Look at a character: what it says holds until the run ends or its size changes."""
        set_size = pdfium_c.FPDFText_GetFontSize(self._raw, index)
        if not self._fresh and set_size == self._set_size:
            return
        self._fresh, self._set_size = False, set_size
        pdfium_c.FPDFText_GetMatrix(self._raw, index, self._matrix)
        scale = math.hypot(self._matrix.a, self._matrix.b) or 1.0
        self.size = abs(set_size * scale) or 1.0
        quarter = math.degrees(math.atan2(self._matrix.b, self._matrix.a)) / 90
        self.turn = round(quarter) * 90 % 360 if abs(quarter - round(quarter)) < 0.1 else None
        length = pdfium_c.FPDFText_GetFontInfo(self._raw, index, self._name, 256, self._flags)
        name = self._name.value.lower() if 0 < length <= 256 else b""
        self.bold = b"bold" in name or b"black" in name or b"heavy" in name


def _glyphs(characters: list[_Character], frame: Frame) -> list[Glyph]:
    glyphs: list[Glyph] = []
    for order, one in enumerate(characters):
        if one.code in _NO_CHARACTER or one.code in {0x0D, 0x0A}:
            continue
        text = "-" if one.code in _HYPHENS else chr(one.code)
        if unicodedata.combining(text) and glyphs:
            last = glyphs[-1]
            glyphs[-1] = Glyph(
                last.text + text, last.x0, last.x1, last.base, last.size, last.bold, last.order
            )
            continue
        if one.turn is not None and (one.turn - frame.rotation - frame.text) % 360:
            continue
        left, bottom, right, top = one.box
        corners = [frame.read(*frame.shown(x, y)) for x, y in ((left, bottom), (right, top))]
        base = frame.read(*frame.shown(one.x, one.y))[1]
        x0, x1 = min(corners[0][0], corners[1][0]), max(corners[0][0], corners[1][0])
        glyphs.append(Glyph(_LIGATURES.get(text, text), x0, x1, base, one.size, one.bold, order))
    return glyphs


def _drawn(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Rule], float]:
    """The rules of a page and the share of it under the largest image."""
    rules: list[Rule] = []
    largest = 0.0
    kinds = [pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE]
    for item in page.get_objects(filter=kinds, max_depth=_DEPTH):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, (right - left) * (top - bottom))
            continue
        for x0, y0, x1, y1 in _strokes(item):
            one, other = frame.read(*frame.shown(x0, y0)), frame.read(*frame.shown(x1, y1))
            rule = Rule(
                min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
            )
            if rule.horizontal or rule.vertical:
                rules.append(rule)
    return rules, largest / max(1.0, frame.width * frame.height)


def _strokes(item: pdfium.PdfObject) -> Iterator[BBox]:
    """The straight strokes of a path in page space; a thin filled rectangle is one stroke."""
    points = list(_points(item))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
    for part in _parts(points):
        xs, ys = [x for x, _ in part], [y for _, y in part]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            yield box
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(part):
                if abs(x1 - x0) <= THIN / 3 or abs(y1 - y0) <= THIN / 3:
                    yield x0, y0, x1, y1


def _parts(points: list[tuple[int, float, float, bool]]) -> Iterator[list[tuple[float, float]]]:
    """The subpaths as lists of corners; those with curves are left out."""
    part: list[tuple[float, float]] = []
    curved = False
    for kind, x, y, closes in points:
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(part) > 1 and not curved:
                yield part
            part, curved = [(x, y)], False
            continue
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        part.append((x, y))
        if closes and part[0] != part[-1]:
            part.append(part[0])
    if len(part) > 1 and not curved:
        yield part


def _points(item: pdfium.PdfObject) -> Iterator[tuple[int, float, float, bool]]:
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium_c.FPDFPath_CountSegments(item)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        at = matrix.on_point(x.value, y.value)
        closes = bool(pdfium_c.FPDFPathSegment_GetClose(segment))
        yield pdfium_c.FPDFPathSegment_GetType(segment), at[0], at[1], closes
