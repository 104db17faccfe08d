"""`congbo export report`, `export urging`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from catalogue.commands.options import dry_run_option, json_option
from catalogue.deadlines import today
from catalogue.deadlines.notes import written_day
from catalogue.exports.writing import save
from catalogue.printing import print_json
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages import language, say, speaking
from ingest.messages.command import Day, Told


@click.command(cls=Told)
@click.option("--from", "first", type=Day(), required=True)
@click.option("--to", "last", type=Day(), required=True)
@click.option("--department")
@click.option("--as-of", type=Day())
@click.option("--title")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
@dry_run_option
@click.pass_obj
def report(folder: Path, /, first: date, last: date, out: Path, **options: Any) -> None:
    """Write the report of a period."""
    from catalogue.exports.report import report_file
    from catalogue.reporting import report_on
    from catalogue.reporting_form import form_of

    if last < first:
        raise UsageError("report.period_wrong", first=written_day(first), last=written_day(last))
    spoken = "vi" if out.suffix.lower() == ".docx" else language()  # what goes on file is Vietnamese
    with Workspace.open(folder) as workspace, speaking(spoken):
        told = report_on(workspace, first, last, options["department"], options["as_of"])
        data = report_file(told, form_of(folder, options["title"]), out, folder)
    if not options["dry_run"]:
        save(out, data)
    counts = {name: told.whole.count(name) for name in ("decisions", "total")}
    if options["json"]:
        print_json({"file": str(out), "written": not options["dry_run"], **told.to_json()})
        return
    key = "report.would_write" if options["dry_run"] else "report.written"
    click.echo(say(key, file=out, departments=len(told.departments), **counts))


@click.command(cls=Told)
@click.option("--department")
@click.option("--as-of", type=Day())
@click.option("--soon", type=click.IntRange(0), default=None)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@json_option
@dry_run_option
@click.pass_obj
def urging(folder: Path, /, out: Path, department: str | None, as_of: date | None, **options: Any) -> None:
    """Write a letter for each department with anything overdue, due soon or without dates."""
    from catalogue.exports import urging as letters

    soon = letters.SOON if options["soon"] is None else options["soon"]
    with Workspace.open(folder) as workspace:
        told = letters.urging(workspace, as_of or today(), department, soon)
        home = workspace.province
    if department and not told.letters and not told.nothing_open:
        raise UsageError("urging.no_such_department", name=department)
    for letter in told.letters:
        data = letters.urging_letter(letter, told, home, folder)
        if not options["dry_run"]:
            save(out / letter.file, data)
        if letter.unverified:
            facts = {"department": letter.department, "count": letter.unverified}
            click.echo(f"! {say('urging.unverified', **facts)}", err=True)
    if options["json"]:
        print_json({"folder": str(out), "written": not options["dry_run"], **told.to_json()})
        return
    key = "urging.would_write" if options["dry_run"] else "urging.written"
    for letter in told.letters:
        click.echo(say(key, department=letter.department, file=out / letter.file, **letter.counts))
    for name in told.nothing_open:
        click.echo(say("urging.none", department=name))
    if not told.letters and not told.nothing_open:
        click.echo(say("urging.nobody"))
    for key, count in (("urging.unknown_department", told.unknown), ("urging.promptly", told.promptly)):
        if count:
            click.echo(say(key, count=count))
