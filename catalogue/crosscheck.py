"""The lists that a ministry typed into the portal against its attached document, and the catalogue beside.

The portal's lists hold names without codes, and none of replaced procedures: those stand among the new or
amended ones, and what they replace among the repealed. Differences are shown to people; the document wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from extract.decision import Change, Decision, Item
from extract.folding import fold
from ingest.messages import say
from ingest.sources.source import Listed

ALIKE = 85.0
"""From which likeness (0 to 100) on two names that nothing else fits are taken for one with a slip."""

_MAY_STAND_IN = {
    Change.NEW: {"new"},
    Change.AMENDED: {"amended"},
    Change.REPEALED: {"repealed"},
    Change.REPLACED: {"new", "amended"},
    Change.STANDARDISED: {"new", "amended"},
    Change.LISTED: {"new", "amended", "repealed"},
}


class DifferenceKind(StrEnum):
    """How the three differ."""

    MISSING_ON_PORTAL = "missing_on_portal"
    EXTRA_ON_PORTAL = "extra_on_portal"
    NAME_DIFFERS = "name_differs"
    KIND_DIFFERS = "kind_differs"
    CATALOGUE_NAME_DIFFERS = "catalogue_name_differs"
    NOT_IN_CATALOGUE = "not_in_catalogue"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what the document, the portal and the catalogue say; None where one says nothing."""

    kind: DifferenceKind
    in_document: str | None = None
    on_portal: str | None = None
    in_catalogue: str | None = None
    code: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "kind": self.kind.value,
            "message": say(f"sources.cross_{self.kind}"),
            "in_document": self.in_document,
            "on_portal": self.on_portal,
            "in_catalogue": self.in_catalogue,
            "code": self.code,
        }


@dataclass(frozen=True, slots=True)
class _Named:
    """A name with the lists it may stand in (document) or stands in (portal)."""

    name: str
    kinds: frozenset[str]
    item: Item | None = None


def compare(
    decision: Decision, typed: Mapping[str, Sequence[Listed]], catalogue: Mapping[str, str]
) -> list[Difference]:
    """The differences between a document, the portal's typed lists and the catalogue's names by code.

    In the order of the document; what only the portal has comes last.
    """
    wanted = list(_of_document(decision))
    given = [_Named(one.name, frozenset({kind})) for kind, listed in typed.items() for one in listed]
    pairs = _paired(wanted, given)
    out: list[Difference] = []
    for at, own in enumerate(wanted):
        out += _of_pair(own, given[pairs[at]] if at in pairs else None)
        out += _of_catalogue(own.item, catalogue) if own.item else ()
    taken = set(pairs.values())
    out += [
        Difference(DifferenceKind.EXTRA_ON_PORTAL, on_portal=one.name)
        for at, one in enumerate(given)
        if at not in taken
    ]
    return out


def _of_document(decision: Decision) -> Iterator[_Named]:
    seen = set()
    for item in decision.items:
        yield _Named(item.name, frozenset(_MAY_STAND_IN[item.change]), item)
        gone = item.replaced_name
        if item.change is Change.REPLACED and gone and gone not in seen:
            seen.add(gone)
            yield _Named(gone, frozenset({"repealed"}))


def _paired(wanted: Sequence[_Named], given: Sequence[_Named]) -> dict[int, int]:
    """Which of the portal's names is which of the document's: equal ones first, then the most alike."""
    from rapidfuzz.fuzz import ratio

    own, others = [fold(one.name) for one in wanted], [fold(one.name) for one in given]
    scored = sorted(
        (
            (ratio(own[a], others[b]), bool(wanted[a].kinds & given[b].kinds), -a, -b)
            for a in range(len(own))
            for b in range(len(others))
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, a, b in scored:
        if score < ALIKE:
            break
        if -a not in pairs and -b not in taken:
            pairs[-a] = -b
            taken.add(-b)
    return pairs


def _of_pair(own: _Named, other: _Named | None) -> Iterator[Difference]:
    code = own.item.code if own.item else None
    if other is None:
        yield Difference(DifferenceKind.MISSING_ON_PORTAL, in_document=own.name, code=code)
        return
    if fold(own.name) != fold(other.name):
        yield Difference(DifferenceKind.NAME_DIFFERS, own.name, other.name, code=code)
    if not own.kinds & other.kinds:
        yield Difference(DifferenceKind.KIND_DIFFERS, own.name, other.name, code=code)


def _of_catalogue(item: Item, catalogue: Mapping[str, str]) -> Iterable[Difference]:
    if not item.code or not catalogue:
        return
    name = catalogue.get(item.code)
    if name is None:
        if item.change is not Change.NEW:
            yield Difference(DifferenceKind.NOT_IN_CATALOGUE, item.name, code=item.code)
    elif item.change is not Change.REPEALED and fold(name) != fold(item.name):
        yield Difference(DifferenceKind.CATALOGUE_NAME_DIFFERS, item.name, in_catalogue=name, code=item.code)
