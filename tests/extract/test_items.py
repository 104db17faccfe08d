"""From rows to listed procedures: what a row does not say comes from above, then from the title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Item
from tests.extract.documents import (
    CODED_HEAD,
    MINISTRY,
    NEW_HEAD,
    Block,
    Box,
    Paper,
    coded,
    decided,
    grid,
    head_of_annex,
    plain_row,
    with_annex,
)

FIRST, SECOND = "Nghiệm thu đập đất", "Tháo nước hồ chứa"


def items(*annex: Block, paper: Paper = MINISTRY) -> tuple[Item, ...]:
    return decided(with_annex(paper, *head_of_annex(), *annex)).items


def levels_of_agency(agency: str) -> list[str]:
    (item,) = items(grid(NEW_HEAD, ("1", FIRST, "Thủy lợi", agency)))
    return [level.value for level in item.levels]


@pytest.mark.parametrize(
    ("agency", "levels"),
    [
        ("Bộ Nông nghiệp và Môi trường", ["central"]),
        ("Cục Thủy lợi, Bộ Nông nghiệp và Môi trường", ["central"]),
        ("Vụ Pháp chế", ["central"]),
        ("Thủ tướng Chính phủ", ["central"]),
        ("Ngân hàng Nhà nước Việt Nam", ["central"]),
        ("Sở Nội vụ", ["province"]),
        ("Cơ quan chuyên môn về nội vụ thuộc Ủy ban nhân dân cấp tỉnh", ["province"]),
        ("Trung tâm Phục vụ hành chính công cấp tỉnh", ["province"]),
        ("UBND thành phố An Bình", ["province"]),
        ("Ban Quản lý khu công nghiệp", ["province"]),
        ("Ủy ban nhân dân cấp xã", ["commune"]),
        ("Công an cấp xã", ["commune"]),
        ("Phòng Văn hóa - Xã hội thuộc UBND cấp xã", ["commune"]),
        ("Bộ Xây dựng; Sở Xây dựng; UBND cấp xã", ["central", "province", "commune"]),
        ("Cơ sở giáo dục đại học", []),
        ("Chủ sở hữu công trình", []),
        ("Doanh nghiệp cung cấp dịch vụ", []),
        ("Cơ quan quản lý cán bộ", []),
        ("Cấp có thẩm quyền", []),
        ("", []),
    ],
)
def test_levels_of_agencies(agency: str, levels: list[str]) -> None:
    assert levels_of_agency(agency) == levels


def test_group_beats_agency() -> None:
    table = grid(NEW_HEAD, ("B", "Thủ tục hành chính cấp xã"), ("1", FIRST, "Thủy lợi", "Sở Xây dựng"))
    assert [item.level and item.level.value for item in items(table)] == ["commune"]


def test_values_of_the_row_before_the_group_before_the_title() -> None:
    head = ("STT", "Tên TTHC", "Lĩnh vực")
    own = grid(head, ("I", "LĨNH VỰC ĐÊ ĐIỀU"), ("1", FIRST, "Tài nguyên nước"), ("2", SECOND, ""))
    assert [item.field for item in items(own)] == ["Tài nguyên nước", "Đê điều"]
    assert [item.field for item in items(grid(head, ("1", FIRST, "")))] == ["Thủy lợi"]


def test_as_above_reaches_over_several_rows() -> None:
    head = ("STT", "Tên TTHC", "Phí, lệ phí")
    rows = [("1", FIRST, "50.000 đồng"), ("2", SECOND, "Như trên"), ("3", "Sửa chữa cống", "Như trên")]
    assert [item.fee for item in items(grid(head, *rows))] == ["50.000 đồng"] * 3


def test_as_above_in_the_first_row_stays_as_printed() -> None:
    assert [item.fee for item in items(grid(("STT", "Tên TTHC", "Phí"), ("1", FIRST, "Như trên")))] == [
        "Như trên"
    ]


def test_doubts_lower_the_confidence() -> None:
    sure = items(grid(CODED_HEAD, coded("1", "1.990001", FIRST)))[0].confidence
    misprinted = items(grid(CODED_HEAD, coded("1", "1.01443", FIRST)))[0].confidence
    assert sure == pytest.approx(0.99)
    assert misprinted < sure
    mixed = replace(MINISTRY, title="Công bố thủ tục hành chính mới ban hành và bị bãi bỏ")
    assert items(grid(NEW_HEAD, plain_row("1", FIRST)), paper=mixed)[0].confidence < sure


@pytest.mark.parametrize("printed", ["01", "1.", "1", "A.2", "II"])
def test_ordinal_as_printed_without_its_dot(printed: str) -> None:
    (item,) = items(grid(CODED_HEAD, coded(printed, "1.990001", FIRST)))
    assert item.ordinal == printed.strip(".")


def test_place_of_a_row_with_merged_cells() -> None:
    table = grid(
        ("STT", "Tên TTHC", "Căn cứ pháp lý"),
        ("1", FIRST, Box("Luật Thủy lợi", down=2)),
        ("2", SECOND),
    )
    assert [(item.source.table, item.source.row) for item in items(table)] == [(3, 2), (3, 3)]
