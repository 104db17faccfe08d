"""Sources that may speak to this machine, without pauses: for the fake portal alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ingest.sources.client import Client, Manners
from ingest.sources.keeping import Shelf
from ingest.sources.opening import manners_of, opened
from ingest.sources.pace import Pace
from ingest.sources.proxies import NONE
from ingest.sources.settings import SourceSettings
from ingest.sources.source import Source


class Clock:
    """A clock that only sleeping moves; it remembers how long was slept."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Sleep in no time."""
        self.slept.append(seconds)
        self.now += seconds

    def pace(self) -> Pace:
        """A pace by this clock."""
        return Pace(self, self.sleep)


def loopback(**facts: Any) -> Manners:
    """Manners for this machine."""
    plain: dict[str, Any] = {
        "hosts": frozenset({"127.0.0.1", "localhost"}),
        "private": True,
        "pause": 0.0,
        "robots": False,
        "challenge": ("Request Rejected", '<div id="root">'),
    }
    return Manners(**{**plain, **facts})


@contextmanager
def open_loopback(
    settings: SourceSettings, shelf: Shelf | None = None
) -> Iterator[tuple[Source, Client | None]]:
    """A source as it would be opened, but allowed to speak to this machine and in no time."""
    remote = settings.kind in {"gateway", "portal_api", "links"}
    manners = replace(manners_of(settings), private=True, pause=0.0, proxy=NONE) if remote else None
    with opened(settings, shelf, Pace(), manners) as both:
        yield both
