"""What a source keeps from one run to the next to ask less: robots.txt of a day, validators, links found.

The client does not know where it is kept: in memory for a trial, in the workspace for a pull.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx


class Shelf(Protocol):
    """Keeps JSON values by name."""

    def get(self, name: str) -> Any:
        """The value kept under a name; None where there is none."""

    def put(self, name: str, value: Any) -> None:
        """Keep a value in place of what was kept under the name."""


class InMemory:
    """A shelf that lasts as long as the process."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The value kept under a name; None where there is none."""
        return self._kept.get(name)

    def put(self, name: str, value: Any) -> None:
        """Keep a value in place of what was kept under the name."""
        self._kept[name] = value


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server can tell that an answer is still the same (RFC 9110, 13.1)."""

    etag: str | None = None
    modified: str | None = None

    @classmethod
    def of(cls, response: httpx.Response) -> Validators:
        """Those that came with an answer."""
        return cls(response.headers.get("etag"), response.headers.get("last-modified"))

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Validators:
        """Those that were kept."""
        return cls(told.get("etag"), told.get("modified"))

    def to_json(self) -> dict[str, str | None]:
        """As they are kept."""
        return {"etag": self.etag, "modified": self.modified}

    def conditions(self) -> dict[str, str]:
        """The headers of a request that is only to be answered where something changed."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value}

    @property
    def strong(self) -> str | None:
        """What a broken download may be taken up by (If-Range): never a weak tag."""
        tag = self.etag or self.modified
        return None if tag is None or tag.startswith("W/") else tag


NOT_TOLD = Validators()
"""Those of an answer that came without any."""
