"""The publicity criteria 1.1, 1.2 and 1.3 of the index of Quyết định 766/QĐ-TTg for a period.

By the portal's formula and by the statute, which differ: Nghị định 63/2010/NĐ-CP Điều 15 counts 5 days before
the legal act takes effect, the portal 5 working days, and the portal knows no period of 2 working days. What
cannot be proven either way is told apart, so that a score is a range from the worst case to the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from catalogue.deadlines import Calendar, DecisionFacts, Evidence, EvidenceKind
from catalogue.deadlines.answers import link
from catalogue.deadlines.evidence import Register, find
from catalogue.deadlines.facts import PROVINCE, ItemFacts
from catalogue.deadlines.obligations import with_laws
from catalogue.matching.names import name_of

POINTS: Mapping[str, float] = {"1.1": 6, "1.2": 4, "1.3": 2}
"""The most points of each criterion (Quyết định 766/QĐ-TTg, nhóm Công khai, minh bạch)."""


class Formula(StrEnum):
    """Whose way of counting: the portal's for the index, or the statute's."""

    INDEX = "index"
    STATUTE = "statute"


class Outcome(StrEnum):
    """How a procedure counts, the worst first: late once in the period is late for the period."""

    LATE = "late"
    UNKNOWN = "unknown"
    PENDING = "pending"
    IN_TIME = "in_time"


_WORST = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion by one formula: how many procedures count how; each counts once in the period."""

    code: str
    formula: Formula
    counts: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """The denominator: procedures whose time has come."""
        return sum(self.counts[one] for one in (Outcome.IN_TIME, Outcome.LATE, Outcome.UNKNOWN))

    @property
    def score(self) -> tuple[float, float] | None:
        """Points from the worst case to the best, two decimals; None where there is nothing to count."""
        if not self.total:
            return None
        sure = self.counts[Outcome.IN_TIME]
        best = sure + self.counts[Outcome.UNKNOWN]
        most = POINTS[self.code]
        return round(sure / self.total * most, 2), round(best / self.total * most, 2)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "criterion": self.code,
            "formula": self.formula.value,
            "points": POINTS[self.code],
            **{outcome.value: self.counts[outcome] for outcome in Outcome},
            "total": self.total,
            "score": list(self.score) if self.score else None,
        }


def index766(
    decisions: Iterable[DecisionFacts],
    evidence: Iterable[Evidence],
    calendar: Calendar,
    period: tuple[date, date],
    contents: Sequence[bool | None] = (),
) -> list[Criterion]:
    """The criteria for the provincial decisions signed in a period, first and last day, seen at its end.

    1.1 counts only decisions on the province's own legal acts (TTHC đặc thù). `contents` says for each public
    procedure whether all parts of its content are filled in, None where that is not known (1.3).
    """
    first, last = period
    links = link(decisions)
    register = Register(links.decisions, links.ids, evidence)
    signed = [
        one
        for one in with_laws(links, register)
        if one.level == PROVINCE and one.signed and first <= one.signed <= last and not one.internal
    ]
    own = [one for one in signed if one.own_law]
    out = []
    for formula in Formula:
        published = {one.id: _published(one, calendar, formula) for one in own}
        posted = {one.id: _posted(one, register, calendar, formula, last) for one in signed}
        out += [_criterion("1.1", formula, own, published), _criterion("1.2", formula, signed, posted)]
    complete = {True: Outcome.IN_TIME, False: Outcome.LATE, None: Outcome.UNKNOWN}
    counts = dict.fromkeys(Outcome, 0)
    for known in contents:
        counts[complete[known]] += 1
    return [*out, Criterion("1.3", Formula.INDEX, counts)]


def _criterion(
    code: str,
    formula: Formula,
    decisions: Iterable[DecisionFacts],
    outcomes: Mapping[str, Outcome],
) -> Criterion:
    worst: dict[str, Outcome] = {}
    for decision in decisions:
        outcome = outcomes[decision.id]
        for item in decision.items or ():
            if not item.internal and not item.central_only:
                key = _key(item)
                worst[key] = min(worst.get(key, outcome), outcome, key=_WORST.index)
    counts = dict.fromkeys(Outcome, 0)
    for outcome in worst.values():
        counts[outcome] += 1
    return Criterion(code, formula, counts)


def _key(item: ItemFacts) -> str:
    return item.code or name_of(item.name).key or item.id


def _published(decision: DecisionFacts, calendar: Calendar, formula: Formula) -> Outcome:
    """Signed 5 (working) days before the act takes effect, or within 3 days where it takes effect at once."""
    if decision.signed is None or decision.law_effective is None:
        return Outcome.UNKNOWN
    if decision.at_once and decision.law_issued:
        latest = calendar.add_days(decision.law_issued, 3)
    elif formula is Formula.INDEX:
        latest = calendar.add_working_days(decision.law_effective, -5)
    else:
        latest = calendar.add_days(decision.law_effective, -5)
    return Outcome.IN_TIME if decision.signed <= latest else Outcome.LATE


def _posted(
    decision: DecisionFacts, register: Register, calendar: Calendar, formula: Formula, last: date
) -> Outcome:
    """The day of the click “Công khai” against 5 working days from the signing; 2 by the statute alone."""
    if decision.signed is None:
        return Outcome.UNKNOWN
    days = 2 if formula is Formula.STATUTE and decision.at_once else 5
    latest = calendar.add_working_days(decision.signed, days)
    told = [one for one in register.of(decision.id) if one.day <= last]
    found = find(told, EvidenceKind.POSTED_NATIONAL, decision.signed)
    if found.day is None:
        if found.contradicted:
            return Outcome.UNKNOWN
        return Outcome.PENDING if last <= latest else Outcome.LATE
    if found.day <= latest:
        return Outcome.IN_TIME
    return Outcome.UNKNOWN if found.at_latest else Outcome.LATE
