"""The control sheet: a provincial draft held against the ministries' lists and the national entries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.control import Verdict, control
from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Decision, Effective, Issue, Level, Reference
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, publish
from tests.catalogue.making import decision, item, national_csv

DAY = date(2025, 12, 1)
MINISTRY: dict[str, Any] = {
    "number": "3659/QĐ-BVHTTDL",
    "issuer": "Bộ Văn hóa, Thể thao và Du lịch",
    "issuer_level": "ministry",
    "signed": date(2025, 11, 13),
    "based_on": (),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "kho", "Quảng Ngãi")
    listing = national_csv(tmp_path / "quoc-gia.csv", [CARD, LICENCE, HOTEL])
    import_catalogue(made, listing, scope=Scope.NATIONAL, imported_on=date(2025, 11, 1))
    publish(
        made,
        item(name=CARD[1], code=CARD[0]),
        item(Change.REPEALED, LICENCE[1], code=LICENCE[0]),
        item(name="Cấp phép của Bộ", code="1.000009", levels=(Level.CENTRAL,)),
        sha256="b" * 64,
        **MINISTRY,
    )
    return made


def checked(workspace: Workspace, draft: Decision) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    checks = control(workspace, draft, DAY).checks
    return {one.key: (one.verdict, tuple(detail.message for detail in one.details)) for one in checks}


def good(*more: Any, **facts: Any) -> Decision:
    rows = (item(name=CARD[1], code=CARD[0]), item(Change.REPEALED, LICENCE[1], code=LICENCE[0]), *more)
    return decision(*rows, declared_counts={"amended": 1, "repealed": 1}, **facts)


def test_a_draft_that_answers_the_whole_list_meets_every_check(workspace: Workspace) -> None:
    found = checked(workspace, good(approves_workflow=True))
    assert {key: verdict.value for key, (verdict, _) in found.items()} == dict.fromkeys(
        ("cited_known", "all_listed", "nothing_more", "counts", "workflow", "national", "readable"), "met"
    )
    assert all(details == () for _, details in found.values())


def test_procedures_left_out_and_added_are_named(workspace: Workspace) -> None:
    found = checked(workspace, decision(item(name=CARD[1], code=CARD[0]), item(name=HOTEL[1], code=HOTEL[0])))
    assert found["all_listed"] == (Verdict.NOT_MET, ("thiếu: 1.000002 – Thu hồi giấy phép lữ hành",))
    assert found["nothing_more"] == (
        Verdict.NOT_MET,
        ("không thấy trong danh mục của Bộ: 1.000003 – Công nhận hạng cơ sở lưu trú du lịch",),
    )


def test_what_the_ministry_settles_itself_is_not_asked_of_the_province(workspace: Workspace) -> None:
    assert checked(workspace, good())["all_listed"] == (Verdict.MET, ())


def test_a_decision_that_is_not_here_leaves_the_question_open(workspace: Workspace) -> None:
    unknown = Reference("77/QĐ-BVHTTDL", date(2025, 11, 14))
    draft = good(item(name=HOTEL[1], code=HOTEL[0]), based_on=(unknown, Reference("3659/QĐ-BVHTTDL")))
    found = checked(workspace, draft)
    assert found["cited_known"][0] is Verdict.NOT_MET
    assert "77/QĐ-BVHTTDL" in found["cited_known"][1][0]
    assert found["all_listed"] == (Verdict.UNKNOWN, ())
    assert found["nothing_more"][0] is Verdict.UNKNOWN


def test_a_number_of_another_year_is_another_decision(workspace: Workspace) -> None:
    found = checked(workspace, good(based_on=(Reference("3659/QĐ-BVHTTDL", date(2024, 11, 13)),)))
    assert found["cited_known"][0] is Verdict.NOT_MET
    assert found["all_listed"][0] is Verdict.UNKNOWN


def test_a_draft_without_citation_gives_no_verdict_on_its_list(workspace: Workspace) -> None:
    found = checked(workspace, good(based_on=()))
    assert [found[key][0] for key in ("cited_known", "all_listed", "nothing_more")] == [Verdict.UNKNOWN] * 3


def test_counts_of_the_articles_must_be_those_of_the_rows(workspace: Workspace) -> None:
    draft = decision(item(name=CARD[1], code=CARD[0]), declared_counts={"amended": 2, "new": None})
    assert checked(workspace, draft)["counts"] == (
        Verdict.NOT_MET,
        ("sửa đổi, bổ sung: nêu 2, danh mục có 1",),
    )
    assert checked(workspace, decision(item()))["counts"] == (
        Verdict.UNKNOWN,
        ("các điều không nêu số lượng; danh mục có 1 TTHC",),
    )


def test_workflows_are_demanded_for_new_procedures_and_perhaps_for_amended_ones(
    workspace: Workspace,
) -> None:
    new = checked(workspace, good(item(Change.NEW, "Cấp giấy phép mới")))["workflow"]
    assert new[0] is Verdict.NOT_MET
    assert "mới ban hành" in new[1][0]
    assert checked(workspace, good())["workflow"][0] is Verdict.UNKNOWN
    repealed = decision(item(Change.REPEALED, LICENCE[1], code=LICENCE[0]))
    assert checked(workspace, repealed)["workflow"] == (Verdict.NOT_ASKED, ())


def test_no_workflow_is_demanded_of_internal_procedures(workspace: Workspace) -> None:
    within = item(Change.NEW, "Thẩm định đề án", code="5.000001", internal=True)
    assert checked(workspace, decision(within))["workflow"] == (Verdict.NOT_ASKED, ())
    both = decision(within, item(Change.REPLACED, "Cấp giấy phép mới"))
    assert checked(workspace, both)["workflow"][0] is Verdict.NOT_MET
    unmarked = decision(item(Change.NEW, "Thẩm định đề án"), internal=True)
    assert checked(workspace, unmarked)["workflow"] == (Verdict.NOT_ASKED, ())


def test_codes_and_names_are_those_of_the_national_database(workspace: Workspace) -> None:
    draft = decision(
        item(name="Cấp thẻ hướng dẫn viên du lịch quốc tế", code=CARD[0]),
        item(name="Cấp đổi thẻ", code="9.999999"),
        item(name="Cấp lại thẻ"),
        item(Change.NEW, "Cấp giấy phép mới"),
        item(Change.REPEALED, "Đã bỏ từ lâu", code="1.777777"),
    )
    verdict, details = checked(workspace, draft)["national"]
    assert verdict is Verdict.NOT_MET
    assert details == (
        "1.000001: “Cấp thẻ hướng dẫn viên du lịch quốc tế”, trên Cơ sở dữ liệu quốc gia là"
        " “Cấp thẻ hướng dẫn viên du lịch”",
        "mã 9.999999 không có trên Cơ sở dữ liệu quốc gia: Cấp đổi thẻ",
        "không có mã: Cấp lại thẻ",
    )


def test_without_a_national_list_there_is_no_verdict_on_codes(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "trong", "Quảng Ngãi") as workspace:
        assert checked(workspace, good())["national"] == (Verdict.UNKNOWN, ("chưa nhập danh mục quốc gia",))


def test_what_a_draft_cannot_have_yet_is_not_held_against_it(workspace: Workspace) -> None:
    unnumbered = (Issue("no_number"), Issue("no_date"))
    assert checked(workspace, good(issues=unnumbered))["readable"] == (Verdict.MET, ())
    left_open = Issue("effective_open", facts=(("text", "theo Quyết định của Bộ"),))
    verdict, details = checked(workspace, good(issues=(*unnumbered, left_open)))["readable"]
    assert (verdict, details) == (Verdict.UNKNOWN, (left_open.message,))


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        ("kể từ ngày ký", Verdict.MET),
        ("từ ngày ký ban hành", Verdict.MET),
        ("theo Quyết định số 3659/QĐ-BVHTTDL", Verdict.UNKNOWN),
        ("kể từ ngày Luật Du lịch có hiệu lực", Verdict.UNKNOWN),
    ],
)
def test_a_day_of_effect_that_comes_with_the_signing_is_not_held_against_a_draft(
    workspace: Workspace, clause: str, verdict: Verdict
) -> None:
    issues = (Issue("no_date"), Issue("effective_open", facts=(("text", clause),)))
    draft = good(signed=None, effective=Effective(clause, None), issues=issues)
    assert checked(workspace, draft)["readable"][0] is verdict


def test_what_does_not_add_up_in_the_draft_is_told(workspace: Workspace) -> None:
    issue = Issue("count_mismatch", facts=(("change", "new"), ("declared", "2"), ("found", "1")))
    verdict, details = checked(workspace, good(issues=(issue, Issue("ignored", section="note"))))["readable"]
    assert (verdict, details) == (Verdict.NOT_MET, (issue.message,))
