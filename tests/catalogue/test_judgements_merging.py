"""Replacements that merge several procedures into one or split one: each row stands by itself."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.workspace import Workspace
from extract.decision import Change, Item
from tests.catalogue.judging_cases import (
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
from tests.catalogue.making import item

MERGED = ("1.000099", "Cấp thẻ và công nhận hạng du lịch")
PARTS = (("1.000098", "Cấp thẻ nội địa"), ("1.000099", "Cấp thẻ quốc tế"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def merging() -> list[Item]:
    return [
        item(Change.REPLACED, MERGED[1], code=MERGED[0], replaces_code=code, replaced_name=name, fee=fee)
        for (code, name, _), fee in zip((CARD, LICENCE, HOTEL), ("Không", None, None), strict=True)
    ]


def splitting() -> list[Item]:
    return [
        item(Change.REPLACED, name, code=code, replaces_code=CARD[0], replaced_name=CARD[1])
        for code, name in PARTS
    ]


def ended(workspace: Workspace, *codes: str) -> list[bool]:
    return [field(workspace, code, "valid_to") is not None for code in codes]


def test_three_procedures_are_merged_into_one_in_one_go(workspace: Workspace) -> None:
    publish(workspace, *merging())
    session = accept(workspace, *ids(workspace))
    assert (len(session.passed), session.refused) == (3, ())
    assert ended(workspace, CARD[0], LICENCE[0], HOTEL[0], MERGED[0]) == [True, True, True, False]
    assert field(workspace, MERGED[0], "fee") == "Không"


@pytest.mark.parametrize("at_once", [True, False])
def test_a_merged_procedure_stays_while_a_row_that_makes_it_stands(
    workspace: Workspace, at_once: bool
) -> None:
    before = dump(workspace)
    publish(workspace, *merging())
    named = ids(workspace)
    for lot in [named] if at_once else [[one] for one in named]:
        assert accept(workspace, *lot).refused == ()
    for nth, one in enumerate(named):
        assert field(workspace, MERGED[0], "name") == MERGED[1]
        assert undo(workspace, one).refused == ()
        standing = [True] * 3
        standing[: nth + 1] = [False] * (nth + 1)
        assert ended(workspace, CARD[0], LICENCE[0], HOTEL[0]) == standing
    assert dump(workspace) == before


@pytest.mark.parametrize("at_once", [True, False])
def test_a_split_procedure_stays_out_of_force_while_one_part_stands(
    workspace: Workspace, at_once: bool
) -> None:
    before = dump(workspace)
    publish(workspace, *splitting())
    first, second = ids(workspace)
    if at_once:
        assert accept(workspace, first, second).refused == ()
    else:
        accept(workspace, first)
        assert the(workspace, second)["retires"] == f"province:{CARD[0]}"
        assert accept(workspace, second).refused == ()
    assert undo(workspace, first).refused == ()
    assert ended(workspace, CARD[0], PARTS[1][0]) == [True, False]
    assert field(workspace, PARTS[0][0], "name") is None
    undo(workspace, second)
    assert dump(workspace) == before


def test_rows_are_taken_back_in_whatever_order(workspace: Workspace) -> None:
    before = dump(workspace)
    publish(workspace, *merging(), *splitting())
    named = ids(workspace)
    for order in list(permutations(named))[::7]:
        by = By("lan", known=MARCH)
        assert judge(workspace, order, Verdict.ACCEPT, by=by, follow=False).refused == ()
        for one in reversed(order[2:] + order[:2]):
            assert judge(workspace, [one], Verdict.UNDO, by=by, follow=False).refused == ()
        assert dump(workspace) == before


def test_a_row_that_adds_to_a_merged_procedure_leaves_what_was_decided_of_it_since(
    workspace: Workspace,
) -> None:
    publish(workspace, *merging())
    first, second, _ = ids(workspace)
    accept(workspace, first)
    publish(
        workspace, item(name=MERGED[1], code=MERGED[0], fee="5 đồng"), sha256="b" * 64, number="2900/QĐ-UBND"
    )
    accept(workspace, ids(workspace)[3])
    accept(workspace, second)
    assert field(workspace, MERGED[0], "fee") == "5 đồng"


def test_what_another_decision_replaced_is_not_replaced_again(workspace: Workspace) -> None:
    first, second = splitting()
    publish(workspace, first)
    publish(workspace, second, sha256="b" * 64, number="2900/QĐ-UBND")
    one, other = ids(workspace)
    session = accept(workspace, one, other)
    assert [(ident, error.key) for ident, error in session.refused] == [(other, "judgement.entry_retired")]


def test_a_code_that_another_decision_brought_in_is_there_already(workspace: Workspace) -> None:
    first, second, _ = merging()
    publish(workspace, first)
    publish(workspace, second, sha256="b" * 64, number="2900/QĐ-UBND")
    one, other = ids(workspace)
    session = accept(workspace, one, other)
    assert [(ident, error.key) for ident, error in session.refused] == [(other, "judgement.already_there")]
    assert accept(workspace, other).refused == ()
    assert refusal(undo(workspace, one)) == "judgement.rested_on"
