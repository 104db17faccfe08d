"""Many people judging at once: eight processes, two hundred judgements each, none lost, none locked out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue.audit import verify
from catalogue.consequences import derive
from catalogue.entries import present
from catalogue.judgements import Verdict
from catalogue.judging import judge
from catalogue.workspace import Workspace
from extract.decision import Change
from tests.catalogue.judging_cases import filled, ids, publish
from tests.catalogue.making import item

ROOT = Path(__file__).parents[2]
WRITERS, EACH = 8, 200
SCRIPT = """
import sys
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.workspace import Workspace

with Workspace.open(sys.argv[1]) as workspace:
    for line in open(sys.argv[2], encoding="utf-8"):
        session = judge(workspace, [line.strip()], Verdict.ACCEPT, by=By(sys.argv[3]), follow=False)
        print(len(session.passed), *(error.key for _, error in session.refused))
"""


def at_once(workspace: Path, lots: list[list[str]]) -> list[list[str]]:
    """What each writer printed, a line for each proposal of its lot."""
    processes = []
    for number, lot in enumerate(lots):
        listing = workspace.parent / f"{number}.txt"
        listing.write_text("\n".join(lot), "utf-8")
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", SCRIPT, str(workspace), str(listing), f"u{number}"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    out = [process.communicate() for process in processes]
    assert [error for _, error in out] == [""] * len(lots)
    return [printed.split("\n")[:-1] for printed, _ in out]


@pytest.mark.slow
def test_eight_writers_lose_no_judgement_and_lock_nobody_out(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    count = WRITERS * EACH
    publish(workspace, *(item(Change.NEW, f"Xếp hạng số {n}", code=f"1.{100000 + n}") for n in range(count)))
    before = "\n".join(present(workspace))
    named = ids(workspace)
    started = time.monotonic()
    printed = at_once(workspace.folder, [named[nth::WRITERS] for nth in range(WRITERS)])
    seconds = time.monotonic() - started
    assert printed == [["1"] * EACH] * WRITERS
    by_user = workspace.rows("SELECT user, count(*) AS n FROM judgements GROUP BY 1")
    assert {row["user"]: row["n"] for row in by_user} == {f"u{nth}": EACH for nth in range(WRITERS)}
    assert workspace.rows("SELECT count(*) AS n FROM procedures")[0]["n"] == count + 3
    assert workspace.rows("SELECT DISTINCT state FROM proposals") == [{"state": "accepted"}]
    assert verify(workspace.db) == []
    assert derive(workspace) > 0
    assert derive(workspace) == 0
    undone = judge(workspace, named, Verdict.UNDO)
    assert (len(undone.passed), undone.refused) == (count, ())
    assert "\n".join(present(workspace)) == before
    print(f"{count} judgements by {WRITERS} writers in {seconds:.1f} s")


@pytest.mark.slow
def test_of_two_people_on_one_row_one_judges_and_the_other_is_told(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    publish(workspace, *(item(Change.NEW, f"Xếp hạng số {n}", code=f"1.{100000 + n}") for n in range(20)))
    named = ids(workspace)
    printed = at_once(workspace.folder, [named, named[::-1], named])
    for nth, ident in enumerate(named):
        told = sorted((printed[0][nth], printed[1][-1 - nth], printed[2][nth]))
        assert told == ["0 judgement.already_judged"] * 2 + ["1"], ident
    with Workspace.open(workspace.folder) as again:
        assert again.rows("SELECT count(*) AS n FROM judgements")[0]["n"] == 20
        assert verify(again.db) == []
