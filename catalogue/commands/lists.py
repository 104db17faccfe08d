"""`congbo catalogue import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from catalogue.commands.options import dry_run_option, json_option, paths_argument
from catalogue.imports.importing import import_catalogue
from catalogue.printing import print_json
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from ingest.messages.command import Told


@click.command(name="import", cls=Told)
@paths_argument
@click.option("--scope", type=click.Choice(["province", "national"]))
@dry_run_option
@json_option
@click.pass_obj
def import_(
    folder: Path, /, paths: Sequence[Path], scope: str | None, dry_run: bool, **options: bool
) -> None:
    """Read catalogue lists."""

    chosen = Scope(scope) if scope else None
    with Workspace.open(folder) as workspace:
        reports = [import_catalogue(workspace, path, dry_run=dry_run, scope=chosen) for path in paths]
    if options["json"]:
        print_json([report.to_json() for report in reports])
        return
    for report in reports:
        click.echo("\n".join(report.sentences()))
