"""Where an obligation stands on a day, the worst first, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from catalogue.deadlines.obligation import Exempt, ItemProgress, Obligation
from catalogue.deadlines.rules import Unit


class StatusKind(StrEnum):
    """The ways an obligation can stand, worst first.

    `promptly`: open under a rule that names no number of days ("kịp thời"); never overdue.
    """

    OVERDUE = "overdue"
    DUE = "due"
    PROMPTLY = "promptly"
    NO_BASIS = "no_basis"
    MET_LATE = "met_late"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


_WORST = tuple(StatusKind)


class NoBasis(StrEnum):
    """Why there is no basis for a verdict (không đủ căn cứ)."""

    NO_START = "no_start"
    ANSWERED_WITHOUT_START = "answered_without_start"
    CONTRADICTED = "contradicted"
    DONE_SOME_DAY = "done_some_day"
    CONDITION_UNKNOWN = "condition_unknown"
    ITEMS_UNCLEAR = "items_unclear"


@dataclass(frozen=True, slots=True)
class Status:
    """How an obligation stands; `days` in the rule's unit: late by, overdue by, due in (0: today), or, where
    no number of days is set, since the start. `left` are the procedures still open, where they are followed
    one by one.

    The first day after the due date is one day late, even if it is a day off: the period ended with the
    due date at 24:00 (Bộ luật Dân sự Điều 148 khoản 6).
    """

    kind: StatusKind
    days: int | None = None
    unit: Unit | None = None
    reason: NoBasis | Exempt | None = None
    left: tuple[ItemProgress, ...] = field(default=(), compare=False)


def status(obligation: Obligation, as_of: date) -> Status:
    """How it stands at the end of `as_of`; what happened later is not yet known on that day."""
    closed = obligation.closed_on if obligation.closed_on and obligation.closed_on <= as_of else None
    if obligation.exempt:
        return Status(StatusKind.NOT_APPLICABLE, reason=obligation.exempt)
    if closed:
        return _done(obligation, closed)
    return replace(_open(obligation, as_of), left=obligation.open_items(as_of))


def _done(obligation: Obligation, closed: date) -> Status:
    due, closing = obligation.due, obligation.closing
    if (closing and closing.same_act) or obligation.rule.length is None:
        return Status(StatusKind.MET)
    if due is None:
        return Status(StatusKind.NO_BASIS, reason=NoBasis.ANSWERED_WITHOUT_START)
    if closed <= due:
        return Status(StatusKind.MET)
    if closing and closing.at_latest:
        return Status(StatusKind.NO_BASIS, reason=NoBasis.DONE_SOME_DAY)
    return Status(StatusKind.MET_LATE, max(_days(obligation, due, closed), 1), obligation.rule.unit)


def _open(obligation: Obligation, as_of: date) -> Status:
    start, due, unit = obligation.start, obligation.due, obligation.rule.unit
    left = obligation.open_items(as_of)
    unclear = bool(left) and all(one.doubtful and one.doubtful <= as_of for one in left)
    late = due is not None and as_of > due
    doubts = {
        NoBasis.CONTRADICTED: obligation.contradicted,
        NoBasis.NO_START: start is None,
        NoBasis.CONDITION_UNKNOWN: obligation.undecided,
        NoBasis.ITEMS_UNCLEAR: late and unclear,
    }
    doubt = next((reason for reason, holds in doubts.items() if holds), None)
    if doubt or start is None:
        return Status(StatusKind.NO_BASIS, reason=doubt)
    if due is None:
        return Status(StatusKind.PROMPTLY, max(_days(obligation, start, as_of), 0), unit)
    if late:
        return Status(StatusKind.OVERDUE, max(_days(obligation, due, as_of), 1), unit)
    return Status(StatusKind.DUE, _days(obligation, as_of, due), unit)


def worst_first(obligations: Iterable[Obligation], as_of: date) -> list[tuple[Obligation, Status]]:
    """Obligations with their status: by kind, then the longest late and the soonest due; findings last."""
    return sorted(((one, status(one, as_of)) for one in obligations), key=_urgency)


def summary(statuses: Iterable[Status]) -> dict[StatusKind, int]:
    """How many stand how; every kind is named, worst first."""
    counts = Counter(one.kind for one in statuses)
    return {kind: counts[kind] for kind in StatusKind}


def _urgency(pair: tuple[Obligation, Status]) -> tuple[bool, int, int, date, str]:
    obligation, standing = pair
    days = standing.days or 0
    urgent = days if standing.kind is StatusKind.DUE else -days
    since = obligation.due or obligation.signed or date.max
    return obligation.rule.informational, _WORST.index(standing.kind), urgent, since, obligation.id


def _days(obligation: Obligation, start: date, end: date) -> int:
    if obligation.rule.unit is Unit.DAY:
        return (end - start).days
    return obligation.calendar.working_days_between(start, end)
