from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from catalogue.entries import load_procedures
from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Band, Kind, Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Level
from ingest.errors import UsageError
from ingest.messages import catalogue
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, accept, filled, ids, publish
from tests.catalogue.making import NEW_HEADER, OLD_HEADER, item, national_csv, write_csv, write_xlsx


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "kho")


def old_row(code: str, name: str, decision: str = "1724/QĐ-UBND", levels: str = "Cấp Tỉnh") -> list[str]:
    return [
        "1",
        code,
        name,
        decision,
        "Công dân Việt Nam; Doanh nghiệp",
        "Kiểm lâm (Bộ Nông nghiệp và Môi trường)",
        "UBND tỉnh Cà Mau",
        levels,
        "Công khai",
    ]


def old_layout(path: Path, rows: list[list[str]]) -> Path:
    return write_xlsx(path, [["DANH SÁCH THỦ TỤC HÀNH CHÍNH"], [], OLD_HEADER, *rows])


def test_the_old_layout(workspace: Workspace, tmp_path: Path) -> None:
    row = old_row(
        "1.001122.000.00.00.H12", " Cấp  giấy\nphép ", "2193/QĐ-UBND. ngày 04/12/2025", "Cấp Bộ; Cấp Xã"
    )
    report = import_catalogue(workspace, old_layout(tmp_path / "cm.xlsx", [row]))
    assert (report.scope, report.rows, report.count("added")) == (Scope.PROVINCE, 1, 1)
    assert report.ignored_columns == ("STT",)
    (entry,) = load_procedures(workspace)
    assert (entry.id, entry.code, entry.code_printed) == (
        "province:1.001122",
        "1.001122",
        "1.001122.000.00.00.H12",
    )
    assert entry.name == "Cấp giấy phép"
    assert (entry.field, entry.ministry) == ("Kiểm lâm", "Bộ Nông nghiệp và Môi trường")
    assert (entry.decision_raw, entry.decision_keys) == ("2193/QĐ-UBND. ngày 04/12/2025", ("2193/QĐ-UBND",))
    assert entry.levels == (Level.CENTRAL, Level.COMMUNE)
    assert (entry.publisher, entry.status) == ("UBND tỉnh Cà Mau", "Công khai")


