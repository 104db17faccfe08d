from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from catalogue import audit
from catalogue.history import version_on
from catalogue.implied import source_of_item
from catalogue.imports.importing import import_catalogue
from catalogue.judgements import State, Verdict, lost_judgements
from catalogue.judging import judge
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Effective
from tests.catalogue.judging_cases import (
    APRIL,
    CARD,
    HOTEL,
    LICENCE,
    MARCH,
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
from tests.catalogue.making import item, national_csv


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def test_undo_brings_back_the_present_and_keeps_the_history(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    before = dump(workspace)
    accept(workspace, one)
    assert dump(workspace) != before
    undo(workspace, one)
    assert dump(workspace) == before
    assert the(workspace, one)["state"] == State.UNDONE
    known_then = version_on(workspace, "province:1.000001", date(2026, 1, 1), MARCH)
    known_now = version_on(workspace, "province:1.000001", date(2026, 1, 1))
    assert known_then is not None
    assert known_now is not None
    assert (known_then.entry.time_limit, known_now.entry.time_limit) == ("3 ngày", None)
    assert len(workspace.rows("SELECT 1 FROM judgements")) == 2
    accept(workspace, one, known=APRIL)
    assert field(workspace, "1.000001", "time_limit") == "3 ngày"


def test_undo_is_refused_while_a_later_judgement_rests_on_it(workspace: Workspace) -> None:
    publish(workspace, item(Change.NEW, "Xếp hạng bảo tàng", code="1.014464", time_limit="3 ngày"))
    (first,) = ids(workspace)
    accept(workspace, first)
    row = item(name="Xếp hạng bảo tàng", code="1.014464", fee="Không")
    publish(workspace, row, sha256="b" * 64, number="2900/QĐ-UBND")
    _, second = ids(workspace)
    accept(workspace, second)
    session = undo(workspace, first)
    assert refusal(session) == "judgement.rested_on"
    assert second in session.refused[0][1].sentence()
    assert [one.proposal for one in undo(workspace, first, second).passed] == [second, first]
    assert field(workspace, "1.014464", "name") is None


def test_independent_judgements_are_undone_on_their_own(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    publish(workspace, item(name=CARD[1], code=CARD[0], fee="Không"), sha256="b" * 64, number="2900/QĐ-UBND")
    first, second = ids(workspace)
    accept(workspace, first)
    accept(workspace, second)
    undo(workspace, first)
    assert (field(workspace, "1.000001", "time_limit"), field(workspace, "1.000001", "fee")) == (
        None,
        "Không",
    )


def test_undo_of_an_addition_that_a_list_speaks_of_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, item(Change.NEW, "Xếp hạng bảo tàng", code="1.014464"))
    (one,) = ids(workspace)
    accept(workspace, one)
    rows = [CARD, LICENCE, HOTEL, ("1.014464", "Xếp hạng bảo tàng tư nhân", "Du lịch")]
    import_catalogue(workspace, national_csv(tmp_path / "moi.csv", rows), scope=Scope.PROVINCE)
    session = undo(workspace, one)
    assert refusal(session) == "judgement.listed_since"
    assert "moi.csv" in session.refused[0][1].sentence()


def test_a_judgement_is_reopened_when_its_facts_change(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="8 ngày"))
    told = the(workspace, one)
    assert told["state"] == State.REOPENED
    assert told["source"]["item"]["time_limit"] == "8 ngày"
    assert told["judged"]["source"]["item"]["time_limit"] == "3 ngày"
    assert told["judged"]["user"] == "lan"
    assert field(workspace, "1.000001", "time_limit") == "3 ngày"
    accept(workspace, one)
    assert field(workspace, "1.000001", "time_limit") == "8 ngày"
    undo(workspace, one)
    assert the(workspace, one)["state"] == State.REOPENED
    assert field(workspace, "1.000001", "time_limit") == "3 ngày"
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    assert the(workspace, one)["state"] == State.ACCEPTED


def test_rejecting_a_reopened_acceptance_takes_back_what_it_stated(workspace: Workspace) -> None:
    before = dump(workspace)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="8 ngày"))
    judge(workspace, [one], Verdict.REJECT)
    assert dump(workspace) == before


