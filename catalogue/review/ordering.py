"""The order of the queue: one pass over two indexes, so that it may be asked for after every verdict.

Decisions are few and proposals are many: what a decision brings into the order (its urgency and its seat
among the decisions) is worked out beforehand and handed to the query as numbers. The ids come back as one
text, since SQLite then sorts and joins without waiting for this process. `INDEXED BY`: left to itself SQLite
takes the primary key of matches and reads their long texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.workspace import Workspace, to_json


def in_order(
    workspace: Workspace,
    conditions: Sequence[str],
    facts: Mapping[str, Any],
    urgency: Mapping[str, list[int]],
) -> list[str]:
    """The ids of the proposals that meet all conditions: overdue decisions first, then what is to be looked
    at first, then the smallest margin; what changes nothing last.

    `urgency` holds, by document, the rank of its decision's worst deadline (0 presses most) and its due day.
    Conditions are SQL over `p` (proposal), `u` (its decision's rank and due day, both NULL where nothing
    presses), `d` (decision), `i` (item), `e` (entry) and `m` (match of its listed procedure).
    """
    condition = " AND ".join(f"({one})" for one in conditions) or "1"
    joins = " ".join(join for alias, join in _JOINS.items() if f"{alias}." in condition)
    rows = workspace.rows(
        _ORDERED.format(joins=joins, condition=condition),
        {**facts, "seats": to_json(_seats(workspace, urgency))},
    )
    ids: list[str] = json.loads(rows[0]["ids"])
    return ids


def _seats(workspace: Workspace, urgency: Mapping[str, list[int]]) -> list[list[object]]:
    """Each decision with its rank and due day, by signing day and number."""
    rows = workspace.rows("SELECT document FROM decisions ORDER BY signed, number_key, document")
    return [[row["document"], *urgency.get(row["document"], (None, None))] for row in rows]


_JOINS = {
    "d": "JOIN decisions d ON d.document = p.document",
    "i": "LEFT JOIN items i ON i.id = p.item",
    "e": "LEFT JOIN procedures e ON e.id = p.procedure",
}
_ORDERED = """
WITH u AS MATERIALIZED (
  SELECT key AS seat, json_extract(value, '$[0]') AS document,
    json_extract(value, '$[1]') AS rank, json_extract(value, '$[2]') AS due
  FROM json_each(:seats)
)
SELECT json_group_array(id) AS ids FROM (
  SELECT p.id FROM u JOIN proposals p ON p.document = u.document
  LEFT JOIN matches m INDEXED BY queue_of_matches ON m.item = p.item AND m.role = 'listed' {joins}
  WHERE {condition}
  ORDER BY p.kind = 'nothing' AND p.conflicts = '[]', coalesce(u.rank, 9),
    coalesce(u.due, 9999999), p.conflicts = '[]', coalesce(m.margin, 1000), u.seat, p.position, p.id
)
"""
