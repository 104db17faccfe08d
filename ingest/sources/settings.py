"""The settings of the sources: sources.toml of this package, under that of the workspace."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import UsageError
from ingest.sources.settings_form import check_form, check_whole

_OWN = Path(__file__).with_name("sources.toml")
LEAST_PAUSE = 1.0
"""Seconds between two requests that no settings can shorten."""

LISTING_KINDS = frozenset({"gateway", "portal_api"})
"""The kinds that export whole lists of procedures."""

KINDS = ("gateway", "portal_api", "folder", "mailbox", "links")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source: its name, and its table with the defaults under it."""

    name: str
    table: Mapping[str, Any]

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.table.get("title", self.name))

    @property
    def kind(self) -> str:
        """Which file of this package reads it."""
        return str(self.table["kind"])

    @property
    def enabled(self) -> bool:
        """Whether it is asked without being named."""
        return bool(self.table["enabled"])

    @property
    def place(self) -> str:
        """The address, folder or first address of the list."""
        table = self.table
        place = table.get("rest") or table.get("procedures") or table.get("path") or ""
        return str(place or next(iter(table.get("addresses", ())), ""))

    @property
    def ignores_robots(self) -> str:
        """Why robots.txt is set aside for this source, by an administrator; empty: it is respected."""
        return str(self.table["ignore_robots"]).strip()

    @property
    def unbuilt(self) -> tuple[str, ...]:
        """What cannot be had from it because the way to ask is not known; keys of messages."""
        return tuple(self.table["unbuilt"])


@dataclass(frozen=True, slots=True)
class Settings:
    """All sources by name, and when `congbo watch` asks."""

    sources: Mapping[str, SourceSettings]
    watch: Mapping[str, Any]

    def chosen(self, name: str | None) -> list[SourceSettings]:
        """The named source, or all that are enabled; UsageError for an unknown name."""
        if name is None:
            return [one for one in self.sources.values() if one.enabled]
        if name not in self.sources:
            raise UsageError("sources.unknown", name=name, known=", ".join(self.sources))
        return [self.sources[name]]

    def giving_lists(self, name: str | None) -> list[SourceSettings]:
        """The named source, or the enabled ones, that export lists of procedures; UsageError."""
        chosen = self.chosen(name)
        giving = [one for one in chosen if one.kind in LISTING_KINDS]
        if not giving:
            raise UsageError("catalogue_list.no_lists", name=name or ", ".join(one.name for one in chosen))
        return giving


def load_settings(own: Path | None = None) -> Settings:
    """The settings, `own` (a file of the same form, where it exists) laid over them; UsageError.

    A `ca_file` is looked for beside `own`, unless its path is absolute.
    """
    known, written = _package_settings(), _read(own) if own and own.exists() else {}
    if own:
        check_form(written, known, own)
    tables = laid_over(known, written)
    sources = {}
    for name, table in tables.get("source", {}).items():
        kind = table.get("kind")
        if kind not in KINDS:
            raise UsageError("sources.wrong_kind", name=name, kind=kind, known=", ".join(KINDS))
        under = laid_over(tables["defaults"], tables["kind"].get(kind, {}))
        whole = laid_over(under, table)
        check_whole(name, whole, known, own or _OWN)
        if own and whole.get("ca_file"):
            whole["ca_file"] = str(own.parent / whole["ca_file"])
        sources[name] = SourceSettings(name, whole)
    return Settings(sources, tables["watch"])


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of `over` laid over those of `under`, key by key, at any depth."""
    out = dict(under)
    for key, value in over.items():
        below = out.get(key)
        both = isinstance(value, Mapping) and isinstance(below, Mapping)
        out[key] = laid_over(below, value) if both and isinstance(below, Mapping) else value
    return out


@cache
def _package_settings() -> dict[str, Any]:
    return _read(_OWN)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("sources.unreadable", file=path, detail=error) from error
