"""Rows and columns: merged cells, heads of two storeys, repeated heads, totals, notes, split rows."""

from __future__ import annotations

import pytest

from extract.decision import Decision, Item
from tests.extract.documents import (
    CODED_HEAD,
    NEW_HEAD,
    PROVINCE_HEAD,
    Block,
    Box,
    Line,
    Paper,
    Prose,
    across,
    coded,
    decided,
    grid,
    head_of_annex,
    plain_row,
    provincial,
    with_annex,
)

FIRST = "Cấp giấy phép đào kênh"
SECOND = "Nghiệm thu đập đất"
THIRD = "Tháo nước hồ chứa"
BASIS = "Nghị định số 11/2025/NĐ-CP"


def decision(*annex: Block) -> Decision:
    return decided(with_annex(Paper(), *head_of_annex(), *annex))


def items(*annex: Block) -> tuple[Item, ...]:
    return decision(*annex).items


def names(*annex: Block) -> list[str]:
    return [item.name for item in items(*annex)]


def test_columns_give_their_facts() -> None:
    (item,) = items(grid(PROVINCE_HEAD, provincial("01", "1.990001", FIRST)))
    assert (item.ordinal, item.code, item.name) == ("01", "1.990001", FIRST)
    assert (item.time_limit, item.fee, item.basis) == ("05 ngày làm việc", "Không", BASIS)
    assert item.agency is None
    assert item.confidence == pytest.approx(0.99)


def test_columns_in_any_order() -> None:
    head = (
        "TT",
        "Tên TTHC",
        "Mã TTHC",
        "Thời gian giải quyết",
        "Cơ sở pháp lý",
        "Cơ quan thực hiện",
        "Ghi chú",
    )
    (item,) = items(grid(head, ("1", FIRST, "1.990001", "03 ngày", BASIS, "UBND cấp xã", "x")))
    assert (item.code, item.name, item.time_limit) == ("1.990001", FIRST, "03 ngày")
    assert (item.basis, item.agency) == (BASIS, "UBND cấp xã")


def test_merged_basis_counts_for_all_rows() -> None:
    table = grid(
        ("STT", "Mã TTHC", "Tên TTHC", "Căn cứ pháp lý"),
        ("1", "1.990001", FIRST, Box(BASIS, down=3)),
        ("2", "1.990002", SECOND),
        ("3", "1.990003", THIRD),
    )
    assert [(item.code, item.name, item.basis) for item in items(table)] == [
        ("1.990001", FIRST, BASIS),
        ("1.990002", SECOND, BASIS),
        ("1.990003", THIRD, BASIS),
    ]


def test_merged_cell_in_the_middle_of_a_row() -> None:
    table = grid(
        CODED_HEAD,
        ("1", "1.990001", FIRST, "Thủy lợi", Box(BASIS, down=2), "Sở Xây dựng"),
        ("2", "1.990002", SECOND, "Đê điều", "Sở Y tế"),
    )
    assert [(item.field, item.basis, item.agency) for item in items(table)] == [
        ("Thủy lợi", BASIS, "Sở Xây dựng"),
        ("Đê điều", BASIS, "Sở Y tế"),
    ]


SPLIT_TIME = (
    (
        Box("STT", down=2),
        Box("Mã TTHC", down=2),
        Box("Tên TTHC", down=2),
        Box("Thời hạn giải quyết", across=2),
        Box("Căn cứ pháp lý", down=2),
    ),
    ("Theo quy định", "Sau cắt giảm"),
)


def test_head_of_two_storeys_with_a_split_time() -> None:
    found = items(
        grid(
            *SPLIT_TIME,
            ("1", "1.990001", FIRST, "10 ngày", "05 ngày", BASIS),
            ("2", "1.990002", SECOND, "20 ngày", "15 ngày", BASIS),
        )
    )
    assert [(item.code, item.name, item.basis) for item in found] == [
        ("1.990001", FIRST, BASIS),
        ("1.990002", SECOND, BASIS),
    ]
    assert [item.time_limit for item in found] == ["10 ngày", "20 ngày"]


