"""Which provincial decision answers which decision of a ministry: by citation of its number.

A number alone is no key. A ministry's number names the ministry and starts anew each year, so number and
year decide; a cited day that differs within the year is a slip, noted but not fatal. Ministry decisions
that are only cited are known by number and date alone and get facts of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalogue.deadlines.facts import MINISTRY, PROVINCE, DecisionFacts, without_copies
from catalogue.deadlines.ministries import ministry_of, number_identity
from extract.decision import Reference
from extract.numbers import number_key, tidy


@dataclass(frozen=True, slots=True)
class Answer:
    """A provincial decision that rests on a ministry's; `items`: the procedures answered, None for all.

    `cited_date` is the day the citation gives where the ministry's decision bears another.
    """

    decision: DecisionFacts
    cited_date: date | None = None
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """All decisions, each once, the cited ones among them, and what answers them.

    `ids` maps every id given to the one kept; `answers` holds them in order of signing by the id of the
    ministry's decision; `unknown` the cited numbers of no known ministry by the id of the citing decision.
    """

    decisions: tuple[DecisionFacts, ...]
    ids: dict[str, str]
    answers: dict[str, tuple[Answer, ...]]
    unknown: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Citation:
    by: DecisionFacts
    of: Reference


def link(decisions: Iterable[DecisionFacts]) -> Links:
    """Tie provincial decisions to the ministries' decisions they cite."""
    known, ids = without_copies(decisions)
    index = _by_number(decision for decision in known if decision.level == MINISTRY)
    citations = [_Citation(by, of) for by in known if by.level == PROVINCE for of in by.based_on]
    missing = [one for one in citations if _target(one, index) is None and _ministry(one)]
    cited = tuple(_cited_only(missing))
    for decision in cited:
        index.setdefault(number_identity(decision.number or ""), []).append(decision)
    answers: dict[str, list[Answer]] = {}
    unknown: dict[str, list[str]] = {}
    for one in citations:
        target = _target(one, index)
        if target:
            differs = one.of.date if target.signed and one.of.date != target.signed else None
            answers.setdefault(target.id, []).append(Answer(one.by, differs))
        elif not _own_kind(one):
            unknown.setdefault(one.by.id, []).append(one.of.number)
    return Links(
        known + cited,
        ids | {decision.id: decision.id for decision in cited},
        {target: tuple(sorted(found, key=_order)) for target, found in answers.items()},
        {by: tuple(numbers) for by, numbers in unknown.items()},
    )


def _order(answer: Answer) -> tuple[date, str]:
    return (answer.decision.signed or date.max, answer.decision.id)


def _by_number(decisions: Iterable[DecisionFacts]) -> dict[str, list[DecisionFacts]]:
    index: dict[str, list[DecisionFacts]] = {}
    for decision in decisions:
        if decision.number:
            index.setdefault(number_identity(decision.number), []).append(decision)
    return index


def _target(one: _Citation, index: dict[str, list[DecisionFacts]]) -> DecisionFacts | None:
    """The decision cited: of the cited year; without a year the last one signed before the citing one."""
    named = index.get(number_identity(one.of.number), [])
    if one.of.date:
        of_year = [
            decision
            for decision in named
            if decision.signed is None or decision.signed.year == one.of.date.year
        ]
        return min(of_year, key=lambda decision: (decision.signed != one.of.date, decision.id), default=None)
    latest = one.by.signed or date.max
    earlier = [decision for decision in named if decision.signed is None or decision.signed <= latest]
    return max(earlier, key=lambda decision: (decision.signed or date.min, decision.id), default=None)


def _ministry(one: _Citation) -> bool:
    return ministry_of(one.of.number) is not None


def _own_kind(one: _Citation) -> bool:
    """True where a province cites a decision of its own kind (an earlier list), which starts no period."""
    organ = number_key(one.of.number).partition("/QĐ-")[2]
    own = number_key(one.by.number or "").partition("/QĐ-")[2]
    return organ in {own, "UBND"}


def _cited_only(citations: Sequence[_Citation]) -> Iterable[DecisionFacts]:
    """One decision for each number and year cited; a citation without a year joins every year."""
    by_number: dict[str, list[_Citation]] = {}
    for one in citations:
        by_number.setdefault(number_identity(one.of.number), []).append(one)
    for group in by_number.values():
        years = sorted({one.of.date.year for one in group if one.of.date})
        if not years:
            yield _facts(group)
        for year in years:
            yield _facts([one for one in group if one.of.date is None or one.of.date.year == year])


def _facts(citations: Sequence[_Citation]) -> DecisionFacts:
    """Number and day as most citations give them; ministry by the number."""
    days = Counter(one.of.date for one in citations if one.of.date)
    signed = min(days, key=lambda day: (-days[day], day), default=None)
    number = min(tidy(one.of.number) or one.of.number for one in citations)
    facts = DecisionFacts(
        id="",
        number=number,
        issuer=ministry_of(number),
        level=MINISTRY,
        signed=signed,
        cited_by=tuple(sorted({one.by.id for one in citations})),
    )
    return replace(facts, id=f"cited:{facts.key}")
