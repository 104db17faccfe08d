from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from catalogue.exports.answer import Answer
from catalogue.exports.draft import Signing, draft
from catalogue.exports.draft_annexes import roman
from catalogue.exports.word import UNKNOWN, lay_out_templates
from catalogue.workspace import Workspace
from extract.decision import Change, Part
from tests.catalogue.exports.draft_cases import (
    DAY,
    MINISTRY,
    SIGNING,
    announce,
    answered,
    one_of_each,
    opened,
    texts,
)
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled
from tests.catalogue.making import item
from tests.corpus.test_form_packages import faults


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


@pytest.fixture
def answer(workspace: Workspace) -> Answer:
    return one_of_each(workspace)


def paragraphs(letter: Any) -> Iterator[Any]:
    yield from letter.paragraphs
    for table in letter.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def test_pages_are_laid_out_as_the_decree_asks(answer: Answer, tmp_path: Path) -> None:
    letter = opened(answer, tmp_path)
    sizes = [(round(one.page_width.mm), round(one.page_height.mm)) for one in letter.sections]
    assert sizes == [(210, 297), *[(297, 210)] * len(answer.changes)]
    for one in letter.sections:
        assert 20 <= round(one.top_margin.mm) <= 25
        assert 20 <= round(one.bottom_margin.mm) <= 25
        assert 30 <= round(one.left_margin.mm) <= 35
        assert 15 <= round(one.right_margin.mm) <= 20


def test_pages_are_numbered_above_but_for_the_first_and_annexes_from_one(
    answer: Answer, tmp_path: Path
) -> None:
    letter = opened(answer, tmp_path)
    assert len(letter.sections) == 1 + len(answer.changes)
    for nth, section in enumerate(letter.sections):
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].text
        (paragraph,) = section.header.paragraphs
        assert paragraph._p.xpath("string(.//w:instrText)") == "PAGE"
        assert paragraph.alignment == 1
        assert paragraph.runs[0].font.size == Pt(13)
        start = section._sectPr.find(qn("w:pgNumType"))
        assert (start is not None and start.get(qn("w:start"))) == ("1" if nth else False)


