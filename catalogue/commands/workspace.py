"""`congbo init`, `congbo doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue.commands.options import dry_run_option, json_option
from catalogue.doctor import examine
from catalogue.printing import print_json
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Told


@click.command(cls=Told)
@click.option("--province")
@dry_run_option
@click.pass_obj
def init(folder: Path, /, province: str | None, dry_run: bool) -> None:
    """Make a workspace."""

    if dry_run:
        click.echo(say("cli.dry_init", folder=folder))
        return
    with Workspace.create(folder, province) as workspace:
        home = workspace.province
    key = "cli.made_for" if home else "cli.made"
    click.echo(say(key, folder=folder, province=home.name if home else ""))


@click.command(cls=Told)
@json_option
@click.pass_obj
def doctor(folder: Path, /, **options: bool) -> int:
    """Say what is missing on this machine."""

    checks = examine(folder)
    if options["json"]:
        print_json([check.to_json() for check in checks])
    else:
        click.echo("\n".join(f"{'✓' if check.ok else '✗'} {check.message}" for check in checks))
    return 0 if all(check.ok for check in checks) else 1
