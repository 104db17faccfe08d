import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from catalogue import own_calendar
from catalogue.deadlines import Calendar
from catalogue.deadlines.calendar import TABLE, DayKind
from catalogue.obligations import calendar_of
from catalogue.own_calendar import enter_day
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import called, workspace

NOTICE = ("--reason", "hoán đổi với 17/01/2026", "--source", "CV 1/VPCP")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with workspace(tmp_path / "kho"):
        return tmp_path / "kho"


def told(folder: Path, *arguments: Any) -> Any:
    return json.loads(called(folder, "calendar", *arguments, "--json").stdout)


def test_a_month_shows_what_is_worked_and_why(folder: Path) -> None:
    days = {one["date"]: one for one in told(folder, "2026-01")["days"]}
    assert len(days) == 31
    assert not days["2026-01-02"]["working"]
    assert days["2026-01-10"]["working"]
    assert days["2026-01-10"]["exception"] == "work"
    assert days["2026-01-02"]["source"]
    assert days["2026-01-03"]["reason"] == "cuối tuần"
    assert "tháng 01/2026: 21 ngày làm việc" in called(folder, "calendar", "1/2026").stdout


def test_a_month_needs_no_workspace(tmp_path: Path) -> None:
    assert "21 ngày làm việc" in called(tmp_path / "none", "calendar", "2026-01").stdout


def test_beyond_the_table_a_month_is_provisional(folder: Path) -> None:
    assert all(one["provisional"] for one in told(folder, "2027-02")["days"])
    assert "dự kiến: lịch làm việc mới chốt đến 31/12/2026" in called(folder, "calendar", "2027-02").stdout


@pytest.mark.parametrize("text", ["2026-13", "tháng hai", "2026"])
def test_what_is_no_month_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(UsageError, match="không phải tháng"):
        called(folder, "calendar", text)


def test_a_swap_is_written_down_and_the_obligations_it_moves_are_named(folder: Path) -> None:
    # 2815/QĐ-UBND, signed Wednesday 31/12/2025: 5, 6, 7, 8, 9/1/2026; with Thursday 8/1 off: 9/1 and Saturday
    # 10/1, which is worked in place of 2/1.
    entered = told(folder, "add", "8/1/2026", "off", *NOTICE)
    moved = {one["rule"]: (one["due_before"], one["due_after"]) for one in entered["obligations"]}
    assert moved["R2"] == moved["R3"] == moved["R4"] == moved["R8"] == ("2026-01-09", "2026-01-10")
    assert entered["version_before"] != entered["version"]
    lines = (folder / "calendar.csv").read_text("utf-8").splitlines()
    assert lines[0] == "date,kind,reason,source,entered_by,entered_at"
    assert lines[1].startswith("2026-01-08,off,hoán đổi với 17/01/2026,CV 1/VPCP,")
    with Workspace.open(folder) as kho:
        stored = kho.rows("SELECT due, calendar_version FROM obligations WHERE rule = 'R2'")
    assert stored == [{"due": "2026-01-10", "calendar_version": entered["version"]}]
    assert TABLE.read_text("utf-8").count("2026-01-08") == 0


def test_a_later_line_takes_a_day_back_and_the_file_keeps_both(folder: Path) -> None:
    first = told(folder, "add", "2026-01-08", "off", *NOTICE)
    back = told(
        folder, "add", "2026-01-08", "work", "--reason", "không hoán đổi nữa", "--source", "CV 2/VPCP"
    )
    assert [one["due_after"] for one in back["obligations"] if one["rule"] == "R2"] == ["2026-01-09"]
    assert len((folder / "calendar.csv").read_text("utf-8").splitlines()) == 3
    assert back["version"] not in {first["version"], first["version_before"]}


def test_entered_twice_nothing_changes(folder: Path) -> None:
    told(folder, "add", "2026-01-08", "off", *NOTICE)
    again = told(folder, "add", "2026-01-08", "off", *NOTICE)
    assert (again["changed"], again["obligations"]) == (False, [])
    assert len((folder / "calendar.csv").read_text("utf-8").splitlines()) == 2


def test_a_swap_for_days_gone_by_is_said_to_be_late(folder: Path) -> None:
    said = called(folder, "calendar", "add", "2026-01-08", "off", *NOTICE).stdout
    assert "lưu ý: ngày này đã qua" in said
    assert "R2 2815/QĐ-UBND" in said
    assert "(hạn cuối 09/01/2026 → 10/01/2026)" in said


def test_a_day_beyond_the_table_may_be_entered_early(folder: Path) -> None:
    told(folder, "add", "2027-02-11", "off", *NOTICE)
    with Workspace.open(folder) as kho:
        assert not calendar_of(kho).is_working(date(2027, 2, 11))


def test_a_trial_writes_nothing(folder: Path) -> None:
    told(folder, "add", "2026-01-08", "off", *NOTICE, "--dry-run")
    assert not (folder / "calendar.csv").exists()


def test_a_day_without_its_notice_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="văn bản làm căn cứ"):
        called(folder, "calendar", "add", "2026-01-08", "off", "--reason", "nghỉ", "--source", " ")


def test_an_own_file_that_is_damaged_is_named(folder: Path) -> None:
    (folder / "calendar.csv").write_text("ngày,loại\n", "utf-8")
    with pytest.raises(UsageError, match=r"calendar\.csv"):
        called(folder, "overdue")


def test_own_rows_outrank_the_table_and_bounds_stay() -> None:
    plain = Calendar.load()
    assert plain.entered_between(date(2018, 1, 1), date(2026, 12, 31)) == ()
    assert Calendar.load(own="/none/calendar.csv").version == plain.version


def test_a_line_is_written_in_the_order_of_the_files_own_columns(folder: Path) -> None:
    own = folder / "calendar.csv"
    own.write_text("kind,date,reason,source\noff,2026-02-04,Tết,TB 1\n", "utf-8")
    told(folder, "add", "2026-01-08", "off", *NOTICE)
    assert own.read_text("utf-8").splitlines() == [
        "kind,date,reason,source",
        "off,2026-02-04,Tết,TB 1",
        "off,2026-01-08,hoán đổi với 17/01/2026,CV 1/VPCP",
    ]
    with Workspace.open(folder) as kho:
        assert not calendar_of(kho).is_working(date(2026, 1, 8))


@pytest.mark.parametrize("before", [None, "date,kind,reason,source\n2026-02-04,off,Tết,TB 1\n"])
@pytest.mark.parametrize("at", ["settle_obligations", "COMMIT"])
def test_the_file_stays_as_it_was_where_the_database_takes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, before: str | None, at: str
) -> None:
    own = folder / "calendar.csv"
    if before:
        own.write_text(before, "utf-8")
    with Workspace.open(folder) as kho:
        if at == "COMMIT":
            kho.db.conn.set_authorizer(
                lambda action, name, *_: (
                    sqlite3.SQLITE_DENY
                    if (action, name) == (sqlite3.SQLITE_TRANSACTION, "COMMIT")
                    else sqlite3.SQLITE_OK
                )
            )
        else:
            monkeypatch.setattr(own_calendar, at, Mock(side_effect=KeyboardInterrupt))
        with pytest.raises((KeyboardInterrupt, sqlite3.DatabaseError)):
            enter_day(kho, date(2026, 1, 8), DayKind.OFF, reason="Tết", source="TB", as_of=date(2026, 1, 1))
        assert (own.read_text("utf-8") if own.exists() else None) == before
        assert kho.rows("SELECT 1 FROM audit_events WHERE subject LIKE 'calendar %'") == []
        assert sorted(path.name for path in folder.glob("*.new")) == []
