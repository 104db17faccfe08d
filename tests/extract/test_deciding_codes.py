"""Codes and names wherever a row prints them, whole, broken or misprinted."""

from __future__ import annotations

import pytest

from extract.decision import Item
from tests.extract.documents import (
    CODED_HEAD,
    NEW_HEAD,
    Line,
    Paper,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    kinds,
    plain_row,
    with_annex,
)

NAME = "Cấp giấy phép đào kênh thoát nước"


def items(head: Line, *rows: Line) -> tuple[Item, ...]:
    return decided(with_annex(Paper(), *head_of_annex(), grid(head, *rows))).items


@pytest.mark.parametrize(
    ("printed", "tight"),
    [
        ("1.990001", "1.990001"),
        ("2.990001", "2.990001"),
        ("3.990001", "3.990001"),
        ("1.990001.H12", "1.990001.H12"),
        ("1.990001.000.00.00.H48", "1.990001.000.00.00.H48"),
        ("2.990001.00 0.00.00.H61", "2.990001.000.00.00.H61"),
        ("2.990001.000 .00.00.H61", "2.990001.000.00.00.H61"),
        ("2.990001.000.00.00.H 61", "2.990001.000.00.00.H61"),
        ("1.990001. H05", "1.990001.H05"),
        ("1.990001.\nH05", "1.990001.H05"),
        ("1.990 001", "1.990001"),
        ("1.\n990001", "1.990001"),
        ("1.990001.01", "1.990001.01"),
    ],
)
def test_code_column_whole_or_broken(printed: str, tight: str) -> None:
    (item,) = items(CODED_HEAD, coded("1", printed, NAME))
    assert (item.code, item.code_printed, item.name) == (tight[:8], tight, NAME)


@pytest.mark.parametrize(
    "cell",
    [
        f"{NAME}/ 1.990001.H50",
        f"{NAME}; 1.990001.H50",
        f"{NAME} (1.990001.H50)",
        f"{NAME} ( 1.990001.H50 )",
        f"{NAME}\n(1.990001.H50)",
        f"{NAME}\nMã TTHC: 1.990001.H50",
        f"{NAME} (Mã TTHC: 1.990001.H50)",
        f"{NAME} (Mã số TTHC 1.990001.H50)",
        f"{NAME} 1.990001.H50",
        f"{NAME}\n1.990001.H50",
        f"1.990001.H50 {NAME}",
        f"1.990001.H50\n{NAME}",
        f"{NAME} - 1.990001.H50",
        f"{NAME}[1] (1.990001.H50)",
    ],
)
@pytest.mark.parametrize("column", ["Tên TTHC", "Tên thủ tục hành chính/ Mã số TTHC"])
def test_code_inside_the_name_cell(cell: str, column: str) -> None:
    (item,) = items(("STT", column, "Thời hạn giải quyết"), ("1", cell, "05 ngày"))
    assert (item.code, item.code_printed, item.name) == ("1.990001", "1.990001.H50", NAME)


@pytest.mark.parametrize(
    "column",
    [
        "Tên thủ tục hành chính/ Mã số TTHC",
        "Tên TTHC/ Mã TTHC",
        "Tên thủ tục hành chính (Mã TTHC)",
        "Tên thủ tục hành chính (Mã thủ TTHC)",
        "Tên thủ tục hành chính (Mã thủ tục)",
        "Tên TTHC\nMã TTHC",
    ],
)
def test_heads_that_share_name_and_code(column: str) -> None:
    (item,) = items(("TT", column, "Lĩnh vực"), ("1", f"{NAME}\n1.990001", "Thủy lợi"))
    assert (item.code, item.name) == ("1.990001", NAME)


def test_code_after_the_time_limit_in_the_name_cell() -> None:
    cell = (
        f"{NAME}. Thời gian thực hiện: Mười (10) ngày làm việc kể từ ngày nhận hồ sơ. Mã TTHC: 1.990001.H35"
    )
    (item,) = items(("STT", "Tên TTHC", "Phí, lệ phí"), ("1", cell, "Không"))
    assert (item.code_printed, item.name) == ("1.990001.H35", NAME)
    assert item.time_limit == "Mười (10) ngày làm việc kể từ ngày nhận hồ sơ"


@pytest.mark.parametrize(
    "column", ["Số hồ sơ TTHC", "Mã số TTHC", "Mã TTHC", "Mã TTHC gốc", "Mã thủ tục", "Mã thủ tục hành chính"]
)
@pytest.mark.parametrize("first", ["STT", "Stt", "TT", "Số TT"])
def test_code_column_before_and_after_the_name(first: str, column: str) -> None:
    before = items((first, column, "Tên TTHC", "Lĩnh vực"), ("1", "1.990001", NAME, "Thủy lợi"))
    after = items((first, "Tên TTHC", column, "Lĩnh vực"), ("1", NAME, "1.990001", "Thủy lợi"))
    assert kinds(before) == kinds(after) == [("new", "1.990001", NAME)]


