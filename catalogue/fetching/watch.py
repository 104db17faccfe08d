"""When `congbo watch` asks: within working hours, on working days of the calendar, a little irregularly."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self

from catalogue.deadlines.calendar import VIETNAM_TIME, Calendar


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when in Việt Nam, how often, and by how much the moments are shifted."""

    begin: time
    end: time
    every: timedelta
    jitter: timedelta

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """From the table [watch] of sources.toml: hours as "07:30", lengths in minutes."""
        return cls(
            time.fromisoformat(table["from"]),
            time.fromisoformat(table["to"]),
            timedelta(minutes=float(table["every"])),
            timedelta(minutes=float(table["jitter"])),
        )

    def next(
        self, last: datetime | None, now: datetime, calendar: Calendar, chance: Callable[[], float]
    ) -> datetime:
        """The next moment to ask, not before `now`; `last`: when the last pull began; `chance` in [0, 1)."""
        earliest = max(now, last + self.every) if last else now
        moment = earliest.astimezone(VIETNAM_TIME)
        if not (calendar.is_working(moment.date()) and self.begin <= moment.time() < self.end):
            day = moment.date() + timedelta(days=int(moment.time() >= self.end))
            while not calendar.is_working(day):
                day += timedelta(days=1)
            moment = datetime.combine(day, self.begin, VIETNAM_TIME)
        if last is None and moment <= now:
            return moment
        left = datetime.combine(moment.date(), self.end, VIETNAM_TIME) - moment
        return moment + min(self.jitter, left) * chance()


def watch(
    pull: Callable[[], None],
    hours: Hours,
    calendar: Calendar,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    told: Callable[[datetime], None],
    times: int | None = None,
    chance: Callable[[], float] = random.random,
) -> None:
    """Pull again and again, `times` times or until interrupted; `told` hears what is waited for."""
    last, done = None, 0
    while times is None or done < times:
        moment = hours.next(last, now(), calendar, chance)
        if moment > now():
            told(moment)
        while (left := (moment - now()).total_seconds()) > 0:
            sleep(left)
        last = now()
        pull()
        done += 1
