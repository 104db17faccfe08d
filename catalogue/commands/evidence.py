"""`congbo evidence add / list / remove`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue import evidence
from catalogue.commands.options import dry_run_option, json_option
from catalogue.commands.shifts import show_shifts
from catalogue.deadlines import EvidenceKind, today
from catalogue.deadlines.evidence import ENTERED
from catalogue.deadlines.notes import written_day
from catalogue.printing import print_json, table
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Day, Told

_SHORT_ID = 8


@click.command(cls=Told)
@click.argument("number")
@click.argument("kind", type=click.Choice([kind.value for kind in ENTERED]))
@click.argument("day", type=Day())
@click.option("--source")
@click.option("--user")
@dry_run_option
@json_option
@click.pass_obj
def add(folder: Path, /, number: str, kind: str, day: date, **options: Any) -> None:
    """Enter what happened to a decision."""

    as_json = options.pop("json")
    options["source"] = options["source"] or say("evidence.own_word")
    with Workspace.open(folder) as workspace:
        entered = evidence.add(workspace, number, EvidenceKind(kind), day, as_of=today(), **options)
    _show(entered, "added", as_json)
    if options["dry_run"]:
        click.echo(say("intake.dry_run"), err=True)


@click.command(cls=Told)
@click.argument("ident")
@click.option("--reason")
@click.option("--user")
@dry_run_option
@json_option
@click.pass_obj
def remove(folder: Path, /, ident: str, **options: Any) -> None:
    """Take evidence back."""

    as_json = options.pop("json")
    with Workspace.open(folder) as workspace:
        entered = evidence.take_back(workspace, ident, as_of=today(), **options)
    _show(entered, "taken_back", as_json)
    if options["dry_run"]:
        click.echo(say("intake.dry_run"), err=True)


@click.command(name="list", cls=Told)
@json_option
@click.pass_obj
def list_(folder: Path, /, **options: bool) -> None:
    """List evidence, what was taken back too."""

    with Workspace.open(folder) as workspace:
        entries = evidence.entries(workspace)
    if options["json"]:
        print_json([entry.to_json() for entry in entries])
        return
    table(
        ("id", "decision", "evidence", "day", "source", "entered_by", "note"),
        (
            (
                (one.evidence.id or "")[:_SHORT_ID],
                one.number or (one.decision.number if one.decision else None),
                say(f"deadline_evidence.{one.evidence.kind}"),
                one.evidence.day,
                one.evidence.source,
                one.evidence.entered_by,
                "; ".join(_remarks(one)),
            )
            for one in entries
        ),
    )


def _remarks(entry: evidence.Entry) -> list[str]:
    taken = [say("evidence.taken_back_by", user=entry.taken_back_by)] if entry.taken_back_by else []
    return [*taken, *entry.remarks]


def _show(entered: evidence.Entered, key: str, as_json: bool) -> None:
    entry = entered.entry
    if as_json:
        print_json(
            {
                **entry.to_json(),
                "changed": entered.changed,
                "obligations": [one.to_json() for one in entered.shifts],
            }
        )
        return
    facts = {
        "id": (entry.evidence.id or "")[:_SHORT_ID],
        "number": entry.number,
        "what": say(f"deadline_evidence.{entry.evidence.kind}"),
        "day": written_day(entry.evidence.day),
    }
    click.echo(say(f"evidence.{key}" if entered.changed else f"evidence.{key}_already", **facts))
    for remark in entry.remarks:
        click.echo(f"! {remark}")
    show_shifts(entered.shifts)
