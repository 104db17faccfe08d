"""Lists with heads of other words, of two storeys or without any; rows that look like what they are not."""

from __future__ import annotations

import pytest

from extract.decision import Change, Decision, Level
from tests.extract.documents import (
    CODED_HEAD,
    Block,
    Box,
    Line,
    Paper,
    Prose,
    across,
    coded,
    decided,
    decided_capture,
    grid,
    head_of_annex,
    with_annex,
)

DIG, EXTEND = "Cấp giấy phép đào kênh", "Gia hạn giấy phép đào kênh"
LAW = "Nghị định số 11/2025/NĐ-CP"


def read(*annex: Block, title: str = "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH") -> Decision:
    return decided(with_annex(Paper(title=f"Về việc công bố {title}"), *head_of_annex(title=title), *annex))


def told(decision: Decision) -> list[tuple[str | None, str]]:
    return [(item.code, item.name) for item in decision.items]


BOTH = [("1.990001", DIG), ("1.990002", EXTEND)]


@pytest.mark.parametrize("head", ["Mã QG", "Số hiệu TTHC", "Ký hiệu", "TTHC (mã)", "Định danh"])
def test_a_column_of_codes_is_the_code_column_whatever_its_head_says(head: str) -> None:
    rows = (("1", "1.990001", DIG, LAW), ("2", "1.990002", EXTEND, LAW))
    assert told(read(grid(("TT", head, "Tên thủ tục hành chính", "Căn cứ pháp lý"), *rows))) == BOTH


def test_captures_too_are_read_by_what_their_columns_hold() -> None:
    rows = (("1", "1.990001", DIG, LAW), ("2", "1.990002", EXTEND, LAW))
    table = grid(("TT", "Định danh", "Tên thủ tục hành chính", "Căn cứ pháp lý"), *rows)
    assert told(decided_capture(with_annex(Paper(), *head_of_annex(), table))) == BOTH


@pytest.mark.parametrize(
    "head",
    [
        "Danh mục TTHC",
        "Tên các thủ tục hành chính",
        "Nội dung TTHC",
        "Lĩnh vực/Tên TTHC",
        "Thủ tục hành chính được ban hành",
        "Thủ tục",
    ],
)
def test_a_head_that_speaks_of_procedures_names_them(head: str) -> None:
    rows = (("1", "1.990001", DIG, LAW), ("2", "1.990002", EXTEND, LAW))
    decision = read(grid(("TT", "Mã số", head, "Căn cứ"), *rows))
    assert told(decision) == BOTH
    assert [item.basis for item in decision.items] == [LAW, LAW]


def test_beside_codes_the_column_of_longest_texts_names_procedures_but_less_surely() -> None:
    rows = (("1", "1.990001", DIG, LAW), ("2", "1.990002", EXTEND, LAW))
    decision = read(grid(("STT", "Mã số TTHC", "Việc", "Cơ sở pháp lý"), *rows))
    assert told(decision) == BOTH
    assert all(item.confidence < 0.95 for item in decision.items)


def test_a_table_that_counts_procedures_is_no_list() -> None:
    rows = (("1", "Thủy lợi", "12"), ("2", "Đất đai", "03"))
    assert read(grid(("STT", "Lĩnh vực", "Số lượng TTHC"), *rows)).items == ()


@pytest.mark.parametrize("head", ["Kết quả thực hiện", "Đơn vị thực hiện", "Biểu mẫu"])
def test_a_list_may_have_a_column_that_workflows_have(head: str) -> None:
    rows = (("1", "1.990001", DIG, "Giấy phép", LAW), ("2", "1.990002", EXTEND, "Giấy phép", LAW))
    assert told(read(grid(("STT", "Mã TTHC", "Tên TTHC", head, "Căn cứ"), *rows))) == BOTH


def test_a_list_without_a_head_is_told_by_its_content() -> None:
    decision = read(grid(("1", "1.990001", DIG, LAW), ("2", "1.990002", EXTEND, LAW)))
    assert told(decision) == BOTH
    assert [item.basis for item in decision.items] == [LAW, LAW]
    assert all(item.confidence < 0.95 for item in decision.items)


def test_a_table_without_a_head_outside_lists_is_none() -> None:
    decision = read(
        grid(CODED_HEAD, coded("1", "1.990001", DIG)),
        "PHỤ LỤC II",
        "QUY TRÌNH NỘI BỘ",
        grid(("1", "1.990002", EXTEND, "Sở Xây dựng")),
    )
    assert told(decision) == [("1.990001", DIG)]


def test_a_list_goes_on_behind_a_remark() -> None:
    decision = read(
        grid(CODED_HEAD, coded("1", "1.990001", DIG)),
        Prose("Ghi chú: các thủ tục có dấu (*) thực hiện toàn trình."),
        grid(coded("2", "1.990002", EXTEND)),
    )
    assert told(decision) == BOTH
    assert [item.agency for item in decision.items] == ["Sở Nông nghiệp và Môi trường"] * 2


