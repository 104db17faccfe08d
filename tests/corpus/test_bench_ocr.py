"""The measuring of scans: what counts as a word misread and as a row that claims too much."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from corpus.bench import ocr as bench
from corpus.bench.ocr import CLAIM, Scans, figures, seconds_with, word_error_rates
from corpus.evaluation import Tally
from corpus.generator.composing import blocks, title
from corpus.generator.scans import HARD, NORMAL, Wear, scanned
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from ingest.document import Cell, Place
from ingest.readers.ocr import DPI
from ingest.readers.ocr_engine import INSTALL, data_folder, engine

needs_tesseract = pytest.mark.skipif(
    data_folder() is None, reason=f"Vietnamese data for Tesseract are missing: {INSTALL}"
)
SAMPLE = next(one for one in draw(12, seed=8) if one.stem == "v0003")


def test_words_are_compared_in_the_order_they_stand_in_a_cell() -> None:
    cell = Cell(0, 0, "cấp phép\nthả diều", "", Place(1, (10, 10, 90, 50)))

    def read(text: str, place: Place) -> Cell:
        return Cell(0, 0, text, "", place)

    inside, beside = Place(1, (12, 12, 80, 40)), Place(1, (100, 12, 180, 40))
    assert bench._edits(cell, [read("cấp phép thả diều", inside)]) == 0
    assert bench._edits(cell, [read("phép cấp thả diêu x", inside)]) == 4
    assert bench._stands_in(read("", inside), cell)
    assert not bench._stands_in(read("", beside), cell)
    assert not bench._stands_in(read("", Place(2, inside.bbox)), cell)


def test_the_bench_of_scans_is_started_like_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["corpus.bench", "ocr", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("corpus.bench", run_name="__main__")
    assert ended.value.code == 0
    assert "--seed" in capsys.readouterr().out


def test_rows_without_truth_are_wrong_and_told_where_they_claim_to_be_sure() -> None:
    row = {"change": "new", "code": "1.000001", "name": "Cấp phép thả diều"}
    out = Scans(Tally(), Tally())
    found = [
        {**row, "confidence": 0.99},
        {**row, "code": "1.000009", "confidence": CLAIM},
        {**row, "code": "1.000008", "confidence": 0.9},
    ]
    bench._compare([row], found, out)
    assert (out.rows.right, out.rows.predicted, out.rows.gold) == (1, 3, 1)
    assert (out.wrong, out.claimed) == (2, 1)
    assert (out.codes.right, out.codes.gold) == (1, 1)


@needs_tesseract
@pytest.mark.slow
def test_normal_scans_of_150_dpi_are_read_right() -> None:
    found = figures([SAMPLE], NORMAL[150])
    assert found.rows.to_json()["f1"] == 1.0
    assert found.codes.to_json()["recall"] == 1.0
    assert found.pages == 2


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("dpi", [150, 200])
def test_hard_scans_are_read_below_the_stamp_and_claim_nothing_wrong(dpi: int) -> None:
    found = figures([SAMPLE], HARD[dpi])
    assert found.claimed == 0
    assert found.rows.to_json()["f1"] == 1.0
    assert found.codes.predicted == found.codes.right


@needs_tesseract
@pytest.mark.slow
def test_cells_are_read_better_than_whole_pages() -> None:
    tesseract = engine(DPI)
    assert tesseract
    pdf = typesetter("pdf")(blocks(SAMPLE), title(SAMPLE))
    rates = word_error_rates(pdf, scanned(SAMPLE, NORMAL[200]), tesseract)
    assert rates["cells"][0] <= rates["removed"][0] < rates["kept"][0]
    assert {words for _, words in rates.values()} == {265}
    assert rates["kept"][0] < rates["kept"][1] / 20


@needs_tesseract
@pytest.mark.slow
def test_workers_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_COPIES", 1)
    path = tmp_path / "a.pdf"
    path.write_bytes(scanned(SAMPLE, Wear(150)))
    clock, used = seconds_with(path, 1)
    assert used > 0
    assert clock > 0
