"""The documents in a bundle of attachments (ZIP, RAR), one after another, within limits.

Nothing is written under a member's name, so that it cannot lead anywhere; it only tells documents apart.
Bundles within bundles are opened to a fixed depth. A faulty member costs itself; the others are given.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Protocol

from ingest.errors import Category, DocumentError
from ingest.formats import bundle_format
from ingest.limits import MEGABYTE, Limits

DEPTH = 2
"""How deep bundles may nest, the outer one counted."""

_BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
)
_ENCRYPTED_FLAG, _UTF_8_FLAG = 0x1, 0x800
_SYMLINK, _KIND = 0o120000, 0o170000
_CHUNK = 1 << 20
_LONGEST_PATH = 240
# What programs put into bundles for themselves.
_OWN_FOLDERS = ("__MACOSX/",)
_OWN_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle: its path inside ("inner.zip/document.pdf" where nested), its bytes.

    `error` says why there are no bytes. `left_out` says that it is a link or a program's own file.
    """

    path: str
    content: bytes = b""
    error: DocumentError | None = None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bundle's directory: path, size stored in the bundle, kind, and its key for opening."""

    path: str
    stored: int
    folder: bool
    link: bool
    encrypted: bool
    key: object


class Archive(Protocol):
    """An open bundle, whatever its format; it raises `DocumentError` or what `broken` names."""

    broken: tuple[type[Exception], ...]

    def entries(self) -> list[Entry]:
        """The directory, in its order."""

    def open(self, entry: Entry) -> AbstractContextManager[IO[bytes]]:
        """The unpacked content of an entry as a stream."""

    def is_whole(self) -> bool:
        """Whether the directory could be read to its end."""

    def close(self) -> None:
        """Give its memory back."""


class Zip:
    """A ZIP bundle."""

    broken = _BROKEN

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))

    def entries(self) -> list[Entry]:
        """The directory, in its order."""
        return [
            Entry(
                _zip_path(info),
                info.compress_size,
                info.is_dir(),
                (info.external_attr >> 16) & _KIND == _SYMLINK,
                bool(info.flag_bits & _ENCRYPTED_FLAG),
                info,
            )
            for info in self._archive.infolist()
        ]

    def open(self, entry: Entry) -> IO[bytes]:
        """The unpacked content of an entry as a stream."""
        assert isinstance(entry.key, zipfile.ZipInfo)
        return self._archive.open(entry.key)

    def is_whole(self) -> bool:
        """Whether the directory could be read to its end: a ZIP is not opened otherwise."""
        return True

    def close(self) -> None:
        """Give its memory back."""
        self._archive.close()


def _zip_path(info: zipfile.ZipInfo) -> str:
    """The name; programs that write UTF-8 without saying so are understood."""
    if info.flag_bits & _UTF_8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def members(data: bytes, name: str, limits: Limits = Limits()) -> Iterator[Member]:
    """Each file in the bundle, in the order of the bundle.

    A member that is encrypted, damaged or over a limit (`member_bytes`, `archive_ratio`, depth) is given with
    its error. What concerns the bundle as a whole is raised: DocumentError DAMAGED, ENCRYPTED, MISSING_TOOL,
    ARCHIVE_LIMIT (`archive_members`, `archive_bytes`); members before that have been given by then.
    """
    yield from _Opening(name, limits).members(data, "", 1)


class _OverLimitError(Exception):
    """A limit on the whole bundle is broken; nothing more of it is given."""

    def __init__(self, error: DocumentError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(slots=True)
class _Opening:
    """One bundle with all that is nested in it: what is counted is counted over all levels."""

    name: str
    limits: Limits
    count: int = 0
    unpacked: int = 0

    def members(self, data: bytes, above: str, depth: int) -> Iterator[Member]:
        """The documents of one level and of those below."""
        where = f"{self.name}/{above}".rstrip("/")
        archive = _opened(data, where)
        try:
            entries = archive.entries()
            self._count(len(entries))
            for entry in entries:
                if not entry.folder:
                    yield from self._member(archive, entry, above, depth)
            if not archive.is_whole():
                raise DocumentError(Category.DAMAGED, where)
        except _OverLimitError as over:
            if depth > 1:
                raise
            raise over.error from over
        except archive.broken as error:
            raise DocumentError(Category.DAMAGED, where) from error
        finally:
            archive.close()

    def _member(self, archive: Archive, entry: Entry, above: str, depth: int) -> Iterator[Member]:
        path = f"{above}{_shown(entry.path)}"
        if not _is_document(entry):
            yield Member(path, left_out=True)
            return
        where = f"{self.name}/{path}"
        try:
            content = self._content(archive, entry, where)
            if bundle_format(content) is None:
                yield Member(path, content)
                return
            if depth == DEPTH:
                raise DocumentError(
                    Category.ARCHIVE_LIMIT, where, count=str(depth + 1), setting="depth", limit=str(DEPTH)
                )
            yield from self.members(content, f"{path}/", depth + 1)
        except DocumentError as error:
            yield Member(path, error=error)

    def _content(self, archive: Archive, entry: Entry, where: str) -> bytes:
        """The member's bytes; sizes are counted while unpacking, for the directory's may lie."""
        if entry.encrypted:
            raise DocumentError(Category.ENCRYPTED, where)
        out = bytearray()
        try:
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    out += chunk
                    self._count_bytes(len(chunk))
                    self._check("member_bytes", len(out), where)
                    if len(out) > MEGABYTE:
                        self._check("archive_ratio", len(out) // max(1, entry.stored), where)
        except archive.broken as error:
            raise DocumentError(Category.DAMAGED, where) from error
        return bytes(out)

    def _count(self, more: int) -> None:
        self.count += more
        if self.count > self.limits.archive_members:
            raise _OverLimitError(self._exceeded("archive_members", self.count, self.name))

    def _count_bytes(self, more: int) -> None:
        self.unpacked += more
        if self.unpacked > self.limits.archive_bytes:
            raise _OverLimitError(self._exceeded("archive_bytes", self.unpacked, self.name))

    def _check(self, setting: str, count: int, where: str) -> None:
        if count > getattr(self.limits, setting):
            raise self._exceeded(setting, count, where)

    def _exceeded(self, setting: str, count: int, where: str) -> DocumentError:
        return self.limits.exceeded(Category.ARCHIVE_LIMIT, where, setting, count)


def _opened(data: bytes, name: str) -> Archive:
    if bundle_format(data) == "rar":
        from ingest.readers.archive_rar import Rar

        return Rar(data, name)
    try:
        return Zip(data)
    except _BROKEN as error:
        raise DocumentError(Category.DAMAGED, name) from error


def _is_document(entry: Entry) -> bool:
    """Whether an entry may hold a document: no link, none of a program's own files."""
    own = entry.path.startswith(_OWN_FOLDERS) or entry.path.rsplit("/", 1)[-1] in _OWN_NAMES
    return not (entry.link or own)


def _shown(path: str) -> str:
    """A member's path as it is shown: printable, leading nowhere, of a bearable length."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    shown = "/".join(part for part in parts if part not in {"/", "..", "."}) or "?"
    shown = "".join(one if one.isprintable() else "\ufffd" for one in shown)
    return shown if len(shown) <= _LONGEST_PATH else f"…{shown[-_LONGEST_PATH:]}"
