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
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


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
        """All files at once, by path; hidden ones and those still being written are left.

        Files of other endings are named. One that cannot be read, or went meanwhile, costs only itself.
        """
        del cursor
        if not self._folder.is_dir():
            raise FetchError(Fault.NO_FOLDER, str(self._folder))
        heads: list[Head] = []
        failures: list[FetchError] = []
        left: list[str] = []
        for path in self._visible():
            try:
                if path.suffix.lower() not in self._endings:
                    left += [path.relative_to(self._folder).as_posix()] if path.is_file() else []
                elif path.is_file() and self._lies_still(path):
                    heads += self._heads(path)
            except OSError as error:
                failures.append(FetchError.of(error, str(path)))
        yield Batch(tuple(heads), None, len(heads), tuple(failures), left_files=tuple(left))

    def _visible(self) -> list[Path]:
        """Everything in the folder by path, but for what a system or a program keeps there for itself."""
        return [
            path
            for path in sorted(self._folder.rglob("*"))
            if path.name.lower() not in _OF_SYSTEMS
            and not any(part.startswith((".", "~")) for part in path.relative_to(self._folder).parts)
        ]

    def _lies_still(self, path: Path) -> bool:
        """Whether a file was not written to lately; a clock that goes wrong may tell of a day to come."""
        return abs(self._clock() - path.stat().st_mtime) >= self._quiet

    def _heads(self, path: Path) -> list[Head]:
        """What one file holds: itself."""
        return [self._head(path)]

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
