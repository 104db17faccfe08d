"""Obligations: what is due under which rule, from when, until when, and what ended it.

Pure functions: decisions and evidence in, obligations out. Nothing here knows of today; `status.py` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalogue.deadlines.answers import Links, Way, link
from catalogue.deadlines.calendar import Calendar
from catalogue.deadlines.endings import Endings
from catalogue.deadlines.evidence import Evidence, EvidenceKind, Register, find, with_told_facts
from catalogue.deadlines.facts import MINISTRY, PROVINCE, DecisionFacts, ItemFacts
from catalogue.deadlines.notes import Note, Remark
from catalogue.deadlines.obligation import Closing, Exempt, Obligation
from catalogue.deadlines.rules import Direction, Rule, Rules, StartBasis, Unit, Who
from catalogue.deadlines.submissions import of_answers
from catalogue.provinces import find_province
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

    `province` chooses its own versions of the rules; a provincial decision goes by those of its issuer.
    Calendar and rules default to the data beside the code.
    """
    return obligations_of(link(decisions), evidence, calendar, rules, province)


def obligations_of(
    links: Links,
    evidence: Iterable[Evidence] = (),
    calendar: Calendar | None = None,
    rules: Rules | None = None,
    province: str | None = None,
) -> tuple[Obligation, ...]:
    """The same for decisions that are tied together already."""
    register = Register(links.decisions, links.ids, evidence)
    desk = _Desk(
        register,
        Endings(links, register),
        calendar or Calendar.load(),
        rules or Rules.load(),
        province,
        of_answers(links, register),
    )
    told = with_laws(links, register)
    opened = (desk.open(decision, rule_id) for decision in told for rule_id in desk.rules.ids)
    return tuple(one for one in opened if one)


def placed(links: Links, evidence: Sequence[Evidence]) -> list[tuple[Evidence, DecisionFacts | None]]:
    """Each piece of evidence with its decision; None where it fits none, or more than one could be meant."""
    register = Register(links.decisions, links.ids, evidence)
    by_id: dict[str | None, DecisionFacts] = {one.id: one for one in links.decisions}
    return [(one, by_id.get(register.place(one))) for one in evidence]


def with_laws(links: Links, register: Register) -> list[DecisionFacts]:
    """The decisions with the days of the legal acts they publish.

    Where nothing is told of a provincial decision, those of the ministries' decisions it cites hold for it.
    """
    told = {one.id: with_told_facts(one, register.of(one.id)) for one in links.decisions}
    for target, answers in links.answers.items():
        law = told[target]
        for answer in answers:
            own = told[answer.decision.id]
            if answer.way is not Way.CITATION or law.law_effective is None:
                continue
            if _nothing_told(register, own.id) and (own.law_effective or date.min) < law.law_effective:
                told[own.id] = replace(own, law_effective=law.law_effective, law_issued=law.law_issued)
    return list(told.values())


