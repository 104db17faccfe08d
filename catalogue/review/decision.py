"""Everything that the page shows of one decision."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from catalogue.audit import EventKind
from catalogue.decisions import load_decision
from catalogue.evidence import Told
from catalogue.procedure import reason_sentence
from catalogue.progress import progress
from catalogue.review.refusals import Refused
from catalogue.workspace import Workspace, to_json
from extract.decision import COUNTED, Decision

_OTHER = frozenset({"standardised", "listed"})


def decision(workspace: Workspace, document: str, told: Told | None) -> dict[str, Any]:
    """The decision with its rows, counts, issues, links, what is told of it and how far it has come.

    `told` is None and `followed` false where it does not concern the workspace's province. Refused (404):
    the document is no decision.
    """
    one = load_decision(workspace, document)
    if one is None:
        raise Refused(404, "no_decision")
    entered = told.entered if told else ()
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
        "followed": told is not None,
        "progress": progress(told.decision, told.proven).to_json() if told else None,
        "evidence": [entry.to_json() for entry in entered],
        "history": history(workspace, document, (entry.evidence.id or "" for entry in entered)),
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
    """Its proposals in the order of the list; one that comes from an article is named by its reason."""
    found = workspace.rows(
        "SELECT p.id, p.kind, p.state, p.position, p.reasons, i.ordinal, i.change,"
        " coalesce(i.code, e.code) AS code, coalesce(i.name, e.name) AS name, i.field, i.levels,"
        " p.conflicts, coalesce(m.band, 'none') AS band"
        " FROM proposals p LEFT JOIN items i ON i.id = p.item"
        " LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'"
        " LEFT JOIN procedures e ON e.id = p.procedure WHERE p.document = ? ORDER BY p.position, p.id",
        [document],
    )
    for row in found:
        for name in ("conflicts", "levels"):
            row[name] = json.loads(row[name] or "[]")
        reasons = json.loads(row.pop("reasons") or "[]")
        if row["name"] is None and reasons:
            row["name"] = reason_sentence(reasons[0]["key"], reasons[0]["facts"])
    return found


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


def history(workspace: Workspace, document: str, evidence: Iterable[str]) -> list[dict[str, Any]]:
    """What was recorded of a decision, the last first: its reading, its evidence entered and taken back."""
    events = workspace.rows(
        'SELECT at, "user", kind, facts FROM audit_events WHERE kind = :decision AND subject = :document'
        " OR kind = :evidence AND subject IN (SELECT value FROM json_each(:ids)) ORDER BY id DESC",
        {
            "decision": EventKind.DECISION.value,
            "evidence": EventKind.EVIDENCE.value,
            "document": document,
            "ids": to_json(list(evidence)),
        },
    )
    return [{**one, "facts": json.loads(one["facts"])} for one in events]
