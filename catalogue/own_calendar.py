"""Days that a workspace enters into its own working calendar: swaps announced late, days off to come.

The file `calendar.csv` is only ever appended to; of two lines on one day the later counts. Every obligation
names the version of the calendar it was counted with, so that what a new day changes can be said.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue.audit import EventKind, current_user, now, record
from catalogue.deadlines.calendar import DayKind, read_rows
from catalogue.obligations import (
    CALENDAR,
    Shift,
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
    known = calendar_of(workspace)
    before = workspace_obligations(workspace)
    path = workspace.folder / CALENDAR
    line = {"date": day.isoformat(), "kind": kind.value, "reason": reason.strip(), "source": source.strip()}
    standing = known.row_of(day)
    same = standing is not None and (standing.kind, standing.reason, standing.source) == (
        kind,
        line["reason"],
        line["source"],
    )
    if not same and not dry_run:
        who = user or current_user()
        with workspace.writing() as db:
            _append(path, {**line, "entered_by": who, "entered_at": now()})
            record(db, EventKind.SETTING, f"calendar {day.isoformat()}", line, user=who)
            settle_obligations(workspace)
    after = workspace_obligations(workspace)
    return EnteredDay(
        day,
        kind,
        known.version,
        calendar_of(workspace).version,
        tuple(shifts(before, after, as_of)),
        known.is_working(day),
    )


def days_of(year: int, month: int) -> list[date]:
    """The days of a month."""
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _append(path: Path, line: dict[str, str]) -> None:
    """Write the file anew with one line more; the old one stands until the new one is whole on disk."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    if path.exists():
        read_rows(path)
        text.write(path.read_text("utf-8-sig").rstrip("\n") + "\n")
    else:
        writer.writeheader()
    writer.writerow(line)
    with placing(path) as file:
        file.write(text.getvalue().encode())
