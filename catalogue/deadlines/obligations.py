"""Obligations: what is due under which rule, from when, until when, and what ended it.

Pure functions: decisions and evidence in, obligations out. Nothing here knows of today; `status.py` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.deadlines.answers import Answer, Links, link
from catalogue.deadlines.calendar import Calendar
from catalogue.deadlines.evidence import Evidence, EvidenceKind, Finding, Register, find
from catalogue.deadlines.facts import DecisionFacts, ItemFacts
from catalogue.deadlines.notes import Note, Remark
from catalogue.deadlines.obligation import Closing, Exempt, Obligation
from catalogue.deadlines.rules import Direction, Ending, Rule, Rules, StartBasis, Unit, Who
from extract.agencies import department_for, ministries_of_number

_START_EVIDENCE = {
    StartBasis.CSDLQG_PUBLISHED: EvidenceKind.POSTED_NATIONAL,
    StartBasis.RECEIVED: EvidenceKind.RECEIVED,
}


def obligations(
    decisions: Iterable[DecisionFacts],
    evidence: Iterable[Evidence] = (),
    calendar: Calendar | None = None,
    rules: Rules | None = None,
    province: str | None = None,
) -> tuple[Obligation, ...]:
    """All obligations that these decisions bring, in the order of decisions and rules.

    `province` chooses its own versions of the rules. Calendar and rules default to the data beside the code.
    """
    links = link(decisions)
    register = Register(links.decisions, links.ids, evidence)
    desk = _Desk(links, register, calendar or Calendar.load(), rules or Rules.load(), province)
    opened = (desk.open(decision, rule_id) for decision in links.decisions for rule_id in desk.rules.ids)
    return tuple(one for one in opened if one)


def unmatched(decisions: Iterable[DecisionFacts], evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that speaks of no known decision, or of more than one: a person has to look at it."""
    links = link(decisions)
    return Register(links.decisions, links.ids, evidence).unmatched


