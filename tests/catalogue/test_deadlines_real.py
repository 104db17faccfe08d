"""The hand-checked decisions beside the repository: no accusation without a start."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.deadlines import DecisionFacts, ItemFacts, obligations, status, why
from catalogue.deadlines.status import StatusKind
from extract.decision import Change, Level, Reference

GOLD = Path(__file__).parents[3] / "shared" / "data" / "decisions" / "dev" / "gold"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _facts(name: str, gold: dict[str, Any]) -> DecisionFacts:
    items = (
        ItemFacts(f"{name}#{n}", Change(row["change"]), (Level(row["level"]),) if row["level"] else ())
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
    as_of = date(2026, 11, 22)
    assert len({one.id for one in opened}) == len(opened)
    for one in opened:
        found = status(one, as_of)
        assert why(one, found).endswith(".")
        if one.rule.id == "R1":
            assert found.kind in {StatusKind.NO_BASIS, StatusKind.NOT_APPLICABLE}
        elif found.kind is StatusKind.OVERDUE:
            assert one.start == one.signed
    cited = {number for one in decisions for number in (ref.number for ref in one.based_on)}
    answered = [one for one in opened if one.rule.id == "R1" and one.closing]
    assert len(answered) == len({one.number for one in answered}) > len(cited) * 0.9
