"""Tesseract, through tesserocr: one engine for each process and language, words with their boxes.

The wheel brings Tesseract but no language data; those come from the system (`tesseract-ocr-vie`) or from the
folder named by `TESSDATA_PREFIX`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

INSTALL = "apt-get install tesseract-ocr-vie"
"""How to get the data on Debian and Ubuntu."""

_LANGUAGE = "vie"
_FOLDERS = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share",
)
# Ascenders, x-height and descenders together, in font sizes.
_ROW = 0.9
# Letters that the Vietnamese data know and Vietnamese does not have.
_FOREIGN = (("ĐÐ", "Đ"), ("ÐĐ", "Đ"), ("Ð", "Đ"))

# Tesseract's own threads slow each other down; processes share the work.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its box, baseline and font size in pixels of the picture, how sure it is (0 to 1)."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    base: float
    size: float
    confidence: float


@cache
def data_folder() -> str | None:
    """The folder with the Vietnamese data; None where there is none."""
    named = os.environ.get("TESSDATA_PREFIX")
    places = [Path(named), Path(named) / "tessdata"] if named else []
    for folder in map(Path, _FOLDERS):
        places += [folder, folder / "tessdata", *sorted(folder.glob("*/tessdata"), reverse=True)]
    return next((str(one) for one in places if (one / f"{_LANGUAGE}.traineddata").is_file()), None)


class Engine:
    """One Tesseract; not for several threads."""

    def __init__(self, folder: str, dpi: int) -> None:
        import tesserocr

        self._api = tesserocr.PyTessBaseAPI(path=folder, lang=_LANGUAGE, psm=tesserocr.PSM.SPARSE_TEXT)
        self._api.SetVariable("user_defined_dpi", str(dpi))
        self._levels: Any = tesserocr.RIL
        self._modes: Any = tesserocr.PSM

    def look_at(self, image: Image) -> None:
        """Take a picture; what follows is about it."""
        self._api.SetImage(image)

    def scattered_words(self) -> list[Word]:
        """All words of the picture, wherever they stand."""
        self._api.SetPageSegMode(self._modes.SPARSE_TEXT)
        return list(self._words())

    def words_in(self, box: tuple[int, int, int, int]) -> list[Word]:
        """The words of a rectangle (x0, top, x1, bottom) that holds one block of text."""
        self._api.SetPageSegMode(self._modes.SINGLE_BLOCK)
        x0, top, x1, bottom = box
        self._api.SetRectangle(x0, top, x1 - x0, bottom - top)
        return list(self._words())

    def text_in(self, box: tuple[int, int, int, int], letters: str, word: bool = False) -> tuple[str, float]:
        """The text of a rectangle with one line or one word of some letters only, and how sure it is."""
        self._api.SetPageSegMode(self._modes.SINGLE_WORD if word else self._modes.SINGLE_LINE)
        self._api.SetVariable("tessedit_char_whitelist", letters)
        x0, top, x1, bottom = box
        self._api.SetRectangle(x0, top, x1 - x0, bottom - top)
        try:
            text = self._api.GetUTF8Text()
            return "".join(text.split()), self._api.MeanTextConf() / 100
        finally:
            self._api.SetVariable("tessedit_char_whitelist", "")

    def _words(self) -> Iterator[Word]:
        if not self._api.Recognize():
            return
        found = self._api.GetIterator()
        word, line = self._levels.WORD, self._levels.TEXTLINE
        while found is not None:
            if not found.Empty(word) and (text := _vietnamese(found.GetUTF8Text(word))):
                x0, top, x1, bottom = found.BoundingBox(word)
                along = found.Baseline(line)
                base = _height_at(along, (x0 + x1) / 2) if along else float(bottom)
                size = found.RowAttributes()["row_height"] / _ROW
                yield Word(text, x0, top, x1, bottom, base, size, found.Confidence(word) / 100)
            if not found.Next(word):
                return


def _vietnamese(text: str | None) -> str:
    out = (text or "").strip()
    for foreign, own in _FOREIGN:
        out = out.replace(foreign, own)
    return out


def _height_at(line: tuple[tuple[int, int], tuple[int, int]], x: float) -> float:
    (x0, y0), (x1, y1) = line
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 != x0 else float(y0)


@cache
def engine(dpi: int) -> Engine | None:
    """The engine of this process; None where data or library are missing."""
    folder = data_folder()
    if folder is None:
        return None
    try:
        return Engine(folder, dpi)
    except (ImportError, RuntimeError):
        return None
