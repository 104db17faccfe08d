"""Which procedures of a ministry's list stand in a provincial one: by code, else by name and level.

Names are evidence and codes are keys: a name alone ties two rows only where no word is left over, and what
merely resembles is doubtful, so that nobody is accused of leaving out what may be listed under another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.deadlines.facts import ItemFacts
from catalogue.matching.names import name_of
from extract.decision import Change, Level

ALIKE = 75
"""Names at least so alike (percent) may be one procedure's; measured twins of one ministry begin at 90."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The asked procedures by id: those that are listed, and those of which it cannot be said."""

    listed: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Row:
    """What a list says of one procedure: that it stands, or that it goes (None: the list does not tell)."""

    at: int
    codes: frozenset[str]
    key: str
    text: str
    levels: frozenset[Level]
    goes: bool | None


def pair(asked: Sequence[ItemFacts], listed: Sequence[ItemFacts], cited: bool) -> Pairing:
    """Look for the asked procedures in a list; `cited`: the list is known to answer the asked ones.

    Only then may resemblance raise a doubt; otherwise a name needs its level on both sides.
    """
    rows = [row for at, item in enumerate(listed) for row in _rows(at, item)]
    used: set[int] = set()
    found: set[str] = set()
    left: list[tuple[str, _Row]] = []
    for item in asked:
        wanted = _wanted(item)
        same = next((row for row in rows if wanted.codes & row.codes and _agree(wanted, row, cited)), None)
        if same:
            found.add(item.id)
            used.add(same.at)
        else:
            left.append((item.id, wanted))
    doubtful: set[str] = set()
    for ident, wanted in left:
        free = [row for row in rows if row.at not in used and _agree(wanted, row, cited)]
        named = next((row for row in free if _same_name(wanted, row, cited)), None)
        if named:
            found.add(ident)
            used.add(named.at)
        elif cited and any(_resemble(wanted, row) for row in free):
            doubtful.add(ident)
    return Pairing(frozenset(found), frozenset(doubtful))


def keys(item: ItemFacts) -> frozenset[str]:
    """Every code and name that a row may be found by: lists without a common one have nothing in common."""
    return frozenset(key for row in _rows(0, item) for key in (*row.codes, row.key) if key)


def _wanted(item: ItemFacts) -> _Row:
    goes = None if item.change is Change.LISTED else item.change is Change.REPEALED
    return _row(0, item.codes, item.name, item.levels, goes)


def _rows(at: int, item: ItemFacts) -> Iterator[_Row]:
    """A replacing procedure stands, and the one it replaces goes."""
    yield _row(at, item.codes, item.name, item.levels, _wanted(item).goes)
    if item.change is Change.REPLACED:
        codes = frozenset({item.replaces_code} if item.replaces_code else ())
        yield _row(at, codes, item.replaced_name or "", item.levels, True)


def _row(at: int, codes: frozenset[str], name: str, levels: Iterable[Level], goes: bool | None) -> _Row:
    known = name_of(name)
    return _Row(at, codes, known.key, known.text, todays_levels((*levels, *known.levels)), goes)


def todays_levels(levels: Iterable[Level]) -> frozenset[Level]:
    """Levels as they are since 1 July 2025: what the district settled came to the commune.

    Luật Tổ chức chính quyền địa phương 2025 (72/2025/QH15).
    """
    return frozenset(Level.COMMUNE if level is Level.DISTRICT else level for level in levels)


def _agree(wanted: _Row, row: _Row, cited: bool) -> bool:
    if wanted.goes is None or row.goes is None:
        return cited or not (wanted.goes or row.goes)
    return wanted.goes is row.goes


def _same_name(wanted: _Row, row: _Row, cited: bool) -> bool:
    if not wanted.key or wanted.key != row.key or (wanted.codes and row.codes):
        return False
    if wanted.levels and row.levels:
        return bool(wanted.levels & row.levels)
    return cited


def _resemble(wanted: _Row, row: _Row) -> bool:
    from rapidfuzz.fuzz import ratio

    if wanted.levels and row.levels and not wanted.levels & row.levels:
        return False
    if wanted.codes and row.codes:
        return bool(wanted.key) and wanted.key == row.key
    return bool(wanted.text) and bool(row.text) and ratio(wanted.text, row.text) >= ALIKE
