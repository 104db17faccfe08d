"""What the start page tells: each number with the address of its list."""

from __future__ import annotations

import json
from typing import Any

from catalogue.deadlines import StatusKind
from catalogue.fetching.health import Health, condition
from catalogue.fetching.sources import settings_of
from catalogue.judgements import WAITING
from catalogue.review.standing import Standing
from catalogue.workspace import Workspace, to_json
from extract.decision import SCAN_WITHOUT_ROWS, Issue
from ingest.errors import Category, DocumentError, UsageError
from ingest.messages import say

_LATEST = 6
_TILES = (StatusKind.OVERDUE, StatusKind.DUE, StatusKind.PROMPTLY, StatusKind.NO_BASIS)


def told(workspace: Workspace, standing: Standing) -> dict[str, Any]:
    """Deadlines, departments, proposals, decisions, runs and problems, as plain facts."""
    return {
        "day": standing.day.isoformat(),
        "deadlines": deadlines(standing),
        "departments": [
            {"name": one.department, "overdue": one.overdue, "soon": one.soon, "open": one.open}
            for one in standing.loads()
        ],
        "proposals": open_proposals(workspace),
        "decisions": newest_decisions(workspace),
        "runs": [
            {name: run[name] for name in run if name not in ("id", "added")} for run in last_runs(workspace)
        ],
        "problems": problems(workspace),
    }


def deadlines(standing: Standing) -> dict[str, int]:
    """How many obligations stand how; "soon" are those among the due that are due within days."""
    counts = {kind.value: len(standing.chosen(kind.value)) for kind in _TILES}
    return {**counts, "soon": len(standing.chosen(soon=True))}


def open_proposals(workspace: Workspace) -> dict[str, Any]:
    """How many proposals wait, of each kind, those that ask nothing last, and how many have conflicts."""
    rows = workspace.rows(
        "SELECT kind, count(*) AS number, sum(conflicts != '[]') AS conflicts FROM proposals"
        " WHERE state IN (SELECT value FROM json_each(?)) GROUP BY kind"
        " ORDER BY kind = 'nothing', number DESC, kind",
        [to_json(sorted(WAITING))],
    )
    return {
        "all": sum(row["number"] for row in rows),
        "conflicts": sum(row["conflicts"] for row in rows),
        "kinds": {row["kind"]: row["number"] for row in rows},
    }


def newest_decisions(workspace: Workspace, most: int = _LATEST) -> list[dict[str, Any]]:
    """The decisions that came in last, with how many of their proposals wait."""
    return workspace.rows(
        "SELECT d.document, d.number, d.signed, d.issuer, d.title,"
        " (SELECT count(*) FROM items i WHERE i.document = d.document) AS items,"
        " (SELECT count(*) FROM issues i WHERE i.document = d.document) AS issues,"
        " (SELECT count(*) FROM proposals p WHERE p.document = d.document"
        "  AND p.state IN (SELECT value FROM json_each(:waiting))) AS waiting"
        " FROM decisions d WHERE d.is_publication ORDER BY"
        " (SELECT max(id) FROM audit_events a WHERE a.kind = 'decision' AND a.subject = d.document) DESC"
        " LIMIT :most",
        {"waiting": to_json(sorted(WAITING)), "most": most},
    )


def last_runs(workspace: Workspace) -> list[dict[str, Any]]:
    """The last imports of lists and questions to sources, the newest first; `id` among those of its kind.

    `changed` are all entries that the run touched, `added` those among them that an import brought in.
    """
    return workspace.rows(
        "SELECT * FROM (SELECT 'import' AS kind, imported_on AS at, file AS name, added + changed AS changed,"
        " NULL AS fault, id, added FROM imports ORDER BY id DESC LIMIT :most)"
        " UNION ALL SELECT * FROM (SELECT 'source', started, source, new + changed, sentence, id, NULL"
        " FROM source_runs ORDER BY id DESC LIMIT :most) ORDER BY at DESC LIMIT :most",
        {"most": _LATEST},
    )


def problems(workspace: Workspace) -> list[dict[str, Any]]:
    """Documents not read, scans without a procedure and sources that are not well, with their sentences."""
    return [*_unread(workspace), *_scans_without_rows(workspace), *_unwell(workspace)]


def _unread(workspace: Workspace) -> list[dict[str, Any]]:
    rows = workspace.rows(
        "SELECT t.sha256 AS document, t.error_category AS category, t.error_page AS page,"
        " t.error_facts AS facts, min(l.name) AS name FROM documents t"
        " LEFT JOIN locations l ON l.document = t.sha256"
        " WHERE t.error_category IS NOT NULL GROUP BY t.sha256 ORDER BY name"
    )
    for row in rows:
        row["facts"] = json.loads(row["facts"] or "{}")
        error = DocumentError(Category(row["category"]), row["name"] or "–", row["page"], **row["facts"])
        row["sentence"] = error.sentence()
    return [{**row, "kind": "document"} for row in rows]


def _scans_without_rows(workspace: Workspace) -> list[dict[str, Any]]:
    """Scans that may be publication decisions though nothing in them says so."""
    rows = workspace.rows(
        "SELECT i.document, i.category, i.page, i.facts, min(l.name) AS name FROM issues i"
        " LEFT JOIN locations l ON l.document = i.document"
        " WHERE i.category = ? AND i.section = 'issue' GROUP BY i.document ORDER BY name",
        [SCAN_WITHOUT_ROWS],
    )
    for row in rows:
        row["facts"] = json.loads(row["facts"] or "{}")
        issue = Issue(row["category"], row["page"], tuple(row["facts"].items()))
        row["sentence"] = f"{row['name'] or '–'}: {issue.message}"
    return [{**row, "kind": "document"} for row in rows]


def _unwell(workspace: Workspace) -> list[dict[str, Any]]:
    """The sources that were asked and are not well; settings that cannot be read are a problem themselves."""
    try:
        sources = settings_of(workspace).sources
    except UsageError as error:
        return [{"kind": "source", "name": None, "sentence": error.sentence()}]
    found = [condition(workspace, one) for one in sources.values() if one.enabled]
    return [
        {
            "kind": "source",
            "name": one.settings.name,
            "sentence": f"{one.settings.title}: {one.message or say(f'sources.health_{one.health}')}",
        }
        for one in found
        if one.health not in (Health.OK, Health.NEVER)
    ]
