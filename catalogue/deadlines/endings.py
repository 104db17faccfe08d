"""What ends an obligation: a submission and the list that followed it, evidence, or the signing itself.

The publication of a ministry's list and the removal of what was repealed are followed procedure by
procedure: they are over when the last one is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalogue.deadlines.answers import Answer, Links, Way
from catalogue.deadlines.evidence import Evidence, EvidenceKind, Register, find
from catalogue.deadlines.facts import DecisionFacts, ItemFacts
from catalogue.deadlines.notes import Note, Remark
from catalogue.deadlines.obligation import Closing, ItemProgress
from catalogue.deadlines.rules import Ending, Rule
from catalogue.deadlines.submissions import Submissions, submissions

_WAY_REMARKS = {Way.BASIS: Remark.LINKED_BY_BASIS, Way.ITEMS: Remark.LINKED_BY_ITEMS}


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended an obligation, if anything did; `contradicted`: evidence of its end is impossible."""

    closing: Closing | None = None
    contradicted: bool = False
    notes: tuple[Note, ...] = ()
    progress: tuple[ItemProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class Endings:
    """Where ends are looked for: the answers among the decisions, and the evidence."""

    links: Links
    register: Register

    def of(self, decision: DecisionFacts, rule: Rule, items: Sequence[str] | None) -> Ended:
        """What ended the obligation of a decision under a rule; `items`: the procedures concerned."""
        concerned = [item for item in decision.items or () if items is None or item.id in items]
        if Ending.ANSWERED in rule.ends:
            return self._published(decision, concerned)
        if Ending.REMOVED_NATIONAL in rule.ends:
            return self._removed(decision, concerned)
        notes: tuple[Note, ...] = ()
        contradicted = False
        for ending in rule.ends:
            ended = self._happened(decision, ending)
            notes += ended.notes
            if ended.closing:
                return replace(ended, notes=notes)
            contradicted |= ended.contradicted
        return Ended(contradicted=contradicted, notes=notes)

    def _happened(self, decision: DecisionFacts, ending: Ending) -> Ended:
        if ending is Ending.SIGNED:
            return Ended(Closing(ending, decision.signed) if decision.signed else None)
        if ending is Ending.WORKFLOW_SUBMITTED and decision.with_workflow and decision.signed:
            return Ended(Closing(ending, decision.signed, decision.number, decision.id, same_act=True))
        told = self.register.of(decision.id)
        finding = find(told, EvidenceKind(ending.value), decision.signed)
        if finding.day is None:
            return Ended(contradicted=finding.contradicted, notes=finding.notes)
        shown = [one.day for one in told if one.kind.value == ending.value and one.at_latest]
        notes = finding.notes
        if not finding.at_latest and shown and min(shown) < finding.day:
            notes += (Note.of(Remark.SHOWN_EARLIER, what=ending.value, day=min(shown), told=finding.day),)
        closing = Closing(ending, finding.day, source=finding.source, at_latest=finding.at_latest)
        return Ended(closing, notes=notes)

    def answers(self, decision: DecisionFacts) -> list[Answer]:
        """The answers that can be ones: signed on a known day, not before the ministry's decision."""
        return [
            answer
            for answer in self.links.answers.get(decision.id, ())
            if answer.decision.signed
            and (decision.signed is None or answer.decision.signed >= decision.signed)
        ]

    def _published(self, decision: DecisionFacts, concerned: Sequence[ItemFacts]) -> Ended:
        """The province's lists, with the day of the submission where it is known for a list."""
        answers = self.answers(decision)
        told = submissions(decision, answers, self.register)
        notes = (*_on_answers(decision, self.links.answers.get(decision.id, ()), answers), *told.notes)
        if not concerned:
            done = _first_done(ItemProgress("", ""), answers, told)
            return Ended(_closing([done]), told.contradicted and done.day is None, notes)
        first_list = min(
            (one.decision.signed for one in answers if one.items and one.decision.signed), default=None
        )
        progress = []
        for item in concerned:
            listing = [one for one in answers if one.items is None or item.id in one.items]
            done = _first_done(ItemProgress(item.id, item.name, item.code), listing, told)
            doubts = [
                one.decision.signed for one in answers if item.id in one.doubtful and one.decision.signed
            ]
            if first_list and not item.levels:  # what a list leaves out may be settled centrally
                doubts.append(first_list)
            progress.append(replace(done, doubtful=min(doubts, default=None)))
        closing = _closing(progress)
        return Ended(closing, told.contradicted and not closing, notes, tuple(progress))

    def _removed(self, decision: DecisionFacts, concerned: Sequence[ItemFacts]) -> Ended:
        """The removal of each procedure; a list that shows it later contradicts what a person told."""
        told = self.register.of(decision.id)
        kind = EvidenceKind.REMOVED_NATIONAL
        finding = find(told, kind, decision.signed)
        shown = {one.item: one for one in told if one.kind is EvidenceKind.STILL_LISTED}
        notes = list(finding.notes)
        if not concerned:
            end = Ending.REMOVED_NATIONAL
            closed = Closing(end, finding.day, source=finding.source) if finding.day else None
            return Ended(closed, finding.contradicted, tuple(notes))
        contradicted = finding.contradicted
        progress = []
        for item in concerned:
            gone = [one for one in told if one.kind is kind and one.item == item.id]
            done = ItemProgress(item.id, item.replaced_name or item.name, item.replaces_code or item.code)
            still = shown.get(item.id)
            if still and finding.day and still.day > finding.day and not gone:
                contradicted = True
            elif finding.day:
                done = replace(done, day=finding.day, source=finding.source)
            elif gone:
                done = replace(done, day=gone[0].day, source=gone[0].source, at_latest=True)
            progress.append(done)
        notes += _still_listed(shown.values(), concerned)
        closing = _closing(progress, Ending.REMOVED_NATIONAL)
        return Ended(closing, contradicted and not closing, tuple(notes), tuple(progress))


def _first_done(blank: ItemProgress, listing: Iterable[Answer], told: Submissions) -> ItemProgress:
    """When a procedure was first submitted, the signing of its list standing in where that is not known."""
    found = [replace(blank, day=one.day, source=one.source) for one in told.pending[:1]]
    for answer in listing:
        listed = replace(blank, number=answer.decision.number, decision=answer.decision.id)
        own = told.of.get(answer.decision.id)
        if own:
            found.append(replace(listed, day=own.day, source=own.source))
        else:
            found.append(replace(listed, day=answer.decision.signed, proxy=True))
    return min(found, key=_day_and_number, default=blank)


def _day_and_number(one: ItemProgress) -> tuple[date, str, str]:
    return one.day or date.max, one.number or "", one.decision or ""


def _closing(progress: Sequence[ItemProgress], ending: Ending = Ending.SUBMITTED) -> Closing | None:
    """The last one done closes; None while one is open."""
    if any(one.day is None for one in progress):
        return None
    last = max(progress, key=_day_and_number)
    assert last.day is not None
    how = Ending.ANSWERED if last.proxy else ending
    return Closing(how, last.day, last.number, last.decision, last.source, last.proxy, last.at_latest)


def _on_answers(
    decision: DecisionFacts, told: Sequence[Answer], possible: Sequence[Answer]
) -> Iterable[Note]:
    for answer in told:
        number, signed = answer.decision.number, answer.decision.signed
        if answer not in possible:
            if signed:
                yield Note.of(Remark.ANSWER_BEFORE_SIGNING, number=number, day=signed)
            continue
        if answer.way in _WAY_REMARKS:
            yield Note.of(_WAY_REMARKS[answer.way], number=number, day=signed)
        if decision.items and answer.items is None:
            yield Note.of(Remark.LIST_UNKNOWN, number=number)
    first = next(iter(possible), None)
    if first and first.cited_date:
        yield Note.of(Remark.CITED_DATE_DIFFERS, number=first.decision.number, day=first.cited_date)


def _still_listed(shown: Iterable[Evidence], concerned: Sequence[ItemFacts]) -> Iterable[Note]:
    ours = {item.id for item in concerned}
    days: dict[tuple[date, str], int] = {}
    for one in shown:
        if one.item in ours:
            days[one.day, one.source] = days.get((one.day, one.source), 0) + 1
    for (day, source), count in sorted(days.items()):
        yield Note.of(Remark.STILL_LISTED, day=day, source=source, count=count)
