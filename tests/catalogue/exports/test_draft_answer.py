from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.exports.answer_rows import Origin, Reason
from catalogue.exports.bases import bases_on, bodies_on
from catalogue.judgements import State, Verdict
from catalogue.judging import By, judge
from catalogue.workspace import Workspace
from extract.decision import Change, Effective, Issue, Level, Part, Reference
from ingest.errors import UsageError
from tests.catalogue.exports.draft_cases import DAY, DEPARTMENT, MINISTRY, announce, answered
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, accept, filled, ids, publish
from tests.catalogue.making import item


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def refusal(workspace: Workspace, *numbers: str, department: str | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        answered(workspace, *numbers, department=department)
    assert caught.value.sentence()
    return caught.value.key


def test_rows_are_those_within_the_competence_of_the_province(workspace: Workspace) -> None:
    announce(
        workspace,
        item(Change.NEW, "Cấp giấy phép A", levels=(Level.CENTRAL,)),
        item(Change.NEW, "Cấp giấy phép B", levels=(Level.CENTRAL, Level.PROVINCE)),
        item(Change.NEW, "Cấp giấy phép C", levels=(Level.DISTRICT,)),
        item(Change.NEW, "Cấp giấy phép D", levels=()),
    )
    answer = answered(workspace)
    assert [(row.name[-1], row.levels) for row in answer.rows] == [
        ("B", (Level.PROVINCE,)),
        ("C", (Level.COMMUNE,)),
        ("D", ()),
    ]
    assert [(one.name[-1], one.reason) for one in answer.left_out] == [("A", Reason.CENTRAL)]
    assert [(one.key, dict(one.facts)["name"]) for one in answer.doubts if one.key == "no_level"] == [
        ("no_level", "Cấp giấy phép D")
    ]
    assert [group.levels for group in answer.lists[0][1]] == [(Level.PROVINCE,), (Level.COMMUNE,), ()]


def test_the_list_outranks_its_contents_and_these_the_catalogue(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="9 ngày", fee="650.000 đồng"))
    accept(workspace, *ids(workspace))
    parts = (Part("time_limit", "5 ngày"), Part("manner", "Trực tiếp"), Part("fee", " "))
    announce(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", parts=parts))
    (row,) = answered(workspace).rows
    assert (row.time_limit, row.manner, row.fee) == ("3 ngày", "Trực tiếp", "650.000 đồng")
    assert (row.place, row.basis, row.online) == (None, None, None)
    assert (row.origins["time_limit"], row.origins["manner"], row.origins["fee"]) == (
        Origin.LIST,
        Origin.CONTENTS,
        Origin.CATALOGUE,
    )


def test_what_a_reviewer_set_outranks_the_list(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    accept(workspace, *ids(workspace), fields={"time_limit": "2 ngày", "online_level": "Toàn trình"})
    (row,) = answered(workspace).rows
    assert (row.time_limit, row.online, row.state) == ("2 ngày", "Toàn trình", State.ACCEPTED)
    assert row.origins["time_limit"] is Origin.REVIEWER
    assert not answered(workspace).unreviewed


def test_the_entry_that_a_reviewer_chose_gives_the_code(workspace: Workspace) -> None:
    announce(workspace, item(name="Cấp lại thẻ cho người dẫn đoàn tham quan"))
    assert answered(workspace).rows[0].code is None
    accept(workspace, *ids(workspace), entry=CARD[0])
    (row,) = answered(workspace).rows
    assert (row.code, row.entry, row.name) == (
        CARD[0],
        f"province:{CARD[0]}",
        "Cấp lại thẻ cho người dẫn đoàn tham quan",
    )


def test_a_likely_entry_gives_no_code_until_a_reviewer_says_so(workspace: Workspace) -> None:
    announce(
        workspace,
        item(name="Cấp thẻ hướng dẫn viên du lịch nội địa", field="Du lịch"),
        item(Change.NEW, "Thu hồi giấy phép lữ hành quốc tế", levels=(Level.CENTRAL,)),
    )
    guesses = workspace.rows("SELECT procedure, band FROM matches WHERE role = 'listed' ORDER BY item")
    assert guesses == [
        {"procedure": f"province:{CARD[0]}", "band": "review"},
        {"procedure": f"province:{LICENCE[0]}", "band": "review"},
    ]
    answer = answered(workspace)
    assert [(row.code, row.entry) for row in answer.rows] == [(None, None)]
    assert [one.code for one in answer.left_out] == [None]


def test_rejected_rows_are_left_out_with_who_said_so(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]), item(name=HOTEL[1], code=HOTEL[0]))
    judge(workspace, ids(workspace)[:1], Verdict.REJECT, by=By("lan", "trùng"))
    answer = answered(workspace)
    assert [row.code for row in answer.rows] == [HOTEL[0]]
    assert [(one.code, one.reason, one.detail) for one in answer.left_out] == [
        (CARD[0], Reason.REJECTED, "lan – trùng")
    ]
    assert [row.code for row in answer.unreviewed] == [HOTEL[0]]


