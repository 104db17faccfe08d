"""Who issued a decision."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import extract
from extract.issuers import issuer_of, level_of, ministry_of

ENTRIES = tomllib.loads((Path(extract.__file__).parent / "agencies.toml").read_text("utf-8"))["ministries"]


@pytest.mark.parametrize(
    ("number", "ministry"),
    [
        ("3659/QĐ-BKHCN", "Bộ Khoa học và Công nghệ"),
        ("2972/QĐ-BNN-CN", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("517/QĐ-BNN-KTHT", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("5230/QĐ-BCA-C06", "Bộ Công an"),
        ("1/QĐ-BVHTT&DL", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("1/QĐ-BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("4788/QĐ-BNN-VP", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("5042/QĐ-BNNMT", "Bộ Nông nghiệp và Môi trường"),
        ("2109/QĐ-BXD", "Bộ Xây dựng"),
        ("2827/QĐ-BGDĐT", "Bộ Giáo dục và Đào tạo"),
    ],
)
def test_ministry_by_symbol(number: str, ministry: str) -> None:
    assert ministry_of(number) == ministry
    assert level_of(ministry, number) == "ministry"


@pytest.mark.parametrize("number", ["2827/QĐ-UBND", "1609/QĐ-TTPVHCC", "1085/QĐ-TTg", "2998/QĐ-VP", "", None])
def test_no_ministry(number: str | None) -> None:
    assert ministry_of(number) is None


def test_every_symbol_is_unique_and_spelled_for_comparison() -> None:
    symbols = [symbol for entry in ENTRIES for symbol in entry["suffixes"]]
    assert len(set(symbols)) == len(symbols)
    assert all(symbol == symbol.upper().replace("&", "") for symbol in symbols)
    assert all(set(entry) >= {"id", "name", "suffixes"} for entry in ENTRIES)


@pytest.mark.parametrize(
    ("authority", "letterhead", "issuer"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH", [], "Ủy ban nhân dân tỉnh An Bình"),
        ("CHỦ TỊCH UBND TỈNH AN BÌNH", [], "Ủy ban nhân dân tỉnh An Bình"),
        (
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
            ["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 1/QĐ-UBND"],
            "Ủy ban nhân dân tỉnh An Bình",
        ),
        (
            "GIÁM ĐỐC",
            ["UBND THÀNH PHỐ AN BÌNH", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG", "Số: 1/QĐ-TTPVHCC"],
            "Trung tâm phục vụ hành chính công thành phố An Bình",
        ),
        (
            "CHÁNH VĂN PHÒNG",
            ["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "VĂN PHÒNG"],
            "Văn phòng ủy ban nhân dân tỉnh An Bình",
        ),
        ("THỐNG ĐỐC NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", [], "Ngân hàng Nhà nước Việt Nam"),
    ],
)
def test_issuer(authority: str, letterhead: list[str], issuer: str) -> None:
    assert issuer_of(authority, letterhead, None, "") == issuer


def test_lone_position() -> None:
    letterhead = ["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 1/QĐ-UBND"]
    assert issuer_of("CHỦ TỊCH", letterhead, None, "") == "Ủy ban nhân dân tỉnh An Bình"


def test_spelling_of_the_text_is_taken() -> None:
    text = "theo đề nghị của Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu;"
    assert issuer_of("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", [], None, text) == (
        "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu"
    )


def test_nobody() -> None:
    assert issuer_of("", [], None, "") is None
    assert level_of(None, None) is None
    assert level_of("Ủy ban nhân dân tỉnh An Bình", "1/QĐ-UBND") == "province"
