"""Word 97–2003 and RTF -> blocks: LibreOffice makes a DOCX of the file, the DOCX reader reads that."""

from __future__ import annotations

from ingest.limits import Limits
from ingest.readers import Content, docx
from ingest.readers.legacy_office import to_docx

_RTF = b"{\\rtf"


def read(data: bytes, name: str, limits: Limits) -> Content:
    """The document's content.

    DocumentError: MISSING_TOOL where LibreOffice is not installed, TIMEOUT, DAMAGED, and those of the DOCX
    reader.
    """
    suffix = ".rtf" if data.startswith(_RTF) else ".doc"
    return docx.read(to_docx(data, suffix, name, limits), name, limits)
