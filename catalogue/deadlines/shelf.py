"""The provincial decisions by what their lists are found by: codes, names, and the decisions that rows name.

A workspace holds hundreds of decisions of both kinds. Each list is taken apart once, and a ministry's
decision is compared with those alone that share a code, a name or its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalogue.deadlines.facts import PROVINCE, DecisionFacts, ItemFacts
from catalogue.deadlines.ministries import number_identity
from catalogue.deadlines.pairing import keys
from extract.numbers import cited


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure of a list with its codes and names, and the decisions its basis names, by identity."""

    item: ItemFacts
    keys: frozenset[str]
    basis: tuple[tuple[str, date | None], ...]

    def names(self, target: DecisionFacts) -> bool:
        """True where the row's basis is that decision; a day that is named must be its own."""
        own = number_identity(target.number or "")
        return any(number == own and day in (None, target.signed) for number, day in self.basis)


@dataclass(frozen=True, slots=True)
class FoundBy:
    """A decision with its rows, and the codes and names of them all."""

    decision: DecisionFacts
    rows: tuple[Row, ...]
    keys: frozenset[str]

    @classmethod
    def of(cls, decision: DecisionFacts) -> FoundBy:
        """The decision's list taken apart."""
        rows = tuple(Row(item, keys(item), _basis(item)) for item in decision.items or ())
        return cls(decision, rows, frozenset(key for row in rows for key in row.keys))


class Shelf:
    """Decisions taken apart, each once."""

    def __init__(self, decisions: Iterable[DecisionFacts]) -> None:
        self._all: dict[str, FoundBy] = {}
        self._by_key: dict[str, list[FoundBy]] = {}
        self._by_basis: dict[str, list[FoundBy]] = {}
        for decision in decisions:
            one = self._all[decision.id] = FoundBy.of(decision)
            if decision.level != PROVINCE:
                continue
            for key in one.keys:
                self._by_key.setdefault(key, []).append(one)
            for number in {number for row in one.rows for number, _ in row.basis}:
                self._by_basis.setdefault(number, []).append(one)

    def of(self, decision: DecisionFacts) -> FoundBy:
        """The decision taken apart; nothing of one whose list is not known."""
        return self._all.get(decision.id) or FoundBy(decision, (), frozenset())

    def having_to_do_with(self, target: DecisionFacts) -> Iterable[FoundBy]:
        """The provincial decisions that share a code or a name with it, or name it as the basis of a row."""
        found = {one.decision.id: one for one in self._by_basis.get(number_identity(target.number or ""), ())}
        for key in self.of(target).keys:
            found.update((one.decision.id, one) for one in self._by_key.get(key, ()))
        return found.values()


def _basis(item: ItemFacts) -> tuple[tuple[str, date | None], ...]:
    return tuple((number_identity(one.number), one.date) for one in cited(item.basis or ""))
