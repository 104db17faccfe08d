from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from python_calamine import CalamineWorkbook

from catalogue.exports.catalogue_entries import Asked
from catalogue.exports.notice import NO_FIELD, Notice, Row, notice, write_notice
from catalogue.history import Stated, state
from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from catalogue.timeline import IN_FORCE
from catalogue.workspace import Workspace, to_json
from extract.decision import Level, Part
from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import called
from tests.catalogue.judging_cases import CARD, accept, filled, ids, publish
from tests.catalogue.making import item

DAY = date(2026, 3, 2)
JUSTICE = ("Sở Tư pháp",)


def entry(code: str, name: str, field: str | None, levels: Iterable[Level], **facts: str) -> Stated:
    fields = {"code": code, "name": name, "field": field, "levels": to_json([str(one) for one in levels])}
    lists = {
        "agencies": to_json(["Trung tâm một cửa"]),
        "departments": to_json(JUSTICE),
        "decision_keys": "[]",
    }
    return Stated(f"province:{code}", {**fields, **lists, **facts, IN_FORCE: True}, "2025-01-01")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Entries of one department: at both levels, of the commune only, of no field, and one that has ended."""
    made = Workspace.create(tmp_path / "kho", "Quảng Ngãi")
    both, commune = (Level.PROVINCE, Level.COMMUNE), (Level.COMMUNE,)
    with made.writing():
        state(
            made,
            [
                entry("1.000002", "Hai & <hai>", "Hộ tịch", both, fee="=5.000 đồng", time_limit="3 ngày"),
                entry("1.000001", "Một", "Hộ tịch", commune, decision_raw="1/QĐ-UBND"),
                entry("1.000003", "Ba", None, ()),
                entry("1.000004", "Bốn", "Công chứng", (Level.PROVINCE,)),
                entry("1.000005", "Năm", "Công chứng", (Level.PROVINCE,)),
                Stated("province:1.000005", {IN_FORCE: False}, "2026-01-01"),
            ],
            DAY,
            decided=False,
        )
    return made


def of_department(workspace: Workspace, name: str = "tư pháp") -> Notice:
    return notice(workspace, Asked(Scope.PROVINCE, DAY, department=name))


def test_a_departments_list_is_grouped_by_field_and_leaves_out_what_communes_settle(
    workspace: Workspace,
) -> None:
    made = of_department(workspace)
    assert {name: [row.code for row in rows] for name, rows in made.fields.items()} == {
        "Công chứng": ["1.000004"],
        "Hộ tịch": ["1.000002"],
        NO_FIELD: ["1.000003"],
    }
    assert (made.department, made.whose) == ("Sở Tư pháp", "thuộc phạm vi quản lý của Sở Tư pháp")
    assert made.fields["Hộ tịch"][0] == Row(
        "Hộ tịch", "1.000002", "Hai & <hai>", "3 ngày", "Trung tâm một cửa", "=5.000 đồng", None, None, None
    )
    assert made.unknown == 3 + 5 + 5


def test_the_list_of_the_communes(workspace: Workspace) -> None:
    made = notice(workspace, Asked(Scope.PROVINCE, DAY, level=Level.COMMUNE))
    assert [row.code for row in made.rows] == ["1.000001", "1.000002"]
    assert made.whose == "thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã"


def test_what_has_ended_since_is_on_an_earlier_list(workspace: Workspace) -> None:
    earlier = notice(workspace, Asked(Scope.PROVINCE, date(2025, 12, 31), department="Tư pháp"))
    assert "1.000005" in {row.code for row in earlier.rows}


def test_how_it_is_carried_out_comes_from_the_decision_that_tells_it(tmp_path: Path) -> None:
    workspace = filled(tmp_path)
    manner = Part("manner", "Trực tiếp hoặc qua bưu chính")
    row = item(name=CARD[1], code=CARD[0], time_limit="3 ngày", agency="UBND tỉnh", parts=(manner,))
    publish(workspace, row)
    accept(workspace, *ids(workspace))
    made = notice(workspace, Asked(Scope.PROVINCE, DAY, department="Văn hóa"))
    (card,) = (row for row in made.rows if row.code == CARD[0])
    assert card.place
    assert card.place.splitlines()[-1] == "Trực tiếp hoặc qua bưu chính"


def test_no_procedures_no_list(workspace: Workspace) -> None:
    with pytest.raises(UsageError) as raised:
        of_department(workspace, "Sở Y tế")
    assert raised.value.key == "lists.nothing"


def test_csv(workspace: Workspace, tmp_path: Path) -> None:
    write_notice(of_department(workspace), tmp_path / "a.csv", workspace)
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    title, _, heads, _, second, third = csv.reader(io.StringIO(text, newline=""))
    assert title[0].endswith("(Niêm yết công khai, tính đến ngày 02/03/2026)")
    assert heads[:4] == ["STT", "Lĩnh vực", "Mã TTHC", "Tên thủ tục hành chính"]
    assert second == [
        "2", "Hộ tịch", "1.000002", "Hai & <hai>", "3 ngày", "Trung tâm một cửa", "'=5.000 đồng",
        "[…]", "[…]", "[…]",
    ]  # fmt: skip
    assert third[:2] == ["3", NO_FIELD]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_notice_list_is_no_catalogue_to_import(workspace: Workspace, tmp_path: Path, name: str) -> None:
    write_notice(of_department(workspace), tmp_path / name, workspace)
    with pytest.raises(UsageError) as raised:
        import_catalogue(workspace, tmp_path / name)
    assert raised.value.key == "import.notice"


def test_workbook(workspace: Workspace, tmp_path: Path) -> None:
    write_notice(of_department(workspace), tmp_path / "a.xlsx", workspace)
    rows = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("Niêm yết").to_python()
    assert str(rows[0][0]).split("\n") == [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "thuộc phạm vi quản lý của Sở Tư pháp",
        "(Niêm yết công khai, tính đến ngày 02/03/2026)",
    ]
    assert [row[2] for row in rows[3:]] == ["1.000004", "1.000002", "1.000003"]


def test_word_file(workspace: Workspace, tmp_path: Path) -> None:
    write_notice(of_department(workspace), tmp_path / "a.docx", workspace)
    letter = Document(str(tmp_path / "a.docx"))
    section = letter.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    margins = (section.left_margin, section.right_margin, section.top_margin)
    assert [length and round(length.mm) for length in margins] == [30, 20, 20]
    head, listed = letter.tables
    assert head.cell(0, 0).text.split("\n") == ["ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "SỞ TƯ PHÁP"]
    texts = [paragraph.text for paragraph in letter.paragraphs]
    assert texts[:3] == [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "thuộc phạm vi quản lý của Sở Tư pháp",
        "(Tính đến ngày 02/03/2026; 3 thủ tục)",
    ]
    rows = [[cell.text for cell in row.cells] for row in listed.rows]
    assert [row[0] for row in rows] == [
        "STT",
        "1. Công chứng (1 thủ tục)",
        "1",
        "2. Hộ tịch (1 thủ tục)",
        "2",
        f"3. {NO_FIELD} (1 thủ tục)",
        "3",
    ]
    assert rows[4][2:7] == ["Hai & <hai>", "3 ngày", "Trung tâm một cửa", "=5.000 đồng", "[…]"]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.csv"])
def test_the_same_list_gives_the_same_bytes(workspace: Workspace, tmp_path: Path, name: str) -> None:
    for folder in ("one", "two"):
        write_notice(of_department(workspace), tmp_path / folder / name, workspace)
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_command(workspace: Workspace, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        return called(workspace.folder, "export", "notice", *words).output

    out = tmp_path / "out.docx"
    told = json.loads(run("--out", str(out), "--commune", "--as-of", "2026-03-02", "--json", "--dry-run"))
    assert (told["entries"], told["fields"], told["level"], told["as_of"]) == (2, 1, "commune", "2026-03-02")
    assert not out.exists()
    assert "3 TTHC thuộc 3 lĩnh vực" in run(
        "--out", str(out), "--department", "tư pháp", "--as-of", "2026-03-02"
    )
    assert out.exists()
    for words, key in (
        ((), "lists.one_of_two"),
        (("--commune", "--department", "Tư pháp"), "lists.one_of_two"),
    ):
        with pytest.raises(UsageError) as raised:
            run("--out", str(out), *words)
        assert raised.value.key == key
    with pytest.raises(UsageError, match=r"\.docx"):
        run("--out", "a.pdf", "--commune")
