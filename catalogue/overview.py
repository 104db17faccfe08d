"""What the workspace shows: obligations as of a day, proposals, matches; as plain facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.consequences import catalogue_index, workspace_obligations
from catalogue.deadlines import Obligation, Status, StatusKind, verdict, why, worst_first
from catalogue.procedure import Match, reason_sentence
from catalogue.workspace import Workspace
from extract.folding import plain
from ingest.errors import UsageError
from ingest.messages import say

OPEN = frozenset({StatusKind.OVERDUE, StatusKind.DUE, StatusKind.NO_BASIS})
"""How an obligation stands that still asks something of somebody."""


@dataclass(frozen=True, slots=True)
class ObligationView:
    """One obligation as of a day."""

    obligation: Obligation
    status: Status

    @property
    def verdict(self) -> str:
        """The status in words: "quá hạn 3 ngày làm việc"."""
        return verdict(self.obligation, self.status)

    @property
    def why(self) -> str:
        """The reason in one sentence."""
        return why(self.obligation, self.status)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form of `congbo overdue`."""
        return {
            **self.obligation.to_json(),
            "status": self.status.kind.value,
            "days": self.status.days,
            "unit": self.status.unit.value if self.status.unit else None,
            "verdict": self.verdict,
            "why": self.why,
        }


def obligations_on(
    workspace: Workspace, as_of: date, department: str | None = None, everything: bool = False
) -> list[ObligationView]:
    """The obligations as of a day, worst first; open ones only unless `everything`.

    `department` keeps those whose department's name holds the words given, tone marks optional.
    """
    wanted = plain(department) if department else ""
    return [
        ObligationView(obligation, status)
        for obligation, status in worst_first(workspace_obligations(workspace), as_of)
        if (everything or status.kind in OPEN) and wanted in plain(obligation.department or "")
    ]


def summary_of(views: list[ObligationView]) -> str:
    """How many stand how, in one line: "quá hạn 2, chưa đến hạn 1 …"."""
    counts = {kind: sum(view.status.kind is kind for view in views) for kind in StatusKind}
    return ", ".join(
        say("overview.count", status=say(f"overview.status_{kind}"), count=count)
        for kind, count in counts.items()
        if count
    )


def proposals(
    workspace: Workspace, kind: str | None = None, document: str | None = None
) -> list[dict[str, Any]]:
    """The proposals with their item, decision and match, those with conflicts first, then by decision."""
    rows = workspace.rows(
        "SELECT p.id, p.kind, p.state, p.department, p.effective, p.differing, p.conflicts, p.reasons,"
        " d.number, d.signed, i.position, i.change, i.code, i.name, m.procedure, m.method, m.band, m.score"
        " FROM proposals p JOIN items i ON i.id = p.item JOIN decisions d ON d.document = p.document"
        " LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'"
        " WHERE (:kind IS NULL OR p.kind = :kind) AND (:document IS NULL OR p.document = :document)"
        " ORDER BY p.conflicts = '[]', d.signed, d.number_key, p.document, i.position",
        {"kind": kind, "document": document},
    )
    return [_told(row) for row in rows]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("conflicts", "reasons"):
        row[name] = [
            {**reason, "sentence": reason_sentence(reason["key"], reason["facts"])}
            for reason in json.loads(row[name])
        ]
    row["differing"] = json.loads(row["differing"])
    return row


def explain(workspace: Workspace, item: str) -> dict[str, Any]:
    """Why an item is tied to its entry: item, matches with reasons, candidates. UsageError: no such item."""
    rows = workspace.rows(
        "SELECT i.id, i.change, i.code, i.name, d.number, m.role, m.procedure, m.method, m.score, m.margin,"
        " m.band, m.reasons, m.candidates FROM items i JOIN decisions d ON d.document = i.document"
        " JOIN matches m ON m.item = i.id WHERE i.id = ? ORDER BY m.role",
        [item.removeprefix("p-")],
    )
    if not rows:
        raise UsageError("overview.no_item", item=item)
    for row in rows:
        row["reasons"] = list(_sentences(row["reasons"]))
        row["candidates"] = json.loads(row["candidates"])
    return {**{key: rows[0][key] for key in ("id", "change", "code", "name", "number")}, "matches": rows}


def _sentences(reasons: str) -> Iterator[str]:
    for reason in json.loads(reasons):
        yield reason_sentence(reason["key"], reason["facts"])


def match_text(workspace: Workspace, text: str) -> Match:
    """Match a name or a code typed by a person against the catalogue."""
    from catalogue.matching.features import query_of
    from catalogue.matching.matching import match
    from extract.codes import codes

    index, _, _ = catalogue_index(workspace)
    found = codes(text)
    name = text.replace(text[found[0].start : found[0].end], " ") if found else text
    return match(query_of(name.strip() or text, found[0].root if found else None), index)
