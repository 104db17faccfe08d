"""Accepting all that the real decisions imply, and taking it back; skipped where they are not at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.audit import verify
from catalogue.entries import present
from catalogue.imports.importing import import_catalogue
from catalogue.intake import take_in
from catalogue.judgements import Verdict
from catalogue.judging import judge
from catalogue.overview import proposals
from catalogue.workspace import Workspace

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.skipif(not DATA.exists(), reason="the real data does not lie beside the repository")
def test_the_real_decisions_accepted_and_taken_back(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace:
        import_catalogue(workspace, DATA / "catalogue" / "national.csv", imported_on=date(2026, 6, 1))
        take_in(workspace, [DATA / "decisions" / "dev" / "source"])
        before, implied = "\n".join(present(workspace)), proposals(workspace)
        named = [row["id"] for row in implied]
        accepted = judge(workspace, named, Verdict.ACCEPT)
        assert len(accepted.passed) > 100
        assert all(error.sentence() for _, error in accepted.refused)
        assert "\n".join(present(workspace)) != before
        undone = judge(workspace, [one.proposal for one in accepted.passed], Verdict.UNDO)
        assert (len(undone.passed), undone.refused) == (len(accepted.passed), ())
        assert "\n".join(present(workspace)) == before
        again = proposals(workspace)
        assert [{**row, "state": ""} for row in again] == [{**row, "state": ""} for row in implied]
        assert verify(workspace.db) == []
