"""Ministries through their mergers, and the provincial departments that take up their procedures.

Data: agencies.toml. A body is spoken of by its id of today; a ministry whose functions were split counts
as each of its successors, so that comparing two bodies is asking whether their sets of ids meet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from extract.folding import fold, nfc
from extract.numbers import number_key

_DATA = Path(__file__).parent / "agencies.toml"
_SYMBOL = re.compile(r"QĐ-(.+)$")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry or ministry-level agency; `valid_to` and `successors` where it was dissolved.

    `parent` is the ministry that a body with a symbol of its own belongs to.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    parent: str | None = None
    department: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def today(self) -> frozenset[str]:
        """The ids of the ministries of today that answer for it."""
        return frozenset(self.successors or (self.parent or self.id,))


@dataclass(frozen=True, slots=True)
class _Agencies:
    ministries: dict[str, Ministry]
    by_name: dict[str, frozenset[str]]
    by_suffix: tuple[tuple[str, Ministry], ...]
    by_department: dict[str, frozenset[str]]
    departments: dict[str, str]
    routing: tuple[tuple[str, str, str], ...]


def ministry(ident: str) -> Ministry:
    """The ministry of that id ("BNNMT"); KeyError for an unknown one."""
    return _agencies().ministries[ident]


def ministries() -> tuple[Ministry, ...]:
    """All ministries, those of today and former ones."""
    return tuple(_agencies().ministries.values())


def ministry_of_number(number: str | None) -> Ministry | None:
    """The ministry behind a decision number as it was called then; None for other bodies.

    A unit's tail may follow ("6225/QĐ-BNN-KTHT"), and "&" does not matter ("4347/QĐ-BVHTT&DL").
    """
    symbol = _SYMBOL.search(number_key(number)) if number else None
    if symbol is None:
        return None
    for suffix, one in _agencies().by_suffix:
        if symbol[1] == suffix or symbol[1].startswith(suffix + "-"):
            return one
    return None


def ministries_of_number(number: str | None) -> frozenset[str]:
    """Today's ministries behind a decision number ("6225/QĐ-BNN-KTHT" -> BNNMT); empty for others."""
    one = ministry_of_number(number)
    return one.today if one else frozenset()


def ministries_of_name(name: str | None) -> frozenset[str]:
    """Today's ministries behind a ministry's name in any spelling, also at the end of a unit's name."""
    folded = fold(name or "")
    known = _agencies().by_name
    if folded in known:
        return known[folded]
    longest = max(
        (one for one in known if folded.startswith(one) or folded.endswith(one)), key=len, default=None
    )
    return known[longest] if longest else frozenset()


def ministries_of_departments(names: Iterable[str]) -> frozenset[str]:
    """Today's ministries whose procedures the named departments handle; empty where one is unknown."""
    found: frozenset[str] = frozenset()
    for name in names:
        folded = fold(name)
        known = _agencies().by_department
        longest = max((one for one in known if folded.startswith(one)), key=len, default=None)
        if longest is None:
            return frozenset()
        found |= known[longest]
    return found


def department_for(ministries: Iterable[str], field: str | None) -> str | None:
    """The department that prepares a procedure's publication: by field, else by its only ministry."""
    idents = sorted(ministries)
    folded = fold(field or "")
    routed = [
        (name, department)
        for ident, name, department in _agencies().routing
        if ident in idents and name in folded
    ]
    if routed:
        return max(routed, key=lambda pair: len(pair[0]))[1]
    departments = {ministry(ident).department for ident in idents}
    return departments.pop() if len(departments) == 1 else None


def is_department(name: str) -> bool:
    """True where the data knows the department, whatever stands behind its name."""
    folded = fold(name)
    return any(folded == one or folded.startswith(f"{one} ") for one in _agencies().departments)


def is_whole_department(name: str) -> bool:
    """True where the data knows a department of exactly this name."""
    return fold(name) in _agencies().departments


def canonical_department(name: str) -> str:
    """A department's name in the spelling of the data, compared folded; what follows it stays as it is.

    "SỞ CÔNG THƯƠNG" -> "Sở Công Thương"; a name that the data does not hold is given back unchanged.
    """
    text = nfc(name).replace("&", " và ")
    words = list(_WORD.finditer(text))
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        known = _agencies().departments.get(fold(text[:end]))
        if known:
            return known + text[end:]
    return name


@cache
def renamed_bodies() -> dict[str, str]:
    """Names of dissolved ministries and departments that have one successor, with the successor's name."""
    data = _agencies()
    out = {}
    for one in data.ministries.values():
        if len(one.successors) == 1:
            out[fold(one.name)] = fold(data.ministries[one.successors[0]].name)
    return out


@cache
def _agencies() -> _Agencies:
    data = tomllib.loads(_DATA.read_text("utf-8"))
    ministries = {row["id"]: _ministry(row) for row in data["ministries"]}
    by_name: dict[str, frozenset[str]] = {}
    by_suffix: dict[str, Ministry] = {}
    by_department: dict[str, frozenset[str]] = {}
    departments: dict[str, str] = {}
    for one in ministries.values():
        for name in (one.name, *one.spellings):
            by_name[fold(name)] = one.today
        for suffix in one.suffixes:
            by_suffix[suffix] = one
        if one.department:
            by_department[fold(one.department)] = one.today
            departments[fold(one.department)] = one.department
    for row in data["departments"]:
        departments[fold(row["name"])] = row["name"]
        if "ministries" in row:
            by_department[fold(row["name"])] = frozenset(row["ministries"])
    return _Agencies(
        ministries,
        by_name,
        tuple(sorted(by_suffix.items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        by_department,
        departments,
        tuple((row["ministry"], fold(row["field"]), row["department"]) for row in data["routing"]),
    )


def _ministry(row: dict[str, Any]) -> Ministry:
    lists = {name: tuple(row.get(name, ())) for name in ("suffixes", "spellings", "successors")}
    facts: dict[str, Any] = {**row, **lists}
    return Ministry(**facts)
