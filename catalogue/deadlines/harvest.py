"""Evidence that imported lists give without anybody entering it.

A list of the national database that shows a provincial decision's number beside one of its procedures proves
that the decision was posted on the day of the import or before. One that no longer holds a repealed procedure
proves its removal, one that still holds it proves that it stayed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from catalogue.deadlines.evidence import Evidence, EvidenceKind
from catalogue.deadlines.facts import PROVINCE, DecisionFacts, ItemFacts
from catalogue.matching.names import name_of
from extract.decision import Change
from extract.folding import fold
from extract.numbers import number_key

_DATA = Path(__file__).with_name("listing.toml")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list imported on `day` says of a procedure: the decisions it shows, and whether it is public.

    `own`: the list is the province's; `source` is the name of its file.
    """

    code: str
    name: str
    day: date
    source: str
    own: bool
    decisions: tuple[str, ...] = ()
    public: bool = True


def public(status: str | None) -> bool:
    """True unless a list's status column says that the procedure is no longer public ("Bãi bỏ")."""
    said = fold(status or "")
    return not any(phrase in said for phrase in _not_public())


def harvest(decisions: Iterable[DecisionFacts], listed: Iterable[Listed]) -> list[Evidence]:
    """What the lists prove of provincial decisions: posted, removed, still listed; the same in any order."""
    ordered = sorted(listed, key=lambda one: (one.day, one.code, one.source))
    by_key: dict[str, list[Listed]] = {}
    for one in ordered:
        for key in {one.code, name_of(one.name).key} - {""}:
            by_key.setdefault(key, []).append(one)
    out: list[Evidence] = []
    for decision in decisions:
        if decision.level == PROVINCE and decision.signed and decision.number:
            out += _posted(decision, by_key)
            for item in decision.items or ():
                if item.goes:
                    out += _removed(decision, item, by_key)
    return out


def _posted(decision: DecisionFacts, by_key: dict[str, list[Listed]]) -> Iterator[Evidence]:
    """The first list that shows the number beside a procedure of the decision; numbers recur every year."""
    number = number_key(decision.number or "")
    shown = [
        one
        for item in decision.items or ()
        if item.change is not Change.REPEALED
        for one in _of(item.codes, item.name, by_key)
        if number in one.decisions and _since(one, decision)
    ]
    first = min(shown, key=lambda one: (one.day, one.source), default=None)
    if first:
        kind = EvidenceKind.POSTED_NATIONAL
        yield Evidence(kind, decision.id, first.day, first.source, at_latest=True)


def _removed(decision: DecisionFacts, item: ItemFacts, by_key: dict[str, list[Listed]]) -> Iterator[Evidence]:
    """What the province's own lists say since the repeal; the last word counts."""
    replaced = item.change is Change.REPLACED
    codes = frozenset({item.replaces_code} - {None}) if replaced else item.codes
    name = item.replaced_name if replaced else item.name
    told = [one for one in _of(codes, name or "", by_key) if one.own and _since(one, decision)]
    if not told:
        return
    last = told[-1]
    if last.public:
        yield Evidence(EvidenceKind.STILL_LISTED, decision.id, last.day, last.source, item=item.id)
        return
    gone = last
    for one in reversed(told):
        if one.public:
            break
        gone = one
    kind = EvidenceKind.REMOVED_NATIONAL
    yield Evidence(kind, decision.id, gone.day, gone.source, at_latest=True, item=item.id)


def _of(codes: Iterable[str | None], name: str, by_key: dict[str, list[Listed]]) -> Sequence[Listed]:
    """What is listed under the codes, or under the name where no code is known, by day."""
    known = [code for code in codes if code]
    keys = known or [name_of(name).key]
    return sorted(
        (one for key in keys for one in by_key.get(key, ())), key=lambda one: (one.day, one.code, one.source)
    )


def _since(one: Listed, decision: DecisionFacts) -> bool:
    return decision.signed is not None and one.day >= decision.signed


@cache
def _not_public() -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in tomllib.loads(_DATA.read_text("utf-8"))["not_public"])
