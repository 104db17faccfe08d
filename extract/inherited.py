"""Kind and level of a row: from its own cells, from the headings above it, then from title and Điều 1.

The title wins over an annex's head that contradicts it, a section heading over the head of a column, and a
cell that names nothing but a kind over all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.decision import Change, Level
from extract.folding import fold
from extract.head import Head
from extract.headings import levels_of, read_heading
from extract.language import marks
from extract.lists import Entry
from extract.outline import Outline
from extract.phrases import phrase
from ingest.document import one_line

_COMPETENT = re.compile(rf"\b{phrase('competent')}\b")
_BODIES = (
    (Level.CENTRAL, re.compile(rf"\b{phrase('central_body')}\b")),
    (Level.PROVINCE, re.compile(rf"\b{phrase('province_body')}\b")),
    (Level.DISTRICT, re.compile(rf"\b{phrase('district_body')}\b")),
    (Level.COMMUNE, re.compile(rf"\b{phrase('commune_body')}\b")),
)
_NOTE_ON_LEVEL = re.compile(r"^\W*(?:TTHC|thủ tục)", re.IGNORECASE)
_TICK = re.compile(r"[xX✓✔√☑☒●+]|\(x\)")
_PROCEDURE = re.compile(r"\b(?:thủ tục hành chính|thủ tục|TTHC|được|bị)\b", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_LONGEST_KIND = 40
"""Characters of the longest cell that names a kind."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the title and Điều 1 say for rows that say nothing."""

    changes: tuple[Change, ...]
    levels: tuple[Level, ...]
    field: str | None
    internal: bool
    ministry: bool


def defaults_of(parts: Outline, head: Head, internal: bool) -> Defaults:
    """What a decision's title and first article say for all its rows."""
    title = read_heading(parts.title)
    first = read_heading(parts.articles[0].text) if parts.articles else None
    ministry = head.issuer_level == "ministry"
    return Defaults(
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


def change_of(entry: Entry, defaults: Defaults) -> tuple[Change, bool]:
    """The kind of a row and whether the evidence is single-minded."""
    columns, said = entry.columns, entry.changes
    own = _own_change(entry)
    if own:
        return own, True
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


def levels_of_row(entry: Entry, defaults: Defaults) -> tuple[Level, ...]:
    """The levels of a row: those of its headings, else of its own cells, else of the title's bodies.

    The head of its annex counts behind its own cells, and only where it names one level: one that names
    several sums its groups up.
    """
    if entry.shared or entry.levels:
        return entry.levels
    own = next((named for named in _own_levels(entry, defaults) if named), None)
    annex_head = next((head.levels for head in entry.under if len(head.levels) == 1), None)
    return own or annex_head or defaults.levels


def _own_levels(entry: Entry, defaults: Defaults) -> Iterator[tuple[Level, ...]]:
    """What the row's cells say of levels: ticks, the column of levels, a remark, the agency.

    A province's agency counts only where its title leaves the level open: that of one body settles it.
    """
    yield _ticked_levels(entry)
    at, note = entry.columns.first("level"), entry.columns.first("note")
    if at is not None and entry.row.values[at]:
        yield levels_of(entry.row.values[at]) or levels_of(f"cấp {entry.row.values[at]}")
    if note is not None and _NOTE_ON_LEVEL.match(entry.row.values[note]):
        yield levels_of(entry.row.values[note])
    agency = entry.columns.first("agency")
    if agency is not None and (defaults.ministry or len(defaults.levels) != 1):
        yield _agency_levels(entry.row.values[agency])


def _ticked_levels(entry: Entry) -> tuple[Level, ...]:
    """The levels of the columns "Cấp tỉnh", "Cấp xã" … that bear a tick in the row."""
    named = [
        level
        for role, head, value in zip(entry.columns.roles, entry.columns.head, entry.row.values, strict=True)
        if role in ("level", None) and _TICK.fullmatch(value.strip())
        for level in levels_of(head)
    ]
    return tuple(level for level in Level if level in named)


def _own_change(entry: Entry) -> Change | None:
    """The kind that a cell of the row itself names, and nothing else ("Bãi bỏ" under "Ghi chú")."""
    told: set[Change] = set()
    for role, value in zip(entry.columns.roles, entry.row.values, strict=True):
        text = one_line(value)
        if role not in (None, "note") or len(text) > _LONGEST_KIND:
            continue
        named = marks(text, "change")
        if len(named) == 1 and not _LETTER.search(_PROCEDURE.sub("", text.replace(named[0].text, ""))):
            told.add(Change(named[0].value))
    return told.pop() if len(told) == 1 else None


def _agency_levels(agency: str) -> tuple[Level, ...]:
    folded = fold(agency)
    return tuple(level for level, pattern in _BODIES if pattern.search(folded))
