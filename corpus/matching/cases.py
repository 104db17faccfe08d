"""The cases and the frozen reference run: read, run, compared.

Grades, after the labelled cases of record linkage: STRONG is the same procedure in another print and has to
be certain; MEDIUM is the same procedure with a damaged name, among the first three and certain only where the
catalogue proves the damage; WEAK is another procedure, which the catalogue does not hold: never certain.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from catalogue.matching.features import query_of
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import match
from catalogue.procedure import Band, Procedure, Scope
from corpus.generator.facts import issuers, procedures
from extract.agencies import ministries_of_name
from extract.decision import Level

CASES = Path(__file__).parent / "cases.csv"
REFERENCE = Path(__file__).parent / "reference.csv"


class Grade(StrEnum):
    """How near a case is to the procedure it was made from."""

    STRONG = "STRONG"
    MEDIUM = "MEDIUM"
    WEAK = "WEAK"


@dataclass(frozen=True, slots=True)
class Case:
    """A name as printed, made from the procedure of `code` by a change of `kind`."""

    id: str
    grade: Grade
    kind: str
    code: str
    name: str

    @property
    def row(self) -> tuple[str, ...]:
        """As kept in the table."""
        return self.id, self.grade.value, self.kind, self.code, self.name


@dataclass(frozen=True, slots=True)
class Verdict:
    """What matching made of a case: band, first candidate, place of the right one (0: not among three)."""

    id: str
    band: str
    first: str
    place: int

    @property
    def row(self) -> tuple[str, ...]:
        """As kept in the reference run."""
        return self.id, self.band, self.first, str(self.place)


def sample_catalogue() -> list[Procedure]:
    """The made-up procedures as national entries."""
    return [
        Procedure(
            id=f"{Scope.NATIONAL}:{one.code}",
            scope=Scope.NATIONAL,
            code=one.code,
            name=one.name,
            field=one.field.name,
            levels=one.levels,
            publisher=issuers()[one.field.ministry].name,
            ministry=issuers()[one.field.ministry].name,
        )
        for one in procedures().values()
    ]


def cases() -> list[Case]:
    """The table of cases."""
    return [
        Case(row["id"], Grade(row["grade"]), row["kind"], row["code"], row["name"]) for row in _rows(CASES)
    ]


def reference() -> dict[str, Verdict]:
    """The frozen run by case."""
    return {
        row["id"]: Verdict(row["id"], row["band"], row["first"], int(row["place"]))
        for row in _rows(REFERENCE)
    }


def run(some: Iterable[Case]) -> list[Verdict]:
    """What the matching makes of the cases, each with the field, level and ministry of its procedure."""
    index = _index()
    out = []
    for case in some:
        entry = index.with_code(case.code)
        assert entry is not None, case.code
        levels: frozenset[Level] = entry.levels
        ministries = ministries_of_name(entry.procedure.ministry)
        query = query_of(case.name, field=entry.procedure.field, levels=levels, ministries=ministries)
        found = match(query, index)
        codes = [one.code for one in found.candidates]
        place = codes.index(case.code) + 1 if case.code in codes else 0
        out.append(Verdict(case.id, found.band.value, codes[0] if codes else "", place))
    return out


def as_meant(case: Case, verdict: Verdict) -> bool:
    """The verdict that the grade demands."""
    certain = verdict.band == Band.CERTAIN
    if case.grade is Grade.STRONG:
        return certain and verdict.first == case.code
    if case.grade is Grade.MEDIUM:
        return verdict.place == 1 if certain else verdict.place > 0
    return not certain


def tally(some: Sequence[Case], verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    """By grade: how many verdicts are as meant, of how many."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case, verdict in zip(some, verdicts, strict=True):
        total[case.grade] += 1
        right[case.grade] += as_meant(case, verdict)
    return {grade.value: (right[grade], total[grade]) for grade in Grade}


@cache
def _index() -> CatalogueIndex:
    return CatalogueIndex(sample_catalogue())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
