"""Deadlines as an iCalendar file (RFC 5545): one all-day event for each open due date.

The same obligations give the same bytes: ids and stamps come from the obligations, not from the clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from catalogue.deadlines import StatusKind
from catalogue.overview import ObligationView
from ingest.messages import say

ENDING = ".ics"
_SHOWN = frozenset({StatusKind.OVERDUE, StatusKind.DUE})
_DOMAIN = "congbo"


def dated(views: Iterable[ObligationView]) -> list[ObligationView]:
    """The open obligations that have a due date, in its order; the others give no event."""
    shown = (view for view in views if view.status.kind in _SHOWN and view.obligation.due)
    return sorted(shown, key=lambda view: (str(view.obligation.due), view.obligation.id))


def calendar_file(views: Iterable[ObligationView], department: str | None = None) -> bytes:
    """The open obligations with a due date as one calendar; lines end in CRLF and hold 75 octets at most."""
    from icalendar import Alarm, Calendar, Event

    book = Calendar()
    book.add("prodid", "-//congbo//deadlines//VI")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", department or say("calendar_file.name"))
    for view in dated(views):
        one = view.obligation
        assert one.due is not None
        event = Event()
        event.add("uid", f"{one.id}@{_DOMAIN}")
        event.add("dtstamp", datetime.combine(one.start or one.due, time(), UTC))
        event.add("dtstart", one.due)
        event.add("dtend", one.due + timedelta(days=1))
        event.add(
            "summary", say("calendar_file.event", rule=one.rule.id, number=one.number, title=one.rule.title)
        )
        event.add("description", view.why)
        event.add("categories", list(one.departments) or [one.rule.id])
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", say("calendar_file.alarm", number=one.number))
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        book.add_component(event)
    text: bytes = book.to_ical()
    return text