REPLACED = "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ"
OVER = (
    "TTHC bị thay thế",
    "Thủ tục hành chính được thay thế",
    "TTHC cũ",
)


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("code", ["Mã TTHC", "Số hồ sơ TTHC"])
def test_the_upper_storey_tells_the_old_procedure_from_the_new(over: str, code: str, merged: bool) -> None:
    new = "TTHC mới" if over.endswith("cũ") else "Thủ tục hành chính thay thế"
    down = 2 if merged else 1
    upper: Line = (Box("STT", down=down), Box(over, across=2), Box(new, across=2), Box("Căn cứ", down=down))
    names = (code, "Tên TTHC", code, "Tên TTHC")
    lower: Line = names if merged else ("", *names, "")
    decision = read(grid(upper, lower, ("1", "1.990001", DIG, "1.990009", EXTEND, LAW)), title=REPLACED)
    (item,) = decision.items
    assert (item.change, item.code, item.name) == (Change.REPLACED, "1.990009", EXTEND)
    assert (item.replaces_code, item.replaced_name, item.basis) == ("1.990001", DIG, LAW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TTHC được thay thế", "TTHC thay thế"),
        ("Tên TTHC bị thay thế (mã TTHC)", "Tên TTHC thay thế (mã TTHC)"),
        ("Tên TTHC đã công bố", "Tên TTHC thay thế"),
    ],
)
def test_old_and_new_may_bear_their_codes_beside_their_names(old: str, new: str) -> None:
    row = ("1", f"{DIG} (1.990001)", f"{EXTEND} (1.990009)", LAW)
    (item,) = read(grid(("STT", old, new, "Căn cứ"), row), title=REPLACED).items
    assert (item.code, item.name) == ("1.990009", EXTEND)
    assert (item.replaces_code, item.replaced_name) == ("1.990001", DIG)


def test_a_list_of_old_procedures_alone_tells_no_new_code() -> None:
    head = ("STT", "Mã TTHC bị thay thế", "Tên TTHC bị thay thế", "Căn cứ")
    (item,) = read(grid(head, ("1", "1.990001", DIG, LAW)), title=REPLACED).items
    assert (item.change, item.code, item.replaces_code) == (Change.REPLACED, None, "1.990001")


def test_an_amended_procedure_is_called_by_its_new_name() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC trước khi sửa đổi", "Tên TTHC sau khi sửa đổi", "Căn cứ")
    (item,) = read(
        grid(head, ("1", "1.990001", DIG, EXTEND, LAW)), title="DANH MỤC TTHC ĐƯỢC SỬA ĐỔI, BỔ SUNG"
    ).items
    assert (item.change, item.code, item.name) == (Change.AMENDED, "1.990001", EXTEND)


def test_two_lists_side_by_side_are_never_sure() -> None:
    upper: Line = (Box("STT", down=2), Box("TTHC mới ban hành", across=2), Box("TTHC bị bãi bỏ", across=2))
    lower: Line = ("Mã TTHC", "Tên TTHC", "Mã TTHC", "Tên TTHC")
    (item,) = read(grid(upper, lower, ("1", "1.990001", DIG, "1.990009", EXTEND))).items
    assert item.confidence < 0.95


def test_ticks_below_levels_tell_the_level() -> None:
    merged = (Box(one, down=2) for one in ("STT", "Mã TTHC", "Tên TTHC"))
    upper: Line = (*merged, Box("Cấp thực hiện", across=3))
    rows: tuple[Line, ...] = (
        upper,
        ("Cấp Bộ", "Cấp tỉnh", "Cấp xã"),
        ("1", "1.990001", DIG, "", "x", ""),
        ("2", "1.990002", EXTEND, "", "X", "x"),
    )
    found = [(item.levels, item.level) for item in read(grid(*rows)).items]
    assert found == [((Level.PROVINCE,), Level.PROVINCE), ((Level.PROVINCE, Level.COMMUNE), None)]


@pytest.mark.parametrize("column", ["Ghi chú", "Nội dung công bố"])
def test_a_cell_that_names_only_a_kind_tells_the_kind_of_its_row(column: str) -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", column)
    rows = (
        ("1", "1.990001", DIG, "Bãi bỏ"),
        ("2", "1.990002", EXTEND, "TTHC được sửa đổi, bổ sung"),
        ("3", "1.990003", "Nạo vét kênh", "Bãi bỏ thành phần hồ sơ"),
    )
    kinds = [item.change for item in read(grid(head, *rows)).items]
    assert kinds == [Change.REPEALED, Change.AMENDED, Change.NEW]


def test_kept_procedures_are_listed() -> None:
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH GIỮ NGUYÊN"
    (item,) = read(grid(CODED_HEAD, coded("1", "1.990001", DIG)), title=title).items
    assert item.change is Change.LISTED


def names(decision: Decision) -> list[tuple[str, str | None]]:
    return [(item.name, item.field) for item in decision.items]


