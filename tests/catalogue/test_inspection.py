"""`congbo inspect`: reads apart, so that a bad file costs only its own limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from catalogue.commands import inspection
from ingest.errors import Category, DocumentError
from tests.ingest.papers import html_page


def test_inspect_lists_what_stands_in_a_document(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(html_page("<p>Quyết định</p>"))
    result = CliRunner().invoke(inspection.inspect, [str(file), "--json"], catch_exceptions=False)
    assert [one["label"] for one in json.loads(result.output)] == ["Quyết định"]


def test_inspect_reads_within_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> Iterator[tuple[int, DocumentError]]:
        yield 0, DocumentError(Category.TIMEOUT, "a.html", seconds="120")

    monkeypatch.setattr(inspection, "run", stopped)
    result = CliRunner().invoke(inspection.inspect, [str(tmp_path / "a.html")])
    assert isinstance(result.exception, DocumentError)
    assert result.exception.category is Category.TIMEOUT
