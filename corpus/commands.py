"""`congbo evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.printing import json_text
from corpus.evaluation import NAME_THRESHOLD, OCR_THRESHOLD, evaluate_folder
from ingest.messages.command import Told


@click.command(cls=Told)
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("docs", type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True)
@click.option("--ocr", is_flag=True)
@json_option
def evaluate(gold: Path, docs: Path, errors: bool, ocr: bool, **options: bool) -> None:
    """Score extraction against gold."""

    figures = evaluate_folder(gold, docs, OCR_THRESHOLD if ocr else NAME_THRESHOLD)
    if errors:
        click.echo("\n".join(one.sentence() for one in figures.disagreements), err=options["json"])
    click.echo(json_text(figures.to_json()) if options["json"] else figures.table())
