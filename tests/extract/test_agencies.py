from __future__ import annotations

import pytest

from extract.agencies import (
    canonical_department,
    department_for,
    ministries_of_departments,
    ministries_of_name,
    ministries_of_number,
    ministry,
    ministry_of_number,
    renamed_bodies,
)


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
    ("name", "canonical"),
    [
        ("SỞ CÔNG THƯƠNG", "Sở Công Thương"),
        ("Sở Công thương", "Sở Công Thương"),
        ("SỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Giáo dục & Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH", "Bộ Chỉ huy Quân sự tỉnh"),
        ("Ban quản lý các khu công nghiệp tỉnh Sơn La", "Ban Quản lý các Khu công nghiệp tỉnh Sơn La"),
        ("ngành Tư pháp", "ngành Tư pháp"),
        ("Sở Vũ trụ", "Sở Vũ trụ"),
        ("", ""),
    ],
)
def test_departments_are_spelled_in_one_way(name: str, canonical: str) -> None:
    assert canonical_department(name) == canonical
    assert canonical_department(canonical) == canonical


def test_a_body_of_a_ministry_keeps_its_name() -> None:
    insurance = ministry_of_number("515/QĐ-BHXH")
    assert insurance is not None
    assert insurance.name == "Bảo hiểm xã hội Việt Nam"
    assert insurance.today == frozenset({"BTC"})
    assert "bảo hiểm xã hội việt nam" not in renamed_bodies()
