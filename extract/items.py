"""From the rows of lists to listed procedures: kind, name, codes, level, field and the other cells.

What a row does not say is taken from the headings above it, then from the decision's title and Điều 1; the
title wins over an annex's head that contradicts it, a section heading over the head of a column.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.decision import Change, Item, Source
from extract.entries import as_above, follows_table, tidy
from extract.folding import fold
from extract.grids import around
from extract.head import Head
from extract.headings import sentence_case
from extract.identity import Identity, identities
from extract.inherited import Defaults, change_of, defaults_of, levels_of_row
from extract.lists import Entry, Found
from extract.outline import Outline
from ingest.document import Cell, one_line

_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
# The doubt of a kind that evidence contradicts, and of one that nothing states.
_TORN, _UNSAID = 0.25, 0.05
# The most that a row recognised in a picture may claim, and how much of a name tells its cell.
_RECOGNISED = 0.9
_SIGN = 20


def items_of(found: Found, parts: Outline, head: Head, internal: bool) -> tuple[Item, ...]:
    """The listed procedures of a decision in the order of print."""
    defaults = defaults_of(parts, head, internal)
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


def _items(entry: Entry, defaults: Defaults, above: dict[str, str], found: Found) -> list[Item]:
    change, sure = change_of(entry, defaults)
    named = identities(entry, change, above)
    if not named:
        return []
    if not sure and len(entry.changes) == 1:
        found.contradicted.setdefault(entry.section, (change, entry.changes[0]))
    own_field = _value(entry, "field", above)
    shared = Item(
        change=change,
        name="",
        source=_source(entry),
        field=sentence_case(own_field) if own_field else entry.field or defaults.field,
        levels=levels_of_row(entry, defaults),
        agency=_value(entry, "agency", above),
        time_limit=_value(entry, "time_limit", above),
        fee=_value(entry, "fee", above),
        basis=_value(entry, "basis", above),
        section=entry.section or None,
        ordinal=_ordinal(entry),
        internal=defaults.internal,
        effective=entry.effective,
    )
    unsaid = change is Change.LISTED and change not in (*entry.changes, *defaults.changes)
    doubt = _TORN if not sure else _UNSAID if unsaid else 0.0
    return [_of(shared, one, _confidence(entry, doubt, one)) for one in named]


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
    if not row.table:
        return Source(first.page, bbox=box, path=first.path, recognised=recognised)
    return Source(first.page, row.table, row.number, box, first.path, recognised)


def _holds_unknown(entry: Entry) -> bool:
    """Whether a column whose head says nothing known holds words in this row."""
    cells = zip(entry.columns.roles, entry.row.values, strict=True)
    return any(role is None and _WORDS.search(value) for role, value in cells)


def _confidence(entry: Entry, doubt: float, one: Identity) -> float:
    """How far the row may be trusted: every doubt takes its share from 0.99; `doubt` is that of its kind.

    A row recognised in a picture is no more certain than its words; that its code and name agree on an entry
    of the catalogue is for the catalogue to say.
    """
    doubts = (
        (0.08, not entry.row.sure),
        (0.03, not entry.place.proven),
        (doubt, True),
        (0.10, one.printed is not None and not one.codes),
        (0.05, one.replaced_name is not None),
        (0.08, entry.columns.guessed),
        (0.05, _holds_unknown(entry)),
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
