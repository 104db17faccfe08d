"""What differs in the catalogue between two days: entries added, changed field by field, and ended.

An entry is added where it was not in force on the first day and is on the last, and ended the other way
round; one that holds since a day not known was there on every day. What is known now counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from catalogue.entries import CONTENT
from catalogue.history import Version, changes_of, entries_in_order
from catalogue.procedure import Difference, Procedure, Scope
from catalogue.timeline import ALWAYS, IN_FORCE, Change, ruling
from catalogue.workspace import Workspace


class DifferenceKind(StrEnum):
    """What became of an entry between two days."""

    ADDED = "added"
    CHANGED = "changed"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Cause:
    """What a difference comes from: a decision and the place in its list, or an imported list (`file`).

    `day` is the ISO day from which it holds, None where that is not known; `document` the SHA-256.
    """

    day: str | None
    decision: str | None = None
    section: str | None = None
    ordinal: str | None = None
    document: str | None = None
    file: str | None = None

    @property
    def name(self) -> str:
        """The decision's number, else the list's file name."""
        return self.decision or self.file or ""


@dataclass(frozen=True, slots=True)
class EntryDifference:
    """What became of one entry; `entry` is as on the last day, or as on the first where it has ended.

    `fields` are those that differ, each with its own cause; only a changed entry has any.
    """

    kind: DifferenceKind
    entry: Procedure
    cause: Cause
    fields: tuple[tuple[Difference, Cause], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "kind": self.kind.value,
            "entry": {name: getattr(self.entry, name) for name in ("id", "code", "name", "field")},
            "cause": _cause_json(self.cause),
            "differences": [{**one.to_json(), "cause": _cause_json(cause)} for one, cause in self.fields],
        }


def between_days(workspace: Workspace, scope: Scope, first: date, last: date) -> Iterator[EntryDifference]:
    """The entries of a catalogue that differ between two days, in the order of their ids."""
    before = {one.entry.id: one for one in entries_in_order(workspace, scope, first)}
    for after in entries_in_order(workspace, scope, last):
        old = before.get(after.entry.id)
        stood = old is not None and old.in_force
        if not stood and not after.in_force:
            continue
        fields = differing(old, after) if old and stood and after.in_force else []
        if stood and after.in_force and not fields:
            continue
        causes = _Causes(workspace, after.entry.id, last)
        if not stood:
            yield EntryDifference(DifferenceKind.ADDED, after.entry, causes.of(IN_FORCE))
        elif not after.in_force and old:
            yield EntryDifference(DifferenceKind.REPEALED, old.entry, causes.of(IN_FORCE))
        else:
            told = tuple((one, causes.of(one.field)) for one in fields)
            newest = max((cause for _, cause in told), key=lambda cause: cause.day or ALWAYS)
            yield EntryDifference(DifferenceKind.CHANGED, after.entry, newest, told)


def differing(before: Version | None, after: Version | None) -> list[Difference]:
    """The fields of an entry in which two of its versions differ; all that are told where one is missing."""
    old, new = (_texts(one) if one else {} for one in (before, after))
    return [
        Difference(name, old.get(name), new.get(name)) for name in CONTENT if old.get(name) != new.get(name)
    ]


def _texts(version: Version) -> dict[str, str | None]:
    return {name: as_text(getattr(version.entry, name)) for name in CONTENT}


def as_text(value: object) -> str | None:
    """The value of a field as one text; several are joined."""
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value) or None
    return None if value is None else str(value)


class _Causes:
    """Which change has the word on each field of an entry on a day."""

    def __init__(self, workspace: Workspace, procedure: str, on: date) -> None:
        self._rows: dict[int, Mapping[str, Any]] = {}
        self._begun: list[Change] = []
        for row in changes_of(workspace, procedure):
            start = row["valid_from"] or ALWAYS
            if start <= on.isoformat():
                self._rows[row["id"]] = row
                self._begun.append(Change(row["id"], start, row["fields"], bool(row["decided"])))

    def of(self, field: str) -> Cause:
        row = self._rows[ruling(self._begun, field).id]
        return Cause(
            row["valid_from"], row["decision"], row["section"], row["ordinal"], row["document"], row["file"]
        )


def _cause_json(cause: Cause) -> dict[str, str | None]:
    return {
        "since": cause.day,
        "decision": cause.decision,
        "section": cause.section,
        "ordinal": cause.ordinal,
        "document": cause.document,
        "file": cause.file,
    }
