"""The store of originals: every document's bytes under their own SHA-256, written once and never changed.

Layout: `<folder>/ab/cd…` with the first two hexadecimal digits as a folder, so that no folder grows huge.
Names of files are evidence of where a document came from and are kept elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Originals:
    """A content-addressed folder of originals; made where it does not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash (64 lower-case hexadecimal digits) are or would be kept.

        ValueError for anything else, so that no name can lead out of the folder.
        """
        if not _SHA256.fullmatch(sha256):
            raise ValueError(sha256)
        return self._folder / sha256[:2] / sha256[2:]

    def keep(self, original: Path | bytes) -> str:
        """Keep a file's content or bytes; returns the hash. Keeping the same content again changes nothing.

        The content appears under its hash whole or not at all, also if the power fails. OSError where the
        file cannot be read or the folder not written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="incoming-")
        incoming = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in _chunks(original):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            sha256 = digest.hexdigest()
            target = self.path(sha256)
            if not target.exists():
                target.parent.mkdir(exist_ok=True)
                incoming.chmod(0o444)
                incoming.replace(target)
                _settle(target.parent)
        finally:
            incoming.unlink(missing_ok=True)
        return sha256

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).is_file()


def _chunks(original: Path | bytes) -> Iterator[bytes]:
    if isinstance(original, bytes):
        yield original
        return
    with original.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _settle(folder: Path) -> None:
    """Make the new name in the folder durable; only POSIX systems let a folder be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
