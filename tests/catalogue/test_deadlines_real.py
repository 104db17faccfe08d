"""The hand-checked decisions beside the repository: no accusation without a start."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.deadlines import DecisionFacts, ItemFacts, obligations, status, why
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.status import StatusKind
from catalogue.intake import take_in
from catalogue.overview import ObligationView, obligations_on
from catalogue.workspace import Workspace
from extract.decision import Change, Level, Reference

DEV = Path(__file__).parents[3] / "shared" / "data" / "decisions" / "dev"
GOLD = DEV / "gold"
SOURCE = DEV / "source"
AS_OF = date(2026, 11, 22)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _facts(name: str, gold: dict[str, Any]) -> DecisionFacts:
    items = (
        ItemFacts(
            f"{name}#{n}",
            Change(row["change"]),
            (Level(row["level"]),) if row["level"] else (),
            row["code"],
            row["name"] or "",
        )
        for n, row in enumerate(gold["items"], 1)
    )
    return DecisionFacts(
        id=name,
        number=gold["number"],
        issuer=gold["issuer"],
        level=gold["issuer_level"],
        signed=_day(gold["signed"]),
        based_on=tuple(Reference(one["number"], _day(one["date"])) for one in gold["based_on"]),
        departments=tuple(gold["departments"] or ()),
        items=tuple(items) or None,
    )


@pytest.mark.real
@pytest.mark.skipif(not GOLD.is_dir(), reason="the real decisions are not beside the repository")
def test_real_decisions_bring_no_lateness_without_a_start() -> None:
    decisions = [
        _facts(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(GOLD.glob("*.json"))
    ]
    opened = obligations(decisions)
    assert len({one.id for one in opened}) == len(opened)
    for one in opened:
        found = status(one, AS_OF)
        assert why(one, found).endswith(".")
        if one.rule.id == "R1":
            assert found.kind in {StatusKind.NO_BASIS, StatusKind.NOT_APPLICABLE}
        elif found.kind is StatusKind.OVERDUE:
            assert one.start == one.signed
    cited = {number for one in decisions for number in (ref.number for ref in one.based_on)}
    answered = [one for one in opened if one.rule.id == "R1" and one.closing]
    assert len(answered) == len({one.number for one in answered}) > len(cited) * 0.9


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> list[ObligationView]:
    """The obligations of the decisions as they are read, the ministries' known by citation among them."""
    with Workspace.create(tmp_path_factory.mktemp("kho") / "kho") as kho:
        assert not take_in(kho, [SOURCE], workers=2).failed
        return obligations_on(kho, AS_OF, everything=True)


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.skipif(not SOURCE.is_dir(), reason="the real decisions are not beside the repository")
def test_the_table_of_the_decisions_as_read(views: list[ObligationView]) -> None:
    found = Counter((one.obligation.rule.id, one.status.kind.value) for one in views)
    # No posting and no receipt is known: nothing can be said of the submissions, whoever answered.
    assert found["R1", "no_basis"] + found["R1", "not_applicable"] == sum(
        count for (rule, _), count in found.items() if rule == "R1"
    )
    assert found["R1", "no_basis"] > 15
    # Signed a year ago, without evidence: what counts from the signing is overdue, "kịp thời" never is.
    assert found["R2", "overdue"] > 25
    assert found["R6", "overdue"] == found["R6w", "overdue"] == found["R10", "overdue"] == 0
    assert found["R5", "met"] > 5
    assert not [one for one in views if one.status.kind is StatusKind.OVERDUE and not one.obligation.start]


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.skipif(not SOURCE.is_dir(), reason="the real decisions are not beside the repository")
def test_every_reason_can_be_told_and_every_due_day_is_worked(views: list[ObligationView]) -> None:
    for one in views:
        assert one.why.endswith(".")
        due = one.obligation.due
        assert due is None or one.obligation.calendar.is_working(due)
    tied = {note.remark for one in views for note in one.obligation.notes}
    assert {Remark.LINKED_BY_BASIS, Remark.SINGLE_DECISION} <= tied
