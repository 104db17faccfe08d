"""Evidence: what happened on which day, and who says so. It starts periods and it ends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from catalogue.deadlines.facts import DecisionFacts
from catalogue.deadlines.ministries import number_identity
from catalogue.deadlines.notes import Note, Remark


class EvidenceKind(StrEnum):
    """What happened to the decision that the evidence speaks of.

    `law_effective`, `law_issued`: the days of the legal act that it publishes; `reorganised`: the day of the
    reorganisation it follows; `workflow_complex`: its workflow (QTNB) is carried out by several bodies, as
    of that day. `still_listed` comes from imported lists alone.
    """

    POSTED_NATIONAL = "posted_national"
    RECEIVED = "received"
    SUBMITTED = "submitted"
    POSTED_PROVINCE = "posted_province"
    WORKFLOW_SET = "workflow_set"
    WORKFLOW_SUBMITTED = "workflow_submitted"
    WORKFLOW_COMPLEX = "workflow_complex"
    NOTICE_POSTED = "notice_posted"
    WEBSITE_POSTED = "website_posted"
    REMOVED_NATIONAL = "removed_national"
    STILL_LISTED = "still_listed"
    LAW_EFFECTIVE = "law_effective"
    LAW_ISSUED = "law_issued"
    REORGANISED = "reorganised"


ENTERED = tuple(kind for kind in EvidenceKind if kind is not EvidenceKind.STILL_LISTED)
"""The kinds that a person enters."""

BEFORE_SIGNING = frozenset(
    {EvidenceKind.SUBMITTED, EvidenceKind.WORKFLOW_SUBMITTED, EvidenceKind.WORKFLOW_COMPLEX,
     EvidenceKind.LAW_EFFECTIVE, EvidenceKind.LAW_ISSUED, EvidenceKind.REORGANISED}
)  # fmt: skip
"""The kinds that may lie before the signing of the decision they are told of."""

MAY_COME = frozenset(
    {EvidenceKind.LAW_EFFECTIVE, EvidenceKind.REORGANISED, EvidenceKind.WORKFLOW_COMPLEX}
)  # fmt: skip
"""The kinds that may lie in the future: what is laid down for a day, not what has happened on one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proven event: `subject` is a decision's id or its number, `source` what proves it.

    `submitted` may speak of the ministry's decision that the submission (Tờ trình) answers, or of the
    provincial decision that came of it. `at_latest`: it happened on that day or before. `item`: it speaks
    of that procedure of the decision alone. `id` names what a person entered.
    """

    kind: EvidenceKind
    subject: str
    day: date
    source: str
    entered_by: str | None = None
    at_latest: bool = False
    item: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The day evidence gives for an event, or None; `contradicted`: it gives only impossible days.

    `at_latest`: it happened on that day or before.
    """

    day: date | None = None
    source: str | None = None
    contradicted: bool = False
    notes: tuple[Note, ...] = ()
    at_latest: bool = False


def find(evidence: Iterable[Evidence], kind: EvidenceKind, signed: date | None) -> Finding:
    """The day of an event: the earliest told, but none before the decision was signed.

    Days before signing cannot be true and are put aside, so that a slip of the pen neither starts a period
    too early nor ends one that nobody met; every such day and every disagreement is noted. A day told as
    such outranks one that is only the latest possible.
    """
    told = sorted((one for one in evidence if one.kind is kind and one.item is None), key=_in_order)
    limit = None if kind in BEFORE_SIGNING else signed
    possible = [one for one in told if limit is None or one.day >= limit]
    notes = [
        Note.of(Remark.BEFORE_SIGNING, what=kind.value, day=one.day, signed=signed)
        for one in told
        if one not in possible
    ]
    exact = [one for one in possible if not one.at_latest]
    first = next(iter(exact or possible), None)
    if first is None:
        return Finding(contradicted=bool(told), notes=tuple(notes))
    days = sorted({one.day for one in exact})
    if len(days) > 1:
        notes.append(Note.of(Remark.SEVERAL_DAYS, what=kind.value, day=first.day, others=days[1:]))
    return Finding(first.day, first.source, notes=tuple(notes), at_latest=first.at_latest)


def with_told_facts(decision: DecisionFacts, told: Sequence[Evidence]) -> DecisionFacts:
    """The decision with what evidence says of its legal act, its workflow and the reorganisation it follows.

    Of several legal acts the one that takes effect last decides, as the formula of Quyết định 766/QĐ-TTg has
    it.
    """
    days = {
        kind: sorted(one.day for one in told if one.kind is kind)
        for kind in (EvidenceKind.LAW_EFFECTIVE, EvidenceKind.LAW_ISSUED, EvidenceKind.REORGANISED)
    }
    effective, issued, reorganised = days.values()
    return replace(
        decision,
        law_effective=effective[-1] if effective else decision.law_effective,
        law_issued=issued[-1] if issued else decision.law_issued,
        reorganised=reorganised[0] if reorganised else decision.reorganised,
        complex_workflow=any(one.kind is EvidenceKind.WORKFLOW_COMPLEX for one in told)
        or decision.complex_workflow,
    )


class Register:
    """Evidence sorted to the decisions it speaks of; what speaks of no known one, or of two, has no place."""

    def __init__(
        self, decisions: Sequence[DecisionFacts], ids: Mapping[str, str], evidence: Iterable[Evidence]
    ) -> None:
        by_number: dict[str, list[DecisionFacts]] = {}
        for decision in decisions:
            if decision.number:
                by_number.setdefault(number_identity(decision.number), []).append(decision)
        self._of: dict[str, list[Evidence]] = {}
        self._places: dict[Evidence, str] = {}
        for one in sorted(evidence, key=_in_order):
            own = ids.get(one.subject) or _spoken_of(one, by_number.get(number_identity(one.subject), []))
            if own is not None:
                self._of.setdefault(own, []).append(one)
                self._places[one] = own

    def of(self, decision_id: str) -> tuple[Evidence, ...]:
        """The evidence on one decision."""
        return tuple(self._of.get(decision_id, ()))

    def place(self, one: Evidence) -> str | None:
        """The id of the decision that the evidence is of; None where it fits none, or more than one."""
        return self._places.get(one)


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
