from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from catalogue.exports.catalogue_entries import Asked, departments_of, held, one_moment, own_scope
from catalogue.exports.catalogue_files import Written, write_catalogue
from catalogue.exports.sheets import LONGEST_CELL
from catalogue.history import Stated, state
from catalogue.imports.importing import import_catalogue
from catalogue.imports.layouts import Held, Layout, columns, told
from catalogue.imports.sheets import read_sheets
from catalogue.procedure import Scope
from catalogue.timeline import IN_FORCE
from catalogue.workspace import Workspace
from congbo import cli
from extract.decision import Level
from ingest.errors import UsageError
from tests.catalogue.judging_cases import CARD, FORMS, HOTEL, LICENCE, changed
from tests.catalogue.making import OLD_HEADER, entry, national_csv

DAY = date(2026, 3, 2)
PROVINCE = Asked(Scope.PROVINCE, DAY)
ODD = entry("1.000009", "=1+1\n'x", fee="-5", field="@a", agencies=("Sở Tư pháp", "UBND cấp xã"))


def sheets(file: Path) -> dict[str, list[Any]]:
    book = CalamineWorkbook.from_path(str(file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def lines(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def records(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def write(folder: Path, name: str, *entries: Held, **options: Any) -> Written:
    return write_catalogue(entries, folder / name, PROVINCE, **options)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return changed(tmp_path)


def test_the_portals_layout_is_that_of_its_exports(workspace: Workspace, tmp_path: Path) -> None:
    made = write_catalogue(held(workspace, PROVINCE), tmp_path / "a.xlsx", PROVINCE, Layout.PORTAL)
    rows = sheets(tmp_path / "a.xlsx")["Danh mục TTHC"]
    assert rows[0][0].split("\n")[-2:] == [
        "DANH SÁCH THỦ TỤC HÀNH CHÍNH",
        "(Xuất từ congbo, danh mục của tỉnh, tính đến ngày 02/03/2026)",
    ]
    assert set(rows[1]) == {""}
    assert rows[2] == OLD_HEADER
    assert rows[3] == [
        "1", "1.000001", CARD[1], "2815/QĐ-UBND", "", "Du lịch",
        "Bộ Văn hóa, Thể thao và Du lịch", "Cấp Tỉnh", "",
    ]  # fmt: skip
    assert [row[1] for row in rows[4:]] == ["1.000003"]
    assert (made.entries, made.in_force) == (2, 2)


def test_the_full_layout_holds_every_field_and_when_it_held(workspace: Workspace, tmp_path: Path) -> None:
    made = write_catalogue(held(workspace, PROVINCE), tmp_path / "a.jsonl", PROVINCE)
    card, licence, hotel = records(tmp_path / "a.jsonl")
    assert list(card) == [column.field for column in columns(Layout.FULL)]
    wanted = {
        "time_limit": "3 ngày", "in_force": True, "valid_from": "2025-11-20", "valid_to": None,
        "decision": "2815/QĐ-UBND", "section": "A", "ordinal": "7", "levels": ["province"],
        "decision_keys": ["2815/QĐ-UBND"],
    }  # fmt: skip
    assert {name: card[name] for name in wanted} == wanted
    assert (licence["in_force"], licence["valid_from"], licence["valid_to"]) == (False, None, "2025-11-20")
    assert (hotel["decision"], hotel["valid_from"]) == (None, None)
    assert (made.entries, made.in_force, made.retired) == (3, 2, 1)


def test_the_catalogue_of_another_day(workspace: Workspace) -> None:
    before = list(held(workspace, Asked(Scope.PROVINCE, date(2025, 11, 19))))
    assert [(one.in_force, one.valid_to) for one in before] == [
        (True, "2025-11-20") if one.entry.code == LICENCE[0] else (True, None) for one in before
    ]
    unknown = list(held(workspace, Asked(Scope.PROVINCE, DAY, known=date(2026, 2, 28))))
    assert [one.entry.time_limit for one in unknown] == [None, None, None]
    assert list(held(workspace, Asked(Scope.PROVINCE, DAY, known=date(2025, 1, 1)))) == []


def test_the_entries_asked_for(workspace: Workspace) -> None:
    def codes(**facts: Any) -> list[str]:
        return [one.entry.code for one in held(workspace, Asked(Scope.PROVINCE, DAY, **facts))]

    assert codes(field="DU LICH") == []
    assert codes(field="DU LỊCH") == codes(level=Level.PROVINCE) == [CARD[0], LICENCE[0], HOTEL[0]]
    assert codes(level=Level.COMMUNE) == []
    assert codes(department="sở văn hóa") == [CARD[0], LICENCE[0], HOTEL[0]]
    assert codes(department="Sở Y tế") == []


def test_what_others_write_meanwhile_is_not_seen(workspace: Workspace) -> None:
    fresh = {"code": "1.000009", "name": "Mới", IN_FORCE: True}
    with one_moment(workspace):
        before = list(held(workspace, PROVINCE))
        with Workspace.open(workspace.folder) as other, other.writing():
            state(other, [Stated("province:1.000009", fresh)], DAY, decided=False)
        assert list(held(workspace, PROVINCE)) == before
    assert len(list(held(workspace, PROVINCE))) == len(before) + 1


def test_departments_are_those_stated_or_those_that_answer() -> None:
    assert departments_of(entry("1.000001", "Một", departments=("Sở A",), agencies=("Sở Tư pháp",))) == (
        "Sở A",
    )
    assert departments_of(entry("1.000001", "Một", agencies=("Sở Tư pháp", "UBND cấp xã"))) == ("Sở Tư pháp",)
    assert departments_of(entry("1.000001", "Một")) == ("Sở Văn hóa, Thể thao và Du lịch",)
    assert departments_of(entry("1.000001", "Một", ministry=None)) == ()


def test_without_a_provinces_own_catalogue_the_national_one_is_meant(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "kho")
    import_catalogue(workspace, national_csv(tmp_path / "a.csv", [CARD]))
    assert own_scope(workspace) is Scope.NATIONAL


def test_csv_is_for_spreadsheets_and_runs_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", Held(ODD))
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfDanh m")
    heads, row = lines(tmp_path / "a.csv")
    facts = dict(zip(heads, row, strict=True))
    assert (facts["Tên TTHC"], facts["Phí, lệ phí"], facts["Lĩnh vực"]) == ("'=1+1\n'x", "'-5", "'@a")
    assert facts["Cơ quan thực hiện"] == "Sở Tư pháp; UBND cấp xã"


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    write(tmp_path, "a.xlsx", Held(ODD))
    heads, row = sheets(tmp_path / "a.xlsx")["Danh mục TTHC"]
    assert dict(zip(heads, row, strict=True))["Tên TTHC"] == "=1+1\n'x"


def test_long_texts_are_cut_in_workbooks_only_and_told_with_their_row(tmp_path: Path) -> None:
    long = Held(entry("1.000002", "Hai", basis="x" * 40_000))
    short = Held(entry("1.000001", "Một"))
    made = write(tmp_path, "a.xlsx", short, long, short, long, most_rows=2)
    assert [(one.sheet, one.row, one.code, one.head, one.length) for one in made.cut] == [
        (1, 3, "1.000002", "Căn cứ pháp lý", 40_000),
        (2, 3, "1.000002", "Căn cứ pháp lý", 40_000),
    ]
    assert "Danh mục TTHC (2), dòng 3" in made.cut[1].sentence
    cells = sheets(tmp_path / "a.xlsx")["Danh mục TTHC"][2]
    assert max(len(cell) for cell in cells) == LONGEST_CELL
    for name in ("a.csv", "a.jsonl"):
        assert write(tmp_path, name, long).cut == []
        assert b"x" * 40_000 in (tmp_path / name).read_bytes()


def test_reading_a_file_back_leaves_long_cells_of_others_readable(tmp_path: Path) -> None:
    before = csv.field_size_limit(131_072)
    try:
        write(tmp_path, "a.csv", Held(ODD))
        read_sheets(tmp_path / "a.csv")
        assert csv.field_size_limit() == 131_072
        write(tmp_path, "b.csv", Held(replace(ODD, basis="x" * 200_000)))
        rows = read_sheets(tmp_path / "b.csv").rows[0]
        assert max(len(str(cell)) for row in rows for cell in row) == 200_000
    finally:
        csv.field_size_limit(before)


def test_more_rows_than_a_sheet_holds(tmp_path: Path) -> None:
    many = [Held(entry(f"1.{number:06d}", "Một")) for number in range(5)]
    write(tmp_path, "a.xlsx", *many, most_rows=2)
    found = sheets(tmp_path / "a.xlsx")
    assert [len(rows) for rows in found.values()] == [3, 3, 2]


def test_control_characters_stay_at_home(tmp_path: Path) -> None:
    bad = entry("1.000001", "a\x00b\x0bc\r\nd\re", agencies=("\x01", "Sở\x02"))
    assert told(Held(bad))["name"] == "abc\nd\ne"
    assert told(Held(bad))["agencies"] == ["Sở"]


@pytest.mark.parametrize(("name", "layout"), FORMS)
def test_the_same_entries_give_the_same_bytes(
    workspace: Workspace, tmp_path: Path, name: str, layout: Layout
) -> None:
    files = [tmp_path / folder / name for folder in ("one", "two")]
    for file in files:
        write_catalogue(held(workspace, PROVINCE), file, PROVINCE, layout)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("name", "layout", "entries", "key"),
    [
        ("a.xls", Layout.FULL, [Held(ODD)], "export.unknown_ending"),
        ("a.jsonl", Layout.PORTAL, [Held(ODD)], "lists.portal_as_jsonl"),
        ("a.csv", Layout.FULL, [], "lists.nothing"),
        ("a.csv", Layout.PORTAL, [Held(ODD, in_force=False)], "lists.nothing"),
        ("taken.csv", Layout.FULL, [Held(ODD)], "export.not_writable"),
    ],
)
def test_what_cannot_be_written(
    tmp_path: Path, name: str, layout: Layout, entries: list[Held], key: str
) -> None:
    (tmp_path / "taken.csv").mkdir()
    with pytest.raises(UsageError) as raised:
        write(tmp_path, name, *entries, layout=layout)
    assert raised.value.key == key
    assert raised.value.sentence()
    assert [path.name for path in tmp_path.iterdir()] == ["taken.csv"]


def test_the_command(workspace: Workspace, tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        found = CliRunner().invoke(cli, ["--workspace", str(workspace.folder), "export", "catalogue", *words])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found.exit_code, found.output

    out = tmp_path / "out.csv"
    words = ("--out", str(out), "--as-of", "2026-03-02")
    code, said = run(*words, "--dry-run", "--json")
    facts = json.loads(said)
    assert (code, facts["entries"], facts["retired"], facts["scope"], facts["as_of"]) == (
        0, 3, 1, "province", "2026-03-02",
    )  # fmt: skip
    assert not out.exists()
    assert "3 TTHC (2 còn hiệu lực, 1 hết hiệu lực)" in run(*words)[1]
    assert len(lines(out)) == 4
    with pytest.raises(UsageError, match="Sở Y tế"):
        run(*words, "--department", "Sở Y tế")
    with pytest.raises(UsageError) as raised:
        run("--out", str(out / "in-a-file.csv"))
    assert raised.value.key == "export.not_writable"
