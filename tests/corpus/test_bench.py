"""The measuring of other readers: what counts as a right row, and ways that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.bench import pages_of, way
from corpus.generate import write_decision
from corpus.generator.varied import long_decision
from tests.corpus.samples import needs_font

ITEM = {"code": "1.000001", "code_printed": "1.000001.H48", "name": "Cấp phép thả diều"}


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (["1 1.000001.\nH48 Cấp phép\nthả diều Sở Thả diều"], 1),
        (["1 1.000001.H48 Cấp phép", "thả diều"], 0),
        (["1 1.000002.H48 Cấp phép thả diều"], 0),
        ([], 0),
    ],
)
def test_a_row_is_right_with_its_code_and_its_whole_name(rows: list[str], right: int) -> None:
    assert way.rows_right(rows, [ITEM]) == right


@needs_font
def test_every_way_at_hand_is_measured(tmp_path: Path) -> None:
    path = write_decision(long_decision(3), "pdf", tmp_path)
    assert pages_of(path) > 1
    found = {name: way.measure(name, path, path) for name in ("congbo", "pdfium", "pdfplumber")}
    assert {name: (one["right"], one["rows"]) for name, one in found.items()} == {
        "congbo": (3, 3),
        "pdfium": (0, 3),
        "pdfplumber": (3, 3),
    }
    assert all(one["peak_mb"] > 10 for one in found.values())


def test_a_way_that_is_missing_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(way.WAYS, "none", ("no_such_module", way.pdfium))
    with pytest.raises(ImportError, match="no_such_module"):
        way.measure("none", tmp_path, tmp_path)
