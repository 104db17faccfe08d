"""Repeal by position: "số thứ tự 17, 18 Mục I của Quyết định …", followed to the entries that are meant.

Provinces repeal rows of an earlier list without naming the procedures. Which entries those rows are is known
where the earlier decision is in the workspace; where it is not, what is missing is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.matching.matching import ItemMatch
from catalogue.procedure import Band, Kind, Procedure, Proposal, Reason, Scope
from extract.decision import Change, Decision, Effect, Item, Reference
from extract.folding import fold
from extract.numbers import number_key

_FOLLOWED = frozenset({Effect.REPEALS, Effect.REPEALS_PART, Effect.REPLACES})
_PART = re.compile(r"(?:\b(?:tiểu mục|mục|phần|phụ lục|chương)\s+)?\b([a-zđ]?\d{1,3}|[ivx]{1,5}|[a-zđ])\b")
_FIELD = re.compile(r"\blĩnh vực\s+(.+)$")
_LEAST_FIELD = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """An earlier decision with the matches of its items."""

    decision: Decision
    matches: Sequence[ItemMatch]


@dataclass(frozen=True, slots=True)
class Positioned:
    """What an article implies for one row of an earlier list."""

    reference: Reference
    section: str | None
    ordinal: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Known:
    """What positions are looked up in: the decisions that may be meant, the entries by id, the catalogue."""

    find: Callable[[Reference], Sequence[Listed]]
    procedures: Mapping[str, Procedure]
    working: Scope


def positioned(decision: Decision, own: Sequence[ItemMatch], known: Known) -> Iterator[Positioned]:
    """One proposal for each row of an earlier list that the articles repeal or replace."""
    matches = [one for match in own for one in (match.listed, match.replaced) if one]
    named = {one.procedure for one in matches if one.procedure}
    for reference in decision.affects:
        if reference.effect not in _FOLLOWED:
            continue
        for position in reference.positions:
            for ordinal in position.ordinals:
                proposal = _proposal(_Row(reference, position.section, ordinal), named, known)
                yield Positioned(reference, position.section, ordinal, proposal)


@dataclass(frozen=True, slots=True)
class _Row:
    reference: Reference
    section: str | None
    ordinal: str

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return (
            ("number", self.reference.number),
            ("section", self.section or "–"),
            ("ordinal", self.ordinal),
        )


def _proposal(row: _Row, named: set[str], known: Known) -> Proposal:
    reason = Reason("position", row.facts)
    entry, missing = _entry(row, known)
    if entry is None:
        return Proposal(
            Kind.UNCLEAR, conflicts=(Reason(missing, row.facts), *_hint(row, known)), reasons=(reason,)
        )
    if entry.id in named:
        return Proposal(Kind.NOTHING, entry.id, reasons=(reason, Reason("position_listed")))
    if entry.valid_to:
        gone = Reason("already_repealed", (("code", entry.code), ("day", entry.valid_to)))
        return Proposal(Kind.NOTHING, entry.id, reasons=(reason, gone))
    if row.reference.effect is Effect.REPLACES:
        unmatched = Reason("position_without_successor", (("code", entry.code),))
        return Proposal(Kind.UNCLEAR, entry.id, conflicts=(unmatched,), reasons=(reason,))
    return Proposal(Kind.REPEAL_BY_POSITION, entry.id, reasons=(reason,))


def _hint(row: _Row, known: Known) -> tuple[Reason, ...]:
    """The entries that the catalogue gives the cited decision for."""
    key = number_key(row.reference.number)
    codes = sorted(one.code for one in known.procedures.values() if key in one.decision_keys)
    return (Reason("position_candidates", (("codes", ", ".join(codes[:10])),)),) if codes else ()


def _entry(row: _Row, known: Known) -> tuple[Procedure | None, str]:
    """The entry that stands at a position, or the key of the reason why none is known."""
    earlier = known.find(row.reference)
    if not earlier:
        return None, "position_decision_missing"
    found = [
        (item, match)
        for one in earlier
        for item, match in zip(one.decision.items, one.matches, strict=True)
        if _stands_at(item, row.section, row.ordinal)
    ]
    if not found:
        return None, "position_row_missing"
    entries = {match.listed.procedure for _, match in found if match.listed.band is Band.CERTAIN}
    if len(found) > 1 and len(entries) != 1:
        return None, "position_ambiguous"
    entry = known.procedures.get(next(iter(entries), None) or "")
    if entry is None or entry.scope is not known.working or found[0][0].change is Change.REPEALED:
        return None, "position_entry_missing"
    return entry, ""


def _stands_at(item: Item, section: str | None, ordinal: str) -> bool:
    """True where an item has the ordinal and every part of the section named stands in its own."""
    *within, number = ordinal.split(".")
    if not item.ordinal or _bare(item.ordinal) not in (_bare(ordinal), _bare(number)):
        return False
    path = fold(item.section or "")
    wanted = [_bare(part) for part in within] if _bare(item.ordinal) == _bare(number) else []
    named = fold(section or "")
    field = _FIELD.search(named)
    if field and len(field[1]) >= _LEAST_FIELD and field[1] not in f"{path} {fold(item.field or '')}":
        return False
    parts = [_bare(part) for part in _PART.findall(named[: field.start()] if field else named)]
    stands_in = {_bare(part) for part in path.split()}
    return all(part in stands_in for part in (*wanted, *parts))


def _bare(ordinal: str) -> str:
    """An ordinal without leading zeros and closing dots: "01" is "1", "A.02" is "a.2"."""
    return ".".join(part.lstrip("0") for part in ordinal.casefold().strip(".").split("."))
