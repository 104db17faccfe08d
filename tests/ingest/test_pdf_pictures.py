"""Pictures on PDF pages: scans in strips, small scans, pictures of tables among text, logos."""

from __future__ import annotations

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from corpus.generator.scans import pictures as drawn
from ingest.document import Document
from ingest.readers import ocr
from ingest.readers.pdf_pictures import Covered, covered, pictures
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Sheet, pdf_paper
from tests.ingest.test_ocr import needs_tesseract

PAGE = (0.0, 0.0, 100.0, 100.0)


def strips(sheet: Sheet, image: Image.Image, count: int) -> None:
    high, each = image.height // count, sheet.height / count
    for at in range(count):
        part = image.crop((0, at * high, image.width, (at + 1) * high))
        sheet.canvas.drawImage(ImageReader(part), 0, sheet.height - (at + 1) * each, sheet.width, each)


def categories(document: Document) -> list[tuple[str, int | None]]:
    return [(note.category, note.page) for note in document.notes]


def with_picture(width: float, height: float) -> Document:
    sheet = Sheet()
    bottom = sheet.wrapped(70, 100, 450, PROSE)
    grey = ImageReader(Image.new("L", (60, 40), 200))
    sheet.canvas.drawImage(grey, 70, sheet.height - bottom - 20 - height, width, height)
    return read_bytes(sheet.data(), "a.pdf")


def test_images_that_touch_are_one_picture() -> None:
    tiles = [(10.0, 10.0 * n, 90.0, 10.0 * n + 9.0) for n in range(10)]
    assert pictures(tiles) == [(10.0, 0.0, 90.0, 99.0)]
    assert pictures([(0, 0, 10, 10), (50, 50, 60, 60)]) == [(0, 0, 10, 10), (50, 50, 60, 60)]
    assert covered([(50, -100, 200, 50)], [], PAGE).share == pytest.approx(0.25)
    assert covered([(200, 200, 300, 300)], [], PAGE) == Covered()


def test_very_many_images_are_one_picture() -> None:
    specks = [
        (float(n % 30) * 3, float(n // 30) * 3, n % 30 * 3 + 0.5, n // 30 * 3 + 0.5) for n in range(900)
    ]
    assert pictures(specks) == [(0.0, 0.0, 87.5, 87.5)]


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 7])
def test_a_scan_in_strips_is_read(count: int) -> None:
    (image,) = drawn(pdf_paper())
    sheet = Sheet()
    sheet.text(70, 100, "Quyết định công bố danh mục thủ tục hành chính")
    sheet.page()
    strips(sheet, image, count)
    found = read_bytes(sheet.data(), "a.pdf")
    assert [page.ignored for page in found.pages] == [None, None]
    assert [cell.text for cell in found.tables()[0].cells] == ["STT", "Tên thủ tục"]


@needs_tesseract
@pytest.mark.slow
def test_a_picture_alone_on_its_page_is_read_and_an_empty_one_told() -> None:
    (image,) = drawn(pdf_paper())
    part = image.crop((0, 0, image.width, image.height // 3))
    sheet = Sheet()
    sheet.text(70, 100, "Quyết định công bố danh mục thủ tục hành chính")
    sheet.page()
    sheet.canvas.drawImage(ImageReader(part), 0, 400, 595, 281)
    sheet.page()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 40), 255)), 0, 0, 595, 842)
    found = read_bytes(sheet.data(), "a.pdf")
    assert "QUYẾT ĐỊNH" in found.text()
    assert found.pages[2].ignored == "no_text"
    (note,) = [note for note in found.notes if note.category == "recognised_nothing"]
    assert dict(note.facts) == {"pages": "3"}


def test_a_large_picture_among_text_is_told() -> None:
    found = with_picture(400, 200)
    assert categories(found) == [("picture_unread", 1)]
    assert dict(found.notes[0].facts) == {"share": "16"}


@pytest.mark.parametrize(("width", "height"), [(85, 85), (200, 130)])
def test_emblems_and_signatures_are_not_told(width: float, height: float) -> None:
    assert categories(with_picture(width, height)) == []


def test_a_page_with_a_picture_is_never_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda *_: None)
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, PROSE)
    sheet.page()
    strips(sheet, Image.new("L", (60, 40), 200), 4)
    found = read_bytes(sheet.data(), "a.pdf")
    assert [page.ignored for page in found.pages] == [None, "no_text"]
    assert ("page_without_text", 2) in categories(found)


def test_text_over_its_picture_is_read_and_not_told() -> None:
    sheet = Sheet()
    strips(sheet, Image.new("L", (60, 40), 250), 3)
    sheet.wrapped(70, 100, 450, PROSE * 3)
    found = read_bytes(sheet.data(), "a.pdf")
    assert categories(found) == []
    assert found.text().startswith("Công bố kèm theo")
