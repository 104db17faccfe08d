"""Files put in place whole: what stood there before stays until the new file is on disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def placing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, put in place once all of it is written and on disk; its folder is made.

    It is written beside `path` under a name that nobody has, so that no other file is touched, also where two
    write at once. OSError where that fails, and whatever fails in between; then what stood there stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with fresh.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
