"""The lists that a ministry typed into the portal against its attached document, and the catalogue beside.

Codes are compared before names: the portal's lists hold none, but its own record of each procedure does. It
has no list of replaced procedures: those stand among the new or amended ones, and what they replace among the
repealed. Differences are shown to people; the document wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from extract.codes import codes
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
    CODE_DIFFERS = "code_differs"
    NAME_DIFFERS = "name_differs"
    KIND_DIFFERS = "kind_differs"
    CATALOGUE_NAME_DIFFERS = "catalogue_name_differs"
    NOT_IN_CATALOGUE = "not_in_catalogue"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the names that the document, the portal and the catalogue hold, where they hold one.

    `code` is the document's root code, else the portal's; `portal_code` the root code in the portal's record.
    """

    kind: DifferenceKind
    in_document: str | None = None
    on_portal: str | None = None
    in_catalogue: str | None = None
    code: str | None = None
    portal_code: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "kind": self.kind.value,
            "message": say(f"sources.cross_{self.kind}"),
            "in_document": self.in_document,
            "on_portal": self.on_portal,
            "in_catalogue": self.in_catalogue,
            "code": self.code,
            "portal_code": self.portal_code,
        }


@dataclass(frozen=True, slots=True)
class _Named:
    """A name and root code, with the lists it may stand in (document) or stands in (portal)."""

    name: str
    kinds: frozenset[str]
    code: str | None
    item: Item | None = None


def compare(
    decision: Decision, typed: Mapping[str, Sequence[Listed]], catalogue: Mapping[str, str]
) -> list[Difference]:
    """The differences between a document, the portal's typed lists and the catalogue's names by code.

    In the order of the document; what only the portal has comes last.
    """
    wanted = list(_of_document(decision))
    given = [
        _Named(one.name, frozenset({kind}), _root(one.code))
        for kind, listed in typed.items()
        for one in listed
    ]
    pairs = _paired(wanted, given)
    out: list[Difference] = []
    for at, own in enumerate(wanted):
        other = given[pairs[at]] if at in pairs else None
        out += _of_pair(own, other, catalogue)
        out += _of_catalogue(own.item, other, catalogue) if own.item else ()
    taken = set(pairs.values())
    return out + [
        Difference(
            DifferenceKind.EXTRA_ON_PORTAL,
            on_portal=one.name,
            in_catalogue=catalogue.get(one.code or ""),
            code=one.code,
            portal_code=one.code,
        )
        for at, one in enumerate(given)
        if at not in taken
    ]


def _of_document(decision: Decision) -> Iterator[_Named]:
    seen = set()
    for item in decision.items:
        yield _Named(item.name, frozenset(_MAY_STAND_IN[item.change]), item.code, item)
        gone = item.replaced_name
        if item.change is Change.REPLACED and gone and gone not in seen:
            seen.add(gone)
            yield _Named(gone, frozenset({"repealed"}), item.replaces_code)


def _paired(wanted: Sequence[_Named], given: Sequence[_Named]) -> dict[int, int]:
    """Which of the portal's entries each of the document's is: by code, then equal names, then likeness.

    A code that the document lists at several levels is one entry of the portal. Where both have a code and
    they are not the same, nothing but an equal name makes them one: neighbours are often much alike.
    """
    from rapidfuzz.fuzz import ratio

    own, others = [fold(one.name) for one in wanted], [fold(one.name) for one in given]
    pairs: dict[int, int] = {}
    scored = []
    for a, one in enumerate(wanted):
        same = [b for b, two in enumerate(given) if one.code and one.code == two.code]
        if same:
            pairs[a] = max(same, key=lambda b: (bool(one.kinds & given[b].kinds), ratio(own[a], others[b])))
            continue
        for b, two in enumerate(given):
            score = ratio(own[a], others[b])
            if score >= ALIKE and (own[a] == others[b] or not (one.code and two.code)):
                scored.append((score, bool(one.kinds & two.kinds), -a, -b))
    taken = set(pairs.values())
    for _, _, a, b in sorted(scored, reverse=True):
        if -a not in pairs and -b not in taken:
            pairs[-a] = -b
            taken.add(-b)
    return pairs


def _of_pair(own: _Named, other: _Named | None, catalogue: Mapping[str, str]) -> Iterator[Difference]:
    known = catalogue.get(own.code or "")
    if other is None:
        kind = DifferenceKind.MISSING_ON_PORTAL
        yield Difference(kind, in_document=own.name, in_catalogue=known, code=own.code)
        return
    if own.code and other.code and own.code != other.code:
        yield Difference(DifferenceKind.CODE_DIFFERS, own.name, other.name, known, own.code, other.code)
    if fold(own.name) != fold(other.name):
        yield Difference(DifferenceKind.NAME_DIFFERS, own.name, other.name, known, own.code, other.code)
    if not own.kinds & other.kinds:
        yield Difference(DifferenceKind.KIND_DIFFERS, own.name, other.name, known, own.code, other.code)


def _of_catalogue(item: Item, other: _Named | None, catalogue: Mapping[str, str]) -> Iterable[Difference]:
    if not item.code or not catalogue:
        return
    name, portal = catalogue.get(item.code), other.name if other else None
    code = other.code if other else None
    if name is None:
        if item.change is not Change.NEW:
            yield Difference(DifferenceKind.NOT_IN_CATALOGUE, item.name, portal, None, item.code, code)
    elif item.change is not Change.REPEALED and fold(name) != fold(item.name):
        yield Difference(DifferenceKind.CATALOGUE_NAME_DIFFERS, item.name, portal, name, item.code, code)


def _root(code: str | None) -> str | None:
    """The root of a code as the portal writes it ("1.002407.000.00.00.H12")."""
    return next((one.root for one in codes(code or "")), None)
