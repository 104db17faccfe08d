"""Rows read from pictures: certain by code and name together, names repaired towards the catalogue's only."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import ItemMatch, match_decision
from catalogue.procedure import Band, Kind, Match, Procedure, Proposal, Scope
from catalogue.proposals import Entries, propose
from extract.decision import Change, Level, Source
from tests.catalogue.making import decision, entry, item

TUYEN = entry("1.000001", "Thi tuyển viên chức")
CARD = entry("1.000002", "Cấp thẻ hướng dẫn viên du lịch quốc tế")
AGAIN = entry("1.000003", "Cấp lại thẻ hướng dẫn viên du lịch quốc tế")
TWIN = entry("1.000005", "Công nhận khu du lịch (cấp tỉnh)", levels=())
OTHER_TWIN = entry("1.000006", "Công nhận khu du lịch (cấp trung ương)", levels=())
INDEX = CatalogueIndex([TUYEN, CARD, AGAIN, TWIN, OTHER_TWIN])
SCAN = Source(page=3, table=1, row=2, recognised=True)


def matched(name: str, code: str | None, **facts: Any) -> ItemMatch:
    row = item(name=name, code=code, **{"source": SCAN, "confidence": 0.8, **facts})
    return match_decision(decision(row), INDEX)[0]


def found(name: str, code: str | None, **facts: Any) -> Match:
    return matched(name, code, **facts).listed


def keys(one: Match | Proposal) -> list[str]:
    return [reason.key for reason in one.reasons]


def test_code_and_name_agree() -> None:
    one = found("Cấp thẻ hướng dẫn viên du lịch quốc tế", "1.000002")
    assert (one.procedure, one.band) == (CARD.id, Band.CERTAIN)
    assert keys(one) == ["code_same", "name_same", "recognised_agree"]


@pytest.mark.parametrize("read", ["Thi tuyến viên chức", "Thủ tục thi tuyên viên chức", "Thi tuyển viênchức"])
def test_marks_and_blanks_may_be_misread(read: str) -> None:
    one = found(read, "1.000001")
    assert (one.procedure, one.band) == (TUYEN.id, Band.CERTAIN)
    repair = next(reason for reason in one.reasons if reason.key == "name_repaired")
    assert dict(repair.facts) == {"read": read, "name": "Thi tuyển viên chức"}
    assert read in repair.sentence
    assert "Thi tuyển viên chức" in repair.sentence


@pytest.mark.parametrize(
    ("read", "code", "key"),
    [
        ("Cấp thẻ hướng dẫn viên du lịch quốc tế", None, "recognised_name_only"),
        ("Cấp thẻ hướng dẫn viên du lịch quốc tế", "1.000009", "code_unknown"),
        ("Cấp thẻ hướng dẫn viên du lịch", "1.000002", "unexplained_words"),
        ("Cấp thẻ hướng dẫn viên du lịch quốc tế", "1.000003", "code_name_disagree"),
        ("Cấp thẻ hướng đẫn viên đu lịhc quấc tế", "1.000002", "unexplained_words"),
    ],
)
def test_one_witness_alone_is_for_review(read: str, code: str | None, key: str) -> None:
    one = found(read, code)
    assert one.band is Band.REVIEW
    assert key in keys(one)


def test_a_row_read_from_text_may_be_renamed_and_known_by_its_name() -> None:
    typed = {"source": Source(row=1), "confidence": 0.99}
    assert found("Cấp thẻ hướng dẫn viên du lịch", "1.000002", **typed).band is Band.CERTAIN
    assert found("Cấp thẻ hướng dẫn viên du lịch quốc tế", None, **typed).band is Band.CERTAIN


def test_a_twin_one_digit_away_makes_doubtful_unless_the_level_tells_them_apart() -> None:
    known = found("Công nhận khu du lịch", "1.000005")
    assert (known.procedure, known.band) == (TWIN.id, Band.CERTAIN)
    one = found("Công nhận khu du lịch", "1.000005", levels=())
    assert (one.band, keys(one)[-1]) == (Band.REVIEW, "recognised_code_near")
    assert "1.000006" in one.reasons[-1].sentence


def test_what_a_replacement_takes_out_needs_both_witnesses_too() -> None:
    both = {"change": Change.REPLACED, "replaced_name": "Thi tuyến viên chức"}
    certain = matched("Xếp hạng", "1.999999", replaces_code="1.000001", **both).replaced
    assert certain
    assert certain.band is Band.CERTAIN
    doubtful = matched("Xếp hạng", "1.999999", **both).replaced
    assert doubtful
    assert doubtful.band is Band.REVIEW


def proposed(name: str, code: str | None, change: Change = Change.AMENDED) -> Proposal:
    row = item(change, name, code=code, source=SCAN, time_limit="3 ngày")
    made = decision(row)
    (one,) = match_decision(made, INDEX)
    known: dict[str | None, Procedure] = {each.procedure.id: each.procedure for each in INDEX.entries}
    return propose(row, made, one, Entries(known.get(one.listed.procedure), None, Scope.NATIONAL))


def test_a_certain_row_proposes_no_misread_name() -> None:
    one = proposed("Thi tuyến viên chức", "1.000001")
    assert one.kind is Kind.UPDATE
    assert [(each.field, each.new) for each in one.differing] == [("time_limit", "3 ngày")]
    assert one.conflicts == ()
    assert keys(one) == ["published_amended", "name_repaired"]


@pytest.mark.parametrize(
    ("name", "code", "change"),
    [
        ("Thi tuyến viên chức", None, Change.AMENDED),
        ("Xếp hạng bảo tàng tư nhân", "1.999999", Change.NEW),
        ("Xếp hạng bảo tàng tư nhân", None, Change.REPEALED),
    ],
)
def test_any_other_row_asks_a_person_first(name: str, code: str | None, change: Change) -> None:
    one = proposed(name, code, change)
    assert "recognised" in [reason.key for reason in one.conflicts]
    assert {each.new for each in one.differing if each.field == "name"} <= {name}


def test_every_reason_is_said() -> None:
    reasons = [
        *found("Thi tuyến viên chức", "1.000001").reasons,
        *found("Cấp thẻ hướng dẫn viên du lịch quốc tế", None).reasons,
        *found("Công nhận khu du lịch", "1.000005", levels=()).reasons,
    ]
    assert all(reason.sentence for reason in reasons)
    assert {"recognised", "recognised_agree", "recognised_name_only", "recognised_code_near"} <= {
        reason.key for reason in reasons
    }


def test_levels_of_twins() -> None:
    assert {each.levels for each in INDEX.of_name(INDEX.entry(TWIN.id).name)} == {
        frozenset({Level.PROVINCE}),
        frozenset({Level.CENTRAL}),
    }
