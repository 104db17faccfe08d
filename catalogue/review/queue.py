"""The queue: proposals that wait for a verdict, the riskiest first, with every filter in the address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalogue.judgements import WAITING
from catalogue.procedure import reason_sentence
from catalogue.review import narrowing
from catalogue.review.ordering import in_order
from catalogue.review.standing import Standing
from catalogue.workspace import Workspace, to_json
from extract.folding import fold, plain

AT_ONCE = 50
"""Rows on a page."""
_MOST_NAMES = 2**16
"""Names whose folded spelling is kept: a search compares every name, and names stay as they are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals; empty: whatever they are. `state` "open" are all that wait, "all" every one.

    `decision` is a document's SHA-256, `text` words or the beginning of a code; `flag`, `due` and `assignee`
    are those of `narrowing`.
    """

    text: str = ""
    state: str = "open"
    decision: str = ""
    department: str = ""
    field: str = ""
    kind: str = ""
    change: str = ""
    level: str = ""
    band: str = ""
    flag: str = ""
    due: str = ""
    assignee: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        """From an address's query; what it does not know is left alone."""
        return cls(**{name: asked[name].strip()[:300] for name in cls.__slots__ if name in asked})

    def query(self) -> dict[str, str]:
        """For an address: what differs from the plain queue."""
        plainly = Wanted()
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value != getattr(plainly, name)}


def ordered(workspace: Workspace, wanted: Wanted, standing: Standing) -> list[str]:
    """The ids of all proposals wanted: overdue decisions first, then conflicts, then the smallest margin."""
    where, facts = _asked(wanted, standing)
    if wanted.text:
        workspace.db.register_function(_plain, name="plain", deterministic=True)
        workspace.db.register_function(_fold, name="fold", deterministic=True)
    return in_order(workspace, where, facts, standing.urgency())


def told(workspace: Workspace, ids: list[str]) -> list[dict[str, Any]]:
    """The rows of these proposals, in their order; one that comes from an article is named by its reason."""
    rows = workspace.rows(
        "SELECT p.id, p.kind, p.state, p.judgement, p.department, p.conflicts, p.reasons,"
        " p.document, p.position,"
        " d.number, d.signed, i.change, i.field, i.levels, coalesce(i.code, e.code) AS code,"
        " coalesce(i.name, e.name) AS name, coalesce(p.procedure, m.procedure) AS procedure,"
        " coalesce(m.band, 'none') AS band, m.score, m.margin"
        " FROM proposals p JOIN decisions d ON d.document = p.document LEFT JOIN items i ON i.id = p.item"
        " LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'"
        " LEFT JOIN procedures e ON e.id = p.procedure"
        " WHERE p.id IN (SELECT value FROM json_each(?))",
        [to_json(ids)],
    )
    found = {row["id"]: row for row in rows}
    for row in rows:
        row["conflicts"] = json.loads(row["conflicts"] or "[]")
        reasons = json.loads(row.pop("reasons") or "[]")
        if row["name"] is None and reasons:
            row["name"] = reason_sentence(reasons[0]["key"], reasons[0]["facts"])
        row["levels"] = json.loads(row["levels"] or "[]")
    return [found[ident] for ident in ids if ident in found]


def choices(workspace: Workspace) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each filter that depends on what is stored, as (value, text)."""

    def distinct(sql: str) -> list[tuple[str, str]]:
        return [(row[0], row[1] or "–") for row in workspace.db.execute(sql).fetchall() if row[0]]

    return {
        "decision": distinct(
            "SELECT d.document, d.number FROM decisions d WHERE d.is_publication"
            " AND EXISTS (SELECT 1 FROM proposals p WHERE p.document = d.document)"
            " ORDER BY d.signed DESC, d.number_key"
        ),
        "department": distinct("SELECT DISTINCT department, department FROM proposals ORDER BY 1"),
        "field": distinct("SELECT DISTINCT field, field FROM items ORDER BY 1"),
    }


def _asked(wanted: Wanted, standing: Standing) -> tuple[list[str], dict[str, Any]]:
    """The conditions of what is wanted and their facts. Only fixed text goes into the conditions."""
    facts: dict[str, Any] = {"soon": narrowing.last_soon(standing)}
    where = []
    for name, condition in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value:
            where.append(condition)
            facts[name] = value
    if wanted.state in ("", "open"):
        where.append("p.state IN (SELECT value FROM json_each(:waiting))")
        facts["waiting"] = to_json(sorted(WAITING))
    elif wanted.state != "all":
        where.append("p.state = :state")
        facts["state"] = wanted.state
    for number, word in enumerate(wanted.text.split()):
        where.append(_WORD.format(number=number))
        facts[f"word{number}"], facts[f"toned{number}"] = _spelt(word)
        facts[f"code{number}"] = word
    return where, facts


def _spelt(word: str) -> tuple[str, str]:
    """A word without tone marks; and with them where it was typed with any, so that it means only itself."""
    bare, toned = plain(word), fold(word)
    return bare, "" if bare == toned else toned


@lru_cache(maxsize=_MOST_NAMES)
def _plain(name: str) -> str:
    return plain(name)


@lru_cache(maxsize=_MOST_NAMES)
def _fold(name: str) -> str:
    return fold(name)


_CONDITIONS = {
    "decision": "p.document = :decision",
    "department": "p.department = :department",
    "field": "i.field = :field",
    "kind": "p.kind = :kind",
    "change": "i.change = :change",
    "level": "EXISTS (SELECT 1 FROM json_each(i.levels) WHERE value = :level)",
    "band": "coalesce(m.band, 'none') = :band",
    "flag": narrowing.FLAG,
    "due": narrowing.DUE,
    "assignee": narrowing.ASSIGNEE,
}
_WORD = (
    "(:word{number} != '' AND instr(plain(coalesce(i.name, e.name, '')), :word{number}) > 0"
    " AND instr(fold(coalesce(i.name, e.name, '')), :toned{number}) > 0"
    " OR instr(coalesce(i.code, e.code), :code{number}) = 1 OR instr(d.number, :code{number}) = 1)"
)
