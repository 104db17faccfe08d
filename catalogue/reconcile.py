"""Three-way comparison: the province's catalogue, a national list and the decisions taken in, side by side.

Codes are keys. A difference names both sides and, where a decision speaks of the procedure, what that says;
names that differ in spelling only are none. A national list of some ministries says nothing on the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from catalogue.history import entries_in_order
from catalogue.imports.listing import read_listing
from catalogue.imports.sheets import read_sheets
from catalogue.levels import levels_of_agencies
from catalogue.matching.alignment import align
from catalogue.matching.names import name_of
from catalogue.procedure import Procedure, Scope
from catalogue.reconcile_decisions import Said, decided
from catalogue.time_limits import Period, periods
from catalogue.workspace import Workspace
from extract.agencies import ministries_of_name
from extract.decision import Change, Level
from extract.folding import fold
from ingest.errors import UsageError

_COUNTED = ("central", "levelless", "ended", "beyond")


class Kind(StrEnum):
    """What differs; `difference.<kind>` of the message catalogue."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    REPEALED_STILL_LISTED = "repealed_still_listed"
    WRONG_LEVEL = "wrong_level"
    NAME = "name"
    FIELD = "field"
    AGENCY = "agency"
    DECISION_NUMBER = "decision_number"
    TIME_LIMIT = "time_limit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference of one procedure: what stands here, there and in the decision, None for nothing."""

    kind: Kind
    code: str
    name: str
    here: str | None = None
    there: str | None = None
    decided: str | None = None
    decision: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """The machine-readable form."""
        return {
            "kind": self.kind.value,
            "code": self.code,
            "name": self.name,
            "here": self.here,
            "national": self.there,
            "decided": self.decided,
            "decision": self.decision,
        }


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All findings by kind and code, and what was compared.

    Left aside, and so never missing here: `central` national procedures are settled by ministries only,
    `levelless` ones state no level, `ended` ones are repealed by a decision. `beyond` entries are of
    ministries that the list does not speak of. `untied` rows of decisions have no code and no certain match.
    `unread` rows of the list gave no entry.
    """

    file: str
    findings: tuple[Finding, ...]
    here: int
    there: int
    both: int
    central: int
    levelless: int
    ended: int
    beyond: int
    decided: int
    untied: int
    unread: int

    def count(self, kind: Kind) -> int:
        """How many findings are of that kind."""
        return sum(one.kind is kind for one in self.findings)

    @property
    def facts(self) -> dict[str, int]:
        """The counts by name, in the order in which they are told."""
        names = ("here", "there", "both", *_COUNTED, "decided", "untied", "unread")
        return {name: getattr(self, name) for name in names}

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form of `congbo reconcile`."""
        return {
            "file": self.file,
            "compared": self.facts,
            "counts": {kind.value: self.count(kind) for kind in Kind},
            "findings": [one.to_json() for one in self.findings],
        }


def reconcile(workspace: Workspace, path: Path, as_of: date) -> Reconciliation:
    """Compare the catalogue as it holds on a day with what was decided by then. Nothing is stored.

    UsageError where the province has no catalogue yet, or where the file is no list of procedures.
    """
    listing = read_listing(read_sheets(path), path, Scope.NATIONAL)
    own = list(entries_in_order(workspace, Scope.PROVINCE, as_of))
    if not own and not workspace.rows("SELECT 1 FROM procedures WHERE scope = 'province' LIMIT 1"):
        raise UsageError("reconcile.no_province")
    here = {one.entry.code: one.entry for one in own if one.in_force}
    there = {one.code: one for one in listing.procedures}
    said, untied = decided(workspace, as_of)
    spoken = _ministries(listing.procedures)
    findings: list[Finding] = []
    counts: Counter[str] = Counter()
    for code in sorted(here.keys() | there.keys()):
        mine, national, last = here.get(code), there.get(code), said.get(code)
        if mine is None and national is not None:
            why = _not_ours(national, last)
            if why:
                counts[why] += 1
            else:
                findings.append(_missing_here(national, last))
        elif mine is not None:
            counts["both"] += national is not None
            findings += _of_entry(mine, national, last)
            if national is None and spoken and not _ministries([mine]) & spoken:
                counts["beyond"] += 1
            elif national is None:
                findings.append(_missing_there(mine, last))
    order = list(Kind)
    findings.sort(key=lambda one: (order.index(one.kind), one.code))
    return Reconciliation(
        file=path.name,
        findings=tuple(findings),
        here=len(here),
        there=len(there),
        decided=len(said),
        untied=untied,
        unread=len(listing.problems),
        **{name: counts[name] for name in ("both", *_COUNTED)},
    )


