"""Leaves a pause between two requests to one host, whoever asks."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Waits until `pause` seconds have gone by since the last request to a host ended.

    `clock` gives seconds that only grow, `sleep` waits so many; both are replaced in tests.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str, pause: float) -> None:
        """Return when the host may be asked again."""
        last = self._last.get(host)
        while last is not None and (left := last + pause - self.clock()) > 0:
            self._sleep(left)

    def ended(self, host: str) -> None:
        """A request to the host has just ended."""
        self._last[host] = self.clock()
