"""As-of questions agree with a model so plain that it can be seen to be right, for every pair of days."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.history import Stated, entries_on, state, version_on, versions, withdraw
from catalogue.timeline import ALWAYS, IN_FORCE, Change, spans
from catalogue.workspace import Workspace

FIRST = date(2026, 1, 1)
DAYS = 8
ENTRY = "province:1.000001"
FIELDS = ("fee", "basis", IN_FORCE)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Act:
    """What one day brings: a statement from a day on (None: always), or the withdrawal of an earlier act."""

    valid: int | None
    fields: tuple[tuple[str, Any], ...]
    decided: bool
    later: int
    withdraws: int | None = None


def stated(told: dict[str, str], valid: int | None, decided: bool, later: int) -> Act:
    """A decision always has a day; whether an entry is in force is yes or no."""
    fields = tuple((name, value != "a" if name == IN_FORCE else value) for name, value in told.items())
    return Act(0 if decided and valid is None else valid, fields, decided, later)


statements = st.builds(
    stated,
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from("abc"), min_size=1),
    st.none() | st.integers(0, DAYS - 1),
    st.booleans(),
    st.integers(0, 2),
)
withdrawals = st.builds(Act, st.none(), st.just(()), st.just(True), st.integers(0, 2), st.integers(0, 5))


def naive(acts: dict[int, tuple[int, Act]], known: int, on: int) -> dict[str, Any] | None:
    """The entry on a day by what was known on a day, from the rules as they are told to people."""
    heard = {nth: act for nth, (told, act) in acts.items() if told <= known}
    taken_back = {act.withdraws for act in heard.values()}
    out: dict[str, Any] = {}
    for name in FIELDS:
        words = [
            (-1 if act.valid is None else act.valid, nth, act.decided, dict(act.fields)[name])
            for nth, act in heard.items()
            if nth not in taken_back and name in dict(act.fields)
        ]
        begun = [word for word in words if word[0] <= on]
        latest = max((word[0] for word in begun if word[2]), default=-1)
        counting = [(nth, value) for begins, nth, _, value in begun if begins >= latest]
        if counting:
            out[name] = max(counting, key=lambda word: word[0])[1]
    return out if IN_FORCE in out else None


LISTED_FIRST = Act(None, (("fee", "a"), ("basis", "a"), (IN_FORCE, True)), False, 0)


@given(st.lists(statements, min_size=2, max_size=8))
@settings(max_examples=500, deadline=None)
def test_spans_agree_with_the_naive_model(acts: list[Act]) -> None:
    told = {nth: (0, act) for nth, act in enumerate([LISTED_FIRST, *acts])}
    found = spans(
        Change(
            nth, ALWAYS if act.valid is None else day(act.valid).isoformat(), dict(act.fields), act.decided
        )
        for nth, (_, act) in told.items()
    )
    for on in range(DAYS):
        asked = day(on).isoformat()
        (held,) = [
            one for one in found if one.valid_from <= asked and (one.valid_to is None or asked < one.valid_to)
        ]
        assert {**held.content, IN_FORCE: held.in_force} == naive(told, 0, on)


@given(st.lists(statements | withdrawals, min_size=1, max_size=7))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_as_of_questions_agree_with_the_naive_model(acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder)) as workspace:
        workspace.db.execute("PRAGMA foreign_keys = OFF")
        told: dict[int, tuple[int, Act]] = {}
        known = 0
        for nth, act in enumerate([LISTED_FIRST, *acts]):
            known += act.later
            open_to = {one for one, (_, other) in told.items() if other.withdraws is None}
            open_to -= {other.withdraws for _, other in told.values() if other.withdraws is not None}
            if act.withdraws is None or act.withdraws in open_to:
                _do(workspace, nth, act, day(known))
                told[nth] = (known, act)
        for asked in range(known + 2):
            for on in range(DAYS):
                found = version_on(workspace, ENTRY, day(on), day(asked))
                assert _said(found) == naive(told, asked, on), (asked, on)
        _no_overlaps(workspace)


def _do(workspace: Workspace, nth: int, act: Act, known: date) -> None:
    with workspace.writing():
        if act.withdraws is not None:
            withdraw(workspace, act.withdraws, nth, known)
            return
        begins = ALWAYS if act.valid is None else day(act.valid).isoformat()
        stated = Stated(ENTRY, {"name": "x", **dict(act.fields)}, begins, {"judgement": nth})
        state(workspace, [stated], known, decided=act.decided)


def _said(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    told = {"fee": found.entry.fee, "basis": found.entry.basis}
    return {**{name: value for name, value in told.items() if value is not None}, IN_FORCE: found.in_force}


def _no_overlaps(workspace: Workspace) -> None:
    """For each pair of days at most one version."""
    found = versions(workspace, ENTRY)
    for nth, one in enumerate(found):
        for other in found[nth + 1 :]:
            valid = _meet((one.valid_from or "", one.valid_to), (other.valid_from or "", other.valid_to))
            assert not (valid and _meet((one.known_from, one.known_to), (other.known_from, other.known_to)))
    assert len(entries_on(workspace, day(3))) <= 1


def _meet(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    return (other[1] is None or one[0] < other[1]) and (one[1] is None or other[0] < one[1])


def change(number: int, valid_from: str, decided: bool, **fields: Any) -> Change:
    return Change(number, valid_from, fields, decided)


LISTED = change(1, ALWAYS, False, in_force=True, fee="1")


def test_spans_of_nothing() -> None:
    assert spans([]) == []
    assert spans([change(1, "2026-01-01", True, fee="2")]) == []


def test_the_decision_that_took_effect_last_rules_whatever_the_order_of_acceptance() -> None:
    later, earlier = change(2, "2026-02-01", True, fee="3"), change(3, "2026-01-01", True, fee="2")
    found = [(one.valid_from, one.valid_to, one.content["fee"]) for one in spans([LISTED, later, earlier])]
    assert found == [
        (ALWAYS, "2026-01-01", "1"),
        ("2026-01-01", "2026-02-01", "2"),
        ("2026-02-01", None, "3"),
    ]


def test_a_list_outweighs_the_decisions_in_effect_before_it_but_not_those_to_come() -> None:
    past, coming = change(2, "2026-01-01", True, fee="2"), change(3, "2026-03-01", True, fee="4")
    listed = change(4, "2026-02-01", False, fee="3")
    found = [(one.valid_from, one.content["fee"]) for one in spans([LISTED, past, coming, listed])]
    assert found == [(ALWAYS, "1"), ("2026-01-01", "2"), ("2026-02-01", "3"), ("2026-03-01", "4")]


def test_a_decision_accepted_after_a_list_outweighs_it() -> None:
    listed, accepted = change(2, "2026-02-01", False, fee="3"), change(3, "2026-01-01", True, fee="2")
    assert spans([LISTED, listed, accepted])[-1].content["fee"] == "2"


def test_fields_do_not_disturb_each_other() -> None:
    found = spans([LISTED, change(2, "2026-02-01", True, basis="b"), change(3, "2026-01-01", True, fee="2")])
    assert dict(found[-1].content) == {"fee": "2", "basis": "b"}