def test_a_reopened_judgement_no_longer_counts(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    accept(workspace, *ids(workspace), fields={"time_limit": "2 ngày"})
    announce(workspace, item(name=CARD[1], code=CARD[0], time_limit="4 ngày"))
    (row,) = answered(workspace).rows
    assert (row.time_limit, row.state) == ("4 ngày", State.REOPENED)


def test_a_decision_is_not_answered_before_it_was_signed(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]))
    with pytest.raises(UsageError, match="4347/QĐ-BVHTTDL được ký ngày 14/11/2025, sau ngày 13/11/2025"):
        answered(workspace, day=date(2025, 11, 13))
    assert answered(workspace, day=date(2025, 11, 14)).rows


def test_several_departments_are_named_unless_one_is_chosen(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]))
    announce(
        workspace,
        item(Change.NEW, "Cấp phiếu lý lịch", field="Lý lịch"),
        sha256="c" * 64,
        number="877/QĐ-BTP",
        issuer="Bộ Tư pháp",
    )
    both = (MINISTRY, "877/QĐ-BTP")
    with pytest.raises(UsageError, match="Sở Tư pháp"):
        answered(workspace, *both)
    assert refusal(workspace, *both) == "answer.several_departments"
    assert refusal(workspace, *both, department="Sở Y tế") == "answer.which_department"
    assert refusal(workspace, *both, department="sở") == "answer.which_department"
    answer = answered(workspace, *both, department="tư pháp")
    assert (answer.department, [row.number for row in answer.rows]) == ("Sở Tư pháp", ["877/QĐ-BTP"])
    assert [(one.code, one.reason, one.detail) for one in answer.left_out] == [
        (CARD[0], Reason.OTHER_DEPARTMENT, DEPARTMENT)
    ]


def test_a_department_of_the_province_s_own_may_take_up_a_list(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]))
    answer = answered(workspace, department="SỞ DU LỊCH")
    assert (answer.department, len(answer.rows)) == ("Sở Du lịch", 1)
    assert refusal(workspace, MINISTRY, department="Sở Không Có") == "answer.which_department"


def test_decisions_come_once_and_in_order_of_signing(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]))
    announce(
        workspace,
        item(name=HOTEL[1], code=HOTEL[0]),
        sha256="c" * 64,
        number="4000/QĐ-BVHTTDL",
        signed=date(2025, 10, 1),
    )
    answer = answered(workspace, MINISTRY, "4000/QĐ-BVHTTDL", "b" * 12)
    assert [one.number for one in answer.decisions] == ["4000/QĐ-BVHTTDL", MINISTRY]
    assert [row.code for row in answer.rows] == [HOTEL[0], CARD[0]]


def test_what_cannot_be_answered_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    assert refusal(workspace, "1/QĐ-BTP") == "answer.no_decision"
    publish(workspace, item(name=CARD[1], code=CARD[0]))
    assert refusal(workspace, "2815/QĐ-UBND") == "answer.not_ministry"
    announce(workspace, item(Change.NEW, levels=(Level.CENTRAL,)))
    assert refusal(workspace) == "answer.nothing"
    announce(workspace, item(Change.NEW), sha256="d" * 64, signed=date(2024, 11, 14))
    assert refusal(workspace) == "answer.several_decisions"
    with Workspace.create(tmp_path / "any") as nowhere:
        assert refusal(nowhere) == "answer.no_province"


def test_earlier_decisions_end_by_position(workspace: Workspace) -> None:
    publish(
        workspace,
        item(Change.NEW, CARD[1], code=CARD[0], section="PHỤ LỤC I > A > Lĩnh vực Du lịch", ordinal="02"),
        item(Change.NEW, LICENCE[1], code=LICENCE[0], section="PHỤ LỤC I > B", ordinal="1."),
        item(Change.NEW, HOTEL[1], code=HOTEL[0], section="PHỤ LỤC I > B", ordinal="2"),
    )
    announce(
        workspace,
        item(name=HOTEL[1], code=HOTEL[0]),
        item(Change.REPEALED, CARD[1], code=CARD[0]),
        item(Change.NEW, "Cấp giấy phép mới"),
    )
    answer = answered(workspace)
    (earlier,) = answer.earlier
    assert (earlier.number, earlier.signed) == ("2815/QĐ-UBND", date(2025, 11, 20))
    assert [(place.section, place.ordinals) for place in earlier.places] == [
        (("PHỤ LỤC I", "A", "Lĩnh vực Du lịch"), ("02",)),
        (("PHỤ LỤC I", "B"), ("2",)),
    ]
    assert not earlier.unplaced
    told = Reference("2815/QĐ-UBND", date(2025, 11, 20))
    assert [row.published for row in answer.rows] == [told, told, None]


