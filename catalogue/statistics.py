"""How many entries the catalogue holds, and of what; proposals, judgements and versions beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.workspace import Workspace

_COUNTED = ("status", "ministry", "field", "online_level")

_HELD = """(SELECT v.procedure, v.in_force, v.content FROM versions v
 WHERE v.procedure GLOB :scope || ':*' AND v.known_to IS NULL
 AND (v.valid_from IS NULL OR v.valid_from <= :day) AND (v.valid_to IS NULL OR :day < v.valid_to))"""
"""The version of each entry that held, or had ceased to hold, on a day, as known now."""


def statistics(workspace: Workspace, as_of: date) -> dict[str, Any]:
    """Counts of the whole workspace, those of entries as they hold on a day, largest first.

    Of each catalogue: `total` entries are in force, retired or `to_come` on the day; what is counted by
    level, ministry, field, status and online level are those in force.
    """
    scopes = [row["scope"] for row in workspace.rows("SELECT DISTINCT scope FROM procedures ORDER BY 1")]
    one = workspace.rows(
        "SELECT (SELECT count(*) FROM versions) AS versions,"
        " (SELECT count(*) FROM versions WHERE known_to IS NULL) AS versions_known,"
        " (SELECT count(*) FROM names WHERE former) AS former_names,"
        " (SELECT count(*) FROM judgements) AS judgements,"
        " (SELECT count(*) FROM audit_events) AS events,"
        " (SELECT count(*) FROM decisions WHERE is_publication) AS decisions"
    )[0]
    return {
        "as_of": as_of.isoformat(),
        "entries": {scope: _of_scope(workspace, scope, as_of.isoformat()) for scope in scopes},
        "proposals": _counts(workspace, "SELECT state AS value, count(*) AS n FROM proposals GROUP BY 1", {}),
        **one,
        "imports": workspace.rows(
            "SELECT id, scope, file, imported_on, rows, added, changed, gone, unchanged, duplicates, problems"
            " FROM imports ORDER BY id"
        ),
    }


def _of_scope(workspace: Workspace, scope: str, day: str) -> dict[str, Any]:
    facts = {"scope": scope, "day": day}
    counts = workspace.rows(
        "SELECT count(*) AS total, count(*) FILTER (WHERE h.in_force) AS in_force,"  # noqa: S608 (fixed text)
        " count(*) FILTER (WHERE NOT h.in_force) AS retired,"
        " count(*) FILTER (WHERE h.procedure IS NULL) AS to_come,"
        " count(*) FILTER (WHERE p.gone_in IS NOT NULL AND h.in_force) AS missing_in_last_list"
        f" FROM procedures p LEFT JOIN {_HELD} h ON h.procedure = p.id WHERE p.scope = :scope",
        facts,
    )[0]
    levels = _counts(
        workspace,
        "SELECT coalesce(l.value, '–') AS value, count(*) AS n"  # noqa: S608 (fixed text)
        f" FROM {_HELD} h LEFT JOIN json_each(json_extract(h.content, '$.levels')) l"
        " WHERE h.in_force GROUP BY 1",
        facts,
    )
    others = {
        name: _counts(
            workspace,
            f"SELECT coalesce(json_extract(h.content, '$.{name}'), '–') AS value, count(*) AS n"  # noqa: S608 (fixed names)
            f" FROM {_HELD} h WHERE h.in_force GROUP BY 1",
            facts,
        )
        for name in _COUNTED
    }
    return {**counts, "level": levels, **others}


def _counts(workspace: Workspace, sql: str, facts: Mapping[str, str]) -> dict[str, int]:
    rows = workspace.rows(f"{sql} ORDER BY n DESC, value", facts)
    return {row["value"]: row["n"] for row in rows}
