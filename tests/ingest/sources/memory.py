"""A memory without a database, for sources by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


class Had:
    """What was had of a head, and of the source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: dict[str, Any] = {}
        self.shared: dict[str, Any] = {}

    def get(self, part: str, ask: Callable[[], Any]) -> Any:
        """The value had, else asked."""
        if part not in self.parts:
            self.parts[part] = ask()
        return self.parts[part]

    def of_source(self, part: str, ask: Callable[[], Any]) -> Any:
        """The value had, else asked."""
        if part not in self.shared:
            self.shared[part] = ask()
        return self.shared[part]

    def put_of_source(self, parts: Mapping[str, Any]) -> None:
        """Keep values."""
        self.shared |= parts

    def forget_head(self) -> None:
        """Another head begins."""
        self.parts.clear()
