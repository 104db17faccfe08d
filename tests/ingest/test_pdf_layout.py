"""Headings after notes in italics, recipients beside the signer, dashes under a name, numbers of pages."""

from __future__ import annotations

import pytest

from ingest.document import Document, Paragraph
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Sheet, fonts

FULL = "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 01 tháng 02 năm 2025 của Ủy ban)"


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    "heading", ["A. DANH MỤC THỦ TỤC HÀNH CHÍNH", "I. CẤP TỈNH", "DANH MỤC THỦ TỤC ĐƯỢC BAN HÀNH MỚI"]
)
def test_a_bold_heading_begins_after_a_full_line(heading: str) -> None:
    sheet = Sheet()
    for number in range(3):
        sheet.wrapped(70, 300 + 100 * number, 480, PROSE, indent=30)
    sheet.text(70, 100, FULL, size=11.5)
    sheet.text(70, 115.6, heading, bold=True)
    assert texts(read_bytes(sheet.data(), "a"))[:2] == [FULL, heading]


def test_bold_words_within_a_sentence_begin_nothing() -> None:
    sheet = Sheet()
    sheet.text(70, 100, "Công bố kèm theo Quyết định này danh mục thủ tục hành chính được")
    sheet.text(70, 115.6, "sửa đổi, bổ sung trong lĩnh vực thả diều", bold=True)
    joined = "Công bố kèm theo Quyết định này danh mục thủ tục hành chính được sửa đổi, bổ sung"
    assert texts(read_bytes(sheet.data(), "a"))[0].startswith(joined)


def test_long_recipients_stay_in_their_column() -> None:
    sheet = Sheet()
    end = sheet.wrapped(70, 100, 450, PROSE, indent=30) + 20
    left = ("Nơi nhận:", "- Như Điều 4;", "- Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân;", "- Lưu: VT.")
    for number, line in enumerate(left):
        sheet.text(70, end + 14 * number, line, size=11)
    for number, line in enumerate(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")):
        sheet.text(400, end + 14 * number, line, size=11, bold=True)
    sheet.text(400, end + 70, "Nguyễn Văn Diều", size=11, bold=True)
    right = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Diều"]
    assert texts(read_bytes(sheet.data(), "a")) == [PROSE, *left, *right]


def test_dashes_under_a_name_are_a_line_of_their_own() -> None:
    sheet = Sheet()
    for y, left, right in (
        (70, "BỘ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        (88, "-------", "---------------"),
        (106, "Số: 12/QĐ-BTP", "Hà Nội, ngày 01 tháng 02"),
    ):
        sheet.text(80, y, left)
        sheet.text(300, y, right)
    assert texts(read_bytes(sheet.data(), "a"))[:3] == ["BỘ TƯ PHÁP", "-------", "Số: 12/QĐ-BTP"]


def test_a_page_number_may_stand_close_to_the_text() -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.centred(45, str(number), size=13)
        sheet.wrapped(70, 71, 450, PROSE, indent=30)
        sheet.page()
    found = read_bytes(sheet.data(), "a")
    assert texts(found) == [PROSE] * 3