def test_a_judgement_follows_its_row_to_another_place(workspace: Workspace) -> None:
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    hotel = item(name=HOTEL[1], code=HOTEL[0], time_limit="5 ngày")
    publish(workspace, card)
    accept(workspace, *ids(workspace))
    publish(workspace, hotel, card)
    first, second = ids(workspace)
    assert (the(workspace, first)["state"], the(workspace, second)["state"]) == ("pending", "accepted")
    undo(workspace, second)
    assert field(workspace, "1.000001", "time_limit") is None


def test_another_reading_of_the_same_facts_reopens_nothing(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", confidence=0.9))
    accept(workspace, *ids(workspace))
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", confidence=0.7))
    assert the(workspace, *ids(workspace))["state"] == State.ACCEPTED


def test_a_judgement_whose_row_is_gone_is_kept_named_and_can_be_taken_back(workspace: Workspace) -> None:
    before = dump(workspace)
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    publish(workspace, item(name=HOTEL[1], code=HOTEL[0], time_limit="5 ngày"), card)
    _, second = ids(workspace)
    accept(workspace, second)
    publish(workspace, item(name=HOTEL[1], code=HOTEL[0], time_limit="5 ngày"))
    assert field(workspace, "1.000001", "time_limit") == "3 ngày"
    assert [one.proposal for one in lost_judgements(workspace)] == [second]
    assert refusal(accept(workspace, second)) == "judgement.already_judged"
    assert [one.proposal for one in undo(workspace, second).passed] == [second]
    assert lost_judgements(workspace) == []
    assert dump(workspace) == before


def test_facts_that_are_not_stated_are_no_facts(workspace: Workspace) -> None:
    row = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    made = publish(workspace, row)
    facts = json.loads(source_of_item(row, made))["item"]
    assert facts["time_limit"] == "3 ngày"
    assert {"fee", "basis", "internal", "confidence", "source"}.isdisjoint(facts)


def test_judgements_cannot_be_changed_in_the_database(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    accept(workspace, *ids(workspace))
    for statement in (
        "UPDATE judgements SET user = 'x'",
        "DELETE FROM judgements",
        "DELETE FROM audit_events",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            workspace.db.execute(statement)
    assert audit.verify(workspace.db) == []


def test_accepting_everything_and_undoing_everything_leaves_the_present_as_it_was(
    workspace: Workspace,
) -> None:
    publish(
        workspace,
        item(name=CARD[1], code=CARD[0], time_limit="3 ngày", section="A", ordinal="1"),
        item(Change.REPEALED, LICENCE[1], code=LICENCE[0], section="B", ordinal="1"),
        item(Change.NEW, "Xếp hạng thư viện", code="1.014400"),
        item(Change.REPLACED, "Xếp hạng bảo tàng", code="1.014464", replaces_code=HOTEL[0],
             replaced_name=HOTEL[1]),
        item(Change.NEW, "Không mã"),
    )  # fmt: skip
    publish(workspace, item(name=CARD[1], code=CARD[0], fee="Không"), sha256="b" * 64,
            number="2900/QĐ-UBND", effective=Effective("từ ngày 01/01/2026", date(2026, 1, 1)))  # fmt: skip
    before = dump(workspace)
    session = accept(workspace, *ids(workspace))
    assert len(session.passed) == 5
    assert dump(workspace) != before
    undone = undo(workspace, *[one.proposal for one in session.passed])
    assert (len(undone.passed), undone.refused) == (5, ())
    assert dump(workspace) == before
    assert workspace.rows("PRAGMA foreign_key_check") == []
    assert audit.verify(workspace.db) == []
