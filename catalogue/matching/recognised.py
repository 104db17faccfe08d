"""Rows read from pictures: certain only where code and name, read apart from each other, agree on one entry.

Recognition makes valid codes of other procedures (one in 48 at worst) and names that are nobody's. Neither
alone is proof; both together are, when no word of the name is left unexplained. What was read stays beside
the name that the catalogue knows.
"""

from __future__ import annotations

from dataclasses import replace

from catalogue.matching.features import (
    Entry,
    Query,
    internal_differs,
    level_differs,
    ministry_differs,
    unexplained_words,
)
from catalogue.matching.index import CatalogueIndex
from catalogue.procedure import Band, Match, Reason
from extract.folding import fold

_AGAINST = (ministry_differs, level_differs, internal_differs)
REPAIRED = "name_repaired"
"""The reason that tells a name as read and as the catalogue has it (facts `read`, `name`)."""


def as_recognised(found: Match, query: Query, index: CatalogueIndex) -> Match:
    """The match of a row read from a picture: certain under the rule above, else for review."""
    if found.band is not Band.CERTAIN:
        return found
    entry = index.with_code(query.code)
    if entry is None:
        return _doubted(found, Reason("recognised_name_only"))
    words = unexplained_words(index.aligned(query, entry))
    # Marks are what recognition confuses most ("tuyển", "tuyến"); the plain letters have to agree.
    if words and query.name.key != entry.name.key:
        return _doubted(found, words)
    near = _codes_near(query, entry, index)
    if near:
        return _doubted(found, Reason("recognised_code_near", (("codes", ", ".join(near)),)))
    reasons = [*found.reasons, Reason("recognised_agree")]
    read, name = query.name.raw, entry.procedure.name
    if fold(read) != fold(name):
        reasons.append(Reason(REPAIRED, (("read", read), ("name", name))))
    return replace(found, reasons=tuple(reasons))


def repaired_name(found: Match) -> str | None:
    """The catalogue's name for one that was read from a picture; None where nothing is repaired."""
    facts = (dict(reason.facts) for reason in found.reasons if reason.key == REPAIRED)
    return next((one["name"] for one in facts), None)


def _doubted(found: Match, why: Reason) -> Match:
    return replace(found, band=Band.REVIEW, reasons=(*found.reasons, Reason("recognised"), why))


def _codes_near(query: Query, entry: Entry, index: CatalogueIndex) -> list[str]:
    """Codes one misread digit away under which the catalogue has the same name, and nothing else differs."""
    own = entry.procedure.code
    twins = (one for one in index.of_name(entry.name) if not any(bar(query, one) for bar in _AGAINST))
    codes = {one.procedure.code for one in twins}
    return sorted(one for one in codes if len(one) == len(own) and _differing(one, own) == 1)


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
