"""The working calendar of Vietnamese state bodies: which days are worked, and how periods are counted.

The table `calendar_vn.csv` holds the exceptions to "Monday to Friday are worked", each with the notice it
rests on: `off` (a weekday that is not worked), `work` (a Saturday worked instead), `begin` and `end` (the
table is complete between these days). Outside of them the `holidays` package gives a provisional answer
("dự kiến"); rows of the table hold there too, so that a swap announced early can be entered early.

Counting (Bộ luật Dân sự 2015): the day of the event is not counted (Điều 147 khoản 2), the period ends with
the last day (Điều 148 khoản 1), and one that ends on a day off ends on the next working day (khoản 5).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

from ingest.errors import UsageError

VIETNAM_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Việt Nam keeps UTC+7 without summer time, so no time zone database is needed."""

TABLE = Path(__file__).with_name("calendar_vn.csv")
_COLUMNS = ("date", "kind", "reason", "source")
_SATURDAY = 5


def today(now: datetime | None = None) -> date:
    """The day it is in Việt Nam at `now`, an aware moment (default: the present)."""
    return (now or datetime.now(UTC)).astimezone(VIETNAM_TIME).date()


class DayKind(StrEnum):
    """What a row of the table says of its day."""

    OFF = "off"
    WORK = "work"
    BEGIN = "begin"
    END = "end"


_BOUNDS = frozenset({DayKind.BEGIN, DayKind.END})


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One row of the table: the day, what it is, why, and the notice that says so."""

    day: date
    kind: DayKind
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day that a count steps over; `reason` is None for a plain Saturday or Sunday."""

    day: date
    reason: str | None = None


class Calendar:
    """The working days by a table of exceptions; `version` names its content, whatever its file is called."""

    def __init__(self, rows: Sequence[CalendarRow], entered: Sequence[CalendarRow] = ()) -> None:
        own = {row.day: row for row in entered}
        rows = [row for row in rows if row.day not in own or row.kind in _BOUNDS] + list(own.values())
        ordered = sorted(rows, key=lambda row: (row.day, row.kind))
        self.first = next(row.day for row in ordered if row.kind is DayKind.BEGIN)
        self.last = next(row.day for row in ordered if row.kind is DayKind.END)
        self._rows = {row.day: row for row in ordered if row.kind in {DayKind.OFF, DayKind.WORK}}
        self._entered = tuple(own[day] for day in sorted(own))
        self._years: dict[int, dict[date, CalendarRow]] = {}
        content = "\n".join(f"{row.day}\t{row.kind}\t{row.reason}\t{row.source}" for row in ordered)
        self.version = sha256(content.encode()).hexdigest()[:12]

    @classmethod
    def load(cls, path: str | Path | None = None, own: str | Path | None = None) -> Self:
        """The calendar of a table like `calendar_vn.csv` (the default); UsageError names a bad line.

        The rows of `own`, where that file exists, outrank those of the table; of two on one day the later
        line counts, so that the file keeps what it said before.
        """
        table = Path(path) if path else TABLE
        rows = read_rows(table)
        _check(rows, table.name)
        return cls(rows, read_rows(Path(own)) if own and Path(own).exists() else ())

    def entered_between(self, start: date, end: date) -> tuple[CalendarRow, ...]:
        """The rows of the workspace's own file after `start`, up to and with `end`."""
        return tuple(row for row in self._entered if start < row.day <= end)

    def row_of(self, day: date) -> CalendarRow | None:
        """The row that makes this day an exception; None for a day like any other of its weekday."""
        return self._exceptions(day.year).get(day)

    def is_working(self, day: date) -> bool:
        """True where state bodies work on that day, a made-up Saturday included."""
        row = self._exceptions(day.year).get(day)
        return row.kind is DayKind.WORK if row else day.weekday() < _SATURDAY

    def is_provisional(self, start: date, end: date) -> bool:
        """True where some day from `start` to `end` lies outside the years that the table is complete for."""
        return min(start, end) < self.first or max(start, end) > self.last

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is not counted; before it where n is negative.

        n = 0 gives `start` itself where it is worked, else the next working day.
        """
        step = timedelta(days=-1 if n < 0 else 1)
        day, left = start, abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        while not self.is_working(day):
            day += step
        return day

    def add_days(self, start: date, n: int) -> date:
        """The n-th day (unit "ngày") after `start`, which is not counted; before it where n is negative.

        Forward, a period ending on a day off ends on the next working day (Bộ luật Dân sự Điều 148 khoản 5).
        Backward nothing is moved: the Code has no such rule, and forward would make the deadline later.
        """
        day = start + timedelta(days=n)
        return self.add_working_days(day, 0) if n >= 0 else day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to and with `end`; negative where `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        count = _weekdays_up_to(end) - _weekdays_up_to(start)
        for year in range(start.year, end.year + 1):
            for row in self._exceptions(year).values():
                if start < row.day <= end:
                    weekday = row.day.weekday() < _SATURDAY
                    count += (row.kind is DayKind.WORK) - weekday
        return count

    def counted(self, start: date, end: date) -> tuple[date, ...]:
        """The working days after `start`, up to and with `end`, in order."""
        return tuple(day for day in _days_after(start, end) if self.is_working(day))

    def skipped(self, start: date, end: date) -> tuple[DayOff, ...]:
        """The days off after `start`, up to and with `end`, each with its reason from the table."""
        out = []
        for day in _days_after(start, end):
            if not self.is_working(day):
                row = self._exceptions(day.year).get(day)
                out.append(DayOff(day, row.reason if row else None))
        return tuple(out)

    def _exceptions(self, year: int) -> dict[date, CalendarRow]:
        if year not in self._years:
            complete = self.first <= date(year, 1, 1) and date(year, 12, 31) <= self.last
            believed = {} if complete else _believed(year)
            outside = {day: row for day, row in believed.items() if not self.first <= day <= self.last}
            entered = {day: row for day, row in self._rows.items() if day.year == year}
            self._years[year] = outside | entered
        return self._years[year]


def read_rows(table: Path) -> list[CalendarRow]:
    """The rows of a table as they stand; UsageError names a bad line."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            return list(_read(csv.DictReader(file), table.name))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("deadline_error.calendar_unreadable", file=table, detail=error) from error


