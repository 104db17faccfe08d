"""Numbers and dates of decisions in the spellings of real prints."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numbers import cited, dates, number_key, tidy


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("3659/QĐ-BKHCN", "3659/QĐ-BKHCN"),
        ("40 /QĐ- BTP", "40/QĐ-BTP"),
        ("517/QĐ-BNN-KTHT", "517/QĐ-BNN-KTHT"),
        ("2972/QĐ-BNN-CN", "2972/QĐ-BNN-CN"),
        ("5230/QĐ-BCA-C06", "5230/QĐ-BCA-C06"),
        ("1609/QĐ-TTPVHCC", "1609/QĐ-TTPVHCC"),
        ("2998/QĐ-VP", "2998/QĐ-VP"),
        ("02144/QĐ-UBND", "02144/QĐ-UBND"),
        ("0562/QĐ-UBND", "0562/QĐ-UBND"),
        ("2609QĐ/UBND", "2609/QĐ-UBND"),
        ("2665 QĐ/UBND", "2665/QĐ-UBND"),
        ("364a/QĐ- UBND", "364a/QĐ-UBND"),
        ("1075a/QĐ-UBND", "1075a/QĐ-UBND"),
        ("2193/QĐ-UBND.", "2193/QĐ-UBND"),
        ("2226/QĐ-UBND ngày 04/12/2025", "2226/QĐ-UBND"),
        ("12/QĐ-BVHTT&DL", "12/QĐ-BVHTT&DL"),
        ("12/QD-UBND", "12/QĐ-UBND"),
        ("1085/QĐ-TTg", "1085/QĐ-TTg"),
        ("13/2022/QĐ-TTg", "13/2022/QĐ-TTg"),
        ("số 12/QĐ -UBND", "12/QĐ-UBND"),
    ],
)
def test_one_spelling(printed: str, number: str) -> None:
    assert tidy(printed) == number


@pytest.mark.parametrize(
    "text", ["", "63/2010/NĐ-CP", "02/2017/TT-VPCP", "66/NQ-CP", "/QĐ-UBND", "99/TTr-SNNMT", "24/11/2025"]
)
def test_no_decision_number(text: str) -> None:
    assert tidy(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("02144/QĐ-UBND", "2144/QĐ-UBND"),
        ("512/QĐ- UBND", "512/QĐ-UBND"),
        ("512/QD-UBND", "512/QĐ-UBND"),
        ("2609QĐ/UBND", "2609/QĐ-UBND"),
        ("88/QĐ-BVHTT&DL", "88/QĐ-BVHTTDL"),
        ("512/qđ-ubnd", "512/QĐ-UBND"),
        ("1075A/QĐ-UBND", "1075a/QĐ-UBND"),
        ("512/QĐ-UBND.", "512/QĐ-UBND"),
    ],
)
def test_prints_of_one_number_share_a_key(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("512/QĐ-UBND", "512a/QĐ-UBND"), ("2827/QĐ-UBND", "2827/QĐ-BGDĐT"), ("12/QĐ-BNN-CN", "12/QĐ-BNN-VP")],
)
def test_other_numbers_have_other_keys(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


NUMBERS = st.builds(
    "{}{}{}/Q{}-{}".format,
    st.sampled_from(["", "0"]),
    st.integers(1, 9999),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["Đ", "D"]),
    st.sampled_from(["UBND", "BKHCN", "BNN-KTHT", "BCA-C06", "BVHTT&DL", "TTPVHCC", " UBND"]),
)


@given(st.one_of(NUMBERS, st.text(max_size=30)))
def test_key_is_idempotent(number: str) -> None:
    assert number_key(number_key(number)) == number_key(number)


@given(NUMBERS)
def test_spelling_is_stable_and_found_again(number: str) -> None:
    spelled = tidy(number)
    assert spelled is not None
    assert tidy(spelled) == spelled
    assert [at.number for at in cited(f"tại Quyết định số {spelled} của Chủ tịch")] == [spelled]


def test_citations_with_their_dates() -> None:
    text = (
        "Quyết định số 61/QĐ-UBND ngày 01 tháng 01 năm 2024; số 81/QĐ-UBND; số 2972/QĐ-BNN-CN ngày "
        "30/6/2025 và "
        "Quyết định số 13/2022/QĐ-TTg"
    )
    assert [(at.number, at.date, at.normative) for at in cited(text)] == [
        ("61/QĐ-UBND", date(2024, 1, 1), False),
        ("81/QĐ-UBND", None, False),
        ("2972/QĐ-BNN-CN", date(2025, 6, 30), False),
        ("13/2022/QĐ-TTg", None, True),
    ]


def test_positions_span_number_and_date() -> None:
    text = "theo Quyết định số 61/QĐ-UBND ngày 01/01/2024 của"
    (at,) = cited(text)
    assert text[at.start : at.end] == "61/QĐ-UBND ngày 01/01/2024"


def test_date_of_the_next_citation_is_not_taken() -> None:
    found = list(cited("số 61/QĐ-UBND, 81/QĐ-UBND ngày 02/01/2024"))
    assert [(at.number, at.date) for at in found] == [("61/QĐ-UBND", None), ("81/QĐ-UBND", date(2024, 1, 2))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 3 tháng 8 năm 2020", date(2020, 8, 3)),
        ("26/7/2017", date(2017, 7, 26)),
        ("ngày 01 tháng12 năm 2025", date(2025, 12, 1)),
        ("ngày 05-12-2025", date(2025, 12, 5)),
        ("05.12.2025", date(2025, 12, 5)),
        ("NGÀY 05 THÁNG 12 NĂM 2025", date(2025, 12, 5)),
        ("26 / 9 / 2026", date(2026, 9, 26)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert [found for found, _, _ in dates(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "20/11/20225",
        "ngày 31 tháng 02 năm 2025",
        "ngày   tháng   năm 2025",
        "/ /2025",
        "1.013.401",
        "12/2025",
    ],
)
def test_no_dates(text: str) -> None:
    assert list(dates(text)) == []
