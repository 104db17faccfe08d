"""Derives anew after verdicts, behind the page: one run at a time, however many verdicts came meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

from catalogue.consequences import derive
from catalogue.workspace import Workspace


class Follower:
    """Runs `derive` in a thread of its own. `judging` keeps verdicts apart from one another."""

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

    def _run(self, folder: Path) -> None:
        try:
            while self._more():
                with Workspace.open(folder) as workspace:
                    derive(workspace)
        except BaseException:
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
