"""Fingerprints of what the page shows, so that nothing is recorded on facts that its reader never saw.

Proposals are derived anew after every verdict, and entries change with lists and with other proposals: the
number of a judgement alone does not tell that what is proposed is still what somebody looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from catalogue.entries import CONTENT
from catalogue.judgements import SNAPSHOT
from catalogue.workspace import Workspace, to_json

_DIGITS = 16


def fingerprints(workspace: Workspace, proposals: Sequence[str]) -> dict[str, str]:
    """Of each proposal, by id: what is proposed, on which facts, how it is judged, and the entries concerned.

    16 hexadecimal digits each; a proposal that there is not is left out.
    """
    rows = workspace.rows(_PROPOSED, [to_json(list(proposals))])
    return {row["id"]: seal(row) for row in rows}


def seal(facts: Mapping[str, object] | Sequence[object]) -> str:
    """The fingerprint of plain facts."""
    return sha256(to_json(facts).encode()).hexdigest()[:_DIGITS]


_COLUMNS = [f"p.{name}" for name in SNAPSHOT] + [
    f"{entry}.{name} AS {entry}_{name}" for entry in ("e", "r") for name in (*CONTENT, "valid_to")
]
_PROPOSED = (
    f"SELECT p.id, p.source_hash, p.judgement, {', '.join(_COLUMNS)} FROM proposals p"  # noqa: S608 (fixed names)
    " LEFT JOIN procedures e ON e.id = p.procedure LEFT JOIN procedures r ON r.id = p.retires"
    " WHERE p.id IN (SELECT value FROM json_each(?))"
)
