"""The head read from the parts of a decision."""

from __future__ import annotations

from datetime import date

import pytest

from extract.effect import effective
from extract.head import read_head
from extract.outline import Outline

SIGNED = date(2025, 11, 20)


def test_number_and_day_of_the_letterhead() -> None:
    head = read_head(
        Outline(
            letterhead=[
                "ỦY BAN NHÂN DÂN",
                "TỈNH AN BÌNH",
                "Số: 02815/QĐ- UBND",
                "An Bình, ngày 20 tháng11 năm 2025",
            ],
            authority="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH",
            signature=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn An"],
        ),
        "",
    )
    assert (head.number, head.signed, head.signer) == ("02815/QĐ-UBND", SIGNED, "Lê Văn An")
    assert (head.issuer, head.issuer_level, head.effective) == (
        "Ủy ban nhân dân tỉnh An Bình",
        "province",
        None,
    )


def test_empty() -> None:
    head = read_head(Outline(), "")
    assert (head.number, head.signed, head.issuer, head.issuer_level, head.signer, head.effective) == (
        None,
    ) * 6


@pytest.mark.parametrize("line", ["Số:     /QĐ-UBND", "Số: ……/QĐ-UBND", "An Bình, ngày   tháng   năm 2025"])
def test_blanks_are_no_facts(line: str) -> None:
    head = read_head(Outline(letterhead=[line]), "")
    assert (head.number, head.signed) == (None, None)


def test_numbers_of_other_documents_in_the_letterhead_block() -> None:
    head = read_head(Outline(letterhead=["Số: 123/KH-UBND", "An Bình, ngày 20 tháng 11 năm 2025"]), "")
    assert head.number == "123/KH-UBND"


@pytest.mark.parametrize("line", ["Nơi nhận:", "- Lưu: VT.", "PHÓ CHỦ TỊCH", "(Đã ký)", "Như Điều 3;"])
def test_no_signer(line: str) -> None:
    assert read_head(Outline(signature=["KT. CHỦ TỊCH", line]), "").signer is None


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày ký.", SIGNED),
        ("Quyết định này có hiệu lực thi hành từ ngày 01/3/2026.", date(2026, 3, 1)),
        (
            "Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 1/QĐ-UBND ngày 02/01/2024.",
            SIGNED,
        ),
        (
            "Quyết định này có hiệu lực kể từ ngày Thông tư số 36/2025/TT-BKHCN ngày 01/12/2025 có hiệu lực.",
            None,
        ),
        ("Quyết định này có hiệu lực thi hành theo Quyết định số 3659/QĐ-BKHCN ngày 13/11/2025.", None),
    ],
)
def test_day_of_effect(clause: str, day: date | None) -> None:
    found = effective([clause], SIGNED)
    assert found is not None
    assert found.date == day


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này.",
        "Quyết định số 2/QĐ-UBND có hiệu lực kể từ ngày 01/01/2024.",
        "Luật này có hiệu lực từ ngày 01/7/2025.",
        "Quyết định số 2/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực thi hành.",
    ],
)
def test_no_clause(sentence: str) -> None:
    assert effective([sentence], SIGNED) is None
