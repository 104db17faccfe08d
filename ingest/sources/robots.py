"""robots.txt (RFC 9309): which paths of a host are not to be asked, and how long to wait in between.

It is read once per host and day. A host without one, or with a page in its place, forbids nothing; one that
cannot be reached is not asked for anything else either, since the same fault would meet it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from protego import Protego

from ingest.sources.keeping import Shelf

AGENT = "congbo"
"""The name that a robots.txt may speak to."""

_SPARED = 500_000
"""Bytes of a robots.txt that are read (RFC 9309, 2.5: at least 500 kibibytes)."""


class Robots:
    """What the hosts of one source allow; `ask` gives the text of a robots.txt, None where there is none."""

    def __init__(
        self,
        shelf: Shelf,
        ask: Callable[[str], str | None],
        day: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._shelf = shelf
        self._ask = ask
        self._day = day
        self._rules: dict[tuple[str, date], Protego] = {}

    def allows(self, origin: str, url: str) -> bool:
        """Whether an address may be asked; `origin` is its scheme and host with the port."""
        return self._of(origin).can_fetch(url, AGENT)

    def pause(self, origin: str) -> float:
        """Seconds that the host wants to lie between two requests; 0 where it says nothing."""
        return float(self._of(origin).crawl_delay(AGENT) or 0)

    def _of(self, origin: str) -> Protego:
        day = self._day()
        if (origin, day) not in self._rules:
            self._rules[origin, day] = Protego.parse(self._text(origin, day))
        return self._rules[origin, day]

    def _text(self, origin: str, day: date) -> str:
        name = f"robots/{origin}"
        kept = self._shelf.get(name)
        if kept and kept["day"] == day.isoformat():
            return str(kept["text"])
        text = (self._ask(f"{origin}/robots.txt") or "").removeprefix("\ufeff")[:_SPARED]
        text = "" if text.lstrip().startswith("<") else text
        self._shelf.put(name, {"day": day.isoformat(), "text": text})
        return text
