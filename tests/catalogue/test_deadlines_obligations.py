from datetime import date
from pathlib import Path

import pytest

from catalogue.deadlines import (
    Calendar,
    ItemFacts,
    Status,
    obligations,
    status,
)
from catalogue.deadlines.calendar import TABLE
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.obligation import Exempt, Obligation
from catalogue.deadlines.rules import StartBasis, Unit
from catalogue.deadlines.status import NoBasis, StatusKind, summary, worst_first
from extract.decision import Change, Level
from tests.catalogue.deadline_cases import MINISTRY, PROVINCE, day, item, ministry, province, told, under

POSTED = told("posted_national", "m", "13/2/2026")
WORKING = Unit.WORKING_DAY


def remarks(obligation: Obligation) -> list[Remark]:
    return [note.remark for note in obligation.notes]


def test_posted_on_the_friday_before_tet() -> None:
    # Friday 13/2/2026 is not counted; 16-20/2 Tết, 14-15 and 21-22/2 weekends: counted 23, 24, 25, 26, 27/2.
    obligation = under("R1", [MINISTRY], POSTED)
    assert (obligation.start, obligation.start_basis) == (day("13/2/2026"), StartBasis.CSDLQG_PUBLISHED)
    assert obligation.due == day("27/2/2026")
    assert obligation.counted == tuple(date(2026, 2, n) for n in range(23, 28))
    assert len(obligation.skipped) == 9
    assert not obligation.provisional
    assert obligation.items == ("i1", "i2")


@pytest.mark.parametrize(
    ("as_of", "kind", "days"),
    [
        ("13/2/2026", StatusKind.DUE, 5),
        ("20/2/2026", StatusKind.DUE, 5),  # Tết: nothing has been used up
        ("25/2/2026", StatusKind.DUE, 2),
        ("27/2/2026", StatusKind.DUE, 0),  # the last day ends at 24:00
        ("28/2/2026", StatusKind.OVERDUE, 1),  # Saturday: over, though no working day has passed
        ("2/3/2026", StatusKind.OVERDUE, 1),
        ("3/3/2026", StatusKind.OVERDUE, 2),
    ],
)
def test_open_from_day_to_day(as_of: str, kind: StatusKind, days: int) -> None:
    assert status(under("R1", [MINISTRY], POSTED), day(as_of)) == Status(kind, days, WORKING)


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        ("27/2/2026", Status(StatusKind.MET)),
        ("28/2/2026", Status(StatusKind.MET_LATE, 1, WORKING)),
        ("3/3/2026", Status(StatusKind.MET_LATE, 2, WORKING)),  # 2/3 and 3/3 came after the due 27/2
    ],
)
def test_the_answer_closes_it_on_its_signing(signed: str, expected: Status) -> None:
    obligation = under("R1", [MINISTRY, province(signed=day(signed))], POSTED)
    assert obligation.closing
    assert (obligation.closing.number, obligation.closing.proxy) == ("2815/QĐ-UBND", True)
    assert status(obligation, day("1/4/2026")) == expected


def test_what_happens_later_is_not_yet_known() -> None:
    obligation = under("R1", [MINISTRY, PROVINCE], POSTED)
    assert status(obligation, day("2/3/2026")) == Status(StatusKind.OVERDUE, 1, WORKING)
    assert status(obligation, day("3/3/2026")).kind is StatusKind.MET_LATE


@pytest.mark.parametrize("subject", ["m", "p", "3659/QĐ-BKHCN"])
def test_the_day_of_the_submission_outranks_the_signing(subject: str) -> None:
    submitted = told("submitted", subject, "26/2/2026")
    obligation = under("R1", [MINISTRY, PROVINCE], POSTED, submitted)
    assert obligation.closing
    assert (obligation.closed_on, obligation.closing.proxy) == (day("26/2/2026"), False)
    assert status(obligation, day("1/4/2026")).kind is StatusKind.MET


def test_a_submission_after_the_signing_is_put_aside() -> None:
    obligation = under("R1", [MINISTRY, PROVINCE], POSTED, told("submitted", "p", "4/3/2026"))
    assert obligation.closed_on == PROVINCE.signed
    assert remarks(obligation) == [Remark.SUBMITTED_AFTER_SIGNING]


def test_without_a_start_there_is_no_verdict_however_old() -> None:
    obligation = under("R1", [MINISTRY])
    assert (obligation.start, obligation.due) == (None, None)
    assert (obligation.start_basis, obligation.signed) == (StartBasis.SIGNED_FALLBACK, day("9/2/2026"))
    assert status(obligation, day("9/2/2030")) == Status(StatusKind.NO_BASIS, reason=NoBasis.NO_START)


