"""Which decisions of a source are looked into; the others are kept as heads, none is dropped.

Ministry decisions concern every province; of provincial ones those of the workspace's own are answers and
evidence. New is what was never seen: the day of a decision only keeps a first pull from going back years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from catalogue.deadlines.calendar import today
from catalogue.fetching.state import StoredHead
from catalogue.provinces import Province, find_province
from extract.agencies import department_for, ministries_of_name
from extract.folding import plain
from ingest.sources.settings import SourceSettings

_LOCAL_BODIES = ("ubnd", "uy ban nhan dan", "hdnd", "hoi dong nhan dan")
_WANTED_AS = {"national": "ministries", "province": "own"}
"""How the settings call the bodies of a group."""


class Standing(StrEnum):
    """How a head stands: to be looked into now, had, or left as a head for a reason."""

    NOW = "now"
    HAD = "had"
    OTHER_BODY = "other_body"
    OTHER_MINISTRY = "other_ministry"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one run looks into: `since`, `ministry` as asked for; `first_run`, `sweep` tell what is new.

    `sweep` is when the list was first read whole: what was not there by then came later.
    """

    settings: SourceSettings
    home: Province | None
    first_run: date
    sweep: str | None
    since: date | None = None
    ministry: str | None = None

    def standing(self, one: StoredHead, day: date) -> Standing:
        """How the head stands on this day."""
        agency = one.head.agency
        if self.ministry and not is_named(self.ministry, agency):
            return Standing.OTHER_MINISTRY
        if not self._of_wanted_body(agency):
            return Standing.OTHER_BODY
        if not self._recent(one):
            return Standing.OLDER
        if one.state in {"seen", "changed", "failed"}:
            return Standing.NOW
        return Standing.NOW if self._to_check_again(one, day) else Standing.HAD

    def _of_wanted_body(self, agency: str | None) -> bool:
        wanted = self.settings.table["wanted"]
        if "all" in wanted or not agency:
            return True
        group = group_of(agency, self.home)
        return group is not None and _WANTED_AS[group] in wanted

    def _recent(self, one: StoredHead) -> bool:
        signed = one.head.signed
        if signed is None:
            return True
        if self.since:
            return signed >= self.since
        came_later = self.sweep is not None and one.first_moment > self.sweep
        return came_later or signed >= self.first_run - timedelta(days=self.settings.table["since_days"])

    def _to_check_again(self, one: StoredHead, day: date) -> bool:
        until = one.first_seen + timedelta(days=int(self.settings.table["recheck_days"]))
        checked = today(datetime.fromisoformat(one.checked)) if one.checked else None
        return day <= until and (checked is None or checked < day)


def group_of(agency: str, home: Province | None) -> str | None:
    """Whose an agency's procedures are: "national", "province" for the home's own, None for another's."""
    province = find_province(agency)
    if province is None and not plain(agency).startswith(_LOCAL_BODIES):
        return "national"
    return "province" if province is not None and province == home else None


def routed(agency: str | None, fields: list[str]) -> list[str]:
    """The departments of a province that a ministry's decision in these fields concerns."""
    ministries = ministries_of_name(agency)
    found = [department_for(ministries, field) for field in fields] or [department_for(ministries, None)]
    return list(dict.fromkeys(one for one in found if one))


@cache
def is_named(wanted: str, agency: str | None) -> bool:
    """Whether an agency is the one meant: the same ministry, or a name that holds the words."""
    ministries = ministries_of_name(wanted)
    return bool(ministries & ministries_of_name(agency)) or plain(wanted) in plain(agency or "")
