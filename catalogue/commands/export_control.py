"""`congbo export control`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.deadlines import today
from catalogue.printing import print_json
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Day, Told


@click.command(cls=Told)
@click.argument("decision")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-of", type=Day())
@json_option
@click.pass_obj
def control(folder: Path, /, decision: str, out: Path | None, as_of: date | None, **options: bool) -> None:
    """Write the control sheet of a provincial draft."""

    from catalogue.control import control as held_against
    from catalogue.control_bases import legal_bases
    from catalogue.control_draft import draft_of
    from catalogue.exports.control_sheet import control_sheet, outcome
    from catalogue.exports.word import ENDING
    from catalogue.exports.writing import ending_of, save

    if out:
        ending_of(out, [ENDING])
    day = as_of or today()
    with Workspace.open(folder) as workspace:
        draft, preamble = draft_of(workspace, decision)
        internal = {draft.internal or item.internal for item in draft.items}
        sheet = held_against(workspace, draft, day, [legal_bases(preamble, day, folder, internal)])
        home = workspace.province
    if out:
        save(out, control_sheet(sheet, home, day, folder))
        click.echo(say("control.written", file=out, outcome=outcome(sheet)), err=options["json"])
    if options["json"]:
        print_json(sheet.to_json())
    elif not out:
        for check in sheet.checks:
            click.echo(f"{say(f'control.verdict_{check.verdict}')}: {check.title}")
            for detail in check.details:
                click.echo(f"  - {detail.message}")
        click.echo(outcome(sheet))
