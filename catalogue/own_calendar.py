"""Days that a workspace enters into its own working calendar: swaps announced late, days off to come.

The file `calendar.csv` is only ever appended to; of two lines on one day the later counts. Every obligation
names the version of the calendar it was counted with, so that what a new day changes can be said.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from catalogue.audit import EventKind, current_user, now, record
from catalogue.deadlines.calendar import Calendar, DayKind, read_rows
from catalogue.obligations import (
    CALENDAR,
    Shift,
    Standing,
    calendar_of,
    settle_obligations,
    shifts,
    workspace_obligations,
)
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.placing import placing

_COLUMNS = ("date", "kind", "reason", "source", "entered_by", "entered_at")


@dataclass(frozen=True, slots=True)
class EnteredDay:
    """What entering a day did: the calendar's versions, the obligations that moved, whether it differs."""

    day: date
    kind: DayKind
    version_before: str
    version_after: str
    shifts: tuple[Shift, ...]
    working_before: bool

    @property
    def changed(self) -> bool:
        """True where the day was not so before."""
        return self.working_before is not (self.kind is DayKind.WORK)


def enter_day(
    workspace: Workspace,
    day: date,
    kind: DayKind,
    *,
    reason: str,
    source: str,
    user: str | None = None,
    as_of: date,
    dry_run: bool = False,
) -> EnteredDay:
    """Enter a day off or a worked day with its notice, and count all obligations anew.

    UsageError where reason or source is missing: a day without its notice cannot be defended.
    """
    if not reason.strip() or not source.strip():
        raise UsageError("calendar.no_source")
    line = {"date": day.isoformat(), "kind": kind.value, "reason": reason.strip(), "source": source.strip()}
    if dry_run:
        known = calendar_of(workspace)
        return EnteredDay(day, kind, known.version, known.version, (), known.is_working(day))
    before = Standing.of(workspace)
    path = workspace.folder / CALENDAR
    held = _Held(path)
    with held, workspace.writing() as db:
        before, known = before.renewed(workspace), calendar_of(workspace)
        counted, after = known, before.obligations
        if not _stands(known, line):
            who = user or current_user()
            held.keep()
            with placing(path) as file:
                file.write(_with_line(path, {**line, "entered_by": who, "entered_at": now()}))
                file.flush()
                counted = Calendar.load(own=file.name)
                after = workspace_obligations(workspace, before.known, counted)
                record(db, EventKind.SETTING, f"calendar {day.isoformat()}", line, user=who)
                settle_obligations(workspace, after)
    moved = tuple(shifts(before.obligations, after, as_of))
    return EnteredDay(day, kind, known.version, counted.version, moved, known.is_working(day))


def _stands(known: Calendar, line: Mapping[str, str]) -> bool:
    row = known.row_of(date.fromisoformat(line["date"]))
    return row is not None and (row.kind, row.reason, row.source) == (
        line["kind"],
        line["reason"],
        line["source"],
    )


def days_of(year: int, month: int) -> list[date]:
    """The days of a month."""
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


class _Held:
    """Puts a file back as it was kept where the database does not take what goes with the new one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = False
        self._text: bytes | None = None

    def keep(self) -> None:
        """Remember the file as it is."""
        self._text = self._path.read_bytes() if self._path.exists() else None
        self._kept = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or not self._kept:
            return
        if self._text is None:
            self._path.unlink(missing_ok=True)
        elif self._path.read_bytes() != self._text:
            with placing(self._path) as file:
                file.write(self._text)


def _with_line(path: Path, line: Mapping[str, str]) -> bytes:
    """The file with one line more, in the order of its own columns."""
    columns: Sequence[str] = _COLUMNS
    before = ""
    if path.exists():
        read_rows(path)
        before = path.read_text("utf-8-sig").rstrip("\n") + "\n"
        columns = next(csv.reader([before.partition("\n")[0]]))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    if not before:
        writer.writeheader()
    writer.writerow(line)
    return (before + text.getvalue()).encode()
