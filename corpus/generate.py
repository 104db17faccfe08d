"""Write sample decisions with their truth, and the sample catalogue.

    python -m corpus.generate OUT_DIR [--formats html,docx,pdf,md] [--count N] [--seed S]

OUT_DIR/<format>/<stem>.<format> is a decision, `<stem>.json` beside it its truth; OUT_DIR/catalogue holds
the catalogue. The decisions of the demonstration are always written, --count adds N drawn at random.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from corpus.generator import catalogue
from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision, demo
from corpus.generator.truth import truth
from corpus.generator.typesetters import FORMATS, typesetter
from corpus.generator.varied import draw
from ingest.errors import CongboError
from ingest.messages import say


def write_decision(decision: SampleDecision, form: str, folder: Path) -> Path:
    """Write one decision in one format, its truth beside it; the path of the document."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{decision.stem}.{form}"
    path.write_bytes(typesetter(form)(blocks(decision), title(decision)))
    text = json.dumps(truth(decision), ensure_ascii=False, indent=1) + "\n"
    path.with_suffix(".json").write_text(text, "utf-8")
    return path


def write_catalogue(decisions: Sequence[SampleDecision], folder: Path) -> tuple[Path, Path]:
    """Write the catalogue as it stood before the decisions: paths of the workbook and the CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = catalogue.rows(decisions)
    xlsx, as_csv = folder / "danh-sach-tthc.xlsx", folder / "danh-sach-tthc.csv"
    xlsx.write_bytes(catalogue.as_xlsx(listed))
    as_csv.write_bytes(catalogue.as_csv(listed))
    return xlsx, as_csv


def generate(out: Path, formats: Iterable[str] = FORMATS, count: int = 0, seed: int = 1) -> int:
    """Write everything under `out`; the number of decisions. UsageError where no font is installed."""
    decisions = [*demo().decisions, *draw(count, seed)]
    for form in formats:
        for decision in decisions:
            write_decision(decision, form, out / form)
    write_catalogue(demo().decisions, out / "catalogue")
    return len(decisions)


def _formats(_context: click.Context, _option: click.Parameter, value: str) -> list[str]:
    chosen = value.split(",")
    if unknown := [form for form in chosen if form not in FORMATS]:
        raise click.BadParameter(say("corpus.unknown_format", form=unknown[0], known=", ".join(FORMATS)))
    return chosen


@click.command(help=__doc__)
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--formats", default=",".join(FORMATS), callback=_formats)
@click.option("--count", default=0, type=click.IntRange(0))
@click.option("--seed", default=1, type=int)
def main(out: Path, formats: list[str], count: int, seed: int) -> None:
    """Run the command."""
    try:
        written = generate(out, formats, count, seed)
    except CongboError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    click.echo(say("corpus.generated", count=written, formats=", ".join(formats), folder=out))


if __name__ == "__main__":
    main()
