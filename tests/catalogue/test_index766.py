import json
from datetime import date
from pathlib import Path

import pytest

from catalogue.deadlines import Calendar, DecisionFacts, Evidence
from catalogue.index766 import Criterion, Formula, Outcome, index766
from ingest.errors import UsageError
from tests.catalogue.deadline_cases import day, item, province, told
from tests.catalogue.deadline_workspace import called, workspace

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
OWN = province(based_on=(), items=(item(1), item(2)))  # signed Tuesday 3/3/2026, on a legal act of its own


def criteria(
    decisions: list[DecisionFacts], *evidence: Evidence, contents: tuple[bool | None, ...] = ()
) -> dict[tuple[str, str], Criterion]:
    found = index766(decisions, evidence, Calendar.load(), MARCH, contents)
    return {(one.code, one.formula.value): one for one in found}


def counts(one: Criterion) -> dict[str, int]:
    return {outcome.value: n for outcome, n in one.counts.items() if n}


def test_the_portal_counts_working_days_where_the_statute_counts_days() -> None:
    # Effect on Monday 9/3/2026. Five days before: Wednesday 4/3, signed on the 3rd: in time.
    # Five working days before: 6, 5, 4, 3, 2/3: Monday 2/3, signed on the 3rd: late.
    found = criteria([OWN], told("law_effective", "p", "9/3/2026"))
    assert counts(found["1.1", "statute"]) == {"in_time": 2}
    assert counts(found["1.1", "index"]) == {"late": 2}
    assert (found["1.1", "statute"].score, found["1.1", "index"].score) == ((6.0, 6.0), (0.0, 0.0))


def test_lists_that_follow_a_ministry_are_not_counted_in_1_1() -> None:
    assert criteria([province()], told("law_effective", "p", "9/3/2026"))["1.1", "index"].score is None


def test_an_act_whose_days_are_not_known_gives_a_range() -> None:
    assert criteria([OWN])["1.1", "index"].score == (0.0, 6.0)


def test_a_procedure_counts_once_and_late_once_is_late() -> None:
    again = province(
        id="p2", number="2900/QĐ-UBND", signed=day("10/3/2026"), based_on=(), items=(item(2), item(3))
    )
    found = criteria(
        [OWN, again],
        told("law_effective", "p", "20/3/2026"),  # in time by both
        told("law_effective", "p2", "12/3/2026"),  # late by both
    )
    assert counts(found["1.1", "index"]) == {"in_time": 1, "late": 2}
    assert found["1.1", "index"].score == (2.0, 2.0)


def test_the_click_counts_against_five_working_days_from_signing() -> None:
    # Signed 3/3: 4, 5, 6, 9, 10/3.
    assert counts(criteria([OWN], told("posted_national", "p", "10/3/2026"))["1.2", "index"]) == {
        "in_time": 2
    }
    assert counts(criteria([OWN], told("posted_national", "p", "11/3/2026"))["1.2", "index"]) == {"late": 2}
    assert counts(criteria([OWN])["1.2", "index"]) == {"late": 2}
    # What was posted after the period had not been posted in it.
    assert counts(criteria([OWN], told("posted_national", "p", "1/4/2026"))["1.2", "index"]) == {"late": 2}


def test_the_two_days_of_the_shortened_procedure_are_the_statutes_alone() -> None:
    # Two working days from 3/3: 5/3.
    shortened = province(shortened=True, effective=day("3/3/2026"))
    found = criteria([shortened], told("posted_national", "p", "6/3/2026"))
    assert counts(found["1.2", "index"]) == {"in_time": 2}
    assert counts(found["1.2", "statute"]) == {"late": 2}


def test_what_is_not_yet_due_is_outside_the_denominator() -> None:
    last = province(signed=day("30/3/2026"))
    found = criteria([last])["1.2", "index"]
    assert (counts(found), found.total, found.score) == ({"pending": 2}, 0, None)


def test_a_posting_on_a_day_not_known_is_neither() -> None:
    seen = Evidence(
        told("posted_national", "p", "20/3/2026").kind, "p", day("20/3/2026"), "ds", at_latest=True
    )
    assert counts(criteria([OWN], seen)["1.2", "index"]) == {"unknown": 2}


def test_content_is_complete_missing_or_not_known() -> None:
    one = criteria([], contents=(True, True, False, None))["1.3", "index"]
    assert (counts(one), one.score) == ({"in_time": 2, "late": 1, "unknown": 1}, (1.0, 1.5))


def test_the_period_decides_by_the_day_of_signing() -> None:
    assert criteria([province(signed=day("1/4/2026"))])["1.2", "index"].total == 0
    assert {one.formula for one in index766([], [], Calendar.load(), MARCH)} == set(Formula)
    assert Outcome.LATE.value == "late"


def test_the_command_prints_the_criteria(tmp_path: Path) -> None:
    with workspace(tmp_path / "kho"):
        pass
    words = ("index766", "--from", "2025-12-01", "--to", "2026-01-31")
    told_all = json.loads(called(tmp_path / "kho", *words, "--json").stdout)
    assert [(one["criterion"], one["formula"]) for one in told_all] == [
        ("1.1", "index"), ("1.2", "index"), ("1.1", "statute"), ("1.2", "statute"), ("1.3", "index"),
    ]  # fmt: skip
    assert told_all[1]["late"] == 3
    assert "công thức của Cổng" in called(tmp_path / "kho", *words).stdout
    with pytest.raises(UsageError, match="kỳ tính"):
        called(tmp_path / "kho", "index766", "--from", "2026-02-01", "--to", "2026-01-31")
