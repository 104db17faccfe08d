from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from catalogue.consequences import derive
from catalogue.history import version_on, versions
from catalogue.imports.importing import import_catalogue
from catalogue.judgements import State, Verdict
from catalogue.judging import By, judge
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Effective, Level
from ingest.errors import UsageError
from tests.catalogue.judging_cases import (
    CARD,
    HOTEL,
    LICENCE,
    accept,
    dump,
    field,
    filled,
    ids,
    publish,
    refusal,
    the,
    undo,
)
from tests.catalogue.making import item, national_csv


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def test_accepting_an_update_writes_a_version_from_the_day_of_effect(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", section="A", ordinal="7"))
    (one,) = ids(workspace)
    session = accept(workspace, one)
    assert [(entry, d.field, d.old, d.new) for entry, d in session.passed[0].changes][:1] == [
        ("province:1.000001", "decision_raw", None, "2815/QĐ-UBND")
    ]
    assert field(workspace, "1.000001", "time_limit") == "3 ngày"
    assert field(workspace, "1.000001", "decision_keys") == '["2815/QĐ-UBND"]'
    before = version_on(workspace, "province:1.000001", date(2025, 11, 19))
    after = version_on(workspace, "province:1.000001", date(2025, 11, 20))
    assert before is not None
    assert after is not None
    assert (before.entry.time_limit, before.valid_to) == (None, "2025-11-20")
    assert (after.entry.time_limit, after.valid_from, after.known_from) == (
        "3 ngày",
        "2025-11-20",
        "2026-03-01",
    )
    source = after.source
    assert (source["decision"], source["section"], source["ordinal"]) == ("2815/QĐ-UBND", "A", "7")
    assert (source["item"], source["judgement"]) == (one.removeprefix("p-"), 1)
    assert the(workspace, one)["state"] == State.ACCEPTED
    yet_unknown = version_on(workspace, "province:1.000001", date(2025, 12, 1), date(2026, 2, 28))
    assert yet_unknown is not None
    assert yet_unknown.entry.time_limit is None


def test_an_accepted_proposal_stays_as_it_was_judged(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one)
    assert derive(workspace) == 0
    told = the(workspace, one)
    assert (told["kind"], told["differing"]) == (
        "update",
        [{"field": "time_limit", "old": None, "new": "3 ngày"}],
    )
    assert refusal(accept(workspace, one)) == "judgement.already_judged"


def test_the_items_own_day_of_effect_counts(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày", effective=date(2026, 1, 1)))
    accept(workspace, *ids(workspace))
    assert field(workspace, "1.000001", "valid_from") == "2026-01-01"


def test_an_open_day_of_effect_is_asked_for(workspace: Workspace) -> None:
    row = item(name=CARD[1], code=CARD[0], time_limit="3 ngày")
    publish(workspace, row, effective=Effective("từ ngày Nghị định có hiệu lực"))
    (one,) = ids(workspace)
    assert refusal(accept(workspace, one)) == "judgement.effective_open"
    (passed,) = accept(workspace, one, effective=date(2026, 1, 15)).passed
    assert passed.verdict is Verdict.EDIT
    assert field(workspace, "1.000001", "valid_from") == "2026-01-15"


def test_accepting_an_addition(workspace: Workspace) -> None:
    row = item(Change.NEW, "Xếp hạng bảo tàng", code="1.014464", fee="Không", agency="Sở A; Sở B",
               levels=(Level.PROVINCE, Level.COMMUNE), code_printed="1.014464.H48")  # fmt: skip
    publish(workspace, row)
    accept(workspace, *ids(workspace))
    found = version_on(workspace, "province:1.014464")
    assert found is not None
    entry = found.entry
    assert (entry.name, entry.fee, entry.agencies) == ("Xếp hạng bảo tàng", "Không", ("Sở A", "Sở B"))
    assert entry.levels == (Level.PROVINCE, Level.COMMUNE)
    assert entry.departments == ("Sở Văn hóa, Thể thao và Du lịch",)
    assert (entry.decision_raw, found.valid_from) == ("2815/QĐ-UBND", "2025-11-20")
    assert version_on(workspace, "province:1.014464", date(2025, 11, 19)) is None


def test_an_addition_without_a_code_is_refused_until_it_has_one(workspace: Workspace) -> None:
    publish(workspace, item(Change.NEW, "Xếp hạng bảo tàng"))
    (one,) = ids(workspace)
    assert refusal(accept(workspace, one)) == "judgement.no_code"
    assert accept(workspace, one, fields={"code": "1.014464"}).passed[0].verdict is Verdict.EDIT
    assert field(workspace, "1.014464", "name") == "Xếp hạng bảo tàng"


def test_two_additions_of_one_code(workspace: Workspace) -> None:
    row = item(Change.NEW, "Xếp hạng bảo tàng", code="1.014464")
    publish(workspace, row)
    publish(workspace, row, sha256="b" * 64, number="2816/QĐ-UBND")
    first, second = ids(workspace)
    session = accept(workspace, first, second)
    assert [one.proposal for one in session.passed] == [first]
    assert [(ident, error.key) for ident, error in session.refused] == [(second, "judgement.already_there")]
    assert [one["key"] for one in the(workspace, second)["conflicts"]] == ["already_there"]


def test_accepting_a_repeal_and_what_comes_after(workspace: Workspace) -> None:
    publish(workspace, item(Change.REPEALED, LICENCE[1], code=LICENCE[0]))
    accept(workspace, *ids(workspace))
    assert field(workspace, "1.000002", "valid_to") == "2025-11-20"
    found = version_on(workspace, "province:1.000002", date(2025, 11, 20))
    assert found is not None
    assert not found.in_force
    later = item(name=LICENCE[1], code=LICENCE[0], time_limit="9 ngày")
    publish(workspace, later, sha256="b" * 64, number="3000/QĐ-UBND")
    told = the(workspace, ids(workspace)[1])
    assert (told["kind"], [one["key"] for one in told["conflicts"]]) == ("unclear", ["already_repealed"])
    again = item(Change.REPEALED, LICENCE[1], code=LICENCE[0])
    publish(workspace, again, sha256="c" * 64, number="3001/QĐ-UBND")
    assert the(workspace, ids(workspace)[2])["kind"] == "nothing"


def test_a_repealed_procedure_that_is_published_anew_comes_back(workspace: Workspace) -> None:
    publish(workspace, item(Change.REPEALED, LICENCE[1], code=LICENCE[0]))
    accept(workspace, *ids(workspace))
    row = item(Change.NEW, LICENCE[1], code=LICENCE[0], time_limit="4 ngày")
    publish(workspace, row, sha256="b" * 64, number="3000/QĐ-UBND",
            effective=Effective("từ ngày 01/01/2026", date(2026, 1, 1)))  # fmt: skip
    accept(workspace, ids(workspace)[1])
    assert field(workspace, "1.000002", "valid_to") is None
    spans = [
        (one.valid_from, one.in_force) for one in versions(workspace, "province:1.000002") if not one.known_to
    ]
    assert sorted(spans, key=str) == [("2025-11-20", False), ("2026-01-01", True), (None, True)]


def test_a_procedure_that_ceases_only_later_may_still_be_amended(workspace: Workspace) -> None:
    row = item(Change.REPEALED, LICENCE[1], code=LICENCE[0], effective=date(2026, 7, 1))
    publish(workspace, row)
    accept(workspace, *ids(workspace))
    amended = item(name=LICENCE[1], code=LICENCE[0], time_limit="4 ngày", effective=date(2026, 1, 1))
    publish(workspace, amended, sha256="b" * 64, number="3000/QĐ-UBND")
    assert the(workspace, ids(workspace)[1])["kind"] == "update"
    accept(workspace, ids(workspace)[1])
    held = [version_on(workspace, "province:1.000002", date(2026, month, 1)) for month in (1, 6, 7)]
    assert [(one.entry.time_limit, one.in_force) for one in held if one] == [
        ("4 ngày", True),
        ("4 ngày", True),
        ("4 ngày", False),
    ]


def test_a_list_that_still_holds_a_repealed_procedure_does_not_bring_it_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    publish(workspace, item(Change.REPEALED, LICENCE[1], code=LICENCE[0]))
    accept(workspace, *ids(workspace))
    listing = national_csv(tmp_path / "b.csv", [CARD, (LICENCE[0], "Thu hồi giấy phép", "Du lịch"), HOTEL])
    import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=date(2026, 5, 1))
    assert field(workspace, "1.000002", "valid_to") is not None
    assert field(workspace, "1.000002", "name") == "Thu hồi giấy phép"


def test_accepting_a_replacement_links_old_and_new(workspace: Workspace) -> None:
    row = item(Change.REPLACED, "Xếp hạng bảo tàng", code="1.014464", replaces_code=HOTEL[0],
               replaced_name=HOTEL[1])  # fmt: skip
    publish(workspace, row)
    accept(workspace, *ids(workspace))
    old, new = version_on(workspace, "province:1.000003"), version_on(workspace, "province:1.014464")
    assert old is not None
    assert new is not None
    assert (old.in_force, old.source["linked"]) == (False, "province:1.014464")
    assert (new.in_force, new.source["linked"]) == (True, "province:1.000003")


def test_a_replacement_that_keeps_its_code_updates_the_entry(workspace: Workspace) -> None:
    row = item(Change.REPLACED, "Xếp hạng bảo tàng", code=HOTEL[0], replaces_code=HOTEL[0],
               replaced_name=HOTEL[1])  # fmt: skip
    publish(workspace, row)
    accept(workspace, *ids(workspace))
    found = version_on(workspace, "province:1.000003")
    assert found is not None
    assert (found.in_force, found.entry.name) == (True, "Xếp hạng bảo tàng")


def test_an_unclear_proposal_asks_for_a_choice(workspace: Workspace) -> None:
    publish(workspace, item(name="Cấp lại thẻ hướng dẫn viên", time_limit="3 ngày"))
    (one,) = ids(workspace)
    assert refusal(accept(workspace, one)) == "judgement.unclear"
    assert refusal(accept(workspace, one, entry="1.999999")) == "judgement.no_entry"
    (passed,) = accept(workspace, one, entry="1.000001").passed
    assert passed.verdict is Verdict.CHOOSE
    assert field(workspace, "1.000001", "time_limit") == "3 ngày"
    assert (the(workspace, one)["kind"], the(workspace, one)["procedure"]) == ("update", "province:1.000001")


def test_a_row_may_be_taken_as_new(workspace: Workspace) -> None:
    publish(workspace, item(name="Xếp hạng bảo tàng", code="1.014464"))
    (one,) = ids(workspace)
    assert the(workspace, one)["kind"] == "unclear"
    accept(workspace, one, entry="new")
    assert field(workspace, "1.014464", "name") == "Xếp hạng bảo tàng"


def test_editing_keeps_the_proposal_beside_what_was_set(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    accept(workspace, one, fields={"time_limit": "03 ngày làm việc", "levels": "Cấp tỉnh; Cấp xã"})
    assert field(workspace, "1.000001", "time_limit") == "03 ngày làm việc"
    assert field(workspace, "1.000001", "levels") == '["province","commune"]'
    (row,) = workspace.rows("SELECT verdict, edited, proposal_facts, user FROM judgements")
    assert (row["verdict"], row["user"]) == ("edit", "lan")
    assert json.loads(row["edited"])["fields"]["time_limit"] == "03 ngày làm việc"
    assert "3 ngày" in json.loads(row["proposal_facts"])["differing"]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"colour": "đỏ"}, "judgement.no_field"),
        ({"levels": "thiên đình"}, "judgement.no_level"),
        ({"code": "1.380"}, "judgement.no_code_form"),
        ({"name": " "}, "judgement.no_name"),
        ({"name": "Cấp\0thẻ"}, "judgement.no_text"),
        ({"fee": "\ud800"}, "judgement.no_text"),
        ({"basis": "a" * 5001}, "judgement.too_long"),
    ],
)
def test_what_cannot_be_set(workspace: Workspace, fields: dict[str, str], key: str) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    with pytest.raises(UsageError) as error:
        accept(workspace, *ids(workspace), fields=fields)
    assert error.value.key == key
    assert error.value.sentence()