@dataclass(frozen=True, slots=True)
class _Start:
    day: date | None
    basis: StartBasis | None
    source: str | None = None
    contradicted: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is needed to open one obligation after the other."""

    links: Links
    register: Register
    calendar: Calendar
    rules: Rules
    province: str | None

    def open(self, decision: DecisionFacts, rule_id: str) -> Obligation | None:
        """The obligation of a decision under a rule; None where the rule does not speak of such decisions."""
        rule = next(iter(self.rules.versions(rule_id, self.province)), None)
        if rule is None or rule.when.level != decision.level:
            return None
        start = self._start(decision, rule)
        in_force = self.rules.on(rule_id, start.day, self.province) if start.day else rule
        rule = in_force or rule
        if rule.when.at_once is not None and rule.when.at_once != decision.at_once:
            return None
        items, exempt = _concerned(decision, rule)
        if in_force is None and exempt is None:
            exempt = Exempt.NOT_IN_FORCE
        closing, contradicted, notes = self._closing(decision, rule)
        if rule.informational and (exempt or not (start.day and closing)):
            return None
        due = rule.due(start.day, self.calendar) if start.day and not exempt else None
        return Obligation(
            id=f"{rule.id}-{decision.key}",
            rule=rule,
            subject=decision.id,
            number=decision.number,
            issuer=decision.issuer,
            signed=decision.signed,
            items=items,
            departments=self._departments(decision, rule, items),
            start=start.day,
            start_basis=start.basis,
            due=due,
            closing=closing,
            calendar=self.calendar,
            start_source=start.source,
            exempt=exempt,
            contradicted=start.contradicted or contradicted,
            cited_by=decision.cited_by,
            **self._period(
                rule, start, due, (*self._about(decision, rule, start, closing), *start.notes, *notes)
            ),
        )

    def _start(self, decision: DecisionFacts, rule: Rule) -> _Start:
        found = [self._event(decision, basis) for basis in rule.starts]
        notes = tuple(note for one in found for note in one.notes)
        known = next((one for one in found if one.day), None)
        if known is None:
            fallback = StartBasis.SIGNED_FALLBACK if decision.signed else None
            return _Start(None, fallback, contradicted=any(one.contradicted for one in found), notes=notes)
        earlier = [one.day for one in found if one.day and known.day and one.day < known.day]
        if earlier:
            notes += (Note.of(Remark.RECEIVED_EARLIER, day=min(earlier), start=known.day),)
        return _Start(known.day, known.basis, known.source, notes=notes)

    def _event(self, decision: DecisionFacts, basis: StartBasis) -> _Start:
        own = {
            StartBasis.SIGNED: decision.signed,
            StartBasis.LAW_EFFECTIVE: decision.law_effective,
            StartBasis.LAW_ISSUED: decision.law_issued,
        }
        if basis in own:
            return _Start(own[basis], basis)
        finding = find(self.register.of(decision.id), _START_EVIDENCE[basis], decision.signed)
        return _Start(finding.day, basis, finding.source, finding.contradicted, finding.notes)

    def _closing(self, decision: DecisionFacts, rule: Rule) -> tuple[Closing | None, bool, tuple[Note, ...]]:
        """What ended it, whether evidence of the end was impossible, and what there is to remark."""
        notes: tuple[Note, ...] = ()
        contradicted = False
        for ending in rule.ends:
            closing, doubtful, remarks = self._ended(decision, ending)
            notes += remarks
            contradicted |= doubtful
            if closing:
                return closing, False, notes
        return None, contradicted, notes

    def _ended(
        self, decision: DecisionFacts, ending: Ending
    ) -> tuple[Closing | None, bool, tuple[Note, ...]]:
        if ending is Ending.SIGNED:
            return (Closing(ending, decision.signed) if decision.signed else None), False, ()
        if ending is Ending.ANSWERED:
            closing, notes = self._answered(decision)
            return closing, False, notes
        finding = self._submitted(decision) if ending is Ending.SUBMITTED else self._found(decision, ending)
        closed = Closing(ending, finding.day, source=finding.source) if finding.day else None
        return closed, finding.contradicted, finding.notes

    def _found(self, decision: DecisionFacts, ending: Ending) -> Finding:
        return find(self.register.of(decision.id), EvidenceKind(ending.value), decision.signed)

    def _submitted(self, decision: DecisionFacts) -> Finding:
        """The submission told of the ministry's decision itself or of a provincial one that answers it."""
        own = self.register.of(decision.id)
        late: list[Note] = []
        for answer in self._answers(decision):
            signed = answer.decision.signed
            for one in self.register.of(answer.decision.id):
                if one.kind is EvidenceKind.SUBMITTED and signed and one.day > signed:
                    late.append(Note.of(Remark.SUBMITTED_AFTER_SIGNING, day=one.day, signed=signed))
                else:
                    own += (one,)
        finding = find(own, EvidenceKind.SUBMITTED, decision.signed)
        return Finding(finding.day, finding.source, finding.contradicted, (*finding.notes, *late))

    def _answers(self, decision: DecisionFacts) -> list[Answer]:
        """The answers that can be ones: signed on a known day, not before the ministry's decision."""
        return [
            answer
            for answer in self.links.answers.get(decision.id, ())
            if answer.decision.signed
            and (decision.signed is None or answer.decision.signed >= decision.signed)
        ]

    def _answered(self, decision: DecisionFacts) -> tuple[Closing | None, tuple[Note, ...]]:
        possible = self._answers(decision)
        notes = tuple(
            Note.of(Remark.ANSWER_BEFORE_SIGNING, number=answer.decision.number, day=answer.decision.signed)
            for answer in self.links.answers.get(decision.id, ())
            if answer.decision.signed and answer not in possible
        )
        if not possible or possible[0].decision.signed is None:
            return None, notes
        first = possible[0]
        if first.cited_date:
            notes += (Note.of(Remark.CITED_DATE_DIFFERS, number=first.decision.number, day=first.cited_date),)
        day = possible[0].decision.signed
        closing = Closing(Ending.ANSWERED, day, first.decision.number, first.decision.id, proxy=True)
        return closing, notes

    def _departments(
        self, decision: DecisionFacts, rule: Rule, items: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        """Who answers: as the decision says, else as its answer says, else by the ministry and the fields."""
        if rule.who is Who.ISSUER:
            return (decision.issuer,) if decision.issuer else ()
        if decision.departments:
            return decision.departments
        for answer in self.links.answers.get(decision.id, ()):
            if answer.decision.departments:
                return answer.decision.departments
        ministries = ministries_of_number(decision.number)
        fields = {item.field for item in decision.items or () if items is None or item.id in items} or {None}
        return tuple(sorted({name for field in fields if (name := department_for(ministries, field))}))

    def _about(
        self, decision: DecisionFacts, rule: Rule, start: _Start, closing: Closing | None
    ) -> Iterable[Note]:
        if decision.cited_by:
            yield Note.of(Remark.CITED_ONLY)
        if start.day is None and closing and decision.signed:
            earliest = rule.due(decision.signed, self.calendar)
            if rule.direction is Direction.AFTER and closing.day <= earliest:
                yield Note.of(Remark.IN_TIME_WHATEVER_START, day=earliest)
        unknown = self.links.unknown.get(decision.id)
        if unknown and not rule.informational:
            yield Note.of(Remark.UNKNOWN_ISSUER, numbers=unknown)

    def _period(
        self, rule: Rule, start: _Start, due: date | None, notes: tuple[Note, ...]
    ) -> Mapping[str, Any]:
        """The days of the period, and the remarks they call for."""
        if start.day is None or due is None:
            return {"notes": notes}
        first, last = sorted((start.day, due))
        forward = rule.direction is Direction.AFTER
        if forward and not self.calendar.is_working(start.day) and rule.unit is Unit.WORKING_DAY:
            day_one = self.calendar.add_working_days(start.day, 1)
            notes += (Note.of(Remark.STARTS_ON_DAY_OFF, start=start.day, day=day_one),)
        provisional = self.calendar.is_provisional(first, last)
        if provisional:
            notes += (Note.of(Remark.PROVISIONAL, last=self.calendar.last),)
        working = rule.unit is Unit.WORKING_DAY
        return {
            "counted": self.calendar.counted(first, last) if working else (),
            "skipped": self.calendar.skipped(first, last) if working else (),
            "provisional": provisional,
            "notes": notes,
        }


def _concerned(decision: DecisionFacts, rule: Rule) -> tuple[tuple[str, ...] | None, Exempt | None]:
    """The procedures a rule speaks of (None: the list is not known), and why none where it speaks of none."""
    if rule.when.internal is False and decision.internal:
        return (), Exempt.INTERNAL
    if decision.items is None:
        return None, None
    steps: tuple[tuple[bool, Exempt, Any], ...] = (
        (rule.when.local is True, Exempt.CENTRAL_ONLY, lambda item: not item.central_only),
        (rule.when.internal is False, Exempt.INTERNAL, lambda item: not item.internal),
        (bool(rule.when.changes), Exempt.NO_SUCH_CHANGE, lambda item: item.change in rule.when.changes),
    )
    left: list[ItemFacts] = list(decision.items)
    for asked, exempt, concerns in steps:
        if asked:
            left = [item for item in left if concerns(item)]
            if not left:
                return (), exempt
    return tuple(item.id for item in left), None
