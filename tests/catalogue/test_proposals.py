from __future__ import annotations

from typing import Any

import pytest

from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import match_decision
from catalogue.procedure import Kind, Procedure, Proposal, Scope
from catalogue.proposals import Entries, propose
from catalogue.provinces import province_named
from extract.decision import Change, Effective, Item, Level
from tests.catalogue.making import decision, entry, item

THERE = entry("1.000001", "Cấp thẻ hướng dẫn viên du lịch", time_limit="10 ngày", fee="Không", basis="Luật")
OLD = entry("1.000002", "Cấp thẻ thuyết minh viên")


def proposed(
    row: Item, *entries: Procedure, working: Scope = Scope.NATIONAL, home: str | None = None, **facts: Any
) -> Proposal:
    made = decision(row, **facts)
    known = {one.id: one for one in entries}
    (found,) = match_decision(made, CatalogueIndex(entries))
    replaced = found.replaced.procedure if found.replaced else None
    pointed = Entries(known.get(found.listed.procedure or ""), known.get(replaced or ""), working)
    return propose(row, made, found, pointed, province_named(home) if home else None)


def keys(reasons: Any) -> list[str]:
    return [reason.key for reason in reasons]


def test_a_new_procedure_is_added_with_its_fields() -> None:
    one = proposed(item(Change.NEW, code="1.014464", time_limit="3 ngày", agency="Sở Du lịch"))
    assert (one.kind, one.procedure, one.conflicts) == (Kind.ADD, None, ())
    fields = {difference.field: difference.new for difference in one.differing}
    assert fields == {
        "name": "Cấp thẻ hướng dẫn viên du lịch",
        "field": "Du lịch",
        "time_limit": "3 ngày",
        "levels": "province",
        "code": "1.014464",
        "agencies": "Sở Du lịch",
    }
    assert one.department == "Sở Văn hóa, Thể thao và Du lịch"
    assert one.effective == "2025-11-20"


def test_a_new_procedure_that_is_there_is_a_conflict() -> None:
    one = proposed(item(Change.NEW, code="1.000001", time_limit="3 ngày"), THERE)
    assert (one.kind, keys(one.conflicts)) == (Kind.UPDATE, ["already_there"])
    same = proposed(item(Change.NEW, code="1.000001"), THERE)
    assert (same.kind, keys(same.conflicts)) == (Kind.NOTHING, ["already_there"])


def test_a_new_procedure_of_a_known_code_and_alien_name_is_unclear() -> None:
    one = proposed(item(Change.NEW, "Xếp hạng bảo tàng tư nhân", code="1.000001"), THERE)
    assert (one.kind, one.procedure) == (Kind.UNCLEAR, "national:1.000001")
    assert {"already_there", "match_for_review", "name_alien"} <= set(keys(one.conflicts))


def test_a_new_procedure_bearing_an_entrys_name_is_shown() -> None:
    one = proposed(item(Change.NEW), THERE)
    assert one.kind is Kind.ADD
    assert "new_same_name" in keys(one.conflicts)


def test_a_new_procedure_like_another_is_no_conflict() -> None:
    one = proposed(item(Change.NEW, "Cấp lại thẻ hướng dẫn viên du lịch"), THERE)
    assert (one.kind, one.conflicts) == (Kind.ADD, ())


def test_an_amendment_names_the_differing_fields() -> None:
    one = proposed(item(code="1.000001", time_limit="07 ngày", fee="không.", basis=None), THERE)
    assert (one.kind, one.procedure) == (Kind.UPDATE, "national:1.000001")
    assert [(d.field, d.old, d.new) for d in one.differing] == [("time_limit", "10 ngày", "07 ngày")]


def test_an_amendment_that_changes_nothing() -> None:
    one = proposed(item(code="1.000001"), THERE)
    assert (one.kind, keys(one.reasons)) == (Kind.NOTHING, ["published_amended", "nothing_differs"])


def test_an_amendment_of_what_is_not_there() -> None:
    one = proposed(item(code="1.000009"))
    assert (one.kind, keys(one.conflicts)) == (Kind.UNCLEAR, ["absent"])
    listed = proposed(item(Change.LISTED, code="1.000009"))
    assert listed.kind is Kind.ADD


def test_an_uncertain_amendment_shows_its_candidates() -> None:
    one = proposed(item(name="Cấp lại thẻ hướng dẫn viên du lịch"), THERE)
    assert (one.kind, one.procedure) == (Kind.UNCLEAR, "national:1.000001")
    assert keys(one.conflicts) == ["match_for_review", "unexplained_words"]


