"""How every source is doing: last success, entries, unknown fields, and what is wrong, in one word."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from catalogue.deadlines.calendar import VIETNAM_TIME
from catalogue.fetching.state import LISTS, Now
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.sources.faults import Fault
from ingest.sources.settings import SourceSettings

_STALE_AFTER = timedelta(days=4)
"""Longer than a weekend with a day off before it."""

_ALARMS = frozenset(
    {
        Fault.EMPTY,
        Fault.TOO_FEW,
        Fault.TOO_MANY,
        Fault.INCOMPLETE,
        Fault.CHALLENGE,
        Fault.SCHEMA,
        Fault.ROBOTS,
    }
)


class Health(StrEnum):
    """How a source is; the worst comes first."""

    ALARM = "alarm"
    FAULT = "fault"
    STALE = "stale"
    DRIFT = "drift"
    NEVER = "never"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Condition:
    """One source as of a moment; moments are aware. `lists`: when lists of procedures were last had."""

    settings: SourceSettings
    health: Health
    last_success: datetime | None
    entries: int
    message: str | None = None
    drift: tuple[str, ...] = ()
    lists: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "source": self.settings.name,
            "title": self.settings.title,
            "kind": self.settings.kind,
            "place": self.settings.place,
            "enabled": self.settings.enabled,
            "health": self.health.value,
            "last_success": self.last_success and self.last_success.isoformat(),
            "entries": self.entries,
            "message": self.message,
            "drift": list(self.drift),
            "lists": self.lists and self.lists.isoformat(),
            "unbuilt": list(self.settings.unbuilt),
            "ignores_robots": self.settings.ignores_robots or None,
        }

    def sentences(self) -> list[str]:
        """For people: what is wrong, when it is asked, what it cannot give, what was set aside."""
        told = [self.message] if self.message else []
        if not self.settings.enabled:
            told.append(say("sources.disabled", name=self.settings.name))
        if self.lists:
            told.append(say("sources.lists", moment=f"{self.lists.astimezone(VIETNAM_TIME):%H:%M %d/%m/%Y}"))
        return told + limits(self.settings)


def limits(settings: SourceSettings) -> list[str]:
    """What a source cannot give, because the way to ask is not known, and what an administrator set aside."""
    told = [say("sources.unbuilt", what=say(f"unbuilt.{what}")) for what in settings.unbuilt]
    reason = settings.ignores_robots
    return [*told, say("sources.robots_ignored", reason=reason)] if reason else told


def condition(
    workspace: Workspace, settings: SourceSettings, now: Now = lambda: datetime.now(UTC)
) -> Condition:
    """How a source is doing, from what its runs left behind."""
    runs = workspace.rows(
        "SELECT * FROM source_runs WHERE source = ? AND ended IS NOT NULL ORDER BY id DESC LIMIT 1",
        [settings.name],
    )
    entries = workspace.db.table("source_heads").count_where("source = ?", [settings.name])
    last_success, lists = (
        _last_success(workspace, name) for name in (settings.name, f"{settings.name}/{LISTS}")
    )
    if not runs:
        return Condition(settings, Health.NEVER, None, entries, lists=lists)
    (run,) = runs
    drift = tuple(json.loads(run["drift"] or "{}"))
    failed = workspace.db.table("source_heads").count_where(
        "source = ? AND state = 'failed'", [settings.name]
    )
    told = [run["sentence"]] if run["sentence"] else []
    told += [say("sources.failed", count=failed)] if failed else []
    told += [say("sources.drift", fields=", ".join(drift))] if drift and not told else []
    message = "; ".join(told) or None
    if run["fault"]:
        health = Health.ALARM if run["fault"] in _ALARMS else Health.FAULT
    elif run["sentence"] or failed:
        health = Health.FAULT
    elif last_success is None or now() - last_success > _STALE_AFTER:
        health = Health.STALE
    else:
        health = Health.DRIFT if drift else Health.OK
    return Condition(settings, health, last_success, entries, message, drift, lists)


def _last_success(workspace: Workspace, source: str) -> datetime | None:
    rows = workspace.rows(
        "SELECT max(ended) AS at FROM source_runs WHERE source = ? AND ended IS NOT NULL AND fault IS NULL",
        [source],
    )
    return datetime.fromisoformat(rows[0]["at"]) if rows[0]["at"] else None
