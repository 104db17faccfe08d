"""Which submission (Tờ trình) led to which provincial decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from catalogue.deadlines.answers import Answer, Links
from catalogue.deadlines.evidence import Evidence, EvidenceKind, Register
from catalogue.deadlines.facts import DecisionFacts
from catalogue.deadlines.notes import Note, Remark


@dataclass(slots=True)
class Submissions:
    """The submissions told of one ministry's decision and of the decisions that answer it.

    `of` maps the id of an answer to its submission; `pending` are those that no answer followed yet;
    `contradicted`: only impossible days are told.
    """

    of: dict[str, Evidence] = field(default_factory=dict)
    pending: list[Evidence] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    contradicted: bool = False


def submissions(decision: DecisionFacts, answers: Sequence[Answer], register: Register) -> Submissions:
    """Tie each submission to its answer; one told of the ministry's decision to the first signed after it."""
    out = Submissions()
    for answer in answers:
        signed = answer.decision.signed
        for one in _told(register, answer.decision.id):
            if signed and one.day > signed:
                out.notes.append(Note.of(Remark.SUBMITTED_AFTER_SIGNING, day=one.day, signed=signed))
            elif _possible(one, decision, out):
                _take(out, answer, one)
    own = _told(register, decision.id)
    for one in own:
        if _possible(one, decision, out):
            followed = [
                answer for answer in answers if answer.decision.signed and answer.decision.signed >= one.day
            ]
            free = [answer for answer in followed if answer.decision.id not in out.of]
            if followed:
                _take(out, (free or followed)[0], one)
            else:
                out.pending.append(one)
    if len(out.pending) > 1:
        out.notes.append(_several(out.pending))
    out.contradicted = bool(own) and not out.of and not out.pending
    return out


def of_answers(links: Links, register: Register) -> dict[str, Evidence]:
    """The submission of each provincial decision by its id, whichever decision it was told of."""
    by_id = {decision.id: decision for decision in links.decisions}
    out: dict[str, Evidence] = {}
    for target, answers in links.answers.items():
        for ident, one in submissions(by_id[target], answers, register).of.items():
            if ident not in out or one.day < out[ident].day:
                out[ident] = one
    for decision in links.decisions:
        if decision.id not in out:
            told = [
                one
                for one in _told(register, decision.id)
                if decision.signed is None or one.day <= decision.signed
            ]
            if told:
                out[decision.id] = told[0]
    return out


def named(decisions: Iterable[DecisionFacts]) -> list[Evidence]:
    """What provincial decisions themselves say of their submission: "tại Tờ trình số … ngày …"."""
    return [
        Evidence(EvidenceKind.SUBMITTED, one.id, one.submission.date, one.submission.number or "Tờ trình")
        for one in decisions
        if one.level == "province" and one.submission and one.submission.date
    ]


def _told(register: Register, decision_id: str) -> list[Evidence]:
    return [one for one in register.of(decision_id) if one.kind is EvidenceKind.SUBMITTED]


def _possible(one: Evidence, decision: DecisionFacts, out: Submissions) -> bool:
    """True unless it lies before the decision that it answers, which is noted."""
    if decision.signed is None or one.day >= decision.signed:
        return True
    what = EvidenceKind.SUBMITTED.value
    out.notes.append(Note.of(Remark.BEFORE_SIGNING, what=what, day=one.day, signed=decision.signed))
    return False


def _take(out: Submissions, answer: Answer, one: Evidence) -> None:
    standing = out.of.setdefault(answer.decision.id, one)
    if standing.day != one.day:
        first, other = sorted((standing, one), key=lambda told: told.day)
        out.of[answer.decision.id] = first
        out.notes.append(_several([first, other]))


def _several(told: Sequence[Evidence]) -> Note:
    days = [one.day for one in told]
    what = EvidenceKind.SUBMITTED.value
    return Note.of(Remark.SEVERAL_DAYS, what=what, day=days[0], others=days[1:])