def test_standardising_keeps_its_name() -> None:
    one = proposed(item(Change.STANDARDISED, code="1.000001", time_limit="5 ngày"), THERE)
    assert one.kind is Kind.STANDARDISE


def test_a_repeal() -> None:
    one = proposed(item(Change.REPEALED, code="1.000001"), THERE)
    assert (one.kind, one.procedure, one.differing) == (Kind.REPEAL, "national:1.000001", ())
    unknown = proposed(item(Change.REPEALED, "Xếp hạng bảo tàng tư nhân", code="1.000009"), THERE)
    assert (unknown.kind, keys(unknown.conflicts)) == (Kind.NOTHING, ["repealed_unknown"])
    doubtful = proposed(item(Change.REPEALED, "Cấp lại thẻ hướng dẫn viên du lịch"), THERE)
    assert doubtful.kind is Kind.UNCLEAR


def test_a_replacement_adds_the_new_and_retires_the_old() -> None:
    row = item(Change.REPLACED, replaced_name=OLD.name, replaces_code=OLD.code)
    one = proposed(row, OLD)
    assert (one.kind, one.procedure, one.retires) == (Kind.REPLACE, None, OLD.id)
    assert one.conflicts == ()
    assert "name" in {difference.field for difference in one.differing}


def test_a_replacement_under_the_same_name_retires_only_the_old() -> None:
    row = item(Change.REPLACED, OLD.name, replaced_name=OLD.name, replaces_code=OLD.code)
    one = proposed(row, OLD)
    assert (one.procedure, one.retires) == (None, OLD.id)


def test_a_replacement_of_nothing_known() -> None:
    assert keys(proposed(item(Change.REPLACED)).conflicts) == ["replaces_unnamed"]
    unknown = proposed(item(Change.REPLACED, replaced_name="Xếp hạng bảo tàng", replaces_code="1.000009"))
    assert (unknown.retires, keys(unknown.conflicts)) == (None, ["replaced_unknown"])


def test_central_procedures_are_outside_the_provinces_competence() -> None:
    one = proposed(item(code="1.000001", levels=(Level.CENTRAL,), time_limit="1 ngày"), THERE)
    assert (one.kind, keys(one.reasons), one.differing) == (Kind.NOTHING, ["outside_competence"], ())
    both = proposed(item(code="1.000001", levels=(Level.CENTRAL, Level.PROVINCE), time_limit="1 ngày"), THERE)
    assert both.kind is Kind.UPDATE


def test_another_provinces_decision_changes_nothing_here() -> None:
    row = item(code="1.000001", time_limit="1 ngày")
    assert keys(proposed(row, THERE, home="Huế").reasons) == ["other_province"]
    assert proposed(row, THERE, home="Quảng Ngãi").kind is Kind.UPDATE
    former = proposed(row, THERE, home="Quảng Ngãi", issuer="Ủy ban nhân dân tỉnh Kon Tum")
    assert former.kind is Kind.UPDATE


def test_national_entries_only_inform_a_province_with_its_own_catalogue() -> None:
    new = proposed(item(Change.NEW, code="1.000001"), THERE, working=Scope.PROVINCE)
    assert (new.kind, keys(new.reasons)) == (Kind.ADD, ["published_new", "known_nationally"])
    amended = proposed(item(code="1.000001"), THERE, working=Scope.PROVINCE)
    assert (amended.kind, keys(amended.conflicts)) == (Kind.ADD, ["absent_known_nationally"])
    repealed = proposed(item(Change.REPEALED, code="1.000001"), THERE, working=Scope.PROVINCE)
    assert (repealed.kind, keys(repealed.conflicts)) == (Kind.NOTHING, ["repealed_unknown"])


@pytest.mark.parametrize(
    ("effective", "key"),
    [(None, "effective_missing"), (Effective("theo Quyết định của Bộ"), "effective_open")],
)
def test_an_open_effective_date_is_a_conflict(effective: Effective | None, key: str) -> None:
    one = proposed(item(code="1.000001", time_limit="1 ngày"), THERE, effective=effective)
    assert (keys(one.conflicts), one.effective) == ([key], None)


def test_the_department_of_a_ministrys_decision_comes_from_the_ministry() -> None:
    one = proposed(
        item(Change.NEW),
        number="3618/QĐ-BYT",
        issuer="Bộ Y tế",
        issuer_level="ministry",
        departments=(),
        based_on=(),
    )
    assert one.department == "Sở Y tế"
