"""What provincial decisions say of the entries of a list, and nobody has judged yet: the list is behind them.

A list is made from the catalogue, which changes only with a person's judgement (a law of the house). What the
province's own decisions have ended or changed by the day of the list still stands there as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.judgements import WAITING
from catalogue.procedure import Kind
from catalogue.provinces import find_province
from catalogue.workspace import Workspace, to_json
from ingest.messages import say

_ENDING = frozenset({Kind.REPEAL, Kind.REPEAL_BY_POSITION})


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposals wait that touch entries of a list: their decisions' numbers, the codes that end."""

    proposals: int = 0
    decisions: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The warning, in the language in force."""
        key = "lists.waiting_ended" if self.ended else "lists.waiting"
        facts = {"ended": len(self.ended), "codes": ", ".join(self.ended)} if self.ended else {}
        return say(key, count=self.proposals, decisions=", ".join(self.decisions), **facts)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {"proposals": self.proposals, "decisions": list(self.decisions), "ended": list(self.ended)}


def waiting_for(workspace: Workspace, entries: Iterable[str], day: date) -> Waiting:
    """The waiting proposals of the province's own decisions, in effect by a day, for these entries.

    `entries` are ids. A decision that says nothing of its day of effect counts from its signing.
    """
    ids = to_json(list(entries))
    home = workspace.province
    rows = workspace.rows(
        "SELECT p.kind, p.procedure, p.retires, d.number, d.issuer FROM proposals p"
        " JOIN decisions d ON d.document = p.document"
        " WHERE d.issuer_level = 'province' AND d.is_publication AND d.signed <= ?"
        " AND (p.effective IS NULL OR p.effective <= ?) AND p.kind <> ?"
        " AND p.state IN (SELECT value FROM json_each(?))"
        " AND (p.procedure IN (SELECT value FROM json_each(?))"
        " OR p.retires IN (SELECT value FROM json_each(?)))"
        " ORDER BY d.signed, d.number, d.document, p.position",
        [day.isoformat(), day.isoformat(), Kind.NOTHING, to_json(sorted(WAITING)), ids, ids],
    )
    own = [row for row in rows if find_province(row["issuer"] or "") in (home, None)]
    ended = [row["procedure"] if row["kind"] in _ENDING else row["retires"] for row in own]
    return Waiting(
        len(own),
        tuple(dict.fromkeys(row["number"] or "–" for row in own)),
        tuple(dict.fromkeys(ident.partition(":")[2] for ident in ended if ident)),
    )
