"""The obligation: one deadline under one rule, with everything that its reason is told from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from catalogue.deadlines.calendar import Calendar, DayOff
from catalogue.deadlines.notes import Note
from catalogue.deadlines.rules import Ending, Rule, StartBasis
from extract.decision import iso


class Exempt(StrEnum):
    """Why a rule that speaks of such decisions asks nothing of this one."""

    CENTRAL_ONLY = "central_only"
    INTERNAL = "internal"
    NO_SUCH_CHANGE = "no_such_change"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One procedure of an obligation: the day it was done and by which decision or on which evidence.

    `doubtful` is the day since which it cannot be said whether it was done.
    """

    item: str
    name: str
    code: str | None = None
    day: date | None = None
    number: str | None = None
    decision: str | None = None
    source: str | None = None
    proxy: bool = False
    at_latest: bool = False
    doubtful: date | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain facts for `--json`."""
        return {
            "item": self.item,
            "code": self.code,
            "name": self.name,
            "done": iso(self.day),
            "by": self.number or self.source,
            "doubtful": self.doubtful is not None and self.day is None,
        }


@dataclass(frozen=True, slots=True)
class Closing:
    """What ended an obligation; `number` of the decision that did, `source` of the evidence that did.

    `proxy`: the provincial decision's signing stands for the day of the submission, which is not known.
    `at_latest`: it happened on `day` or before. `same_act`: the decision itself did what was to be done with
    it.
    """

    ending: Ending
    day: date
    number: str | None = None
    decision: str | None = None
    source: str | None = None
    proxy: bool = False
    at_latest: bool = False
    same_act: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """One deadline under one rule.

    `id` stays the same between runs and copies of a document. `subject` is the decision's id, "cited:…"
    where it is known by citation alone (`cited_by`: who cites it); `items` its procedures concerned, None
    where they are not known. `start` and `due` are None where the start is not known: then `start_basis` is
    `signed_fallback` (the signing day is shown, nothing is counted from it) or None. `counted` are the
    working days of the period, `skipped` the days off in it. `contradicted`: evidence gives only impossible
    days for the start or the end. `provisional`: the calendar is not settled for the whole period.
    `progress` follows each procedure where that can be done. `undecided`: whether the rule asks anything
    hangs on a condition that no document tells.
    """

    id: str
    rule: Rule
    subject: str
    number: str | None
    issuer: str | None
    signed: date | None
    items: tuple[str, ...] | None
    departments: tuple[str, ...]
    start: date | None
    start_basis: StartBasis | None
    due: date | None
    closing: Closing | None
    calendar: Calendar = field(repr=False, compare=False)
    start_source: str | None = None
    counted: tuple[date, ...] = ()
    skipped: tuple[DayOff, ...] = ()
    exempt: Exempt | None = None
    contradicted: bool = False
    provisional: bool = False
    cited_by: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    progress: tuple[ItemProgress, ...] = ()
    undecided: bool = False

    def open_items(self, as_of: date) -> tuple[ItemProgress, ...]:
        """The procedures not done by `as_of`; empty too where they are not followed one by one."""
        return tuple(one for one in self.progress if one.day is None or one.day > as_of)

    @property
    def calendar_version(self) -> str:
        """The content of the calendar that the dates were counted with."""
        return self.calendar.version

    @property
    def department(self) -> str | None:
        """The departments that answer, in one line; None where they are not known."""
        return "; ".join(self.departments) or None

    @property
    def closed_on(self) -> date | None:
        """The day that fulfilled it; None while it is open."""
        return self.closing.day if self.closing else None

    def to_json(self) -> dict[str, Any]:
        """Plain facts for `--json` and for storing; dates ISO, absent values null."""
        closing = self.closing
        return {
            "id": self.id,
            "rule": self.rule.id,
            "proof": self.rule.proof.value,
            "informational": self.rule.informational,
            "subject": self.subject,
            "number": self.number,
            "issuer": self.issuer,
            "signed": iso(self.signed),
            "items": None if self.items is None else list(self.items),
            "departments": list(self.departments),
            "start": iso(self.start),
            "start_basis": self.start_basis.value if self.start_basis else None,
            "start_source": self.start_source,
            "due": iso(self.due),
            "closed_on": iso(self.closed_on),
            "closed_by": closing and (closing.number or closing.source or closing.ending.value),
            "closed_by_proxy": bool(closing and closing.proxy),
            "closed_at_latest": bool(closing and closing.at_latest),
            "progress": [one.to_json() for one in self.progress],
            "provisional": self.provisional,
            "calendar_version": self.calendar_version,
            "notes": [note.message for note in self.notes],
        }