@pytest.mark.parametrize(
    ("wide", "left", "right"),
    [
        ("Dịch vụ công trực tuyến", "Toàn trình", "Một phần"),
        ("Cách thức thực hiện", "Mức độ DVC", "Thực hiện qua BCCI"),
        ("Thời hạn giải quyết", "Theo quy định", "NQ số 66/NQ-CP"),
    ],
)
def test_second_storey_is_no_row(wide: str, left: str, right: str) -> None:
    head = (Box("STT", down=2), Box("Tên TTHC", down=2), Box(wide, across=2), Box("Phí, lệ phí", down=2))
    found = decision(grid(head, (left, right), ("1", FIRST, "x", "", "Không")))
    assert [(item.name, item.fee) for item in found.items] == [(FIRST, "Không")]


def test_code_named_in_a_second_head_row() -> None:
    head = ("STT", "Tên TTHC", "Lĩnh vực", "Phí, lệ phí")
    table = grid(head, ("", "Mã TTHC", "", ""), ("1", f"{FIRST}\n1.990001", "Thủy lợi", "Không"))
    assert [(item.code, item.name) for item in items(table)] == [("1.990001", FIRST)]


def test_second_storey_without_merged_cells() -> None:
    head = ("STT", "Tên TTHC", Box("Dịch vụ công trực tuyến", across=2), "Phí, lệ phí")
    found = items(grid(head, ("", "", "Toàn trình", "Một phần", ""), ("1", FIRST, "x", "", "Không")))
    assert [(item.name, item.fee) for item in found] == [(FIRST, "Không")]


