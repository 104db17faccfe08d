"""`congbo overdue`, `why`, `digest`, `index766`, `export calendar`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue import evidence
from catalogue.commands.options import dry_run_option, json_option
from catalogue.deadlines import StatusKind, today
from catalogue.deadlines.notes import written_day
from catalogue.obligations import calendar_of, evidence_of, facts_of_workspace
from catalogue.overview import (
    ObligationView,
    Wanted,
    by_department,
    obligations_on,
    summary_of,
    why_decision,
    why_obligation,
)
from catalogue.printing import print_csv, print_json, table
from catalogue.workspace import Workspace
from extract.decision import Level
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told

_COLUMNS = ("decision", "rule", "department", "due", "status")
_WHY_TOO = (*_COLUMNS, "note", "id")


@click.command(cls=Told)
@click.option("--as-of", type=Day())
@click.option("--department")
@click.option("--rule")
@click.option("--ministry")
@click.option("--level", type=click.Choice([level.value for level in Level if level is not Level.DISTRICT]))
@click.option("--all", "all", is_flag=True)
@click.option("--why", is_flag=True)
@click.option("--summary", is_flag=True)
@click.option("--csv", "csv", is_flag=True)
@json_option
@click.pass_obj
def overdue(folder: Path, /, as_of: date | None, **options: Any) -> None:
    """List obligations, worst first."""

    if options["summary"] and options["why"]:
        raise UsageError("overview.summary_without_why")
    day = as_of or today()
    wanted = Wanted(**{name: options[name] for name in ("department", "rule", "ministry", "level")})
    with Workspace.open(folder) as workspace:
        views = obligations_on(workspace, day, everything=options["all"], wanted=wanted)
        lost = evidence.without_decision(workspace)
    if options["summary"]:
        _print_summary(views, options)
    elif options["json"]:
        print_json([view.to_json() for view in views])
    elif options["csv"]:
        print_csv(_WHY_TOO, map(_row, views))
    else:
        columns = _WHY_TOO if options["why"] else _COLUMNS
        table(columns, (_row(view)[: len(columns)] for view in views))
    if options["json"] or options["csv"]:
        return
    click.echo(say("cli.as_of", day=written_day(day), summary=summary_of(views)))
    if lost:
        click.echo(say("evidence.lost", count=len(lost)))


@click.command(cls=Told)
@click.argument("obligation")
@click.argument("rule", required=False)
@click.option("--as-of", type=Day())
@json_option
@click.pass_obj
def why(folder: Path, /, obligation: str, rule: str | None, as_of: date | None, **options: bool) -> None:
    """Say all there is to say of one obligation, or of each that a decision asks for."""

    day = as_of or today()
    with Workspace.open(folder) as workspace:
        of_decision = why_decision(workspace, obligation, day, rule)
        told = of_decision or [why_obligation(workspace, obligation, day, rule)]
    if options["json"]:
        print_json(of_decision or told[0])
        return
    for one in told:
        _print_why(one)
    click.echo(say("why.calendar", version=told[0]["calendar_version"]))


def _print_why(told: dict[str, Any]) -> None:
    click.echo(f"{told['id']}\n{told['why']}")
    click.echo(say("why.source", source=told["legal_source"], document=told["source_document"]))
    if told["rule_note"]:
        click.echo(say("why.note", note=told["rule_note"]))
    if told["progress"]:
        table(
            ("code", "name", "day", "by"),
            (
                (one["code"], one["name"], one["done"] or say(_open_key(one)), one["by"])
                for one in told["progress"]
            ),
        )
    click.echo()


@click.command(cls=Told)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--as-of", type=Day())
@click.option("--department")
@click.option("--to", "readers", multiple=True)
@click.option("--again", is_flag=True)
@json_option
@click.pass_obj
def digest(folder: Path, /, out: Path, as_of: date | None, department: str | None, **options: Any) -> None:
    """Write the digest of a day, once."""

    from catalogue.digest import write_digest

    day = as_of or today()
    with Workspace.open(folder) as workspace:
        made = write_digest(workspace, out, day, options["readers"], department, again=options["again"])
    if options["json"]:
        print_json({"files": [str(path) for path in made.files], "written": made.written})
        return
    if made.before and not made.files:
        file, at = made.before
        click.echo(say("digest.written_elsewhere", day=written_day(day), file=file, at=at, folder=out))
        return
    key = "digest.written" if made.written else "digest.written_before"
    click.echo(say(key, day=written_day(day), files=", ".join(map(str, made.files))))


@click.command(cls=Told)
@click.option("--from", "first", type=Day(), required=True)
@click.option("--to", "last", type=Day(), required=True)
@json_option
@click.pass_obj
def index766(folder: Path, /, first: date, last: date, **options: bool) -> None:
    """The publicity criteria of the 766 index for a period."""

    from catalogue.index766 import index766 as criteria

    if last < first:
        raise UsageError("index766.period", first=written_day(first), last=written_day(last))
    with Workspace.open(folder) as workspace:
        decisions = facts_of_workspace(workspace)
        entries = workspace.db.table("procedures").count_where("scope = 'province'")
        found = criteria(
            decisions,
            evidence_of(workspace, decisions),
            calendar_of(workspace),
            (first, last),
            [None] * entries,
        )
    if options["json"]:
        print_json([one.to_json() for one in found])
        return
    rows = []
    for one in found:
        told = one.to_json()
        score = say("index766.none")
        if one.score:
            low, high = (f"{points:.2f}" for points in one.score)
            score = low if low == high else say("index766.range", low=low, high=high)
        counts = [told[name] for name in ("total", "in_time", "late", "unknown", "pending")]
        rows.append((one.code, say(f"index766.{one.formula}"), *counts, score, told["points"]))
    table(("criterion", "formula", "total", "in_time", "late", "unknown", "pending", "score", "points"), rows)
    click.echo(say("index766.about", first=written_day(first), last=written_day(last)))


@click.command(name="calendar", cls=Told)
@click.option("--department")
@click.option("--as-of", type=Day())
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
@dry_run_option
@click.pass_obj
def export_calendar(
    folder: Path, /, out: Path, as_of: date | None, department: str | None, **options: bool
) -> None:
    """Write the open deadlines as a calendar file."""

    from catalogue.exports.calendar import ENDING, calendar_file, dated
    from catalogue.exports.writing import ending_of, save

    ending_of(out, [ENDING])

    with Workspace.open(folder) as workspace:
        views = dated(obligations_on(workspace, as_of or today(), department))
    data = calendar_file(views, department)
    if not options["dry_run"]:
        save(out, data)
    if options["json"]:
        events = [view.to_json() for view in views]
        print_json({"file": str(out), "written": not options["dry_run"], "events": events})
        return
    key = "calendar_file.would_write" if options["dry_run"] else "calendar_file.written"
    click.echo(say(key, file=out, events=len(views)))


def _open_key(item: dict[str, Any]) -> str:
    return "why.unclear" if item["doubtful"] else "why.open"


def _row(view: ObligationView) -> tuple[Any, ...]:
    one = view.obligation
    return one.number, one.rule.id, one.department, one.due, view.verdict, view.why, one.id


def _print_summary(views: Sequence[ObligationView], options: dict[str, Any]) -> None:
    """A line for each department."""
    counts = by_department(views)
    if options["json"]:
        print_json([{"department": name, **row} for name, row in counts])
        return
    columns = ("department", *(f"status_{kind}" for kind in StatusKind))
    rows = [(name, *row.values()) for name, row in counts]
    if options["csv"]:
        print_csv(columns, rows)
    else:
        table(columns, rows)
