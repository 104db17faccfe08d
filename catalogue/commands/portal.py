"""`congbo sources procedure`: one procedure as the portal keeps it, with the portal's own files of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.fetching.sources import alone, settings_of
from catalogue.printing import print_json
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Told
from ingest.sources import opening
from ingest.sources.faults import Fault, FetchError
from ingest.sources.portal_procedure import Channel, Fee, LegalGround, Paper, PortalProcedure
from ingest.sources.source import Lister


@click.command(cls=Told)
@click.argument("code")
@click.option("--source", "name", default="dvcqg")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False))
@json_option
@click.pass_obj
def procedure(folder: Path, /, code: str, name: str, out: Path | None, **options: bool) -> None:
    """Show one procedure of the portal."""
    with Workspace.open(folder) as workspace, alone(workspace):
        (settings,) = settings_of(workspace).giving_lists(name)
        with opening.opened(settings) as (source, _):
            if not isinstance(source, Lister):
                raise UsageError("catalogue_list.no_lists", name=name)
            found = source.procedure(code)
            if found is None:
                raise FetchError(Fault.NOT_FOUND, f"{settings.title}: {code}", status="[]")
            if out:
                out.mkdir(parents=True, exist_ok=True)
            files = list(source.files(found, out)) if out else []
            drift = source.drift.to_json()
    if options["json"]:
        print_json({**found.to_json(), "files": [str(file) for file in files], "drift": drift})
        return
    for label, text in _lines(found):
        click.echo(f"{label}: {text}")
    for file in files:
        click.echo(say("portal.file", file=file))
    if drift:
        click.echo(say("sources.drift", fields=", ".join(drift)))


def _lines(one: PortalProcedure) -> Iterator[tuple[str, str]]:
    """What is known of a procedure, labelled, in the order of the portal's own page."""
    told: tuple[tuple[str, str | Iterable[str] | date | None], ...] = (
        ("field.code", one.code),
        ("field.name", one.name),
        ("field.decision_raw", one.decision),
        ("portal.signed", one.signed),
        ("portal.posted", one.posted),
        ("field.levels", one.levels),
        ("field.kind", one.kind),
        ("field.field", one.fields),
        ("field.publisher", one.publisher),
        ("field.agencies", one.agencies),
        ("field.audience", one.audience),
        ("field.status", one.state),
        ("portal.authority", one.authority),
        ("portal.address", one.address),
        ("portal.authorised", one.authorised),
        ("portal.coordinating", one.coordinating),
        ("portal.results", one.results),
        ("field.time_limit", map(_channel, one.channels)),
        ("portal.steps", one.steps),
        ("portal.papers", map(_paper, one.papers)),
        ("field.basis", map(_ground, one.grounds)),
        ("portal.requirements", one.requirements),
        ("portal.related", one.related),
        ("portal.keywords", one.keywords),
        ("portal.description", one.description),
    )
    for key, value in told:
        text = _text(value)
        if text:
            yield say(key), text


def _text(value: str | Iterable[str] | date | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    parts = [part for part in value if part]
    return parts[0] if len(parts) == 1 else "".join(f"\n  – {part}" for part in parts)


def _channel(one: Channel) -> str:
    pieces = (one.time_limit, *map(_fee, one.fees), one.note)
    return f"{one.name}: " + "; ".join(piece for piece in pieces if piece)


def _fee(one: Fee) -> str:
    return " ".join(piece for piece in (one.name, one.amount, f"({one.note})" if one.note else "") if piece)


def _paper(one: Paper) -> str:
    counts = say("portal.counts", originals=one.originals or "?", copies=one.copies or "?")
    forms = ", ".join(form.name for form in one.forms)
    return "; ".join(piece for piece in (one.case, f"{one.name} ({counts})", forms) if piece)


def _ground(one: LegalGround) -> str:
    issued = f"{one.issued:%d/%m/%Y}" if one.issued else ""
    return ", ".join(piece for piece in (one.number, one.title, issued, one.agency) if piece)