@pytest.mark.parametrize("mark", ["Như trên", "như trên", "Như trên.", "NT", "- Như trên"])
def test_as_above_takes_the_cell_above(mark: str) -> None:
    head = ("STT", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí", "Căn cứ pháp lý")
    found = items(
        grid(
            head,
            ("1", FIRST, "05 ngày", "Không", BASIS),
            ("2", SECOND, mark, mark, mark),
            ("3", THIRD, "07 ngày", mark, mark),
        )
    )
    assert [(item.time_limit, item.fee, item.basis) for item in found] == [
        ("05 ngày", "Không", BASIS),
        ("05 ngày", "Không", BASIS),
        ("07 ngày", "Không", BASIS),
    ]


@pytest.mark.parametrize("sign", ["-", "–", "…", "..."])
def test_signs_for_nothing(sign: str) -> None:
    (item,) = items(grid(("STT", "Tên TTHC", "Phí, lệ phí"), ("1", FIRST, sign)))
    assert item.fee is None


@pytest.mark.parametrize(
    "total",
    [
        across("Tổng cộng: 02 TTHC", 4),
        across("Tổng số: 02 TTHC", 4),
        ("", "Tổng số danh mục TTHC công bố:", "02", "TTHC"),
        ("", "- Cấp tỉnh:", "02", "TTHC"),
        ("", "Tổng cộng", "", "02"),
        across("Tổng số Danh mục có 02 TTHC cấp tỉnh./.", 4),
        across("Chú thích: Tại cột “Tên VBQPPL” là văn bản sau đây: Nghị định số 11/2025/NĐ-CP", 4),
        across("Ghi chú: Phần in nghiêng là nội dung được sửa đổi.", 4),
    ],
)
def test_totals_and_notes_are_counted_and_no_items(total: Line) -> None:
    found = decision(grid(NEW_HEAD, plain_row("1", FIRST), plain_row("2", SECOND), total))
    assert [item.name for item in found.items] == [FIRST, SECOND]
    assert [dict(issue.facts)["count"] for issue in found.issues if issue.category == "ignored_rows"] == ["1"]


@pytest.mark.parametrize("index", ["({})", "{}"])
def test_index_row_under_the_head(index: str) -> None:
    numbers = tuple(index.format(n) for n in range(1, 7))
    found = decision(grid(CODED_HEAD, numbers, coded("1", "1.990001", FIRST)))
    assert [item.name for item in found.items] == [FIRST]
    assert [dict(issue.facts)["reasons"] for issue in found.issues] == ["index 1"]


def test_head_repeated_in_mid_table() -> None:
    table = grid(NEW_HEAD, plain_row("1", FIRST), NEW_HEAD, plain_row("2", SECOND))
    assert names(table) == [FIRST, SECOND]


def test_second_table_without_head_goes_on() -> None:
    found = items(grid(CODED_HEAD, coded("1", "1.990001", FIRST)), grid(coded("2", "1.990002", SECOND)))
    assert [(item.code, item.name, item.basis) for item in found] == [
        ("1.990001", FIRST, BASIS),
        ("1.990002", SECOND, BASIS),
    ]


def test_second_table_with_other_columns() -> None:
    other = ("STT", "Tên TTHC", "Mã TTHC", "Phí, lệ phí")
    found = items(
        grid(CODED_HEAD, coded("1", "1.990001", FIRST)), grid(other, ("1", SECOND, "1.990002", "Không"))
    )
    assert [(item.code, item.name, item.fee) for item in found] == [
        ("1.990001", FIRST, None),
        ("1.990002", SECOND, "Không"),
    ]


@pytest.mark.parametrize(
    "ordinals", [("01", "02", "3"), ("1.", "2.", "3"), ("1", "1", "1"), ("32", "33", "33"), ("", "", "")]
)
def test_numbering_of_any_kind(ordinals: tuple[str, str, str]) -> None:
    rows = [
        coded(nth, f"1.99000{at}", name)
        for at, (nth, name) in enumerate(zip(ordinals, (FIRST, SECOND, THIRD), strict=True))
    ]
    assert names(grid(CODED_HEAD, *rows)) == [FIRST, SECOND, THIRD]


def test_empty_ordinal_in_a_list_without_codes() -> None:
    assert names(grid(NEW_HEAD, plain_row("1", FIRST), plain_row("", SECOND))) == [FIRST, SECOND]


def test_name_cut_by_the_end_of_the_page() -> None:
    found = items(
        grid(CODED_HEAD, coded("1", "1.990001", "Gia hạn")),
        grid(("", "", "giấy phép đào kênh nhóm IV", "", "", "")),
    )
    assert [(item.code, item.name) for item in found] == [("1.990001", "Gia hạn giấy phép đào kênh nhóm IV")]


def test_basis_that_goes_on_over_the_page() -> None:
    found = items(
        grid(CODED_HEAD, ("1", "1.990001", FIRST, "Thủy lợi", "Nghị định số", "Sở Xây dựng")),
        grid(("", "", "", "", "11/2025/NĐ-CP", ""), coded("2", "1.990002", SECOND)),
    )
    assert [(item.name, item.basis) for item in found] == [(FIRST, BASIS), (SECOND, BASIS)]


def test_split_name_column_of_name_and_case() -> None:
    table = grid(
        ("STT", Box("Tên thủ tục hành chính", across=2), "Thời hạn giải quyết"),
        ("1", Box(FIRST, down=2), "Kênh liên xã", "05 ngày"),
        (Box("2"), "Kênh nội đồng", "03 ngày"),
    )
    assert {FIRST} == {item.name[: len(FIRST)] for item in items(table)}


def test_one_cell_divided_below_one_name_is_one_item() -> None:
    table = grid(
        ("STT", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí"),
        (Box("1", down=2), Box(FIRST, down=2), "05 ngày với kênh nhỏ", "Không"),
        ("10 ngày với kênh lớn", "Không"),
        ("2", SECOND, "05 ngày", "Không"),
    )
    assert names(table) == [FIRST, SECOND]


def test_prose_between_tables_does_not_stop_the_list() -> None:
    found = names(
        grid(CODED_HEAD, coded("1", "1.990001", FIRST)),
        Prose("Ghi chú: phần chữ in nghiêng là nội dung được sửa đổi, bổ sung."),
        grid(CODED_HEAD, coded("2", "1.990002", SECOND)),
    )
    assert found == [FIRST, SECOND]


LIKE_HEADS = [
    ("Cơ quan thực hiện", "Cơ quan chuyên môn về thủy lợi thuộc UBND cấp tỉnh"),
    ("Mức độ DVC", "Toàn trình"),
    ("Dịch vụ công trực tuyến", "Một phần"),
    ("Cách thức thực hiện", "Trực tuyến"),
    ("Phí, lệ phí", "Phí thẩm định: 200.000 đồng"),
    ("Thời hạn giải quyết", "Thời hạn 05 ngày làm việc"),
    ("Căn cứ pháp lý", "Văn bản quy định về đê điều"),
    ("Lĩnh vực", "Lĩnh vực đê điều"),
]


@pytest.mark.parametrize(("column", "cell"), LIKE_HEADS)
@pytest.mark.parametrize(
    "name",
    ["Cấp giấy phép đào kênh", "Tiếp nhận công trình thủy lợi", "Công việc chuyển nhượng công trình"],
)
def test_rows_that_sound_like_heads(name: str, column: str, cell: str) -> None:
    table = grid(("STT", "Tên TTHC", column), ("1", name, cell), ("2", f"{name} liên xã", cell))
    assert names(table) == [name, f"{name} liên xã"]


def test_first_row_without_a_number() -> None:
    table = grid(NEW_HEAD, ("", FIRST, "Thủy lợi", ""), ("", SECOND, "Thủy lợi", ""))
    assert names(table) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "name",
    [
        "Thủ tục thay đổi, bổ sung nội dung giấy phép đào kênh",
        "Thủ tục hành chính liên thông đăng ký khai sinh, cấp thẻ bảo hiểm",
        "Nhóm thủ tục liên thông đăng ký khai sinh",
        "Mục đích sử dụng đất đê: chuyển đổi",
        "Phần mềm vận hành hồ chứa: cấp quyền sử dụng",
    ],
)
def test_names_that_sound_like_groups(name: str) -> None:
    two = grid(("STT", "Tên thủ tục hành chính nội bộ"), ("1", name), ("2", SECOND))
    merged = grid(
        ("STT", "Tên TTHC", "Lĩnh vực", "Cơ quan thực hiện"),
        ("1", SECOND, Box("Thủy lợi", down=2), Box("Sở Xây dựng", down=2)),
        ("2", name),
    )
    assert names(two) == [name, SECOND]
    assert names(merged) == [SECOND, name]


@pytest.mark.parametrize("name", ["Cộng điểm ưu tiên cho thí sinh", "Cộng tác viên đê điều: công nhận"])
def test_names_that_sound_like_totals(name: str) -> None:
    assert names(grid(NEW_HEAD, plain_row("1", name), plain_row("2", SECOND))) == [name, SECOND]


def test_unknown_columns_do_not_hide_the_list() -> None:
    head = ("STT", "Tên TTHC", "Phi địa giới", "TTHC liên thông", "Cột lạ", "Phí, lệ phí")
    (item,) = items(grid(head, ("1", FIRST, "x", "X", "gì đó", "Không")))
    assert (item.name, item.fee) == (FIRST, "Không")


@pytest.mark.parametrize(
    "column",
    [
        "Quyết định công bố",
        "Quyết định đã công bố danh mục thủ tục hành chính",
        "Quyết định công bố danh mục thủ tục hành chính",
        "Tên văn bản đã công bố thủ tục hành chính",
        "Số thứ tự tại Quyết định công bố của Chủ tịch UBND tỉnh An Bình",
        "Số quyết định đã công bố TTHC bị bãi bỏ",
        "Quyết định công bố[2]",
    ],
)
def test_columns_of_earlier_decisions_are_no_basis(column: str) -> None:
    head = ("STT", "Mã TTHC[1]", "Tên TTHC", column)
    (item,) = items(grid(head, ("1", "1.990001", FIRST, "Quyết định số 158/QĐ-UBND ngày 02/3/2024")))
    assert (item.name, item.basis) == (FIRST, None)


def test_where_a_row_stands() -> None:
    (item,) = items("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", grid(NEW_HEAD, plain_row("1", FIRST)))
    assert (item.source.table, item.source.row, item.source.page) == (3, 2, None)
    assert item.source.path == "html/body/table[3]/tr[2]/td[1]"
    assert item.section == "PHỤ LỤC > A"
