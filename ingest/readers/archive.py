"""The documents in a ZIP bundle of attachments, one after another, within limits and in memory only.

Nothing is written to disk, so the name of a member cannot lead anywhere; it only tells the documents apart.
Bundles within bundles are opened to a fixed depth.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import Category, DocumentError
from ingest.formats import is_archive
from ingest.limits import MEGABYTE, Limits

DEPTH = 2
"""How deep bundles may nest, the outer one counted."""

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, OSError)
_ENCRYPTED_FLAG = 0x1
_SYMLINK, _KIND = 0o120000, 0o170000
_CHUNK = 1 << 20
# What programs put into bundles for themselves.
_OWN_FOLDERS = ("__MACOSX/",)
_OWN_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def members(data: bytes, name: str, limits: Limits = Limits()) -> Iterator[tuple[str, bytes]]:
    """Each document in the bundle as (path within the bundle, bytes), in the order of the bundle.

    A path of a nested bundle's member reads "inner.zip/document.pdf". DocumentError: DAMAGED, ENCRYPTED,
    ARCHIVE_LIMIT (`archive_members`, `archive_bytes`, `member_bytes`, `archive_ratio`, depth); members
    before the offending one have been given by then.
    """
    yield from _Opening(name, limits).members(data, "", 1)


@dataclass(slots=True)
class _Opening:
    """One bundle with all that is nested in it: what is counted is counted over all levels."""

    name: str
    limits: Limits
    count: int = 0
    unpacked: int = 0

    def members(self, data: bytes, above: str, depth: int) -> Iterator[tuple[str, bytes]]:
        """The documents of one level and of those below."""
        if depth > DEPTH:
            raise DocumentError(
                Category.ARCHIVE_LIMIT, self.name, count=str(depth), setting="depth", limit=str(DEPTH)
            )
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
                self._count("archive_members", len(infos))
                for info in infos:
                    if _is_document(info):
                        yield from self._member(archive, info, above, depth)
        except _BROKEN as error:
            raise DocumentError(Category.DAMAGED, self.name) from error

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, above: str, depth: int
    ) -> Iterator[tuple[str, bytes]]:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise DocumentError(Category.ENCRYPTED, self.name)
        path = f"{above}{info.filename}"
        content = self._unpacked(archive, info)
        if is_archive(content):
            yield from self.members(content, f"{path}/", depth + 1)
        else:
            yield path, content

    def _count(self, setting: str, more: int) -> None:
        self.count += more
        if self.count > self.limits.archive_members:
            raise self.limits.exceeded(Category.ARCHIVE_LIMIT, self.name, setting, self.count)

    def _unpacked(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        """The member's bytes; sizes are counted while unpacking, for the directory's may lie."""
        out = bytearray()
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                out += chunk
                self.unpacked += len(chunk)
                self._check("member_bytes", len(out))
                self._check("archive_bytes", self.unpacked)
                if len(out) > MEGABYTE:
                    self._check("archive_ratio", len(out) // max(1, info.compress_size))
        return bytes(out)

    def _check(self, setting: str, count: int) -> None:
        if count > getattr(self.limits, setting):
            raise self.limits.exceeded(Category.ARCHIVE_LIMIT, self.name, setting, count)


def _is_document(info: zipfile.ZipInfo) -> bool:
    """Whether a member may hold a document: no folder, no link, none of a program's own files."""
    if info.is_dir() or (info.external_attr >> 16) & _KIND == _SYMLINK:
        return False
    name = info.filename.rsplit("/", 1)[-1]
    return bool(info.file_size) and not info.filename.startswith(_OWN_FOLDERS) and name not in _OWN_NAMES