def test_the_new_layout(workspace: Workspace, tmp_path: Path) -> None:
    row = [
        "1.014966",
        "Cấp lại chứng chỉ ",
        "Bộ Tư pháp",
        "Sở Tư pháp\nBộ Tư pháp; Sở Tư pháp",
        "Quản tài viên",
    ]
    report = import_catalogue(workspace, write_xlsx(tmp_path / "btp.xlsx", [["DANH SÁCH"], NEW_HEADER, row]))
    assert report.scope is Scope.NATIONAL
    (entry,) = load_procedures(workspace)
    assert entry.agencies == ("Sở Tư pháp", "Bộ Tư pháp")
    assert (entry.ministry, entry.levels, entry.decision_raw) == ("Bộ Tư pháp", (), None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(workspace: Workspace, tmp_path: Path, delimiter: str) -> None:
    path = write_csv(tmp_path / "a.csv", [OLD_HEADER, old_row("1.001122", "Cấp, đổi; thẻ")], delimiter)
    assert import_catalogue(workspace, path).count("added") == 1
    assert load_procedures(workspace)[0].name == "Cấp, đổi; thẻ"


def test_a_code_that_became_a_number_gets_its_zeros_back(workspace: Workspace, tmp_path: Path) -> None:
    row: list[object] = [1.01449, "Cấp thẻ", "Bộ Tư pháp", "", ""]
    import_catalogue(workspace, write_xlsx(tmp_path / "a.xlsx", [NEW_HEADER, row]))
    assert load_procedures(workspace)[0].code == "1.014490"


def test_the_header_may_stand_on_another_row(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["chú thích"]] * 45 + [OLD_HEADER, old_row("1.001122", "Cấp thẻ")]
    assert import_catalogue(workspace, write_csv(tmp_path / "a.csv", rows)).count("added") == 1
    late = [["chú thích"]] * 51 + [OLD_HEADER, old_row("1.001122", "Cấp thẻ")]
    with pytest.raises(UsageError):
        import_catalogue(workspace, write_csv(tmp_path / "b.csv", late))


def test_every_row_is_accounted_for(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        old_row("1.001122", "Một"),
        old_row("1.001122.000.00.00.H12", "Lại một"),
        old_row("", "Không mã"),
        old_row("1.014.111", "Mã sai"),
        old_row("1.001123", ""),
        ["", "", ""],
        OLD_HEADER,
        old_row("1.000358.01", "Trường hợp"),
    ]
    report = import_catalogue(workspace, write_csv(tmp_path / "a.csv", [OLD_HEADER, *rows]))
    assert [(one.row, one.kind) for one in report.problems] == [
        (3, "duplicate"),
        (4, "no_code"),
        (5, "malformed_code"),
        (6, "no_name"),
    ]
    assert report.rows == report.count("added") + len(report.problems) == 6
    assert [one.code for one in load_procedures(workspace)] == ["1.000358.01", "1.001122"]
    assert workspace.rows("SELECT rows, added, duplicates, problems FROM imports") == [
        {"rows": 6, "added": 2, "duplicates": 1, "problems": 3}
    ]
    assert "dòng 4" in "\n".join(report.sentences())


def test_the_same_file_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = old_layout(tmp_path / "cm.xlsx", [old_row("1.001122", "Một"), old_row("", "Không mã")])
    import_catalogue(workspace, path)
    before = workspace.db.conn.total_changes
    report = import_catalogue(workspace, path)
    assert report.nothing_changed
    assert workspace.db.conn.total_changes == before
    assert "không có gì thay đổi" in "\n".join(report.sentences())


def test_another_file_is_one_change_set(workspace: Workspace, tmp_path: Path) -> None:
    import_catalogue(
        workspace,
        national_csv(tmp_path / "a.csv", [("1.000001", "Một", "Du lịch"), ("1.000002", "Hai", "Du lịch")]),
        imported_on=date(2025, 4, 28),
    )
    second = national_csv(
        tmp_path / "b.csv", [("1.000001", "Một mới", "Du lịch"), ("1.000003", "Ba", "Du lịch")]
    )
    report = import_catalogue(workspace, second, imported_on=date(2026, 6, 1))
    assert {(one.kind, one.procedure) for one in report.changes} == {
        ("changed", "national:1.000001"),
        ("added", "national:1.000003"),
        ("gone", "national:1.000002"),
    }
    changed = next(one for one in report.changes if one.kind == "changed")
    assert [(one.field, one.old, one.new) for one in changed.differences] == [("name", "Một", "Một mới")]
    known = workspace.rows("SELECT code, name, known_from, gone_in FROM procedures ORDER BY code")
    assert known == [
        {"code": "1.000001", "name": "Một mới", "known_from": "2026-06-01", "gone_in": None},
        {"code": "1.000002", "name": "Hai", "known_from": "2025-04-28", "gone_in": 2},
        {"code": "1.000003", "name": "Ba", "known_from": "2026-06-01", "gone_in": None},
    ]
    assert import_catalogue(workspace, second).nothing_changed


def test_a_list_says_nothing_on_columns_it_lacks(workspace: Workspace, tmp_path: Path) -> None:
    import_catalogue(workspace, national_csv(tmp_path / "a.csv", [("1.000001", "Một", "Du lịch")]))
    rows = [NEW_HEADER, ["1.000001", "Một", "Bộ Văn hóa, Thể thao và Du lịch", "", "Du lịch"]]
    assert import_catalogue(workspace, write_csv(tmp_path / "b.csv", rows)).nothing_changed
    assert load_procedures(workspace)[0].levels == (Level.PROVINCE,)


def test_a_list_of_one_ministry_does_not_lose_the_others(workspace: Workspace, tmp_path: Path) -> None:
    import_catalogue(workspace, national_csv(tmp_path / "a.csv", [("1.000001", "Một", "Du lịch")]))
    rows = [NEW_HEADER, ["1.000009", "Chín", "Bộ Tư pháp", "", "Hộ tịch"]]
    assert import_catalogue(workspace, write_csv(tmp_path / "b.csv", rows)).count("gone") == 0


def test_a_dry_run_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = national_csv(tmp_path / "a.csv", [("1.000001", "Một", "Du lịch")])
    assert import_catalogue(workspace, path, dry_run=True).count("added") == 1
    assert load_procedures(workspace) == []


def test_the_two_catalogues_stand_side_by_side(workspace: Workspace, tmp_path: Path) -> None:
    import_catalogue(workspace, national_csv(tmp_path / "a.csv", [("1.001122", "Một", "Du lịch")]))
    import_catalogue(workspace, old_layout(tmp_path / "cm.xlsx", [old_row("1.001122.H12", "Một")]))
    assert [one.id for one in load_procedures(workspace)] == ["national:1.001122", "province:1.001122"]
    assert len(load_procedures(workspace, Scope.PROVINCE)) == 1


def test_another_provinces_catalogue_is_refused_unless_meant(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "kho", "Quảng Ngãi")
    path = old_layout(tmp_path / "cm.xlsx", [old_row("1.001122.H12", "Một")])
    with pytest.raises(UsageError, match="Cà Mau"):
        import_catalogue(workspace, path)
    assert load_procedures(workspace) == []
    assert import_catalogue(workspace, path, scope=Scope.NATIONAL).count("added") == 1


def test_no_code_column_names_file_columns_and_the_way_out(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "khach.csv", [["Họ tên", "Địa chỉ"], ["A", "B"]])
    with pytest.raises(UsageError) as error:
        import_catalogue(workspace, path)
    for part in ("khach.csv", "Họ tên", "Địa chỉ", "Mã TTHC"):
        assert part in error.value.sentence()
    assert workspace.db.table("imports").count == 0


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.csv", b"", "import.empty"),
        ("a.csv", b" \n\n", "import.empty"),
        ("a.xlsx", b"PK\x03\x04 truncated", "import.damaged"),
        ("a.xlsx", b"<!DOCTYPE html><html></html>", "import.web_page"),
        ("a.csv", "Mã TTHC".encode() + b",\xff\xfe\xfa", "import.encoding"),
        ("a.csv", b"a,b\x00c\n", "import.damaged"),
        ("a.csv", b"chi mot dong", "import.no_code_column"),
    ],
)
def test_bad_files(workspace: Workspace, tmp_path: Path, name: str, content: bytes, key: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as error:
        import_catalogue(workspace, tmp_path / name)
    assert error.value.key == key
    assert name in error.value.sentence()


def test_a_missing_file(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        import_catalogue(workspace, tmp_path / "nowhere.csv")
    assert error.value.key == "import.not_found"


def test_every_outcome_is_said_in_both_languages() -> None:
    kinds = [f"import_problem.{kind}" for kind in ("no_code", "malformed_code", "duplicate", "no_name")]
    kinds += [f"proposal.{kind}" for kind in Kind] + [f"band.{band}" for band in Band]
    kinds += [f"scope.{scope}" for scope in Scope] + [f"level.{level}" for level in Level]
    assert set(kinds) <= catalogue("vi").keys() & catalogue("en").keys()


def test_five_thousand_rows(workspace: Workspace, tmp_path: Path) -> None:
    rows = [(f"1.{number:06d}", f"Thủ tục số {number}", "Du lịch") for number in range(5000)]
    report = import_catalogue(workspace, national_csv(tmp_path / "a.csv", rows))
    assert (report.rows, report.count("added")) == (5000, 5000)
    assert workspace.db.table("procedures").count == 5000


def test_a_list_is_dated_by_the_day_in_viet_nam(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """28 November 18:30 UTC, which a machine anywhere west of Việt Nam calls the 28th, is the 29th there."""
    moment = datetime(2025, 11, 28, 18, 30, tzinfo=UTC)
    monkeypatch.setattr("catalogue.deadlines.calendar.datetime", Mock(now=moment.astimezone))
    import_catalogue(workspace, national_csv(tmp_path / "ds.csv", [("1.000001", "Cấp thẻ", "Du lịch")]))
    assert workspace.rows("SELECT imported_on FROM imports") == [{"imported_on": "2025-11-29"}]


def test_a_list_that_holds_what_is_repealed_here_is_told_and_brings_nothing_back(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace:
        publish(workspace, item(Change.REPEALED, CARD[1], code=CARD[0]))
        accept(workspace, *ids(workspace))
        again = national_csv(tmp_path / "lai.csv", (CARD, LICENCE, HOTEL))
        report = import_catalogue(workspace, again, scope=Scope.PROVINCE, imported_on=date(2026, 6, 1))
        assert [(one.code, one.day) for one in report.ended] == [(CARD[0], "2025-11-20")]
        assert report.to_json()["ended"][0]["code"] == CARD[0]
        assert "không có gì thay đổi: 2 TTHC đã đúng như vậy" in report.sentences()
        (said,) = (line for line in report.sentences() if "reconcile" in line)
        assert CARD[0] in said
        assert "20/11/2025" in said
        before = import_catalogue(workspace, again, scope=Scope.PROVINCE, imported_on=date(2025, 11, 1))
        assert (before.ended, before.nothing_changed) == ((), True)
        held = workspace.rows("SELECT valid_to FROM procedures WHERE id = ?", [f"province:{CARD[0]}"])
        assert held == [{"valid_to": "2025-11-20"}]
