from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.overview import proposals
from catalogue.workspace import Workspace
from extract.decision import Effect, Position, Reference
from tests.catalogue.judging_cases import (
    CARD,
    HOTEL,
    LICENCE,
    accept,
    field,
    filled,
    ids,
    publish,
    the,
)
from tests.catalogue.making import item


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def test_two_decisions_that_disagree_are_named_on_both(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    publish(
        workspace,
        item(name=CARD[1], code=CARD[0], time_limit="8 ngày"),
        sha256="b" * 64,
        number="2900/QĐ-UBND",
    )
    told = [[one["key"] for one in row["conflicts"]] for row in proposals(workspace)]
    assert told == [["decisions_disagree"]] * 2
    sentences = {one["sentence"] for row in proposals(workspace) for one in row["conflicts"]}
    assert any("2900/QĐ-UBND" in sentence for sentence in sentences)


def test_two_decisions_that_agree_or_hold_from_other_days_do_not_disagree(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 NGÀY."),
            sha256="b" * 64, number="2900/QĐ-UBND")  # fmt: skip
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="8 ngày", effective=date(2026, 2, 1)),
            sha256="c" * 64, number="2901/QĐ-UBND")  # fmt: skip
    assert [row["conflicts"] for row in proposals(workspace)] == [[], [], []]


def repeal_by_position(section: str | None, *ordinals: str) -> Reference:
    positions = (Position(ordinals, section),)
    return Reference("2815/QĐ-UBND", date(2025, 11, 20), Effect.REPEALS_PART, "số thứ tự", positions)


def test_a_repeal_by_position_finds_its_entries(workspace: Workspace) -> None:
    publish(
        workspace,
        item(name=CARD[1], code=CARD[0], section="PHỤ LỤC I > A", ordinal="01"),
        item(name=LICENCE[1], code=LICENCE[0], section="PHỤ LỤC I > B", ordinal="01"),
    )
    reference = repeal_by_position("Mục B Phụ lục I", "1", "2")
    publish(workspace, sha256="b" * 64, number="2900/QĐ-UBND", affects=(reference,))
    found, missing = (the(workspace, ident) for ident in ids(workspace, decision="2900/QĐ-UBND"))
    assert (found["kind"], found["procedure"]) == ("repeal_by_position", "province:1.000002")
    assert (missing["kind"], missing["conflicts"][0]["key"]) == ("unclear", "position_row_missing")
    accept(workspace, found["id"])
    assert field(workspace, "1.000002", "valid_to") == "2025-11-20"
    accept(workspace, missing["id"], entry=HOTEL[0])
    assert field(workspace, "1.000003", "valid_to") == "2025-11-20"


def test_positions_that_cannot_be_told_say_what_is_missing(workspace: Workspace) -> None:
    row = item(name=CARD[1], code=CARD[0], section="A", ordinal="1")
    publish(workspace, row, item(name=HOTEL[1], code=HOTEL[0], section="B", ordinal="1"))
    unknown = Reference("7/QĐ-UBND", None, Effect.REPEALS_PART, "x", (Position(("1",), None),))
    affects = (unknown, repeal_by_position(None, "1"), repeal_by_position(None, "A.1"))
    publish(workspace, sha256="b" * 64, number="2900/QĐ-UBND", affects=affects)
    told = [the(workspace, ident) for ident in ids(workspace, decision="2900/QĐ-UBND")]
    assert [row["conflicts"][0]["key"] for row in told[:2]] == [
        "position_decision_missing",
        "position_ambiguous",
    ]
    assert "7/QĐ-UBND" in told[0]["conflicts"][0]["sentence"]
    assert (told[2]["kind"], told[2]["procedure"]) == ("repeal_by_position", "province:1.000001")


def test_a_position_whose_procedure_has_its_own_row_is_left_to_that_row(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], section="A", ordinal="1"))
    row = item(name=CARD[1], code=CARD[0], time_limit="9 ngày")
    publish(
        workspace, row, sha256="b" * 64, number="2900/QĐ-UBND", affects=(repeal_by_position("mục A", "1"),)
    )
    own, position = (the(workspace, ident) for ident in ids(workspace, decision="2900/QĐ-UBND"))
    assert (own["kind"], position["kind"]) == ("update", "nothing")
    assert position["reasons"][-1]["key"] == "position_listed"
