"""How many entries the catalogue holds, and of what; proposals, judgements and versions beside them."""

from __future__ import annotations

from typing import Any

from catalogue.workspace import Workspace

_COUNTED = {
    "status": "coalesce(status, '–')",
    "ministry": "coalesce(ministry, '–')",
    "field": "coalesce(field, '–')",
    "online_level": "coalesce(online_level, '–')",
}


def statistics(workspace: Workspace) -> dict[str, Any]:
    """Counts of the whole workspace; those of entries by catalogue, of entries in force, largest first."""
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
        "entries": {scope: _of_scope(workspace, scope) for scope in scopes},
        "proposals": _counts(workspace, "SELECT state AS value, count(*) AS n FROM proposals GROUP BY 1"),
        **one,
        "imports": workspace.rows(
            "SELECT id, scope, file, imported_on, rows, added, changed, gone, unchanged, duplicates, problems"
            " FROM imports ORDER BY id"
        ),
    }


def _of_scope(workspace: Workspace, scope: str) -> dict[str, Any]:
    counts = workspace.rows(
        "SELECT count(*) AS total, count(*) FILTER (WHERE valid_to IS NULL) AS in_force,"
        " count(*) FILTER (WHERE valid_to IS NOT NULL) AS retired,"
        " count(*) FILTER (WHERE gone_in IS NOT NULL AND valid_to IS NULL) AS missing_in_last_list"
        " FROM procedures WHERE scope = ?",
        [scope],
    )[0]
    levels = _counts(
        workspace,
        "SELECT coalesce(l.value, '–') AS value, count(*) AS n FROM procedures p"
        " LEFT JOIN json_each(p.levels) l WHERE p.scope = ? AND p.valid_to IS NULL GROUP BY 1",
        scope,
    )
    others = {
        name: _counts(
            workspace,
            f"SELECT {column} AS value, count(*) AS n FROM procedures"  # noqa: S608 (fixed columns)
            " WHERE scope = ? AND valid_to IS NULL GROUP BY 1",
            scope,
        )
        for name, column in _COUNTED.items()
    }
    return {**counts, "level": levels, **others}


def _counts(workspace: Workspace, sql: str, *facts: str) -> dict[str, int]:
    rows = workspace.rows(f"{sql} ORDER BY n DESC, value", facts)
    return {row["value"]: row["n"] for row in rows}
