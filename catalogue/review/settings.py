"""How the review page is run."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from catalogue.deadlines import today
from catalogue.users_sessions import Limits
from ingest.errors import UsageError

MOST_BODY_BYTES = 2 * 1024 * 1024
"""A request's body at most; the page takes no files."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The workspace's folder, where to listen, and whether one person works without login.

    `as_of` fixes the day that deadlines are told for (default: today).
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8765
    single_user: bool = False
    as_of: date | None = None
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.single_user and not _is_loopback(self.host):
            raise UsageError("review.single_user_elsewhere", host=self.host)

    @property
    def day(self) -> date:
        """The day that deadlines are told for."""
        return self.as_of or today()

    @property
    def own_names(self) -> frozenset[str] | None:
        """The names a browser may call this machine by; None: any, since a login is asked for.

        Without login a stranger's page whose name is made to point here must not be answered.
        """
        return frozenset({"localhost", "127.0.0.1", "[::1]", self.host}) if self.single_user else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