def _of_entry(mine: Procedure, national: Procedure | None, last: Said | None) -> Iterator[Finding]:
    """What differs for a procedure that the province lists."""

    def finding(kind: Kind, here: str | None, there: str | None, by_decision: str | None) -> Finding:
        number = last.number if last and (by_decision or kind is Kind.REPEALED_STILL_LISTED) else None
        return Finding(kind, mine.code, mine.name, here, there, by_decision, number)

    if last and last.change is Change.REPEALED:
        yield finding(Kind.REPEALED_STILL_LISTED, mine.status, national.status if national else None, None)
        return
    levels = _levels(mine), _levels(national), last.levels if last else ()
    if _apart(levels[0], levels[1]) or _apart(levels[0], levels[2]):
        yield finding(Kind.WRONG_LEVEL, *(", ".join(one) or None for one in levels))
    names = mine.name, national.name if national else None, last.name if last else None
    if _names_differ(mine.name, names[1]) or _names_differ(mine.name, names[2]):
        yield finding(Kind.NAME, *names)
    fields = mine.field, national.field if national else None, last.field if last else None
    if any(mine.field and other and _words(other) != _words(mine.field) for other in fields[1:]):
        yield finding(Kind.FIELD, *fields)
    yield from _agencies_and_numbers(mine, national, last)
    limits = mine.time_limit, national.time_limit if national else None, last.time_limit if last else None
    stated = {_limit(text) for text in limits if text}
    if len(stated) > 1:
        yield finding(Kind.TIME_LIMIT, *limits)


def _agencies_and_numbers(
    mine: Procedure, national: Procedure | None, last: Said | None
) -> Iterator[Finding]:
    """Who carries it out and whose field it is; the numbers of the decisions that publish it."""
    if national is not None:
        ours, theirs = _ministries([mine]), _ministries([national])
        carried = {fold(one) for one in mine.agencies}, {fold(one) for one in national.agencies}
        if (ours and theirs and not ours & theirs) or (all(carried) and not carried[0] & carried[1]):
            here = "; ".join(mine.agencies) or mine.ministry
            there = "; ".join(national.agencies) or national.publisher
            yield Finding(Kind.AGENCY, mine.code, mine.name, here, there)
    published = (
        (mine, last.of_province if last else None, True),
        (national, last.of_ministry if last else None, False),
    )
    for entry, number, ours_is in published:
        if entry and entry.decision_keys and number and number.key not in entry.decision_keys:
            here, there = (entry.decision_raw, None) if ours_is else (None, entry.decision_raw)
            yield Finding(
                Kind.DECISION_NUMBER, mine.code, mine.name, here, there, number.number, number.number
            )


def _missing_here(national: Procedure, last: Said | None) -> Finding:
    said = last.change.value if last else None
    number = last.number if last else None
    return Finding(Kind.MISSING_HERE, national.code, national.name, None, national.publisher, said, number)


def _missing_there(mine: Procedure, last: Said | None) -> Finding:
    said = last.change.value if last else None
    return Finding(
        Kind.MISSING_THERE, mine.code, mine.name, mine.decision_raw, None, said, last.number if last else None
    )


def _not_ours(national: Procedure, last: Said | None) -> str | None:
    """Why a national procedure need not stand here: the name of the count it goes into."""
    levels = _levels(national)
    if last and last.change is Change.REPEALED:
        return "ended"
    if set(levels) == {Level.CENTRAL}:
        return "central"
    return None if levels else "levelless"


def _levels(one: Procedure | None) -> tuple[Level, ...]:
    return (one.levels or name_of(one.name).levels or levels_of_agencies(one.agencies)) if one else ()


def _apart(mine: Iterable[Level], other: Iterable[Level]) -> bool:
    return bool(set(mine) and set(other) and not set(mine) & set(other))


def _words(field: str) -> frozenset[str]:
    """The words of a field; lists print some twice ("Nông nghiệp Nông nghiệp")."""
    return frozenset(fold(field).split())


def _names_differ(mine: str, other: str | None) -> bool:
    return bool(other) and not align(name_of(mine), name_of(other or "")).complete


def _limit(text: str) -> tuple[Period, ...] | str:
    """The periods of a time limit, whatever words stand around them; the folded text without any."""
    return periods(text) or fold(text)


def _ministries(procedures: Iterable[Procedure]) -> frozenset[str]:
    names = {one.ministry or one.publisher for one in procedures}
    return frozenset().union(*(ministries_of_name(name) for name in names))
