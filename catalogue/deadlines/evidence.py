"""Evidence: what happened on which day, and who says so. It starts periods and it ends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.deadlines.facts import DecisionFacts
from catalogue.deadlines.ministries import number_identity
from catalogue.deadlines.notes import Note, Remark


class EvidenceKind(StrEnum):
    """What happened to the decision that the evidence speaks of."""

    POSTED_NATIONAL = "posted_national"
    RECEIVED = "received"
    SUBMITTED = "submitted"
    POSTED_PROVINCE = "posted_province"
    WORKFLOW_SET = "workflow_set"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proven event: `subject` is a decision's id or its number, `source` what proves it.

    `submitted` may speak of the ministry's decision that the submission (Tờ trình) answers, or of the
    provincial decision that came of it.
    """

    kind: EvidenceKind
    subject: str
    day: date
    source: str
    entered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The day evidence gives for an event, or None; `contradicted`: it gives only impossible days."""

    day: date | None = None
    source: str | None = None
    contradicted: bool = False
    notes: tuple[Note, ...] = ()


def find(evidence: Iterable[Evidence], kind: EvidenceKind, signed: date | None) -> Finding:
    """The day of an event: the earliest told, but none before the decision was signed.

    Days before signing cannot be true and are put aside, so that a slip of the pen neither starts a period
    too early nor ends one that nobody met; every such day and every disagreement is noted.
    """
    told = sorted((one for one in evidence if one.kind is kind), key=_in_order)
    possible = [one for one in told if signed is None or one.day >= signed]
    notes = [
        Note.of(Remark.BEFORE_SIGNING, what=kind.value, day=one.day, signed=signed)
        for one in told
        if one not in possible
    ]
    if not possible:
        return Finding(contradicted=bool(told), notes=tuple(notes))
    days = sorted({one.day for one in possible})
    if len(days) > 1:
        notes.append(Note.of(Remark.SEVERAL_DAYS, what=kind.value, day=days[0], others=days[1:]))
    return Finding(possible[0].day, possible[0].source, notes=tuple(notes))


class Register:
    """Evidence sorted to the decisions it speaks of; `unmatched` is what speaks of no known decision."""

    def __init__(
        self, decisions: Sequence[DecisionFacts], ids: Mapping[str, str], evidence: Iterable[Evidence]
    ) -> None:
        by_number: dict[str, list[DecisionFacts]] = {}
        for decision in decisions:
            if decision.number:
                by_number.setdefault(number_identity(decision.number), []).append(decision)
        self._of: dict[str, list[Evidence]] = {}
        unmatched: list[Evidence] = []
        for one in sorted(evidence, key=_in_order):
            own = ids.get(one.subject) or _spoken_of(one, by_number.get(number_identity(one.subject), []))
            if own is None:
                unmatched.append(one)
            else:
                self._of.setdefault(own, []).append(one)
        self.unmatched = tuple(unmatched)

    def of(self, decision_id: str) -> tuple[Evidence, ...]:
        """The evidence on one decision."""
        return tuple(self._of.get(decision_id, ()))


def _in_order(one: Evidence) -> tuple[date, str, str, str]:
    return one.day, one.kind, one.subject, one.source


def _spoken_of(one: Evidence, named: Sequence[DecisionFacts]) -> str | None:
    """The decision of that number last signed when the event happened; None where two could be meant.

    Numbers start anew each year. If all were signed later, the event's day is wrong: then only a decision
    of the same year can be meant.
    """
    before = [decision for decision in named if decision.signed is None or decision.signed <= one.day]
    if before:
        latest = max(decision.signed or date.min for decision in before)
        meant = [decision for decision in before if (decision.signed or date.min) == latest]
    else:
        meant = [decision for decision in named if decision.signed and decision.signed.year == one.day.year]
    return meant[0].id if len(meant) == 1 else None
