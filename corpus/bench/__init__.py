"""Speed and memory of reading and extracting, measured side by side; commands, never assertions."""

from __future__ import annotations

from pathlib import Path


def pages_of(path: Path) -> int:
    """Number of pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()
