"""The rules beside R1 to R4: workflows, notice, repeal, law, reorganisation, internal procedures."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalogue.deadlines import Rules, Status, StatusKind, obligations, status, why
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.obligation import Obligation
from catalogue.deadlines.rules import TABLE, StartBasis, Unit
from catalogue.deadlines.status import NoBasis
from extract.decision import Change
from ingest.messages import use_language
from tests.catalogue.deadline_cases import MINISTRY, PROVINCE, day, item, province, told, under

LATER = day("1/6/2026")


def test_workflows_go_with_the_submission() -> None:
    submitted = told("submitted", "p", "26/2/2026")
    one = under("R5", [PROVINCE], submitted)
    assert (one.start, one.start_basis, one.due) == (day("26/2/2026"), StartBasis.SUBMITTED, day("26/2/2026"))
    assert status(one, LATER).kind is StatusKind.OVERDUE
    same_day = under("R5", [PROVINCE], submitted, told("workflow_submitted", "p", "26/2/2026"))
    later = under("R5", [PROVINCE], submitted, told("workflow_submitted", "p", "2/3/2026"))
    assert status(same_day, LATER).kind is StatusKind.MET
    assert status(later, LATER) == Status(StatusKind.MET_LATE, 4, Unit.DAY)


def test_the_submission_may_be_told_of_the_ministrys_decision() -> None:
    assert under("R5", [MINISTRY, PROVINCE], told("submitted", "m", "26/2/2026")).start == day("26/2/2026")


def test_without_a_submission_workflows_have_no_start() -> None:
    assert status(under("R5", [PROVINCE]), LATER).reason is NoBasis.NO_START


def test_a_decision_that_approves_the_workflows_itself_has_met_it() -> None:
    one = under("R5", [province(with_workflow=True)])
    assert status(one, LATER).kind is StatusKind.MET
    use_language("vi")
    assert "QTNB được phê duyệt ngay trong Quyết định 2815/QĐ-UBND" in why(one, status(one, LATER))


def test_whether_an_amended_procedure_needs_a_new_workflow_is_not_told_by_the_list() -> None:
    amended = province(items=(item(1, change=Change.AMENDED),))
    one = under("R5", [amended], told("submitted", "p", "26/2/2026"))
    assert status(one, LATER).reason is NoBasis.CONDITION_UNKNOWN
    mixed = province(items=(item(1, change=Change.AMENDED), item(2)))
    assert under("R5", [mixed]).items == ("i2",)


def test_complex_workflows_come_after_the_signing_without_a_number_of_days() -> None:
    evidence = told("workflow_complex", "p", "2/3/2026")
    rules = {one.rule.id for one in obligations([PROVINCE], [evidence])}
    assert "R5c" in rules
    assert "R5" not in rules
    assert status(under("R5c", [PROVINCE], evidence), LATER).kind is StatusKind.PROMPTLY


@pytest.mark.parametrize(("rule", "kind"), [("R6", "notice_posted"), ("R6w", "website_posted")])
def test_notices_are_due_promptly_and_never_overdue(rule: str, kind: str) -> None:
    open_one = under(rule, [PROVINCE])
    assert open_one.due is None
    # Signed Tuesday 3/3/2026; on Tuesday 10/3 five working days have gone by.
    assert status(open_one, day("10/3/2026")) == Status(StatusKind.PROMPTLY, 5, Unit.WORKING_DAY)
    assert status(open_one, day("10/3/2029")).kind is StatusKind.PROMPTLY
    assert (
        status(under(rule, [PROVINCE], told(kind, "p", "10/9/2026")), day("1/10/2026")).kind is StatusKind.MET
    )
    use_language("vi")
    sentence = why(open_one, status(open_one, day("10/3/2026")))
    assert "kịp thời (không nêu số ngày)" in sentence
    assert "phải làm kịp thời, đã qua 5 ngày làm việc" in sentence


def test_removal_has_the_window_of_the_posting() -> None:
    repeal = province(items=(item(1, change=Change.REPEALED),))
    one = under("R8", [repeal])
    assert one.due == under("R2", [repeal]).due == day("10/3/2026")
    done = under("R8", [repeal], told("removed_national", "p", "11/3/2026"))
    assert status(done, LATER) == Status(StatusKind.MET_LATE, 1, Unit.WORKING_DAY)


def test_the_days_of_the_legal_act_come_from_evidence() -> None:
    # 5 days before Sunday 8/3/2026 is Tuesday 3/3, the day of signing.
    own = province(based_on=())
    assert status(under("R7", [own], told("law_effective", "p", "8/3/2026")), LATER).kind is StatusKind.MET
    late = under("R7", [own], told("law_effective", "p", "7/3/2026"))
    assert status(late, LATER) == Status(StatusKind.MET_LATE, 1, Unit.DAY)
    # Of several acts the one that takes effect last decides.
    two = (told("law_effective", "p", "7/3/2026"), told("law_effective", "p", "8/3/2026"))
    assert under("R7", [own], *two).start == day("8/3/2026")


def test_the_ministrys_act_holds_for_the_list_that_cites_it() -> None:
    # Effect on 1/4/2026: the ministry had to sign by 12/3 (20 days), it signed on 9/2; the province by 27/3.
    evidence = told("law_effective", "3659/QĐ-BKHCN", "1/4/2026")
    assert under("M1", [MINISTRY, PROVINCE], evidence).due == day("12/3/2026")
    assert under("R7", [MINISTRY, PROVINCE], evidence).due == day("27/3/2026")
    own = told("law_effective", "p", "1/5/2026")
    assert under("R7", [MINISTRY, PROVINCE], evidence, own).start == day("1/5/2026")


def test_a_shortened_act_in_force_at_once_by_its_own_days() -> None:
    evidence = (told("law_issued", "p", "1/3/2026"), told("law_effective", "p", "1/3/2026"))
    one = under("R7b", [province(shortened=True)], *evidence)
    # Three days after Sunday 1/3/2026: Wednesday 4/3; signed on the 3rd.
    assert (one.due, status(one, LATER).kind) == (day("4/3/2026"), StatusKind.MET)


def test_after_a_reorganisation_the_days_gone_by_are_a_finding() -> None:
    assert not [one for one in obligations([PROVINCE]) if one.rule.id == "R9"]
    one = under("R9", [PROVINCE], told("reorganised", "p", "2/3/2026"))
    assert (one.start, one.due, status(one, LATER).kind) == (day("2/3/2026"), None, StatusKind.MET)


def internal(**facts: object) -> Obligation:
    decision = province(internal=True, items=(item(1, internal=True),), based_on=(), **facts)
    return under("R10", [decision])


def test_internal_procedures_have_a_rule_of_their_own() -> None:
    assert internal().due is None
    assert status(internal(), LATER).kind is StatusKind.PROMPTLY
    assert not [one for one in obligations([PROVINCE]) if one.rule.id == "R10"]


def test_a_decision_may_set_its_own_period_and_start() -> None:
    # Quyết định 01814/QĐ-UBND of Cà Mau: 3 working days from the day it takes effect, Monday 1/12/2025.
    facts = {
        "issuer": "Ủy ban nhân dân tỉnh Cà Mau",
        "signed": day("21/11/2025"),
        "effective": day("1/12/2025"),
    }
    own = internal(number="01814/QĐ-UBND", **facts)
    assert (own.start_basis, own.start, own.due) == (
        StartBasis.EFFECTIVE, day("1/12/2025"), day("4/12/2025"),
    )  # fmt: skip
    assert Remark.SINGLE_DECISION in [note.remark for note in own.notes]
    assert internal(number="1815/QĐ-UBND", **facts).due is None
    elsewhere = facts | {"issuer": "Ủy ban nhân dân tỉnh Cao Bằng"}
    assert internal(number="1814/QĐ-UBND", **elsewhere).due is None


def test_three_days_of_a_decision_bind_that_decision_only() -> None:
    signed = day("21/11/2025")  # a Friday: 24, 25, 26/11 and 27, 28/11
    issuer = "Ủy ban nhân dân tỉnh Hà Tĩnh"
    three = province(number="3005/QĐ-UBND", issuer=issuer, signed=signed, based_on=())
    five = replace(three, number="3006/QĐ-UBND")
    assert under("R2", [three]).due == day("26/11/2025")
    assert under("R2", [five]).due == day("28/11/2025")
    assert under("R3", [three]).due == day("28/11/2025")


def test_a_workspaces_own_rule_binds_its_province_from_its_day(tmp_path: Path) -> None:
    own = tmp_path / "rules.toml"
    own.write_text(
        """
[[rule]]
id = "R2"
province = "Đồng Nai"
title = { vi = "công khai", en = "post" }
who = "department"
starts = ["effective"]
ends = ["posted_national"]
length = 3
unit = "working_day"
direction = "after"
legal_source = "Quyết định của UBND tỉnh"
short_source = "QĐ của tỉnh"
source_document = "Quyết định của UBND tỉnh"
proof = "document"
valid_from = 2026-03-10
when = { level = "province", local = true, internal = false, at_once = false }
""",
        "utf-8",
    )
    rules = Rules.load(TABLE, own)

    def due(effective: str | None) -> date | None:
        decision = province(effective=day(effective) if effective else None)
        (one,) = (one for one in obligations([decision], rules=rules) if one.rule.id == "R2")
        return one.due

    # Effect on Wednesday 11/3/2026: 12, 13, 16/3. Before the rule's day, or without effect, five from 3/3.
    assert due("11/3/2026") == day("16/3/2026")
    assert due("9/3/2026") == day("10/3/2026")
    assert due(None) == day("10/3/2026")
