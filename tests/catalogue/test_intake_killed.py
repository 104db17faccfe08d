"""A run killed by SIGKILL at any moment, then run again, leaves what an undisturbed run leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from catalogue.imports.importing import import_catalogue
from catalogue.workspace import Workspace
from tests.catalogue.making import national_csv
from tests.catalogue.test_intake import dump, put, take

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys, time
from pathlib import Path
from catalogue.workspace import Workspace
from tests.catalogue.test_intake import take, understood

def slowly(found):
    time.sleep(0.02)
    return understood(found)

with Workspace.open(sys.argv[1]) as workspace:
    take(workspace, Path(sys.argv[2]), understand=slowly)
"""


@pytest.mark.slow
def test_kill_minus_nine(tmp_path: Path) -> None:
    inbox = tmp_path / "van-ban"
    rows = [(f"1.{number:06d}", f"Cấp thẻ loại {number}", "Du lịch") for number in range(40)]
    for number, (code, name, _) in enumerate(rows):
        put(
            inbox,
            f"{number}.json",
            f"{number}/QĐ-UBND",
            ("amended", code, name),
            ("new", None, f"Mới {number}"),
        )
    listing = national_csv(tmp_path / "national.csv", rows)
    for folder in ("killed", "whole"):
        with Workspace.create(tmp_path / folder) as workspace:
            import_catalogue(workspace, listing, imported_on=date(2025, 4, 28))
    with Workspace.open(tmp_path / "whole") as workspace:
        take(workspace, inbox)
        expected = dump(workspace)
    seen = []
    for wait in (0.7, 0.9, 1.1, 1.3, 1.5, 1.9):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "killed"), str(inbox)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Workspace.open(tmp_path / "killed") as workspace:
            assert workspace.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
            assert workspace.rows("PRAGMA foreign_key_check") == []
            stored = workspace.rows("SELECT count(*) AS n FROM documents WHERE state = 'stored'")[0]["n"]
            assert workspace.rows("SELECT count(*) AS n FROM items")[0]["n"] == 2 * stored
            seen.append(stored)
    assert seen == sorted(seen)
    with Workspace.open(tmp_path / "killed") as workspace:
        take(workspace, inbox)
        assert dump(workspace) == expected
