"""`congbo fetch`, `congbo watch`, `congbo sources list/check/new/crosscheck`."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path
from sqlite3 import Error as SQLError
from typing import Any

import click

from catalogue.commands.options import dry_run_option, json_option
from catalogue.deadlines.calendar import VIETNAM_TIME
from catalogue.fetching.crosscheck import Difference
from catalogue.fetching.health import condition
from catalogue.fetching.pulling import fetch as pull
from catalogue.fetching.report import FetchReport
from catalogue.fetching.sources import add_source, alone, check_address, settings_of
from catalogue.fetching.watch import Hours
from catalogue.fetching.watch import watch as watch_sources
from catalogue.obligations import calendar_of
from catalogue.printing import print_json, table
from catalogue.workspace import Workspace
from ingest.errors import CongboError, UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told
from ingest.sources import opening

_source_argument = click.argument("source", required=False)


@click.command(cls=Told)
@_source_argument
@click.option("--since", type=Day())
@click.option("--ministry")
@click.option("--catalogue", is_flag=True)
@dry_run_option
@json_option
@click.pass_obj
def fetch(
    folder: Path, /, source: str | None, since: date | None, ministry: str | None, **options: bool
) -> int:
    """Pull decisions from the sources, or lists of procedures."""
    if options["catalogue"]:
        if since:
            raise UsageError("catalogue_list.since")
        return _fetch_lists(folder, source, ministry, options)
    with Workspace.open(folder) as workspace, alone(workspace):
        chosen = settings_of(workspace).chosen(source)
        report = pull(workspace, chosen, since=since, ministry=ministry, dry_run=options["dry_run"],
                      open_source=opening.opened, progress=_on_stderr)  # fmt: skip
    if options["json"]:
        print_json(report.to_json())
    else:
        click.echo("\n".join(_told(report)))
    return 1 if report.failed else 0


def _fetch_lists(folder: Path, source: str | None, ministry: str | None, options: dict[str, bool]) -> int:
    from catalogue.fetching.lists import fetch_catalogue

    with Workspace.open(folder) as workspace, alone(workspace):
        chosen = settings_of(workspace).giving_lists(source)
        reports = [
            fetch_catalogue(workspace, one, open_source=opening.opened, ministry=ministry,
                            dry_run=options["dry_run"], progress=_on_stderr)
            for one in chosen
        ]  # fmt: skip
    if options["json"]:
        print_json([report.to_json() for report in reports])
    else:
        click.echo("\n".join(sentence for report in reports for sentence in report.sentences()))
    return 1 if any(report.failed for report in reports) else 0


@click.command(cls=Told)
@_source_argument
@click.option("--once", is_flag=True)
@click.pass_obj
def watch(folder: Path, /, source: str | None, once: bool) -> None:
    """Pull decisions in working hours, again and again."""
    with Workspace.open(folder) as workspace:
        settings = settings_of(workspace)
        settings.chosen(source)
        watch_sources(
            lambda: _pull_once(workspace, source),
            Hours.of(settings.watch),
            calendar_of(workspace),
            now=lambda: datetime.now(UTC),
            sleep=time.sleep,
            told=lambda moment: _on_stderr(say("sources.waiting", moment=f"{moment:%H:%M %d/%m/%Y}")),
            times=1 if once else None,
        )


def _pull_once(workspace: Workspace, source: str | None) -> None:
    """One pull of a watch, by the settings of that moment; what is wrong is told, and the next one tries.

    A workspace or disk that is busy for a while must not end a watch that nobody looks at.
    """
    try:
        with alone(workspace):
            chosen = settings_of(workspace).chosen(source)
            told = _told(pull(workspace, chosen, open_source=opening.opened, progress=_on_stderr))
        click.echo("\n".join(told))
    except (CongboError, OSError, SQLError) as error:
        _on_stderr(say("sources.pull_failed", detail=error))


@click.command(name="list", cls=Told)
@json_option
@click.pass_obj
def list_(folder: Path, /, **options: bool) -> None:
    """List the sources and how they are doing."""
    with Workspace.open(folder) as workspace:
        conditions = [condition(workspace, one) for one in settings_of(workspace).sources.values()]
    if options["json"]:
        print_json([one.to_json() for one in conditions])
        return
    table(
        ("source", "title", "last_success", "entries", "health"),
        (
            (
                one.settings.name,
                one.settings.title,
                _moment(one.last_success),
                one.entries,
                say(f"sources.health_{one.health}"),
            )
            for one in conditions
        ),
    )
    for one in conditions:
        click.echo(f"{one.settings.name}: {one.settings.place}")
        for sentence in one.sentences():
            click.echo(f"  {sentence}")


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM_TIME):%H:%M %d/%m/%Y}" if moment else say("sources.never")


@click.command(cls=Told)
@_source_argument
@json_option
@click.pass_obj
def check(folder: Path, /, source: str | None, **options: bool) -> int:
    """Ask sources for a first page."""
    from catalogue.fetching.check import check_source

    with Workspace.open(folder) as workspace, alone(workspace):
        chosen = settings_of(workspace).chosen(source)
        found = [check_source(one, opening.opened) for one in chosen]
    if options["json"]:
        print_json([one.to_json() for one in found])
    else:
        click.echo("\n".join(sentence for one in found for sentence in one.sentences()))
    return 0 if all(one.ok for one in found) else 1


@click.command(cls=Told)
@click.argument("name")
@click.option("--folder", "folder_of_files", type=click.Path(path_type=Path))
@click.option("--mailbox", type=click.Path(path_type=Path))
@click.option("--address", multiple=True)
@dry_run_option
@click.pass_obj
def new(folder: Path, /, name: str, address: tuple[str, ...], dry_run: bool, **options: Any) -> None:
    """Add a source."""
    places = {"folder": options["folder_of_files"], "mailbox": options["mailbox"]}
    if sum(map(bool, (*places.values(), address))) != 1:
        raise UsageError("sources.nothing", name=name)
    for one in address:
        check_address(one)
    with Workspace.open(folder) as workspace:
        file = add_source(workspace, name, addresses=address, dry_run=dry_run, **places)
    click.echo(say("sources.dry_added" if dry_run else "sources.added", name=name, file=file))


def _told(report: FetchReport) -> list[str]:
    told = [sentence for one in report.sources for sentence in one.sentences()]
    told += report.intake.sentences() if report.intake else []
    return [*told, say("sources.dry_run")] if report.dry_run else told


def _on_stderr(sentence: str) -> None:
    click.echo(sentence, err=True)


@click.command(cls=Told)
@click.argument("number", required=False)
@json_option
@click.pass_obj
def crosscheck(folder: Path, /, number: str | None, **options: bool) -> None:
    """Compare the portal's lists with the documents and the catalogue."""
    from catalogue.fetching.crosscheck_workspace import crosschecks

    with Workspace.open(folder) as workspace:
        found = list(crosschecks(workspace, number))
    if options["json"]:
        print_json([one.to_json() for one in found])
        return
    if not found:
        click.echo(say("sources.cross_none"))
        return
    for one in found:
        key = "sources.cross_differs" if one.differences else "sources.cross_equal"
        facts = {"count": one.items, "typed": one.typed, "coded": one.coded}
        click.echo(say(key, number=one.number, differences=len(one.differences), **facts))
    if any(one.differences for one in found):
        table(
            ("decision", "difference", "code", "in_document", "on_portal", "in_catalogue"),
            (
                (one.number, say(f"sources.cross_{two.kind}"), _codes(two), two.in_document, two.on_portal,
                 two.in_catalogue)
                for one in found
                for two in one.differences
            ),
        )  # fmt: skip
        click.echo(say("sources.cross_rule"))


def _codes(one: Difference) -> str | None:
    """The code; where the portal has another, both, the document's first."""
    return f"{one.code} ≠ {one.portal_code}" if one.kind == "code_differs" else one.code
