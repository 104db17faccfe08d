"""`congbo export catalogue`, `changes`, `notice`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue.commands.options import dry_run_option, json_option
from catalogue.deadlines import today
from catalogue.deadlines.notes import written_day
from catalogue.exports.catalogue_entries import Asked, first_known_after, held, one_moment, own_scope
from catalogue.exports.waiting import Waiting, waiting_for
from catalogue.imports.layouts import Layout
from catalogue.printing import print_json
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Level
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told

_out = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
_scope = click.option("--scope", type=click.Choice([scope.value for scope in Scope]))
_level = click.option("--level", type=click.Choice([level.value for level in Level]))


@click.command(cls=Told)
@_out
@click.option("--layout", type=click.Choice([layout.value for layout in Layout]), default=Layout.FULL.value)
@click.option("--as-of", type=Day())
@click.option("--known", type=Day())
@click.option("--department")
@click.option("--field")
@_level
@_scope
@dry_run_option
@json_option
@click.pass_obj
def catalogue(folder: Path, /, out: Path, layout: str, as_of: date | None, **options: Any) -> None:
    """Write the catalogue as of a day."""

    from catalogue.exports.catalogue_files import write_catalogue

    with Workspace.open(folder) as workspace, one_moment(workspace):
        asked = _asked(workspace, as_of, options)
        made = write_catalogue(held(workspace, asked), out, asked, Layout(layout), dry_run=options["dry_run"])
        waiting = waiting_for(workspace, made.ids, asked.on)
        undated = first_known_after(workspace, made.undated, asked.on)
    _warn(waiting)
    if options["json"]:
        told = {"undated": undated, "waiting": waiting.to_json(), "written": not options["dry_run"]}
        print_json({**made.to_json(), **_told(asked), **told})
        return
    for cut in made.cut:
        click.echo(cut.sentence, err=True)
    key = "lists.would_write" if options["dry_run"] else "lists.written"
    counts = {"entries": made.entries, "in_force": made.in_force, "retired": made.retired}
    click.echo(say(key, file=out, asked=asked.sentence, **counts))
    if undated:
        click.echo(say("lists.undated", count=undated, day=written_day(asked.on)))


def _warn(waiting: Waiting) -> None:
    if waiting.proposals:
        click.echo(f"! {waiting.sentence}", err=True)


def _asked(workspace: Workspace, on: date | None, options: dict[str, Any]) -> Asked:
    return Asked(
        Scope(options["scope"]) if options.get("scope") else own_scope(workspace),
        on or today(),
        options.get("known"),
        options.get("department"),
        options.get("field"),
        Level(options["level"]) if options.get("level") else None,
    )


def _told(asked: Asked) -> dict[str, Any]:
    """What was asked, as far as it was."""
    told = {
        "scope": asked.scope.value,
        "as_of": asked.on.isoformat(),
        "known": asked.known.isoformat() if asked.known else None,
        "department": asked.department,
        "field": asked.field,
        "level": asked.level.value if asked.level else None,
    }
    return {name: value for name, value in told.items() if value is not None}


@click.command(cls=Told)
@_out
@click.option("--from", "first", type=Day(), required=True)
@click.option("--to", "last", type=Day(), required=True)
@click.option("--department")
@click.option("--field")
@_level
@_scope
@dry_run_option
@json_option
@click.pass_obj
def changes(folder: Path, /, out: Path, first: date, last: date, **options: Any) -> None:
    """Write what differs in the catalogue between two days."""

    from catalogue.differences import DifferenceKind, between_days
    from catalogue.exports.catalogue_changes import write_changes

    if last < first:
        raise UsageError("lists.days_turned", first=written_day(first), last=written_day(last))
    with Workspace.open(folder) as workspace, one_moment(workspace):
        asked = _asked(workspace, last, options)
        between = say("lists.asked_between", first=written_day(first), last=written_day(last))
        sentence = ", ".join([say(f"scope.{asked.scope}"), between, *asked.filters])
        found = (one for one in between_days(workspace, asked.scope, first, last) if asked.fits(one.entry))
        counts = write_changes(found, out, sentence, dry_run=options["dry_run"])
    told = {kind.value: counts[kind] for kind in DifferenceKind}
    if options["json"]:
        days = {"from": first.isoformat(), "to": last.isoformat()}
        print_json({"file": str(out), **told, **_told(asked), **days, "written": not options["dry_run"]})
        return
    key = "lists.changes_would_write" if options["dry_run"] else "lists.changes_written"
    click.echo(say(key, file=out, asked=sentence, **told))


@click.command(cls=Told)
@_out
@click.option("--department")
@click.option("--commune", is_flag=True)
@click.option("--as-of", type=Day())
@_scope
@dry_run_option
@json_option
@click.pass_obj
def notice(folder: Path, /, out: Path, as_of: date | None, commune: bool, **options: Any) -> None:
    """Write the public notice list of a one-stop counter."""

    from catalogue.exports.notice import notice as made_for
    from catalogue.exports.notice import write_notice
    from catalogue.exports.word import UNKNOWN

    if commune == bool(options["department"]):
        raise UsageError("lists.one_of_two")
    with Workspace.open(folder) as workspace, one_moment(workspace):
        level = Level.COMMUNE.value if commune else None
        asked = _asked(workspace, as_of, {**options, "level": level})
        made = made_for(workspace, asked)
        write_notice(made, out, workspace, dry_run=options["dry_run"])
    _warn(made.waiting)
    counts = {"entries": len(made.rows), "fields": len(made.fields), "unknown": made.unknown}
    if options["json"]:
        told = {**_told(asked), "title": made.whose, "waiting": made.waiting.to_json()}
        print_json({"file": str(out), **counts, **told, "written": not options["dry_run"]})
        return
    key = "lists.notice_would_write" if options["dry_run"] else "lists.notice_written"
    click.echo(say(key, file=out, asked=asked.sentence, mark=UNKNOWN, **counts))
