"""Remarks on an obligation: what in the input was odd, and what the count rests on.

A remark never changes a date by itself; it says to a person what was assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.messages import say


class Remark(StrEnum):
    """What there is to remark; the message catalogue has a sentence for each (`deadline_note.<value>`)."""

    BEFORE_SIGNING = "before_signing"
    SEVERAL_DAYS = "several_days"
    RECEIVED_EARLIER = "received_earlier"
    STARTS_ON_DAY_OFF = "starts_on_day_off"
    PROVISIONAL = "provisional"
    CITED_ONLY = "cited_only"
    CITED_DATE_DIFFERS = "cited_date_differs"
    ANSWER_BEFORE_SIGNING = "answer_before_signing"
    IN_TIME_WHATEVER_START = "in_time_whatever_start"
    UNKNOWN_ISSUER = "unknown_issuer"
    SUBMITTED_AFTER_SIGNING = "submitted_after_signing"
    LINKED_BY_BASIS = "linked_by_basis"
    LINKED_BY_ITEMS = "linked_by_items"
    LIST_UNKNOWN = "list_unknown"
    LEVELS_UNKNOWN = "levels_unknown"
    STILL_LISTED = "still_listed"
    SHOWN_EARLIER = "shown_earlier"
    CALENDAR_ENTERED = "calendar_entered"
    SINGLE_DECISION = "single_decision"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark with its facts, ready to be said in any language."""

    remark: Remark
    facts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, remark: Remark, **facts: object) -> Note:
        """A note whose facts are written down as text; days as dd/mm/yyyy."""
        return cls(remark, tuple((name, _written(value)) for name, value in facts.items()))

    @property
    def message(self) -> str:
        """The remark in the language in force, without a full stop."""
        facts = dict(self.facts)
        if "what" in facts:
            facts["what"] = say(f"deadline_evidence.{facts['what']}")
        if "kind" in facts:
            facts["kind"] = say(f"deadline_day.{facts['kind']}")
        return say(f"deadline_note.{self.remark}", **facts)


def written_day(day: date) -> str:
    """A day as people in Việt Nam write it: dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


def _written(value: object) -> str:
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, tuple | list):
        return ", ".join(_written(part) for part in value)
    return str(value)