def test_an_answer_without_a_start_is_told_but_not_judged() -> None:
    obligation = under("R1", [MINISTRY, PROVINCE])
    assert obligation.closed_on == day("3/3/2026")
    expected = Status(StatusKind.NO_BASIS, reason=NoBasis.ANSWERED_WITHOUT_START)
    assert status(obligation, day("3/3/2026")) == expected
    assert status(obligation, day("2/3/2026")).reason is NoBasis.NO_START


def test_an_answer_within_the_period_from_signing_is_noted_as_in_time_whatever_the_start() -> None:
    # Signed Monday 9/2/2026: five working days later is 23/2 (10, 11, 12, 13, 23).
    within = under("R1", [MINISTRY, province(signed=day("23/2/2026"))])
    after = under("R1", [MINISTRY, province(signed=day("24/2/2026"))])
    assert Remark.IN_TIME_WHATEVER_START in remarks(within)
    assert Remark.IN_TIME_WHATEVER_START not in remarks(after)


def test_receipt_starts_only_what_was_not_posted() -> None:
    received = told("received", "m", "11/2/2026")
    alone = under("R1", [MINISTRY], received)
    both = under("R1", [MINISTRY], received, POSTED)
    # Wednesday 11/2: 12, 13, 23, 24, 25/2.
    assert (alone.start_basis, alone.due) == (StartBasis.RECEIVED, day("25/2/2026"))
    assert (both.start_basis, both.due) == (StartBasis.CSDLQG_PUBLISHED, day("27/2/2026"))
    assert remarks(both) == [Remark.RECEIVED_EARLIER]


def test_of_two_receipt_days_the_earliest_counts_and_it_is_said() -> None:
    obligation = under(
        "R1", [MINISTRY], told("received", "m", "12/2/2026"), told("received", "3659/QĐ-BKHCN", "11/2/2026")
    )
    assert obligation.start == day("11/2/2026")
    assert remarks(obligation) == [Remark.SEVERAL_DAYS]
    assert "12/02/2026" in obligation.notes[0].message


def test_posted_before_signing_is_no_start() -> None:
    early = told("posted_national", "m", "6/2/2026")
    obligation = under("R1", [MINISTRY], early)
    assert obligation.start is None
    assert remarks(obligation) == [Remark.BEFORE_SIGNING]
    assert status(obligation, day("1/4/2026")).reason is NoBasis.CONTRADICTED
    assert under("R1", [MINISTRY], early, told("received", "m", "11/2/2026")).start == day("11/2/2026")


def test_an_end_before_signing_neither_closes_nor_accuses() -> None:
    obligation = under("R2", [PROVINCE], told("posted_national", "p", "2/3/2026"))
    assert obligation.closing is None
    expected = Status(StatusKind.NO_BASIS, reason=NoBasis.CONTRADICTED)
    assert status(obligation, day("1/6/2026")) == expected


@pytest.mark.parametrize(
    ("rule", "kind"), [("R2", "posted_national"), ("R3", "posted_province"), ("R4", "workflow_set")]
)
def test_a_provincial_decision_opens_its_own_duties(rule: str, kind: str) -> None:
    # Signed Tuesday 3/3/2026: 4, 5, 6, 9, 10/3.
    open_one = under(rule, [PROVINCE])
    assert (open_one.start, open_one.start_basis, open_one.due) == (
        day("3/3/2026"), StartBasis.SIGNED, day("10/3/2026"),
    )  # fmt: skip
    assert status(open_one, day("9/3/2026")) == Status(StatusKind.DUE, 1, WORKING)
    assert status(open_one, day("12/3/2026")) == Status(StatusKind.OVERDUE, 2, WORKING)
    in_time = under(rule, [PROVINCE], told(kind, "p", "10/3/2026"))
    late = under(rule, [PROVINCE], told(kind, "2815/QĐ-UBND", "11/3/2026"))
    assert status(in_time, day("1/4/2026")) == Status(StatusKind.MET)
    assert status(late, day("1/4/2026")) == Status(StatusKind.MET_LATE, 1, WORKING)


def test_signed_on_a_sunday() -> None:
    # Sunday 22/11/2026: first day Monday 23/11; 24/11 off; 25, 26, 27/11; weekend; fifth day Monday 30/11.
    obligation = under("R2", [province(signed=day("22/11/2026"))])
    assert obligation.due == day("30/11/2026")
    assert [one.reason for one in obligation.skipped] == ["Ngày Văn hóa Việt Nam", None, None]
    assert Remark.STARTS_ON_DAY_OFF in remarks(obligation)


