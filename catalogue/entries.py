"""Catalogue entries in and out of the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from catalogue.procedure import Procedure, Scope
from catalogue.workspace import Workspace, to_json
from extract.decision import Level

CONTENT = tuple(field.name for field in fields(Procedure) if field.name not in {"id", "scope", "valid_to"})
"""The fields of an entry that a list or a decision may change."""

LISTS = ("agencies", "decision_keys", "departments")
"""Those that hold several texts."""


def content(procedure: Procedure) -> dict[str, str | None]:
    """The entry's fields as kept in the database: lists as JSON text."""
    out: dict[str, str | None] = {}
    for name in CONTENT:
        value = getattr(procedure, name)
        out[name] = to_json([str(part) for part in value]) if isinstance(value, tuple) else value
    return out


def procedure_of(row: Mapping[str, Any]) -> Procedure:
    """The entry of a row of `procedures`."""
    facts = {name: row[name] for name in CONTENT}
    for name in LISTS:
        facts[name] = tuple(json.loads(row[name] or "[]"))
    facts["levels"] = tuple(Level(level) for level in json.loads(row["levels"] or "[]"))
    return Procedure(id=row["id"], scope=Scope(row["scope"]), valid_to=row["valid_to"], **facts)


def load_procedures(workspace: Workspace, scope: Scope | None = None) -> list[Procedure]:
    """The entries of one catalogue, or of both, in the order of their ids; those out of force among them."""
    where, facts = ("WHERE scope = ?", [scope.value]) if scope else ("", [])
    rows = workspace.rows(f"SELECT * FROM procedures {where} ORDER BY id", facts)  # noqa: S608 (fixed text)
    return [procedure_of(row) for row in rows]


def present(workspace: Workspace) -> Iterator[str]:
    """The catalogue as it stands, one canonical JSON object for each entry in the order of their ids.

    It holds what is true and whence, not when it became known: two workspaces with equal lines have the
    same catalogue.
    """
    for row in workspace.rows("SELECT * FROM procedures ORDER BY id"):
        kept = ("id", *CONTENT, "valid_from", "valid_to", "source")
        yield to_json({name: row[name] for name in kept})
