"""Pages whose own text is no Vietnamese: read from their pictures where those say more, told where not."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import ttfonts

from corpus.generator.scans import pictures
from ingest.document import Document
from ingest.encodings.tables import Encoding, from_unicode
from ingest.language import has_own_letters, soundness
from ingest.readers import ocr
from ingest.readers.pdf_page import Frame, PageContent
from ingest.reading import read_bytes
from tests.ingest.papers import ENGLISH, PROSE, Sheet
from tests.ingest.test_ocr import needs_tesseract

SHIFTED = "".join(
    chr((ord(one) - 97 + 5) % 26 + 97) if one.isascii() and one.isalpha() else one for one in PROSE
)


def categories(document: Document) -> list[tuple[str, int | None]]:
    return [(note.category, note.page) for note in document.notes if note.category != "running_lines"]


def prose(*texts: str) -> Sheet:
    """A page for each text, after one of Vietnamese."""
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, f"{PROSE} {PROSE} {PROSE}")
    for text in texts:
        sheet.page()
        sheet.wrapped(70, 100, 450, text)
    return sheet


def five_further(code: int) -> int:
    """Another letter for each letter that is not a capital."""
    return (code - 97 + 5) % 26 + 97 if chr(code).islower() else code


def test_soundness() -> None:
    assert soundness(PROSE) > 0.95
    assert soundness(ENGLISH) == soundness("") == 0.0
    assert not has_own_letters(ENGLISH)
    assert soundness(re.sub(r"\b(\w)(\w+)", r"\2\1\2", PROSE)) < 0.6


@needs_tesseract
@pytest.mark.slow
def test_a_font_with_a_false_table_is_read_from_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(
        ttfonts, "makeToUnicodeCMap", lambda font, codes: table(font, [*map(five_further, codes)])
    )
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, f"{PROSE} {PROSE}")
    found = read_bytes(sheet.data(), "a.pdf")
    assert "Danh mục thủ tục hành chính".lower() in found.text().lower().replace("\n", " ")
    assert [category for category, _ in categories(found)] == ["recognised"]


@needs_tesseract
@pytest.mark.slow
def test_a_scan_with_a_text_without_marks_is_read_anew() -> None:
    inner = Sheet()
    inner.wrapped(70, 100, 450, f"{PROSE} {PROSE}")
    (scan,) = pictures(inner.data())
    sheet = prose("")
    sheet.canvas.drawImage(ImageReader(scan), 0, 0, 595, 842)
    hidden = sheet.canvas.beginText(40, 800)
    hidden.setTextRenderMode(3)
    hidden.setFont("Helvetica", 9)
    for _ in range(20):
        hidden.textLine("Ve viec cong b6 Danh muc thu tuc hanh chinh duoc sua d6i, b6 sung")
    sheet.canvas.drawText(hidden)
    found = read_bytes(sheet.data(), "a.pdf")
    assert "cong b6" not in found.text()
    assert "lĩnh vực thả diều thuộc phạm vi" in found.text().split("\n")[-1]
    assert [category for category, _ in categories(found)] == ["recognised"]


def test_annexes_in_another_language_stay_and_only_a_few_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def nothing(*_: object) -> ocr._Read:
        tried.append(1)
        return ocr._Read(PageContent(Frame(0, 0, 595, 842), (), (), (), 0), [])

    monkeypatch.setattr(ocr, "_read", nothing)
    monkeypatch.setattr(ocr, "engine", lambda _: object())
    found = read_bytes(prose(*[ENGLISH] * 4).data(), "a.pdf")
    assert categories(found) == [("text_doubtful", page) for page in (2, 3, 4, 5)]
    assert found.text().count("This paper is written") == 32
    assert len(tried) == 2


def test_doubtful_pages_are_told_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda _: None)
    assert categories(read_bytes(prose(f"{SHIFTED} {SHIFTED}").data(), "a.pdf")) == [("text_doubtful", 2)]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"{n}.{100000 + n}.H01 A{n}" for n in range(60)),
        "Σ x² + y = 15; " * 20,
        from_unicode(PROSE, Encoding.TCVN3),
        " ".join(f"https://dichvucong.example/p?ma=1.{n} Sở Tư pháp" for n in range(20)),
    ],
)
def test_codes_formulas_addresses_and_old_encodings_are_not_doubted(text: str) -> None:
    found = read_bytes(prose(text).data(), "a.pdf")
    assert {category for category, _ in categories(found)} <= {"old_encoding", "letters_unreadable"}


def test_a_watermark_under_text_is_no_scan() -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (30, 40), 250)), 0, 0, 595, 842)
    sheet.wrapped(70, 100, 450, f"{PROSE} {PROSE} {PROSE}")
    assert categories(read_bytes(sheet.data(), "a.pdf")) == []
