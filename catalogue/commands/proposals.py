"""`congbo proposals list`."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue import overview
from catalogue.commands.options import json_option
from catalogue.printing import print_json, table
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Told


@click.command(name="list", cls=Told)
@click.option("--kind")
@json_option
@click.pass_obj
def list_(folder: Path, /, kind: str | None, **options: bool) -> None:
    """List proposals, those with conflicts first."""

    with Workspace.open(folder) as workspace:
        rows = overview.proposals(workspace, overview.Asked(kind))
    if options["json"]:
        print_json(rows)
        return
    table(
        ("id", "decision", "kind", "code", "name", "match", "note"),
        (
            (
                row["id"],
                row["number"],
                say(f"proposal.{row['kind']}"),
                row["code"],
                row["name"],
                " ".join(
                    filter(None, (say(f"band.{row['band']}"), (row["procedure"] or "").rpartition(":")[2]))
                ),
                "; ".join(reason["sentence"] for reason in row["conflicts"] or row["reasons"]),
            )
            for row in rows
        ),
    )
