from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.differences import DifferenceKind, EntryDifference, between_days
from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from catalogue.review.differing import between
from catalogue.workspace import Workspace
from extract.decision import Change
from ingest.errors import UsageError
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, accept, filled, ids, publish, undo
from tests.catalogue.making import item, national_csv

BEFORE, AFTER, LATER = date(2025, 11, 19), date(2025, 11, 20), date(2026, 6, 2)
FRESH = ("1.000004", "Cấp giấy phép du lịch biển", "Du lịch")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A decision of 20 November 2025 amends, repeals and adds; a list of June 2026 renames one."""
    made = filled(tmp_path)
    publish(
        made,
        item(name=CARD[1], code=CARD[0], time_limit="3 ngày", fee="1 đồng", ordinal="7", section="A"),
        item(Change.REPEALED, name=LICENCE[1], code=LICENCE[0], ordinal="2"),
        item(Change.NEW, name=FRESH[1], code=FRESH[0]),
    )
    accept(made, *ids(made))
    rows = [(CARD[0], "Cấp thẻ mới", CARD[2]), HOTEL, FRESH]
    listing = national_csv(tmp_path / "moi.csv", rows)
    import_catalogue(made, listing, scope=Scope.PROVINCE, imported_on=date(2026, 6, 1))
    return made


def found(workspace: Workspace, first: date, last: date) -> dict[str, EntryDifference]:
    return {one.entry.code: one for one in between_days(workspace, Scope.PROVINCE, first, last)}


def test_what_a_decision_changed(workspace: Workspace) -> None:
    told = found(workspace, BEFORE, AFTER)
    assert {code: one.kind for code, one in told.items()} == {
        CARD[0]: DifferenceKind.CHANGED,
        LICENCE[0]: DifferenceKind.REPEALED,
        FRESH[0]: DifferenceKind.ADDED,
    }
    fields = {one.field: (one.old, one.new, cause.name) for one, cause in told[CARD[0]].fields}
    assert fields["time_limit"] == (None, "3 ngày", "2815/QĐ-UBND")
    assert fields["fee"] == (None, "1 đồng", "2815/QĐ-UBND")
    cause = told[CARD[0]].cause
    assert (cause.day, cause.section, cause.ordinal, cause.file) == ("2025-11-20", "A", "7", None)
    assert told[LICENCE[0]].cause.ordinal == "2"
    assert told[LICENCE[0]].entry.name == LICENCE[1]
    assert told[FRESH[0]].fields == ()


def test_each_field_has_its_own_cause(workspace: Workspace) -> None:
    told = found(workspace, BEFORE, LATER)[CARD[0]]
    causes = {one.field: (cause.name, cause.day) for one, cause in told.fields}
    assert causes["name"] == ("moi.csv", "2026-06-01")
    assert causes["time_limit"] == ("2815/QĐ-UBND", "2025-11-20")
    assert told.cause.name == "moi.csv"


def test_nothing_differs_within_a_day_and_backwards_all_turns_round(workspace: Workspace) -> None:
    assert found(workspace, AFTER, AFTER) == {}
    assert found(workspace, AFTER, date(2026, 5, 31)) == {}
    back = {code: one.kind for code, one in found(workspace, AFTER, BEFORE).items()}
    assert back == {CARD[0]: DifferenceKind.CHANGED, LICENCE[0]: DifferenceKind.ADDED}


def test_what_was_taken_back_is_no_difference(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    accept(workspace, *ids(workspace))
    assert found(workspace, BEFORE, AFTER).keys() == {CARD[0]}
    undo(workspace, *ids(workspace))
    assert found(workspace, BEFORE, AFTER) == {}


def test_the_machine_readable_form(workspace: Workspace) -> None:
    told = found(workspace, BEFORE, AFTER)[CARD[0]].to_json()
    assert (told["kind"], told["entry"]["code"], told["cause"]["decision"]) == (
        "changed",
        CARD[0],
        "2815/QĐ-UBND",
    )
    (limit,) = (one for one in told["differences"] if one["field"] == "time_limit")
    assert (limit["old"], limit["new"], limit["cause"]["since"]) == (None, "3 ngày", "2025-11-20")


def test_one_entry_between_two_days(workspace: Workspace) -> None:
    told = {one.field: (one.old, one.new) for one in between(workspace, LICENCE[0], BEFORE, AFTER)}
    assert told == {"in_force": ("True", "False")}
    fresh = {one.field: one.new for one in between(workspace, FRESH[0], BEFORE, AFTER)}
    assert (fresh["name"], fresh["levels"], fresh["in_force"]) == (FRESH[1], "province", "True")
    with pytest.raises(UsageError):
        between(workspace, "1.999999", BEFORE, AFTER)
