from __future__ import annotations

from datetime import date

from catalogue.exports.numbers import counted, day, long_day, percent, whole


def test_numbers_are_written_as_in_vietnamese_documents() -> None:
    assert [whole(0), whole(999), whole(1380), whole(98276), whole(1234567)] == [
        "0",
        "999",
        "1.380",
        "98.276",
        "1.234.567",
    ]
    assert [counted(0), counted(5), counted(10), counted(1380)] == ["0", "05", "10", "1.380"]


def test_shares_have_one_decimal_where_they_need_it() -> None:
    assert [percent(199, 200), percent(1, 3), percent(2, 3), percent(5, 5), percent(0, 7), percent(1, 0)] == [
        "99,5 %",
        "33,3 %",
        "66,7 %",
        "100 %",
        "0 %",
        "–",
    ]
    assert percent(1, 16) == "6,3 %"


def test_days_have_noughts_as_the_decree_asks() -> None:
    assert day(date(2026, 2, 5)) == "05/02/2026"
    assert day(None) == ""
    assert long_day(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert long_day(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
    assert long_day(None) == "ngày … tháng … năm …"
