"""The catalogue made ready for matching; built once for a run."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.matching.features import AGAINST, MINISTRY_POINTS, Entry, Query, bars, entry_of, name_likeness
from catalogue.procedure import Candidate, Procedure

_LOOKED_AT = 16
_LEAST_LIKENESS = 45.0


class CatalogueIndex:
    """Entries by root code, by the plain letters of their names, and as one list to rank by likeness.

    The order in which entries are given changes nothing.
    """

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self.entries = [entry_of(one) for one in sorted(procedures, key=lambda one: one.id)]
        self._texts = {at: entry.name.text for at, entry in enumerate(self.entries)}
        self._blocks: dict[frozenset[str], dict[int, str]] = {}
        self._by_id = {entry.procedure.id: entry for entry in self.entries}
        self._by_code: dict[str, Entry] = {}
        self._by_key: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._by_code.setdefault(entry.procedure.code, entry)
            self._by_key.setdefault(entry.name.key, []).append(entry)

    def entry(self, procedure: str) -> Entry:
        """The entry of that id; KeyError for an unknown one."""
        return self._by_id[procedure]

    def with_code(self, code: str | None) -> Entry | None:
        """The entry of that root code."""
        return self._by_code.get(code) if code else None

    def same_name(self, query: Query) -> list[Entry]:
        """The entries whose name is the query's in all plain letters and whom nothing bars."""
        return [entry for entry in self._by_key.get(query.name.key, ()) if not bars(query, entry)]

    def candidates(self, query: Query, count: int = 3) -> list[Candidate]:
        """The likeliest entries, best first; entries of equal score in the order of their ids.

        The query's ministries are looked through first. Another ministry's entry cannot come first where
        they hold one that scores more than a perfect name less what the wrong ministry costs.
        """
        if not query.name.text:
            return []
        own = self._ranked(query, self._of_ministries(query.ministries))
        if own and own[0].score > 100 + MINISTRY_POINTS:
            return own[:count]
        return self._ranked(query, self._texts)[:count]

    def _ranked(self, query: Query, texts: dict[int, str]) -> list[Candidate]:
        from rapidfuzz import fuzz, process

        near = process.extract(
            query.name.text,
            texts,
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=_LEAST_LIKENESS,
            limit=_LOOKED_AT,
        )
        return sorted((candidate(query, self.entries[at], points) for _, points, at in near), key=_rank)

    def _of_ministries(self, ministries: frozenset[str]) -> dict[int, str]:
        """The names of the entries of these ministries and of none known; none where the query knows none."""
        if ministries not in self._blocks:
            self._blocks[ministries] = {
                at: text
                for at, text in self._texts.items()
                if ministries
                and (not self.entries[at].ministries or self.entries[at].ministries & ministries)
            }
        return self._blocks[ministries]


def candidate(query: Query, entry: Entry, likeness: float | None = None) -> Candidate:
    """The entry with its score and the reasons whose points sum to it; never below 0."""
    reasons = [name_likeness(query, entry, likeness)]
    reasons += [reason for feature in AGAINST if (reason := feature(query, entry))]
    score = max(0.0, sum(reason.points for reason in reasons))
    one = entry.procedure
    return Candidate(one.id, one.code, one.name, round(score, 2), tuple(reasons))


def _rank(one: Candidate) -> tuple[float, str]:
    return -one.score, one.procedure
