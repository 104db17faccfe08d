"""Time limits as lists write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from catalogue.time_limits import Period, periods

WORKING, DAY, HOUR, MONTH = "ngày làm việc", "ngày", "giờ", "tháng"


def exactly(length: float, unit: str) -> Period:
    return Period(Fraction(length), Fraction(length), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07 (bảy) ngày làm việc kể từ ngày nhận đủ hồ sơ", [exactly(7, WORKING)]),
        ("Không quá 7 NGÀY làm việc", [exactly(7, WORKING)]),
        ("1,5 ngày", [exactly(1.5, DAY)]),
        ("1.5 ngày", [exactly(1.5, DAY)]),
        ("1/2 ngày", []),
        ("5 , 5 ngày", []),
        ("Đủ hồ sơ, 7 ngày", [exactly(7, DAY)]),
        ("5-7 ngày", [Period(Fraction(5), Fraction(7), DAY)]),
        ("5 – 7 ngày", [Period(Fraction(5), Fraction(7), DAY)]),
        ("từ 05 (năm) đến 07 (bảy) ngày", [Period(Fraction(5), Fraction(7), DAY)]),
        ("7 ngày và 12 giờ", [exactly(7, DAY), exactly(12, HOUR)]),
        ("Cấp mới 7 ngày, cấp lại 07 ngày", [exactly(7, DAY)]),
        ("3 tháng", [exactly(3, MONTH)]),
        ("trước ngày 15 tháng 7 năm 2026", []),
        ("trong ngày", []),
        (None, []),
    ],
)
def test_the_periods_that_a_text_names(text: str | None, expected: list[Period]) -> None:
    assert periods(text) == tuple(expected)