def test_no_code_at_all() -> None:
    (item,) = items(NEW_HEAD, plain_row("1", NAME))
    assert (item.code, item.code_printed, item.name) == (None, None, NAME)


@pytest.mark.parametrize("printed", ["1.014.111", "1.0125010", "1.01443", "B-BTP-258939-TT"])
def test_misprinted_code_is_kept_as_printed_and_signalled(printed: str) -> None:
    decision = decided(with_annex(Paper(), *head_of_annex(), grid(CODED_HEAD, coded("1", printed, NAME))))
    assert [(item.code, item.code_printed, item.name) for item in decision.items] == [(None, printed, NAME)]
    assert "malformed_code" in categories(decision)


@pytest.mark.parametrize("cell", ["", "-", "…"])
def test_empty_code_cell(cell: str) -> None:
    (item,) = items(CODED_HEAD, coded("1", cell, NAME))
    assert (item.code, item.code_printed, item.name) == (None, None, NAME)


def test_cell_that_says_there_is_no_code() -> None:
    decision = decided(
        with_annex(Paper(), *head_of_annex(), grid(CODED_HEAD, coded("1", "Không có mã số", NAME)))
    )
    assert [(item.code, item.name) for item in decision.items] == [(None, NAME)]
    assert "malformed_code" not in categories(decision)


def test_two_codes_in_one_row() -> None:
    (item,) = items(CODED_HEAD, coded("1", "1.990001\n2.990002", NAME))
    assert (item.code, item.code_printed, item.further_codes) == ("1.990001", "1.990001", ("2.990002",))


@pytest.mark.parametrize(
    "fee",
    ["2.000.000 đồng/hồ sơ", "2.500.000", "1.380 đồng", "10.000 đồng/th", "1.250.000đ", "1.200.000,0 đồng"],
)
def test_fees_are_no_codes(fee: str) -> None:
    (item,) = items(("STT", "Tên TTHC", "Phí, lệ phí"), ("1", NAME, fee))
    assert (item.code, item.code_printed, item.fee) == (None, None, fee)


@pytest.mark.parametrize(
    "name", ["Đấu nối trạm bơm 35kV và 0,4kV", "Thỏa thuận trạm bơm đến 03MW", "Thuê 1.380 ha đất"]
)
def test_figures_in_names_are_no_codes(name: str) -> None:
    (item,) = items(NEW_HEAD, plain_row("1", name))
    assert (item.code, item.code_printed, item.name) == (None, None, name)


def test_one_code_on_two_rows_is_signalled_not_merged() -> None:
    table = grid(CODED_HEAD, coded("1", "1.990001", NAME), coded("2", "1.990001", "Nghiệm thu đập đất"))
    decision = decided(with_annex(Paper(), *head_of_annex(), table))
    assert [item.code for item in decision.items] == ["1.990001", "1.990001"]
    assert categories(decision) == ["duplicate_code"]


def test_long_and_short_tails_in_one_table() -> None:
    rows = (coded("1", "1.990001.000.00.00.H13", NAME), coded("2", "1.990002.H13", "Nghiệm thu đập đất"))
    assert [item.code_printed for item in items(CODED_HEAD, *rows)] == [
        "1.990001.000.00.00.H13",
        "1.990002.H13",
    ]


def test_footnote_mark_is_no_part_of_the_name() -> None:
    assert [item.name for item in items(NEW_HEAD, plain_row("1", f"{NAME}[1]"))] == [NAME]


def test_name_over_several_lines_is_one_line() -> None:
    assert items(NEW_HEAD, plain_row("1", "Cấp giấy phép\nđào kênh\n\nthoát nước"))[0].name == NAME


def test_cyrillic_look_alikes_become_latin() -> None:
    cyrillic = NAME.replace("C", "С").replace("o", "о")
    assert cyrillic != NAME
    assert items(NEW_HEAD, plain_row("1", cyrillic))[0].name == NAME


def test_brackets_of_the_name_stay() -> None:
    name = "Cấp giấy phép đào kênh (trường hợp kênh liên tỉnh)"
    (item,) = items(("STT", "Tên TTHC/ Mã TTHC", "Lĩnh vực"), ("1", f"{name} (1.990001)", "Thủy lợi"))
    assert (item.code, item.name) == ("1.990001", name)


def test_same_name_at_two_levels_gives_two_rows() -> None:
    decision = decided(
        with_annex(
            Paper(),
            *head_of_annex(),
            grid(
                NEW_HEAD,
                ("A", "Thủ tục hành chính cấp tỉnh"),
                plain_row("1", NAME),
                ("B", "Thủ tục hành chính cấp xã"),
                plain_row("1", NAME),
            ),
        )
    )
    assert [(item.name, [level.value for level in item.levels]) for item in decision.items] == [
        (NAME, ["province"]),
        (NAME, ["commune"]),
    ]
    assert categories(decision) == []
