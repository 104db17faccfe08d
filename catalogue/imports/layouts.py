"""The layouts of our own catalogue files, written and read by the same data: layouts.toml.

In the full layout a cell holds the whole of a field, so that reading gives back what was written, but for
control characters and kinds of line ends. The portal's layout holds less of an entry, in the portal's ways.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.entries import LISTS
from catalogue.exports.numbers import day as written
from catalogue.exports.writing import without_controls
from catalogue.levels import levels_of_column
from catalogue.procedure import Procedure, Scope
from ingest.document import clean, one_line
from ingest.messages.command import day_of

_DATA = Path(__file__).with_name("layouts.toml")
_BETWEEN = "; "
_DAYS = frozenset({"valid_from", "valid_to"})


class Layout(StrEnum):
    """In which layout a catalogue is written."""

    PORTAL = "portal"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as it held on a day: in force from `valid_from` to the day before `valid_to`.

    Days are ISO; None: since a day not known, no end known. `decision`, `section` and `ordinal` tell where
    what it then held was decided, None where a list said so.
    """

    entry: Procedure
    in_force: bool = True
    valid_from: str | None = None
    valid_to: str | None = None
    decision: str | None = None
    section: str | None = None
    ordinal: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it holds, its head, its width in characters."""

    field: str
    head: str
    width: int


def columns(layout: Layout) -> tuple[Column, ...]:
    """The columns of a layout in their order."""
    return tuple(Column(*row) for row in _data()[layout]["columns"])


def title(scope: Scope, on: date) -> str:
    """What stands above a list in the portal's layout, in lines; the last tells that it is ours."""
    portal = _data()[Layout.PORTAL]
    return f"{portal['title']}\n({portal['mark'][scope]} {written(on)})"


def own_scope(cell: str) -> Scope | None:
    """The catalogue that the title of a list of our own names; None where the list is not ours."""
    marks = _data()[Layout.PORTAL]["mark"]
    return next((Scope(scope) for scope, mark in marks.items() if mark in cell), None)


def notice_line(on: date) -> str:
    """The line above a public notice list that tells its day, and that it is one."""
    return f"({_data()['notice']['mark']} {written(on)})"


def is_notice(cell: str) -> bool:
    """True for the title of a public notice list."""
    return str(_data()["notice"]["mark"]) in cell


def marks_full(fields: Mapping[str, Any] | Sequence[str]) -> bool:
    """True where a table with these fields is one of ours in the full layout."""
    return {"code", "name", *_data()[Layout.FULL]["marker"]} <= set(fields)


def fields_of_heads(heads: Sequence[str]) -> dict[str, int]:
    """Where each field of the full layout stands in a row of heads."""
    known = {column.head: column.field for column in columns(Layout.FULL)}
    return {known[head.strip()]: at for at, head in enumerate(heads) if head.strip() in known}


def told(held: Held) -> dict[str, Any]:
    """An entry as a record in the full layout: texts without control characters, lists as lists."""
    facts = {name: getattr(held, name) for name in ("in_force", "valid_from", "valid_to")}
    facts |= {name: getattr(held, name) for name in ("decision", "section", "ordinal")}
    order = [column.field for column in columns(Layout.FULL)]
    return {name: _plain(facts[name] if name in facts else getattr(held.entry, name)) for name in order}


def cells(held: Held, layout: Layout, number: int = 1) -> list[str]:
    """An entry as a row of a layout; `number` is its place in the list."""
    if layout is Layout.FULL:
        return [cell_of(name, value) for name, value in told(held).items()]
    entry = held.entry
    glued = entry.field and entry.ministry and entry.ministry != entry.publisher
    facts = {
        "ordinal": str(number),
        "code": entry.code_printed or entry.code,
        "name": entry.name,
        "decision": entry.decision_raw,
        "audience": entry.audience,
        "field": f"{entry.field} ({entry.ministry})" if glued else entry.field,
        "publisher": entry.publisher,
        "levels": cell_of("levels", entry.levels),
        "status": entry.status,
    }
    return [one_line(clean(_plain(facts[one.field]) or "")) for one in columns(Layout.PORTAL)]


def cell_of(field: str, value: Any) -> str:
    """The value of a field, as `told` gives it, as the text of a cell."""
    words = _words()
    if field == "levels":
        return _BETWEEN.join(words["level"][level] for level in value or ())
    if field in LISTS:
        return _BETWEEN.join(value or ())
    if field == "in_force":
        return words["in_force"]["yes" if value else "no"]
    if field == "scope":
        return words["scope"][value]
    if field in _DAYS:
        return written(date.fromisoformat(value)) if value else ""
    return value or ""


def value_of(field: str, cell: str) -> Any:
    """The value that a cell holds, as `Held` and `Procedure` keep it; ValueError where it holds none."""
    if field == "levels":
        return levels_of_column(cell)
    if field in LISTS:
        return tuple(part for part in cell.split(_BETWEEN) if part)
    if field in ("in_force", "scope"):
        words = {word.casefold(): name for name, word in _words()[field].items()}
        if cell.strip().casefold() not in words:
            raise ValueError(cell)
        name = words[cell.strip().casefold()]
        return name == "yes" if field == "in_force" else Scope(name)
    if field in _DAYS:
        day = day_of(cell)
        if day is None and cell.strip():
            raise ValueError(cell)
        return day.isoformat() if day else None
    return cell or None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [part for part in (_plain(str(one)) for one in value) if part]
    if isinstance(value, str):
        return without_controls(str(value)).replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = _data()["words"]
    return words


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
