"""All evidence, sorted once for a state of the store and a language and asked many times."""

from __future__ import annotations

import threading

from catalogue.evidence import Dossier, dossier
from catalogue.workspace import Workspace
from ingest.messages import language


class Cabinet:
    """Keeps the dossiers of the last state that was asked for, one to a language; shared by all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[int, Dossier]] = {}

    def dossier(self, workspace: Workspace) -> Dossier:
        """All evidence; sorted anew after new decisions, evidence, lists or settings."""
        newest = workspace.rows(
            "SELECT coalesce(max(id), 0) AS id FROM audit_events"
            " WHERE kind IN ('decision', 'evidence', 'import', 'setting')"
        )[0]["id"]
        with self._lock:
            kept = self._kept.get(language())
            if kept is None or kept[0] != newest:
                kept = self._kept[language()] = (newest, dossier(workspace))
            return kept[1]
