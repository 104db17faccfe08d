"""Catalogue entries in and out of the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from catalogue.procedure import Procedure, Scope
from catalogue.workspace import Workspace, to_json
from extract.decision import Level
from extract.folding import fold, plain

CONTENT = tuple(field.name for field in fields(Procedure) if field.name not in {"id", "scope"})
"""The fields of an entry that an import may change."""


def content(procedure: Procedure) -> dict[str, str | None]:
    """The entry's fields as kept in the database: lists as JSON text."""
    out: dict[str, str | None] = {}
    for name in CONTENT:
        value = getattr(procedure, name)
        out[name] = to_json([str(part) for part in value]) if isinstance(value, tuple) else value
    return out


def row_of(procedure: Procedure) -> dict[str, Any]:
    """The entry as a row of `procedures`, with its names folded for search."""
    return {
        "id": procedure.id,
        "scope": procedure.scope.value,
        **content(procedure),
        "name_folded": fold(procedure.name),
        "name_plain": plain(procedure.name),
    }


def procedure_of(row: Mapping[str, Any]) -> Procedure:
    """The entry of a row of `procedures`."""
    facts = {name: row[name] for name in CONTENT}
    for name in ("agencies", "decision_keys"):
        facts[name] = tuple(json.loads(row[name] or "[]"))
    facts["levels"] = tuple(Level(level) for level in json.loads(row["levels"] or "[]"))
    return Procedure(id=row["id"], scope=Scope(row["scope"]), **facts)


def load_procedures(workspace: Workspace, scope: Scope | None = None) -> list[Procedure]:
    """The entries of one catalogue, or of both, in the order of their ids."""
    where, facts = ("WHERE scope = ?", [scope.value]) if scope else ("", [])
    rows = workspace.rows(f"SELECT * FROM procedures {where} ORDER BY id", facts)  # noqa: S608 (fixed text)
    return [procedure_of(row) for row in rows]
