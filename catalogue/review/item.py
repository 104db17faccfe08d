"""Everything that the page shows of one proposal: what would change, why, from where, and who said what."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from catalogue.applying import EDITABLE
from catalogue.assignments import assigned
from catalogue.judgements import WAITING, Verdict, load_judgement
from catalogue.procedure import Kind, reason_sentence
from catalogue.review.fingerprints import fingerprints
from catalogue.review.refusals import Refused
from catalogue.review.rendering import worded
from catalogue.workspace import Workspace
from ingest.messages import say

_NEAR = 4
"""Rows of the list shown before and after the item's own, where the source has no pages."""


def proposal(workspace: Workspace, ident: str) -> dict[str, Any]:
    """The proposal with its item, decision, match, verdicts and comments. Refused (404): there is none."""
    rows = workspace.rows(_PROPOSAL, [ident])
    if not rows:
        raise Refused(404, "no_proposal", proposal=ident)
    row = {**rows[0], "fingerprint": fingerprints(workspace, [ident])[ident]}
    row["source"] = json.loads(row["source"] or "{}")
    row["place"] = json.loads(row.pop("item_source") or "{}")
    row["differing"] = json.loads(row["differing"] or "[]")
    row["levels"] = json.loads(row["levels"] or "[]")
    row["departments"] = json.loads(row["departments"] or "[]")
    for name in ("conflicts", "reasons", "match_reasons"):
        row[name] = _said(row[name])
    row["candidates"] = [
        {**one, "reasons": [{**why, "sentence": _sentence(why)} for why in one["reasons"]]}
        for one in json.loads(row["candidates"] or "[]")
    ]
    if row["name"] is None and row["entry_name"] is None and row["reasons"]:
        row["entry_name"] = row["reasons"][0]["sentence"]
    row["waiting"] = row["state"] in WAITING
    row["judged"] = load_judgement(workspace, row["judgement"]).to_json() if row["judgement"] else None
    held = assigned(workspace, [ident]).get(ident)
    row["assigned"] = asdict(held) if held else None
    row["history"] = history(workspace, ident)
    row["entry"] = _entry(workspace, row["procedure"])
    row["retired"] = _entry(workspace, row["retires"])
    return row


def history(workspace: Workspace, ident: str) -> list[dict[str, Any]]:
    """Verdicts and comments on a proposal as they came."""
    return workspace.rows(
        'SELECT at, "user", verdict, reason AS text, edited FROM judgements WHERE proposal = :id'
        ' UNION ALL SELECT at, "user", NULL, text, NULL FROM comments WHERE proposal = :id ORDER BY at',
        {"id": ident},
    )


def near(workspace: Workspace, document: str, position: int) -> list[dict[str, Any]]:
    """The items around one in its list, for sources without pages; `own` marks the one."""
    rows = workspace.rows(
        "SELECT id, position, ordinal, name, code_printed, change, field, agency, section FROM items"
        " WHERE document = ? AND position BETWEEN ? AND ? ORDER BY position",
        [document, position - _NEAR, position + _NEAR],
    )
    return [{**row, "own": row["position"] == position} for row in rows]


def editable(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields that may be set otherwise, with the values that accepting would give them."""
    entry, printed = row["entry"] or {}, {one["field"]: one["new"] for one in row["differing"]}
    told = {name: str(printed.get(name) or _as_text(entry.get(name))) for name in EDITABLE}
    return list({**told, "levels": worded(told["levels"], "levels") or ""}.items())


def choice(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries that may be chosen: the match's candidates, at most five; `own` is the one proposed."""
    unclear = row["kind"] == Kind.UNCLEAR
    return [
        {**one, "own": one["procedure"] == row["procedure"] and not unclear} for one in row["candidates"][:5]
    ]


def verdict_text(judged: dict[str, Any]) -> str:
    """A verdict in words."""
    return say(f"verdict.{Verdict(judged['verdict'])}")


def _entry(workspace: Workspace, ident: str | None) -> dict[str, Any] | None:
    rows = workspace.rows("SELECT * FROM procedures WHERE id = ?", [ident]) if ident else []
    return rows[0] if rows else None


def _as_text(value: object) -> str:
    """A column of an entry as a person types it: lists with semicolons."""
    text = str(value or "")
    if text.startswith("["):
        return "; ".join(str(one) for one in json.loads(text))
    return text


def _said(text: str | None) -> list[dict[str, Any]]:
    return [{**one, "sentence": _sentence(one)} for one in json.loads(text or "[]")]


def _sentence(reason: dict[str, Any]) -> str:
    return reason_sentence(reason["key"], reason["facts"])


_PROPOSAL = """
SELECT p.id, p.item, p.document, p.position, p.kind, p.state, p.judgement, p.procedure, p.retires,
  p.department, p.effective, p.differing, p.conflicts, p.reasons, p.source,
  d.number, d.signed, d.issuer, d.title, d.departments, t.media_type,
  i.change, i.code, i.code_printed, i.name, i.field, i.levels, i.agency, i.time_limit, i.fee, i.basis,
  i.replaces_code, i.replaced_name, i.section, i.ordinal, i.confidence, i.source AS item_source,
  coalesce(m.band, 'none') AS band, coalesce(m.method, 'none') AS method, m.score, m.margin,
  m.reasons AS match_reasons, m.candidates, e.name AS entry_name
FROM proposals p JOIN decisions d ON d.document = p.document JOIN documents t ON t.sha256 = p.document
LEFT JOIN items i ON i.id = p.item
LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'
LEFT JOIN procedures e ON e.id = p.procedure
WHERE p.id = ?
"""
