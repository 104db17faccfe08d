"""Whatever people set or enter stands in the audit chain with their name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from catalogue.audit import events, verify
from catalogue.workspace import Workspace
from tests.catalogue.deadline_workspace import called, workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with workspace(tmp_path / "kho"):
        return tmp_path / "kho"


def recorded(folder: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    with Workspace.open(folder) as opened:
        assert verify(opened.db) == []
        return [(one["subject"], {**one["facts"], "by": one["user"]}) for one in events(opened.db, kind)][-2:]


def test_evidence_entered_and_taken_back_is_recorded(folder: Path) -> None:
    called(folder, "evidence", "add", "2815/QĐ-UBND", "posted_national", "5/1/2026", "--user", "An")
    ((ident, facts),) = recorded(folder, "evidence")
    assert (facts["by"], facts["kind"], facts["date"]) == ("An", "posted_national", "2026-01-05")
    called(folder, "evidence", "remove", ident, "--user", "Bình", "--reason", "nhầm")
    (_, (subject, back)) = recorded(folder, "evidence")
    assert (subject, back["by"], back["reason"]) == (ident, "Bình", "nhầm")
    called(folder, "evidence", "remove", ident, "--user", "Bình")
    called(folder, "evidence", "add", "77/QĐ-BYT", "received", "5/1/2026", "--dry-run")
    assert len(recorded(folder, "evidence")) == 2


def test_a_day_entered_in_the_calendar_is_recorded(folder: Path) -> None:
    words = ("calendar", "add", "8/1/2026", "off", "--reason", "hoán đổi", "--source", "CV 1/VPCP")
    called(folder, *words, "--user", "An")
    called(folder, *words)
    subject, facts = recorded(folder, "setting")[-1]
    assert (subject, facts["by"], facts["kind"], facts["source"]) == (
        "calendar 2026-01-08",
        "An",
        "off",
        "CV 1/VPCP",
    )
    with Workspace.open(folder) as opened:
        assert len([one for one in events(opened.db, "setting") if one["subject"]]) == 1


def test_a_new_source_is_recorded(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "den").mkdir()
    called(folder, "sources", "new", "cong-van-den", "--folder", str(tmp_path / "den"))
    subject, facts = recorded(folder, "setting")[-1]
    assert (subject, facts["kind"]) == ("source cong-van-den", "folder")


def test_the_log_tells_the_moment_by_the_clock_of_vietnam(folder: Path) -> None:
    words = ("evidence", "add", "2815/QĐ-UBND", "posted_national", "5/1/2026")
    with time_machine.travel(datetime(2026, 1, 11, 18, 5, tzinfo=UTC), tick=False):
        called(folder, *words)
    shown = called(folder, "audit", "log", "--last", "1").stdout
    assert "12/01/2026 01:05" in shown
    assert "T18:05" not in shown
    (told,) = json.loads(called(folder, "audit", "log", "--last", "1", "--json").stdout)
    assert told["at"] == "2026-01-11T18:05:00+00:00"
