"""Pictures as files of their own: the same decision as from a scanned PDF, limits, and broken files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from PIL import Image

from corpus.generator.facts import SampleDecision
from corpus.generator.scans import bound, pages, pictures, worn
from corpus.generator.varied import draw
from extract.deciding import decide
from ingest.errors import Category, DocumentError
from ingest.formats import Format, sniff
from ingest.limits import Limits
from ingest.readers import ocr
from ingest.readers.ocr_engine import INSTALL, data_folder
from ingest.readers.picture import _resolution
from ingest.reading import read_bytes
from tests.ingest.papers import pdf_paper

needs_tesseract = pytest.mark.skipif(
    data_folder() is None, reason=f"Vietnamese data for Tesseract are missing: {INSTALL}"
)
SAMPLE: SampleDecision = next(one for one in draw(12, seed=8) if one.stem == "v0003")
FORMS = {"PNG": Format.PNG, "JPEG": Format.JPEG, "TIFF": Format.TIFF}


def saved(image: Image.Image, form: str, more: Sequence[Image.Image] = (), **facts: Any) -> bytes:
    out = io.BytesIO()
    options = {"save_all": True, "append_images": list(more)} if more else {}
    image.save(out, form, **{"dpi": (200, 200), **options, **facts})
    return out.getvalue()


def blank(width: int = 400, height: int = 600) -> Image.Image:
    return Image.new("L", (width, height), 255)


def category_of(data: bytes, limits: Limits = Limits()) -> tuple[Category, int | None]:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "ảnh.tif", limits)
    return caught.value.category, caught.value.page


@pytest.mark.parametrize("form", FORMS)
def test_pictures_are_told_by_content(form: str) -> None:
    assert sniff(saved(blank(), form), "a.pdf") is FORMS[form]
    assert FORMS[form].reader == "picture"
    assert FORMS[form].media_type == f"image/{form.lower()}"


@needs_tesseract
@pytest.mark.slow
def test_a_tiff_of_several_pages_gives_the_decision_of_the_scanned_pdf() -> None:
    scans = [worn(page) for page in pages(SAMPLE)]
    tiff = read_bytes(saved(scans[0], "TIFF", scans[1:], compression="tiff_lzw"), "qd.tif")
    found, wanted = decide(tiff), decide(read_bytes(bound(scans), "qd.pdf"))
    assert len(tiff.pages) == len(scans) > 1
    assert [(item.code, item.change) for item in found.items] == [
        (item.code, item.change) for item in wanted.items
    ]
    assert found.items
    assert (found.number, found.signed) == (wanted.number, wanted.signed)
    assert all(item.source.recognised and item.confidence <= 0.9 for item in found.items)
    assert "recognised" in [note.category for note in tiff.notes]


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("PNG", "I;16"), ("PNG", "P"), ("JPEG", "CMYK")])
def test_every_kind_of_colour_is_read(form: str, mode: str) -> None:
    page = pictures(pdf_paper())[0]
    if mode == "I;16":
        image = Image.fromarray(np.asarray(page, dtype=np.uint16) * 257)
    else:
        image = page.convert("RGB").convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.fromarray(255 - np.asarray(page)))
    told = read_bytes(saved(image, form), "a").tables()[0]
    typed = read_bytes(pdf_paper(), "a").tables()[0]
    assert [cell.text for cell in told.cells] == [cell.text for cell in typed.cells]


@needs_tesseract
@pytest.mark.slow
def test_a_photograph_that_lies_on_its_side_and_says_so_is_read() -> None:
    page = pictures(pdf_paper())[0]
    exif = Image.Exif()
    exif[274] = 6
    data = saved(page.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)
    document = read_bytes(data, "a.jpg")
    assert document.pages[0].height > document.pages[0].width
    assert document.tables()


@pytest.mark.parametrize(
    ("size", "told", "dpi"),
    [((1654, 2339), 200, 200), ((3508, 2480), 300, 300), ((3000, 4000), 72, 342.2), ((1169, 800), None, 100)],
)
def test_a_resolution_is_believed_that_makes_a_sheet_of_paper(
    size: tuple[int, int], told: int | None, dpi: float
) -> None:
    image = Image.new("1", size)
    if told:
        image.info["dpi"] = (told, told)
    assert _resolution(image) == pytest.approx(dpi, abs=0.1)


def test_limits_of_pictures_and_one_past_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda *_: None)
    two = saved(blank(), "TIFF", [blank()])
    assert category_of(two, Limits(pages=2))[0] is Category.MISSING_TOOL
    assert category_of(two, Limits(pages=1))[0] is Category.TOO_COMPLEX
    assert category_of(saved(blank(), "PNG"), Limits(picture_pixels=240_000))[0] is Category.MISSING_TOOL
    wide = saved(blank(), "TIFF", [blank(401)])
    assert category_of(wide, Limits(picture_pixels=240_000)) == (Category.TOO_COMPLEX, 2)


def test_a_bomb_is_not_unpacked() -> None:
    assert category_of(saved(Image.new("1", (20_000, 20_000)), "PNG"))[0] is Category.TOO_COMPLEX


@needs_tesseract
@pytest.mark.parametrize("form", FORMS)
def test_broken_pictures(form: str) -> None:
    page = pictures(pdf_paper())[0]
    whole = saved(page, form)
    assert category_of(whole[:60])[0] is Category.DAMAGED
    assert category_of(whole[: len(whole) // 2])[0] is Category.DAMAGED


@needs_tesseract
def test_a_picture_without_words() -> None:
    assert category_of(saved(blank(), "PNG"))[0] is Category.NO_TEXT
    assert category_of(saved(blank(8, 8), "PNG"))[0] is Category.NO_TEXT


def test_without_tesseract_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda *_: None)
    with pytest.raises(DocumentError, match="apt-get install tesseract-ocr-vie"):
        read_bytes(saved(blank(), "PNG"), "a.png")
