"""PDF files drawn for the purpose: tables, columns, wraps, running lines, turned pages, bad files."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Document, Paragraph
from ingest.errors import Category, DocumentError
from ingest.grid import grids
from ingest.limits import Limits
from ingest.readers.plumbed import rules_of
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Plan, Sheet, Spot, fonts, pdf_paper, plans, spots_of

SQUARE = Plan(2, 2, tuple(Spot(r, c, 1, 1, f"ô {r}.{c}") for r in range(2) for c in range(2)))


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def refused(data: bytes, limits: Limits = Limits()) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "a.pdf", limits)
    return caught.value


@given(plans(most=4))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_merged_grid_survives(plan: Plan) -> None:
    if any(not any(spot.row == row for spot in plan.spots) for row in range(plan.rows)):
        return
    if any(not any(spot.col == col for spot in plan.spots) for col in range(plan.cols)):
        return
    sheet = Sheet()
    sheet.grid(plan, 60, 100)
    found = read_bytes(sheet.data(), "a").tables()
    if len(plan.spots) == 1:
        assert found == []
        return
    assert spots_of(found[0]) == plan.spots
    assert found[0].proven


def test_the_careful_reader_sees_the_same_rules() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "Trang một")
    sheet.page()
    sheet.grid(SQUARE, 60, 100)
    first, second = rules_of(b"\n" * 2_000 + sheet.data(), [1, 2])
    assert first == []
    (grid,) = grids(second)
    assert [(one.row, one.col) for one in grid.fields] == [(spot.row, spot.col) for spot in SQUARE.spots]
    assert rules_of(b"%PDF-1.4 broken", [1, 2]) == [[], []]


def test_a_grid_with_a_gap_in_a_rule_is_told() -> None:
    sheet = Sheet()
    lines = ((60, 100, 220, 100), (60, 124, 140, 124), (60, 148, 220, 148))
    for line in (*lines, (60, 100, 60, 148), (220, 100, 220, 148), (140, 124, 140, 148)):
        sheet.line(*line)
    sheet.text(64, 115, "Thủ tục")
    found = read_bytes(sheet.data(), "a")
    (table,) = found.tables()
    assert not table.proven
    assert [note.category for note in found.notes] == ["page_unproven"]
    assert table.cells[0].text == "Thủ tục"


def test_thin_rectangles_are_rules() -> None:
    sheet = Sheet()
    sheet.grid(SQUARE, 60, 100, bars=True)
    (found,) = read_bytes(sheet.data(), "a").tables()
    assert spots_of(found) == SQUARE.spots


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_the_same(turn: int) -> None:
    sheet = Sheet()
    sheet.canvas.setPageRotation(turn)
    # Text drawn to stand upright on the page as it is shown.
    shift = {0: (0, 0), 90: (0, -842), 180: (-595, -842), 270: (-595, 0)}[turn]
    sheet.canvas.rotate(turn)
    sheet.canvas.translate(*shift)
    sheet.text(60, 60, "Danh mục thủ tục")
    sheet.grid(SQUARE, 60, 100)
    found = read_bytes(sheet.data(), "a")
    assert texts(found) == ["Danh mục thủ tục"]
    (table,) = found.tables()
    assert spots_of(table) == SQUARE.spots
    assert table.place.bbox == pytest.approx((60, 100, 220, 148), abs=1.5)
    assert (found.pages[0].width, found.pages[0].height) == (sheet.width, sheet.height)


def test_text_lying_on_an_upright_page() -> None:
    sheet = Sheet()
    sheet.canvas.rotate(90)
    sheet.canvas.translate(0, -595)
    sheet.width, sheet.height = 842, 595
    sheet.grid(SQUARE, 60, 100)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert spots_of(table) == SQUARE.spots


def test_every_block_and_cell_has_its_place() -> None:
    found = read_bytes(pdf_paper(), "a")
    (table,) = found.tables()
    assert table.place.page == 1
    assert table.place.bbox == pytest.approx((70, 200, 230, 224), abs=1)
    assert table.cells[1].place.bbox == pytest.approx((150, 200, 230, 224), abs=1)
    title = found.blocks[0]
    assert isinstance(title, Paragraph)
    assert (title.text, title.bold, title.centred) == ("QUYẾT ĐỊNH", True, True)
    assert title.place.bbox is not None
    assert title.place.bbox[1] < 80 < title.place.bbox[3]


def test_wrapped_lines_become_one_paragraph() -> None:
    sheet = Sheet()
    y = sheet.wrapped(70, 100.0, 450, PROSE, indent=30)
    y = sheet.wrapped(70, y, 450, f"{PROSE} {PROSE}", indent=30)
    sheet.wrapped(70, y, 450, "- Lưu: VT.", indent=30)
    assert texts(read_bytes(sheet.data(), "a")) == [PROSE, f"{PROSE} {PROSE}", "- Lưu: VT."]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    sheet = Sheet()
    sheet.wrapped(70, 700, 450, PROSE, indent=30)
    sheet.text(70, 760, "Giao cho các cơ quan và đơn vị có liên quan chịu trách nhiệm thi hành")
    sheet.page()
    sheet.text(70, 100, "quyết định này kể từ ngày ký.")
    found = read_bytes(sheet.data(), "a")
    assert texts(found)[-1].endswith("thi hành quyết định này kể từ ngày ký.")
    assert found.blocks[-1].place.page == 1
    assert found.pages[1].ignored == "continued"


def test_a_paragraph_goes_on_over_several_pages() -> None:
    sheet = Sheet()
    for number in range(4):
        for line in range(3):
            sheet.text(
                70, 300 + 15.6 * line, f"dòng {number}.{line} của một đoạn văn rất dài không hề có dấu chấm"
            )
        sheet.page()
    (found,) = texts(read_bytes(sheet.data(), "a"))
    assert [f"{number}.{line} " in found for number in range(4) for line in range(3)] == [True] * 12


def test_letterhead_and_signature_stand_in_columns() -> None:
    sheet = Sheet()
    for y, left, right in (
        (70, "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        (88, "TỈNH THẢ DIỀU", "Độc lập - Tự do - Hạnh phúc"),
        (120, "Số: 12/QĐ-UBND", "Thả Diều, ngày 01 tháng 02 năm 2025"),
    ):
        sheet.text(80, y, left)
        sheet.text(300, y, right)
    end = sheet.wrapped(70, 170, 450, PROSE, indent=30)
    sheet.text(70, end + 20, "Nơi nhận:", size=11)
    sheet.text(380, end + 25, "CHỦ TỊCH", bold=True)
    sheet.text(70, end + 38, "- Như Điều 4;", size=11)
    sheet.text(70, end + 51, "- Lưu: VT.", size=11)
    sheet.text(360, end + 100, "Nguyễn Văn Diều", bold=True)
    assert texts(read_bytes(sheet.data(), "a")) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH THẢ DIỀU",
        "Số: 12/QĐ-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "Độc lập - Tự do - Hạnh phúc",
        "Thả Diều, ngày 01 tháng 02 năm 2025",
        PROSE,
        "Nơi nhận:",
        "- Như Điều 4;",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Nguyễn Văn Diều",
    ]


def test_page_numbers_and_running_headers_are_told() -> None:
    sheet = Sheet()
    for number in range(1, 5):
        sheet.text(70, 40, "Công báo tỉnh Thả Diều")
        sheet.wrapped(70, 120, 450, PROSE, indent=30)
        sheet.centred(820, str(number))
        sheet.page()
    found = read_bytes(sheet.data(), "a")
    assert texts(found) == [PROSE] * 4
    (note,) = found.notes
    assert (note.category, dict(note.facts)["count"]) == ("running_lines", "8")


def test_text_in_narrow_cells() -> None:
    sheet = Sheet()
    sheet.grid(Plan(1, 2, (Spot(0, 0, 1, 1, ""), Spot(0, 1, 1, 1, ""))), 60, 100)
    for y, line in ((108, "Nghị định 5/NĐ-"), (120, "CP; Thông tư")):
        sheet.text(64, y, line, size=9)
    for y, line in ((108, "- Một;"), (120, "- Hai.")):
        sheet.text(144, y, line, size=9)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [cell.text for cell in table.cells] == ["Nghị định 5/NĐ-CP; Thông tư", "- Một;\n- Hai."]


def test_boldness_drawn_twice_is_read_once() -> None:
    sheet = Sheet()
    for shift in (0, 0.4):
        sheet.text(70 + shift, 100, "Danh mục thủ tục hành chính nội bộ")
    assert texts(read_bytes(sheet.data(), "a")) == ["Danh mục thủ tục hành chính nội bộ"]


def test_decomposed_letters_are_composed() -> None:
    sheet = Sheet()
    sheet.text(70, 100, "Thủ tục hành chính")
    assert texts(read_bytes(sheet.data(), "a")) == ["Thủ tục hành chính"]


def test_blank_pages_are_accounted_for() -> None:
    sheet = Sheet()
    sheet.text(70, 100, PROSE[:60])
    sheet.page()
    sheet.canvas.setFont(fonts()[0], 12)
    sheet.page()
    found = read_bytes(sheet.data(), "a")
    assert [page.ignored for page in found.pages] == [None, "blank"]


def test_junk_before_the_header() -> None:
    assert texts(read_bytes(b"\n" * 1_500 + pdf_paper(), "a"))[0] == "QUYẾT ĐỊNH"


def test_a_page_without_text_needs_recognition() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 200))
    canvas.rect(20, 20, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    assert refused(out.getvalue()).category is Category.NO_TEXT


def test_a_password() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("mở", ownerPassword="chủ", strength=128))
    canvas.drawString(70, 700, "abc")
    canvas.save()
    assert refused(out.getvalue()).category is Category.ENCRYPTED


def test_cut_short() -> None:
    data = pdf_paper()
    for length in (len(data) // 2, 60, 8):
        assert refused(data[:length]).category is Category.DAMAGED


def test_a_page_tree_that_points_to_itself() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    assert refused(data).category in {Category.DAMAGED, Category.NO_PAGES, Category.NO_TEXT}


def test_pages_at_the_limit_and_one_past_it() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.text(70, 300, PROSE[:60])
        sheet.page()
    data = sheet.data()
    assert len(read_bytes(data, "a", replace(Limits(), pages=3)).pages) == 3
    error = refused(data, replace(Limits(), pages=2))
    assert error.category is Category.TOO_COMPLEX
    assert "pages = 2" in str(error)


def test_drawn_lines_at_the_limit_and_one_past_it() -> None:
    sheet = Sheet()
    sheet.text(70, 60, PROSE[:60])
    for number in range(30):
        sheet.line(70, 100 + number, 200, 100 + number)
    data = sheet.data()
    assert texts(read_bytes(data, "a", replace(Limits(), page_paths=30)))
    error = refused(data, replace(Limits(), page_paths=29))
    assert (error.category, error.page) == (Category.TOO_COMPLEX, 1)


def test_a_huge_path_is_refused_quickly() -> None:
    sheet = Sheet()
    path = sheet.canvas.beginPath()
    for number in range(120_000):
        path.moveTo(number % 500, number // 500)
        path.lineTo(number % 500 + 1, number // 500)
    sheet.canvas.drawPath(path)
    assert refused(sheet.data()).category is Category.TOO_COMPLEX


def test_cells_over_the_limit() -> None:
    sheet = Sheet()
    sheet.grid(SQUARE, 60, 100)
    assert refused(sheet.data(), replace(Limits(), cells=3)).category is Category.TOO_COMPLEX


def without_rules(sheet: Sheet, y: float) -> float:
    """A list whose columns only stand under one another; returns where the next line may stand."""
    for x, text in ((70, "STT"), (150, "Tên thủ tục"), (400, "Thời hạn")):
        sheet.text(x, y, text, bold=True)
    sheet.text(75, y + 22, "I")
    sheet.text(110, y + 22, "LĨNH VỰC THẢ DIỀU (02 TTHC)", bold=True)
    sheet.text(75, y + 44, "1")
    sheet.text(110, y + 44, "Cấp phép thả diều vào ban đêm trong")
    sheet.text(110, y + 59.6, "khu dân cư")
    sheet.text(400, y + 44, "05 ngày làm việc")
    sheet.text(75, y + 82, "2")
    sheet.text(110, y + 82, "Gia hạn giấy phép")
    sheet.text(400, y + 82, "03 ngày")
    return y + 82


def test_a_list_without_rules() -> None:
    sheet = Sheet()
    end = sheet.wrapped(70, 80, 450, PROSE, indent=30)
    below = without_rules(sheet, end + 30)
    sheet.wrapped(70, below + 40, 450, PROSE, indent=30)
    found = read_bytes(sheet.data(), "a")
    (table,) = found.tables()
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["STT", "Tên thủ tục", "Thời hạn"],
        ["I", "LĨNH VỰC THẢ DIỀU (02 TTHC)", ""],
        ["1", "Cấp phép thả diều vào ban đêm trong khu dân cư", "05 ngày làm việc"],
        ["2", "Gia hạn giấy phép", "03 ngày"],
    ]
    assert table.proven
    assert texts(found) == [PROSE, PROSE]


def test_rows_without_ordinals_are_not_proven() -> None:
    sheet = Sheet()
    end = sheet.wrapped(70, 80, 450, PROSE, indent=30)
    below = without_rules(sheet, end + 30)
    sheet.text(110, below + 22, "Thu hồi giấy phép")
    found = read_bytes(sheet.data(), "a")
    assert [table.proven for table in found.tables()] == [False]
    assert [note.category for note in found.notes] == ["page_unproven"]


def test_repeated_heads_without_rules_are_no_running_lines() -> None:
    sheet = Sheet()
    for _ in range(3):
        without_rules(sheet, 60)
        sheet.wrapped(70, 300, 450, PROSE, indent=30)
        sheet.page()
    found = read_bytes(sheet.data(), "a")
    assert [table.cells[0].text for table in found.tables()] == ["STT"] * 3
    assert found.notes == ()
