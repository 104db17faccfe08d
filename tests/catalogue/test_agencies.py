from __future__ import annotations

import pytest

from catalogue.agencies import (
    department_for,
    ministries_of_departments,
    ministries_of_name,
    ministries_of_number,
    ministry,
    renamed_bodies,
)
from catalogue.levels import levels_of_agencies, levels_of_column, without_level_mark
from extract.decision import Level


@pytest.mark.parametrize(
    ("number", "idents"),
    [
        ("3659/QĐ-BKHCN", {"BKHCN"}),
        ("6225/QĐ-BNN-KTHT", {"BNNMT"}),
        ("1/QĐ-BNNMT", {"BNNMT"}),
        ("4347/QĐ-BVHTT&DL", {"BVHTTDL"}),
        ("12/QĐ-LĐTBXH", {"BNV", "BYT", "BGDĐT", "BNNMT", "BCA"}),
        ("12/QĐ-BCA-QLXNC", {"BCA"}),
        ("12/QĐ-BCĐCP", set()),
        ("12/QĐ-BTCATGT", set()),
        ("2815/QĐ-UBND", set()),
        (None, set()),
    ],
)
def test_ministries_behind_a_number(number: str | None, idents: set[str]) -> None:
    assert ministries_of_number(number) == idents


@pytest.mark.parametrize(
    ("name", "idents"),
    [
        ("Bộ Công thương", {"BCT"}),
        ("Bộ Khoa học  và  Công nghệ", {"BKHCN"}),
        ("Bộ xây dựng (Giao thông vận tải cũ)", {"BXD"}),
        ("Bộ Kế hoạch và Đầu tư", {"BTC"}),
        ("Tập đoàn Điện lực Việt Nam", set()),
        (None, set()),
    ],
)
def test_ministries_behind_a_name(name: str | None, idents: set[str]) -> None:
    assert ministries_of_name(name) == idents


def test_ministries_behind_departments() -> None:
    assert ministries_of_departments(["Sở Xây dựng", "Sở Y tế tỉnh Sơn La"]) == {"BXD", "BYT"}
    assert ministries_of_departments(["Sở Xây dựng", "Ban quản lý khu công nghiệp"]) == set()
    assert ministries_of_departments([]) == set()


def test_the_department_of_a_ministry() -> None:
    assert department_for(["BYT"], "Dược phẩm") == "Sở Y tế"
    assert department_for(["BYT", "BNV"], None) is None
    assert department_for([], "Dược phẩm") is None


def test_dissolved_ministries_name_their_one_successor() -> None:
    assert renamed_bodies()["bộ tài nguyên và môi trường"] == "bộ nông nghiệp và môi trường"
    assert "bộ thông tin và truyền thông" not in renamed_bodies()
    assert ministry("UBDT").valid_to is not None


@pytest.mark.parametrize(
    ("column", "levels"),
    [
        ("Cấp Bộ; Cấp Tỉnh; Cấp Xã", (Level.CENTRAL, Level.PROVINCE, Level.COMMUNE)),
        ("Cấp xã, Cấp tỉnh", (Level.PROVINCE, Level.COMMUNE)),
        ("Cơ quan khác", ()),
        (None, ()),
    ],
)
def test_levels_of_a_column(column: str | None, levels: tuple[Level, ...]) -> None:
    assert levels_of_column(column) == levels


def test_levels_of_agencies() -> None:
    assert levels_of_agencies(["Sở Tư pháp", "Bộ Tư pháp"]) == (Level.CENTRAL, Level.PROVINCE)
    assert levels_of_agencies(["Uỷ ban nhân dân cấp xã"]) == (Level.COMMUNE,)
    assert levels_of_agencies(["Cục Thuế tỉnh Cà Mau", "Sở giao dịch"]) == ()


@pytest.mark.parametrize(
    ("name", "bare", "levels"),
    [
        ("Cấp thẻ (cấp tỉnh).", "Cấp thẻ", (Level.PROVINCE,)),
        ("Cấp thẻ (thực hiện tại cấp Trung ương)", "Cấp thẻ", (Level.CENTRAL,)),
        ("Cấp thẻ – cấp xã", "Cấp thẻ", (Level.COMMUNE,)),
        ("Cấp thẻ (2024)", "Cấp thẻ (2024)", ()),
        ("Tiếp nhận vào cơ sở cấp tỉnh, cấp huyện", "Tiếp nhận vào cơ sở cấp tỉnh, cấp huyện", ()),
    ],
)
def test_level_marks(name: str, bare: str, levels: tuple[Level, ...]) -> None:
    assert without_level_mark(name) == (bare, levels)
