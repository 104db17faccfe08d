"""Tables without rules: rows told by ordinals, over pages, up to where other text begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from ingest.document import Document, Paragraph, Table
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Sheet, fonts

EDGES = (70, 110, 180, 330, 430)
HEAD = ("STT", "Mã TTHC", "Tên thủ tục", "Thời hạn", "Căn cứ pháp lý")
SIZE, STEP, ROOM = 11, 14.5, 4.0
WORDS = ("cấp", "phép", "thả", "diều", "ban", "đêm", "tại", "khu", "dân", "cư", "cho", "hộ", "sáo")


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts()


@dataclass(frozen=True)
class Row:
    """The lines of a row's cells; a cell with its text in the middle, not at the top, is `low`."""

    cells: tuple[tuple[str, ...], ...]
    low: frozenset[int] = frozenset()

    @property
    def height(self) -> float:
        return STEP * max(map(len, self.cells)) + ROOM

    @property
    def texts(self) -> list[str]:
        return [" ".join(cell) for cell in self.cells]


def head(sheet: Sheet, y: float) -> float:
    for x, text in zip(EDGES, HEAD, strict=True):
        sheet.text(x, y, text, size=SIZE, bold=True)
    return y + STEP + ROOM


def draw(sheet: Sheet, rows: Sequence[Row], y: float) -> float:
    """Draw rows from a baseline on; returns where the next one would begin."""
    for row in rows:
        for column, (x, lines) in enumerate(zip(EDGES, row.cells, strict=True)):
            shift = (row.height - ROOM - STEP * len(lines)) / 2 if column in row.low else 0
            for number, line in enumerate(lines):
                sheet.text(x, y + shift + STEP * number, line, size=SIZE)
        y += row.height
    return y


def numbered(number: int, name: Sequence[str], basis: Sequence[str], *, low: bool = False) -> Row:
    cells = ((str(number),), (f"1.0{number:05}",), tuple(name), ("05 ngày",), tuple(basis))
    return Row(cells, frozenset({0, 1, 3} if low else ()))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def read_rows(table: Table) -> list[list[str]]:
    return [[" ".join(cell.text.split()) for cell in row] for row in table.rows()]


def sentences(lines: int) -> st.SearchStrategy[list[str]]:
    """So many full lines of a column; the first begins with a capital."""
    words = st.lists(st.sampled_from(WORDS), min_size=4, max_size=4)
    made = st.lists(words, min_size=1, max_size=lines)
    return made.map(lambda rows: [" ".join(rows[0]).capitalize(), *(" ".join(row) for row in rows[1:])])


@given(st.lists(st.tuples(sentences(3), sentences(5)), min_size=1, max_size=5), st.booleans())
@settings(deadline=None, max_examples=40)
def test_rows_are_told_wherever_their_ordinals_stand(
    drawn: list[tuple[list[str], list[str]]], low: bool
) -> None:
    rows = [numbered(number, *cells, low=low) for number, cells in enumerate(drawn, start=1)]
    sheet = Sheet()
    end = sheet.wrapped(70, 60, 450, PROSE, indent=30)
    draw(sheet, rows, head(sheet, end + 25))
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert read_rows(table) == [list(HEAD), *(row.texts for row in rows)]


FIRST = numbered(1, ["Cấp phép thả diều", "ban đêm"], ["- Luật Thả diều;", "- Nghị định số 1."])
SECOND = numbered(2, ["Gia hạn giấy phép"], ["- Luật Thả diều."])


@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_cut_by_the_page_end_goes_on(repeated: bool) -> None:
    sheet = Sheet()
    sheet.wrapped(70, 60, 450, PROSE, indent=30)
    draw(
        sheet, [SECOND, numbered(3, ["Thu hồi giấy phép", "thả diều đối với"], ["- Luật;"])], head(sheet, 760)
    )
    sheet.page()
    rest = Row(((), (), ("hộ gia đình",), (), ("- Nghị định số 1.",)))
    draw(sheet, [rest, numbered(4, ["Cấp lại"], ["- Luật Thả diều."])], head(sheet, 60) if repeated else 60)
    upper, lower = read_bytes(sheet.data(), "a").tables()
    below = read_rows(lower)[1:] if repeated else read_rows(lower)
    assert below == [rest.texts, ["4", "1.000004", "Cấp lại", "05 ngày", "- Luật Thả diều."]]
    assert read_rows(upper)[-1][0] == "3"
    assert upper.proven
    assert lower.proven


@pytest.mark.parametrize("size", [SIZE, 14])
def test_headings_and_text_after_the_rows_are_not_rows(size: int) -> None:
    sheet = Sheet()
    end = draw(sheet, [FIRST, SECOND], head(sheet, 80))
    sheet.text(90, end + 8, "B. QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC", size=size, bold=True)
    sheet.wrapped(70, end + 40, 450, PROSE, indent=30)
    document = read_bytes(sheet.data(), "a")
    (table,) = document.tables()
    assert [row[0] for row in read_rows(table)] == ["STT", "1", "2"]
    assert texts(document) == ["B. QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC", PROSE]


def test_a_heading_with_rows_below_groups_them() -> None:
    sheet = Sheet()
    end = draw(sheet, [FIRST], head(sheet, 80))
    sheet.text(74, end, "B. CẤP XÃ TRÊN ĐỊA BÀN TOÀN TỈNH THẢ DIỀU (01 TTHC)", size=SIZE, bold=True)
    draw(sheet, [SECOND], end + STEP + ROOM)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [row[0] for row in read_rows(table)][2:] == [
        "B. CẤP XÃ TRÊN ĐỊA BÀN TOÀN TỈNH THẢ DIỀU (01 TTHC)",
        "2",
    ]


