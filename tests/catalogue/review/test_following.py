"""What follows from verdicts comes, though the page was killed or the process that derives died."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from catalogue.applying import Wish
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.review import following
from catalogue.review.following import Follower
from catalogue.review.standing import Observer
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import CARD, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DAY, DOCUMENT, Person, workspace_with_proposals

CARDS = f"p-{DOCUMENT[:16]}-001"
LATER = "b" * 64
OTHER = f"p-{LATER[:16]}-001"


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A workspace whose page was killed between a verdict on one decision and what follows for another."""
    folder = workspace_with_proposals(tmp_path)
    with Workspace.open(folder) as workspace:
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="5 đồng"),
            sha256=LATER,
            number="9/QĐ-UBND",
        )
        judge(workspace, [OTHER], Verdict.ACCEPT, Wish({"name": "Tên khác"}), By("lan"), follow=False)
    return folder


def differing(person: Person) -> set[str]:
    return {one["field"] for one in person.get(f"/api/v1/proposals/{CARDS}").json()["differing"]}


def test_a_page_that_starts_follows_what_a_killed_one_left(killed: Path) -> None:
    person = Person(killed, single_user=True)
    assert "name" not in differing(person)
    with person.client:
        person.house.follower.settle()
        assert "name" in differing(person)


def test_a_page_without_verdicts_has_nothing_to_catch_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Follower, "follow", lambda *facts: asked.append(facts))
    Follower(Observer()).catch_up(workspace_with_proposals(tmp_path), DAY)
    assert asked == []


class Aside:
    """Stands in for the process that derives: fails so many times, then works."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.asked = 0

    def submit(self, work: Callable[..., Any], *facts: Any) -> Future[Any]:
        """Do the work, or fail."""
        self.asked += 1
        future: Future[Any] = Future()
        if self.faults:
            future.set_exception(self.faults.pop(0))
        else:
            future.set_result(work(*facts))
        return future

    def cache_clear(self) -> None:
        """Like that of the cached process."""


@pytest.mark.parametrize("fault", [OSError("disk"), BrokenProcessPool("killed")])
def test_what_failed_once_is_tried_again(
    fault: Exception, killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = Aside(fault)
    made = type("Made", (), {"__call__": lambda _: aside, "cache_clear": aside.cache_clear})()
    monkeypatch.setattr(following, "_aside", made)
    follower = Follower(Observer())
    follower.follow(killed, DAY)
    follower.settle()
    assert aside.asked == 2
    assert "name" in differing(Person(killed, single_user=True))
