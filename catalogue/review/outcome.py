"""What accepting a proposal would write into the catalogue, or has written: the same run on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.applying import NUMBERS, Wish
from catalogue.judgements import State, Verdict
from catalogue.judging import By, Passed, Session, judge
from catalogue.procedure import Difference
from catalogue.review.doors import Visit
from catalogue.review.verdicts import in_words
from catalogue.workspace import BUSY_TIMEOUT_S
from ingest.errors import UsageError

MOST_WAIT_S = 1.0
"""Seconds that a page waits for somebody else's writing."""

Told = list[tuple[str, list[Difference]]]
"""The fields that change, by the code of their entry."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changes, and why the proposal cannot be accepted as it stands; `written`: it is so already."""

    told: Told
    refused: tuple[str, ...] = ()
    written: bool = False


def outcome(visit: Visit, row: Mapping[str, Any], wish: Wish | None = None) -> Outcome:
    """What accepting with `wish` would change; of an accepted proposal, what its verdict has changed.

    Where it cannot be accepted yet, what differs is told all the same, unless another entry was chosen.
    """
    if row["state"] == State.ACCEPTED:
        return _written(visit, row)
    proposed = [(_code(row["procedure"]), _differing(row))] if row["differing"] else []
    if row["state"] == State.REJECTED:
        return Outcome(proposed)
    try:
        session = _tried(visit, row, Verdict.ACCEPT, wish)
        if not session.refused:
            return Outcome(_by_entry(session.passed))
        why = [error for _, error in session.refused]
    except UsageError as error:
        why = [error]
    chosen = wish is not None and wish.entry is not None
    return Outcome([] if chosen else proposed, tuple(in_words(error, row) for error in why))


def _written(visit: Visit, row: Mapping[str, Any]) -> Outcome:
    """What taking the verdict back would change, the other way round; where that cannot be, what differed."""
    try:
        passed = _tried(visit, row, Verdict.UNDO).passed
    except UsageError:
        passed = ()
    if not passed:
        return Outcome([(_code(row["procedure"]), _differing(row))] if row["differing"] else [], written=True)
    told = [
        (code, [Difference(one.field, one.new, one.old) for one in changes])
        for code, changes in _by_entry(passed)
    ]
    return Outcome(told, written=True)


def _tried(visit: Visit, row: Mapping[str, Any], verdict: Verdict, wish: Wish | None = None) -> Session:
    """A verdict passed and rolled back. UsageError: it cannot be, or somebody else is writing for long.

    Others' writing is waited for no longer than a page may take: it is read meanwhile all the same.
    """
    judging, connection = visit.house.follower.judging, visit.workspace.db.conn
    if not judging.acquire(timeout=MOST_WAIT_S):
        raise UsageError("workspace.busy", folder=visit.workspace.folder, seconds=MOST_WAIT_S)
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(MOST_WAIT_S * 1000)}")
        return judge(visit.workspace, [row["id"]], verdict, wish, By(visit.name), dry_run=True, follow=False)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
        judging.release()


def _by_entry(passed: Sequence[Passed]) -> Told:
    """What verdicts change, the decision's number last and without the keys that spell it once more."""
    out: dict[str, list[Difference]] = {}
    for one in passed:
        for ident, change in one.changes:
            if change.field != "decision_keys":
                out.setdefault(_code(ident), []).append(change)
    return [(code, sorted(some, key=lambda one: one.field in NUMBERS)) for code, some in out.items()]


def _differing(row: Mapping[str, Any]) -> list[Difference]:
    return [Difference(one["field"], one["old"], one["new"]) for one in row["differing"]]


def _code(procedure: str | None) -> str:
    return (procedure or "–").rpartition(":")[2]
