"""Reading a file and deciding what it publishes, without a workspace; runs in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from extract.decision import Decision
from ingest.bundles import Found
from ingest.errors import Category, DocumentError
from ingest.workers import run

Understand = Callable[[Found], Decision]
"""Reads a file and decides what it publishes."""

Progress = Callable[[int, int, str], None]
"""Called with how many documents are done, how many there are, and the file's name."""


def understand(found: Found) -> Decision:
    """Read one file and decide what it publishes; DocumentError where that cannot be.

    What goes wrong in deciding costs this document, never the batch.
    """
    from extract.deciding import decide
    from ingest.reading import read

    document = read(found.file, name=found.name)
    try:
        return decide(document)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise DocumentError(Category.CRASHED, document.name, reason=repr(error)) from error


def understood(
    documents: Sequence[Found], workers: int | None = None, progress: Progress | None = None
) -> Iterator[tuple[Found, Decision | DocumentError]]:
    """Read and decide files in killable worker processes, without a workspace."""
    results = run(understand, documents, workers=workers or os.cpu_count() or 1)
    for done, (at, result) in enumerate(results, start=1):
        if progress:
            progress(done, len(documents), documents[at].name)
        yield documents[at], result
