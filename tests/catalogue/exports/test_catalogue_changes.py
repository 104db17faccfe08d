from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from catalogue.differences import between_days
from catalogue.exports.catalogue_changes import write_changes
from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from extract.decision import Change
from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import called
from tests.catalogue.judging_cases import CARD, LICENCE, accept, filled, ids, publish
from tests.catalogue.making import item

FIRST, LAST = date(2025, 11, 1), date(2025, 12, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = filled(tmp_path)
    publish(
        made,
        item(name=CARD[1], code=CARD[0], time_limit="=3 ngày"),
        item(Change.REPEALED, name=LICENCE[1], code=LICENCE[0]),
    )
    accept(made, *ids(made))
    return made


def write(workspace: Workspace, file: Path) -> Path:
    write_changes(between_days(workspace, Scope.PROVINCE, FIRST, LAST), file, "từ ngày đến ngày")
    return file


def test_a_row_for_each_field_that_differs(workspace: Workspace, tmp_path: Path) -> None:
    text = write(workspace, tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    assert heads == ["Thay đổi", "Mã", "Tên TTHC", "Nội dung đổi", "Trước", "Sau", "Do", "Từ ngày"]
    number, day = "2815/QĐ-UBND", "20/11/2025"
    assert ["đổi", CARD[0], CARD[1], "Thời hạn giải quyết", "", "'=3 ngày", number, day] in rows
    assert rows[-1] == ["hết hiệu lực", LICENCE[0], LICENCE[1], "", "", "", number, day]


def test_the_workbook_says_what_was_asked(workspace: Workspace, tmp_path: Path) -> None:
    book = CalamineWorkbook.from_path(str(write(workspace, tmp_path / "a.xlsx")))
    rows = book.get_sheet_by_name("Thay đổi của danh mục TTHC").to_python()
    assert rows[0][0] == "từ ngày đến ngày"
    assert rows[-1][:3] == ["hết hiệu lực", LICENCE[0], LICENCE[1]]
    assert {row[5] for row in rows} >= {"=3 ngày"}


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.jsonl"])
def test_the_same_days_give_the_same_bytes(workspace: Workspace, tmp_path: Path, name: str) -> None:
    one, two = (write(workspace, tmp_path / folder / name) for folder in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_json_lines_hold_an_entry_each(workspace: Workspace, tmp_path: Path) -> None:
    lines = write(workspace, tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["changed", "repealed"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.jsonl"])
def test_changes_are_no_catalogue_to_import(workspace: Workspace, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=name.replace(".", r"\.")):
        import_catalogue(workspace, write(workspace, tmp_path / name))


def test_the_command(workspace: Workspace, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        return called(workspace.folder, "export", "changes", *words).output

    out = tmp_path / "out.xlsx"
    days = ("--from", "2025-11-01", "--to", "01/12/2025", "--out", str(out))
    told = json.loads(run(*days, "--json", "--dry-run"))
    assert (told["added"], told["changed"], told["repealed"], told["from"]) == (0, 1, 1, "2025-11-01")
    assert not out.exists()
    assert "0 TTHC thêm, 1 đổi, 1 hết hiệu lực, danh mục của tỉnh, từ 01/11/2025 đến 01/12/2025" in run(*days)
    assert out.exists()
    for words, key in (
        (("--department", "Sở Y tế"), "lists.no_difference"),
        (("--to", "2025-10-01"), "lists.days_turned"),
        (("--out", "a.pdf"), "export.unknown_ending"),
    ):
        with pytest.raises(UsageError) as raised:
            run(*days, *words)
        assert raised.value.key == key
        assert raised.value.sentence()
