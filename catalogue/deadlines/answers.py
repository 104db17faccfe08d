"""Which provincial decision answers which decision of a ministry, and for which procedures.

By citation of its number, by the basis that a row names, else by the procedures listed (`pairing.py`).

A number alone is no key. A ministry's number names the ministry and starts anew each year, so number and
year decide; a cited day that differs within the year is a slip, noted but not fatal. Ministry decisions
that are only cited are known by number and date alone and get facts of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from catalogue.deadlines.facts import MINISTRY, PROVINCE, DecisionFacts, without_copies
from catalogue.deadlines.ministries import ministry_of, number_identity
from catalogue.deadlines.pairing import pair
from catalogue.deadlines.shelf import FoundBy, Shelf
from extract.agencies import ministries_of_departments, ministries_of_number
from extract.decision import Reference
from extract.numbers import number_key, tidy


class Way(StrEnum):
    """How it is known that a provincial decision answers a ministry's."""

    CITATION = "citation"
    BASIS = "basis"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Answer:
    """A provincial decision that rests on a ministry's; `items`: the procedures answered, None for all.

    `doubtful` are those of which it cannot be said. `cited_date` is the day the citation gives where the
    ministry's decision bears another.
    """

    decision: DecisionFacts
    cited_date: date | None = None
    items: frozenset[str] | None = None
    doubtful: frozenset[str] = frozenset()
    way: Way = Way.CITATION


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
    only_cited = tuple(_cited_only(missing))
    for decision in only_cited:
        index.setdefault(number_identity(decision.number or ""), []).append(decision)
    answers: dict[str, list[Answer]] = {}
    unknown: dict[str, list[str]] = {}
    rests_on: dict[str, dict[str, DecisionFacts]] = {}
    for one in citations:
        target = _target(one, index)
        if target is None:
            if not _own_kind(one):
                unknown.setdefault(one.by.id, []).append(one.of.number)
        elif target.id not in rests_on.setdefault(one.by.id, {}):
            rests_on[one.by.id][target.id] = target
            answers.setdefault(target.id, []).append(_cited_answer(one, target))
    shelf = Shelf(known)
    for target in known:
        if target.level == MINISTRY and target.items:
            for by in shelf.having_to_do_with(target):
                found = _uncited_answer(target, by, rests_on.get(by.decision.id, {}), shelf)
                if found:
                    answers.setdefault(target.id, []).append(found)
    return Links(
        known + only_cited,
        ids | {decision.id: decision.id for decision in only_cited},
        {target: tuple(sorted(found, key=_order)) for target, found in answers.items()},
        {by: tuple(numbers) for by, numbers in unknown.items()},
    )


def _cited_answer(one: _Citation, target: DecisionFacts) -> Answer:
    """The citation, with the procedures both list; where a list is not known it answers all."""
    differs = one.of.date if target.signed and one.of.date != target.signed else None
    if target.items is None or one.by.items is None:
        return Answer(one.by, differs)
    found = pair(target.items, one.by.items, cited=True)
    return Answer(one.by, differs, found.listed, found.doubtful)


def _uncited_answer(
    target: DecisionFacts, by: FoundBy, rests_on: Mapping[str, DecisionFacts], shelf: Shelf
) -> Answer | None:
    """What a provincial decision answers without citing it: by a row's basis, else by the procedures listed.

    A list that rests on an earlier decision of a ministry reflects that one and not this.
    """
    asked = target.items or ()
    if target.id in rests_on or not _later(by.decision, target):
        return None
    based = [row.item for row in by.rows if row.names(target)]
    if based:
        found = pair(asked, based, cited=True)
        return Answer(by.decision, None, found.listed, found.doubtful, Way.BASIS) if found.listed else None
    earlier = [one for one in rests_on.values() if _later(target, one)]
    taken = frozenset(key for one in earlier for key in shelf.of(one).keys)
    free = [row.item for row in by.rows if not row.keys & taken]
    if not free or not _same_hands(target, by.decision):
        return None
    listed = pair(asked, free, cited=False).listed
    if not listed:
        return None
    if any(one.items is None for one in earlier):
        return Answer(by.decision, None, frozenset(), listed, Way.ITEMS)
    return Answer(by.decision, None, listed, way=Way.ITEMS)


def _later(one: DecisionFacts, other: DecisionFacts) -> bool:
    return bool(one.signed and other.signed and one.signed >= other.signed)


def _same_hands(target: DecisionFacts, by: DecisionFacts) -> bool:
    """True unless the departments are known to handle other ministries' procedures, mergers counted."""
    theirs, its = ministries_of_departments(by.departments), ministries_of_number(target.number)
    return not theirs or not its or bool(theirs & its)


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
