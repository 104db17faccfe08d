"""Text captures: bars, wraps, marks, the site around the document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, Paragraph, Table
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, capture


def read(text: str, limits: Limits = Limits()) -> Document:
    return read_bytes(text.encode(), "a.md", limits)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


LETTERHEAD = capture(
    [
        ["**ỦY BAN NHÂN DÂN**\nTỈNH THẢ DIỀU\n-------", "**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\nĐộc lập"],
        ["Số: 12/QĐ-UBND", "*Thả Diều, ngày 01\ntháng 02 năm 2025*"],
    ]
)
SIGNATURE = capture(
    [["Nơi nhận:\n- Như Điều 4;\n- Lưu: VT.", "**KT. CHỦ TỊCH**\nPHÓ CHỦ TỊCH\nNguyễn Văn Diều"]]
)
HEAD = ["**STT**", "**Mã**", "**Tên thủ tục**", "**Thời hạn**"]
LIST = capture(
    [HEAD, ["1", "1.000001", "Cấp phép thả\ndiều", "05 ngày"], ["2", "1.000002", "Gia hạn", "03 ngày"]]
)


def test_a_whole_decision() -> None:
    text = "\n".join(
        [
            LETTERHEAD,
            "**QUYẾT ĐỊNH**\nVỀ VIỆC CÔNG BỐ DANH MỤC\nTHỦ TỤC HÀNH CHÍNH",
            "**Điều 1. **Công bố kèm theo Quyết định này danh mục thủ tục hành chính được\nsửa đổi, bổ sung.",
            SIGNATURE,
            "**PHỤ LỤC**\nDANH MỤC THỦ TỤC HÀNH CHÍNH\n*(Kèm theo Quyết định số 12/QĐ-UBND)*",
            LIST,
        ]
    )
    found = read(text)
    letterhead, signature, listed = found.tables()
    assert rows(letterhead)[1] == ["Số: 12/QĐ-UBND", "Thả Diều, ngày 01 tháng 02 năm 2025"]
    assert rows(signature) == [
        ["Nơi nhận:\n- Như Điều 4;\n- Lưu: VT.", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn Diều"]
    ]
    assert rows(listed) == [
        ["STT", "Mã", "Tên thủ tục", "Thời hạn"],
        ["1", "1.000001", "Cấp phép thả diều", "05 ngày"],
        ["2", "1.000002", "Gia hạn", "03 ngày"],
    ]
    assert (listed.number, listed.proven) == (3, False)
    assert texts(found) == [
        "QUYẾT ĐỊNH",
        "VỀ VIỆC CÔNG BỐ DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính được sửa đổi, bổ sung.",
        "PHỤ LỤC",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "(Kèm theo Quyết định số 12/QĐ-UBND)",
    ]


CELLS = st.text("abcdeghiklm", min_size=3, max_size=9)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6))
def test_full_rows_are_found_again(body: list[list[str]]) -> None:
    numbered = [[str(number), *row[:3]] for number, row in enumerate(body, start=1)]
    (table,) = read(f"{PROSE}\n" + capture([HEAD, *numbered])).tables()
    assert rows(table)[1:] == numbered


def test_an_empty_cell_at_the_end_of_rows() -> None:
    body = [["1", "1.000001", "Một", ""], ["2", "1.000002", "Hai", ""], ["3", "1.000003", "Ba", "05 ngày"]]
    (table,) = read(f"{PROSE}\n" + capture([HEAD, *body])).tables()
    assert rows(table)[1:] == body


def test_an_empty_cell_in_mid_row() -> None:
    body = [["1", "1.000001", "Một", "05 ngày"], ["2", "1.000002", "", "05 ngày"], ["3", "", "Ba", "05 ngày"]]
    (table,) = read(f"{PROSE}\n" + capture([HEAD, *body])).tables()
    assert rows(table)[1:] == body


def test_grouping_rows_and_rows_short_of_merged_cells() -> None:
    body = [
        ["**I. LĨNH VỰC THẢ DIỀU**"],
        ["1", "1.000001", "Một", "05 ngày"],
        ["2", "1.000002", "Hai"],
        ["**II**", "**LĨNH VỰC KHÁC**"],
        ["1", "1.000003", "Ba", "05 ngày"],
    ]
    (table,) = read(f"{PROSE}\n" + capture([HEAD, *body])).tables()
    assert [len(row) for row in rows(table)] == [4, 1, 4, 3, 2, 4]
    assert table.n_cols == 4


def test_a_heading_between_two_lists_ends_the_first() -> None:
    other = capture([["**TT**", "**Tên**"], ["1", "Bốn"]])
    found = read(f"{PROSE}\n{LIST}\n**2. Danh mục thủ tục bị\nbãi bỏ**\n{other}")
    assert [table.n_rows for table in found.tables()] == [3, 2]
    assert texts(found) == [PROSE, "2. Danh mục thủ tục bị bãi bỏ"]


def test_two_header_rows() -> None:
    head = [["**STT**", "**Tên**", "**Dịch vụ công**"], ["**Toàn trình**", "**Một phần**"]]
    body = [["1", "Một", "x", "y"], ["2", "Hai", "x", "y"]]
    (table,) = read(f"{PROSE}\n" + capture([*head, *body])).tables()
    assert [len(row) for row in rows(table)] == [3, 2, 4, 4]


def test_text_after_the_last_table() -> None:
    found = read(f"{PROSE}\n{LIST}\n[1] Tên theo Cổng Dịch vụ công.")
    assert rows(found.tables()[0])[-1][-1] == "03 ngày"
    assert texts(found)[-1] == "[1] Tên theo Cổng Dịch vụ công."


def test_marks_are_taken_off() -> None:
    found = read(
        "## **Kết quả** năm 2021\n\n- **Cơ ****quan, đơn vị ****tiếp nhận:** Trung tâm\n\n__Số__ \\*(1) (*)"
    )
    assert texts(found) == ["Kết quả năm 2021", "- Cơ quan, đơn vị tiếp nhận: Trung tâm", "Số *(1) (*)"]
    first = found.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.bold


def test_cells_between_tabs_and_html_inside_them() -> None:
    text = (
        f"{PROSE}\n\nStt\tNội dung\tThời gian\n1\t<p>Một</p> <p>hai</p>\t\n\t<ul> <li>Ba</ul>\tQuý I\n\nHết."
    )
    found = read(text)
    (table,) = found.tables()
    assert rows(table) == [["Stt", "Nội dung", "Thời gian"], ["1", "Một\nhai", ""], ["", "Ba", "Quý I"]]
    assert texts(found)[-1] == "Hết."


def test_wrapped_lines() -> None:
    text = (
        "*Căn cứ Luật Thả diều ngày 01 tháng 01 năm 2025; Nghị định số 1/2025/NĐ-CP của\n"
        "Chính phủ về diều;\n"
        "Nghị định số 2/2025/NĐ-CP;*\n"
        "*Theo đề nghị của Giám đốc Sở.*\n"
        "**QUYẾT ĐỊNH:**\n"
        "**Điều 1.** Công bố danh\n"
        "mục **03** thủ tục, gồm:\n"
        "a) Một;\n"
        "b) Hai.\n"
        "Điều 2. Quyết định này có hiệu lực."
    )
    assert texts(read(text)) == [
        "Căn cứ Luật Thả diều ngày 01 tháng 01 năm 2025; Nghị định số 1/2025/NĐ-CP của Chính phủ về diều; "
        "Nghị định số 2/2025/NĐ-CP;",
        "Theo đề nghị của Giám đốc Sở.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Công bố danh mục 03 thủ tục, gồm:",
        "a) Một;",
        "b) Hai.",
        "Điều 2. Quyết định này có hiệu lực.",
    ]


def test_empty_lines_end_paragraphs() -> None:
    text = "Giao cho Vụ Tổ chức\n- Biên chế thuộc Bộ\n\nPhần sau.\n\nCác việc:\n- Một;\n- Hai.\n\nHết."
    found = texts(read(text * 3))
    assert found[:5] == [
        "Giao cho Vụ Tổ chức - Biên chế thuộc Bộ",
        "Phần sau.",
        "Các việc:",
        "- Một;",
        "- Hai.",
    ]


SITE_HEAD = "\n".join(
    [
        "|\n|\nBản dịch này thuộc quyền sở hữu của **\nTRANG LUẬT**.\n|\n|\nĐang tải văn bản...\n#",
        "**Số hiệu:**\n|\n12/QĐ-UBND\n|\n|\n**Loại văn bản:**\n|\nQuyết định\n|\n|",
        "**Tình trạng:**\n|\nĐã biết\n|",
        "## Tóm tắt của trang",
    ]
)
SITE_TAIL = "\n".join(
    [
        "Quyết định 12/QĐ-UBND năm 2025 công bố danh mục",
        "Văn bản này chưa cập nhật nội dung Tiếng Anh",
        "## Văn bản liên quan\nBan hành:\n21/11/2025\n**FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN**",
    ]
)


def test_the_site_around_the_document_is_left_out_and_told() -> None:
    found = read("\n".join([SITE_HEAD, LETTERHEAD, PROSE, SIGNATURE, "**PHỤ LỤC**", LIST, SITE_TAIL]))
    assert found.tables()[0].cells[0].text.startswith("ỦY BAN NHÂN DÂN")
    assert rows(found.tables()[-1])[-1] == ["2", "1.000002", "Gia hạn", "03 ngày"]
    assert texts(found) == [PROSE, "PHỤ LỤC"]
    (note,) = found.notes
    assert note.category == "site_text"
    assert dict(note.facts)["count"] == "16"
    assert "Đang tải văn bản" not in found.text()


def test_an_attached_file_within_the_document_is_told() -> None:
    attached = "**PHỤ LỤC**\n**FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN**"
    found = read("\n".join([SITE_HEAD, LETTERHEAD, PROSE, SIGNATURE, attached, SITE_TAIL]))
    assert [note.category for note in found.notes] == ["site_text", "attached_file"]
    assert texts(found)[-1] == "FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN"


def test_a_text_without_a_site_keeps_everything() -> None:
    found = read(f"Số hiệu ghi trên bìa.\n\n{PROSE}\n\nVề văn bản liên quan: không.")
    assert len(texts(found)) == 3
    assert found.notes == ()


def test_places_are_lines() -> None:
    found = read(f"{PROSE}\n{LIST}")
    assert found.blocks[0].place.path == "1-1"
    table = found.tables()[0]
    assert table.place.path == "3-28"
    assert table.cells[6].place.path == "16-17"


def test_cells_over_the_limit() -> None:
    assert len(read(LIST, replace(Limits(), cells=12)).tables()[0].cells) == 12
    with pytest.raises(DocumentError) as caught:
        read(LIST, replace(Limits(), cells=11))
    assert caught.value.category is Category.TOO_COMPLEX


@pytest.mark.parametrize(
    "text", ["|", "|\n|\n|", "|\nkiến", "kiến\n|", "|\n|\nkiến\n|\n|\n|\n|", "|\n \n|\nbướm\n|"]
)
def test_stray_bars(text: str) -> None:
    found = read(f"{PROSE}\n{text}\n")
    assert found.text().startswith(PROSE)
    for word in ("kiến", "bướm"):
        assert (word in found.text()) == (word in text)


def test_a_tick_neither_stands_alone_nor_begins_a_row() -> None:
    head = ["**STT**", "**Tên thủ tục**", "**Phí**", "**Căn cứ**", "**Toàn trình**", "**Một phần**"]
    full = [
        ["1", "Cấp phép thả diều", "Không", "- Luật Thả diều;", "", "x"],
        ["2", "Gia hạn giấy phép", "Không", "- Luật Thả diều;", "x", ""],
    ]
    merged = [["3", "Cấp lại giấy phép", "Không", "", "x"], ["4", "Thu hồi", "Không", "", "x"]]
    (table,) = read(capture([head, *full, *merged])).tables()
    assert rows(table)[1:] == [*full, *merged]
