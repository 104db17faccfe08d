"""Settings as an administrator wrote them, held against the form of the program's before a source is asked.

What a value has to look like is told by the value that the program itself has under the same key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from ingest.errors import UsageError
from ingest.messages import say

_MORE = {"title": "", "kind": "", "path": "", "addresses": [""], "hosts": [""], "ca_file": ""}
"""Keys that no defaults give."""

_NEEDED = {"folder": ("path",), "mailbox": ("path",), "links": ("addresses", "hosts")}
_ADDRESS = re.compile(r"https?://[^/]", re.IGNORECASE)
_NOT_NEEDED = frozenset({"title", "unbuilt", "enabled"})


def check_form(own: Mapping[str, Any], known: Mapping[str, Any], file: Path) -> None:
    """UsageError names the key of `own`, a file over the program's settings `known`, whose form is wrong."""
    for part in ("source", "defaults", "kind", "watch"):
        _tables(own.get(part, {}), part, file, below=part in {"source", "kind"})
    shapes = {**known["defaults"], **_MORE}
    for table in (*known["kind"].values(), *known["source"].values()):
        shapes |= table
    _check_values(own.get("defaults", {}), shapes, "defaults", file)
    for part in ("kind", "source"):
        for name, table in own.get(part, {}).items():
            _check_values(table, shapes, f"{part}.{name}", file)
    watch = {**known["watch"], **own.get("watch", {})}
    _check_values(watch, known["watch"], "watch", file)
    for key in ("from", "to"):
        _check_hour(watch[key], f"watch.{key}", file)
    if watch["every"] <= 0:
        _refuse(file, "watch.every", "number")
    if time.fromisoformat(watch["from"]) >= time.fromisoformat(watch["to"]):
        _refuse(file, "watch.to", "later")


def check_whole(name: str, table: Mapping[str, Any], known: Mapping[str, Any], file: Path) -> None:
    """UsageError names a key without which a source of this kind cannot be asked, or what is no address."""
    kind = table["kind"]
    alike = [one.keys() for one in known["source"].values() if one["kind"] == kind]
    for key in _NEEDED.get(kind) or sorted(alike[0] - _NOT_NEEDED - known["defaults"].keys()):
        if key not in table or table[key] in ("", []):
            raise UsageError("sources.missing_setting", file=file, setting=f"source.{name}.{key}")
    for address in table.get("addresses", ()):
        if not _ADDRESS.match(address):
            raise UsageError("sources.wrong_address", address=address)


def _tables(value: Any, place: str, file: Path, *, below: bool) -> None:
    if not isinstance(value, Mapping):
        _refuse(file, place, "table")
    for name, inner in value.items() if below else ():
        if not isinstance(inner, Mapping):
            _refuse(file, f"{place}.{name}", "table")


def _check_values(table: Mapping[str, Any], shapes: Mapping[str, Any], place: str, file: Path) -> None:
    for key, value in table.items():
        wanted = _shape(shapes.get(key, value))
        fits = _shape(value) == wanted and (wanted != "number" or value >= 0)
        if not fits or (wanted == "list" and any(not isinstance(one, str) for one in value)):
            _refuse(file, f"{place}.{key}", wanted)


def _check_hour(value: str, place: str, file: Path) -> None:
    try:
        time.fromisoformat(value)
    except ValueError:
        _refuse(file, place, "hour")


def _shape(value: object) -> str:
    """Which form a value has, as the messages call it."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "table"


def _refuse(file: Path, key: str, wanted: str) -> None:
    raise UsageError("sources.wrong_setting", file=file, setting=key, wanted=say(f"sources.form_{wanted}"))
