"""The catalogue made ready for matching; built once for a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalogue.matching.alignment import Alignment, align
from catalogue.matching.features import (
    AGAINST,
    WITNESSES,
    Entry,
    Query,
    bars,
    entry_of,
    former_name,
    likeness,
    name_likeness,
    pieces_contained,
    pieces_shared,
)
from catalogue.matching.names import Name, name_of
from catalogue.matching.trigrams import Trigrams
from catalogue.matching.usage import Usage
from catalogue.procedure import Candidate, Procedure, Reason

_LOOKED_AT = 40
_ALIKE_FROM = 80.0


class CatalogueIndex:
    """Entries by root code, by the plain letters of their names, and by the pieces of their names.

    `known_as` gives further names that a procedure bears or bore, by its id. The order in which entries are
    given changes nothing.
    """

    def __init__(
        self, procedures: Iterable[Procedure], known_as: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self.entries: list[Entry] = []
        for one in sorted(procedures, key=lambda one: one.id):
            self.entries.append(entry_of(one))
            self.entries += [entry_of(one, name) for name in _further(one, (known_as or {}).get(one.id, ()))]
        self.usage = Usage(entry.name.words for entry in self.entries)
        trigrams = Trigrams([entry.name.text for entry in self.entries])
        self._shares = lru_cache(maxsize=8)(trigrams.shares)
        self._ministries: dict[frozenset[str], NDArray[np.bool_]] = {}
        self._by_id: dict[str, int] = {}
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        for at, entry in enumerate(self.entries):
            self._by_id.setdefault(entry.procedure.id, at)
            self._by_code.setdefault(entry.procedure.code, at)
            for key in {entry.name.key, entry.name.core}:
                self._by_name.setdefault(key, []).append(at)

    def entry(self, procedure: str) -> Entry:
        """The entry of that id under its own name; KeyError for an unknown one."""
        return self.entries[self._by_id[procedure]]

    def with_code(self, code: str | None) -> Entry | None:
        """The entry of that root code."""
        at = self._by_code.get(code) if code else None
        return None if at is None else self.entries[at]

    def of_name(self, name: Name) -> list[Entry]:
        """The entries that bear a name of the same plain letters."""
        return [self.entries[at] for at in self._by_name.get(name.key, ())]

    def aligned(self, query: Query, entry: Entry) -> Alignment:
        """The two names word by word, misprints proven by the names of the whole catalogue."""
        return align(query.name, entry.name, self.usage)

    def bars(self, query: Query, entry: Entry) -> list[Reason]:
        """Why a name alone does not make this entry certain; empty where nothing bars it."""
        return bars(query, entry, self.usage)

    def same_name(self, query: Query) -> list[Entry]:
        """The procedures whose name is the query's, every difference explained, and whom nothing bars."""
        alike = (at for at in self._near(query) if likeness(query, self.entries[at]) >= _ALIKE_FROM)
        rows = {*self._by_name.get(query.name.key, ()), *self._by_name.get(query.name.core, ()), *alike}
        found: dict[str, Entry] = {}
        for at in sorted(rows):
            entry = self.entries[at]
            if entry.procedure.id in found or any(feature(query, entry) for feature in WITNESSES):
                continue
            if self.aligned(query, entry).complete:
                found[entry.procedure.id] = entry
        return list(found.values())

    def candidates(self, query: Query, count: int = 3) -> list[Candidate]:
        """The likeliest procedures, best first; of equal score in the order of their ids.

        What speaks against an entry only takes points away: once the names score less than what is found, the
        rest is not looked at.
        """
        best: dict[str, Candidate] = {}
        for points, at in sorted((-self._name_points(query, at), at) for at in self._near(query)):
            if len(best) >= count and -points < sorted(one.score for one in best.values())[-count]:
                break
            one = self._candidate(query, at)
            known = best.get(one.procedure)
            if known is None or one.score > known.score:
                best[one.procedure] = one
        return sorted(best.values(), key=lambda one: (-one.score, one.procedure))[:count]

    def candidate(self, query: Query, entry: Entry) -> Candidate:
        """That entry as a candidate, under the name by which it is given."""
        at = self._by_id[entry.procedure.id]
        while self.entries[at] != entry:
            at += 1
        return self._candidate(query, at)

    def _candidate(self, query: Query, at: int) -> Candidate:
        """The entry with its score and the reasons whose points sum to it; never below 0."""
        entry = self.entries[at]
        reasons = self._of_names(query, at)
        reasons += [reason for feature in AGAINST if (reason := feature(query, entry))]
        named = former_name(entry)
        score = max(0.0, sum(reason.points for reason in reasons))
        one = entry.procedure
        told = (*reasons, named) if named else tuple(reasons)
        return Candidate(one.id, one.code, one.name, round(score, 2), told)

    def _of_names(self, query: Query, at: int) -> list[Reason]:
        shares = self._shares(query.name.text)
        return [
            name_likeness(likeness(query, self.entries[at])),
            pieces_contained(min(1.0, float(shares.shorter[at]))),
            pieces_shared(min(1.0, float(shares.both[at]))),
        ]

    def _name_points(self, query: Query, at: int) -> float:
        return round(sum(reason.points for reason in self._of_names(query, at)), 2)

    def _near(self, query: Query) -> Iterator[int]:
        """The entries worth a closer look: those that share most, among all and in the query's ministries."""
        if not query.name.text or not self.entries:
            return iter(())
        both = self._shares(query.name.text).both
        found = set(_greatest(both))
        if query.ministries:
            found.update(_greatest(np.where(self._of_ministries(query.ministries), both, 0.0)))
        return (at for at in sorted(found) if both[at] > 0)

    def _of_ministries(self, ministries: frozenset[str]) -> NDArray[np.bool_]:
        """Which entries are of these ministries, or of none known."""
        if ministries not in self._ministries:
            self._ministries[ministries] = np.array(
                [not entry.ministries or bool(entry.ministries & ministries) for entry in self.entries]
            )
        return self._ministries[ministries]


def _further(one: Procedure, names: Collection[str]) -> list[str]:
    """The names that are not the procedure's own in another spelling, each once."""
    by_key = {name_of(name).key: name for name in sorted(names, reverse=True)}
    by_key.pop(name_of(one.name).key, None)
    return sorted(by_key.values())


def _greatest(values: NDArray[np.float64]) -> list[int]:
    """The places of the greatest values; of equal ones the first."""
    if len(values) <= _LOOKED_AT:
        return list(range(len(values)))
    least = np.partition(values, -_LOOKED_AT)[-_LOOKED_AT]
    above = np.flatnonzero(values > least)
    equal = np.flatnonzero(values == least)[: _LOOKED_AT - len(above)]
    return [*above.tolist(), *equal.tolist()]
