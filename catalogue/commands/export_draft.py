"""`congbo export draft`, `congbo export submission` and `congbo export templates`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalogue.commands.options import dry_run_option, json_option
from catalogue.deadlines import today
from catalogue.printing import print_json
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.messages.command import Day, Told

if TYPE_CHECKING:
    from catalogue.exports.answer import Answer

_LINES = re.compile(r"\s*[/\n]\s*")


@click.command(cls=Told)
@click.argument("decisions", nargs=-1, required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--department")
@click.option("--signed-by", "signed_by")
@click.option("--position")
@click.option("--submission")
@click.option("--submission-date", "submission_date", type=Day())
@click.option("--as-of", type=Day())
@dry_run_option
@json_option
@click.pass_obj
def draft(folder: Path, /, decisions: Sequence[str], out: Path, as_of: date | None, **options: Any) -> None:
    """Draft the chairman's decision that answers ministry decisions."""

    from catalogue.exports.answer import answer_to
    from catalogue.exports.draft import POSITION, Signing
    from catalogue.exports.draft import draft as drafted
    from catalogue.exports.word import ENDING
    from catalogue.exports.writing import ending_of

    ending_of(out, [ENDING])
    position = tuple(_LINES.split(options["position"].strip())) if options["position"] else POSITION
    signing = Signing(options["signed_by"], position, options["submission"], options["submission_date"])
    with Workspace.open(folder) as workspace:
        answer = answer_to(workspace, decisions, as_of or today(), options["department"])
    counts = ", ".join(f"{answer.count(change)} {say(f'change.{change}')}" for change in answer.changes)
    _write(drafted(answer, signing, folder), out, answer, "draft", options, counts=counts)
    if options["json"]:
        return
    for row in answer.unreviewed:
        click.echo(say("draft.unreviewed", number=row.number, name=row.name, code=row.code or "–"))
    for one in answer.left_out:
        reason = say(f"answer.left_out_{one.reason}", detail=one.detail or "–")
        click.echo(
            say("draft.left_out", number=one.number, name=one.name, code=one.code or "–", reason=reason)
        )


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
    from catalogue.exports.writing import ending_of

    ending_of(out, [ENDING])
    with Workspace.open(folder) as workspace:
        answer = answer_to(workspace, decisions, as_of or today(), options["department"])
    waiting = len(answer.unreviewed)
    _write(
        submitted(answer, options["signed_by"], folder), out, answer, "submission", options, waiting=waiting
    )


def _write(
    data: bytes, out: Path, answer: Answer, paper: str, options: Mapping[str, Any], **facts: object
) -> None:
    """Write a paper, unless it is a dry run, and tell of it: doubts on stderr, then a line or JSON."""
    from catalogue.exports.writing import save

    if not options["dry_run"]:
        save(out, data)
    for doubt in answer.doubts:
        click.echo(f"! {doubt.sentence}", err=True)
    if options["json"]:
        print_json({"file": str(out), "written": not options["dry_run"], **answer.to_json()})
        return
    key = f"{paper}.would_write" if options["dry_run"] else f"{paper}.written"
    click.echo(say(key, file=out, department=answer.department, count=len(answer.rows), **facts))


@click.command(cls=Told)
@json_option
@click.pass_obj
def templates(folder: Path, /, **options: bool) -> None:
    """Copy the Word templates to the workspace, where they can be edited."""

    from catalogue.exports.word import FOLDER, lay_out_templates

    with Workspace.open(folder) as workspace:
        made = lay_out_templates(workspace.folder)
    if options["json"]:
        print_json({"files": [str(path) for path in made]})
        return
    click.echo(say("export.templates_laid_out", count=len(made), folder=folder / FOLDER))