def test_a_text_in_the_middle_of_two_rows_is_a_merged_cell() -> None:
    sheet = Sheet()
    one = numbered(1, ["Cấp phép thả diều", "ban đêm"], ["- Luật Thả diều;", "- Nghị định."])
    two = numbered(2, ["Gia hạn giấy phép", "thả diều"], ["- Luật Thả diều;", "- Thông tư."])
    rows = [Row((*row.cells[:3], (), row.cells[4]), frozenset({0, 1})) for row in (one, two)]
    start = head(sheet, 80)
    draw(sheet, rows, start)
    sheet.text(EDGES[3], start + (sum(row.height for row in rows) - ROOM - STEP) / 2, "05 ngày", size=SIZE)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [(cell.row, cell.rowspan) for cell in table.cells if cell.text == "05 ngày"] == [(1, 2)]


def test_a_heading_is_one_cell_though_rows_below_reach_further_left_than_their_head() -> None:
    sheet = Sheet()
    begun, last = "B. CẤP XÃ TRÊN ĐỊA BÀN", "TỈNH"
    x = 74 + pdfmetrics.stringWidth(begun, fonts()[1], SIZE) + 3
    for left, text in zip((70, 110, x + 80, x + 180), ("STT", "Tên", "Cơ quan", "Phí"), strict=True):
        sheet.text(left, 80, text, size=SIZE, bold=True)
    for left, text in ((74, begun), (x, last)):
        sheet.text(left, 80 + STEP + ROOM, text, size=SIZE, bold=True)
    for number in (1, 2):
        row = zip((70, 110, x + 12, x + 180), (str(number), "Cấp phép", "Sở", "Không"), strict=True)
        for left, text in row:
            sheet.text(left, 80 + (number + 1) * (STEP + ROOM), text, size=SIZE)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [row[0] for row in read_rows(table)] == ["STT", f"{begun} {last}", "1", "2"]


LAWS = ("- Luật Thả diều;", "- Nghị định số 1;", "- Nghị định số 2;", "- Thông tư số 1;", "- Thông tư số 2.")


def spans_of(sheet: Sheet, text: str) -> list[tuple[int, int]]:
    (table,) = read_bytes(sheet.data(), "a").tables()
    return [(cell.row, cell.rowspan) for cell in table.cells if text in cell.text]


@pytest.mark.parametrize("spread", [0, 1.5])
def test_lines_closer_over_a_border_than_rows_are_go_on_in_a_merged_cell(spread: float) -> None:
    sheet = Sheet()
    names = (["Cấp phép thả diều", "ban đêm tại"], ["Gia hạn giấy phép", "thả diều"])
    rows = [numbered(number, name, []) for number, name in enumerate(names, start=1)]
    start = head(sheet, 80)
    draw(sheet, rows, start)
    for number, law in enumerate(LAWS):
        sheet.text(EDGES[4], start + (STEP + spread) * number, law, size=SIZE)
    assert spans_of(sheet, LAWS[-1]) == [(1, 2)]


@pytest.mark.parametrize("spread", [0, 1.5])
def test_cells_that_begin_with_their_names_are_the_rows_own(spread: float) -> None:
    sheet = Sheet()
    y = head(sheet, 80)
    for number in (1, 2, 3):
        draw(sheet, [numbered(number, ["Cấp phép thả diều", "ban đêm tại"], [])], y)
        for at, law in enumerate(LAWS[: number + 1]):
            sheet.text(EDGES[4], y + (STEP + spread) * at, law, size=SIZE)
        y += max(2 * STEP + ROOM, (number + 1) * (STEP + spread) + ROOM)
    assert spans_of(sheet, LAWS[0]) == [(1, 1), (2, 1), (3, 1)]


def test_codes_tell_the_rows_that_have_no_ordinal() -> None:
    sheet = Sheet()
    rows = [numbered(1, ["Cấp phép thả diều"], ["- Luật."]), numbered(2, ["Gia hạn"], ["- Luật."])]
    bare = Row(((), *rows[1].cells[1:]), frozenset())
    draw(sheet, [rows[0], bare, numbered(3, ["Cấp lại"], ["- Luật."])], head(sheet, 80))
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [row[:3] for row in read_rows(table)][1:] == [
        ["1", "1.000001", "Cấp phép thả diều"],
        ["", "1.000002", "Gia hạn"],
        ["3", "1.000003", "Cấp lại"],
    ]
    assert table.proven


@pytest.mark.parametrize("parts", [("T", "T"), ("ST", "T"), ("S", "T", "T")])
def test_a_head_broken_into_letters_begins_a_table(parts: tuple[str, ...]) -> None:
    sheet = Sheet()
    for number, part in enumerate(parts):
        sheet.text(EDGES[0], 80 + STEP * number, part, size=SIZE, bold=True)
    for x, text in zip(EDGES[1:], HEAD[1:], strict=True):
        sheet.text(x, 80, text, size=SIZE, bold=True)
    draw(sheet, [FIRST, SECOND], 80 + STEP * len(parts) + ROOM)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [row[0].replace(" ", "") for row in read_rows(table)] == ["".join(parts), "1", "2"]


def test_prose_on_the_next_page_is_no_row() -> None:
    sheet = Sheet()
    draw(sheet, [FIRST, SECOND], head(sheet, 700))
    sheet.page()
    sheet.wrapped(70, 60, 450, PROSE, indent=30)
    document = read_bytes(sheet.data(), "a")
    assert len(document.tables()) == 1
    assert texts(document) == [PROSE]
