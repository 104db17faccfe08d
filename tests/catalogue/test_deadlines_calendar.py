from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.deadlines.calendar import TABLE, Calendar, DayOff, today
from ingest.errors import UsageError

CALENDAR = Calendar.load()
HEADER = "date,kind,reason,source\n2026-01-01,begin,,\n2026-12-31,end,,\n"
DAYS = st.dates(date(2018, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("start", "after_5", "after_2"),
    [
        ("2018-12-28", "2019-01-07", "2019-01-03"),  # 31/12 swapped for Saturday 5/1, which counts
        ("2021-02-09", "2021-02-23", "2021-02-18"),  # Tết
        ("2024-04-26", "2024-05-07", "2024-05-03"),  # 29/4 swapped for Saturday 4/5
        ("2025-04-25", "2025-05-06", "2025-04-28"),  # Saturday 26/4 counts
        ("2025-12-31", "2026-01-09", "2026-01-06"),  # 2/1/2026 off by a notice of the week before
        ("2026-01-08", "2026-01-14", "2026-01-10"),  # Saturday 10/1 counts
        ("2026-02-13", "2026-02-27", "2026-02-24"),  # Tết
        ("2026-08-21", "2026-08-27", "2026-08-24"),  # Saturday 22/8 counts
        ("2026-08-28", "2026-09-09", "2026-09-04"),  # 31/8 to 2/9 off
        ("2026-11-20", "2026-11-30", "2026-11-25"),  # 24/11 Ngày Văn hóa Việt Nam
        ("2026-11-22", "2026-11-30", "2026-11-25"),  # signed on a Sunday
    ],
)
def test_periods_of_working_days_by_hand(start: str, after_5: str, after_2: str) -> None:
    day = date.fromisoformat(start)
    assert CALENDAR.add_working_days(day, 5) == date.fromisoformat(after_5)
    assert CALENDAR.add_working_days(day, 2) == date.fromisoformat(after_2)


@pytest.mark.parametrize(
    ("year", "worked"),
    [
        (2018, 250),
        (2019, 252),
        (2020, 252),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 250),
        (2026, 249),
    ],
)
def test_working_days_of_each_year(year: int, worked: int) -> None:
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == worked


def test_every_day_agrees_with_the_holidays_package_but_for_one_late_swap() -> None:
    known = country_holidays("VN", years=range(2017, 2028), language="vi")
    days = (date(2018, 1, 1) + timedelta(days=n) for n in range(3287))
    differing = [day for day in days if CALENDAR.is_working(day) != known.is_working_day(day)]
    assert differing == [date(2026, 1, 2), date(2026, 1, 10)]


@settings(deadline=None)
@given(DAYS, st.integers(0, 40))
def test_no_period_ends_on_a_day_off(start: date, n: int) -> None:
    assert CALENDAR.is_working(CALENDAR.add_working_days(start, n))
    assert CALENDAR.is_working(CALENDAR.add_days(start, n))


@settings(deadline=None)
@given(DAYS, st.integers(1, 40))
def test_counting_is_the_inverse_of_adding(start: date, n: int) -> None:
    end = CALENDAR.add_working_days(start, n)
    assert CALENDAR.working_days_between(start, end) == n
    assert CALENDAR.working_days_between(end, start) == -n
    assert len(CALENDAR.counted(start, end)) == n
    if CALENDAR.is_working(start):
        assert CALENDAR.add_working_days(end, -n) == start


@settings(deadline=None)
@given(DAYS, st.integers(0, 60), st.integers(1, 20))
def test_later_starts_and_longer_periods_never_end_earlier(start: date, later: int, n: int) -> None:
    end = CALENDAR.add_working_days(start, n)
    assert CALENDAR.add_working_days(start + timedelta(days=later), n) >= end
    assert CALENDAR.add_working_days(start, n + 1) > end


@settings(deadline=None)
@given(DAYS, st.integers(0, 400))
def test_counted_and_skipped_days_are_all_days(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    counted, skipped = CALENDAR.counted(start, end), CALENDAR.skipped(start, end)
    assert len(counted) == CALENDAR.working_days_between(start, end)
    assert {*counted, *(day.day for day in skipped)} == {
        start + timedelta(days=n) for n in range(1, length + 1)
    }


def test_skipped_days_tell_their_reason() -> None:
    assert CALENDAR.skipped(date(2026, 11, 20), date(2026, 11, 25)) == (
        DayOff(date(2026, 11, 21)),
        DayOff(date(2026, 11, 22)),
        DayOff(date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
    )
    row = CALENDAR.row_of(date(2026, 11, 24))
    assert row
    assert row.source == "NQ 28/2026/QH16 Điều 2"
    assert CALENDAR.row_of(date(2026, 11, 25)) is None


def test_calendar_days_roll_forward_but_never_backward() -> None:
    # 20/11/2026 is a Friday: +2 = Sunday 22/11 -> Monday 23/11; +4 = Tuesday 24/11, off -> 25/11.
    assert CALENDAR.add_days(date(2026, 11, 20), 2) == date(2026, 11, 23)
    assert CALENDAR.add_days(date(2026, 11, 20), 4) == date(2026, 11, 25)
    # Backward from Friday 27/11/2026: -5 = Sunday 22/11, left where it is.
    assert CALENDAR.add_days(date(2026, 11, 27), -5) == date(2026, 11, 22)


def test_years_outside_the_table_are_provisional() -> None:
    assert not CALENDAR.is_provisional(date(2018, 1, 1), date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2026, 12, 28), date(2027, 1, 5))
    assert CALENDAR.is_provisional(date(2017, 12, 29), date(2018, 1, 3))
    assert not CALENDAR.is_working(date(2027, 2, 8))
    assert CALENDAR.is_working(date(2027, 2, 11))
    # Thu 31/12/2026, 1/1/2027 off: 4, 5, 6, 7, 8 January.
    assert CALENDAR.add_working_days(date(2026, 12, 31), 5) == date(2027, 1, 8)


def test_a_swap_entered_beyond_the_table_holds(tmp_path: Path) -> None:
    swap = "2027-01-02,work,làm bù,CV\n2027-01-04,off,hoán đổi,CV\n"
    table = _table(tmp_path, TABLE.read_text("utf-8") + swap)
    swapped = Calendar.load(table)
    assert swapped.is_working(date(2027, 1, 2))
    assert not swapped.is_working(date(2027, 1, 4))
    assert swapped.version != CALENDAR.version
    assert swapped.is_provisional(date(2027, 1, 2), date(2027, 1, 2))


def test_the_version_names_the_content_not_the_file(tmp_path: Path) -> None:
    first, *lines = TABLE.read_text("utf-8").splitlines()
    turned = _table(tmp_path, "\r\n".join([first, *reversed(lines)]))
    assert Calendar.load(turned).version == CALENDAR.version


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,kind\n", "date, kind, reason, source"),
        (HEADER + "2/1/2026,off,,\n", "dòng 4"),
        (HEADER + "2026-01-02,free,,\n", "dòng 4"),
        (HEADER + "2026-01-02,off\n2026-01-02,work,,\n", "2026-01-02"),
        ("date,kind,reason,source\n2026-01-01,begin,,\n", "end"),
    ],
)
def test_a_bad_table_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        Calendar.load(_table(tmp_path, text))
    assert "table.csv" in str(caught.value)
    assert says in str(caught.value)


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.csv"):
        Calendar.load(tmp_path / "absent.csv")


def test_today_is_the_day_in_vietnam() -> None:
    assert today(datetime(2026, 11, 21, 16, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert today(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)) == date(2026, 11, 22)


def _table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path
