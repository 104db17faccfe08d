import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest

from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import PROVINCE, called, workspace

AS_OF = ("--as-of", "2026-01-12")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kho") / "kho"
    with workspace(path):
        pass
    called(path, "evidence", "add", "3659/QĐ-BVHTTDL", "received", "2025-12-24")
    return path


def rules(folder: Path, *arguments: Any) -> list[str]:
    told = json.loads(called(folder, "overdue", *AS_OF, "--json", *arguments).stdout)
    return sorted(one["rule"] for one in told)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["R1", "R2", "R3", "R4", "R5", "R6", "R6w", "R8"]),
        (("--rule", "r6"), ["R6", "R6w"]),
        (("--rule", "R2"), ["R2"]),
        (("--ministry", "BVHTTDL"), ["R1"]),
        (("--ministry", "Bộ Y tế"), []),
        (("--level", "commune"), []),
        (("--level", "province", "--rule", "R8"), ["R8"]),
        (("--department", "van hoa"), ["R1", "R2", "R3", "R4", "R5", "R6", "R6w", "R8"]),
        (("--department", "Sở Y tế"), []),
    ],
)
def test_filters(folder: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert rules(folder, *arguments) == expected


@pytest.mark.parametrize("asked", ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"])
@pytest.mark.parametrize("stated", ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"])
def test_a_merged_department_and_its_successor_stand_for_each_other(
    tmp_path: Path, asked: str, stated: str
) -> None:
    with workspace(tmp_path / "kho", replace(PROVINCE, departments=(stated,))):
        pass
    assert rules(tmp_path / "kho", "--department", asked, "--rule", "R2") == ["R2"]
    assert rules(tmp_path / "kho", "--department", "Sở Y tế", "--rule", "R2") == []


def test_an_unknown_ministry_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="không có bộ nào"):
        rules(folder, "--ministry", "Bộ Không Có")


def test_the_summary_counts_by_department(folder: Path) -> None:
    (row,) = json.loads(called(folder, "overdue", *AS_OF, "--summary", "--json").stdout)
    assert (row["department"], row["overdue"], row["promptly"]) == ("Sở Văn hóa, Thể thao và Du lịch", 5, 2)
    assert "Sở Văn hóa" in called(folder, "overdue", *AS_OF, "--summary").stdout


def test_why_tells_rule_days_and_each_procedure(folder: Path) -> None:
    told = json.loads(called(folder, "why", "R1-3659", *AS_OF, "--json").stdout)
    assert told["counted"] == ["2025-12-25", "2025-12-26", "2025-12-29", "2025-12-30", "2025-12-31"]
    assert [one["code"] for one in told["open_items"]] == ["1.000004"]
    assert told["legal_source"]
    said = called(folder, "why", "R1-3659", *AS_OF).stdout
    assert "tỉnh mới công bố 3 trong 4 TTHC, còn 1: 1.000004 “Cấp giấy phép loại 4”" in said
    assert "2815/QĐ-UBND" in said


def test_why_of_a_decision_tells_each_of_its_obligations(folder: Path) -> None:
    told = json.loads(called(folder, "why", "2815/QĐ-UBND", *AS_OF, "--json").stdout)
    assert sorted(one["rule"] for one in told) == ["R2", "R3", "R4", "R5", "R6", "R6w", "R8"]
    assert told[0]["status"] == "overdue"
    said = called(folder, "why", "2815/qđ-ubnd", *AS_OF).stdout
    assert [said.count(one["why"]) for one in told] == [1] * 7
    assert said.count(told[0]["calendar_version"]) == 1


@pytest.mark.parametrize(("rule", "expected"), [("R5", ["R5"]), ("r6", ["R6", "R6w"])])
def test_why_of_a_decision_and_a_rule(folder: Path, rule: str, expected: list[str]) -> None:
    told = json.loads(called(folder, "why", "2815/QĐ-UBND", rule, *AS_OF, "--json").stdout)
    assert sorted(one["rule"] for one in told) == expected


def test_why_of_a_part_of_an_id_is_one_obligation(folder: Path) -> None:
    assert json.loads(called(folder, "why", "2815", "R5", *AS_OF, "--json").stdout)["rule"] == "R5"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("2815",), r"có 7 việc phải làm mang số hiệu “2815” \(R2-2815.*, …\)"),
        (("9999/QĐ-UBND",), "không có việc phải làm nào mang số hiệu “9999/QĐ-UBND”"),
        (("2815/QĐ-UBND", "R1"), "không có việc phải làm theo quy tắc R1; có R2, R3, R4, R5, R6, R6w, R8"),
    ],
)
def test_why_of_none_or_many_says_the_way_out(folder: Path, asked: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        called(folder, "why", *asked)


def test_the_id_stands_where_reasons_and_cells_are_shown(folder: Path) -> None:
    ident = "R2-2815-QD-UBND-20251231-quang-ngai"
    head, *rows = called(folder, "overdue", *AS_OF, "--csv").stdout.splitlines()
    assert head.endswith(",Lưu ý,Số hiệu")
    assert ident in [row.rpartition(",")[2] for row in rows]
    assert "Số hiệu" in called(folder, "overdue", *AS_OF, "--why").stdout
    assert "Số hiệu" not in called(folder, "overdue", *AS_OF).stdout


def test_a_summary_has_no_reasons(folder: Path) -> None:
    with pytest.raises(UsageError, match="--summary"):
        called(folder, "overdue", "--summary", "--why")


def exported(folder: Path, out: Path, *arguments: Any) -> bytes:
    called(folder, "export", "calendar", "--out", out, *AS_OF, *arguments)
    return out.read_bytes()


def test_the_calendar_file_is_whole_and_the_same_twice(folder: Path, tmp_path: Path) -> None:
    data = exported(folder, tmp_path / "han.ics")
    assert data == exported(folder, tmp_path / "lai.ics")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = {str(one["uid"]): one for one in icalendar.Calendar.from_ical(data).walk("VEVENT")}
    assert sorted(events) == [
        "R1-3659-QD-BVHTTDL-20251222@congbo",
        *(f"{rule}-2815-QD-UBND-20251231-quang-ngai@congbo" for rule in ("R2", "R3", "R4", "R8")),
    ]
    one = events["R2-2815-QD-UBND-20251231-quang-ngai@congbo"]
    assert str(one.decoded("dtstart")) == "2026-01-09"
    assert "2815/QĐ-UBND" in str(one["summary"])


def test_the_calendar_file_of_another_department_is_empty(folder: Path, tmp_path: Path) -> None:
    data = exported(folder, tmp_path / "han.ics", "--department", "Sở Y tế")
    assert icalendar.Calendar.from_ical(data).walk("VEVENT") == []


def test_a_file_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tep").touch()
    with pytest.raises(UsageError, match=r"han\.ics"):
        exported(folder, tmp_path / "tep" / "han.ics")
