"""`congbo inspect`: reads apart, so that a bad file costs only its own limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from catalogue.commands import inspection
from ingest.errors import Category, DocumentError
from tests.ingest.papers import html_page, pdf_paper
from tests.ingest.test_signatures import signed


def test_inspect_lists_what_stands_in_a_document(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(html_page("<p>Quyết định</p>"))
    result = CliRunner().invoke(inspection.inspect, [str(file), "--json"], catch_exceptions=False)
    assert [one["label"] for one in json.loads(result.output)] == ["Quyết định"]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (pdf_paper, "không có chữ ký số"),
        (signed, "ký số, không đổi từ khi ký, chưa có chứng thư gốc của nơi cấp"),
    ],
)
def test_inspect_tells_how_a_pdf_is_signed(data: Callable[[], bytes], shown: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(data())
    result = CliRunner().invoke(inspection.inspect, [str(file), "--json"], catch_exceptions=False)
    (one,) = [one for one in json.loads(result.output) if one["kind"] == "signature"]
    assert one == {"kind": "signature", "bbox": None, "label": shown}


def test_inspect_reads_within_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> Iterator[tuple[int, DocumentError]]:
        yield 0, DocumentError(Category.TIMEOUT, "a.html", seconds="120")

    monkeypatch.setattr(inspection, "run", stopped)
    result = CliRunner().invoke(inspection.inspect, [str(tmp_path / "a.html")])
    assert isinstance(result.exception, DocumentError)
    assert result.exception.category is Category.TIMEOUT
