"""`congbo ingest`, `congbo extract`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from catalogue.arrivals import documents_among
from catalogue.commands.options import (
    dry_run_option,
    json_option,
    paths_argument,
    show_progress,
    workers_option,
)
from catalogue.intake import take_in
from catalogue.printing import json_text, print_json, table
from catalogue.understanding import understood
from catalogue.workspace import Workspace
from extract.decision import SCAN_WITHOUT_ROWS, Decision
from ingest.bundles import Found
from ingest.errors import DocumentError, UsageError
from ingest.messages import say
from ingest.messages.command import Day, Told


@click.command(cls=Told)
@paths_argument
@click.option("--posted", type=Day())
@click.option("--received", type=Day())
@click.option("--again", is_flag=True)
@workers_option
@dry_run_option
@json_option
@click.pass_obj
def ingest(folder: Path, /, paths: Sequence[Path], **options: Any) -> int:
    """Take documents in."""

    as_json = options.pop("json")
    with Workspace.open(folder) as workspace:
        report = take_in(workspace, paths, progress=show_progress, **options)
    if as_json:
        print_json(report.to_json())
    else:
        table(
            ("file", "outcome", "decision", "items", "issues"),
            (
                (one.name, say(f"outcome.{one.outcome}"), one.number, one.items, len(one.issues))
                for one in report.paths
            ),
        )
        click.echo("\n".join(report.sentences()))
    return 1 if report.failed else 0


@click.command(cls=Told)
@paths_argument
@click.option("--out", type=click.Path(file_okay=False, path_type=Path))
@workers_option
@json_option
def extract(paths: Sequence[Path], out: Path | None, workers: int | None, **options: bool) -> int:
    """Extract decisions without a workspace."""

    told: dict[Found, Decision] = {}
    with TemporaryDirectory(prefix="congbo-bundles-") as folder:
        files, faults = documents_among(paths, Path(folder), workers)
        _refuse_same_stems(files, out)
        for found, result in understood(files, workers, show_progress):
            if isinstance(result, DocumentError):
                faults.append(result)
            else:
                told[found] = result
    for fault in faults:
        click.echo(str(fault), err=True)
    ordered = [(found, told[found]) for found in files if found in told]
    if out:
        out.mkdir(parents=True, exist_ok=True)
        for found, decision in ordered:
            (out / f"{found.stem}.json").write_text(json_text(decision.to_json()) + "\n", "utf-8")
    elif options["json"]:
        one_by_one = [decision.to_json() for _, decision in ordered]
        print_json(one_by_one[0] if len(files) == 1 and one_by_one else one_by_one)
    else:
        for found, decision in ordered:
            _print_decision(found, decision)
    return 1 if faults else 0


def _refuse_same_stems(files: Sequence[Found], out: Path | None) -> None:
    """With a folder to write to, no two documents may bear one name."""

    stems = [found.stem for found in files]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if out and twice:
        raise UsageError("cli.same_stem", stem=twice)


def _print_decision(found: Found, decision: Decision) -> None:
    if not decision.is_publication:
        click.echo(say("cli.not_publication", file=found.name, title=decision.title or "–"))
        doubts = (one.message for one in decision.issues if one.category == SCAN_WITHOUT_ROWS)
        click.echo("".join(f"! {doubt}\n" for doubt in doubts), nl=False)
        return
    signed = f"{decision.signed:%d/%m/%Y}" if decision.signed else "–"
    click.echo(say("cli.items_found", number=decision.number, signed=signed, count=len(decision.items)))
    rows = (
        (
            say(f"change.{item.change}"),
            item.code_printed,
            item.name,
            ", ".join(say(f"level.{level}") for level in item.levels),
        )
        for item in decision.items
    )
    table(("change", "code", "name", "level"), rows)
    click.echo("\n".join(f"! {issue.message}" for issue in decision.issues))
