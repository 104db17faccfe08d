from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from catalogue.audit import verify
from catalogue.entry_view import biography, shown
from catalogue.history import entries_on, version_on, versions
from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from catalogue.schema import migrations
from catalogue.statistics import statistics
from catalogue.workspace import DATABASE, Workspace
from extract.decision import Change, Effective
from ingest.errors import UsageError
from tests.catalogue.judging_cases import APRIL, CARD, HOTEL, LICENCE, accept, filled, ids, publish, undo
from tests.catalogue.making import item, national_csv

RENAMED = ("1.000001", "Cấp thẻ hướng dẫn viên du lịch nội địa", "Du lịch")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A list, a second one a year later that renames an entry and misses another, and a decision between."""
    made = filled(tmp_path)
    row = item(
        name=CARD[1], code=CARD[0], time_limit="3 ngày", code_printed="1.000001.H48", ordinal="7", section="A"
    )
    publish(made, row)
    accept(made, *ids(made))
    listing = national_csv(tmp_path / "moi.csv", [RENAMED, HOTEL])
    import_catalogue(made, listing, scope=Scope.PROVINCE, imported_on=date(2026, 6, 1))
    return made


def test_an_import_says_since_when_it_is_known_and_not_since_when_it_holds(workspace: Workspace) -> None:
    (first,) = versions(workspace, "province:1.000003")
    assert (first.valid_from, first.known_from, first.source["row"]) == (None, "2025-04-28", 4)
    assert first.source["file"] == "danh-muc.csv"


def test_a_change_seen_in_a_later_list_holds_from_the_day_it_was_seen(workspace: Workspace) -> None:
    names = {
        day: version_on(workspace, "province:1.000001", day) for day in (date(2026, 5, 31), date(2026, 6, 1))
    }
    assert [one and one.entry.name for one in names.values()] == [CARD[1], RENAMED[1]]
    assert [one and one.entry.time_limit for one in names.values()] == ["3 ngày", "3 ngày"]


def test_what_was_known_on_a_day(workspace: Workspace) -> None:
    def limit(known: date) -> str | None:
        found = version_on(workspace, "province:1.000001", date(2026, 7, 1), known)
        return found.entry.time_limit if found else "nothing"

    assert limit(date(2025, 4, 27)) == "nothing"
    assert limit(date(2025, 4, 28)) is None
    assert limit(date(2026, 2, 28)) is None
    assert limit(date(2026, 3, 1)) == "3 ngày"


def test_all_entries_of_a_day(workspace: Workspace) -> None:
    assert len(entries_on(workspace, date(2026, 7, 1))) == 3
    assert entries_on(workspace, date(2026, 7, 1), date(2025, 1, 1)) == []
    assert {one.entry.name for one in entries_on(workspace)} >= {RENAMED[1], LICENCE[1]}


def test_an_entry_is_shown_with_its_sources(workspace: Workspace) -> None:
    told = shown(workspace, "1.000001.000.00.00.H48", date(2026, 7, 1))
    assert (told["name"], told["former_names"], told["code_tails"]) == (RENAMED[1], [CARD[1]], ["H48"])
    assert (told["decision_raw"], told["decision_keys"]) == ("2815/QĐ-UBND", ["2815/QĐ-UBND"])
    kinds = [(one["kind"], one["valid_from"]) for one in told["sources"]]
    assert kinds == [("import", None), ("decision", "2025-11-20"), ("import", "2026-06-01")]
    decision = told["sources"][1]
    assert (decision["ordinal"], decision["section"], decision["judgement"]) == ("7", "A", 1)
    assert "số thứ tự 7" in decision["sentence"]
    assert "danh-muc.csv" in told["sources"][0]["sentence"]


def test_an_entry_missing_in_the_last_list_says_so(workspace: Workspace) -> None:
    assert shown(workspace, LICENCE[0])["last_seen_in"] == {
        "file": "danh-muc.csv",
        "imported_on": "2025-04-28",
        "missing_in": "moi.csv",
        "missing_since": "2026-06-01",
    }


@pytest.mark.parametrize(
    ("text", "key"), [("hướng dẫn viên", "history.no_code"), ("1.999999", "history.no_entry")]
)
def test_what_cannot_be_shown(workspace: Workspace, text: str, key: str) -> None:
    with pytest.raises(UsageError) as error:
        shown(workspace, text)
    assert error.value.key == key
    assert "congbo catalogue search" in error.value.sentence()


def test_a_day_before_anything_was_known_is_told(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="congbo catalogue history"):
        shown(workspace, "1.000001", date(2026, 1, 1), date(2020, 1, 1))


def test_a_biography_holds_what_is_no_longer_held_true(workspace: Workspace) -> None:
    publish(workspace, item(Change.REPEALED, HOTEL[1], code=HOTEL[0]), sha256="b" * 64, number="9/QĐ-UBND")
    one = ids(workspace, decision="9/QĐ-UBND")[0]
    accept(workspace, one)
    undo(workspace, one)
    told = biography(workspace, HOTEL[0])["versions"]
    assert [(row["in_force"], row["known_to"]) for row in told] == [
        (True, "2026-03-01"),
        (True, "2026-04-01"),
        (False, "2026-04-01"),
        (True, None),
    ]
    assert "hết hiệu lực" in told[2]["source"]["sentence"]


def test_knowledge_does_not_run_backwards_with_a_clock(workspace: Workspace) -> None:
    publish(workspace, item(name=HOTEL[1], code=HOTEL[0], fee="Không"), sha256="b" * 64, number="9/QĐ-UBND")
    one = ids(workspace, decision="9/QĐ-UBND")[0]
    accept(workspace, one, known=APRIL)
    undo(workspace, one, known=date(2026, 1, 1))
    assert all(
        row["known_to"] is None or row["known_from"] <= row["known_to"]
        for row in workspace.rows("SELECT * FROM versions")
    )
    found = version_on(workspace, "province:1.000003", None, date(2026, 3, 31))
    assert found is not None
    assert found.entry.fee is None


def test_statistics_add_up(workspace: Workspace) -> None:
    publish(workspace, item(Change.REPEALED, HOTEL[1], code=HOTEL[0]), sha256="b" * 64, number="9/QĐ-UBND")
    accept(workspace, ids(workspace, decision="9/QĐ-UBND")[0])
    told = statistics(workspace, date(2026, 6, 1))
    own = told["entries"]["province"]
    assert (own["total"], own["in_force"], own["retired"], own["missing_in_last_list"]) == (3, 2, 1, 1)
    assert (own["level"], own["field"]) == ({"province": 2}, {"Du lịch": 2})
    assert (told["proposals"], told["judgements"], told["former_names"]) == ({"accepted": 2}, 2, 1)
    assert [one["file"] for one in told["imports"]] == ["danh-muc.csv", "moi.csv"]


def test_statistics_count_what_holds_on_a_day(workspace: Workspace) -> None:
    facts: dict[str, Any] = {"signed": date(2025, 12, 1), "effective": Effective("", date(2027, 1, 1))}
    ends = item(Change.REPEALED, HOTEL[1], code=HOTEL[0])
    begins = item(Change.NEW, "Xếp hạng bảo tàng", code="1.000009", field="Di sản")
    publish(workspace, ends, begins, sha256="b" * 64, number="9/QĐ-UBND", **facts)
    accept(workspace, *ids(workspace, decision="9/QĐ-UBND"))
    before, after = (
        statistics(workspace, day)["entries"]["province"] for day in (date(2026, 12, 31), date(2027, 1, 1))
    )
    assert [before[name] for name in ("total", "in_force", "retired", "to_come")] == [4, 3, 0, 1]
    assert [after[name] for name in ("total", "in_force", "retired", "to_come")] == [4, 3, 1, 0]
    assert (before["field"], after["field"]) == ({"Du lịch": 3}, {"Du lịch": 2, "Di sản": 1})


def test_a_workspace_from_before_versions_begins_its_history_with_what_it_holds(tmp_path: Path) -> None:
    filled(tmp_path).close()
    path = tmp_path / "kho" / DATABASE
    old = Database(tmp_path / "old.db")
    migrations.apply(old, stop_before="0009_audit")
    new = Database(path)
    for table in ("settings", "imports", "procedures"):
        columns = set(old.table(table).columns_dict)
        old.table(table).insert_all({name: row[name] for name in columns} for row in new.table(table).rows)
    new.close()
    old.close()
    for file in (tmp_path / "kho").glob(f"{DATABASE}*"):
        file.unlink()
    (tmp_path / "old.db").rename(path)
    with Workspace.open(tmp_path / "kho") as workspace:
        (version,) = versions(workspace, "province:1.000001")
        assert (version.entry.name, version.known_from, version.valid_from) == (CARD[1], "2025-04-28", None)
        publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
        accept(workspace, *ids(workspace))
        found = version_on(workspace, "province:1.000001")
        assert found is not None
        assert (found.entry.time_limit, found.entry.field) == ("3 ngày", "Du lịch")
        assert [one["kind"] for one in workspace.rows("SELECT kind FROM audit_events ORDER BY id")][:1] == [
            "import"
        ]
        assert verify(workspace.db) == []
        assert json.loads(workspace.rows("SELECT content FROM versions")[0]["content"])["code"] == CARD[0]