def test_letters_are_times_new_roman_of_the_sizes_asked_for(answer: Answer, tmp_path: Path) -> None:
    letter = opened(answer, tmp_path)
    normal = letter.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    sizes = {
        run.text: run.font.size
        for paragraph in paragraphs(letter)
        for run in paragraph.runs
        if run.text.strip()
    }
    assert all(size is not None and Pt(11) <= size <= Pt(14) for size in sizes.values())
    assert sizes["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == Pt(13)
    assert sizes["QUYẾT ĐỊNH"] == Pt(14)
    assert sizes["Phụ lục I"] == Pt(14)
    assert sizes["Nơi nhận:"] == Pt(12)
    assert sizes["- Như Điều 4;"] == Pt(11)
    articles = [one for one in letter.paragraphs if one.text.startswith(("Điều ", "Căn cứ "))]
    assert {one.paragraph_format.first_line_indent for one in articles} == {Mm(12.7)}
    assert {one.paragraph_format.space_after for one in articles} == {Pt(6)}


def test_head_and_end_are_those_of_a_chairman_s_decision(answer: Answer, tmp_path: Path) -> None:
    letter = opened(answer, tmp_path)
    head = [cell.text.strip() for row in letter.tables[0].rows for cell in row.cells]
    assert head == [
        "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "Số:         /QĐ-UBND",
        "Quảng Ngãi, ngày … tháng … năm …",
    ]
    recipients, signed = (cell.text.split("\n") for cell in letter.tables[1].rows[0].cells)
    assert recipients[:4] == [
        "Nơi nhận:",
        "- Như Điều 4;",
        "- Bộ Văn hóa, Thể thao và Du lịch;",
        "- Cục Kiểm soát thủ tục hành chính, Văn phòng Chính phủ;",
    ]
    assert recipients[-1] == "- Lưu: VT, TTHC."
    assert signed == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A"]


def test_annexes_have_the_columns_of_their_kind(answer: Answer, tmp_path: Path) -> None:
    _, _, new, _, amended, replaced, repealed = opened(answer, tmp_path).tables
    terms = [
        *("Thời hạn giải quyết", "Địa điểm thực hiện", "Cách thức thực hiện"),
        *("Phí, lệ phí (nếu có)", "Căn cứ pháp lý", "DVC trực tuyến"),
    ]
    assert _row(new, 0) == ["STT", "Mã TTHC", "Tên thủ tục hành chính", *terms]
    assert _row(amended, 0) == _row(new, 0)
    assert _row(replaced, 0)[1:5] == [
        *("Mã TTHC được thay thế", "Tên TTHC được thay thế"),
        *("Mã TTHC thay thế", "Tên TTHC thay thế"),
    ]
    assert _row(repealed, 0)[3:] == [
        "Tên VBQPPL quy định việc bãi bỏ thủ tục hành chính",
        "Quyết định đã công bố",
    ]
    assert _row(new, 1) == ["I. Lĩnh vực Lữ hành"] * 9
    assert _row(new, 2)[:4] == ["1", UNKNOWN, "Cấp giấy phép C", UNKNOWN]
    assert _row(amended, 2)[:3] == ["1", *CARD[:2]]
    assert _row(amended, 2)[7] == "- Luật Du lịch;\n- Nghị định 1/2025/NĐ-CP."
    assert _row(replaced, 2)[:5] == ["1", *LICENCE[:2], UNKNOWN, "Thu hồi giấy phép điện tử"]
    assert _row(repealed, 2)[3:] == ["Luật số 1/2025/QH15", "Quyết định số 2815/QĐ-UBND ngày 20/11/2025"]


def _row(table: Any, nth: int) -> list[str]:
    return [cell.text for cell in table.rows[nth].cells]


def test_heads_come_again_and_rows_stay_whole_where_they_can(workspace: Workspace, tmp_path: Path) -> None:
    long = "Nghị định quy định chi tiết một số điều của luật. " * 60
    announce(
        workspace,
        item(name=CARD[1], code=CARD[0], basis="Luật"),
        item(name=HOTEL[1], code=HOTEL[0], basis=long),
    )
    table = opened(answered(workspace), tmp_path).tables[-1]
    heads = [row._tr.xpath("count(w:trPr/w:tblHeader)") for row in table.rows]
    assert heads == [1, 0, 0, 0]
    whole = [row._tr.xpath("count(w:trPr/w:cantSplit)") for row in table.rows]
    assert whole == [1, 1, 1, 0]


def test_what_nobody_states_is_marked_and_nothing_else(answer: Answer, tmp_path: Path) -> None:
    letter = opened(answer, tmp_path, Signing())
    marked = [
        run.text
        for paragraph in paragraphs(letter)
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert set(marked) == {UNKNOWN}
    everything = "".join(paragraph.text for paragraph in paragraphs(letter))
    assert len(marked) == everything.count(UNKNOWN)
    assert f"tại Tờ trình số {UNKNOWN} ngày {UNKNOWN}." in everything
    assert letter.tables[1].rows[0].cells[1].text.split("\n") == ["CHỦ TỊCH", UNKNOWN]


def test_the_same_answer_gives_the_same_bytes(workspace: Workspace, answer: Answer, tmp_path: Path) -> None:
    first = draft(answer, SIGNING, tmp_path)
    assert first == draft(answered(workspace), SIGNING, tmp_path)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time[0] for info in package.infolist()} == {1980}


def test_names_are_taken_as_text(answer: Answer, tmp_path: Path) -> None:
    cells = [
        cell.text for table in opened(answer, tmp_path).tables for row in table.rows for cell in row.cells
    ]
    assert "Cấp giấy phép <A> & B" in cells


def test_a_city_is_called_one(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "kho", "Thành phố Hồ Chí Minh") as workspace:
        announce(workspace, item(Change.NEW))
        letter = opened(answered(workspace), tmp_path)
    assert letter.tables[0].rows[0].cells[0].text.strip() == "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH"
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH" in texts(letter)
    assert letter.tables[0].rows[1].cells[1].text.startswith("Thành phố Hồ Chí Minh, ngày")


def test_officials_may_edit_the_template(answer: Answer, workspace: Workspace) -> None:
    lay_out_templates(workspace.folder)
    own = workspace.folder / "templates" / "draft.docx"
    letter = Document(str(own))
    title = next(one for one in letter.paragraphs if one.text == "QUYẾT ĐỊNH")
    title.runs[0].text = "QUYẾT ĐỊNH (DỰ THẢO)"
    letter.save(str(own))
    assert texts(opened(answer, workspace.folder))[0] == "QUYẾT ĐỊNH (DỰ THẢO)"


def test_terms_in_the_contents_keep_their_lines(workspace: Workspace, tmp_path: Path) -> None:
    parts = (Part("time_limit", "a) 5 ngày;\nb) 10 ngày."),)
    announce(workspace, item(name=CARD[1], code=CARD[0], parts=parts))
    table = opened(answered(workspace), tmp_path).tables[-1]
    assert _row(table, 2)[3] == "a) 5 ngày;\nb) 10 ngày."


def test_roman_figures() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 99)] == ["I", "IV", "IX", "XIV", "XL", "XCIX"]


def test_a_filled_draft_is_a_file_that_word_opens(answer: Answer, tmp_path: Path) -> None:
    assert list(faults(draft(answer, Signing(), tmp_path))) == []


def test_no_tag_of_the_template_is_left(answer: Answer, tmp_path: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(draft(answer, SIGNING, tmp_path)))
    body = package.read("word/document.xml").decode()
    assert not re.search(r"\{[{%]|[%}]\}", body)
    assert answer.day == DAY
    assert MINISTRY in body
