import json
from pathlib import Path

import icalendar
import pytest

from tests.catalogue.deadline_workspace import called, workspace

AS_OF = ("--as-of", "2026-01-12")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kho") / "kho"
    with workspace(path):
        pass
    return path


def test_every_open_duty_with_a_due_date_is_an_event_and_no_other(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "moi" / "han.ics"
    told = json.loads(called(folder, "export", "calendar", *AS_OF, "--out", out, "--json").stdout)
    opened = json.loads(called(folder, "overdue", *AS_OF, "--json").stdout)
    due = {one["id"]: one["due"] for one in opened if one["due"] and one["status"] in {"overdue", "due"}}
    book = icalendar.Calendar.from_ical(out.read_bytes())
    events = {str(one["uid"]): one for one in book.walk("VEVENT")}
    assert {uid.removesuffix("@congbo"): str(one.decoded("dtstart")) for uid, one in events.items()} == due
    assert {one["id"] for one in told["events"]} == set(due)
    assert (told["written"], str(book["method"]), len(due)) == (True, "PUBLISH", 4)
    for one in events.values():
        assert str(one["summary"])
        assert str(one["description"])
        assert [str(alarm["action"]) for alarm in one.walk("VALARM")] == ["DISPLAY"]


def test_a_dry_run_writes_no_calendar(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "han.ics"
    said = called(folder, "export", "calendar", *AS_OF, "--out", out, "--dry-run").stdout
    assert "chạy thử: sẽ ghi 4 thời hạn" in said
    assert not out.exists()
