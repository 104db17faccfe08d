"""The draft to be controlled: a file that is not taken in, or a provincial decision of the workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from catalogue.decisions import decisions_named
from catalogue.workspace import Workspace
from extract.deciding import decide
from extract.decision import Decision
from extract.outline import outline
from ingest.document import Document
from ingest.errors import UsageError
from ingest.originals import Originals
from ingest.reading import read


def draft_of(workspace: Workspace, asked: str) -> tuple[Decision, tuple[str, ...]]:
    """The draft and the lines of its legal bases.

    UsageError where nothing is meant (`control.no_draft`) or the document publishes nothing of a province
    (`control.not_province`); DocumentError where it cannot be read.
    """
    document = _document(workspace, asked)
    decision = decide(document)
    if not decision.is_publication or decision.issuer_level != "province":
        raise UsageError("control.not_province", asked=asked, issuer=decision.issuer or "–")
    return decision, tuple(outline(document).preamble)


def _document(workspace: Workspace, asked: str) -> Document:
    path = Path(asked)
    if path.is_file():
        return read(path)
    kept = [one for one in decisions_named(workspace, asked) if one.issuer_level == "province"]
    if not kept:
        raise UsageError("control.no_draft", asked=asked)
    document = max(kept, key=lambda one: (one.signed or date.min, one.sha256)).sha256
    (name,) = workspace.rows("SELECT min(name) AS name FROM locations WHERE document = ?", [document])
    return read(Originals(workspace.originals).path(document), name=name["name"])
