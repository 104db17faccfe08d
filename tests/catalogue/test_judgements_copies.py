"""A decision that comes in again as another file keeps what people judged of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.judgements import State, Verdict
from catalogue.judging import judge
from catalogue.workspace import Workspace
from extract.decision import Change
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
    the,
    undo,
)
from tests.catalogue.making import item

FIRST, AGAIN = "b" * 64, "a" * 64


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def of(workspace: Workspace, document: str) -> list[str]:
    return [ident for ident in ids(workspace) if ident.startswith(f"p-{document[:16]}")]


def test_a_rejected_row_is_not_proposed_again_by_a_second_file(workspace: Workspace) -> None:
    row = item(Change.REPEALED, CARD[1], code=CARD[0])
    publish(workspace, row, sha256=FIRST)
    judge(workspace, ids(workspace), Verdict.REJECT)
    publish(workspace, row, sha256=AGAIN)
    assert [the(workspace, one)["state"] for one in of(workspace, FIRST)] == [State.REJECTED]
    (copy,) = of(workspace, AGAIN)
    assert the(workspace, copy)["kind"] == "nothing"


def test_judgements_go_over_to_a_copy_that_lists_more(workspace: Workspace) -> None:
    before = dump(workspace)
    licence = item(Change.REPEALED, LICENCE[1], code=LICENCE[0])
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    hotel = item(name=HOTEL[1], code=HOTEL[0], fee="Không")
    publish(workspace, licence, card, sha256=FIRST)
    first, second = ids(workspace)
    judge(workspace, [first], Verdict.REJECT)
    accept(workspace, second, fields={"time_limit": "4 ngày"})
    publish(workspace, licence, hotel, card, sha256=AGAIN)
    assert [the(workspace, one)["state"] for one in of(workspace, AGAIN)] == [
        State.REJECTED,
        State.PENDING,
        State.ACCEPTED,
    ]
    assert [(the(workspace, one)["kind"], the(workspace, one)["state"]) for one in of(workspace, FIRST)] == [
        ("nothing", State.PENDING),
        ("nothing", State.PENDING),
    ]
    undo(workspace, of(workspace, AGAIN)[2])
    assert dump(workspace) == before
    assert the(workspace, of(workspace, AGAIN)[2])["state"] == State.PENDING


def test_a_copy_that_reads_a_judged_row_otherwise_reopens_the_judgement(workspace: Workspace) -> None:
    before = dump(workspace)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"), sha256=FIRST)
    accept(workspace, *ids(workspace))
    hotel = item(name=HOTEL[1], code=HOTEL[0], fee="Không")
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="5 đồng")
    publish(workspace, hotel, card, sha256=AGAIN)
    _, copy = of(workspace, AGAIN)
    assert the(workspace, copy)["state"] == State.REOPENED
    accept(workspace, copy)
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == ("3 ngày", "5 đồng")
    undo(workspace, copy)
    assert the(workspace, copy)["state"] == State.REOPENED
    assert (field(workspace, CARD[0], "time_limit"), field(workspace, CARD[0], "fee")) == ("3 ngày", None)
    undo(workspace, copy)
    assert dump(workspace) == before


def test_what_is_judged_of_a_copy_is_not_judged_of_the_row(workspace: Workspace) -> None:
    card = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    publish(workspace, card, sha256=AGAIN)
    publish(workspace, card, sha256=FIRST)
    (copy,) = of(workspace, FIRST)
    accept(workspace, copy)
    assert (the(workspace, copy)["kind"], the(workspace, copy)["state"]) == ("nothing", State.ACCEPTED)
    assert the(workspace, *of(workspace, AGAIN))["state"] == State.PENDING
    publish(workspace, card, item(name=HOTEL[1], code=HOTEL[0], fee="Không"), sha256=FIRST)
    assert [(the(workspace, one)["kind"], the(workspace, one)["state"]) for one in of(workspace, FIRST)] == [
        ("update", State.REOPENED),
        ("update", State.PENDING),
    ]
