"""Where an obligation stands on a day, the worst first, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.deadlines.obligation import Exempt, Obligation
from catalogue.deadlines.rules import Unit


class StatusKind(StrEnum):
    """The six ways an obligation can stand, worst first."""

    OVERDUE = "overdue"
    DUE = "due"
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


@dataclass(frozen=True, slots=True)
class Status:
    """How an obligation stands; `days` in the rule's unit: late by, overdue by, or due in (0: today).

    The first day after the due date is one day late, even if it is a day off: the period ended with the
    due date at 24:00 (Bộ luật Dân sự Điều 148 khoản 6).
    """

    kind: StatusKind
    days: int | None = None
    unit: Unit | None = None
    reason: NoBasis | Exempt | None = None


def status(obligation: Obligation, as_of: date) -> Status:
    """How it stands at the end of `as_of`; what happened later is not yet known on that day."""
    closed = obligation.closed_on if obligation.closed_on and obligation.closed_on <= as_of else None
    due, unit = obligation.due, obligation.rule.unit
    if obligation.exempt:
        return Status(StatusKind.NOT_APPLICABLE, reason=obligation.exempt)
    if due is None or (obligation.contradicted and not closed):
        return Status(StatusKind.NO_BASIS, reason=_no_basis(obligation, closed))
    if closed and closed <= due:
        return Status(StatusKind.MET)
    if closed:
        return Status(StatusKind.MET_LATE, max(_days(obligation, due, closed), 1), unit)
    if as_of > due:
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


def _no_basis(obligation: Obligation, closed: date | None) -> NoBasis:
    if closed:
        return NoBasis.ANSWERED_WITHOUT_START
    return NoBasis.CONTRADICTED if obligation.contradicted else NoBasis.NO_START


def _days(obligation: Obligation, start: date, end: date) -> int:
    if obligation.rule.unit is Unit.DAY:
        return (end - start).days
    return obligation.calendar.working_days_between(start, end)
