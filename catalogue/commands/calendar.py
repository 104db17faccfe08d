"""`congbo calendar [YEAR-MONTH]`, `congbo calendar add`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue import own_calendar
from catalogue.commands.options import dry_run_option, json_option
from catalogue.commands.shifts import show_shifts
from catalogue.deadlines import Calendar, today
from catalogue.deadlines.calendar import DayKind
from catalogue.deadlines.notes import written_day
from catalogue.obligations import calendar_of
from catalogue.printing import print_json, table
from catalogue.workspace import DATABASE, Workspace
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Day, LazyGroup, Told

_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})")
_SATURDAY = 5


class _MonthFirst(LazyGroup):
    """A group that shows a month where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command is the month to show."""
        if not args or (args[0] not in self.lazy and args[0] != "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


calendar = _MonthFirst(
    name="calendar",
    lazy={"show": "catalogue.commands.calendar:show", "add": "catalogue.commands.calendar:add"},
)


@click.command(cls=Told)
@click.argument("month", required=False)
@json_option
@click.pass_obj
def show(folder: Path, /, month: str | None, **options: bool) -> None:
    """Show the days of a month."""

    year, number = _month(month)
    if (folder / DATABASE).exists():
        with Workspace.open(folder) as workspace:
            known = calendar_of(workspace)
    else:
        known = Calendar.load()
    days = list(_days(known, year, number))
    if options["json"]:
        print_json({"version": known.version, "days": days})
        return
    table(
        ("day", "weekday", "status", "note", "source"),
        (
            (date.fromisoformat(one["date"]), say(f"weekday.{one['weekday']}"),
             say(f"deadline_day.{'work' if one['working'] else 'off'}"), one["reason"], one["source"])
            for one in days
        ),
    )  # fmt: skip
    if any(one["provisional"] for one in days):
        click.echo(say("calendar.provisional", last=written_day(known.last)))
    worked = sum(one["working"] for one in days)
    click.echo(say("calendar.month", month=f"{number:02d}/{year}", worked=worked, version=known.version))


@click.command(cls=Told)
@click.argument("day", type=Day())
@click.argument("kind", type=click.Choice([DayKind.OFF.value, DayKind.WORK.value]))
@click.option("--reason", required=True)
@click.option("--source", required=True)
@click.option("--user")
@dry_run_option
@json_option
@click.pass_obj
def add(folder: Path, /, day: date, kind: str, dry_run: bool, **options: Any) -> None:
    """Enter a day off or a worked day."""

    as_json = options.pop("json")
    with Workspace.open(folder) as workspace:
        entered = own_calendar.enter_day(
            workspace, day, DayKind(kind), as_of=today(), dry_run=dry_run, **options
        )
    if as_json:
        print_json(
            {
                "date": day.isoformat(),
                "kind": kind,
                "changed": entered.changed,
                "version_before": entered.version_before,
                "version": entered.version_after,
                "obligations": [one.to_json() for one in entered.shifts],
            }
        )
        return
    key = "entered" if entered.changed else "already_so"
    click.echo(say(f"calendar.{key}", day=written_day(day), kind=say(f"deadline_day.{kind}")))
    if day <= today() and entered.changed:
        click.echo(say("calendar.late"))
    show_shifts(entered.shifts)
    click.echo(say("calendar.version", before=entered.version_before, after=entered.version_after))
    if dry_run:
        click.echo(say("intake.dry_run"), err=True)


def _month(text: str | None) -> tuple[int, int]:
    """Year and month of "2026-02" or "2/2026"; the present month by default."""
    if text is None:
        return today().year, today().month
    found = _MONTH.fullmatch(text.strip())
    year, month = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        raise UsageError("calendar.no_month", text=text)
    return year, month


def _days(known: Calendar, year: int, month: int) -> Iterator[dict[str, Any]]:
    for day in own_calendar.days_of(year, month):
        row = known.row_of(day)
        yield {
            "date": day.isoformat(),
            "weekday": day.isoweekday(),
            "working": known.is_working(day),
            "exception": row.kind.value if row else None,
            "reason": row.reason if row else say("calendar.weekend") if day.weekday() >= _SATURDAY else "",
            "source": row.source if row else "",
            "provisional": known.is_provisional(day, day),
        }
