"""Reading scans: seconds per page, one worker and two, words lost to table rules, figures on worn scans.

    python -m corpus.bench ocr [--count 4] [--seed 8]

Scans are made of generated decisions. The word error rate is the share of the words in the tables that are
not among the words read from them, each counted as often as it stands there; their order does not matter,
for a page read at once mixes the columns. Wrong rows are those without a row of the truth; those that claim
a confidence of 0.95 or more are told by themselves, for there must be none. Figures of rows are those of
`congbo evaluate` for scans. Two workers are compared by the clock, which needs two free cores; the seconds of
the processor beside it hold on a busy machine too, and stay the same where workers do not hinder each other.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from PIL import Image

from corpus.bench import pages_of
from corpus.evaluation import OCR_THRESHOLD, Tally, matched
from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.scans import HARD, NORMAL, Wear, pages, scanned, worn
from corpus.generator.truth import truth
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from extract.deciding import decide
from ingest.document import Document
from ingest.grid import grids
from ingest.messages import say
from ingest.readers.ocr import DPI
from ingest.readers.ocr_engine import INSTALL, Engine, Word, engine
from ingest.readers.ocr_image import POINT, Grey, ink_of, lines_of, whitened, without
from ingest.reading import read, read_bytes
from ingest.workers import run

CLAIM = 0.95
_COPIES = 6
_LINE = "{scan:<22} {f1:>9} {precision:>9} {recall:>9} {code:>7} {wrong:>6} {claimed:>8} {pace:>8}"


@dataclass(slots=True)
class Scans:
    """What reading a batch of scans gave; `codes` are the truth's codes that were read in their rows."""

    rows: Tally
    codes: Tally
    wrong: int = 0
    claimed: int = 0
    pages: int = 0
    seconds: float = 0.0


def figures(decisions: Iterable[SampleDecision], wear: Wear) -> Scans:
    """Read each decision as a scan of that wear, and compare it with its truth."""
    out = Scans(Tally(), Tally())
    for decision in decisions:
        data = scanned(decision, wear)
        begun = time.perf_counter()
        document = read_bytes(data, f"{decision.stem}.pdf")
        out.seconds += time.perf_counter() - begun
        out.pages += len(document.pages)
        _compare(truth(decision)["items"], decide(document).to_json()["items"], out)
    return out


def _compare(wanted: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]], out: Scans) -> None:
    pairs = matched(wanted, found, OCR_THRESHOLD)
    right = {at for _, at in pairs}
    wrong = [row for at, row in enumerate(found) if at not in right]
    out.rows.add(len(pairs), len(found), len(wanted))
    known, seen = (Counter(row["code"] for row in rows if row["code"]) for rows in (wanted, found))
    out.codes.add((known & seen).total(), seen.total(), known.total())
    out.wrong += len(wrong)
    out.claimed += sum(row["confidence"] >= CLAIM for row in wrong)


def word_error_rates(
    decision: SampleDecision, tesseract: Engine, dpi: int = DPI
) -> dict[str, tuple[int, int]]:
    """Words missed and words there: rules kept, rules removed, cell by cell; over a decision's tables."""
    whole = read_bytes(typesetter("pdf")(blocks(decision), title(decision)), "a.pdf")
    wanted = _table_words(whole)
    kept: list[str] = []
    removed: list[str] = []
    for page in pages(decision, dpi):
        grey = whitened(np.asarray(worn(page)))
        ruled = lines_of(ink_of(grey), dpi)
        boxes = [grid.bbox for grid in grids(ruled.rules)]
        for words, picture in ((kept, grey), (removed, without(grey, ruled))):
            words.extend(_words_in_tables(picture, boxes, tesseract, dpi))
    by_cell = _table_words(read_bytes(scanned(decision, Wear(dpi)), "a.pdf"))
    ways = {"kept": kept, "removed": removed, "cells": by_cell}
    return {way: (_missed(wanted, words), len(wanted)) for way, words in ways.items()}


