"""A proposal judged anew because its document reads otherwise: all of it is stated again, and no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.consequences import derive
from catalogue.history import version_on
from catalogue.judgements import State, Verdict
from catalogue.judging import judge
from catalogue.workspace import Workspace
from extract.decision import Change, Effect, Item, Position, Reference
from tests.catalogue.judging_cases import (
    CARD,
    HOTEL,
    LICENCE,
    accept,
    dump,
    field,
    filled,
    ids,
    publish,
    refusal,
    the,
    undo,
)
from tests.catalogue.making import item

LAW = "Nghị định 1/2026/NĐ-CP"
MUSEUM = ("1.014464", "Xếp hạng bảo tàng")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def replacement(**facts: Any) -> Item:
    return item(Change.REPLACED, MUSEUM[1], code=MUSEUM[0], replaces_code=HOTEL[0], replaced_name=HOTEL[1],
                **facts)  # fmt: skip


def test_an_update_read_anew_keeps_what_was_accepted(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="100.000 đồng"))
    told = the(workspace, one)
    assert told["state"] == State.REOPENED
    assert told["differing"] == [
        {"field": "time_limit", "old": None, "new": "3 ngày"},
        {"field": "fee", "old": None, "new": "100.000 đồng"},
    ]
    accept(workspace, one)
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == (
        "3 ngày",
        "100.000 đồng",
    )


def test_an_update_read_anew_no_longer_states_what_was_misread(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="Không"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], fee="Không"))
    accept(workspace, one)
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == (None, "Không")


def test_a_doubt_in_between_changes_nothing_of_that(workspace: Workspace) -> None:
    before = dump(workspace)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="Không"))
    judge(workspace, [one], Verdict.UNSURE)
    assert [change["field"] for change in the(workspace, one)["differing"]] == ["time_limit", "fee"]
    accept(workspace, one)
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == ("3 ngày", "Không")
    for _ in range(3):
        undo(workspace, one)
    assert dump(workspace) == before


def test_a_repeal_read_anew_stays_a_repeal(workspace: Workspace) -> None:
    publish(workspace, item(Change.REPEALED, CARD[1], code=CARD[0]))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(Change.REPEALED, CARD[1], code=CARD[0], basis=LAW))
    assert (the(workspace, one)["kind"], the(workspace, one)["state"]) == ("repeal", State.REOPENED)
    accept(workspace, one)
    assert field(workspace, CARD[0], "valid_to") == "2025-11-20"


def test_a_repeal_by_position_read_anew_stays_a_repeal(workspace: Workspace) -> None:
    listed = item(Change.LISTED, CARD[1], code=CARD[0], section="I", ordinal="7")
    publish(workspace, listed, sha256="0" * 64, number="1/QĐ-UBND", signed=date(2024, 5, 6))
    positions = (Position(("7",), "Mục I"),)
    affects = (Reference("1/QĐ-UBND", date(2024, 5, 6), Effect.REPEALS_PART, positions=positions),)
    publish(workspace, affects=affects)
    (one,) = ids(workspace, kind="repeal_by_position")
    accept(workspace, one)
    publish(workspace, affects=affects, signed=date(2025, 11, 19))
    assert (the(workspace, one)["kind"], the(workspace, one)["state"]) == (
        "repeal_by_position",
        State.REOPENED,
    )
    accept(workspace, one)
    assert field(workspace, CARD[0], "valid_to") == "2025-11-20"


def test_an_addition_read_anew_is_accepted_again_and_taken_back(workspace: Workspace) -> None:
    before = dump(workspace)
    publish(workspace, item(Change.NEW, MUSEUM[1], code=MUSEUM[0], fee="Không"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(Change.NEW, MUSEUM[1], code=MUSEUM[0], fee="Không", basis=LAW))
    told = the(workspace, one)
    assert (told["kind"], told["state"], told["conflicts"]) == ("add", State.REOPENED, [])
    accept(workspace, one)
    assert (field(workspace, MUSEUM[0], "fee"), field(workspace, MUSEUM[0], "basis")) == ("Không", LAW)
    undo(workspace, one)
    assert the(workspace, one)["state"] == State.REOPENED
    assert field(workspace, MUSEUM[0], "basis") is None
    undo(workspace, one)
    assert dump(workspace) == before


def test_a_replacement_read_anew_is_accepted_again(workspace: Workspace) -> None:
    publish(workspace, replacement())
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, replacement(basis=LAW))
    told = the(workspace, one)
    assert (told["kind"], told["retires"]) == ("replace", f"province:{HOTEL[0]}")
    accept(workspace, one)
    assert field(workspace, MUSEUM[0], "basis") == LAW
    assert field(workspace, HOTEL[0], "valid_to") == "2025-11-20"


def test_another_entry_may_be_chosen_for_a_row_read_anew(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="Không"))
    accept(workspace, one, entry=CARD[0])
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == ("3 ngày", "Không")
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="5 đồng"))
    accept(workspace, one, entry=LICENCE[0])
    assert (field(workspace, CARD[0], "fee"), field(workspace, LICENCE[0], "fee")) == (None, "5 đồng")


@pytest.mark.parametrize("verdict", [Verdict.ACCEPT, Verdict.REJECT])
def test_what_a_later_judgement_rests_on_is_not_put_aside(workspace: Workspace, verdict: Verdict) -> None:
    publish(workspace, item(Change.NEW, MUSEUM[1], code=MUSEUM[0], time_limit="3 ngày"))
    accept(workspace, *ids(workspace))
    row = item(name=MUSEUM[1], code=MUSEUM[0], fee="Không")
    publish(workspace, row, sha256="b" * 64, number="2900/QĐ-UBND")
    first, second = ids(workspace)
    accept(workspace, second)
    publish(workspace, item(Change.NEW, MUSEUM[1], code=MUSEUM[0], time_limit="4 ngày"))
    before = dump(workspace)
    assert refusal(judge(workspace, [first], verdict)) == "judgement.rested_on"
    assert dump(workspace) == before
    undo(workspace, second)
    assert judge(workspace, [first], verdict).refused == ()
    assert field(workspace, MUSEUM[0], "time_limit") == ("4 ngày" if verdict is Verdict.ACCEPT else None)


def test_judging_a_row_found_in_front_leaves_the_judgement_that_moved_on(workspace: Workspace) -> None:
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    hotel = item(name=HOTEL[1], code=HOTEL[0], time_limit="5 ngày")
    publish(workspace, card)
    accept(workspace, *ids(workspace))
    publish(workspace, hotel, card)
    first, second = ids(workspace)
    accept(workspace, first)
    assert [the(workspace, one)["state"] for one in (first, second)] == ["accepted", "accepted"]
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, HOTEL[0], "time_limit")) == (
        "3 ngày",
        "5 ngày",
    )
    undo(workspace, second)
    assert [the(workspace, one)["state"] for one in (first, second)] == ["accepted", "pending"]
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, HOTEL[0], "time_limit")) == (
        None,
        "5 ngày",
    )


def test_a_row_that_moved_and_reads_otherwise_is_reopened_where_it_stands_now(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    accept(workspace, *ids(workspace))
    publish(
        workspace,
        item(name=HOTEL[1], code=HOTEL[0], time_limit="5 ngày"),
        item(name=CARD[1], code=CARD[0], time_limit="4 ngày"),
    )
    first, second = ids(workspace)
    assert [the(workspace, one)["state"] for one in (first, second)] == ["pending", "reopened"]
    accept(workspace, first, second)
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, HOTEL[0], "time_limit")) == (
        "4 ngày",
        "5 ngày",
    )
    undo(workspace, second)
    found = version_on(workspace, f"province:{CARD[0]}")
    assert found is not None
    assert found.entry.time_limit == "3 ngày"
    assert derive(workspace) == 0


def test_judgements_passed_before_they_named_the_one_they_follow(workspace: Workspace) -> None:
    before = dump(workspace)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="Không"))
    accept(workspace, one)
    workspace.db.execute("DROP TRIGGER judgements_not_UPDATE")
    workspace.db.execute("UPDATE judgements SET follows = NULL")
    assert derive(workspace) == 0
    assert the(workspace, one)["state"] == State.ACCEPTED
    undo(workspace, one)
    assert the(workspace, one)["state"] == State.REOPENED
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == ("3 ngày", None)
    undo(workspace, one)
    assert dump(workspace) == before