def test_only_the_last_list_before_the_day_counts(workspace: Workspace) -> None:
    for sha256, number, signed in (
        ("1" * 64, "100/QĐ-UBND", date(2024, 1, 5)),
        ("2" * 64, "200/QĐ-UBND", date(2025, 1, 5)),
        ("3" * 64, "300/QĐ-UBND", date(2025, 12, 5)),
    ):
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], ordinal="1"),
            sha256=sha256,
            number=number,
            signed=signed,
        )
    announce(workspace, item(Change.REPEALED, CARD[1], code=CARD[0]))
    assert [one.number for one in answered(workspace).earlier] == ["200/QĐ-UBND"]


def test_a_decision_that_answers_already_is_told_and_ends_nothing(workspace: Workspace) -> None:
    publish(
        workspace,
        item(name=CARD[1], code=CARD[0], ordinal="1"),
        based_on=(Reference(MINISTRY, date(2025, 11, 14)),),
    )
    announce(workspace, item(name=CARD[1], code=CARD[0]))
    answer = answered(workspace)
    assert answer.earlier == ()
    assert [dict(one.facts) for one in answer.doubts if one.key == "answered"] == [
        {"number": MINISTRY, "by": "2815/QĐ-UBND"}
    ]


def test_a_replacement_ends_the_old_procedure(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], ordinal="4"))
    announce(
        workspace,
        item(Change.REPLACED, "Cấp thẻ điện tử", replaces_code=CARD[0], replaced_name=None),
    )
    answer = answered(workspace)
    (row,) = answer.rows
    assert (row.replaces_code, row.replaced_name, row.retires) == (CARD[0], CARD[1], f"province:{CARD[0]}")
    assert [place.ordinals for place in answer.earlier[0].places] == [("4",)]


def test_the_doubts_of_the_ministry_s_list_and_of_the_bases_are_told(workspace: Workspace) -> None:
    announce(
        workspace,
        item(Change.NEW, CARD[1], code=CARD[0]),
        item(Change.NEW, "Tên khác", code=CARD[0]),
        issues=(Issue("no_number"), Issue("no_text", section="note")),
    )
    assert [one.key for one in answered(workspace, "b" * 64).doubts] == ["issue", "twice"]
    assert "bases_checked" in [one.key for one in answered(workspace, day=date(2026, 11, 22)).doubts]


def test_what_a_later_decision_says_again_stands_once(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0], basis="Luật A"), item(name=HOTEL[1], code=HOTEL[0]))
    announce(
        workspace,
        item(name=CARD[1], code=CARD[0], basis="Luật B"),
        item(Change.REPEALED, HOTEL[1], code=HOTEL[0]),
        sha256="c" * 64,
        number="5000/QĐ-BVHTTDL",
        signed=date(2025, 11, 25),
    )
    answer = answered(workspace, MINISTRY, "5000/QĐ-BVHTTDL")
    assert [(row.code, row.change, row.basis) for row in answer.rows] == [
        (HOTEL[0], Change.AMENDED, None),
        (CARD[0], Change.AMENDED, "Luật B"),
        (HOTEL[0], Change.REPEALED, None),
    ]
    assert [(one.number, one.reason, one.detail) for one in answer.left_out] == [
        (MINISTRY, Reason.REPEATED, "5000/QĐ-BVHTTDL")
    ]
    assert [dict(one.facts)["code"] for one in answer.doubts if one.key == "twice"] == [HOTEL[0]]


def test_the_basis_of_a_repeal_is_not_that_of_the_procedure(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], basis="Luật Du lịch"))
    accept(workspace, *ids(workspace))
    announce(workspace, item(Change.REPEALED, CARD[1], code=CARD[0]), item(name=CARD[1] + " 2", code=CARD[0]))
    repealed, amended = answered(workspace).rows
    assert (repealed.basis, amended.basis) == (None, "Luật Du lịch")
    assert "from_catalogue" in [one.key for one in answered(workspace).doubts]


def test_internal_procedures_among_others_are_told(workspace: Workspace) -> None:
    announce(workspace, item(name=CARD[1], code=CARD[0]), item(name="Nội bộ", code="6.000001", internal=True))
    answer = answered(workspace)
    assert [dict(one.facts)["codes"] for one in answer.doubts if one.key == "internal"] == ["6.000001"]
    assert not answer.internal


