"""Reading scans: seconds per page, one worker and two, words lost to table rules, figures on worn scans.

    python -m corpus.bench ocr [--count 4] [--seed 8]
    python -m corpus.bench ocr --twins SCANS PDFS

Scans are made of generated decisions. The word error rate is that of the tables: what was read is laid into
the cells of the PDF that was scanned by its place, and the words to put in, leave out or change there are
counted against the words there are. With `--twins` only it is told, of scans and the PDFs of the same names.
Wrong rows are those without a row of the truth; those that claim a confidence of 0.95 or more are told by
themselves, for there must be none. Figures of rows are those of `congbo evaluate` for scans. Two workers are
compared by the clock, which needs two free cores; the seconds of the processor beside it hold on a busy
machine too, and stay the same where workers do not hinder each other.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from PIL import Image
from pypdfium2 import PdfDocument
from rapidfuzz.distance import Levenshtein

from corpus.bench import pages_of
from corpus.evaluation import OCR_THRESHOLD, Tally, matched
from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.scans import HARD, NORMAL, Wear, scanned
from corpus.generator.truth import truth
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from extract.deciding import decide
from ingest.document import Cell, Document
from ingest.lines import Piece, TextLine, lines
from ingest.messages import say
from ingest.readers.ocr import DPI, as_pieces, rendered
from ingest.readers.ocr_engine import INSTALL, Engine, engine
from ingest.readers.ocr_image import POINT, ink_of, lines_of, without
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


def word_error_rates(pdf: bytes, scan: bytes, tesseract: Engine) -> dict[str, tuple[int, int]]:
    """Words read wrongly and words there, in the tables: rules kept, rules removed, cell by cell."""
    wanted = _cells(read_bytes(pdf, "a.pdf"))
    by_cell = _cells(read_bytes(scan, "a.pdf"))
    edits: Counter[str] = Counter()
    for cell in wanted:
        edits["cells"] += _edits(cell, (one for one in by_cell if _stands_in(one, cell)))
    with closing(PdfDocument(scan)) as pages:
        for number, page in enumerate(pages, 1):
            grey = rendered(page)
            cells = [cell for cell in wanted if cell.place.page == number]
            for way, picture in (("kept", grey), ("removed", without(grey, lines_of(ink_of(grey), DPI)))):
                tesseract.look_at(Image.fromarray(picture))
                pieces = as_pieces(tesseract.scattered_words(), POINT / DPI)
                edits[way] += sum(_edits(cell, lines(_inside(pieces, cell))) for cell in cells)
    words = sum(len(cell.text.split()) for cell in wanted)
    return {way: (edits[way], words) for way in ("kept", "removed", "cells")}


def _cells(document: Document) -> list[Cell]:
    return [cell for table in document.tables() for cell in table.cells]


def _stands_in(found: Cell, cell: Cell) -> bool:
    if found.place.page != cell.place.page or found.place.bbox is None:
        return False
    left, top, right, bottom = found.place.bbox
    return _holds(cell, (left + right) / 2, (top + bottom) / 2)


def _inside(pieces: Iterable[Piece], cell: Cell) -> list[Piece]:
    return [one for one in pieces if _holds(cell, (one.x0 + one.x1) / 2, one.base - one.size / 4)]


def _holds(cell: Cell, x: float, y: float) -> bool:
    box = cell.place.bbox
    return box is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _edits(cell: Cell, found: Iterable[Cell | TextLine]) -> int:
    """Words to put in, leave out or change in what was found, to make it what stands in the cell."""
    words = [word for one in found for word in one.text.split()]
    return Levenshtein.distance(cell.text.split(), words)


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


def _told(rates: Iterable[dict[str, tuple[int, int]]], what: str) -> str:
    edits: Counter[str] = Counter()
    words = 0
    for one in rates:
        edits.update({way: wrong for way, (wrong, _) in one.items()})
        words += one["cells"][1]
    shares = {way: f"{100 * wrong / words:.1f}" for way, wrong in edits.items()}
    return say("bench.scans_words", what=what, words=words, **shares)


def _tell_twins(scans: Path, pdfs: Path, tesseract: Engine) -> None:
    twins = [(pdfs / scan.name, scan) for scan in sorted(scans.glob("*.pdf"))]
    rates = (word_error_rates(pdf.read_bytes(), scan.read_bytes(), tesseract) for pdf, scan in twins)
    click.echo(_told(rates, f"{len(twins)} PDF"))


@click.command(name="ocr", help=__doc__)
@click.option("--count", default=4, type=click.IntRange(1))
@click.option("--seed", default=8, type=int)
@click.option("--twins", nargs=2, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(count: int, seed: int, twins: tuple[Path, Path] | None) -> None:
    """Run the command."""
    tesseract = engine(DPI)
    if tesseract is None:
        raise click.ClickException(say("doctor.tesseract_missing", command=INSTALL))
    if twins:
        _tell_twins(*twins, tesseract)
        return
    decisions = [one for one in draw(4 * count, seed) if one.publishes and not one.annex_missing][:count]
    click.echo(say("bench.scans_about", count=len(decisions)))
    heads = {"scan": "scan", "f1": "F1", "precision": "precision", "recall": "recall", "code": "codes"}
    click.echo(_LINE.format(**heads, wrong="wrong", claimed=f">={CLAIM}", pace="s/page"))
    for line in _rows_of_figures(decisions):
        click.echo(line)
    originals = [typesetter("pdf")(blocks(one), title(one)) for one in decisions]
    for dpi, wear in NORMAL.items():
        scans = (scanned(one, wear) for one in decisions)
        rates = (word_error_rates(pdf, scan, tesseract) for pdf, scan in zip(originals, scans, strict=True))
        click.echo(_told(rates, f"{dpi} dpi"))
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
