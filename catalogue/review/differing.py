"""What differs in an entry between two days."""

from __future__ import annotations

from datetime import date

from catalogue.differences import differing
from catalogue.entry_view import entry_of
from catalogue.history import Version, version_on
from catalogue.procedure import Difference
from catalogue.timeline import IN_FORCE
from catalogue.workspace import Workspace


def between(workspace: Workspace, code: str, first: date, second: date) -> list[Difference]:
    """The fields of an entry that differ between two days; all of them where one day knew none of it."""
    ident = entry_of(workspace, code)
    before, after = (version_on(workspace, ident, day) for day in (first, second))
    stood, stands = _standing(before), _standing(after)
    ended = [Difference(IN_FORCE, stood, stands)] if stood != stands else []
    return differing(before, after) + ended


def _standing(version: Version | None) -> str | None:
    return str(version.in_force) if version else None
