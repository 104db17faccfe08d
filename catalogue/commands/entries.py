"""`congbo catalogue show`, `history`, `search`, `stats`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue.commands.options import json_option
from catalogue.deadlines import today
from catalogue.entry_view import biography, shown
from catalogue.printing import print_json, table
from catalogue.search import search as search_entries
from catalogue.statistics import statistics
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Day, Told

_LARGEST = 10
_SHOWN = (
    "code",
    "name",
    "field",
    "levels",
    "ministry",
    "publisher",
    "agencies",
    "departments",
    "time_limit",
    "fee",
    "basis",
    "online_level",
    "decision_raw",
    "status",
    "audience",
    "former_names",
    "code_tails",
)


@click.command(cls=Told)
@click.argument("code")
@click.option("--on", type=Day())
@click.option("--known", type=Day())
@json_option
@click.pass_obj
def show(folder: Path, /, code: str, on: date | None, known: date | None, **options: bool) -> None:
    """Show one entry as of a day."""

    with Workspace.open(folder) as workspace:
        told = shown(workspace, code, on, known)
    if options["json"]:
        print_json(told)
        return
    for name in _SHOWN:
        value = _in_words(name, told[name])
        if value:
            click.echo(f"{say(f'field.{name}')}: {value}")
    click.echo(f"{say('field.in_force')}: {_period(told)}")
    for source in told["sources"]:
        click.echo(f"  – {_day(source['valid_from'])}: {source['sentence']}")
    seen = told["last_seen_in"]
    if seen and seen["missing_in"]:
        click.echo(say("history.missing", file=seen["missing_in"], day=_day(seen["missing_since"])))


@click.command(cls=Told)
@click.argument("code")
@json_option
@click.pass_obj
def history(folder: Path, /, code: str, **options: bool) -> None:
    """Show all versions of one entry."""

    with Workspace.open(folder) as workspace:
        told = biography(workspace, code)
    if options["json"]:
        print_json(told)
        return
    table(
        ("valid", "known", "in_force", "name", "source"),
        (
            (
                _span(one["valid_from"], one["valid_to"]),
                _span(one["known_from"], one["known_to"]),
                say("history.yes" if one["in_force"] else "history.no"),
                one["name"],
                one["source"]["sentence"],
            )
            for one in told["versions"]
        ),
    )


@click.command(cls=Told)
@click.argument("text", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(1, 1000), default=20)
@json_option
@click.pass_obj
def search(folder: Path, /, text: tuple[str, ...], most: int, **options: bool) -> None:
    """Find entries by code or words."""

    with Workspace.open(folder) as workspace:
        hits = search_entries(workspace, " ".join(text), most)
    if options["json"]:
        print_json([hit.to_json() for hit in hits])
        return
    table(
        ("code", "scope", "name", "note"),
        (
            (
                hit.code,
                say(f"scope.{hit.to_json()['scope']}"),
                hit.name,
                "; ".join(_notes(hit.former, hit.valid_to)),
            )
            for hit in hits
        ),
    )


@click.command(cls=Told)
@click.option("--as-of", type=Day())
@json_option
@click.pass_obj
def stats(folder: Path, /, as_of: date | None, **options: bool) -> None:
    """Count the catalogue."""

    with Workspace.open(folder) as workspace:
        told = statistics(workspace, as_of or today())
    if options["json"]:
        print_json(told)
        return
    for scope, counts in told["entries"].items():
        day = _day(told["as_of"])
        click.echo(say("stats.entries", scope=say(f"scope.{scope}"), day=day, **counts))
        for name in ("level", "ministry", "field", "status", "online_level"):
            click.echo(f"  {say(f'field.{name}')}: {_largest(name, counts[name])}")
    states = ", ".join(f"{say(f'state.{state}')} {count}" for state, count in told["proposals"].items())
    click.echo(say("stats.proposals", states=states or "–"))
    click.echo(say("stats.history", **told))
    for one in told["imports"]:
        click.echo("  " + say("stats.import", **{**one, "imported_on": _day(one["imported_on"])}))


def _largest(name: str, counts: dict[str, int]) -> str:
    values = ", ".join(
        f"{_in_words(name, value)} {count}" for value, count in list(counts.items())[:_LARGEST]
    )
    return values + (say("stats.more", count=len(counts) - _LARGEST) if len(counts) > _LARGEST else "")


def _notes(former: str | None, ended: str | None) -> list[str]:
    notes = [say("history.former", name=former)] if former else []
    return notes + ([say("history.ended", day=_day(ended))] if ended else [])


def _in_words(name: str, value: Any) -> str:
    parts = value if isinstance(value, list) else [value] if value else []
    if name in ("level", "levels"):
        parts = [say(f"level.{part}") if part != "–" else part for part in parts]
    return "; ".join(str(part) for part in parts)


def _period(told: dict[str, Any]) -> str:
    key = "history.yes" if told["in_force"] else "history.no"
    return f"{say(key)}, {_span(told['valid_from'], told['valid_to'])}"


def _span(start: str | None, end: str | None) -> str:
    return f"{_day(start)} → {_day(end)}" if end else f"{_day(start)} →"


def _day(iso: str | None) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else "…"
