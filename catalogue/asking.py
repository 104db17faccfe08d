"""Questions put to a workspace: what a text matches, why a row was matched, what is proposed, what is due."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from catalogue.agencies import ministries_of_name
from catalogue.consequences import catalogue_index, workspace_obligations
from catalogue.deadlines import Obligation, Status, StatusKind, worst_first
from catalogue.matching.features import query_of
from catalogue.matching.matching import match
from catalogue.procedure import Match, reason_sentence
from catalogue.workspace import Workspace
from extract.codes import codes
from extract.decision import Level
from extract.folding import plain
from ingest.errors import UsageError

_OPEN = (StatusKind.OVERDUE, StatusKind.DUE, StatusKind.NO_BASIS)


def match_text(
    workspace: Workspace,
    text: str,
    *,
    field: str | None = None,
    levels: Iterable[Level] = (),
    ministry: str | None = None,
) -> Match:
    """Match a name, a code or both as a person types them; without tone marks too."""
    found = codes(text)
    code = found[0].root if found else None
    name = text.replace(text[found[0].start : found[0].end], " ", 1) if found else text
    index, _, _ = catalogue_index(workspace)
    query = query_of(
        name, code, field=field, levels=frozenset(levels), ministries=ministries_of_name(ministry)
    )
    return match(query, index)


def explain_item(workspace: Workspace, item: str) -> dict[str, Any]:
    """Why an item is tied to its entry, ready for `--json`; UsageError for an unknown item."""
    rows = workspace.rows(
        "SELECT m.*, i.name AS item_name, i.code AS item_code, "
        "p.name AS procedure_name, p.code AS procedure_code "
        "FROM matches m JOIN items i ON i.id = m.item LEFT JOIN procedures p ON p.id = m.procedure "
        "WHERE m.item = ? ORDER BY m.role",
        [item],
    )
    if not rows:
        raise UsageError("asking.unknown_item", item=item)
    return {
        "item": item,
        "name": rows[0]["item_name"],
        "code": rows[0]["item_code"],
        "matches": [
            {
                "role": row["role"],
                "procedure": row["procedure"],
                "code": row["procedure_code"],
                "name": row["procedure_name"],
                "method": row["method"],
                "score": row["score"],
                "margin": row["margin"],
                "band": row["band"],
                "reasons": _said(row["reasons"]),
                "candidates": json.loads(row["candidates"]),
            }
            for row in rows
        ],
    }


def list_proposals(
    workspace: Workspace, *, state: str | None = None, kind: str | None = None, decision: str | None = None
) -> list[dict[str, Any]]:
    """Proposals in the order of their decisions and rows, ready for `--json`.

    `decision` is a number or the beginning of a document's SHA-256.
    """
    rows = workspace.rows(
        "SELECT p.*, i.name AS item_name, i.code AS item_code, i.change, i.section, i.ordinal, "
        "d.number, d.signed, d.issuer, e.name AS procedure_name, e.code AS procedure_code, m.band, m.method "
        "FROM proposals p JOIN items i ON i.id = p.item JOIN decisions d ON d.document = p.document "
        "LEFT JOIN procedures e ON e.id = p.procedure "
        "LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed' "
        "WHERE (:state IS NULL OR p.state = :state) AND (:kind IS NULL OR p.kind = :kind) "
        "AND (:decision IS NULL OR d.number = :decision "
        "OR substr(p.document, 1, length(:decision)) = :decision) "
        "ORDER BY d.signed IS NULL, d.signed, d.number_key, p.document, i.position",
        {"state": state, "kind": kind, "decision": decision},
    )
    return [
        {
            **{
                name: row[name]
                for name in ("id", "item", "kind", "state", "change", "number", "issuer", "signed")
            },
            **{
                name: row[name]
                for name in ("section", "ordinal", "department", "effective", "band", "method")
            },
            "name": row["item_name"],
            "code": row["item_code"],
            "procedure": row["procedure"],
            "procedure_code": row["procedure_code"],
            "procedure_name": row["procedure_name"],
            "retires": row["retires"],
            "differing": json.loads(row["differing"]),
            "conflicts": _said(row["conflicts"]),
            "reasons": _said(row["reasons"]),
        }
        for row in rows
    ]


def obligations_standing(
    workspace: Workspace, as_of: date, *, department: str | None = None, everything: bool = False
) -> list[tuple[Obligation, Status]]:
    """Obligations with their status on a day, worst first; those that are met or ask nothing only on request.

    `department` matches any part of a department's name, with or without tone marks.
    """
    wanted = plain(department or "")
    return [
        (one, status)
        for one, status in worst_first(workspace_obligations(workspace), as_of)
        if (everything or status.kind in _OPEN)
        and (not wanted or any(wanted in plain(name) for name in one.departments))
    ]


def _said(reasons: str) -> list[dict[str, Any]]:
    """Stored reasons with their sentences in the language in force."""
    return [{**one, "sentence": reason_sentence(one["key"], one["facts"])} for one in json.loads(reasons)]
