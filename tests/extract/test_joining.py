"""Tables that a page's end has split."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.joining import Rest, is_footnote, join_pages, rests
from ingest.document import Block, Cell, Paragraph, Place, Table

HEAD = ("STT", "Mã TTHC", "Tên TTHC", "Căn cứ pháp lý")
ONE = ("1", "1.990001", "Nghiệm thu đập đất", "Luật Thủy lợi")
TWO = ("2", "1.990002", "Tháo nước hồ chứa", "Luật Đê điều")


def table(page: int | None, *rows: tuple[str, ...], proven: bool = True) -> Table:
    cells = tuple(
        Cell(at, col, text, text, Place(page)) for at, row in enumerate(rows) for col, text in enumerate(row)
    )
    return Table(page or 1, len(rows), len(rows[0]), cells, Place(page), proven)


def note(page: int | None, text: str) -> Paragraph:
    return Paragraph(text, text, Place(page))


def texts(blocks: list[Block]) -> list[list[list[str]]]:
    """The rows of the tables among the blocks."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return [[[cell.text for cell in row] for row in one.rows()] for one in tables]


def test_rows_go_on_over_the_page() -> None:
    assert texts(join_pages([table(1, HEAD, ONE), table(2, TWO)])) == [[[*HEAD], [*ONE], [*TWO]]]


def test_a_repeated_head_is_left_out() -> None:
    assert texts(join_pages([table(1, HEAD, ONE), table(2, HEAD, TWO)])) == [[[*HEAD], [*ONE], [*TWO]]]


def test_a_row_that_the_page_cut_is_one_row() -> None:
    cut = ("1", "1.990001", "Nghiệm thu", "Luật")
    rest = ("", "", "đập đất", "Thủy lợi")
    (joined,) = texts(join_pages([table(1, HEAD, cut), table(2, rest, TWO)]))
    assert [" ".join(text.split()) for text in joined[1]] == [*ONE]
    assert joined[2] == [*TWO]


def test_a_row_without_a_number_goes_on_where_what_follows_names_nothing() -> None:
    cut = ("", "1.990001", "Nghiệm thu đập đất", "Luật")
    rest = ("", "", "", "Thủy lợi")
    (joined,) = texts(join_pages([table(1, HEAD, cut), table(2, HEAD, rest, ("", *TWO[1:]))]))
    assert [" ".join(text.split()) for text in joined[1]] == ["", *ONE[1:]]
    assert joined[2] == ["", *TWO[1:]]
    named = ("", "", "Tháo nước hồ chứa", "")
    (apart,) = texts(join_pages([table(1, HEAD, cut), table(2, HEAD, named)]))
    assert apart[2] == [*named], "a row with a name of its own may be a procedure of its own"


def test_where_a_cut_row_goes_on_is_told() -> None:
    boxes = [Place(2, (50.0 * col, 60.0, 50.0 * col + 40, 80.0)) for col in range(4)]
    cells = tuple(Cell(0, col, text, text, boxes[col]) for col, text in enumerate(("", "", "đập", "")))
    below = Table(5, 1, 4, cells, Place(2))
    whole = table(3, TWO)
    assert rests([table(1, HEAD, ONE), below, whole]) == [Rest(1, 2, Place(2, (0.0, 60.0, 190.0, 80.0)))]


@pytest.mark.parametrize("divided_above", [False, True])
def test_columns_that_only_one_page_divides(divided_above: bool) -> None:
    total = [Cell(2, col, text, text, Place(2)) for col, text in enumerate(("Tổng:", "", "", "02", "TTHC"))]
    wide = [replace(cell, colspan=1 + (cell.col == 3)) for cell in table(2, HEAD, TWO).cells]
    divided = Table(2, 3, 5, (*wide, *total), Place(2))
    plain = table(1, HEAD, ONE)
    if divided_above:
        pages = [replace(divided, place=Place(1)), replace(plain, place=Place(2))]
        rows = [[*HEAD], [*TWO], ["Tổng:", "", "", "02", "TTHC"], [*ONE]]
    else:
        pages, rows = [plain, divided], [[*HEAD], [*ONE], [*TWO], ["Tổng:", "", "", "02", "TTHC"]]
    assert texts(join_pages(list(pages))) == [rows]


def test_over_three_pages() -> None:
    three = ("3", "1.990003", "Sửa chữa cống", "Luật Thủy lợi")
    assert texts(join_pages([table(1, HEAD, ONE), table(2, TWO), table(3, three)])) == [
        [[*HEAD], [*ONE], [*TWO], [*three]]
    ]


def test_a_footnote_between_interrupts_nothing() -> None:
    blocks = join_pages([table(1, HEAD, ONE), note(1, "[1] Sửa đổi năm 2025."), table(2, TWO)])
    assert texts(blocks) == [[[*HEAD], [*ONE], [*TWO]]]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["[1] Sửa đổi năm 2025."]


@pytest.mark.parametrize(
    "blocks",
    [
        [table(1, HEAD, ONE), table(3, TWO)],
        [table(1, HEAD, ONE), note(1, "B. DANH MỤC BỊ BÃI BỎ"), table(2, TWO)],
        [table(1, HEAD, ONE), table(2, ("STT", "Tên TTHC", "Mã TTHC", "Phí, lệ phí"), ("1", "a", "b", "c"))],
        [table(1, HEAD, ONE), table(2, ("1", "Nghiệm thu", "Luật"))],
        [table(1, HEAD, ONE, proven=False), table(2, TWO, proven=False)],
    ],
)
def test_what_is_not_joined(blocks: list[Block]) -> None:
    assert join_pages(blocks) == blocks


def test_nothing_is_lost() -> None:
    blocks = join_pages([table(1, HEAD, ONE), table(2, ("", "", "(tiếp)", ""), TWO)])
    words = " ".join(text for one in texts(blocks) for row in one for text in row)
    assert all(text in words for text in (*ONE, *TWO, "(tiếp)"))


@pytest.mark.parametrize(
    ("text", "expected"), [("[1] Xem", True), ("1 Xem", True), ("A. Xem", False), ("Xem", False)]
)
def test_footnotes(text: str, expected: bool) -> None:
    assert is_footnote(note(1, text)) is expected
