"""The reason of an obligation in one sentence: rule, source, start, days counted and skipped, verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from catalogue.deadlines.calendar import DayOff
from catalogue.deadlines.notes import Note, Remark, written_day
from catalogue.deadlines.obligation import Obligation
from catalogue.deadlines.rules import Direction, Proof, Unit
from catalogue.deadlines.status import NoBasis, Status, StatusKind
from ingest.messages import say

_SHOWN_ITEMS = 3


def why(obligation: Obligation, status: Status) -> str:
    """One sentence in the language in force that lets a person count the deadline again by hand."""
    parts = [_rule(obligation)]
    if obligation.due:
        parts += [*_days(obligation), _due(obligation)]
    if status.kind is not StatusKind.NOT_APPLICABLE:
        parts.append(_end(obligation, status))
    parts.append(verdict(obligation, status))
    parts += [note.message for note in obligation.notes if _timely(note, status)]
    return "; ".join(parts) + "."


def verdict(obligation: Obligation, status: Status) -> str:
    """The status in words: "quá hạn 3 ngày làm việc", "không đủ căn cứ: …"."""
    if status.reason:
        return say(f"deadline_status.{status.kind}", reason=_reason(obligation, status))
    if status.kind is StatusKind.DUE and status.days == 0:
        return say("deadline_status.due_today")
    unit = say(f"deadline_unit.{status.unit}") if status.unit else ""
    return say(f"deadline_status.{status.kind}", days=status.days, unit=unit)


def _rule(obligation: Obligation) -> str:
    rule = obligation.rule
    source = rule.short_source
    if rule.proof is not Proof.VERIFIED:
        source = say(f"deadline.proof_{rule.proof}", source=source)
    facts = {
        "rule": rule.id,
        "source": source,
        "decision": _decision(obligation),
        "title": rule.title,
        "length": _length(rule.length or 0, rule.unit),
    }
    if obligation.start is None or obligation.start_basis is None:
        return say("deadline.rule_without_start" if rule.length else "deadline.rule_undated", **facts)
    basis = say(f"deadline_basis.{obligation.start_basis}", day=written_day(obligation.start))
    if obligation.start_source:
        basis = say("deadline.with_source", what=basis, source=obligation.start_source)
    key = rule.direction.value if rule.length else "at_once" if rule.length == 0 else "promptly"
    return say(f"deadline.rule_{key}", basis=basis, **facts)


def _length(length: int, unit: Unit) -> str:
    return say("deadline.length", length=f"{length:02d}", unit=say(f"deadline_unit.{unit}"))


def _decision(obligation: Obligation) -> str:
    number = obligation.number or say("deadline.no_number")
    if obligation.signed is None:
        return say("deadline.decision_undated", number=number)
    return say("deadline.decision", number=number, day=written_day(obligation.signed))


def _days(obligation: Obligation) -> Iterable[str]:
    if obligation.rule.direction is Direction.AFTER and obligation.counted:
        yield say("deadline.counted", days=", ".join(_runs(obligation.counted)))
    if obligation.skipped:
        yield say("deadline.skipped", days=", ".join(_skipped(obligation.skipped)))


def _due(obligation: Obligation) -> str:
    key = "deadline.due_provisional" if obligation.provisional else "deadline.due"
    return say(key, due=written_day(obligation.due or date.max))


def _end(obligation: Obligation, status: Status) -> str:
    closing = obligation.closing
    if closing is None or not _ended(status):
        done = len(obligation.progress) - len(status.left)
        if done and status.left:
            return _partly(obligation, status, done)
        return say(f"deadline_open.{obligation.rule.ends[-1]}")
    if closing.same_act:
        return say("deadline.same_act", number=closing.number)
    day = written_day(closing.day)
    if closing.at_latest:
        day = say("deadline.at_latest", day=day)
    sentence = say(f"deadline_closed.{closing.ending}", day=day, number=closing.number)
    return say("deadline.with_source", what=sentence, source=closing.source) if closing.source else sentence


def _partly(obligation: Obligation, status: Status, done: int) -> str:
    """How many procedures are done, and the first ones that are not."""
    shown = [" ".join(filter(None, (one.code, f"“{one.name}”"))) for one in status.left[:_SHOWN_ITEMS]]
    more = len(status.left) - len(shown)
    if more:
        shown.append(say("deadline.more_items", count=more))
    return say(
        f"deadline_partly.{obligation.rule.ends[-1]}",
        done=done,
        total=len(obligation.progress),
        left=len(status.left),
        items=", ".join(shown),
    )


def _ended(status: Status) -> bool:
    """True where the end had happened on the day that the status speaks of."""
    done = {StatusKind.MET, StatusKind.MET_LATE}
    return status.kind in done or status.reason in {NoBasis.ANSWERED_WITHOUT_START, NoBasis.DONE_SOME_DAY}


def _timely(note: Note, status: Status) -> bool:
    return _ended(status) or note.remark is not Remark.IN_TIME_WHATEVER_START


def _reason(obligation: Obligation, status: Status) -> str:
    bases = say("deadline.or").join(say(f"deadline_unknown.{basis}") for basis in obligation.rule.starts)
    return say(
        f"deadline_reason.{status.reason}",
        bases=bases,
        valid_from=written_day(obligation.rule.valid_from),
        left=len(status.left),
    )


def _skipped(days: Sequence[DayOff]) -> Iterable[str]:
    """Named days off as runs with their reason, plain weekends as a number."""
    for reason, group in groupby((day for day in days if day.reason), key=lambda day: day.reason):
        for run in _runs([day.day for day in group]):
            yield f"{run} {reason}"
    weekend = sum(day.reason is None for day in days)
    if weekend:
        yield say("deadline.weekend_days", n=weekend)


def _runs(days: Sequence[date]) -> Iterable[str]:
    """Days in order, neighbours joined: "23/11/2026", "25/11/2026–27/11/2026"."""
    first: date | None = None
    for nth, day in enumerate(days):
        first = first or day
        if nth + 1 == len(days) or days[nth + 1] - day != timedelta(days=1):
            yield written_day(day) if first == day else f"{written_day(first)}–{written_day(day)}"
            first = None
