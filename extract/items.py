"""From the rows of lists to listed procedures: kind, name, codes, level, field and the other cells.

What a row does not say is taken from the headings above it, then from the decision's title and Điều 1; the
title wins over an annex's head that contradicts it, a section heading over the head of a column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.decision import Change, Item, Level, Source
from extract.entries import as_above, follows_table, tidy
from extract.folding import fold
from extract.grids import around
from extract.head import Head
from extract.headings import levels_of, read_heading, sentence_case
from extract.identity import Identity, identities
from extract.lists import Entry, Found
from extract.outline import Outline
from extract.phrases import phrase
from ingest.document import Cell, one_line

_COMPETENT = re.compile(rf"\b{phrase('competent')}\b")
_BODIES = (
    (Level.CENTRAL, re.compile(rf"\b{phrase('central_body')}\b")),
    (Level.PROVINCE, re.compile(rf"\b{phrase('province_body')}\b")),
    (Level.DISTRICT, re.compile(rf"\b{phrase('district_body')}\b")),
    (Level.COMMUNE, re.compile(rf"\b{phrase('commune_body')}\b")),
)
_NOTE_ON_LEVEL = re.compile(r"^\W*(?:TTHC|thủ tục)", re.IGNORECASE)
# The most that a row recognised in a picture may claim, and how much of a name tells its cell.
_RECOGNISED = 0.9
_SIGN = 20


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What the title and Điều 1 say for rows that say nothing."""

    changes: tuple[Change, ...]
    levels: tuple[Level, ...]
    field: str | None
    internal: bool
    ministry: bool


def items_of(found: Found, parts: Outline, head: Head, internal: bool) -> tuple[Item, ...]:
    """The listed procedures of a decision in the order of print."""
    defaults = _defaults(parts, head, internal)
    out: list[Item] = []
    above: dict[str, str] = {}
    for entry in found.entries:
        items = _items(entry, defaults, above, found)
        if not items:
            found.ignore("no_name")
        out += items
    return tuple(_with_own_day(item, head) for item in out)


def _with_own_day(item: Item, head: Head) -> Item:
    """The item with the day that the effect clause names for it alone."""
    for one in head.effective.partial if head.effective else ():
        about = fold(one.about)
        if (item.code and item.code in one.about) or fold(item.name) in about:
            return replace(item, effective=one.date)
    return item


def _defaults(parts: Outline, head: Head, internal: bool) -> _Defaults:
    title = read_heading(parts.title)
    first = read_heading(parts.articles[0].text) if parts.articles else None
    ministry = head.issuer_level == "ministry"
    return _Defaults(
        changes=title.changes or (first.changes if first else ()),
        levels=() if ministry else _competent_levels(parts.title),
        field=title.field or (first.field if first else None),
        internal=internal,
        ministry=ministry,
    )


def _competent_levels(title: str) -> tuple[Level, ...]:
    """The levels of the bodies that a provincial title names: "của Sở …, UBND cấp xã"."""
    levels = [Level.PROVINCE] if _COMPETENT.search(fold(title)) else []
    named = levels_of(title)
    return tuple(level for level in Level if level in levels or level in named)


def _items(entry: Entry, defaults: _Defaults, above: dict[str, str], found: Found) -> list[Item]:
    named = identities(entry, above)
    if not named:
        return []
    change, sure = _change(entry, defaults)
    if not sure and len(entry.changes) == 1:
        found.contradicted.setdefault(entry.section, (change, entry.changes[0]))
    own_field = _value(entry, "field", above)
    shared = Item(
        change=change,
        name="",
        source=_source(entry),
        field=sentence_case(own_field) if own_field else entry.field or defaults.field,
        levels=_levels(entry, defaults),
        agency=_value(entry, "agency", above),
        time_limit=_value(entry, "time_limit", above),
        fee=_value(entry, "fee", above),
        basis=_value(entry, "basis", above),
        section=entry.section or None,
        ordinal=_ordinal(entry),
        internal=defaults.internal,
        effective=entry.effective,
    )
    return [_of(shared, one, _confidence(entry, sure, one)) for one in named]


