"""Strict reading of what a source sends: every field is taken, ignored by name, or told as drift.

Portals change without notice. A field that is missing is a fault of its record; a field that nobody knows,
or a value in a form that nobody knows, is noted, so that it is looked at before it means something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from ingest.document import clean, one_line
from ingest.sources.faults import Fault, FetchError

_VIETNAM = timezone(timedelta(hours=7))


_FIRST_DAY = date(2007, 1, 1)
"""The year in which procedures began to be published (Project 30, Decision 30/QĐ-TTg of 10 January 2007)."""


def is_plausible(day: date) -> bool:
    """Whether a procedure's decision may be of this day: from 2007 to tomorrow."""
    return _FIRST_DAY <= day <= datetime.now(_VIETNAM).date() + timedelta(days=1)


def plausible(day: date | None) -> date | None:
    """The day, where it is one that can be."""
    return day if day is not None and is_plausible(day) else None


class Drift:
    """What was met and is not known, with how often: fields by "kind.field", values by "kind.field=?"."""

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def to_json(self) -> dict[str, int]:
        """The machine-readable form, by name."""
        return dict(sorted(self.unknown.items()))


class Fields:
    """The fields of one record; taken one by one. `kind` names the record in faults and drift."""

    def __init__(self, record: Any, kind: str, where: str) -> None:
        if not isinstance(record, Mapping):
            raise FetchError(Fault.SCHEMA, where, kind=kind, field=type(record).__name__)
        self._left = dict(record)
        self._unread: list[str] = []
        self._kind = kind
        self._where = where

    def take(self, name: str) -> Any:
        """The value of a field that has to be there; FetchError SCHEMA."""
        if name not in self._left:
            raise FetchError(Fault.SCHEMA, self._where, kind=self._kind, field=name)
        return self._left.pop(name)

    def maybe(self, name: str) -> Any:
        """The value of a field that may be absent."""
        return self._left.pop(name, None)

    def text(self, name: str) -> str:
        """A text of one line that has to be there; FetchError SCHEMA, also for null."""
        value = self.take(name)
        if value is None:
            raise FetchError(Fault.SCHEMA, self._where, kind=self._kind, field=name)
        return one_line(clean(str(value)))

    def told(self, name: str) -> str | None:
        """A text of one line whose field has to be there; null is drift: one entry must not hide a list."""
        value = self.take(name)
        if value is None:
            self._unread.append(name)
        return None if value is None else one_line(clean(str(value)))

    def maybe_text(self, name: str) -> str | None:
        """A text of one line; None where it is absent or empty."""
        value = self.maybe(name)
        return (one_line(clean(str(value))) or None) if value is not None else None

    def count(self, name: str) -> int:
        """A whole number, written as a number or as text; FetchError SCHEMA."""
        value = self.take(name)
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise FetchError(Fault.SCHEMA, self._where, kind=self._kind, field=name) from error

    def moment(self, name: str) -> date | None:
        """The day in Việt Nam of an epoch time in milliseconds; None where it is absent, or drift."""
        value = self.maybe(name)
        day = _day_of(value)
        if day is None and value is not None:
            self._unread.append(name)
        return day

    def posted(self, name: str) -> date | None:
        """The same for a day that deadlines run from: FetchError SCHEMA where there is no day in it."""
        value = self.maybe(name)
        day = plausible(_day_of(value))
        if day is None and value is not None:
            raise FetchError(Fault.SCHEMA, self._where, kind=self._kind, field=name)
        return day

    def day(self, name: str, text: str | None) -> date | None:
        """The day that a field's text says, as the old portal writes it; None where it is empty, or drift."""
        day = portal_day(text)
        if text and day is None:
            self._unread.append(name)
        return day

    def ignore(self, *names: str) -> None:
        """Fields that are known and not used."""
        for name in names:
            self._left.pop(name, None)

    def end(self, drift: Drift) -> None:
        """Note the fields that nobody took, and the values that nobody could read."""
        drift.unknown.update(f"{self._kind}.{name}" for name in self._left)
        drift.unknown.update(f"{self._kind}.{name}=?" for name in self._unread)


@contextmanager
def reading(record: Any, kind: str, where: str, drift: Drift) -> Iterator[Fields]:
    """The fields of a record; what was left when the block ends is drift."""
    fields = Fields(record, kind, where)
    yield fields
    fields.end(drift)


def portal_day(text: str | None) -> date | None:
    """A day as the old portal writes it, "09-12-2025"; None for anything else."""
    try:
        return datetime.strptime((text or "").strip(), "%d-%m-%Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def _day_of(epoch: object) -> date | None:
    """The day in Việt Nam of a number of milliseconds since 1970; None for anything else."""
    if isinstance(epoch, bool) or not isinstance(epoch, int | float):
        return None
    try:
        return datetime.fromtimestamp(epoch / 1000, UTC).astimezone(_VIETNAM).date()
    except (ValueError, OverflowError, OSError):
        return None
