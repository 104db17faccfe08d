"""What came in: files, those in folders, and the documents in bundles of attachments."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from ingest.bundles import Bundle, Found, Opened, is_bundle, unpack
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.originals import Originals
from ingest.workers import run as run_in_workers

Argument = TypeVar("Argument")
Result = TypeVar("Result")


class Run(Protocol):
    """Runs a function over arguments in processes that can be killed, in any order."""

    def __call__(
        self,
        function: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        *,
        workers: int,
        limits: Limits,
    ) -> Iterable[tuple[int, Result | DocumentError]]:
        """Yield (index of the argument, result or why there is none)."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file or a bundle's member.

    `opened` is what a bundle held; of a member `sha256` is its bytes', or `error` says why it has none.
    """

    found: Found
    sha256: str | None = None
    opened: Opened | None = None
    error: DocumentError | None = None


def files_among(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, in the order of their names; hidden ones are left."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for one in inside:
            hidden = path.is_dir() and any(part.startswith(".") for part in one.relative_to(path).parts)
            if not hidden and one not in seen:
                seen.add(one)
                yield one


def arrivals(
    paths: Iterable[str | Path], folder: Path, run: Run, workers: int, limits: Limits
) -> Iterator[Arrival]:
    """All files among the paths, each bundle followed by its members, whose bytes are kept in `folder`."""
    files = list(files_among(paths))
    bundles = [Bundle(str(path), folder) for path in files if is_bundle(path, limits)]
    opened: dict[str, Opened] = {}
    if bundles:
        for at, result in run(unpack, bundles, workers=workers, limits=limits):
            whole = Opened((), error=result) if isinstance(result, DocumentError) else result
            opened[bundles[at].path] = whole
    for path in files:
        inside = opened.get(str(path))
        yield Arrival(Found(str(path), path), opened=inside)
        if inside:
            yield from _members(Bundle(str(path), folder), inside)


def documents_among(
    paths: Iterable[str | Path], folder: Path, workers: int | None = None
) -> tuple[list[Found], list[DocumentError]]:
    """The documents among the paths without the bundles they came in, and what could not be opened."""
    told = list(arrivals(paths, folder, run_in_workers, workers or os.cpu_count() or 1, Limits()))
    found = [one.found for one in told if one.opened is None and one.error is None]
    faults = [one.opened.error if one.opened else one.error for one in told]
    return found, [one for one in faults if one]


def _members(bundle: Bundle, opened: Opened) -> Iterator[Arrival]:
    originals = Originals(bundle.folder)
    for one in opened.members:
        file = originals.path(one.sha256) if one.sha256 else Path(bundle.path)
        yield Arrival(Found(one.path, file, bundle.path), one.sha256, error=one.error)
