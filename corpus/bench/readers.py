"""Ways of reading the tables of a PDF, side by side: generated decisions of about 5, 40 and 300 pages.

    python -m corpus.bench.readers [--runs 3] [--pages 5,40,300]

Each run is a process of its own; a line shows the median. Opponents that are not installed are left out; to
have them, put them into an environment of their own and name its interpreter in CONGBO_BENCH_PYTHON:

    python -m venv opponents && opponents/bin/pip install camelot-py img2table
    CONGBO_BENCH_PYTHON=opponents/bin/python make bench
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from corpus.bench import pages_of
from corpus.bench.way import WAYS
from corpus.generate import write_decision
from corpus.generator.varied import long_decision
from ingest.messages import say
from ingest.reading import read
from ingest.workers import run

SIZES = {5: 5, 40: 50, 300: 383}
"""Procedures that give a decision of so many pages."""

MOST_PAGES = {"camelot": 50, "img2table": 50}
"""Ways that take minutes for longer decisions are not asked to read them."""

_LINE = "{pages:>6} {way:>11} {seconds:>9} {speed:>9} {times:>9} {peak:>8} {rows:>9}"
_COPIES = 8


def measured(way: str, path: Path, warm: Path, runs: int) -> dict[str, Any]:
    """Medians over child processes, or {"missing": module} where the way is not installed anywhere."""
    found: dict[str, Any] = {}
    for python in dict.fromkeys((sys.executable, os.environ.get("CONGBO_BENCH_PYTHON") or sys.executable)):
        command = [python, "-m", "corpus.bench.way", way, str(path), str(warm)]
        every = [_child(command) for _ in range(runs)]
        found = {key: every[0][key] for key in every[0]}
        if "missing" not in found:
            return {key: statistics.median(one[key] for one in every) for key in found}
    return found


def _child(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    if done.returncode:
        raise click.ClickException(done.stderr.strip().rsplit("\n", 1)[-1])
    last: dict[str, Any] = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    return last


def side_by_side(path: Path, warm: Path, runs: int) -> list[str]:
    """A line for each way that can read the file here; `times` is against pdfium's raw text."""
    pages = pages_of(path)
    lines = []
    took = {way: measured(way, path, warm, runs) for way in WAYS if pages <= MOST_PAGES.get(way, pages)}
    for way, one in took.items():
        if "missing" in one:
            lines.append(say("bench.missing", way=way, module=one["missing"]))
            continue
        lines.append(
            _LINE.format(
                pages=pages,
                way=way,
                seconds=f"{one['seconds']:.3f}",
                speed=f"{pages / one['seconds']:.1f}",
                times=f"{one['seconds'] / took['pdfium']['seconds']:.1f}",
                peak=f"{one['peak_mb']:.0f}",
                rows="–" if way == "pdfium" else f"{one['right']:.0f}/{one['rows']:.0f}",
            )
        )
    return lines


def with_workers(path: Path, workers: int) -> float:
    """Seconds to read some copies of a file in so many worker processes, started and warm."""
    reading = run(read, [path] * (_COPIES + workers), workers=workers)
    for _ in range(workers):
        next(reading)
    started = time.perf_counter()
    for _ in reading:
        pass
    return time.perf_counter() - started


@click.command(help=__doc__)
@click.option("--runs", default=3, type=click.IntRange(1))
@click.option("--pages", default=",".join(map(str, SIZES)))
def main(runs: int, pages: str) -> None:
    """Run the command."""
    click.echo(say("bench.about", runs=runs))
    head = {"pages": "pages", "way": "way", "seconds": "s", "speed": "pages/s", "times": "x raw"}
    click.echo(_LINE.format(**head, peak="peak MB", rows="rows"))
    with tempfile.TemporaryDirectory(prefix="congbo-bench-") as made:
        folder = Path(made)
        warm = write_decision(long_decision(1), "pdf", folder)
        path = warm
        for size in map(int, pages.split(",")):
            path = write_decision(long_decision(SIZES[size]), "pdf", folder)
            for line in side_by_side(path, warm, runs):
                click.echo(line)
        one, two = (with_workers(path, workers) for workers in (1, 2))
    click.echo(say("bench.workers", times=f"{one / two:.2f}"))


if __name__ == "__main__":
    main()
