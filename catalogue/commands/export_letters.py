"""`congbo export submission` and `congbo export control`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue.commands.options import dry_run_option, json_option
from catalogue.deadlines import today
from catalogue.printing import print_json
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Day, Told


@click.command(cls=Told)
@click.argument("decisions", nargs=-1, required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--department")
@click.option("--signed-by")
@click.option("--as-of", type=Day())
@dry_run_option
@json_option
@click.pass_obj
def submission(
    folder: Path, /, decisions: Sequence[str], out: Path, as_of: date | None, **options: Any
) -> None:
    """Write the department's submission that goes with the draft decision."""

    from catalogue.exports.answer import answer_to
    from catalogue.exports.submission import submission as submitted
    from catalogue.exports.word import ENDING
    from catalogue.exports.writing import ending_of, save

    ending_of(out, [ENDING])
    with Workspace.open(folder) as workspace:
        answer = answer_to(workspace, decisions, as_of or today(), options["department"])
    data = submitted(answer, options["signed_by"], folder)
    if not options["dry_run"]:
        save(out, data)
    for doubt in answer.doubts:
        click.echo(f"! {doubt.sentence}", err=True)
    if options["json"]:
        print_json({"file": str(out), "written": not options["dry_run"], **answer.to_json()})
        return
    key = "submission.would_write" if options["dry_run"] else "submission.written"
    waiting = len(answer.unreviewed)
    click.echo(say(key, file=out, department=answer.department, count=len(answer.rows), waiting=waiting))


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
        sheet = held_against(workspace, draft, day, [legal_bases(preamble, day, folder)])
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
