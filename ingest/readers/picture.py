"""Pictures as files of their own (PNG, JPEG, TIFF of one or many pages): scans that nobody put into a PDF.

Each picture is a page without text; from there on it is read as a scanned page of a PDF is.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.readers import Content
from ingest.readers.ocr import DPI, recognise_pictures
from ingest.readers.ocr_colour import grey_of
from ingest.readers.ocr_image import POINT, Grey, whitened
from ingest.readers.pdf import content_of
from ingest.readers.pdf_page import Frame, PageContent
from ingest.readers.pdf_pictures import Covered
from ingest.readers.pdf_sheet import Sheet

_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Cameras write any resolution; one is believed that makes a page between A5 and A2, else the page is an A4.
_SHORTEST, _LONGEST, _USUAL = 7.0, 24.0, 11.69
_GREY_MODES = frozenset({"1", "L", "LA", "F"})
_FEWEST_PIXELS = 32
_UNNAMED = "–"
# TIFF 6.0, tag 274: how the camera was held; with 5 to 8 the rows of the file are columns of the picture.
_ORIENTATION, _LYING = 274, frozenset({5, 6, 7, 8})


def read(data: bytes, name: str, limits: Limits) -> Content:
    """The document's content.

    DocumentError: DAMAGED, NO_TEXT (pictures without words), MISSING_TOOL (no Tesseract), TIMEOUT,
    TOO_COMPLEX (over `pages`, `picture_pixels`).
    """
    with _opened(data, name, limits) as image:
        sheets = [_sheet(image, number, name, limits) for number in range(_pages(image, name, limits))]

        def picture(sheet: Sheet) -> Grey:
            return _grey(image, sheet, name)

        recognised = recognise_pictures(picture, sheets, limits)
    return content_of(sheets, recognised, name, limits)


def size_of(data: bytes, page: int, limits: Limits = Limits()) -> tuple[float, float, int] | None:
    """A page's width and height in points as it is read, and how many there are; None: no such page.

    DocumentError as `read`.
    """
    with _opened(data, _UNNAMED, limits) as image:
        count = _pages(image, _UNNAMED, limits)
        if not 1 <= page <= count:
            return None
        width, height = _sheet(image, page - 1, _UNNAMED, limits).found.frame.size
        return round(width, 1), round(height, 1), count


def drawn(data: bytes, page: int, scale: float, limits: Limits = Limits()) -> Image.Image:
    """A page upright and in its colours, `scale` pixels to the point. DocumentError as `read`."""
    with _opened(data, _UNNAMED, limits) as image:
        width, height = _sheet(image, page - 1, _UNNAMED, limits).found.frame.size
        try:
            upright = _without_transparency(ImageOps.exif_transpose(image)).convert("RGB")
        except (*_BROKEN, *_BOMBS, MemoryError) as error:
            raise DocumentError(Category.DAMAGED, _UNNAMED, page) from error
    return upright.resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS)


def _opened(data: bytes, name: str, limits: Limits) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except _BOMBS as error:
        count = limits.picture_pixels + 1
        raise limits.exceeded(Category.TOO_COMPLEX, name, "picture_pixels", count) from error
    except _BROKEN as error:
        raise DocumentError(Category.DAMAGED, name) from error


def _pages(image: Image.Image, name: str, limits: Limits) -> int:
    """How many pages a TIFF has; what other formats hold beside their picture (previews, films) is none."""
    if image.format != "TIFF":
        return 1
    try:
        count = int(getattr(image, "n_frames", 1))
    except _BROKEN as error:
        raise DocumentError(Category.DAMAGED, name) from error
    if count > limits.pages:
        raise limits.exceeded(Category.TOO_COMPLEX, name, "pages", count)
    return count


def _sheet(image: Image.Image, at: int, name: str, limits: Limits) -> Sheet:
    """A page of the picture's size, without text of its own."""
    try:
        image.seek(at)
    except _BROKEN as error:
        raise DocumentError(Category.DAMAGED, name, at + 1) from error
    pixels = image.width * image.height
    if pixels > limits.picture_pixels:
        raise limits.exceeded(Category.TOO_COMPLEX, name, "picture_pixels", pixels, at + 1)
    if min(image.size) < _FEWEST_PIXELS:
        raise DocumentError(Category.NO_TEXT, name, at + 1)
    wide, high = image.width, image.height
    try:
        lying = image.getexif().get(_ORIENTATION, 1) in _LYING
    except _BROKEN as error:
        raise DocumentError(Category.DAMAGED, name, at + 1) from error
    if lying:
        wide, high = high, wide
    scale = POINT / _resolution(image)
    frame = Frame(0.0, 0.0, wide * scale, high * scale)
    return Sheet(at + 1, PageContent(frame, (), (), (), 0, Covered(share=1.0)))


def _resolution(image: Image.Image) -> float:
    """Pixels per inch: as the file says where that makes a sheet of paper, else as if it were an A4."""
    longer = max(image.size)
    told = image.info.get("dpi", (0, 0))[0]
    dpi = float(told or 0)
    return dpi if dpi > 0 and _SHORTEST <= longer / dpi <= _LONGEST else longer / _USUAL


def _grey(image: Image.Image, sheet: Sheet, name: str) -> Grey:
    """A page in grey at the resolution for reading, its paper white, its red stamps faint."""
    try:
        image.seek(sheet.number - 1)
        upright = ImageOps.exif_transpose(image)
        plain = _without_transparency(upright)
        plain = plain.convert("L" if plain.mode in _GREY_MODES else "RGB")
    except (*_BROKEN, *_BOMBS, MemoryError) as error:
        raise DocumentError(Category.DAMAGED, name, sheet.number) from error
    width, height = (round(one * DPI / POINT) for one in sheet.found.frame.size)
    sized = np.array(plain.resize((width, height), Image.Resampling.LANCZOS))
    return whitened(sized if sized.ndim == 2 else grey_of(sized))


def _without_transparency(image: Image.Image) -> Image.Image:
    """The picture on white paper, in eight bits."""
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image, dtype=np.int64) >> 8).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        shown = image.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown)
    return image
