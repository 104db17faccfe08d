"""Bundles of attachments on disk, opened so that each document in them is a file like any other.

Opening runs in a process that can be killed, as reading does. The members' bytes are kept under their hash
in a folder of originals; a member is spoken of by the bundle's path and its own: "a.zip/phụ lục.docx".
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Category, DocumentError
from ingest.formats import BUNDLE_STARTS, bundle_format
from ingest.limits import Limits
from ingest.originals import Originals


@dataclass(frozen=True, slots=True)
class Found:
    """A document that came in: the path it was found at, and the file that its bytes are read from.

    `bundle` is the path of the bundle it is a member of. As text it is its path.
    """

    path: str
    file: Path
    bundle: str | None = None

    @property
    def name(self) -> str:
        """The name that it is spoken of by: the file's, or the bundle's and the path inside."""
        if self.bundle is None:
            return Path(self.path).name
        return f"{Path(self.bundle).name}{self.path.removeprefix(self.bundle)}"

    @property
    def stem(self) -> str:
        """The name without ending; of a member the bundle's before it: "a-phụ lục"."""
        own = Path(self.path).stem
        return own if self.bundle is None else f"{Path(self.bundle).stem}-{own}"

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle to open, and the folder of originals that takes its members. As text it is its path."""

    path: str
    folder: Path

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member of a bundle: its path with the bundle's, the SHA-256 that it is kept under or why not."""

    path: str
    sha256: str | None = None
    error: DocumentError | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a bundle held.

    `error` says why it was not read to its end, `left_out` counts links and programs' own files.
    """

    members: tuple[Unpacked, ...]
    left_out: int = 0
    error: DocumentError | None = None

    @property
    def fault(self) -> DocumentError | None:
        """Why the bundle did not give all its documents: `error`, or the members that could not be opened."""
        failed = [one.error for one in self.members if one.error]
        if self.error or not failed:
            return self.error
        names = "; ".join(one.file.partition("/")[2] or one.file for one in failed)
        bundle = failed[0].file.partition("/")[0]
        return DocumentError(Category.INCOMPLETE, bundle, count=str(len(failed)), members=names)


def is_bundle(path: Path, limits: Limits = Limits()) -> bool:
    """Whether a file is a bundle, told from its bytes; False for what cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            if not file.read(8).startswith(BUNDLE_STARTS) or path.stat().st_size > limits.file_bytes:
                return False
        return bundle_format(path.read_bytes()) is not None
    except OSError:
        return False


def unpack(bundle: Bundle, limits: Limits = Limits()) -> Opened:
    """Keep each member of a bundle; its faults are told in the result, those before a fault are kept."""
    from ingest.readers.archive import members

    originals, path = Originals(bundle.folder), Path(bundle.path)
    found: list[Unpacked] = []
    left_out = 0
    try:
        for member in members(path.read_bytes(), path.name, limits):
            whole = f"{bundle.path}/{member.path}"
            if member.left_out:
                left_out += 1
            elif member.error:
                found.append(Unpacked(whole, error=member.error))
            else:
                found.append(Unpacked(whole, originals.keep(member.content)))
    except DocumentError as error:
        return Opened(tuple(found), left_out, error)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Opened(tuple(found), left_out, DocumentError(Category.UNREADABLE, path.name, reason=reason))
    return Opened(tuple(found), left_out)
