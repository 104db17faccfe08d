"""Derives anew after verdicts, behind the page: one run at a time, however many verdicts came meanwhile.

Deriving thousands of rows keeps a processor busy for seconds. It is done in a process of its own, at low
priority, so that pages are answered meanwhile as quickly as ever.
"""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path

from catalogue.consequences import derive
from catalogue.review.standing import Observed, Observer, observed
from catalogue.workspace import Workspace

_NICENESS = 19


class Follower:
    """Has `derive` run whenever it is asked to. `judging` keeps verdicts apart from one another.

    Deadlines that verdicts have moved are handed to the `observer`.
    """

    def __init__(self, observer: Observer) -> None:
        self.judging = threading.Lock()
        self._observer = observer
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False

    def follow(self, folder: Path, day: date) -> None:
        """Derive what follows from the verdicts so far, and the deadlines of a day; returns at once."""
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, args=(folder, day), daemon=True)
                self._thread.start()

    def catch_up(self, folder: Path, day: date) -> None:
        """Follow where there are verdicts: a page that was killed may not have come to it."""
        with Workspace.open(folder) as workspace:
            judged = workspace.rows("SELECT 1 FROM judgements LIMIT 1")
        if judged:
            self.follow(folder, day)

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

    def _run(self, folder: Path, day: date) -> None:
        try:
            while self._more():
                self._observer.take(self._derived(folder, day))
        except BaseException:
            with self._lock:
                self._thread = None
            raise

    def _derived(self, folder: Path, day: date) -> Observed | None:
        """The deadlines that moved; what failed is tried once more, in a process of its own where it died."""
        for last in (False, True):
            try:
                return _aside().submit(_derive, folder, day, self._observer.stored).result()
            except Exception as error:
                if isinstance(error, BrokenProcessPool):
                    _aside.cache_clear()
                if last:
                    raise
                logging.getLogger("congbo.review").warning("derive", exc_info=error)
        raise AssertionError("returned or raised")

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


def _derive(folder: Path, day: date, known: str | None) -> Observed | None:
    """Derive; then the standing, where one has been asked for and the obligations are no longer as known."""
    with Workspace.open(folder) as workspace:
        derive(workspace)
        return observed(workspace, day, known) if known is not None else None
