"""What a list changes in a catalogue: entries added, changed, or no longer listed.

A list of others is compared with the newest version of each entry. A list of our own is compared with every
version that was ever held true: what we once wrote is no news when it comes back, however long ago it was
written, and what a person set otherwise in it is told from what has changed here since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.entries import CONTENT, content, procedure_of
from catalogue.exports.sheets import cut_off
from catalogue.imports.layouts import Held
from catalogue.imports.listing import Listing, reread
from catalogue.procedure import Difference, Procedure
from catalogue.workspace import Workspace, to_json

ENDED = "valid_to"
"""The field of a difference that ends an entry; only a list of our own states it."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry of a change set: `kind` is added, changed or gone."""

    kind: str
    procedure: str
    name: str
    differences: tuple[Difference, ...] = ()


def changes_of_list(workspace: Workspace, listing: Listing) -> tuple[tuple[EntryChange, ...], int]:
    """The changes that a list brings, and how many of its entries it leaves as they are."""
    if listing.own:
        found = _of_own(workspace, listing)
    else:
        standing = {
            row["id"]: row
            for row in workspace.rows("SELECT * FROM procedures WHERE scope = ?", [listing.scope.value])
        }
        found = [_against_newest(one, standing.get(one.id), listing) for one in listing.procedures]
        found += _gone(standing, listing)
    changes = tuple(change for change in found if change)
    return changes, len(found) - len(changes)


@dataclass(frozen=True, slots=True)
class Ended:
    """An entry that a list of others holds though here it has ended; `day` is the first it no longer held."""

    code: str
    name: str
    day: str


def ended_of_list(workspace: Workspace, listing: Listing, on: date) -> tuple[Ended, ...]:
    """The entries of a list that are out of force here on the day. A list says nothing on the force of law:
    it brings none of them back, and it is for a person to say which of the two is behind.
    """
    if listing.own:
        return ()
    rows = workspace.rows(
        "SELECT code, name, valid_to FROM procedures WHERE valid_to <= ?"
        " AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [on.isoformat(), to_json([one.id for one in listing.procedures])],
    )
    return tuple(Ended(row["code"], row["name"], row["valid_to"]) for row in rows)


def _against_newest(
    procedure: Procedure, row: Mapping[str, str | None] | None, listing: Listing
) -> EntryChange | None:
    if row is None:
        return EntryChange("added", procedure.id, procedure.name)
    fresh = content(procedure)
    differences = tuple(
        Difference(name, row[name], fresh[name])
        for name in CONTENT
        if name in listing.speaks_of and row[name] != fresh[name]
    )
    if differences or row["gone_in"] is not None:
        return EntryChange("changed", procedure.id, procedure.name, differences)
    return None


def _gone(standing: Mapping[str, Mapping[str, str | None]], listing: Listing) -> list[EntryChange | None]:
    if listing.partial:
        return []
    listed = {procedure.id for procedure in listing.procedures}
    publishers = {procedure.publisher for procedure in listing.procedures}
    return [
        EntryChange("gone", ident, row["name"] or "")
        for ident, row in sorted(standing.items())
        if ident not in listed
        and row["publisher"] in publishers
        and row["gone_in"] is None
        and row["valid_to"] is None
    ]


@dataclass(frozen=True, slots=True)
class _Version:
    """A version as it is read back from a list of ours; `newest` where it is the one now held true."""

    content: Mapping[str, str | None]
    in_force: bool
    valid_from: str | None
    newest: bool


def _of_own(workspace: Workspace, listing: Listing) -> list[EntryChange | None]:
    kept: dict[str, list[_Version]] = {}
    for row in workspace.rows(
        "SELECT * FROM versions WHERE procedure IN (SELECT value FROM json_each(?)) ORDER BY id",
        [to_json([one.id for one in listing.procedures])],
    ):
        facts = {name: json.loads(row["content"]).get(name) for name in CONTENT}
        entry = procedure_of(
            {**facts, "id": row["procedure"], "scope": listing.scope.value, "valid_to": None}
        )
        newest = row["known_to"] is None and row["valid_to"] is None
        told = content(reread(entry, listing))
        one = _Version(told, bool(row["in_force"]), row["valid_from"], newest)
        kept.setdefault(row["procedure"], []).append(one)
    return [_against_all(one, kept.get(one.id, []), listing) for one in listing.procedures]


def _against_all(procedure: Procedure, kept: Sequence[_Version], listing: Listing) -> EntryChange | None:
    newest = next((one for one in kept if one.newest), None)
    told, held = content(procedure), listing.held.get(procedure.id)
    same = {at: _same_fields(told, one, listing.speaks_of) for at, one in enumerate(kept)}
    if any(
        len(same[at]) == len(listing.speaks_of) and _same_days(held, one, kept) for at, one in enumerate(kept)
    ):
        return None
    if newest is None:
        return EntryChange("added", procedure.id, procedure.name)
    nearest = max(same, key=lambda at: (len(same[at]), at))
    unlike = listing.speaks_of - same[nearest] - _same_fields(told, newest, listing.speaks_of)
    differences = [Difference(name, newest.content[name], told[name]) for name in sorted(unlike)]
    if held and held.valid_to and newest.in_force:
        differences.append(Difference(ENDED, None, held.valid_to))
    if not differences:
        return None
    return EntryChange("changed", procedure.id, procedure.name, tuple(differences))


def _same_days(held: Held | None, one: _Version, kept: Sequence[_Version]) -> bool:
    """True where the entry was held to be in force, or to have ended, on the days that the list states."""
    if held is None:
        return True
    ends = {other.valid_from for other in kept if not other.in_force}
    if held.in_force != one.in_force or (held.valid_to and held.valid_to not in ends):
        return False
    return not one.in_force or one.valid_from == held.valid_from


def _same_fields(told: Mapping[str, str | None], one: _Version, fields: frozenset[str]) -> frozenset[str]:
    """The fields on which list and version agree; of a text that was cut, what is left of it counts."""
    return frozenset(name for name in fields if _same(told[name], one.content[name]))


def _same(told: str | None, kept: str | None) -> bool:
    if told == kept:
        return True
    left = cut_off(told or "")
    return left is not None and (kept or "").startswith(left)