def test_a_bracket_that_counts_no_procedures_is_part_of_the_name() -> None:
    head = ("STT", "Tên thủ tục hành chính")
    kept = ("Phê duyệt kế hoạch nạo vét (05 năm)", "Kiểm tra đê điều (02 năm/lần)")
    decision = read(grid(head, ("1", kept[0]), ("2", kept[1])))
    assert [item.name for item in decision.items] == list(kept)


def test_names_in_capitals_beside_merged_cells_are_no_groups() -> None:
    head = ("STT", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện")
    rows: tuple[Line, ...] = (
        ("1", DIG.upper(), Box("Thủy lợi", down=2), Box("Sở Xây dựng", down=2)),
        ("2", EXTEND.upper()),
    )
    assert [item.name for item in read(grid(head, *rows)).items] == [DIG.upper(), EXTEND.upper()]


def test_a_numbered_row_over_columns_of_different_meaning_is_a_group() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Căn cứ")
    rows: tuple[Line, ...] = (
        ("1", Box("Thủy lợi", across=4)),
        ("1.1", "1.990001", DIG, "05 ngày", LAW),
        ("2", Box("Đê điều", across=4)),
        ("2.1", "1.990002", EXTEND, "03 ngày", LAW),
    )
    assert names(read(grid(head, *rows))) == [(DIG, "Thủy lợi"), (EXTEND, "Đê điều")]


def test_a_roman_row_whose_other_cells_are_empty_is_a_group() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Căn cứ")
    rows: tuple[Line, ...] = (
        ("I", "Thủy lợi", "", "", ""),
        ("1", "1.990001", DIG, "05 ngày", LAW),
        across("II. LĨNH VỰC ĐÊ ĐIỀU", 5),
        ("2", "1.990002", EXTEND, "03 ngày", LAW),
    )
    assert names(read(grid(head, *rows))) == [(DIG, "Thủy lợi"), (EXTEND, "Đê điều")]


def capture(*rows: Line) -> Decision:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Căn cứ")
    return decided_capture(with_annex(Paper(), *head_of_annex(), grid(head, *rows)))


def test_groups_of_captures_are_told_by_the_room_they_leave() -> None:
    decision = capture(
        ("1", "Lĩnh vực Thủy lợi"),
        ("1", "1.990001", DIG, "05 ngày", LAW),
        ("II. Đê điều",),
        ("2", "1.990002", EXTEND, "03 ngày", LAW),
    )
    assert names(decision) == [(DIG, "Thủy lợi"), (EXTEND, "Đê điều")]


def test_a_lettered_row_over_the_whole_width_names_a_field() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Căn cứ")
    rows: tuple[Line, ...] = (
        across("I. Lĩnh vực Thủy lợi", 5),
        ("1", "1.990001", DIG, "05 ngày", LAW),
        across("II. Đê điều", 5),
        ("2", "1.990002", EXTEND, "03 ngày", LAW),
    )
    assert names(read(grid(head, *rows))) == [(DIG, "Thủy lợi"), (EXTEND, "Đê điều")]


def test_a_name_may_begin_with_a_decision() -> None:
    name = "Quyết định thuê kênh"
    (item,) = capture(("1", "1.990001", name, "05 ngày")).items
    assert (item.name, item.basis) == (name, None)


def test_cases_of_a_procedure_are_none_of_their_own() -> None:
    head = ("STT", "Tên thủ tục hành chính", "Thời hạn", "Phí", "Căn cứ")
    rows = (
        ("1", DIG, "", "", LAW),
        ("a", "Đối với kênh cấp I", "15 ngày", "75.000 đồng", ""),
        ("b)", "Đối với kênh khác", "10 ngày", "50.000 đồng", ""),
        ("2", EXTEND, "05 ngày", "Không", LAW),
    )
    decision = read(grid(head, *rows))
    assert [item.name for item in decision.items] == [DIG, EXTEND]
    assert "2" in next(issue for issue in decision.issues if issue.category == "ignored_rows").message


def test_what_stands_beside_a_code_in_its_bracket_is_no_name() -> None:
    head = ("STT", "Tên thủ tục hành chính", "Căn cứ")
    decision = read(grid(head, ("1", f"{DIG} (Mã TTHC 1.990001, DVC toàn trình)", LAW)))
    assert told(decision) == [("1.990001", DIG)]


def test_words_in_a_column_without_a_meaning_are_a_doubt() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Cột lạ", "Căn cứ")
    sure, unsure = read(
        grid(head, ("1", "1.990001", DIG, "", LAW), ("2", "1.990002", EXTEND, "theo phương án", LAW))
    ).items
    assert sure.confidence == 0.99
    assert unsure.confidence < 0.95


def test_a_kind_that_nothing_states_is_a_doubt() -> None:
    title = "Về việc công bố Danh mục thủ tục hành chính lĩnh vực Thủy lợi"
    table = grid(CODED_HEAD, coded("1", "1.990001", DIG))
    (item,) = decided(with_annex(Paper(title=title), *head_of_annex(), table)).items
    assert item.change is Change.LISTED
    assert item.confidence < 0.95
