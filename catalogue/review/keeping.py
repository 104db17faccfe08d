"""Answers that are kept until the store changes: SQLite tells a connection that another has written."""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar

from catalogue.workspace import DATABASE

T = TypeVar("T")

_MOST = 64
"""Answers kept at a time, the ones used last."""


class Keeper:
    """Keeps what was computed from a workspace; shared by all threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        self._lock = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        self._kept: OrderedDict[Hashable, tuple[int, object]] = OrderedDict()

    def answer(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, computed anew only after something was written; not to be changed."""
        version = self._version()
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == version:
                self._kept.move_to_end(key)
                return kept[1]  # type: ignore[return-value]  # the key names what make gives
        fresh = make()
        with self._lock:
            self._kept[key] = (version, fresh)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return fresh

    def close(self) -> None:
        """Close the watching connection."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    def _version(self) -> int:
        """A number that changes with every writing of another connection (PRAGMA data_version)."""
        with self._lock:
            if self._watch is None:
                self._watch = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])
