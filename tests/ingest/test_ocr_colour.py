"""Red stamps on coloured scans: faint where they are stamps, left where they are letters."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from corpus.generator.scans import bound, pictures
from ingest.document import Document
from ingest.readers.ocr_colour import grey_of, stamps
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Sheet
from tests.ingest.test_ocr import needs_tesseract

RED, INK = (225, 30, 40), (20, 20, 20)


def page() -> Image.Image:
    return Image.new("RGB", (800, 600), "white")


def test_grey_scans_stay_as_they_are() -> None:
    levels = np.tile(np.arange(256, dtype=np.uint8), (64, 1))
    assert (grey_of(np.dstack([levels] * 3)) == levels).all()


def test_a_stamp_is_faint_and_black_under_it_stays() -> None:
    image = page()
    pen = ImageDraw.Draw(image)
    pen.ellipse((200, 200, 480, 480), outline=RED, width=8)
    pen.line((100, 340, 700, 340), fill=INK, width=4)
    grey = grey_of(np.array(image))
    assert [tuple(edge // 16 for edge in box) for box in stamps(np.array(image))] == [(12, 12, 31, 31)]
    assert grey[204, 340] == 255
    assert (grey[340, 100:700] == INK[0]).all()


def test_red_letters_stay_dark() -> None:
    image = page()
    ImageDraw.Draw(image).text((60, 100), "Danh mục thủ tục hành chính", fill=RED, font_size=30)
    assert stamps(np.array(image)) == []
    assert int(grey_of(np.array(image)).min()) < 110


def stamped() -> Image.Image:
    """A page whose prose runs under the ring and the star of a red stamp."""
    sheet = Sheet()
    sheet.wrapped(70, 200, 450, f"{PROSE} {PROSE}")
    (image,) = pictures(sheet.data())
    image = image.convert("RGB")
    stamp = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(stamp)
    scale = image.width / 595
    x, y = 250 * scale, 235 * scale
    for radius, width in ((51, 3), (34, 2)):
        edge = radius * scale
        pen.ellipse((x - edge, y - edge, x + edge, y + edge), outline=RED, width=round(width * scale))
    pen.regular_polygon((x, y, 15 * scale), 5, fill=RED)
    return Image.fromarray(np.minimum(np.array(image), np.array(stamp)))


def as_pdf(image: Image.Image) -> Document:
    return read_bytes(bound([image]), "a.pdf")


def as_picture(image: Image.Image) -> Document:
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(image.width / 8.27, image.width / 8.27))
    return read_bytes(out.getvalue(), "a.png")


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("form", [as_pdf, as_picture])
def test_text_under_a_red_stamp_is_read(form: Callable[[Image.Image], Document]) -> None:
    words = form(stamped()).text().split()
    wanted = f"{PROSE} {PROSE}".split()
    assert sum(word in words for word in wanted) >= len(wanted) - 2
