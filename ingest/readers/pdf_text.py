"""The characters of a PDF page as pieces: what one stroke has drawn, a word of it, or a single character.

Asking pdfium where every character stands takes ten times as long as asking for the text. So it is asked
where the words begin, and what stands closely together and was drawn at one stroke stays one piece. Only a
piece over a table's rule is taken apart further.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from ingest.document import BBox
from ingest.encodings.fonts import is_unicode, old_font, shown_on_page
from ingest.lines import BOLD, ITALIC
from ingest.readers.pdf_calls import DOUBLE, INT, POINTER, address_of, direct

# pdfium gives a hyphen at a line end, with the line break after it, as this.
_HYPHENS = "\ufffe"
_LINE = re.compile(rf"[^\r\n{_HYPHENS}]+[{_HYPHENS}]?|[{_HYPHENS}]")
_WORD = re.compile(r"\S+")
_CHARACTER = re.compile(r"\S[\u0300-\u036f]*")
_SPECIAL = re.compile(rf"[{_HYPHENS}\ufb00-\ufb06]")
_SPELT = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", _HYPHENS: "-"}
)
# Marks of lists as Word sets them, in the symbol fonts' private places.
_BULLETS = str.maketrans(dict.fromkeys("\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "•") | {"\uf02d": "-"})
# What pdfium tells for a character whose font does not say which letter it is; private ones too.
_NO_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_PRIVATE = re.compile(r"[\uf000-\uf0ff]")
_UNKNOWN = "\ufffd"
# Characters beyond the first 65,536 as UTF-16 has them, in two halves; fonts may tell one half only.
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_NOTHING = "\u2060"
_LOOSE_MARK = re.compile(r"\s[\u0300-\u036f]")
_QUARTER = 0.1
_LEVEL = frozenset({0, 180})
# Room for each character, the blank after the word counted, as a multiple of what is usual on the line.
_WIDE = 1.8
_FEW_WORDS = 3


class Stroke(NamedTuple):
    """What all characters drawn at one stroke share; `origin` is a point of the baseline.

    `turn` is the counter-clockwise angle of the baseline in whole quarters of a circle, None for any other.
    `old` is the name of a font from before Unicode, None for others.
    """

    size: float
    face: int
    turn: int | None
    origin: tuple[float, float]
    old: str | None = None


class Piece(NamedTuple):
    """Characters that stand beside one another, in page space, with the indexes of the first and the last.

    `blank` says that a blank of the file stands before it.
    """

    text: str
    box: BBox
    stroke: Stroke
    blank: bool
    first: int
    last: int


_stroke_at = direct(pdfium_c.FPDFText_GetTextObject, POINTER, POINTER, INT)
_box_at = direct(pdfium_c.FPDFText_GetLooseCharBox, INT, POINTER, INT, POINTER)
_is_generated = direct(pdfium_c.FPDFText_IsGenerated, INT, POINTER, INT)
_size_at = direct(pdfium_c.FPDFText_GetFontSize, DOUBLE, POINTER, INT)
_matrix_at = direct(pdfium_c.FPDFText_GetMatrix, INT, POINTER, INT, POINTER)
_font_of = direct(pdfium_c.FPDFTextObj_GetFont, POINTER, POINTER)


def _joined(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le") + _NOTHING


class PageText:
    """The text of one loaded page; `close` it before the page."""

    def __init__(self, page: Any) -> None:
        self._raw = pdfium_c.FPDFText_LoadPage(page)
        self._at = address_of(self._raw)
        self._box = pdfium_c.FS_RECTF()
        self._box_address = ctypes.addressof(self._box)
        self._matrix = pdfium_c.FS_MATRIX()
        self._matrix_address = ctypes.addressof(self._matrix)
        self._strokes: dict[int | None, Stroke] = {}
        self._own_blanks: dict[int | None, bool] = {}
        self._faces: dict[int | None, tuple[int, str | None]] = {}
        self._telling: set[str] = set()
        text = self._read() if self._raw else ""
        if _PRIVATE.search(text):
            text = text.translate(_BULLETS)
        self.text, self.unreadable = _NO_LETTER.subn(_UNKNOWN, text)
        self._special = _SPECIAL.search(text) is not None

    def close(self) -> None:
        """Give the memory back."""
        if self._raw:
            pdfium_c.FPDFText_ClosePage(self._raw)
        self._raw = None

    def _read(self) -> str:
        """One character for each index of pdfium; the second place of a rare one shows nothing."""
        count = max(0, pdfium_c.FPDFText_CountChars(self._raw))
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium_c.FPDFText_GetText(self._raw, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) == count and not _HALF.search(text):
            return text
        # Characters without a letter are left out there, and rare ones take two places.
        codes = (pdfium_c.FPDFText_GetUnicode(self._raw, index) for index in range(count))
        text = "".join(chr(code) if code <= 0x10FFFF else _UNKNOWN for code in codes)
        return _HALF.sub(_UNKNOWN, _PAIR.sub(_joined, text))

    def pieces(self) -> list[Piece]:
        """All pieces in the order of the file."""
        if _LOOSE_MARK.search(self.text):
            found = list(self._split(_CHARACTER, 0, len(self.text)))
        else:
            found = [piece for line in _LINE.finditer(self.text) for piece in self._line(*line.span())]
        self._telling = {piece.stroke.old for piece in found if piece.stroke.old and is_unicode(piece.text)}
        return self._in_letters(found)

    def _in_letters(self, found: list[Piece]) -> list[Piece]:
        """The pieces with what fonts from before Unicode show; some are called so and tell their letters."""
        if not any(old for _, old in self._faces.values()):
            return found
        return [
            piece._replace(text=shown_on_page(piece.text, old))
            if (old := piece.stroke.old) and old not in self._telling
            else piece
            for piece in found
        ]

    def finer(self, piece: Piece, borders: Sequence[float], along: Callable[[BBox], float]) -> list[Piece]:
        """The words of a piece, those over a border in characters; `along` places a box among the borders."""
        out: list[Piece] = []
        for word in self._split(_WORD, piece.first, piece.last + 1, piece.blank):
            letters = list(self._split(_CHARACTER, word.first, word.last + 1, word.blank))
            across = len({bisect_right(borders, along(letter.box)) for letter in letters}) > 1
            out.extend(letters if across else [word])
        return self._in_letters(out)

    def _line(self, first: int, end: int) -> Iterator[Piece]:
        """Neighbouring words of one stroke together; the first by itself, for it tells paragraphs apart."""
        words = [word.span() for word in _WORD.finditer(self.text, first, end)]
        if not words:
            return
        at = self._at
        strokes = [_stroke_at(at, start) for start, _ in words]
        apart = len(words) < _FEW_WORDS or self._are_apart(words, strokes)
        begun, stop = words[0]
        stroke, blank = strokes[0], False
        for number in range(1, len(words)):
            start, end = words[number]
            if apart or number == 1 or strokes[number] != stroke or start - stop != 1:
                yield self._piece(begun, stop, stroke, blank)
                blank = start > stop and not _is_generated(at, stop)
                begun, stroke = start, strokes[number]
            stop = end
        yield self._piece(begun, stop, stroke, blank)

    def _are_apart(self, words: Sequence[tuple[int, int]], strokes: Sequence[int | None]) -> bool:
        """Whether words of one stroke may stand in columns: blanks put in by pdfium, or a very wide one.

        Of several blanks in a row pdfium tells one; they show in a word that takes too much room.
        """
        if len(set(strokes)) == len(strokes):
            return True
        for stroke, (start, _) in zip(strokes[:1:-1], words[:1:-1], strict=True):
            if stroke not in self._own_blanks:
                self._own_blanks[stroke] = not _is_generated(self._at, start - 1)
        if not all(map(self._own_blanks.__getitem__, strokes[2:])):
            return True
        at, box, address = self._at, self._box, self._box_address
        upright = self._stroke(words[0][0], strokes[0]).turn in _LEVEL
        widths = []
        before = here = 0.0
        last = -1
        for start, _ in words:
            _box_at(at, start, address)
            here = box.left if upright else box.bottom
            if last >= 0:
                widths.append(abs(here - before) / (start - last))
            before, last = here, start
        usual: float = sorted(widths)[(len(widths) - 1) // 2]
        return bool(max(widths) > _WIDE * usual)

    def _split(self, pattern: re.Pattern[str], first: int, end: int, blank: bool = False) -> Iterator[Piece]:
        """The parts that a pattern finds between two characters; `blank` tells of what stands before."""
        for part in pattern.finditer(self.text, first, end):
            start, stop = part.span()
            if start > first:
                blank = self.text[start - 1].isspace() and not _is_generated(self._at, start - 1)
            yield self._piece(start, stop, _stroke_at(self._at, start), blank)

    def _piece(self, first: int, end: int, handle: int | None, blank: bool) -> Piece:
        stroke, box = self._stroke(first, handle), self._box
        _box_at(self._at, first, self._box_address)
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        if end - first > 1:
            _box_at(self._at, end - 1, self._box_address)
            if stroke.turn == 0:
                x1 = box.right
            else:
                x0, y0, x1, y1 = min(x0, box.left), min(y0, box.bottom), max(x1, box.right), max(y1, box.top)
        text = self.text[first:end]
        return Piece(
            text.translate(_SPELT) if self._special else text, (x0, y0, x1, y1), stroke, blank, first, end - 1
        )

    def _stroke(self, index: int, handle: int | None) -> Stroke:
        stroke = self._strokes.get(handle) if handle else None
        if stroke is None:
            stroke = self._strokes[handle] = self._new_stroke(index, handle)
        return stroke

    def _new_stroke(self, index: int, handle: int | None) -> Stroke:
        matrix = self._matrix
        _matrix_at(self._at, index, self._matrix_address)
        size = abs(_size_at(self._at, index) * math.hypot(matrix.a, matrix.b)) or 1.0
        quarter = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
        turn = round(quarter) * 90 % 360 if abs(quarter - round(quarter)) < _QUARTER else None
        font = _font_of(handle) if handle else None
        face = self._faces.get(font)
        if face is None:
            face = self._faces[font] = self._face(index)
        return Stroke(size, face[0], turn, (matrix.e, matrix.f), face[1])

    def _face(self, index: int) -> tuple[int, str | None]:
        """Bold and italic as flags, and the font's name where it is from before Unicode."""
        name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        length = pdfium_c.FPDFText_GetFontInfo(self._raw, index, name, 256, flags)
        own = name.value if 0 < length <= 256 else b""
        shown = own.lower()
        bold = any(word in shown for word in (b"bold", b"black", b"heavy"))
        slanted = b"italic" in shown or b"oblique" in shown
        return BOLD * bold + ITALIC * slanted, old_font(own.decode("latin-1"))
