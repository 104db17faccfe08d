"""RAR bundles: their directory and stored members by rarfile, packed members by a program of the machine.

The format's packing is not free; rarfile asks `unrar`, `unar`, `7z` or `bsdtar`, whichever is there.
"""

from __future__ import annotations

import io
import shutil
from functools import cached_property
from typing import IO

import rarfile

from ingest.errors import Category, DocumentError
from ingest.readers.archive import Entry

PROGRAMS = ("unrar", "unar", "7z", "7zz", "bsdtar")
INSTALL = "apt-get install unar"
"""How to get one of them on Debian and Ubuntu."""

_LOCKED = (rarfile.PasswordRequired, rarfile.RarWrongPassword)


def program() -> str | None:
    """The path of the first program found; None where there is none."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


class Rar:
    """A RAR bundle; DocumentError DAMAGED, or ENCRYPTED where even its directory is."""

    broken: tuple[type[Exception], ...] = (rarfile.Error, EOFError, ValueError, OSError)

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = rarfile.RarFile(io.BytesIO(data))
        except self.broken as error:
            raise DocumentError(Category.DAMAGED, name) from error
        if self._archive.needs_password() and not self._archive.infolist():
            raise DocumentError(Category.ENCRYPTED, name)

    def entries(self) -> list[Entry]:
        """The directory, in its order."""
        return [
            Entry(
                info.filename,
                info.compress_size,
                info.is_dir(),
                info.is_symlink(),
                info.needs_password(),
                info,
            )
            for info in self._archive.infolist()
        ]

    def open(self, entry: Entry) -> IO[bytes]:
        """The unpacked content of an entry; DocumentError ENCRYPTED, MISSING_TOOL."""
        where = f"{self._name}/{entry.path}"
        assert isinstance(entry.key, rarfile.RarInfo)
        if entry.key.compress_type != rarfile.RAR_M0 and not self._can_unpack:
            # Asked only by rarfile, a copy of the bundle stays behind for each member, as a temporary file.
            raise DocumentError(Category.MISSING_TOOL, where, tool=", ".join(PROGRAMS), command=INSTALL)
        try:
            stream: IO[bytes] = self._archive.open(entry.key)
        except _LOCKED as error:
            raise DocumentError(Category.ENCRYPTED, where) from error
        return stream

    @cached_property
    def _can_unpack(self) -> bool:
        """Whether a program for packed members is here and answers; it is asked once."""
        try:
            rarfile.tool_setup()
        except rarfile.RarCannotExec:
            return False
        return True

    def is_whole(self) -> bool:
        """Whether the directory could be read to its end."""
        return self._archive.strerror() is None

    def close(self) -> None:
        """Give its memory back."""
        self._archive.close()
