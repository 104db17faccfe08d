"""What is kept in the workspace to ask sources less: robots.txt of the day, validators, links found."""

from __future__ import annotations

import json
from typing import Any

from catalogue.fetching.state import OF_SOURCE
from catalogue.workspace import Workspace, to_json


class StoredShelf:
    """The shelf of one source."""

    def __init__(self, workspace: Workspace, source: str) -> None:
        self._workspace = workspace
        self._source = source

    def get(self, name: str) -> Any:
        """The value kept under a name; None where there is none."""
        rows = self._workspace.rows(
            "SELECT facts FROM source_answers WHERE source = ? AND foreign_id = ? AND part = ?",
            [self._source, OF_SOURCE, f"shelf/{name}"],
        )
        return json.loads(rows[0]["facts"]) if rows else None

    def put(self, name: str, value: Any) -> None:
        """Keep a value in place of what was kept under the name."""
        row = {"source": self._source, "foreign_id": OF_SOURCE, "part": f"shelf/{name}"}
        with self._workspace.writing() as db:
            db.table("source_answers").insert({**row, "facts": to_json(value)}, replace=True)
