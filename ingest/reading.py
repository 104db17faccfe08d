"""The room's door: a path or bytes in, a `Document` out, a `DocumentError` where that cannot be.

Any bytes whatever end in one of the two; what the parsers of other people raise on broken files never gets
further than this file.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

from ingest import signatures
from ingest.document import Document
from ingest.encodings.evidence import in_unicode
from ingest.errors import Category, DocumentError
from ingest.formats import Format, sniff
from ingest.language import ENOUGH_LETTERS, has_own_letters, letters_in
from ingest.limits import Limits
from ingest.readers import Content


def read(path: Path, limits: Limits = Limits(), name: str | None = None) -> Document:
    """Read one file; DocumentError (NOT_FOUND, UNREADABLE, TOO_LARGE and all of `read_bytes`).

    `name` is what the document is spoken of by, the file's name where none is given.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise _too_large(name, size, limits)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(Category.NOT_FOUND, name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise DocumentError(Category.UNREADABLE, name, reason=reason) from error
    return read_bytes(data, name, limits)


def read_bytes(data: bytes, name: str, limits: Limits = Limits()) -> Document:
    """Read one document from its bytes; `name` only serves the messages.

    DocumentError: EMPTY, TOO_LARGE, UNKNOWN_FORMAT, UNSUPPORTED, DAMAGED, ENCRYPTED, NO_PAGES, NO_TEXT,
    NOT_VIETNAMESE, TOO_COMPLEX, ARCHIVE_LIMIT, TIMEOUT, MEMORY, MISSING_TOOL.
    """
    if len(data) > limits.file_bytes:
        raise _too_large(name, len(data), limits)
    try:
        return _document(data, name, limits)
    except DocumentError:
        raise
    except MemoryError as error:
        raise DocumentError(Category.MEMORY, name) from error
    except Exception as error:
        # Parsers meet broken bytes with whatever error they happen to run into (KeyError, struct.error,
        # RecursionError …); the class is open, so the answer has to be too.
        raise DocumentError(Category.DAMAGED, name) from error


def _document(data: bytes, name: str, limits: Limits) -> Document:
    form = sniff(data, name)
    reader = import_module(f"ingest.readers.{form.reader}")
    content: Content = reader.read(data, name, limits)
    blocks, converted = in_unicode(content.blocks)
    signed = signatures.notes(data) if form is Format.PDF else ()
    document = Document(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        media_type=form.media_type,
        pages=content.pages,
        blocks=blocks,
        notes=(*content.notes, *converted, *signed),
    )
    _check_language(document)
    return document


def _too_large(name: str, size: int, limits: Limits) -> DocumentError:
    return limits.exceeded(Category.TOO_LARGE, name, "file_bytes", size)


def _check_language(document: Document) -> None:
    text = document.text()
    if not any(character.isalnum() for character in text):
        raise DocumentError(Category.NO_TEXT, document.name)
    if letters_in(text) >= ENOUGH_LETTERS and not has_own_letters(text):
        raise DocumentError(Category.NOT_VIETNAMESE, document.name)
