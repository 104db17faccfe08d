"""Everything that the page shows of one decision."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from catalogue.decisions import load_decision
from catalogue.review.refusals import Refused
from catalogue.workspace import Workspace
from extract.decision import COUNTED, Decision

_OTHER = frozenset({"standardised", "listed"})


def decision(workspace: Workspace, document: str) -> dict[str, Any]:
    """The decision with its rows, counts, issues and links. Refused (404): the document is none."""
    one = load_decision(workspace, document)
    if one is None:
        raise Refused(404, "no_decision")
    named = workspace.rows("SELECT path, name FROM locations WHERE document = ? ORDER BY path", [document])
    return {
        **one.to_json(),
        "document": document,
        "media_type": one.media_type,
        "files": sorted({row["name"] for row in named}),
        "counts": counts(one),
        "rows": rows(workspace, document),
        "issues": [issue.to_json() for issue in one.issues],
        "links": links(workspace, document),
        "cited_by": cited_by(workspace, document),
    }


def counts(one: Decision) -> list[dict[str, Any]]:
    """How many procedures of each kind the decision declares and how many were found."""
    found = Counter("other" if item.change in _OTHER else item.change.value for item in one.items)
    told = [(key, one.declared_counts.get(key), found[key]) for key in COUNTED]
    return [
        {"change": key, "declared": declared, "found": there, "agree": declared in (None, there)}
        for key, declared, there in told
        if declared is not None or there
    ]


def rows(workspace: Workspace, document: str) -> list[dict[str, Any]]:
    """Its proposals in the order of the list, with their items and what of their entry is known."""
    found = workspace.rows(
        "SELECT p.id, p.kind, p.state, p.position, i.ordinal, i.change, coalesce(i.code, e.code) AS code,"
        " coalesce(i.name, e.name) AS name, i.field, i.levels, p.conflicts, coalesce(m.band, 'none') AS band"
        " FROM proposals p LEFT JOIN items i ON i.id = p.item"
        " LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'"
        " LEFT JOIN procedures e ON e.id = p.procedure WHERE p.document = ? ORDER BY p.position, p.id",
        [document],
    )
    return [
        {
            **row,
            "conflicts": json.loads(row["conflicts"] or "[]"),
            "levels": json.loads(row["levels"] or "[]"),
        }
        for row in found
    ]


def links(workspace: Workspace, document: str) -> list[dict[str, Any]]:
    """The decisions that it rests on or affects, with the document where they are in the workspace."""
    return workspace.rows(
        "SELECT l.kind, l.number, l.date, l.effect, l.part, min(d.document) AS document FROM links l"
        " LEFT JOIN decisions d ON d.number_key = l.number_key AND d.document != l.document"
        " WHERE l.document = ? GROUP BY l.position ORDER BY l.position",
        [document],
    )


def cited_by(workspace: Workspace, document: str) -> list[dict[str, Any]]:
    """The decisions in the workspace that rest on it or affect it."""
    return workspace.rows(
        "SELECT DISTINCT o.document, o.number, o.signed, l.kind, l.effect FROM decisions d"
        " JOIN links l ON l.number_key = d.number_key AND l.document != d.document"
        " JOIN decisions o ON o.document = l.document WHERE d.document = ? ORDER BY o.signed, o.number_key",
        [document],
    )


def evidence(workspace: Workspace, document: str) -> list[dict[str, Any]]:
    """What is known to have happened to it, by day; what was taken back is left out."""
    return workspace.rows(
        "SELECT e.kind, e.date, e.source, e.entered_by FROM evidence e JOIN decisions d"
        " ON e.document = d.document OR e.document IS NULL AND e.number_key = d.number_key"
        " WHERE d.document = ? AND e.id NOT IN (SELECT evidence FROM evidence_taken_back)"
        " ORDER BY e.date, e.id",
        [document],
    )