def test_a_field_is_spelled_once(workspace: Workspace) -> None:
    announce(
        workspace,
        item(Change.NEW, "A", field="Tổ chức - biên chế"),
        item(Change.NEW, "B", field="Tổ chức - Biên chế"),
    )
    assert {row.field for row in answered(workspace).rows} == {"Tổ chức - biên chế"}


@pytest.mark.parametrize(
    ("day", "law", "one_stop", "guide"),
    [
        (date(2024, 5, 2), ["2015", "2019"], ["2018", "2021"], ["2017", "2018"]),
        (date(2025, 3, 1), ["2025_02"], ["2018", "2021"], ["2017", "2018"]),
        (date(2025, 7, 1), ["2025_06"], ["2025"], ["2017", "2018"]),
        (date(2025, 9, 15), ["2025_06"], ["2025"], ["2017", "2025"]),
    ],
)
def test_bases_are_those_of_the_day(day: date, law: list[str], one_stop: list[str], guide: list[str]) -> None:
    found = [one.id for one in bases_on(day)]
    assert found == [
        *(f"local_government_{year}" for year in law),
        *("control_2010", "control_2013", "control_2017"),
        *(f"one_stop_{year}" for year in one_stop),
        *(f"guide_{year}" for year in guide),
    ]


def test_each_basis_has_a_source_and_an_end_after_its_beginning() -> None:
    for day in (date(2024, 5, 2), DAY):
        for one in bases_on(day):
            assert one.source
            assert one.valid_from < (one.valid_to or date.max)


def test_bodies_are_called_as_on_the_day() -> None:
    assert bodies_on(date(2025, 2, 28))["systems"] == "Sở Thông tin và Truyền thông"
    assert bodies_on(date(2025, 3, 1))["systems"] == "Sở Khoa học và Công nghệ"
    assert bodies_on(DAY)["communes"] == "Ủy ban nhân dân các xã, phường, đặc khu"
    assert bodies_on(date(2026, 6, 1))["control"] == "Bộ Tư pháp"


def test_a_workspace_may_have_bases_of_its_own(workspace: Workspace) -> None:
    own = workspace.folder / "bases.toml"
    own.write_text(
        '[[basis]]\nid = "own"\ntext = "Quyết định số 44/2022/QĐ-UBND"\nvalid_from = 2022-12-05\n'
        'source = "Công báo tỉnh"\nchecked = 2026-01-01\n',
        "utf-8",
    )
    assert bases_on(DAY, workspace.folder)[-1].id == "own"
    whole = own.read_text("utf-8")
    for wrong in (
        "[[basis]]\nname = 1\n",
        "basis = 1\n",
        "basis = [1]\n",
        "[[basis",
        whole.replace("2022-12-05", '"05/12/2022"'),
        whole.replace("2026-01-01", "2026-01-01T00:00:00"),
        whole.replace('"Công báo tỉnh"', "1"),
    ):
        own.write_text(wrong, "utf-8")
        with pytest.raises(UsageError) as caught:
            bases_on(DAY, workspace.folder)
        assert caught.value.key == "answer.bases_wrong"


def test_rows_and_what_is_left_out_add_up_to_the_list(workspace: Workspace) -> None:
    levels = [(Level.CENTRAL,), (Level.PROVINCE,), (), (Level.COMMUNE, Level.CENTRAL)]
    items = [item(Change.NEW, f"Thủ tục {nth}", levels=levels[nth % 4]) for nth in range(11)]
    announce(workspace, *items, effective=Effective("kể từ ngày ký", None))
    answer = answered(workspace)
    assert len(answer.rows) + len(answer.left_out) == len(items)
    assert sum(answer.count(change) for change in answer.changes) == len(answer.rows)
    assert answer.to_json()["counts"] == {"new": len(answer.rows)}


def test_rows_that_end_what_nobody_knows_are_to_be_looked_at(workspace: Workspace) -> None:
    publish(workspace, item(Change.NEW, LICENCE[1], code=LICENCE[0], ordinal="6"))
    announce(
        workspace,
        item(name=CARD[1], code=CARD[0]),
        item(name=LICENCE[1], code=LICENCE[0]),
        item(Change.NEW, HOTEL[1], code=HOTEL[0]),
        item(Change.LISTED, "Cấp giấy phép A"),
    )
    answer = answered(workspace)
    assert [row.code for row in answer.unfound] == [CARD[0]]
    assert answer.to_json()["earlier_unknown"] == [answer.rows[0].item]
    assert [dict(one.facts)["codes"] for one in answer.doubts if one.key == "no_earlier"] == [CARD[0]]
