"""Match: which catalogue entry a listed procedure is, by code first, then by name.

Codes are keys, names are evidence: a code whose entry bears an alien name is shown to a person, and a name
alone is certain only when no word of it is left unexplained and it fits one entry only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from catalogue.matching.features import (
    Entry,
    Query,
    decisive_words,
    explained_differences,
    former_name,
    likeness,
    query_of,
)
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.recognised import as_recognised
from catalogue.procedure import Band, Candidate, Match, Reason
from extract.agencies import ministries_of_departments, ministries_of_name, ministries_of_number
from extract.decision import Change, Decision, Item
from extract.folding import fold

_ALIEN_BELOW = 60.0
_NONE_BELOW = 45.0


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """The match of a listed procedure, and of the procedure it takes out where the row names one."""

    listed: Match
    replaced: Match | None = None


def match_decision(decision: Decision, index: CatalogueIndex) -> list[ItemMatch]:
    """The matches of a decision's items in their order.

    By name alone, one entry cannot be certain for two rows of a decision: then all of them are for review.
    """
    found = [
        ItemMatch(match_item(item, decision, index), match_replaced(item, decision, index))
        for item in decision.items
    ]
    claims = Counter(one.listed.procedure for one in found if one.listed.band is Band.CERTAIN)
    return [
        replace(one, listed=_doubted(one.listed, "claimed_twice"))
        if _by_name_again(one.listed, claims)
        else one
        for one in found
    ]


def match_item(item: Item, decision: Decision, index: CatalogueIndex) -> Match:
    """Tie a listed procedure to the entry it speaks of.

    A new procedure is not known by name: five of eleven in the decisions of November 2025 bore the name of
    the entry that they came to replace.
    """
    query = query_of(
        item.name,
        item.code,
        field=item.field,
        levels=frozenset(item.levels),
        ministries=ministries_of_decision(decision),
        internal=item.internal,
    )
    found = match(query, index)
    if item.source.recognised:
        found = as_recognised(found, query, index)
    if item.change is Change.NEW and found.method == "name":
        return _doubted(found, "new_same_name" if found.band is Band.CERTAIN else "new_without_code")
    return found


def match_replaced(item: Item, decision: Decision, index: CatalogueIndex) -> Match | None:
    """Tie the procedure that a replacement takes out to its entry; None where the row names none."""
    if not item.replaced_name and not item.replaces_code:
        return None
    query = query_of(
        item.replaced_name or "",
        item.replaces_code,
        field=item.field,
        levels=frozenset(item.levels),
        ministries=ministries_of_decision(decision),
        internal=item.internal,
    )
    found = match(query, index)
    return as_recognised(found, query, index) if item.source.recognised else found


def ministries_of_decision(decision: Decision) -> frozenset[str]:
    """Today's ministries behind a decision: its own, those of what it rests on, or of its departments."""
    if decision.issuer_level == "ministry":
        return ministries_of_number(decision.number) or ministries_of_name(decision.issuer)
    found: frozenset[str] = frozenset()
    for reference in decision.based_on:
        found |= ministries_of_number(reference.number)
    return found or ministries_of_departments(decision.departments)


def match(query: Query, index: CatalogueIndex) -> Match:
    """Match a query; the same query and entries give the same match whatever the entries' order."""
    candidates = tuple(index.candidates(query))
    entry = index.with_code(query.code)
    if entry is not None:
        return _by_code(query, entry, candidates, index)
    return _by_name(query, candidates, index)


def _by_code(query: Query, entry: Entry, others: tuple[Candidate, ...], index: CatalogueIndex) -> Match:
    mine = index.candidate(query, entry)
    rest = tuple(one for one in others if one.procedure != mine.procedure)
    candidates = (mine, *rest)[:3]
    code = Reason("code_same", (("code", entry.procedure.code),))

    def done(band: Band, *reasons: Reason) -> Match:
        return Match(
            mine.procedure, "code", mine.score, band, (code, *reasons), candidates, _margin(candidates)
        )

    if not query.name.text:
        return done(Band.REVIEW, Reason("name_missing"))
    same = index.same_name(query)
    if query.name.key == entry.name.key or any(one.procedure == entry.procedure for one in same):
        return done(Band.CERTAIN, *explained_differences(index.aligned(query, entry)))
    if same:
        return done(Band.REVIEW, Reason("code_name_disagree", (("code", same[0].procedure.code),)))
    decisive = decisive_words(query, entry)
    if likeness(query, entry) < _ALIEN_BELOW:
        return done(Band.REVIEW, Reason("name_alien", (("name", entry.procedure.name),)))
    if decisive:
        return done(Band.REVIEW, decisive)
    return done(Band.CERTAIN, Reason("name_changed", (("name", entry.procedure.name),)))


def _by_name(query: Query, candidates: tuple[Candidate, ...], index: CatalogueIndex) -> Match:
    unknown = (Reason("code_unknown", (("code", query.code),)),) if query.code else ()
    same = index.same_name(query)
    only = same[0] if len(same) == 1 else _of_field(query, same)
    if only is not None:
        mine = index.candidate(query, only)
        rest = tuple(one for one in candidates if one.procedure != mine.procedure)
        candidates = (mine, *rest)[:3]
        band = Band.REVIEW if query.code else Band.CERTAIN
        named = former_name(only)
        alike = explained_differences(index.aligned(query, only))
        reasons = (*unknown, *((named,) if named else ()), *alike)
        return Match(mine.procedure, "name", mine.score, band, reasons, candidates, _margin(candidates))
    if not candidates or candidates[0].score < _NONE_BELOW:
        score = candidates[0].score if candidates else 0.0
        return Match(None, "none", score, Band.NONE, (*unknown, Reason("no_likeness")), candidates)
    best = candidates[0]
    if len(same) > 1:
        why = [Reason("several_same", (("codes", ", ".join(one.procedure.code for one in same)),))]
    else:
        why = index.bars(query, index.entry(best.procedure))
    return Match(
        best.procedure, "name", best.score, Band.REVIEW, (*unknown, *why), candidates, _margin(candidates)
    )


def _of_field(query: Query, same: list[Entry]) -> Entry | None:
    """The one of several entries of one name that stands in the query's very field, none without a field."""
    named = [entry for entry in same if query.field and entry.field == fold(query.field)]
    others_differ = all(entry.field for entry in same)
    return named[0] if len(named) == 1 and others_differ else None


def _by_name_again(one: Match, claims: Counter[str | None]) -> bool:
    return one.method == "name" and one.band is Band.CERTAIN and claims[one.procedure] > 1


def _doubted(one: Match, reason: str) -> Match:
    return replace(one, band=Band.REVIEW, reasons=(*one.reasons, Reason(reason)))


def _margin(candidates: tuple[Candidate, ...]) -> float | None:
    return round(candidates[0].score - candidates[1].score, 2) if len(candidates) > 1 else None
