"""Pictures of the pages of kept PDFs, drawn once and kept beside the originals.

The row is framed in the browser over the picture, so that one picture serves every item on its page.
"""

from __future__ import annotations

import os
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from catalogue.review.refusals import Refused
from catalogue.workspace import Workspace
from ingest.originals import Originals

PDF = "application/pdf"
_FOLDER = "pages"
_SCALE = 2.0
"""Pixels per page point: 144 dpi, enough to read 11 point type."""
_MOST_PIXELS = 5000
"""Along the longer side, whatever size the document says its page has."""

_PDFIUM = threading.Lock()
"""PDFium works for one thread at a time."""


def picture(workspace: Workspace, document: str, page: int) -> Path:
    """The PNG of a page. Refused (404): no such document or page, or one without pages."""
    path = workspace.folder / _FOLDER / document[:2] / f"{document[2:]}-{page}.png"
    if not path.is_file():
        original = _original(workspace, document)
        path.parent.mkdir(parents=True, exist_ok=True)
        _draw(original, page, path)
    return path


def size(workspace: Workspace, document: str, page: int) -> tuple[float, float, int]:
    """A page's width and height in points, and how many pages there are. Refused (404) as `picture`."""
    return _size(_original(workspace, document), page)


def _original(workspace: Workspace, document: str) -> Path:
    rows = workspace.rows("SELECT 1 FROM documents WHERE sha256 = ? AND media_type = ?", [document, PDF])
    path = Originals(workspace.originals).path(document) if rows else None
    if path is None or not path.is_file():
        raise Refused(404, "no_page")
    return path


@lru_cache(maxsize=4096)
def _size(original: Path, page: int) -> tuple[float, float, int]:
    import pypdfium2

    with _PDFIUM, pypdfium2.PdfDocument(original) as pdf:
        if not 1 <= page <= len(pdf):
            raise Refused(404, "no_page")
        width, height = pdf[page - 1].get_size()
        return float(width), float(height), len(pdf)


def _draw(original: Path, page: int, path: Path) -> None:
    """Draw a page and put it in place whole, so that nobody reads half a picture."""
    import pypdfium2

    width, height, _ = _size(original, page)
    scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1.0))
    with _PDFIUM, pypdfium2.PdfDocument(original) as pdf:
        drawn = pdf[page - 1].render(scale=scale).to_pil()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="drawing-")
    with os.fdopen(handle, "wb") as out:
        drawn.save(out, "PNG")
    Path(name).replace(path)
