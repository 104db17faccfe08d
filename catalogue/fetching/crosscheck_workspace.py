"""The cross-check of every decision of a workspace that has both typed lists and its document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.decisions import load_decision
from catalogue.entries import load_procedures
from catalogue.fetching.crosscheck import Difference, compare
from catalogue.fetching.files import documents_of
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.numbers import number_key
from ingest.sources.source import Listed


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One decision of a source: how many procedures its document lists, and the differences.

    `typed` is how many the portal's lists hold, `coded` for how many of them the portal told a code.
    """

    source: str
    foreign_id: str
    number: str
    document: str
    items: int
    typed: int
    coded: int
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "source": self.source,
            "id": self.foreign_id,
            "number": self.number,
            "document": self.document,
            "items": self.items,
            "typed": self.typed,
            "coded": self.coded,
            "differences": [one.to_json() for one in self.differences],
        }


def crosschecks(workspace: Workspace, number: str | None = None) -> Iterator[CrossCheck]:
    """Compare each decision that was looked into, or those of one number; newest first.

    Of several files the one that lists most procedures is the document.
    """
    names = _names_by_code(workspace)
    rows = workspace.rows(
        "SELECT source, foreign_id, number, detail FROM source_heads WHERE detail IS NOT NULL"
        " AND (:key IS NULL OR number_key = :key) ORDER BY signed DESC, source, foreign_id",
        {"key": number_key(number) if number else None},
    )
    for row in rows:
        detail = json.loads(row["detail"])
        decisions = [load_decision(workspace, one) for one in documents_of(workspace, detail)]
        publications = [one for one in decisions if one and one.is_publication]
        if not publications or not detail["lists"]:
            continue
        decision = max(publications, key=lambda one: (len(one.items), one.sha256))
        typed = {
            kind: [Listed(one["id"], one["name"], one["agency"], one.get("code")) for one in listed]
            for kind, listed in detail["lists"].items()
        }
        yield CrossCheck(
            row["source"],
            row["foreign_id"],
            decision.number or row["number"],
            decision.sha256,
            len(decision.items),
            sum(len(listed) for listed in typed.values()),
            sum(bool(one.code) for listed in typed.values() for one in listed),
            tuple(compare(decision, typed, names)),
        )


def _names_by_code(workspace: Workspace) -> dict[str, str]:
    """The names of the catalogue, the province's own before the national ones."""
    entries = [*load_procedures(workspace, Scope.NATIONAL), *load_procedures(workspace, Scope.PROVINCE)]
    return {one.code: one.name for one in entries if one.code}