@pytest.mark.parametrize(
    ("shortened", "effective", "rules"),
    [
        (True, "22/11/2026", {"R2b", "R3b", "R4b", "R8b"}),
        (True, "20/11/2026", {"R2b", "R3b", "R4b", "R8b"}),
        (True, "23/11/2026", {"R2", "R3", "R4", "R8"}),
        (True, None, {"R2", "R3", "R4", "R8"}),
        (False, "22/11/2026", {"R2", "R3", "R4", "R8"}),
    ],
)
def test_two_days_need_both_the_shortened_procedure_and_effect_at_once(
    shortened: bool, effective: str | None, rules: set[str]
) -> None:
    decision = province(
        signed=day("22/11/2026"),
        shortened=shortened,
        effective=day(effective) if effective else None,
        based_on=(),
        items=(item(1), item(2, change=Change.REPEALED)),
    )
    opened = [one for one in obligations([decision]) if one.rule.id[:2] not in {"R5", "R6"}]
    assert {one.rule.id for one in opened} == rules
    # Two working days after Sunday 22/11/2026: 23/11 and, over 24/11, 25/11.
    due = day("25/11/2026") if "R2b" in rules else day("30/11/2026")
    assert {one.due for one in opened} == {due}


def test_the_legal_acts_own_days_decide_where_known() -> None:
    decision = province(
        shortened=True, effective=day("3/3/2026"), law_issued=day("1/3/2026"), law_effective=day("20/3/2026")
    )
    assert not decision.at_once


def test_central_procedures_ask_nothing_of_the_province() -> None:
    central = ministry(items=(item(1, Level.CENTRAL), item(2, Level.CENTRAL)))
    obligation = under("R1", [central], POSTED)
    assert obligation.due is None
    expected = Status(StatusKind.NOT_APPLICABLE, reason=Exempt.CENTRAL_ONLY)
    assert status(obligation, day("1/6/2026")) == expected


def test_only_the_procedures_below_the_centre_are_concerned() -> None:
    mixed = ministry(
        items=(item(1, Level.CENTRAL), item(2, Level.CENTRAL, Level.PROVINCE), ItemFacts("i3", Change.NEW))
    )
    assert under("R1", [mixed], POSTED).items == ("i2", "i3")


def test_internal_procedures_are_outside_these_rules() -> None:
    whole = under("R1", [ministry(internal=True)], POSTED)
    each = under("R1", [ministry(items=(item(1, internal=True),))], POSTED)
    assert [whole.exempt, each.exempt] == [Exempt.INTERNAL, Exempt.INTERNAL]


def test_a_decision_that_only_repeals_needs_no_workflow() -> None:
    repeal = province(items=(item(1, change=Change.REPEALED),))
    assert under("R4", [repeal]).exempt is Exempt.NO_SUCH_CHANGE
    assert under("R2", [repeal]).exempt is None


def test_a_rule_asks_nothing_before_it_was_in_force() -> None:
    old = ministry(signed=day("2/1/2024"))
    obligation = under("R1", [old], told("posted_national", "m", "10/5/2024"))
    assert status(obligation, day("1/6/2026")).reason is Exempt.NOT_IN_FORCE
    # Friday 10/5/2024 is the last posting day before the rule; on 13/5/2024 it holds: 14, 15, 16, 17, 20/5.
    assert under("R1", [old], told("posted_national", "m", "13/5/2024")).due == day("20/5/2024")


def test_a_decision_without_a_signing_day_has_no_start() -> None:
    obligation = under("R2", [province(signed=None)])
    assert (obligation.start, obligation.start_basis) == (None, None)
    assert status(obligation, day("1/6/2026")).reason is NoBasis.NO_START


def test_beyond_the_table_the_due_day_is_provisional() -> None:
    # Tuesday 29/12/2026: 30, 31/12, then 1/1/2027 off and a weekend, 4, 5, 6/1/2027.
    obligation = under("R2", [province(signed=day("29/12/2026"))])
    assert (obligation.due, obligation.provisional) == (day("6/1/2027"), True)
    assert Remark.PROVISIONAL in remarks(obligation)


def test_a_swap_announced_later_moves_the_due_day_and_the_version(tmp_path: Path) -> None:
    before = tmp_path / "before.csv"
    rows = TABLE.read_text("utf-8").splitlines()
    before.write_text(
        "\n".join(row for row in rows if "2026-01-02," not in row and "2026-01-10," not in row), "utf-8"
    )
    decision = province(signed=day("31/12/2025"), based_on=())
    old, new = (
        [one for one in obligations([decision], calendar=calendar) if one.due]
        for calendar in (Calendar.load(before), Calendar.load())
    )
    # From Wednesday 31/12/2025: 2, 5, 6, 7, 8/1 as first announced; with 2/1 swapped for 10/1: 5 to 9/1.
    assert {one.due for one in old} == {day("8/1/2026")}
    assert {one.due for one in new} == {day("9/1/2026")}
    assert old[0].calendar_version != new[0].calendar_version
    assert [one.id for one in old] == [one.id for one in new]


