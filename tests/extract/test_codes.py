"""Codes in every printed breakage, and the figures that only look like codes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.codes import codes, misprinted


@pytest.mark.parametrize(
    ("printed", "root", "tight"),
    [
        ("1.001122.000.00.00.H48", "1.001122", "1.001122.000.00.00.H48"),
        ("1.014466.H12", "1.014466", "1.014466.H12"),
        ("2.000908.00 0.00.00.H61", "2.000908", "2.000908.000.00.00.H61"),
        ("2.001035.000 .00.00.H61", "2.001035", "2.001035.000.00.00.H61"),
        ("2.001009.000.00.00.H 61", "2.001009", "2.001009.000.00.00.H61"),
        ("1.012507. H05", "1.012507", "1.012507.H05"),
        ("1.013 401", "1.013401", "1.013401"),
        ("1.115949", "1.115949", "1.115949"),
        ("1.000358.01", "1.000358", "1.000358.01"),
        ("1.014464.\nH50", "1.014464", "1.014464.H50"),
        ("3.000722", "3.000722", "3.000722"),
        ("5.002580", "5.002580", "5.002580"),
        ("6.002580", "6.002580", "6.002580"),
    ],
)
def test_code(printed: str, root: str, tight: str) -> None:
    (code,) = codes(printed)
    assert (code.root, code.printed) == (root, tight)
    assert code.internal is (root[0] in "56")


@pytest.mark.parametrize(
    "text",
    [
        "2.000.000 đồng/hồ sơ",
        "2.500.000",
        "1.380 hồ sơ",
        "10.000 đồng/th",
        "1.234567,5 m3",
        "ngày 1.12.2025",
        "35kV",
        "0,4kV",
        "03MW",
        "11.014466",
        "1.0144661",
        "7.014466",
        "0.014466",
        "1.014466789",
        "",
    ],
)
def test_no_code(text: str) -> None:
    assert codes(text) == []


def test_position_in_the_text() -> None:
    text = "Cấp giấy phép (1.014466.H12) và 2.000908"
    found = codes(text)
    assert [text[code.start : code.end] for code in found] == ["1.014466.H12", "2.000908"]


@pytest.mark.parametrize(
    "text",
    [
        "(1.014466)",
        "1.014466.",
        "1.014466;",
        "1.014466,",
        "Mã: 1.014466",
        "“1.014466”",
        "–1.014466",
        "xuất bản/ 1.014466",
        "xuất bản/1.014466",
        "xuất bản-1.014466",
    ],
)
def test_signs_around_a_code(text: str) -> None:
    assert [code.root for code in codes(text)] == ["1.014466"]


@pytest.mark.parametrize(
    "text", ["1.014.111", "1.0125010", "1.01443", "1.0144", "B-BTP-258939-TT", "T-ABC-258939-TT"]
)
def test_misprints(text: str) -> None:
    found = misprinted(f"Mã {text} ở đây")
    assert found is not None
    assert (found.root, found.printed, found.internal) == (None, text, False)


@pytest.mark.parametrize("text", ["1.380", "2.000 đồng", "không", "", "12/QĐ-UBND"])
def test_no_misprints(text: str) -> None:
    assert misprinted(text) is None


ROOTS = st.builds("{}.{:06d}".format, st.integers(1, 6), st.integers(0, 999999))
TAILS = st.sampled_from(["", ".H48", ".000.00.00.H48", ".G01", ".01"])


@given(ROOTS, TAILS, st.data())
def test_found_in_any_breakage_of_single_blanks(root: str, tail: str, data: st.DataObject) -> None:
    whole = root + tail
    breaks = data.draw(st.sets(st.integers(1, len(whole) - 1), max_size=3))
    gap = data.draw(st.sampled_from([" ", "\n"]))
    broken = "".join(gap + sign if at in breaks else sign for at, sign in enumerate(whole))
    assert [(code.root, code.printed) for code in codes(f"Cấp phép ({broken})")] == [(root, whole)]


@given(st.lists(ROOTS, max_size=4, unique=True))
def test_all_codes_of_a_text_in_order(roots: list[str]) -> None:
    assert [code.root for code in codes("; ".join(roots))] == roots


@given(st.text(alphabet="0123456789. H", max_size=40))
def test_codes_never_overlap(text: str) -> None:
    found = codes(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
