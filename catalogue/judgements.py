"""Judgements: what people decided on proposals. They are appended and never changed; an undo is one more.

A judgement speaks of the facts it was passed on (`source_hash`). A run that finds the same facts elsewhere
in the decision, in another place or in another copy, lets the judgement follow them; one that finds the same
row read otherwise, or other facts in their place, reopens it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalogue.workspace import Workspace, to_json
from extract.folding import fold

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
    """One judgement that stands: not an undo, and not undone.

    `follows` is the judgement that stood on the row before, 0: none did; None where that was not noted: then
    it is the one before on the same proposal.
    """

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
    follows: int | None = None

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


_By = Callable[[str, str, str], Hashable]
"""What a judgement and a row have to agree in, of a proposal's id, the hash of its facts and the facts."""


class Docket:
    """The judgements passed on the proposals of a decision, in whichever of its copies.

    Each is handed out once: ask for the rows of the copy that speaks for the decision first.
    """

    def __init__(self, workspace: Workspace, documents: Sequence[str]) -> None:
        rows = workspace.rows(
            "SELECT * FROM judgements WHERE document IN (SELECT value FROM json_each(?)) ORDER BY id",
            [to_json(list(documents))],
        )
        taken_back = {row["undoes"] for row in rows}
        self._undone = {row["proposal"] for row in rows if row["id"] in taken_back}
        self._left: dict[int, Judgement] = {}
        newest: dict[str, int] = {}
        for row in rows:
            if row["verdict"] == Verdict.UNDO or row["id"] in taken_back:
                continue
            one = _judgement(row)
            before = newest.get(one.proposal) if one.follows is None else one.follows
            self._left.pop(before or 0, None)
            self._left[one.id] = one
            newest[one.proposal] = one.id

    def rows(self, proposals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The proposals of one document as they stand; accepted and rejected ones stay as judged."""
        fresh = list(proposals)
        judged: dict[str, Judgement] = {}
        self._hand_out(fresh, judged, lambda ident, facts, _: (ident, facts))
        self._hand_out(fresh, judged, lambda _, facts, __: facts)
        self._hand_out(fresh, judged, lambda _, __, source: _meant(source), alone=True)
        self._hand_out(fresh, judged, lambda ident, _, __: ident)
        return [self._row(row, judged.get(row["id"])) for row in fresh]

    def _hand_out(
        self, fresh: Sequence[Mapping[str, Any]], judged: dict[str, Judgement], by: _By, alone: bool = False
    ) -> None:
        """Give the rows not yet `judged` the judgements that agree with them; `alone`: where one does."""
        left: dict[Hashable, list[Judgement]] = {}
        for one in self._left.values():
            left.setdefault(by(one.proposal, one.source_hash, one.source), []).append(one)
        waiting: dict[Hashable, list[str]] = {}
        for row in fresh:
            if row["id"] not in judged:
                waiting.setdefault(by(row["id"], row["source_hash"], row["source"]), []).append(row["id"])
        for key, idents in waiting.items():
            found = left.get(key, [])
            if alone and (len(found), len(idents)) != (1, 1):
                continue
            for ident, one in zip(idents, reversed(found), strict=False):
                judged[ident] = self._left.pop(one.id)

    def _row(self, row: Mapping[str, Any], judgement: Judgement | None) -> dict[str, Any]:
        if judgement is None:
            state = State.UNDONE if row["id"] in self._undone else State.PENDING
            return {**row, "state": state.value, "judgement": None}
        state = judgement.state(row["source_hash"])
        kept = judgement.snapshot if state not in WAITING else {}
        return {**row, **kept, "state": state.value, "judgement": judgement.id}


def _meant(source: str) -> Hashable:
    """What a row speaks of, however the rest of it is read: its change and procedure, or its position."""
    facts = json.loads(source)
    item = facts.get("item")
    if item is None:
        position = facts.get("position", {})
        return tuple(position.get(name) for name in ("number", "section", "ordinal"))
    return item.get("change"), item.get("code") or fold(item.get("name", "")), "copy" in facts


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
    if judgement.follows is not None:
        return load_judgement(workspace, judgement.follows) if judgement.follows else None
    rows = workspace.rows(
        "SELECT * FROM judgements WHERE proposal = ? AND verdict != ? AND id < ?"
        " AND NOT EXISTS (SELECT 1 FROM judgements undo WHERE undo.undoes = judgements.id)"
        " ORDER BY id DESC LIMIT 1",
        [judgement.proposal, Verdict.UNDO.value, judgement.id],
    )
    return _judgement(rows[0]) if rows else None


def stated_by(workspace: Workspace, judgement: int | None) -> list[dict[str, Any]]:
    """What a judgement and those before it on its row still state: `id`, `procedure`, `judgement` of changes.

    An unsure one leaves in force what was accepted before it.
    """
    if judgement is None:
        return []
    behind: list[int] = []
    one: Judgement | None = load_judgement(workspace, judgement)
    while one:
        behind.append(one.id)
        one = judgement_before(workspace, one)
    return workspace.rows(
        "SELECT id, procedure, judgement FROM changes WHERE withdrawn_by IS NULL"
        " AND judgement IN (SELECT value FROM json_each(?)) ORDER BY id",
        [to_json(behind)],
    )


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
        row["follows"],
    )