def test_whether_the_ministry_was_late_is_a_finding_only() -> None:
    # Signed Monday 9/2/2026, ten working days: 10-13/2, 23-27/2, 2/3.
    late = under("M2", [MINISTRY], told("posted_national", "m", "4/3/2026"))
    assert (late.due, late.departments) == (day("2/3/2026"), ("Bộ Khoa học và Công nghệ",))
    assert status(late, day("1/6/2026")) == Status(StatusKind.MET_LATE, 2, WORKING)
    assert not [one for one in obligations([MINISTRY]) if one.rule.id == "M2"]


def test_signing_before_the_legal_act_takes_effect() -> None:
    # 5 days before Sunday 8/3/2026 is Tuesday 3/3/2026.
    in_time = under("R7", [province(law_effective=day("8/3/2026"))])
    late = under("R7", [province(law_effective=day("7/3/2026"))])
    assert status(in_time, day("1/6/2026")) == Status(StatusKind.MET)
    assert status(late, day("1/6/2026")) == Status(StatusKind.MET_LATE, 1, Unit.DAY)


def test_two_copies_of_a_decision_are_one() -> None:
    copies = [PROVINCE, province(id="p2", items=(), departments=()), MINISTRY, ministry(id="m2")]
    opened = obligations(copies, [told("posted_national", "p2", "5/3/2026")])
    assert len(opened) == len({one.id for one in opened}) == 8
    assert under("R2", copies, told("posted_national", "p2", "5/3/2026")).closed_on == day("5/3/2026")


def test_ids_name_rule_number_day_and_province() -> None:
    assert [one.id for one in obligations([PROVINCE, MINISTRY])] == [
        *(f"{rule}-2815-QD-UBND-20260303-dong-nai" for rule in ("R2", "R3", "R4", "R5", "R6", "R6w", "R8")),
        "R1-3659-QD-BKHCN-20260209",
    ]


def test_departments_are_as_stated_else_as_answered_else_by_the_ministry() -> None:
    assert under("R1", [ministry(departments=("Sở Y tế",)), PROVINCE]).departments == ("Sở Y tế",)
    two = province(departments=("Sở Tài chính", "Sở Y tế"))
    assert under("R1", [MINISTRY, two]).department == "Sở Tài chính; Sở Y tế"
    assert under("R1", [MINISTRY]).departments == ("Sở Khoa học và Công nghệ",)
    assert under("R1", [ministry(number="12/QĐ-NHNN")]).department is None


def test_other_bodies_have_no_deadlines_here() -> None:
    assert obligations([province(level=None)]) == ()


def test_the_worst_stands_first_and_findings_last() -> None:
    decisions = [
        MINISTRY,
        province(id="late", number="1/QĐ-UBND", signed=day("2/3/2026"), based_on=(), items=(item(7),)),
        province(id="new", number="2/QĐ-UBND", signed=day("24/3/2026"), based_on=(), items=(item(8),)),
        ministry(id="lone", number="77/QĐ-BYT"),
        ministry(id="central", number="78/QĐ-BYT", items=(item(1, Level.CENTRAL),)),
    ]
    evidence = [POSTED, *(told(kind, "late", "3/3/2026") for kind in ("posted_national", "posted_province"))]
    opened = [
        one for one in obligations(decisions, evidence) if one.rule.id in {"R1", "R2", "R3", "R4", "M2"}
    ]
    ranked = worst_first(opened, day("25/3/2026"))
    assert [(one.rule.id, found.kind.value) for one, found in ranked] == [
        ("R1", "overdue"), ("R4", "overdue"), ("R2", "due"), ("R3", "due"), ("R4", "due"), ("R1", "no_basis"),
        ("R2", "met"), ("R3", "met"), ("R1", "not_applicable"), ("M2", "met"),
    ]  # fmt: skip
    counts = summary(found for _, found in ranked)
    assert {kind.value: n for kind, n in counts.items()} == {
        "overdue": 2, "due": 3, "promptly": 0, "no_basis": 1, "met_late": 0, "met": 3, "not_applicable": 1,
    }  # fmt: skip


def test_the_json_form_is_plain() -> None:
    facts = under("R1", [MINISTRY, PROVINCE], POSTED).to_json()
    assert facts["due"] == "2026-02-27"
    assert facts["start_basis"] == "csdlqg_published"
    assert facts["closed_by"] == "2815/QĐ-UBND"
    assert facts["closed_by_proxy"] is True
    assert facts["departments"] == ["Sở Khoa học và Công nghệ"]
