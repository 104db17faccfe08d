"""Decisions in and out of the database: whole as JSON facts, and in columns and rows to be asked for.

The facts hold every field of `Decision`, so that a stored decision is read back as it was extracted.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from catalogue.workspace import Workspace, to_json
from extract.decision import Decision, iso
from extract.folding import fold
from extract.numbers import number_key

SHORTEST = 12
"""Hexadecimal digits of a document from which on it is asked for by them."""


def item_id(document: str, position: int) -> str:
    """The id of the item at `position` (from 1) of a document: "3f2a…-007"."""
    return f"{document[:16]}-{position:03d}"


def write_decision(workspace: Workspace, decision: Decision) -> int:
    """Make the rows of a decision those of `decision`; return how many changed. Inside `writing()`.

    What hangs on an item that is no longer there goes with it.
    """
    document = decision.sha256
    items = _item_rows(decision)
    gone = {row["id"] for row in workspace.rows("SELECT id FROM items WHERE document = ?", [document])}
    for ident in sorted(gone - {row["id"] for row in items}):
        workspace.db.execute("DELETE FROM proposals WHERE item = ?", [ident])
        workspace.db.execute("DELETE FROM matches WHERE item = ?", [ident])
    among = {"document": document}
    return (
        workspace.settle("decisions", [_decision_row(decision)], among)
        + workspace.settle("items", items, among)
        + workspace.settle("issues", _issue_rows(decision), among)
        + workspace.settle("links", _link_rows(decision), among)
    )


def load_decisions(workspace: Workspace) -> list[Decision]:
    """All publication decisions in the order of signing day, number and SHA-256; undated ones last."""
    rows = workspace.rows(
        "SELECT facts FROM decisions WHERE is_publication "
        "ORDER BY signed IS NULL, signed, number_key, document"
    )
    return [_built(Decision, json.loads(row["facts"])) for row in rows]


def load_decision(workspace: Workspace, document: str) -> Decision | None:
    """The decision of a document, None where it is none."""
    rows = workspace.rows("SELECT facts FROM decisions WHERE document = ?", [document])
    decision: Decision | None = _built(Decision, json.loads(rows[0]["facts"])) if rows else None
    return decision


def decisions_named(workspace: Workspace, asked: str) -> list[Decision]:
    """The decisions with a number, or whose document's SHA-256 begins so; in the order of signing."""
    rows = workspace.rows(
        "SELECT document FROM decisions WHERE number_key = :number"
        " OR length(:asked) >= :least AND substr(document, 1, length(:asked)) = :asked"
        " ORDER BY signed IS NULL, signed, document",
        {"number": number_key(asked), "asked": asked.lower(), "least": SHORTEST},
    )
    return [one for row in rows if (one := load_decision(workspace, row["document"]))]


def _decision_row(decision: Decision) -> dict[str, Any]:
    return {
        "document": decision.sha256,
        "number": decision.number,
        "number_key": number_key(decision.number) if decision.number else None,
        "issuer": decision.issuer,
        "issuer_level": decision.issuer_level,
        "signed": iso(decision.signed),
        "signer": decision.signer,
        "title": decision.title,
        "effective_text": decision.effective.text if decision.effective else None,
        "effective_date": iso(decision.effective.date) if decision.effective else None,
        "is_publication": int(decision.is_publication),
        "internal": int(decision.internal),
        "approves_workflow": int(decision.approves_workflow),
        "shortened_procedure": int(decision.shortened_procedure),
        "departments": to_json(list(decision.departments)),
        "facts": to_json(_plain(decision)),
    }


def _item_rows(decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "id": item_id(decision.sha256, position),
            "document": decision.sha256,
            "position": position,
            "change": item.change.value,
            "name": item.name,
            "name_folded": fold(item.name),
            "code": item.code,
            "code_printed": item.code_printed,
            "further_codes": to_json(list(item.further_codes)),
            "field": item.field,
            "levels": to_json([level.value for level in item.levels]),
            "agency": item.agency,
            "time_limit": item.time_limit,
            "fee": item.fee,
            "basis": item.basis,
            "replaces_code": item.replaces_code,
            "replaced_name": item.replaced_name,
            "section": item.section,
            "ordinal": item.ordinal,
            "internal": int(item.internal),
            "confidence": float(item.confidence),
            "source": to_json(_plain(item.source)),
        }
        for position, item in enumerate(decision.items, start=1)
    ]


def _issue_rows(decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "document": decision.sha256,
            "position": position,
            "category": issue.category,
            "section": issue.section,
            "page": issue.page,
            "facts": to_json(dict(issue.facts)),
        }
        for position, issue in enumerate(decision.issues, start=1)
    ]


def _link_rows(decision: Decision) -> list[dict[str, Any]]:
    links = [("based_on", one) for one in decision.based_on] + [("affects", one) for one in decision.affects]
    return [
        {
            "document": decision.sha256,
            "position": position,
            "kind": kind,
            "number": one.number,
            "number_key": number_key(one.number),
            "date": iso(one.date),
            "effect": one.effect.value if one.effect else None,
            "part": one.part,
        }
        for position, (kind, one) in enumerate(links, start=1)
    ]


def _plain(value: Any) -> Any:
    """A dataclass as JSON values: dates ISO, enumerations by value, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _built(kind: Any, data: Any) -> Any:
    """The value of type `kind` that `_plain` wrote down; fields it did not know yet take their defaults."""
    if data is None:
        return None
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _built(next(one for one in inner if one is not type(None)), data)
    if origin is tuple:
        kinds = [inner[0]] * len(data) if inner[-1] is Ellipsis else inner
        return tuple(_built(one, part) for one, part in zip(kinds, data, strict=True))
    if origin is dict:
        return {key: _built(inner[1], one) for key, one in data.items()}
    return _single(kind, data)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _single(kind: Any, data: Any) -> Any:
    if is_dataclass(kind):
        build: Any = kind
        hints = _hints(build)
        return build(**{name: _built(hints[name], one) for name, one in data.items() if name in hints})
    if kind is date:
        return date.fromisoformat(data)
    return kind(data) if isinstance(kind, type) and issubclass(kind, Enum) else data
