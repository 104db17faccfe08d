"""What differs in an entry between two days."""

from __future__ import annotations

from datetime import date

from catalogue.entries import CONTENT
from catalogue.entry_view import shown
from catalogue.procedure import Difference
from catalogue.workspace import Workspace
from ingest.errors import UsageError


def between(workspace: Workspace, code: str, first: date, second: date) -> list[Difference]:
    """The fields of an entry that differ between two days; all of them where one day knew none of it."""
    before, after = _on(workspace, code, first), _on(workspace, code, second)
    return [
        Difference(name, before.get(name), after.get(name))
        for name in (*CONTENT, "in_force")
        if before.get(name) != after.get(name)
    ]


def _on(workspace: Workspace, code: str, day: date) -> dict[str, str | None]:
    try:
        told = shown(workspace, code, day)
    except UsageError:
        return {}
    return {name: _as_text(told[name]) for name in (*CONTENT, "in_force")}


def _as_text(value: object) -> str | None:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value) or None
    return None if value is None else str(value)
