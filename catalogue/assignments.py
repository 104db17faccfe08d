"""Who has which proposal before them: assigned by a lead or taken by oneself, kept by the proposal's id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.audit import EventKind, now, record
from catalogue.workspace import Workspace, to_json


@dataclass(frozen=True, slots=True)
class Assignment:
    """A proposal in somebody's hands: whose, who gave it to them, when (UTC, ISO)."""

    user: str
    assigned_by: str
    at: str


def assign(workspace: Workspace, proposals: Sequence[str], user: str | None, by: str) -> list[str]:
    """Put proposals in the hands of `user`, or of nobody; the ids of those that were in other hands.

    What is there already changes nothing and is not recorded.
    """
    with workspace.writing() as db:
        standing = assigned(workspace, proposals)
        moved = [
            ident
            for ident in dict.fromkeys(proposals)
            if (standing[ident].user if ident in standing else None) != user
        ]
        if not moved:
            return []
        if user is None:
            db.execute(
                "DELETE FROM assignments WHERE proposal IN (SELECT value FROM json_each(?))", [to_json(moved)]
            )
        else:
            moment = now()
            rows = ({"proposal": one, "user": user, "assigned_by": by, "at": moment} for one in moved)
            db.table("assignments").upsert_all(rows, pk="proposal")
        subject = moved[0] if len(moved) == 1 else None
        record(db, EventKind.ASSIGNMENT, subject, {"user": user, "proposals": moved}, user=by)
    return moved


def assigned(workspace: Workspace, proposals: Sequence[str]) -> dict[str, Assignment]:
    """Who has which of these proposals; those of nobody are left out."""
    rows = workspace.rows(
        'SELECT proposal, "user", assigned_by, at FROM assignments'
        " WHERE proposal IN (SELECT value FROM json_each(?))",
        [to_json(list(proposals))],
    )
    return {row["proposal"]: Assignment(row["user"], row["assigned_by"], row["at"]) for row in rows}


def assignees(workspace: Workspace) -> list[str]:
    """Everybody who has something before them, by name."""
    rows = workspace.rows('SELECT DISTINCT "user" FROM assignments ORDER BY 1')
    return [row["user"] for row in rows]