def _of(shared: Item, one: Identity, confidence: float) -> Item:
    return replace(
        shared,
        name=one.name,
        code=one.codes[0].root if one.codes else None,
        code_printed=one.printed,
        further_codes=tuple(code.root for code in one.codes[1:] if code.root),
        time_limit=shared.time_limit or one.time_limit,
        replaces_code=one.replaces_code,
        replaced_name=one.replaced_name,
        internal=shared.internal or any(code.internal for code in one.codes),
        confidence=confidence,
    )


def _change(entry: Entry, defaults: _Defaults) -> tuple[Change, bool]:
    """The kind of a row and whether the evidence is single-minded."""
    columns, said = entry.columns, entry.changes
    if "old_name" in columns.roles and "new_name" in columns.roles:
        return Change.REPLACED, True
    if len(said) == 1:
        contradicted = entry.from_annex_head and defaults.changes and said[0] not in defaults.changes
        return (defaults.changes[0], False) if contradicted else (said[0], True)
    possible = said or defaults.changes
    if columns.says("bãi bỏ") and (not possible or Change.REPEALED in possible):
        return Change.REPEALED, True
    if Change.AMENDED in possible and (columns.says("sửa đổi") or Change.REPLACED in possible):
        return Change.AMENDED, Change.REPLACED not in possible
    return (possible[0], len(possible) == 1) if possible else (Change.LISTED, True)


def _levels(entry: Entry, defaults: _Defaults) -> tuple[Level, ...]:
    if entry.shared and not entry.levels:
        return ()
    if entry.levels:
        return entry.levels
    at = entry.columns.first("level")
    if at is not None and entry.row.values[at]:
        text = entry.row.values[at]
        named = levels_of(text) or levels_of(f"cấp {text}")
        if named:
            return named
    note = entry.columns.first("note")
    if note is not None and _NOTE_ON_LEVEL.match(entry.row.values[note]):
        named = levels_of(entry.row.values[note])
        if named:
            return named
    agency = entry.columns.first("agency")
    if defaults.ministry and agency is not None:
        return _agency_levels(entry.row.values[agency])
    return defaults.levels


def _agency_levels(agency: str) -> tuple[Level, ...]:
    folded = fold(agency)
    return tuple(level for level, pattern in _BODIES if pattern.search(folded))


def _value(entry: Entry, role: str, above: dict[str, str]) -> str | None:
    """A cell's value; that of the row above for "Như trên" and where only other text has slipped in."""
    at = entry.columns.first(role)
    if at is None:
        return None
    value = tidy(entry.row.values[at])
    if as_above(value):
        value = above.get(role, value)
    elif follows_table(value):
        value = above.get(role)
    if value:
        above[role] = value
    return value


def _ordinal(entry: Entry) -> str | None:
    at = entry.columns.first("ordinal")
    return (tidy(entry.row.values[at]) or "").strip(".") or None if at is not None else None


def _source(entry: Entry) -> Source:
    row = entry.row
    first = row.cells[0].place if row.cells else entry.place.place
    box = around([cell.place for cell in row.cells])
    recognised = any(cell.confidence < 1.0 for cell in row.cells)
    return Source(first.page, row.table, row.number, box, first.path, recognised)


def _confidence(entry: Entry, sure_change: bool, one: Identity) -> float:
    """How far the row may be trusted: every doubt takes its share from 0.99.

    A row recognised in a picture is no more certain than its words; that its code and name agree on an entry
    of the catalogue is for the catalogue to say.
    """
    doubts = (
        (0.08, not entry.row.sure),
        (0.03, not entry.place.proven),
        (0.25, not sure_change),
        (0.10, one.printed is not None and not one.codes),
        (0.05, one.replaced_name is not None),
        (0.10, any(follows_table(value) for value in entry.row.values)),
    )
    own = max(0.05, 0.99 - sum(share for share, doubt in doubts if doubt))
    recognised = min((cell.confidence for cell in _telling(entry, one)), default=1.0)
    return own if recognised == 1.0 else max(0.05, min(_RECOGNISED, own * recognised))


def _telling(entry: Entry, one: Identity) -> list[Cell]:
    """The cells of the row that hold its code or the beginning of its name; all of them where none does."""
    signs = [one.name[:_SIGN], *([one.printed] if one.printed else [])]
    found = [cell for cell in entry.row.cells if any(sign in one_line(cell.text) for sign in signs)]
    return found or entry.row.cells
