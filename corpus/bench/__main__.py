"""Measure reading and extracting decisions of about 5, 40 and 300 pages in each format.

    python -m corpus.bench [--formats html,docx,pdf,md] [--runs 3]
    python -m corpus.bench matching [NATIONAL]
    python -m corpus.bench ocr [--count 4] [--seed 8]
    python -m corpus.bench review [--keep DIR]

Each run is a process of its own; a line shows the median of the runs. Pages are those of the PDF.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from corpus.generate import write_decision
from corpus.generator.facts import SampleDecision
from corpus.generator.typesetters import FORMATS
from corpus.generator.varied import long_decision
from ingest.messages import say

SIZES = {5: 5, 40: 50, 300: 383}
"""Procedures that give a decision of so many pages."""

_LINE = "{pages:>6} {form:>5} {read:>9.3f} {extract:>9.3f} {speed:>9.1f} {peak:>8.0f} {rows:>11}"


def pages_of(path: Path) -> int:
    """Number of pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def measured(path: Path, warm: Path, runs: int) -> dict[str, float]:
    """Medians over `runs` child processes."""
    command = [sys.executable, "-m", "corpus.bench.measure", str(path), str(warm)]
    found = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 (own module)
        for _ in range(runs)
    ]
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def _line(decision: SampleDecision, form: str, pages: int, folder: Path, runs: int) -> str:
    path = write_decision(decision, form, folder)
    warm = write_decision(long_decision(1), form, folder)
    took = measured(path, warm, runs)
    return _LINE.format(
        pages=pages,
        form=form,
        read=took["read"],
        extract=took["extract"],
        speed=pages / (took["read"] + took["extract"]),
        peak=took["peak_mb"],
        rows=f"{took['items']:.0f}/{len(decision.entries())}",
    )


@click.command(help=__doc__)
@click.option("--formats", default=",".join(FORMATS))
@click.option("--runs", default=3, type=click.IntRange(1))
def main(formats: str, runs: int) -> None:
    """Run the command."""
    click.echo(say("corpus.bench_about", runs=runs))
    click.echo(
        f"{'pages':>6} {'form':>5} {'read s':>9} {'extract s':>9} {'pages/s':>9} {'peak MB':>8} {'rows':>11}"
    )
    with tempfile.TemporaryDirectory(prefix="congbo-bench-") as made:
        folder = Path(made)
        for n_items in SIZES.values():
            decision = long_decision(n_items)
            pages = pages_of(write_decision(decision, "pdf", folder))
            for form in formats.split(","):
                click.echo(_line(decision, form, pages, folder, runs))


if __name__ == "__main__":
    if sys.argv[1:2] == ["matching"]:
        from corpus.bench.matching import main as match_names

        match_names(sys.argv[2:])
    elif sys.argv[1:2] == ["ocr"]:
        from corpus.bench.ocr import main as read_scans

        read_scans(sys.argv[2:])
    elif sys.argv[1:2] == ["review"]:
        from corpus.bench.review import main as review_page

        review_page(sys.argv[2:])
    else:
        main()
