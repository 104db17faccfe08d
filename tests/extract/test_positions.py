"""Rows of earlier decisions named by position, in the words of real articles."""

from __future__ import annotations

import pytest

from extract.positions import part_named, positions_in


@pytest.mark.parametrize(
    ("before", "part"),
    [
        (
            "Bãi bỏ: 06 TTHC tại số thứ tự 17,18 Mục I Danh mục TTHC ban hành kèm theo ",
            "số thứ tự 17,18 Mục I",
        ),
        ("có thứ tự A.2, A.3, A.5 tại ", "thứ tự A.2, A.3, A.5"),
        ("có số thứ tự 10 tại tiểu mục I, tiểu mục A1, mục A, phần I ", "số thứ tự 10 tại tiểu mục I"),
        ("tại số thứ tự XI.1, XI.2, XI.3 của mục 1 phần I phụ lục ", "số thứ tự XI.1, XI.2, XI.3 của mục 1"),
    ],
)
def test_part_as_printed(before: str, part: str) -> None:
    found = part_named(before)
    assert found is not None
    assert part in found


@pytest.mark.parametrize("before", ["", "Bãi bỏ Quyết định số ", "thay thế Danh mục TTHC tại "])
def test_no_part(before: str) -> None:
    assert part_named(before) is None


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("số thứ tự 17,18 Mục I", [(("17", "18"), "Mục I")]),
        ("có thứ tự A.2, A.3, A.5", [(("A.2", "A.3", "A.5"), None)]),
        (
            "số thứ tự 01,02 mục A và số thứ tự 04,05 mục B",
            [(("01", "02"), "mục A"), (("04", "05"), "mục B")],
        ),
        ("số thứ tự XI.1, XI.2 của mục 1 phần I", [(("XI.1", "XI.2"), "mục 1 phần I")]),
        (
            "số thứ tự 10 tại tiểu mục I, tiểu mục A1, mục A, phần I",
            [(("10",), "tiểu mục I, tiểu mục A1, mục A, phần I")],
        ),
        ("thứ tự số 5", [(("5",), None)]),
        (
            "tại thứ tự số 02, 03 Mục II Phần A và thứ tự 9 Phần B",
            [(("02", "03"), "Mục II Phần A"), (("9",), "Phần B")],
        ),
        ("từ số thứ tự 1 đến số thứ tự 4 mục A", [(("1", "2", "3", "4"), "mục A")]),
        ("số thứ tự 08 đến 10, 12 (mục I)", [(("08", "09", "10", "12"), "mục I")]),
        ("số thứ tự I.1 đến I.3", [(("I.1", "I.3"), None)]),
        ("thứ tự ngày", []),
        (
            "thủ tục số 4, 5 mục I và TTHC có số 2 mục III",
            [(("4", "5"), "mục I"), (("2",), "mục III")],
        ),
        ("thủ tục hành chính số 12/2020", []),
        (None, []),
    ],
)
def test_positions(part: str | None, expected: list[tuple[tuple[str, ...], str | None]]) -> None:
    assert [(one.ordinals, one.section) for one in positions_in(part)] == expected
