"""Judgements: what people decided on proposals. They are appended and never changed; an undo is one more.

A judgement speaks of the facts it was passed on (`source_hash`). A run that finds the same facts elsewhere
in the document lets the judgement follow them; one that finds other facts in their place reopens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalogue.workspace import Workspace

SNAPSHOT = (
    "kind",
    "procedure",
    "retires",
    "department",
    "effective",
    "differing",
    "conflicts",
    "reasons",
)
"""The columns of a proposal that say what it proposes; kept with the judgement."""


class Verdict(StrEnum):
    """What a person says of a proposal."""

    ACCEPT = "accept"
    EDIT = "edit"
    CHOOSE = "choose"
    REJECT = "reject"
    UNSURE = "unsure"
    UNDO = "undo"


class State(StrEnum):
    """How a proposal stands. Pending, unsure, undone and reopened ones wait for a person."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"
    UNDONE = "undone"
    REOPENED = "reopened"


WAITING = frozenset({State.PENDING, State.UNSURE, State.UNDONE, State.REOPENED})

_STATES = {
    Verdict.ACCEPT: State.ACCEPTED,
    Verdict.EDIT: State.ACCEPTED,
    Verdict.CHOOSE: State.ACCEPTED,
    Verdict.REJECT: State.REJECTED,
    Verdict.UNSURE: State.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement that stands: not an undo, and not undone."""

    id: int
    proposal: str
    document: str
    verdict: Verdict
    user: str
    at: str
    reason: str | None
    source_hash: str
    source: str
    snapshot: Mapping[str, Any]
    edited: Mapping[str, Any]

    def state(self, source_hash: str) -> State:
        """How a proposal with these facts stands under this judgement."""
        return _STATES[self.verdict] if source_hash == self.source_hash else State.REOPENED

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "id": self.id,
            "verdict": self.verdict.value,
            "user": self.user,
            "at": self.at,
            "reason": self.reason,
            "edited": dict(self.edited),
            "source": json.loads(self.source),
            "proposal": {
                name: json.loads(value) if name in ("differing", "conflicts", "reasons") and value else value
                for name, value in self.snapshot.items()
            },
        }


class Docket:
    """The judgements passed on the proposals of one document."""

    def __init__(self, workspace: Workspace, document: str) -> None:
        rows = workspace.rows("SELECT * FROM judgements WHERE document = ? ORDER BY id", [document])
        taken_back = {row["undoes"] for row in rows}
        self._standing: dict[str, Judgement] = {}
        self._undone = {row["proposal"] for row in rows if row["id"] in taken_back}
        for row in rows:
            if row["verdict"] != Verdict.UNDO and row["id"] not in taken_back:
                self._standing[row["proposal"]] = _judgement(row)

    def on(self, proposals: Sequence[tuple[str, str]]) -> dict[str, Judgement]:
        """The judgement that stands on each proposal, given as (id, hash of its facts)."""
        left = dict(self._standing)
        out: dict[str, Judgement] = {}
        for ident, source_hash in proposals:
            if ident in left and left[ident].source_hash == source_hash:
                out[ident] = left.pop(ident)
        moved = {one.source_hash: key for key, one in left.items()}
        for ident, source_hash in proposals:
            if ident not in out and source_hash in moved:
                out[ident] = left.pop(moved.pop(source_hash))
        for ident, _ in proposals:
            if ident not in out and ident in left:
                out[ident] = left.pop(ident)
        return out

    def rows(self, proposals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The proposals of the document as they stand; accepted and rejected ones stay as judged."""
        fresh = list(proposals)
        judged = self.on([(row["id"], row["source_hash"]) for row in fresh])
        return [self._row(row, judged.get(row["id"])) for row in fresh]

    def _row(self, row: Mapping[str, Any], judgement: Judgement | None) -> dict[str, Any]:
        if judgement is None:
            state = State.UNDONE if row["id"] in self._undone else State.PENDING
            return {**row, "state": state.value, "judgement": None}
        state = judgement.state(row["source_hash"])
        kept = judgement.snapshot if state not in WAITING else {}
        return {**row, **kept, "state": state.value, "judgement": judgement.id}


def load_judgement(workspace: Workspace, ident: int) -> Judgement:
    """The judgement of that number."""
    return _judgement(workspace.rows("SELECT * FROM judgements WHERE id = ?", [ident])[0])


def lost_judgements(workspace: Workspace) -> list[Judgement]:
    """The judgements that stand in the catalogue though their documents no longer have the rows."""
    rows = workspace.rows(
        "SELECT * FROM judgements j WHERE EXISTS"
        " (SELECT 1 FROM changes c WHERE c.judgement = j.id AND c.withdrawn_by IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM proposals p WHERE p.judgement = j.id OR p.id = j.proposal)"
        " ORDER BY id"
    )
    return [_judgement(row) for row in rows]


def judgement_before(workspace: Workspace, judgement: Judgement) -> Judgement | None:
    """The judgement that stands on a proposal once this one is taken back; None where there is none."""
    rows = workspace.rows(
        "SELECT * FROM judgements WHERE proposal = ? AND verdict != ? AND id != ?"
        " AND NOT EXISTS (SELECT 1 FROM judgements undo WHERE undo.undoes = judgements.id)"
        " ORDER BY id DESC LIMIT 1",
        [judgement.proposal, Verdict.UNDO.value, judgement.id],
    )
    return _judgement(rows[0]) if rows else None


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement(
        row["id"],
        row["proposal"],
        row["document"],
        Verdict(row["verdict"]),
        row["user"],
        row["at"],
        row["reason"],
        row["source_hash"],
        row["source"],
        json.loads(row["proposal_facts"] or "{}"),
        json.loads(row["edited"] or "{}"),
    )
