"""The reference run: figures of extraction on a fixed set of generated decisions, frozen in `reference.json`.

    python -m corpus.reference [--write]

A change in extraction that moves a figure shows here first; `--write` freezes the figures of today after a
person has looked at the difference.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from corpus.evaluation import evaluate_folder
from corpus.generate import generate
from ingest.messages import say

FROZEN = Path(__file__).parent / "reference.json"
FORMATS = ("html", "docx", "md")
"""PDFs are left out: their bytes depend on the fonts that are installed."""
_COUNT = 60
_SEED = 20260501


def run(folder: Path) -> dict[str, Any]:
    """Write the reference set into `folder`, extract it and score it: figures by format."""
    generate(folder, FORMATS, _COUNT, _SEED)
    return {form: evaluate_folder(folder / form, folder / form).to_json() for form in FORMATS}


def frozen() -> dict[str, Any]:
    """The figures as they were frozen."""
    figures: dict[str, Any] = json.loads(FROZEN.read_text("utf-8"))
    return figures


@click.command(help=__doc__)
@click.option("--write", is_flag=True, help="Freeze the figures of today.")
def main(write: bool) -> None:
    """Run the command."""
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder))
    if write:
        FROZEN.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    same = figures == frozen()
    click.echo(json.dumps(figures, indent=2))
    click.echo(say("reference.same" if same else "reference.differs"), err=True)
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
