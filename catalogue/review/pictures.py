"""Pictures of the pages of kept PDFs and scans, drawn once and kept beside the originals.

The row is framed in the browser over the picture, so that one picture serves every item on its page.
"""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.review.refusals import Refused
from catalogue.workspace import Workspace
from ingest.errors import DocumentError
from ingest.originals import Originals

if TYPE_CHECKING:
    from PIL.Image import Image

PDF = "application/pdf"
SCANS = ("image/png", "image/jpeg", "image/tiff")
SHOWN = (PDF, *SCANS)
"""Media types of the originals that have pages to be shown."""

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


@dataclass(frozen=True, slots=True)
class _Original:
    path: Path
    is_pdf: bool


def _original(workspace: Workspace, document: str) -> _Original:
    rows = workspace.rows("SELECT media_type FROM documents WHERE sha256 = ?", [document])
    kind = rows[0]["media_type"] if rows else None
    path = Originals(workspace.originals).path(document) if kind in SHOWN else None
    if path is None or not path.is_file():
        raise Refused(404, "no_page")
    return _Original(path, kind == PDF)


@lru_cache(maxsize=4096)
def _size(original: _Original, page: int) -> tuple[float, float, int]:
    import pypdfium2

    if not original.is_pdf:
        return _scan_size(original.path, page)
    with _PDFIUM, pypdfium2.PdfDocument(original.path) as pdf:
        if not 1 <= page <= len(pdf):
            raise Refused(404, "no_page")
        width, height = pdf[page - 1].get_size()
        return float(width), float(height), len(pdf)


def _scan_size(original: Path, page: int) -> tuple[float, float, int]:
    from ingest.readers.picture import size_of

    try:
        found = size_of(original.read_bytes(), page)
    except DocumentError as error:
        raise Refused(404, "no_page") from error
    if found is None:
        raise Refused(404, "no_page")
    return found


def _drawn(original: _Original, page: int, scale: float) -> Image:
    import pypdfium2

    from ingest.readers.picture import drawn

    if not original.is_pdf:
        try:
            return drawn(original.path.read_bytes(), page, scale)
        except DocumentError as error:
            raise Refused(404, "no_page") from error
    with _PDFIUM, pypdfium2.PdfDocument(original.path) as pdf:
        image: Image = pdf[page - 1].render(scale=scale).to_pil()
        return image


def _draw(original: _Original, page: int, path: Path) -> None:
    """Draw a page and put it in place whole, so that nobody reads half a picture."""
    width, height, _ = _size(original, page)
    scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1.0))
    drawn = _drawn(original, page, scale)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="drawing-")
    with os.fdopen(handle, "wb") as out:
        drawn.save(out, "PNG")
    Path(name).replace(path)