def _words_in_tables(
    picture: Grey, boxes: Sequence[tuple[float, ...]], tesseract: Engine, dpi: int
) -> Iterator[str]:
    tesseract.look_at(Image.fromarray(picture))
    for word in tesseract.scattered_words():
        if any(_stands_in(word, [one * dpi / POINT for one in box]) for box in boxes):
            yield word.text


def _stands_in(word: Word, box: Sequence[float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _table_words(document: Document) -> list[str]:
    return [word for table in document.tables() for cell in table.cells for word in cell.text.split()]


def _missed(wanted: Sequence[str], found: Sequence[str]) -> int:
    return (Counter(wanted) - Counter(found)).total()


def processor_seconds(path: Path) -> float:
    """What reading a file takes of the processor."""
    begun = time.process_time()
    read(path)
    return time.process_time() - begun


def seconds_with(path: Path, workers: int) -> tuple[float, float]:
    """Seconds by the clock and of the processor to read some copies of a scan, workers started and warm."""
    reading = run(processor_seconds, [path] * (_COPIES + workers), workers=workers)
    for _ in range(workers):
        next(reading)
    begun = time.perf_counter()
    used = sum(seconds for _, seconds in reading if isinstance(seconds, float))
    return time.perf_counter() - begun, used


def _rows_of_figures(decisions: Sequence[SampleDecision]) -> Iterator[str]:
    for name, wears in (("normal", NORMAL), ("hard", HARD)):
        for dpi, wear in wears.items():
            one = figures(decisions, wear)
            rows, codes = one.rows.to_json(), one.codes.to_json()
            yield _LINE.format(
                scan=f"{name}, {dpi} dpi",
                f1=f"{rows['f1']:.3f}",
                precision=f"{rows['precision']:.3f}",
                recall=f"{rows['recall']:.3f}",
                code=f"{codes['recall']:.3f}",
                wrong=one.wrong,
                claimed=one.claimed,
                pace=f"{one.seconds / one.pages:.2f}",
            )


def _percent(rates: Sequence[dict[str, tuple[int, int]]], way: str) -> str:
    return f"{100 * sum(one[way][0] for one in rates) / sum(one[way][1] for one in rates):.1f}"


@click.command(name="ocr", help=__doc__)
@click.option("--count", default=4, type=click.IntRange(1))
@click.option("--seed", default=8, type=int)
def main(count: int, seed: int) -> None:
    """Run the command."""
    tesseract = engine(DPI)
    if tesseract is None:
        raise click.ClickException(say("doctor.tesseract_missing", command=INSTALL))
    decisions = [one for one in draw(4 * count, seed) if one.publishes and not one.annex_missing][:count]
    click.echo(say("bench.scans_about", count=len(decisions)))
    heads = {"scan": "scan", "f1": "F1", "precision": "precision", "recall": "recall", "code": "codes"}
    click.echo(_LINE.format(**heads, wrong="wrong", claimed=f">={CLAIM}", pace="s/page"))
    for line in _rows_of_figures(decisions):
        click.echo(line)
    for dpi in NORMAL:
        rates = [word_error_rates(one, tesseract, dpi) for one in decisions]
        click.echo(say("bench.scans_words", dpi=dpi, **{way: _percent(rates, way) for way in rates[0]}))
    with tempfile.TemporaryDirectory(prefix="congbo-bench-") as made:
        path = Path(made) / "scan.pdf"
        path.write_bytes(scanned(decisions[0], NORMAL[DPI]))
        count_pages = _COPIES * pages_of(path)
        (one, used_one), (two, used_two) = (seconds_with(path, workers) for workers in (1, 2))
    pace = {
        name: f"{seconds / count_pages:.2f}"
        for name, seconds in (("one", one), ("two", two), ("used_one", used_one), ("used_two", used_two))
    }
    click.echo(say("bench.scans_workers", **pace, times=f"{one / two:.2f}"))


if __name__ == "__main__":
    main()
