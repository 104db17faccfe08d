"""`congbo ingest`, `congbo extract`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from catalogue.commands.options import (
    dry_run_option,
    json_option,
    paths_argument,
    show_progress,
    workers_option,
)
from catalogue.intake import files_among, take_in, understood
from catalogue.printing import json_text, print_json, table
from catalogue.workspace import Workspace
from extract.decision import Decision
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
                (Path(one.path).name, say(f"outcome.{one.outcome}"), one.number, one.items, len(one.issues))
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

    files, decisions, failed = _by_stem(paths, out), {}, 0
    for path, result in understood(files, workers, show_progress):
        if isinstance(result, DocumentError):
            click.echo(str(result), err=True)
            failed += 1
        else:
            decisions[path] = result
    ordered = [(path, decisions[path]) for path in files if path in decisions]
    if out:
        out.mkdir(parents=True, exist_ok=True)
        for path, decision in ordered:
            (out / f"{path.stem}.json").write_text(json_text(decision.to_json()) + "\n", "utf-8")
    elif options["json"]:
        told = [decision.to_json() for _, decision in ordered]
        print_json(told[0] if len(files) == 1 and told else told)
    else:
        for path, decision in ordered:
            _print_decision(path, decision)
    return 1 if failed else 0


def _by_stem(paths: Sequence[Path], out: Path | None) -> list[Path]:
    """The files among the paths; with a folder to write to, no two may bear one name."""

    files = list(files_among(paths))
    stems = [path.stem for path in files]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None)
    if out and twice:
        raise UsageError("cli.same_stem", stem=twice)
    return files


def _print_decision(path: Path, decision: Decision) -> None:
    if not decision.is_publication:
        click.echo(say("cli.not_publication", file=path.name, title=decision.title or "–"))
        return
    signed = f"{decision.signed:%d/%m/%Y}" if decision.signed else "–"
    click.echo(say("cli.items_found", number=decision.number, signed=signed, count=len(decision.items)))
    rows = ((item.change, item.code_printed, item.name, ", ".join(item.levels)) for item in decision.items)
    table(("change", "code", "name", "level"), rows)
    click.echo("\n".join(f"! {issue.message}" for issue in decision.issues))
