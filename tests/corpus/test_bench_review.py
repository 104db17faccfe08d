"""The measuring of the review page: the workspace it makes, what counts as lost, twenty reviewers at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.workspace import Workspace
from corpus.bench.review import Times, lost, measured, percentile
from corpus.bench.review_workspace import fill
from tests.catalogue.review.opening import DOCUMENT, workspace_with_proposals
from tests.corpus.samples import needs_font

FIRST, SECOND = (f"p-{DOCUMENT[:16]}-{position:03d}" for position in (1, 2))


@pytest.mark.parametrize(("share", "value"), [(50, 50.5), (95, 95.05)])
def test_a_percentile_is_not_exceeded_by_its_share(share: int, value: float) -> None:
    assert percentile([float(one) for one in range(1, 101)], share) == pytest.approx(value)
    assert percentile([7.0], share) == 7.0


def test_what_is_taken_but_not_kept_is_lost(tmp_path: Path) -> None:
    folder = workspace_with_proposals(tmp_path)
    with Workspace.open(folder) as workspace:
        judge(workspace, [FIRST], Verdict.REJECT, by=By("lan"), follow=False)
    assert lost(folder, [FIRST], 0) == []
    assert lost(folder, [FIRST, SECOND], 0) == [f"lost: {SECOND}"]
    assert lost(folder, [], 0) == [f"not sent: {FIRST}"]
    assert lost(folder, [], 1) == []


def test_what_people_measured_is_told_together() -> None:
    told = Times({"queue": [1.0, 3.0]}, taken=["a"])
    told.add(Times({"queue": [2.0], "item": [5.0]}, ["GET /: 500"], ["b"], 1))
    lines = [line.split() for line in told.lines()]
    assert lines == [["queue", "3", "2.0", "2.9", "3.0"], ["item", "1", "5.0", "5.0", "5.0"]]
    assert (told.errors, told.taken, told.conflicts) == (["GET /: 500"], ["a", "b"], 1)


@needs_font
@pytest.mark.slow
def test_twenty_reviewers_at_once_lose_nothing_and_meet_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    with fill(folder, 3, 40) as workspace:
        kinds = workspace.rows("SELECT kind, count(*) AS number FROM proposals GROUP BY kind ORDER BY kind")
        paged = workspace.rows("SELECT count(*) AS number FROM items WHERE source LIKE '%bbox%'")[0]
        posted = workspace.rows("SELECT count(DISTINCT document) AS number FROM evidence")[0]
    assert {row["kind"]: row["number"] for row in kinds} == {"add": 24, "repeal": 12, "update": 84}
    assert (paged["number"], posted["number"]) == (120, 2)
    told = measured(folder, 20, 4, 10)
    assert told.errors == []
    assert len(told.taken) + told.conflicts == 20 * 4 + 10
    assert len(told.took["verdict at once"]) == 20 * 4
