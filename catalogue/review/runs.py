"""What the last runs changed: imports of lists with their entries, questions to sources with what was new."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Any

from catalogue.review.refusals import Refused
from catalogue.workspace import Workspace

_HEAD = (
    "foreign_id, number, title, signed, agency, posted,"
    " (SELECT min(document) FROM decisions d WHERE d.number_key = h.number_key) AS document"
)


class Part(StrEnum):
    """What an import did with rows and entries; the last two are rows that became none."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"
    DUPLICATES = "duplicates"
    PROBLEMS = "problems"


def run_of_import(workspace: Workspace, number: int) -> dict[str, Any]:
    """An import with its counts. Refused (404): there is none of that number."""
    return _run(workspace, "SELECT * FROM imports WHERE id = ?", number)


def imported(workspace: Workspace, number: int, part: Part, first: int, most: int) -> list[dict[str, Any]]:
    """The entries that an import brought in, changed or no longer held, or the rows that gave none."""
    if part in (Part.DUPLICATES, Part.PROBLEMS):
        return workspace.rows(
            'SELECT "row", kind, code, name FROM import_problems WHERE "import" = :number'
            " AND (kind = 'duplicate') = :duplicate ORDER BY \"row\" LIMIT :most OFFSET :first",
            {"number": number, "duplicate": part is Part.DUPLICATES, "most": most, "first": first},
        )
    return workspace.rows(
        "SELECT c.procedure, coalesce(p.name, json_extract(c.after, '$.name')) AS name, c.before, c.after"
        " FROM import_changes c LEFT JOIN procedures p ON p.id = c.procedure"
        ' WHERE c."import" = :number AND c.kind = :part ORDER BY c.procedure LIMIT :most OFFSET :first',
        {"number": number, "part": part.value, "most": most, "first": first},
    )


def run_of_source(workspace: Workspace, number: int) -> dict[str, Any]:
    """A question to a source with its counts. Refused (404): there is none of that number."""
    return _run(workspace, "SELECT * FROM source_runs WHERE id = ?", number)


def _run(workspace: Workspace, sql: str, number: int) -> dict[str, Any]:
    rows = workspace.rows(sql, [number])
    if not rows:
        raise Refused(404, "no_run")
    return rows[0]


def heads_of(workspace: Workspace, run: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of the source's list that were new or had changed in a run, with `new` saying which."""
    when = {"source": run["source"], "begun": run["started"], "ended": run["ended"] or "9"}
    new = workspace.rows(
        f"SELECT {_HEAD}, 1 AS new FROM source_heads h"  # noqa: S608 (fixed text)
        " WHERE source = :source AND first_seen BETWEEN :begun AND :ended ORDER BY signed DESC, foreign_id",
        when,
    )
    versions = workspace.rows(
        "SELECT id, foreign_id, hash, seen BETWEEN :begun AND :ended AS meanwhile FROM source_versions"
        " WHERE source = :source UNION ALL SELECT 1 << 62, foreign_id, hash, 0 FROM source_heads"
        " WHERE source = :source ORDER BY foreign_id, id",
        when,
    )
    known = {row["foreign_id"] for row in new}
    changed = {
        old["foreign_id"]
        for old, after in pairwise(versions)
        if old["meanwhile"] and after["foreign_id"] == old["foreign_id"] and after["hash"] != old["hash"]
    }
    return [*new, *_heads(workspace, run["source"], changed - known)]


def _heads(workspace: Workspace, source: str, ids: set[str]) -> list[dict[str, Any]]:
    rows = workspace.rows(
        f"SELECT {_HEAD}, 0 AS new FROM source_heads h"  # noqa: S608 (fixed text)
        " WHERE source = ? ORDER BY signed DESC, foreign_id",
        [source],
    )
    return [row for row in rows if row["foreign_id"] in ids]
