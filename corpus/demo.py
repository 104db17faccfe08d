"""The demonstration that `make demo` runs: the main job on made-up decisions, as of a fixed day.

    python -m corpus.demo [--keep DIR]

Writes the decisions and the catalogue of `facts/demo.toml`, then calls the public command line as an officer
would, each command printed before its output, and ends with the table of obligations. What that table must
show was worked out by hand and stands in `facts/demo_expected.csv`.
"""

from __future__ import annotations

import csv
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from corpus.generate import write_catalogue, write_decision
from corpus.generator.facts import FACTS, Demo, demo
from corpus.generator.typesetters.fonts import installed
from ingest.messages import language, say

_REPOSITORY = Path(__file__).parents[1]
_CONGBO = (sys.executable, "-c", "import congbo; congbo.main()")


@dataclass(frozen=True, slots=True)
class Expected:
    """One obligation that must come out: `status` is met, met_late, due, overdue or no_basis.

    `start_basis` is csdlqg_published, received or signed, and signed_fallback where no start is known;
    `done` is the day of the evidence, None where there is none yet.
    """

    decision: str
    rule: str
    start: date | None
    start_basis: str
    due: date | None
    status: str
    done: date | None


def expected() -> list[Expected]:
    """The obligations that must come out, and no other under the rules R1-R4, R2b-R4b."""
    with (FACTS / "demo_expected.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Expected(
                row["decision"],
                row["rule"],
                _day(row["start"]),
                row["start_basis"],
                _day(row["due"]),
                row["status"],
                _day(row["done"]),
            )
            for row in csv.DictReader(lines)
        ]


def write(folder: Path) -> None:
    """Write the decisions and the catalogue; without a font the PDFs become Word files."""
    shown = demo()
    printable = installed()
    for decision in shown.decisions:
        form = shown.formats[decision.stem]
        write_decision(decision, form if printable or form != "pdf" else "docx", folder / "decisions")
    write_catalogue(shown.decisions, folder / "catalogue")


def commands(folder: Path) -> Iterator[list[str]]:
    """The arguments of `congbo`, one list for each call; paths are relative to `folder`.

    Decisions are brought in by the day of their evidence, the earliest first, those without any last.
    """
    shown = demo()
    paths = {path.stem: path.relative_to(folder) for path in _documents(folder / "decisions")}
    yield ["init", "--province", shown.province]
    yield ["catalogue", "import", "catalogue/danh-sach-tthc.xlsx"]
    for evidence, stems in sorted(_by_evidence(shown).items(), key=lambda one: (one[0][1:], one[0])):
        yield ["ingest", *(str(paths[stem]) for stem in stems), *filter(None, evidence)]
    yield ["ingest", *(str(paths[stem]) for stem in _without_evidence(shown))]
    yield ["proposals", "list"]
    yield from _papers(shown)
    yield ["overdue", "--as-of", shown.as_of.isoformat(), "--all"]


def _papers(shown: Demo) -> Iterator[list[str]]:
    """What leaves the house: the answer to the first overdue ministry decision, a report, the catalogue."""
    late = next(one for one in expected() if one.rule == "R1" and one.status == "overdue")
    day = shown.as_of.isoformat()
    for paper in ("draft", "submission"):
        yield ["export", paper, late.decision, "--as-of", day, "--out", f"papers/{paper}.docx"]
    period = ["--from", min(one.signed for one in shown.decisions).isoformat(), "--to", day]
    yield ["export", "report", *period, "--out", "papers/report.xlsx"]
    yield ["export", "catalogue", "--as-of", day, "--out", "papers/catalogue.xlsx"]


def run(folder: Path) -> int:
    """Write everything and run the commands; the exit code of the first that fails, else 0.

    `folder/workspace` is made anew: what an earlier demonstration left there goes.
    """
    shutil.rmtree(folder / "workspace", ignore_errors=True)
    write(folder)
    if not installed():
        click.echo(say("corpus.demo_no_font"), err=True)
    for arguments in commands(folder):
        click.secho(f"\n$ congbo {shlex.join(arguments)}", bold=True)
        done = called(arguments, folder)
        click.echo(done.stdout, nl=False)
        click.echo(done.stderr, nl=False, err=True)
        if done.returncode:
            click.echo(say("corpus.demo_failed", command=arguments[0], code=done.returncode), err=True)
            return done.returncode
    return 0


def called(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `congbo` with these arguments in the demonstration's folder."""
    environment = {**os.environ, "CONGBO_WORKSPACE": str(folder / "workspace"), "CONGBO_LANG": language()}
    paths = (str(_REPOSITORY), os.environ.get("PYTHONPATH"))
    environment["PYTHONUTF8"] = "1"
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return subprocess.run(  # noqa: S603 - our own command
        [*_CONGBO, *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _documents(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix != ".json"]


def _by_evidence(shown: Demo) -> dict[tuple[str, str], list[str]]:
    out: dict[tuple[str, str], list[str]] = {}
    for option, days in (("--posted", shown.posted), ("--received", shown.received)):
        for stem, day in days.items():
            out.setdefault((option, day.isoformat()), []).append(stem)
    return out


def _without_evidence(shown: Demo) -> list[str]:
    stems = (decision.stem for decision in shown.decisions)
    return [stem for stem in stems if stem not in shown.posted and stem not in shown.received]


@click.command(help=__doc__)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the files in DIR; DIR/workspace is made anew.",
)
def main(keep: Path | None) -> None:
    """Run the command."""
    click.echo(say("corpus.demo_about", day=f"{demo().as_of:%d/%m/%Y}"))
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        code = run(keep.resolve())
        if not code:
            click.echo(say("corpus.demo_review", workspace=keep / "workspace", day=demo().as_of.isoformat()))
        raise SystemExit(code)
    with tempfile.TemporaryDirectory(prefix="congbo-demo-") as folder:
        raise SystemExit(run(Path(folder)))


if __name__ == "__main__":
    main()
