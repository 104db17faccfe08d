"""Pages that are only pictures made readable: each gets the words, rules and tables that its picture shows.

What comes out is the same as what a page with text of its own gives, so paragraphs, tables and page joins are
made by the same hands afterwards. Each cell and paragraph keeps how sure the recognition was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, median
from typing import TypeVar

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from ingest.document import BBox, Block, Cell, Note, Paragraph, Table
from ingest.grid import Grid, grids
from ingest.language import soundness
from ingest.limits import Limits
from ingest.lines import Piece
from ingest.readers.ocr_codes import ordinal, repaired
from ingest.readers.ocr_colour import grey_of
from ingest.readers.ocr_engine import INSTALL, Engine, Word, engine
from ingest.readers.ocr_heads import with_surest_heads
from ingest.readers.ocr_image import (
    POINT,
    Grey,
    begins_with_capital_i,
    capital_is,
    ink_of,
    is_sideways,
    lines_of,
    skew_of,
    whitened,
    without,
    without_specks,
)
from ingest.readers.ocr_stamps import without_stamps
from ingest.readers.ocr_tilt import Tilt, TiltedFrame
from ingest.readers.pdf_page import Frame, PageContent
from ingest.readers.pdf_sheet import Sheet, text_of
from ingest.workers import allow

DPI = 200
"""Resolution for reading; 300 dpi takes twice the time and reads no better."""

_LEVEL_ENOUGH = 0.05
# A page whose words are less sure than this on the mean may stand on its head, or be full of specks.
_DOUBTFUL = 0.75
# Words less sure than this were read along columns: narrow columns can look like lines that run up the page.
_GARBLED = 0.65
_UNSURE_WORD = 0.3
# What was read from a picture is never as sure as what is text.
_SUREST = 0.999
_VAIN = 2
# Shares of syllables among the words.
_VIETNAMESE, _CLEARLY = 0.6, 0.05
_INSET = 4
_BLANK_CELL = 12
_DARK = 150


@dataclass(slots=True)
class Recognised:
    """What recognition did: how sure it was of each word, the pages it read, what kept it from reading.

    Boxes of `words` are those of the page as shown, had it been level; `tilts` are the pages that were not.
    """

    words: dict[int, list[tuple[BBox, float]]] = field(default_factory=dict)
    tilts: dict[int, Tilt] = field(default_factory=dict)
    missing_tool: bool = False
    out_of_time: list[int] = field(default_factory=list)

    def marked(self, blocks: Iterable[Block]) -> list[Block]:
        """The blocks with the confidence of their words, repeated heads in their surest reading."""
        marked = [self._marked(block) if block.place.page in self.words else block for block in blocks]
        return with_surest_heads(marked)

    def _marked(self, block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, cells=tuple(self._sure(cell) for cell in block.cells))
        return self._sure(block)

    def _sure(self, piece: _Piece) -> _Piece:
        page, box = piece.place.page, piece.place.bbox
        if page is None or box is None or not piece.text:
            return piece
        level = self.tilts[page].levelled(box) if page in self.tilts else box
        own = [sure for at, sure in self.words.get(page, ()) if _holds(level, at)]
        return replace(piece, confidence=min(_SUREST, round(min(own, default=_UNSURE_WORD), 3)))

    def notes(self) -> tuple[Note, ...]:
        """What people should know: pages read from pictures, and pages that were not."""
        found = []
        if self.words:
            sure = [one for words in self.words.values() for _, one in words]
            facts = (
                ("pages", _spans(sorted(self.words))),
                ("confidence", f"{100 * fmean(sure):.0f}" if sure else "0"),
            )
            found.append(Note("recognised", facts=facts))
        wordless = sorted(page for page, words in self.words.items() if not words)
        if wordless:
            found.append(Note("recognised_nothing", facts=(("pages", _spans(wordless)),)))
        if self.missing_tool:
            found.append(Note("recognition_missing", facts=(("command", INSTALL),)))
        if self.out_of_time:
            found.append(Note("recognition_out_of_time", facts=(("pages", _spans(self.out_of_time)),)))
        return tuple(found)


_Piece = TypeVar("_Piece", Paragraph, Cell)


Picture = Callable[[Sheet], Grey]
"""Gives the picture of a sheet at `DPI`, 0 for black, 255 for white."""


def recognise(document: pdfium.PdfDocument, sheets: Sequence[Sheet], limits: Limits) -> Recognised:
    """Read the sheets of a PDF that need it from their pictures, in place.

    Pages that are left when `limits.recognition_seconds` are over are told of in the notes.
    """

    def picture(sheet: Sheet) -> Grey:
        page = document[sheet.number - 1]
        try:
            return rendered(page)
        finally:
            page.close()

    return recognise_pictures(picture, sheets, limits)


def recognise_pictures(picture: Picture, sheets: Sequence[Sheet], limits: Limits) -> Recognised:
    """Read the sheets that need it from the pictures given, in place; as `recognise`.

    Sheets with doubtful text of their own keep it where their pictures give none that is better; after a few
    of those without a scan behind them, the others are left as they are (annexes in other languages).
    """
    done = Recognised()
    waiting = [sheet for sheet in sheets if sheet.needs_recognition or sheet.doubtful]
    if not waiting:
        return done
    tesseract = engine(DPI)
    if tesseract is None:
        done.missing_tool = any(sheet.needs_recognition for sheet in waiting)
        return done
    allow(limits.recognition_seconds)
    until = time.monotonic() + limits.recognition_seconds
    vain = 0
    for sheet in waiting:
        has_own = not sheet.needs_recognition
        if has_own and not sheet.under_picture and vain >= _VAIN:
            continue
        if time.monotonic() > until:
            done.out_of_time.append(sheet.number)
        elif _fits(sheet.found.frame, limits):
            found = _read(without_stamps(picture(sheet)), sheet.found.frame, tesseract)
            if has_own and not _is_better(found.content, sheet.found):
                vain += 1
            else:
                _take(sheet, found, done)
    return done


def _is_better(found: PageContent, own: PageContent) -> bool:
    """Whether what a page's picture shows is Vietnamese, and clearly more so than its own text."""
    told = soundness(text_of(own.pieces))
    return soundness(text_of(found.pieces)) >= max(_VIETNAMESE, told + _CLEARLY)


