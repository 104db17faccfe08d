"""`congbo overdue`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.deadlines import today
from catalogue.overview import obligations_on, summary_of
from catalogue.printing import print_csv, print_json, table
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Day, Told


@click.command(cls=Told)
@click.option("--as-of", type=Day())
@click.option("--department")
@click.option("--all", "all", is_flag=True)
@click.option("--why", is_flag=True)
@click.option("--csv", "csv", is_flag=True)
@json_option
@click.pass_obj
def overdue(folder: Path, /, as_of: date | None, department: str | None, why: bool, **options: bool) -> None:
    """List obligations, worst first."""

    day = as_of or today()
    with Workspace.open(folder) as workspace:
        views = obligations_on(workspace, day, department, options["all"])
    if options["json"]:
        print_json([view.to_json() for view in views])
        return
    told = [
        (view.obligation.number, view.obligation.rule.id, view.obligation.department, view.obligation.due,
         view.verdict, view.why)
        for view in views
    ]  # fmt: skip
    columns = ("decision", "rule", "department", "due", "status", "note")
    if options["csv"]:
        print_csv(columns, told)
        return
    table(columns if why else columns[:-1], told if why else (row[:-1] for row in told))
    click.echo(say("cli.as_of", day=f"{day:%d/%m/%Y}", summary=summary_of(views)))