def test_what_is_typed_is_cleaned(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    typed = {"name": "Cấp  the\u0309\r\nmới", "basis": "Luật\t1\r\n\r\nLuật 2", "agencies": "Sở A\r\nSở B"}
    accept(workspace, *ids(workspace), fields=typed)
    assert [field(workspace, CARD[0], name) for name in typed] == [
        "Cấp thẻ mới",
        "Luật 1\nLuật 2",
        '["Sở A","Sở B"]',
    ]


def test_a_reason_is_a_text(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    with pytest.raises(UsageError) as error:
        judge(workspace, ids(workspace), Verdict.REJECT, by=By("lan", "a" * 100_000))
    assert error.value.key == "judgement.too_long"


@pytest.mark.parametrize("change", [Change.AMENDED, Change.REPEALED])
def test_an_entry_keeps_its_code(workspace: Workspace, change: Change) -> None:
    before = dump(workspace)
    publish(workspace, item(change, CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    assert refusal(accept(workspace, one, fields={"code": "1.000777"})) == "judgement.code_stays"
    assert dump(workspace) == before
    assert accept(workspace, one, fields={"code": CARD[0]}).refused == ()
    assert field(workspace, CARD[0], "code") == CARD[0]


def test_rejecting_and_being_unsure_change_no_entry(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    before = dump(workspace)
    judge(workspace, [one], Verdict.UNSURE, by=By("lan", "hỏi Sở"))
    assert the(workspace, one)["state"] == State.UNSURE
    judge(workspace, [one], Verdict.REJECT)
    assert the(workspace, one)["state"] == State.REJECTED
    assert refusal(accept(workspace, one)) == "judgement.already_judged"
    assert dump(workspace) == before
    undo(workspace, one)
    assert the(workspace, one)["state"] == State.UNSURE
    undo(workspace, one)
    assert the(workspace, one)["state"] == State.UNDONE
    assert refusal(undo(workspace, one)) == "judgement.nothing_to_undo"


def test_a_preview_shows_what_would_be_and_writes_nothing(workspace: Workspace) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    (one,) = ids(workspace)
    before = "\n".join(workspace.db.conn.iterdump())
    session = judge(workspace, [one], Verdict.ACCEPT, dry_run=True)
    assert session.dry_run
    assert ("province:1.000001", "time_limit", "3 ngày") in {
        (entry, d.field, d.new) for entry, d in session.passed[0].changes
    }
    assert "\n".join(workspace.db.conn.iterdump()) == before


def test_an_unknown_proposal_is_named(workspace: Workspace) -> None:
    assert refusal(accept(workspace, "p-none-such")) == "judgement.no_proposal"