def _believed(year: int) -> dict[date, CalendarRow]:
    """What the `holidays` package takes a year outside the table to be; its names are only for show."""
    from holidays import country_holidays

    known = country_holidays("VN", years=year, language="vi")
    source = "holidays"
    off = {
        day: CalendarRow(day, DayKind.OFF, name, source)
        for day, name in known.items()
        if day.year == year and day.weekday() < _SATURDAY
    }
    made_up = (day for day in known.weekend_workdays if day.year == year)
    return off | {day: CalendarRow(day, DayKind.WORK, "", source) for day in made_up}


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays since the first day of the era, which was a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def _read(lines: csv.DictReader[str], file: str) -> Iterator[CalendarRow]:
    if not set(_COLUMNS) <= set(lines.fieldnames or ()):
        raise UsageError("deadline_error.calendar_columns", file=file, columns=", ".join(_COLUMNS))
    for line in lines:
        try:
            day, kind = date.fromisoformat(line["date"].strip()), DayKind(line["kind"].strip())
        except (ValueError, AttributeError) as error:
            raise UsageError("deadline_error.calendar_line", file=file, line=lines.line_num) from error
        yield CalendarRow(day, kind, (line["reason"] or "").strip(), (line["source"] or "").strip())


def _check(rows: Sequence[CalendarRow], file: str) -> None:
    for bound in (DayKind.BEGIN, DayKind.END):
        if sum(row.kind is bound for row in rows) != 1:
            raise UsageError("deadline_error.calendar_bound", file=file, kind=bound.value)
    days = [row.day for row in rows if row.kind in {DayKind.OFF, DayKind.WORK}]
    twice = {day for day in days if days.count(day) > 1}
    if twice:
        raise UsageError("deadline_error.calendar_twice", file=file, day=min(twice))
