"""Documents without pages shown as text, leaf by leaf, with the row of an item marked.

A document is read anew in a process that can be killed, for it may come from anywhere, and only its text is
shown: nothing of its markup. What was read is kept in memory for as long as the page runs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.review.cutting import Leaf, Original, Piece, Row, Text, read
from catalogue.workspace import Workspace
from ingest.errors import DocumentError
from ingest.originals import Originals
from ingest.workers import run

_MOST_KEPT = 24
"""Documents kept read at a time, the ones used last."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """A document's leaves; `fault` says why there are none."""

    leaves: tuple[Leaf, ...] = ()
    fault: str | None = None

    def of(self, place: Mapping[str, Any]) -> int:
        """The number, from 1, of the leaf that a place stands on; the first where it stands on none."""
        for number, leaf in enumerate(self.leaves, start=1):
            if any(stands_at(part, place) for piece in leaf for part in _parts(piece)):
                return number
        return 1


class Shelf:
    """The documents read so far; shared by all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Leaves] = OrderedDict()

    def leaves(self, workspace: Workspace, document: str) -> Leaves:
        """The leaves of a kept original; without any where it is not kept or can no longer be read."""
        with self._lock:
            if document in self._kept:
                self._kept.move_to_end(document)
                return self._kept[document]
        rows = workspace.rows("SELECT name FROM locations WHERE document = ? ORDER BY path", [document])
        path = Originals(workspace.originals).path(document)
        found = _read_apart(path, rows[0]["name"]) if rows and path.is_file() else Leaves()
        with self._lock:
            self._kept[document] = found
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found


def stands_at(part: Row | Text, place: Mapping[str, Any]) -> bool:
    """True for the row or paragraph that a place of an item names."""
    if isinstance(part, Row):
        return place.get("table") == part.table and place.get("row") == part.number
    return place.get("table") is None and place.get("path") is not None and place["path"] == part.path


def _parts(piece: Piece) -> tuple[Row | Text, ...]:
    return (piece,) if isinstance(piece, Text) else piece


def _read_apart(path: Path, name: str) -> Leaves:
    """Read and cut in a process of its own."""
    ((_, found),) = run(read, [Original(str(path), name)], workers=1)
    return Leaves(fault=found.sentence()) if isinstance(found, DocumentError) else Leaves(found)
