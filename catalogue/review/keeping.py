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
        self._seen: tuple[int, int] = (0, 0)
        self._kept: OrderedDict[Hashable, tuple[int, object]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def answer(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, computed anew only after something was written; not to be changed.

        Of many who ask at once one computes, and the others wait for what was begun after they came.
        """
        with self._lock:
            version = self._version()
            if self._is_kept(key, version):
                return self._kept[key][1]  # type: ignore[return-value]  # the key names what make gives
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if self._is_kept(key, version):
                    return self._kept[key][1]  # type: ignore[return-value]  # as above
                version = self._version()
            fresh = make()
            with self._lock:
                self._keep(key, version, fresh)
        return fresh

    def close(self) -> None:
        """Close the watching connection."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    def _is_kept(self, key: Hashable, version: int) -> bool:
        if key not in self._kept or self._kept[key][0] < version:
            return False
        self._kept.move_to_end(key)
        return True

    def _keep(self, key: Hashable, version: int, answer: object) -> None:
        self._kept[key] = (version, answer)
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST:
            oldest, _ = self._kept.popitem(last=False)
            self._making.pop(oldest, None)

    def _version(self) -> int:
        """How many times another connection was seen to have written (PRAGMA data_version)."""
        if self._watch is None:
            self._watch = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        found = int(self._watch.execute("PRAGMA data_version").fetchone()[0])
        count, last = self._seen
        if found != last:
            self._seen = (count + 1, found)
        return self._seen[0]
