"""`congbo audit verify`, `congbo audit log`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from catalogue import audit
from catalogue.audit_rows import unsealed
from catalogue.commands.options import json_option
from catalogue.printing import print_json, table, written_moment
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Told


@click.command(cls=Told)
@click.option("--head")
@json_option
@click.pass_obj
def verify(folder: Path, /, head: str | None, **options: bool) -> int:
    """Prove the audit chain."""

    with Workspace.open(folder) as workspace:
        findings = audit.verify(workspace.db, head)
        untold = unsealed(workspace.db)
        count, newest = workspace.db.table("audit_events").count, audit.newest(workspace.db)
    if options["json"]:
        found = [one.to_json() for one in findings]
        print_json(
            {"whole": not found, "events": count, "head": newest, "findings": found, "unsealed": untold}
        )
        return 1 if findings else 0
    click.echo("\n".join(one.sentence for one in findings) or say("audit.whole", events=count, head=newest))
    if untold:
        click.echo(say("audit.unsealed", count=untold))
    return 1 if findings else 0


@click.command(cls=Told)
@click.option("--kind", "event", type=click.Choice([kind.value for kind in audit.EventKind]))
@click.option("--last", type=click.IntRange(1))
@json_option
@click.pass_obj
def log(folder: Path, /, event: str | None, last: int | None, **options: bool) -> None:
    """List the events."""

    with Workspace.open(folder) as workspace:
        events = audit.events(workspace.db, event, last)
    if options["json"]:
        print_json(events)
        return
    table(
        ("event", "at", "user", "kind_of_event", "subject"),
        (
            (
                one["id"],
                written_moment(datetime.fromisoformat(one["at"])),
                one["user"],
                say(f"event.{one['kind']}"),
                _subject(one["facts"], one["subject"]),
            )
            for one in events
        ),
    )


def _subject(facts: dict[str, object], subject: str | None) -> str:
    """What an event is about, as people know it: the file, the decision's number, the proposal."""
    known = (facts.get(name) for name in ("file", "number", "proposal", "province"))
    named = next((str(one) for one in known if one), subject or "–")
    verdict = facts.get("verdict")
    return f"{named}: {say(f'verdict.{verdict}')}" if verdict else named
