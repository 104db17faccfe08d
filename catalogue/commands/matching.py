"""`congbo match`, `congbo explain`."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue import overview
from catalogue.commands.options import json_option
from catalogue.printing import print_json, table
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Told


@click.command(cls=Told)
@click.argument("text")
@json_option
@click.pass_obj
def match(folder: Path, /, text: str, **options: bool) -> None:
    """Find a procedure by name or code."""

    with Workspace.open(folder) as workspace:
        found = overview.match_text(workspace, text)
    if options["json"]:
        print_json(found.to_json())
        return
    click.echo(f"{say(f'band.{found.band}')}, {say(f'method.{found.method}')}")
    click.echo("\n".join(f"  {reason.sentence}" for reason in found.reasons))
    table(("score", "code", "name"), ((f"{one.score:.0f}", one.code, one.name) for one in found.candidates))


@click.command(cls=Told)
@click.argument("item")
@json_option
@click.pass_obj
def explain(folder: Path, /, item: str, **options: bool) -> None:
    """Explain a match."""

    with Workspace.open(folder) as workspace:
        told = overview.explain(workspace, item)
    if options["json"]:
        print_json(told)
        return
    click.echo(f"{told['number']}: {told['code'] or '–'} {told['name']}")
    for one in told["matches"]:
        band, method = say(f"band.{one['band']}"), say(f"method.{one['method']}")
        click.echo(f"{band}, {method}: {one['procedure'] or '–'}")
        click.echo("\n".join(f"  {sentence}" for sentence in one["reasons"]))
        rows = ((f"{two['score']:.0f}", two["code"], two["name"]) for two in one["candidates"])
        table(("score", "code", "name"), rows)
