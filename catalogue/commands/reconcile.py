"""`congbo reconcile`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.deadlines import today
from catalogue.printing import print_json, table
from catalogue.reconcile import Kind, reconcile
from catalogue.reconcile_xlsx import COLUMNS, as_xlsx, shown
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told


@click.command(name="reconcile", cls=Told)
@click.argument("national", type=click.Path(path_type=Path))
@click.option("--as-of", type=Day())
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def reconcile_(
    folder: Path, /, national: Path, as_of: date | None, xlsx: Path | None, **options: bool
) -> None:
    """Set the province's catalogue, a national list and the decisions side by side."""

    with Workspace.open(folder) as workspace:
        result = reconcile(workspace, national, as_of or today())
    if xlsx:
        try:
            xlsx.write_bytes(as_xlsx(result))
        except OSError as error:
            raise UsageError("reconcile.not_writable", file=xlsx, detail=error.strerror) from error
        click.echo(say("reconcile.written", file=xlsx, count=len(result.findings)), err=True)
    if options["json"]:
        print_json(result.to_json())
        return
    if not xlsx:
        table(COLUMNS, map(shown, result.findings))
    click.echo(say("reconcile.compared", file=result.file, **result.facts))
    for kind in Kind:
        click.echo(f"  {say(f'difference.{kind}')}: {result.count(kind)}")
