"""Which documents of the workspace came of the files that a source gave, those inside bundles included.

A member of a bundle stands in the workspace under the bundle's path and its own: "…/a.zip/phụ lục.docx".
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalogue.workspace import Workspace


def documents_of(workspace: Workspace, detail: Mapping[str, Any]) -> list[str]:
    """The SHA-256 of each document that came of a head's files, in their order."""
    out: dict[str, None] = {}
    for file in detail.get("files", ()):
        out[str(file["sha256"])] = None
        out |= {row["document"]: None for row in _members(workspace, file)}
    return list(out)


def is_waiting(workspace: Workspace, file: Mapping[str, Any]) -> bool:
    """Whether a file is not in the workspace, or came no further than its door."""
    rows = workspace.rows("SELECT state FROM documents WHERE sha256 = ?", [file["sha256"]])
    states = [row["state"] for row in rows] or [row["state"] for row in _members(workspace, file)]
    return not states or "kept" in states


def _members(workspace: Workspace, file: Mapping[str, Any]) -> list[dict[str, Any]]:
    inside = Path(str(file["path"])).absolute().as_posix() + "/"
    return workspace.rows(
        "SELECT DISTINCT l.document, d.state FROM locations l JOIN documents d ON d.sha256 = l.document"
        " WHERE substr(l.path, 1, ?) = ? ORDER BY l.path",
        [len(inside), inside],
    )
