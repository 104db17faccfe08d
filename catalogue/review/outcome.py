"""What accepting a proposal would write into the catalogue, or has written: the same run on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.applying import NUMBERS, Wish
from catalogue.judgements import State, Verdict
from catalogue.judging import By, Passed, judge
from catalogue.procedure import Difference
from catalogue.review.doors import Visit
from catalogue.review.verdicts import in_words

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
    with visit.house.follower.judging:
        session = judge(
            visit.workspace, [row["id"]], Verdict.ACCEPT, wish, By(visit.name), dry_run=True, follow=False
        )
    if session.refused:
        chosen = wish is not None and wish.entry is not None
        why = tuple(in_words(error, row) for _, error in session.refused)
        return Outcome([] if chosen else proposed, why)
    return Outcome(_by_entry(session.passed))


def _written(visit: Visit, row: Mapping[str, Any]) -> Outcome:
    """What taking the verdict back would change, the other way round; where that cannot be, what differed."""
    with visit.house.follower.judging:
        session = judge(
            visit.workspace, [row["id"]], Verdict.UNDO, by=By(visit.name), dry_run=True, follow=False
        )
    if session.refused:
        return Outcome([(_code(row["procedure"]), _differing(row))] if row["differing"] else [], written=True)
    told = [
        (code, [Difference(one.field, one.new, one.old) for one in changes])
        for code, changes in _by_entry(session.passed)
    ]
    return Outcome(told, written=True)


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
