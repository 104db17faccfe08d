"""The draft to be controlled: a file that is not taken in, or a provincial decision of the workspace."""

from __future__ import annotations

from pathlib import Path

from catalogue.workspace import Workspace
from extract.deciding import decide
from extract.decision import Decision
from extract.numbers import number_key
from extract.outline import outline
from ingest.document import Document
from ingest.errors import UsageError
from ingest.originals import Originals
from ingest.reading import read

_SHA = 12
"""Hexadecimal digits of a document from which on it is asked for by them."""


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
    rows = workspace.rows(
        "SELECT d.document, l.name FROM decisions d JOIN locations l ON l.document = d.document"
        " WHERE d.issuer_level = 'province' AND (d.number_key = :number"
        " OR length(:asked) >= :least AND substr(d.document, 1, length(:asked)) = :asked)"
        " ORDER BY d.signed DESC, d.document, l.path LIMIT 1",
        {"number": number_key(asked), "asked": asked.lower(), "least": _SHA},
    )
    if not rows:
        raise UsageError("control.no_draft", asked=asked)
    return read(Originals(workspace.originals).path(rows[0]["document"]), name=rows[0]["name"])
