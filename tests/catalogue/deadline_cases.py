"""Short ways to write down decisions and evidence in the deadline tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from catalogue.deadlines import DecisionFacts, Evidence, EvidenceKind, ItemFacts, Obligation, obligations
from extract.decision import Change, Level, Reference


def day(text: str) -> date:
    """ "13/2/2026" as a date."""
    d, m, y = text.split("/")
    return date(int(y), int(m), int(d))


def item(number: int, *levels: Level, change: Change = Change.NEW, internal: bool = False) -> ItemFacts:
    """A listed procedure with the id "i<number>"; province level unless said otherwise."""
    return ItemFacts(
        f"i{number}",
        change,
        levels or (Level.PROVINCE,),
        f"1.{number:06d}",
        f"Cấp giấy phép loại {number}",
        internal=internal,
    )


MINISTRY = DecisionFacts(
    id="m",
    number="3659/QĐ-BKHCN",
    issuer="Bộ Khoa học và Công nghệ",
    level="ministry",
    signed=date(2026, 2, 9),
    items=(item(1), item(2)),
)
PROVINCE = DecisionFacts(
    id="p",
    number="2815/QĐ-UBND",
    issuer="Ủy ban nhân dân tỉnh Đồng Nai",
    level="province",
    signed=date(2026, 3, 3),
    based_on=(Reference("3659/QĐ-BKHCN", date(2026, 2, 9)),),
    departments=("Sở Khoa học và Công nghệ",),
    items=(item(1), item(2)),
)


def ministry(**facts: Any) -> DecisionFacts:
    """The ministry's decision with other facts."""
    return replace(MINISTRY, **facts)


def province(**facts: Any) -> DecisionFacts:
    """The provincial decision with other facts."""
    return replace(PROVINCE, **facts)


def told(kind: str, subject: str, on: str) -> Evidence:
    """Evidence of a kind on a day."""
    return Evidence(EvidenceKind(kind), subject, day(on), "sổ văn bản")


def under(rule: str, decisions: list[DecisionFacts], *evidence: Evidence) -> Obligation:
    """The only obligation under a rule that decisions and evidence bring."""
    (only,) = (one for one in obligations(decisions, evidence) if one.rule.id == rule)
    return only
