"""`congbo evaluate`: extraction (`congbo evaluate GOLD DOCS`) and matching (`congbo evaluate matching`)."""

from __future__ import annotations

from pathlib import Path

import click

from catalogue.commands.options import json_option
from catalogue.printing import json_text
from corpus.evaluation import NAME_THRESHOLD, OCR_THRESHOLD, evaluate_folder
from corpus.evaluation_matching import figures, lines
from ingest.errors import UsageError
from ingest.messages.command import LazyGroup, Told


class _ExtractionUnlessNamed(LazyGroup):
    """A group whose first argument may be a folder: then extraction is meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the command put before them where none is named."""
        if args and args[0] not in self.lazy and args[0] not in ctx.help_option_names:
            args = ["extraction", *args]
        return super().parse_args(ctx, args)


evaluate = _ExtractionUnlessNamed(
    name="evaluate",
    lazy={"extraction": "corpus.commands:extraction", "matching": "corpus.commands:matching"},
)


@click.command(cls=Told)
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("docs", type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True)
@click.option("--ocr", is_flag=True)
@json_option
def extraction(gold: Path, docs: Path, errors: bool, ocr: bool, **options: bool) -> None:
    """Score extraction against gold."""

    found = evaluate_folder(gold, docs, OCR_THRESHOLD if ocr else NAME_THRESHOLD)
    if errors:
        click.echo("\n".join(one.sentence() for one in found.disagreements), err=options["json"])
    click.echo(json_text(found.to_json()) if options["json"] else found.table())


@click.command(cls=Told)
@click.argument("gold", required=False, type=click.Path(path_type=Path))
@click.argument("national", required=False, type=click.Path(path_type=Path))
@click.option("--renamed", type=click.Path(path_type=Path))
@json_option
def matching(gold: Path | None, national: Path | None, renamed: Path | None, **options: bool) -> None:
    """Score matching by name."""

    if gold and not national:
        raise UsageError("matching.no_national", folder=gold)
    told = figures(gold, national, renamed)
    click.echo(json_text(told) if options["json"] else "\n".join(lines(told)))
