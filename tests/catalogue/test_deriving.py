"""What follows is derived to its end, whatever ended a run before and whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue.consequences import derive, is_derived
from catalogue.imports import importing
from catalogue.imports.importing import import_catalogue
from catalogue.judgements import Verdict
from catalogue.judging import judge
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import ItemMatch, match_decision
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Decision
from tests.catalogue.judging_cases import (
    CARD,
    HOTEL,
    LICENCE,
    accept,
    filled,
    ids,
    publish,
    the,
    undo,
)
from tests.catalogue.making import item, national_csv

MUSEUM = ("1.014464", "Xếp hạng bảo tàng")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


@pytest.fixture
def other(workspace: Workspace) -> Iterator[Workspace]:
    with Workspace.open(workspace.folder) as opened:
        yield opened


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something done once while a run that has read everything matches its first decision."""
    waiting = [act]

    def matched(decision: Decision, index: CatalogueIndex) -> list[ItemMatch]:
        if waiting:
            waiting.pop()()
        return match_decision(decision, index)

    monkeypatch.setattr("catalogue.consequences.match_decision", matched)


def derived(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    tables = ("matches", "proposals", "obligations")
    return {name: sorted(workspace.rows(f"SELECT * FROM {name}"), key=str) for name in tables}


def right(workspace: Workspace) -> bool:
    """True where deriving everything once more changes nothing."""
    before = derived(workspace)
    return derive(workspace) == 0 and derived(workspace) == before


def test_a_list_imported_again_finishes_what_a_killed_import_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: Workspace) -> None:
        raise KeyboardInterrupt

    with Workspace.create(tmp_path / "kho", "Quảng Ngãi") as workspace:
        publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
        listing = national_csv(tmp_path / "a.csv", (CARD, LICENCE, HOTEL))
        with monkeypatch.context() as patched:
            patched.setattr(importing, "derive", killed)
            with pytest.raises(KeyboardInterrupt):
                import_catalogue(workspace, listing, scope=Scope.PROVINCE)
        assert the(workspace, *ids(workspace))["kind"] == "unclear"
        assert not is_derived(workspace)
        assert import_catalogue(workspace, listing, scope=Scope.PROVINCE, dry_run=True).nothing_changed
        assert the(workspace, *ids(workspace))["kind"] == "unclear"
        assert import_catalogue(workspace, listing, scope=Scope.PROVINCE).nothing_changed
        assert the(workspace, *ids(workspace))["kind"] == "update"
        assert is_derived(workspace)


def test_a_list_that_changes_nothing_derives_nothing_anew(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    monkeypatch.setattr(importing, "derive", pytest.fail)
    listing = national_csv(tmp_path / "b.csv", (CARD, LICENCE, HOTEL))
    assert import_catalogue(workspace, listing, scope=Scope.PROVINCE).nothing_changed


def test_an_entry_taken_back_meanwhile_breaks_no_run(
    workspace: Workspace, other: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(
        workspace,
        item(Change.NEW, MUSEUM[1], code=MUSEUM[0]),
        item(name=MUSEUM[1], code=MUSEUM[0], fee="Không"),
    )
    first, second = ids(workspace)
    accept(workspace, first)
    meanwhile(monkeypatch, lambda: undo(other, first))
    derive(workspace)
    assert [the(workspace, one)["state"] for one in (first, second)] == ["undone", "pending"]
    assert right(workspace)


def test_an_older_reading_is_not_written_over_a_newer_one(
    workspace: Workspace, other: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    meanwhile(
        monkeypatch, lambda: publish(other, item(name=LICENCE[1], code=LICENCE[0], time_limit="7 ngày"))
    )
    derive(workspace)
    assert the(workspace, one)["procedure"] == f"province:{LICENCE[0]}"
    assert is_derived(workspace)
    assert right(workspace)


@pytest.mark.parametrize("verdict", [Verdict.ACCEPT, Verdict.REJECT, Verdict.UNDO])
def test_a_run_goes_on_while_people_judge(
    workspace: Workspace, other: Workspace, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    publish(workspace, item(Change.NEW, MUSEUM[1], code=MUSEUM[0]))
    added = item(name=MUSEUM[1], code=MUSEUM[0], fee="Không")
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    publish(workspace, added, card, sha256="b" * 64, number="2900/QĐ-UBND")
    first = ids(workspace)[0]
    if verdict is Verdict.UNDO:
        accept(workspace, first)
    before = the(workspace, first)["state"]
    meanwhile(monkeypatch, lambda: judge(other, [first], verdict, follow=False))
    publish(workspace, added, card, item(name=HOTEL[1], code=HOTEL[0], fee="Không"), sha256="b" * 64,
            number="2900/QĐ-UBND")  # fmt: skip
    assert the(workspace, first)["state"] != before
    assert [the(workspace, one)["kind"] for one in ids(workspace)[2:]] == ["update", "update"]
    assert not is_derived(workspace)
    derive(workspace)
    assert (is_derived(workspace), right(workspace)) == (True, True)
