"""A shared folder or the drop of a scanner: whatever lies there is a document that came in.

A file that is still being written is left for the next run: it has to lie unchanged for a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import file_digest
from pathlib import Path
from typing import Any

from ingest.sources.faults import Fault, FetchError
from ingest.sources.source import Batch, Detail, File, Head, Memory
from ingest.sources.strict import Drift

_VIETNAM = timezone(timedelta(hours=7))


class Folder:
    """A folder as a source; a head is a file by its path inside, its hash that of the content."""

    def __init__(
        self, name: str, settings: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        self.name = name
        self.drift = Drift()
        self._folder = Path(settings["path"])
        self._endings = tuple(settings["endings"])
        self._quiet = float(settings["quiet_s"])
        self._clock = clock

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """All files at once, by path; hidden ones and those still being written are left."""
        del cursor
        if not self._folder.is_dir():
            raise FetchError(Fault.NO_FOLDER, str(self._folder))
        heads = tuple(self._head(path) for path in self.files())
        yield Batch(heads, None, len(heads))

    def files(self) -> list[Path]:
        """The files that lie there unchanged for long enough."""
        out = []
        for path in sorted(self._folder.rglob("*")):
            hidden = any(part.startswith((".", "~")) for part in path.relative_to(self._folder).parts)
            if hidden or path.suffix.lower() not in self._endings or not path.is_file():
                continue
            if self._clock() - path.stat().st_mtime >= self._quiet:
                out.append(path)
        return out

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The file itself, in its place; `received` is left to the day on which it was first seen."""
        del memory
        path = self._folder / head.id
        return Detail(files=(File(path.name, str(path), str(head.facts["sha256"])),), proof=str(path))

    def _head(self, path: Path) -> Head:
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone(_VIETNAM)
        place = path.relative_to(self._folder).as_posix()
        return Head(id=place, title=path.name, facts={"sha256": sha256, "changed": f"{changed:%Y-%m-%d}"})
