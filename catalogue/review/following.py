"""Derives anew after verdicts, behind the page: one run at a time, however many verdicts came meanwhile.

Deriving thousands of rows keeps a processor busy for seconds. It is done in a process of its own, at low
priority, so that pages are answered meanwhile as quickly as ever.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path

from catalogue.consequences import derive
from catalogue.workspace import Workspace

_NICENESS = 19


class Follower:
    """Has `derive` run whenever it is asked to. `judging` keeps verdicts apart from one another."""

    def __init__(self) -> None:
        self.judging = threading.Lock()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False

    def follow(self, folder: Path) -> None:
        """Derive what follows from the verdicts so far; returns at once."""
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, args=(folder,), daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Wait until nothing is left to follow."""
        while (thread := self._thread) is not None:
            thread.join()

    def close(self) -> None:
        """Wait as `settle` does and end the process that derives."""
        self.settle()
        if _aside.cache_info().currsize:
            _aside().shutdown()
            _aside.cache_clear()

    def _run(self, folder: Path) -> None:
        try:
            while self._more():
                _aside().submit(_derived, folder).result()
        except BaseException as error:
            if isinstance(error, BrokenProcessPool):
                _aside.cache_clear()
            with self._lock:
                self._thread = None
            raise

    def _more(self) -> bool:
        """True where verdicts came since the last run began; else this thread is done."""
        with self._lock:
            more, self._again = self._again, False
            if not more:
                self._thread = None
            return more


@cache
def _aside() -> ProcessPoolExecutor:
    """The process that derives, one for all pages that this program serves."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Give way to the pages, and end with the program even where it is killed."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _derived(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        derive(workspace)
