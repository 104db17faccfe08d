"""Level (cấp) and field (lĩnh vực) of a row: groups, columns, agencies, title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Item
from tests.extract.documents import (
    CODED_HEAD,
    MINISTRY,
    NEW_HEAD,
    PROVINCE_HEAD,
    Block,
    Box,
    Line,
    Paper,
    across,
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
HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Căn cứ pháp lý")
SILENT = Paper(title="Về việc công bố thủ tục hành chính mới ban hành")


def row(ordinal: str, code: str, name: str) -> Line:
    return (ordinal, code, name, "Nghị định số 11/2025/NĐ-CP")


def items(*annex: Block, paper: Paper = MINISTRY) -> tuple[Item, ...]:
    return decided(with_annex(paper, *head_of_annex(), *annex)).items


def levels(*annex: Block, paper: Paper = MINISTRY) -> list[list[str]]:
    return [[level.value for level in item.levels] for item in items(*annex, paper=paper)]


def placed(*annex: Block, paper: Paper = SILENT) -> list[tuple[list[str], str | None]]:
    return [([level.value for level in item.levels], item.field) for item in items(*annex, paper=paper)]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("A. Thủ tục hành chính cấp Trung ương", ["central"]),
        ("A. Thủ tục hành chính cấp Bộ", ["central"]),
        ("B. Thủ tục hành chính cấp tỉnh", ["province"]),
        ("C. Thủ tục hành chính cấp huyện", ["district"]),
        ("D. Thủ tục hành chính cấp xã", ["commune"]),
        ("II. THỦ TỤC HÀNH CHÍNH CẤP XÃ", ["commune"]),
        ("I.2 Thủ tục hành chính cấp huyện (05 TTHC)", ["district"]),
        ("CẤP TỈNH", ["province"]),
        ("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", ["province"]),
        ("B. THỦ TỤC HÀNH CHÍNH THỰC HIỆN TẠI CẤP XÃ", ["commune"]),
        ("A. THỦ TỤC HÀNH CHÍNH ÁP DỤNG CHUNG", []),
        ("A. THỦ TỤC HÀNH CHÍNH ÁP DỤNG CHUNG (CẤP TỈNH, XÃ)", ["province", "commune"]),
        ("A. THỦ TỤC HÀNH CHÍNH ÁP DỤNG CHUNG (CẤP TÍNH, XÃ)", ["province", "commune"]),
        (
            "A. THỦ TỤC HÀNH CHÍNH DÙNG CHUNG (CẤP BỘ, CẤP TỈNH, CẤP XÃ)",
            ["central", "province", "commune"],
        ),
        ("A. Thủ tục hành chính dùng chung cho cấp tỉnh và cấp huyện", ["province", "district"]),
    ],
)
def test_level_of_the_heading_and_of_the_grouping_row(heading: str, expected: list[str]) -> None:
    table = (CODED_HEAD, ("1", "1.990001", FIRST, "Thủy lợi", "Nghị định số 11/2025/NĐ-CP", ""))
    assert levels(heading, grid(*table)) == [expected]
    assert levels(grid(table[0], across(heading, 6), table[1])) == [expected]


def test_shared_by_centre_and_localities_names_no_single_level() -> None:
    found = items(
        "I. THỦ TỤC HÀNH CHÍNH CẤP TRUNG ƯƠNG VÀ ĐỊA PHƯƠNG", grid(HEAD, row("1", "1.990001", FIRST))
    )
    assert [item.level for item in found] == [None]


def test_level_row_of_two_cells() -> None:
    table = grid(
        HEAD,
        ("A", "Thủ tục hành chính cấp trung ương"),
        row("1", "1.990001", FIRST),
        ("B", "Thủ tục hành chính cấp tỉnh"),
        row("1", "1.990002", SECOND),
        ("D", "Thủ tục hành chính cấp xã"),
        row("1", "1.990003", THIRD),
    )
    assert levels(table) == [["central"], ["province"], ["commune"]]


def test_level_above_the_head_row() -> None:
    table = grid(across("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", 4), HEAD, row("1", "1.990001", FIRST))
    assert levels(table) == [["province"]]


def test_level_above_the_head_row_is_nothing_passed_over() -> None:
    table = grid(across("THỦ TỤC HÀNH CHÍNH CẤP TỈNH", 4), HEAD, row("1", "1.990001", FIRST))
    assert decided(with_annex(Paper(), *head_of_annex(), table)).issues == ()


def test_head_again_before_each_level() -> None:
    table = grid(
        HEAD,
        across("A. Thủ tục hành chính cấp Trung ương", 4),
        row("1", "1.990001", FIRST),
        HEAD,
        across("B. Thủ tục hành chính cấp tỉnh", 4),
        row("1", "1.990002", SECOND),
    )
    assert levels(table) == [["central"], ["province"]]


LETTERED_LEVELS = grid(
    HEAD,
    across("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", 4),
    across("I. LĨNH VỰC ĐÊ ĐIỀU", 4),
    row("1", "1.990001", FIRST),
    across("II. LĨNH VỰC THỦY LỢI", 4),
    row("2", "1.990002", SECOND),
    across("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ", 4),
    across("I. LĨNH VỰC ĐÊ ĐIỀU", 4),
    row("3", "1.990003", THIRD),
)
ROMAN_LEVELS = grid(
    HEAD,
    ("I", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH"),
    ("A", "Lĩnh vực Đê điều"),
    row("1", "1.990001", FIRST),
    ("B", "Lĩnh vực Thủy lợi"),
    row("2", "1.990002", SECOND),
    ("II", "THỦ TỤC HÀNH CHÍNH CẤP XÃ"),
    ("A", "Lĩnh vực Đê điều"),
    row("3", "1.990003", THIRD),
)
LEVELS_AND_FIELDS = [(["province"], "Đê điều"), (["province"], "Thủy lợi"), (["commune"], "Đê điều")]


def test_levels_lettered_and_fields_roman() -> None:
    assert placed(LETTERED_LEVELS) == LEVELS_AND_FIELDS


def test_levels_roman_and_fields_lettered() -> None:
    assert placed(ROMAN_LEVELS) == LEVELS_AND_FIELDS


def test_level_under_field() -> None:
    table = grid(
        HEAD,
        across("I. LĨNH VỰC ĐÊ ĐIỀU (02 TTHC)", 4),
        across("I.1 Thủ tục hành chính cấp tỉnh (01 TTHC)", 4),
        row("1", "1.990001", FIRST),
        across("I.2 Thủ tục hành chính cấp huyện (01 TTHC)", 4),
        row("2", "1.990002", SECOND),
        across("II. LĨNH VỰC THỦY LỢI (01 TTHC)", 4),
        across("II.1 Thủ tục hành chính cấp xã (01 TTHC)", 4),
        row("3", "1.990003", THIRD),
    )
    assert placed(table) == [(["province"], "Đê điều"), (["district"], "Đê điều"), (["commune"], "Thủy lợi")]


def test_a_new_field_ends_the_level_of_the_field_before() -> None:
    table = grid(
        HEAD,
        across("I. LĨNH VỰC ĐÊ ĐIỀU", 4),
        across("1. Thủ tục hành chính cấp xã", 4),
        row("1", "1.990001", FIRST),
        across("II. LĨNH VỰC THỦY LỢI", 4),
        row("2", "1.990002", SECOND),
    )
    assert placed(table) == [(["commune"], "Đê điều"), ([], "Thủy lợi")]


def test_levels_in_tables_of_their_own() -> None:
    found = placed(
        "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
        "I. LĨNH VỰC ĐÊ ĐIỀU",
        grid(HEAD, row("1", "1.990001", FIRST)),
        "II. LĨNH VỰC THỦY LỢI",
        grid(HEAD, row("1", "1.990002", SECOND)),
        "B. THỦ TỤC HÀNH CHÍNH CẤP XÃ",
        "I. LĨNH VỰC ĐÊ ĐIỀU",
        grid(HEAD, row("1", "1.990003", THIRD)),
    )
    assert found == LEVELS_AND_FIELDS


def test_level_of_one_change_does_not_reach_into_the_next() -> None:
    paper = replace(SILENT, title="Về việc công bố thủ tục hành chính mới ban hành và bị bãi bỏ")
    decision = decided(
        with_annex(
            paper,
            *head_of_annex(),
            "I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
            "A. Thủ tục hành chính cấp tỉnh",
            grid(HEAD, row("1", "1.990001", FIRST)),
            "II. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
            "A. Thủ tục hành chính cấp xã",
            grid(HEAD, row("1", "1.990002", SECOND)),
        )
    )
    assert [(item.change.value, item.level and item.level.value) for item in decision.items] == [
        ("new", "province"),
        ("repealed", "commune"),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Cấp tỉnh", ["province"]),
        ("Tỉnh", ["province"]),
        ("Xã", ["commune"]),
        ("Cấp Bộ; Cấp Tỉnh", ["central", "province"]),
        ("Cấp tỉnh, cấp xã", ["province", "commune"]),
        ("Trung ương", ["central"]),
    ],
)
def test_level_column(cell: str, expected: list[str]) -> None:
    head = ("STT", "Tên thủ tục hành chính", "Lĩnh vực", "Cấp thực hiện")
    assert levels(grid(head, ("1", FIRST, "Thủy lợi", cell))) == [expected]
    assert levels(grid(head, ("1", FIRST, "Thủy lợi", cell)), paper=Paper()) == [expected]


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("Bộ Nông nghiệp và Môi trường", ["central"]),
        ("Cục Quản lý và Xây dựng công trình thủy lợi", ["central"]),
        ("Sở Nông nghiệp và Môi trường", ["province"]),
        ("Ủy ban nhân dân cấp tỉnh", ["province"]),
        ("UBND tỉnh", ["province"]),
        ("Ủy ban nhân dân cấp xã", ["commune"]),
        ("UBND xã", ["commune"]),
        ("Cơ quan chuyên môn về thủy lợi thuộc Ủy ban nhân dân cấp tỉnh", ["province"]),
        ("Chủ tịch Ủy ban nhân dân cấp xã", ["commune"]),
        ("Ủy ban nhân dân cấp huyện", ["district"]),
        ("Phòng Nông nghiệp thuộc UBND huyện", ["district"]),
    ],
)
def test_agency_tells_the_level_in_a_ministry_decision(agency: str, expected: list[str]) -> None:
    assert levels(grid(NEW_HEAD, ("1", FIRST, "Thủy lợi", agency))) == [expected]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường", ["province"]),
        ("thuộc phạm vi chức năng quản lý của Sở Nông nghiệp và Môi trường tỉnh An Bình", ["province"]),
        ("thuộc thẩm quyền giải quyết của UBND cấp xã", ["commune"]),
        ("của UBND cấp huyện trên địa bàn tỉnh An Bình", ["district"]),
        ("cấp tỉnh trên địa bàn tỉnh An Bình", ["province"]),
        (
            "thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường, UBND cấp xã",
            ["province", "commune"],
        ),
        ("thuộc thẩm quyền giải quyết của Ban Quản lý các khu công nghiệp", ["province"]),
    ],
)
def test_title_tells_the_level_in_a_provincial_decision(tail: str, expected: list[str]) -> None:
    paper = replace(Paper(), title=f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {tail}")
    assert levels(grid(HEAD, row("1", "1.990001", FIRST)), paper=paper) == [expected]


@pytest.mark.parametrize(
    "field",
    [
        "sở hữu trí tuệ",
        "hòa giải ở cơ sở",
        "trụ sở làm việc",
        "cơ sở dữ liệu",
    ],
)
def test_syllables_of_other_words_name_no_body(field: str) -> None:
    title = f"Về việc công bố thủ tục hành chính lĩnh vực {field} thuộc thẩm quyền giải quyết của UBND cấp xã"
    paper = replace(Paper(), title=title)
    assert levels(grid(HEAD, row("1", "1.990001", FIRST)), paper=paper) == [["commune"]]
    assert decided(paper).departments == ()


def test_level_only_in_the_note() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Ghi chú")
    table = grid(head, ("1", "1.990001", FIRST, "TTHC cấp tỉnh"), ("2", "1.990002", SECOND, "TTHC cấp xã"))
    assert levels(table) == [["province"], ["commune"]]


def test_place_of_handing_in_is_not_the_level() -> None:
    assert levels(grid(PROVINCE_HEAD, provincial("1", "1.990001", FIRST)), paper=Paper()) == [["province"]]


def test_commune_level_inside_a_provincial_title() -> None:
    table = grid(
        PROVINCE_HEAD,
        across("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", 7),
        provincial("1", "1.990001", FIRST),
        across("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ", 7),
        provincial("1", "1.990002", SECOND),
    )
    assert levels(table, paper=Paper()) == [["province"], ["commune"]]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("LĨNH VỰC CHỨNG THỰC (17 TTHC)", "Chứng thực"),
        ("LĨNH VỰC: CHỨNG THỰC (12 TTHC)", "Chứng thực"),
        ("I. LĨNH VỰC ĐÊ ĐIỀU", "Đê điều"),
        ("A. Lĩnh vực Thủy lợi", "Thủy lợi"),
        ("1. Lĩnh vực Tài nguyên nước", "Tài nguyên nước"),
        ("Lĩnh vực Biển và hải đảo", "Biển và hải đảo"),
    ],
)
def test_field_of_a_grouping_row(heading: str, expected: str) -> None:
    table = grid(HEAD, across(heading, 4), row("1", "1.990001", FIRST))
    assert [field for _, field in placed(table)] == [expected]


def test_field_of_the_title() -> None:
    assert [item.field for item in items(grid(HEAD, row("1", "1.990001", FIRST)), paper=Paper())] == [
        "Thủy lợi"
    ]


def test_field_column_beats_the_title() -> None:
    table = grid(NEW_HEAD, ("1", FIRST, "Đê điều", ""), ("2", SECOND, "Tài nguyên nước", ""))
    assert [item.field for item in items(table, paper=Paper())] == ["Đê điều", "Tài nguyên nước"]


def test_no_field_anywhere() -> None:
    assert placed(grid(HEAD, row("1", "1.990001", FIRST))) == [([], None)]


def test_several_fields_in_the_title_are_no_field_of_a_row() -> None:
    paper = replace(
        SILENT, title=f"{SILENT.title} lĩnh vực Thủy lợi; lĩnh vực Đê điều; lĩnh vực Tài nguyên nước"
    )
    assert [item.field for item in items(grid(HEAD, row("1", "1.990001", FIRST)), paper=paper)] == [None]


def test_level_and_field_in_one_cell() -> None:
    table = grid(
        HEAD,
        (Box("Thủ tục hành chính cấp Thành phố\nLĩnh vực Đấu thầu", across=4),),
        row("1", "1.990001", FIRST),
    )
    assert placed(table) == [(["province"], "Đấu thầu")]


def test_group_row_that_repeats_the_name_is_no_item() -> None:
    table = grid(HEAD, ("I", FIRST), row("1", "1.990001", FIRST), row("2", "1.990002", SECOND))
    assert [item.name for item in items(table)] == [FIRST, SECOND]


def test_source_decision_as_group_row() -> None:
    table = grid(
        HEAD,
        across("Thủ tục hành chính được công bố theo Quyết định số 361/QĐ-BCT ngày 02/12/2025", 4),
        row("1", "1.990001", FIRST),
        across("06 TTHC tại Quyết định số 548/QĐ-UBND ngày 13/5/2025", 4),
        row("2", "1.990002", SECOND),
    )
    assert [item.name for item in items(table, paper=Paper())] == [FIRST, SECOND]


def test_groups_by_department_with_a_hole_in_the_numbers() -> None:
    table = grid(
        NEW_HEAD,
        across("I. TTHC thuộc phạm vi, chức năng quản lý của Sở Xây dựng", 4),
        plain_row("1", FIRST),
        across("III. TTHC thuộc phạm vi, chức năng quản lý của Sở Y tế", 4),
        plain_row("1", SECOND),
    )
    found = items(table, paper=Paper())
    assert [(item.name, item.section) for item in found] == [
        (FIRST, "PHỤ LỤC > I"),
        (SECOND, "PHỤ LỤC > III"),
    ]
