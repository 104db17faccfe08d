"""A whole pull, killed three times by SIGKILL, ends complete and never asks again for what it had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalogue.fetching.crosscheck_workspace import crosschecks
from catalogue.workspace import Workspace
from tests.extract.documents import MINISTRY, as_html, coded, grid, with_annex
from tests.ingest.sources.fake_portal import Handler, Portal, Posted, provincial, serving
from tests.ingest.sources.fake_procedures import Filed

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện")
PULL = """
import json, sys
from pathlib import Path
from catalogue.fetching.pulling import fetch
from catalogue.workspace import Workspace
from ingest.sources.settings import load_settings
from tests.ingest.sources.loopback import open_loopback
folder = Path(sys.argv[1])
with Workspace.open(folder) as workspace:
    chosen = load_settings(folder / "sources.toml").chosen("dvcqg")
    print(json.dumps(fetch(workspace, chosen, open_source=open_loopback).to_json()))
"""


def code_of(n: int) -> str:
    return f"1.{990_000 + n}"


def name_of(n: int) -> str:
    return f"Cấp giấy phép đào kênh số {n}"


def ministries(count: int) -> list[Posted]:
    out = []
    for n in range(count):
        rows = grid(HEAD, coded("1", code_of(n), name_of(n)))
        paper = replace(MINISTRY, number=f"Số: {n + 1}/QĐ-BNNMT")
        one = Posted(
            500_000 + n,
            f"{n + 1}/QĐ-BNNMT",
            f"Về việc công bố thủ tục hành chính lĩnh vực Thủy lợi, lần {n}",
            date(2025, 12, 5),
            "Bộ Nông nghiệp và Môi trường",
            uploaded=date(2025, 12, 8) + timedelta(days=n % 5),
            file=as_html(with_annex(paper, "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", rows)),
            lists={"new": [name_of(n)]},
        )
        out.append(one)
    return out


def pull(portal: Portal, folder: Path, kill_at: int | None) -> str:
    """Pull in a process of its own, killed before its request of that number is answered."""
    process = subprocess.Popen(
        [sys.executable, "-c", PULL, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    before = len(portal.asked)

    def kill(handler: Handler) -> bool:
        if kill_at is None or len(portal.asked) - before != kill_at:
            return False
        os.kill(process.pid, signal.SIGKILL)
        handler.cut()
        return True

    portal.always = kill
    told, _ = process.communicate()
    assert process.returncode == (0 if kill_at is None else -signal.SIGKILL)
    return told


def killed_pulls(folder: Path, heads: int, documents: int, kills: tuple[int, ...]) -> tuple[int, float]:
    """Check the pulls; return how many requests and seconds they took."""
    decisions = [*ministries(documents), *provincial(heads - documents, date(2024, 1, 1))]
    Workspace.create(folder, "Quảng Ngãi").close()
    begun = time.monotonic()
    with serving(decisions) as portal:
        portal.files.filed = [Filed(code_of(n), name_of(n)) for n in range(documents)]
        settings = portal.toml(wanted=["ministries"], since_days=36_500)
        (folder / "sources.toml").write_text(settings, "utf-8")
        for kill_at in kills:
            pull(portal, folder, kill_at)
        report = json.loads(pull(portal, folder, None))
        assert max(portal.answered.values()) == 1
        pages, parts = -(-heads // 50), 7 * documents
        assert portal.answered.total() == pages + parts
        assert len(portal.asked) == pages + parts + len(kills)
        assert portal.robots_asked == 1
        asked = len(portal.asked)
    assert report["sources"][0]["fault"] is None
    with Workspace.open(folder) as workspace:
        count = workspace.db.table("source_heads").count_where
        assert (count(), count("state = 'had'")) == (heads, documents)
        assert workspace.db.table("decisions").count == documents
        assert workspace.db.table("evidence").count == documents
        checked = list(crosschecks(workspace))
        assert [one.coded for one in checked] == [1] * documents
        assert [one for one in checked if one.differences] == []
        (run,) = workspace.rows("SELECT * FROM source_runs")
        assert (run["total"], run["seen"], run["new"]) == (heads, heads, heads)
    return asked, time.monotonic() - begun


def test_a_pull_killed_three_times(tmp_path: Path) -> None:
    killed_pulls(tmp_path / "kho", heads=120, documents=5, kills=(2, 5, 11))


@pytest.mark.slow
def test_a_pull_of_all_heads_killed_three_times(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    asked, seconds = killed_pulls(tmp_path / "kho", 23_039, 300, (150, 500, 1_000))
    record_property("requests", asked)
    record_property("seconds", round(seconds, 1))
    assert asked == 461 + 2_100 + 3