def _nothing_told(register: Register, decision_id: str) -> bool:
    law = {EvidenceKind.LAW_EFFECTIVE, EvidenceKind.LAW_ISSUED}
    return not any(one.kind in law for one in register.of(decision_id))


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

    register: Register
    endings: Endings
    calendar: Calendar
    rules: Rules
    province: str | None
    submitted: Mapping[str, Evidence]

    def open(self, decision: DecisionFacts, rule_id: str) -> Obligation | None:
        """The obligation of a decision under a rule; None where the rule does not speak of such decisions."""
        chosen = self._version(decision, rule_id)
        if chosen is None or not _speaks_of(chosen[0], decision):
            return None
        rule, start, in_force = chosen
        items, exempt, undecided = _concerned(decision, rule)
        if not in_force and exempt is None:
            exempt = Exempt.NOT_IN_FORCE
        ended = self.endings.of(decision, rule, items)
        if rule.informational and (exempt or not (start.day and ended.closing)):
            return None
        due = rule.due(start.day, self.calendar) if start.day and not exempt else None
        notes = (*self._about(decision, rule, start, ended.closing), *start.notes, *ended.notes)
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
            closing=ended.closing,
            calendar=self.calendar,
            start_source=start.source,
            exempt=exempt,
            contradicted=start.contradicted or ended.contradicted,
            cited_by=decision.cited_by,
            progress=() if exempt else ended.progress,
            undecided=undecided,
            **self._period(rule, start, due, notes),
        )

    def _version(self, decision: DecisionFacts, rule_id: str) -> tuple[Rule, _Start, bool] | None:
        """The version of a rule that held when its period started, its start, and whether one held."""
        issued_in = find_province(decision.issuer or "") if decision.level == PROVINCE else None
        province = issued_in.name if issued_in else self.province
        versions = self.rules.versions(rule_id, province, decision.number)
        versions = tuple(rule for rule in versions if rule.when.level == decision.level)
        if not versions:
            return None
        starts = [self._start(decision, rule) for rule in versions]
        for rule, start in zip(versions, starts, strict=True):
            if start.day and rule.holds_on(start.day):
                return rule, start, True
        started = next((n for n, start in enumerate(starts) if start.day), None)
        if started is not None:
            return versions[started], starts[started], False
        signed = decision.signed or date.max
        held = next((n for n, rule in enumerate(versions) if rule.holds_on(signed)), 0)
        return versions[held], starts[held], True

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
            StartBasis.EFFECTIVE: decision.effective,
            StartBasis.LAW_EFFECTIVE: decision.law_effective,
            StartBasis.LAW_ISSUED: decision.law_issued,
            StartBasis.REORGANISED: decision.reorganised,
        }
        if basis in own:
            return _Start(own[basis], basis)
        if basis is StartBasis.SUBMITTED:
            one = self.submitted.get(decision.id)
            return _Start(one.day, basis, one.source) if one else _Start(None, basis)
        told = [one for one in self.register.of(decision.id) if not one.at_latest]
        finding = find(told, _START_EVIDENCE[basis], decision.signed)
        return _Start(finding.day, basis, finding.source, finding.contradicted, finding.notes)

    def _departments(
        self, decision: DecisionFacts, rule: Rule, items: tuple[str, ...] | None
    ) -> tuple[str, ...]:
        """Who answers: as the decision says, else as its answer says, else by the ministry and the fields."""
        if rule.who is Who.ISSUER:
            return (decision.issuer,) if decision.issuer else ()
        if decision.departments:
            return decision.departments
        for answer in self.endings.links.answers.get(decision.id, ()):
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
        if rule.decisions:
            yield Note.of(Remark.SINGLE_DECISION, source=rule.short_source)
        if start.day is None and closing and decision.signed:
            earliest = rule.due(decision.signed, self.calendar)
            if rule.direction is Direction.AFTER and earliest and closing.day <= earliest:
                yield Note.of(Remark.IN_TIME_WHATEVER_START, day=earliest)
        unknown = self.endings.links.unknown.get(decision.id)
        if unknown and not rule.informational:
            yield Note.of(Remark.UNKNOWN_ISSUER, numbers=unknown)
        if rule.when.local and decision.level == MINISTRY and decision.items:
            nowhere = sum(not item.levels for item in decision.items)
            if nowhere:
                yield Note.of(Remark.LEVELS_UNKNOWN, count=nowhere)

    def _period(
        self, rule: Rule, start: _Start, due: date | None, notes: tuple[Note, ...]
    ) -> Mapping[str, Any]:
        """The days of the period, and the remarks they call for."""
        if start.day is None or due is None:
            return {"notes": notes}
        first, last = sorted((start.day, due))
        working = rule.unit is Unit.WORKING_DAY
        if rule.direction is Direction.AFTER and working and not self.calendar.is_working(start.day):
            day_one = self.calendar.add_working_days(start.day, 1)
            notes += (Note.of(Remark.STARTS_ON_DAY_OFF, start=start.day, day=day_one),)
        for row in self.calendar.entered_between(first, last):
            notes += (Note.of(Remark.CALENDAR_ENTERED, day=row.day, kind=row.kind.value, source=row.source),)
        provisional = self.calendar.is_provisional(first, last)
        if provisional:
            notes += (Note.of(Remark.PROVISIONAL, last=self.calendar.last),)
        return {
            "counted": self.calendar.counted(first, last) if working else (),
            "skipped": self.calendar.skipped(first, last) if working else (),
            "provisional": provisional,
            "notes": notes,
        }


def _speaks_of(rule: Rule, decision: DecisionFacts) -> bool:
    return (
        rule.when.at_once in (None, decision.at_once)
        and rule.when.complex_workflow in (None, decision.complex_workflow)
        and (rule.when.internal is not True or decision.internal)
    )


def _concerned(decision: DecisionFacts, rule: Rule) -> tuple[tuple[str, ...] | None, Exempt | None, bool]:
    """The procedures a rule speaks of (None: the list is not known), why none where it speaks of none, and
    whether it hangs on a condition that the list does not tell.
    """
    if rule.when.internal is False and decision.internal:
        return (), Exempt.INTERNAL, False
    if decision.items is None:
        return None, None, False
    changes = set(rule.when.changes)
    if changes and not any(item.change in changes for item in decision.items):
        changes |= set(rule.when.perhaps)
    steps: tuple[tuple[bool, Exempt, Any], ...] = (
        (rule.when.local is True, Exempt.CENTRAL_ONLY, lambda item: not item.central_only),
        (rule.when.internal is False, Exempt.INTERNAL, lambda item: not item.internal),
        (bool(changes), Exempt.NO_SUCH_CHANGE, lambda item: item.change in changes),
    )
    left: list[ItemFacts] = list(decision.items)
    for asked, exempt, concerns in steps:
        if asked:
            left = [item for item in left if concerns(item)]
            if not left:
                return (), exempt, False
    undecided = bool(rule.when.changes) and not any(item.change in rule.when.changes for item in left)
    return tuple(item.id for item in left), None, undecided