def _fits(frame: Frame, limits: Limits) -> bool:
    width, height = frame.size
    return width * height * (DPI / POINT) ** 2 <= limits.picture_pixels


def _take(sheet: Sheet, found: _Read, done: Recognised) -> None:
    """Make what was read the sheet's."""
    sheet.found = found.content
    sheet.doubtful = False
    sheet.fill(found.content.grids, found.content.pieces)
    frame = found.content.frame
    if isinstance(frame, TiltedFrame):
        done.tilts[sheet.number] = frame.tilt
    done.words[sheet.number] = [(Frame.unread(frame, box), sure) for box, sure in found.sure]


@dataclass(frozen=True, slots=True)
class _Read:
    content: PageContent
    sure: list[tuple[BBox, float]]


@dataclass(frozen=True, slots=True)
class _Look:
    """One way of holding the page: tables and words found, in pixels; `angle` is by what it was tilted."""

    turn: int
    angle: float
    tables: list[Grid]
    words: list[Word]

    @property
    def sureness(self) -> float:
        """How sure the words are, weighed by their length; 0 without words."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / letters if letters else 0.0


def _read(grey: Grey, frame: Frame, tesseract: Engine) -> _Read:
    turns = (90, 270, 0, 180) if _is_sideways(grey) else (0, 180, 90, 270)
    best = _look(grey, turns[0], tesseract)
    for turn, doubt in zip(turns[1:], (_DOUBTFUL, _GARBLED, _GARBLED), strict=True):
        if best.sureness < doubt:
            best = max(best, _look(grey, turn, tesseract), key=lambda look: look.sureness)
    if best.sureness < _DOUBTFUL:
        cleaned = without_specks(grey, ink_of(grey))
        best = max(best, _look(cleaned, best.turn, tesseract), key=lambda look: look.sureness)
    held = (frame.left, frame.bottom, frame.width, frame.height, frame.rotation, best.turn)
    return _as_content(best, TiltedFrame(*held, best.angle) if best.angle else Frame(*held))


def rendered(page: pdfium.PdfPage) -> Grey:
    """The page as it is read: DPI dots per inch, grey, its ground white, its red stamps faint."""
    bitmap = page.render(scale=DPI / POINT, rev_byteorder=True)
    try:
        return whitened(grey_of(bitmap.to_numpy()[:, :, :3]))
    finally:
        bitmap.close()


def _is_sideways(grey: Grey) -> bool:
    ink = ink_of(grey)
    return is_sideways(ink & ~lines_of(ink, DPI).ink)


def _look(grey: Grey, turn: int, tesseract: Engine) -> _Look:
    """Read the page as if its text were turned by so many degrees, counter-clockwise."""
    upright = np.ascontiguousarray(np.rot90(grey, -turn // 90))
    angle = skew_of(ink_of(upright))
    if abs(angle) < _LEVEL_ENOUGH:
        angle = 0.0
    else:
        levelled = Image.fromarray(upright).rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
        upright = np.asarray(levelled)
    ink = ink_of(upright)
    ruled = lines_of(ink, DPI)
    tables = grids(ruled.rules)
    clear = without(upright, ruled)
    words: list[Word] = []
    outside = clear.copy()
    tesseract.look_at(Image.fromarray(clear))
    for table in tables:
        x0, top, x1, bottom = _pixels(table.bbox)
        outside[top:bottom, x0:x1] = 255
        for one in table.fields:
            words.extend(_cell_words(one.bbox, clear, tesseract))
    tesseract.look_at(Image.fromarray(outside))
    words.extend(word for word in tesseract.scattered_words() if word.confidence >= _UNSURE_WORD)
    return _Look(turn, angle, tables, words)


def _cell_words(bbox: BBox, clear: Grey, tesseract: Engine) -> list[Word]:
    """The words of one cell; codes and lone ordinals are looked at a second time, for their letters only."""
    x0, top, x1, bottom = _pixels(bbox)
    box = (x0 + _INSET, top + _INSET, x1 - _INSET, bottom - _INSET)
    inside = clear[box[1] : box[3], box[0] : box[2]]
    if inside.size == 0 or int((inside < _DARK).sum()) < _BLANK_CELL:
        return []
    words = tesseract.words_in(box)
    if len(words) == 1:
        (word,) = words
        shape = clear[word.top - _INSET : word.bottom + _INSET, word.x0 - _INSET : word.x1 + _INSET]
        inked = shape < _DARK
        return [ordinal(word, tesseract, capital_is(inked), roman=begins_with_capital_i(inked))]
    return [
        repaired(word, tesseract)
        for word in words
        if word.confidence >= _UNSURE_WORD or any(one.isalnum() for one in word.text)
    ]


def _pixels(bbox: BBox) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (round(one * DPI / POINT) for one in bbox)
    return max(0, x0), max(0, top), x1, bottom


def as_pieces(words: Sequence[Word], scale: float) -> tuple[Piece, ...]:
    """Words as pieces, `scale` points a pixel; one font size for all, for heights of lines tell little."""
    size = median(word.size for word in words) * scale if words else 12.0
    return tuple(
        Piece(word.text, word.x0 * scale, word.x1 * scale, word.base * scale, size, 0, 2 * at, 2 * at, True)
        for at, word in enumerate(words)
    )


def _as_content(look: _Look, frame: Frame) -> _Read:
    scale = POINT / DPI
    content = PageContent(frame, as_pieces(look.words, scale), (), tuple(look.tables), 0)
    sure = [
        ((word.x0 * scale, word.top * scale, word.x1 * scale, word.bottom * scale), word.confidence)
        for word in look.words
    ]
    return _Read(content, sure)


def _holds(outer: BBox, inner: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _spans(numbers: Sequence[int]) -> str:
    """Page numbers in short: "1-3, 7"."""
    return ", ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in _runs(numbers))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = before = numbers[0]
    for number in [*numbers[1:], None]:
        if number is None or number != before + 1:
            yield start, before
            start = number or 0
        before = number or 0
