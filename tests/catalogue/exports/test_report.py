import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from catalogue.reporting import FOUR, Report, report_on
from catalogue.reporting_form import form_of
from catalogue.reporting_rows import Kind
from catalogue.workspace import Workspace
from corpus.year import Year, parts, year
from extract.decision import Change
from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import called
from tests.catalogue.exports.year_workspace import decisions_planned, planned, year_workspace

GOLDEN = {"decisions": 43, "new": 125, "amended": 81, "replaced": 33, "repealed": 108, "standardised": 286}
"""Quảng Ngãi 2021, in the words of its yearly report."""
PERIOD = ("--from", "2025-01-01", "--to", "31/12/2025")
ADDITIVE = ("decisions", "total", *Change, "internal", "workflows", "on_time", "late", "undecided", "pending",
            "posted", "posted_in_time", "posted_late", "posted_unknown", "unposted")  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nam")
    year_workspace(path)
    return path / "kho"


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    with Workspace.open(folder) as workspace:
        return report_on(workspace, date(2025, 1, 1), date(2025, 12, 31))


def exported(folder: Path, out: Path, *arguments: str) -> bytes:
    called(folder, "export", "report", *PERIOD, "--out", out, *arguments)
    return out.read_bytes()


def counts(line: Any) -> dict[str, int | None]:
    return {name: line.count(name) for name in line.figures}


def test_the_year_has_the_sums_of_a_real_yearly_report(report: Report) -> None:
    found = counts(report.whole)
    assert {name: found[name] for name in GOLDEN} == GOLDEN
    assert found["total"] == 347
    rows = dict.fromkeys(Change, 0)
    for one in year().decisions:
        for listed in one.lists:
            rows[listed.change] += len(listed.entries)
    assert rows[Change.STANDARDISED] > GOLDEN["standardised"]  # some stand at two levels, and one is copied


def test_each_department_has_what_the_plan_gives_it(report: Report) -> None:
    lines = {line.name: line for line in report.lines if line.scope == "department"}
    assert {name: line.count("decisions") for name, line in lines.items()} == dict(decisions_planned())
    assert len(lines) == 5
    for name, line in lines.items():
        for change in (*FOUR, Change.STANDARDISED):
            assert line.count(change.value) == planned(change, name), (name, change)
    assert [line.name for line in report.lines if line.department == "Sở Tư pháp"] == [
        "Sở Tư pháp",
        "Chứng thực",
        "Hộ tịch",
    ]


@pytest.mark.parametrize("figure", ADDITIVE)
def test_the_whole_is_the_sum_of_the_departments(report: Report, figure: str) -> None:
    parts_of = [line.figures[figure] for line in report.lines if line.scope == "department"]
    rows = [row.id for part in parts_of for row in part or ()]
    assert sorted(rows) == sorted(row.id for row in report.whole.figures[figure] or ())
    assert len(rows) == len(set(rows)) == report.whole.count(figure)


def test_posting_is_counted_from_what_became_known(report: Report) -> None:
    made = year()
    expected = {"posted_in_time": 0, "posted_late": 0, "unposted": 0}
    for one in made.decisions:
        day = made.posted.get(one.number)
        name = (
            "unposted" if day is None else "posted_in_time" if (day - one.signed).days < 5 else "posted_late"
        )
        expected[name] += len({entry.procedure.code for entry in one.entries()})
    found = counts(report.whole)
    assert {name: found[name] for name in expected} == expected
    assert found["posted"] == expected["posted_in_time"] + expected["posted_late"]
    assert found["posted_unknown"] == 0


def test_duties_are_those_that_overdue_tells_of(folder: Path, report: Report) -> None:
    told = json.loads(called(folder, "overdue", "--as-of", "2025-12-31", "--all", "--json").stdout)
    kinds = {
        "on_time": {"met"},
        "late": {"overdue", "met_late"},
        "undecided": {"no_basis"},
        "pending": {"due"},
    }
    timely = {"R5c", "R6", "R6w", "R10"}
    for name, statuses in kinds.items():
        expected = {
            one["id"]
            for one in told
            if one["status"] in statuses
            and one["rule"] not in timely
            and not one["informational"]
            and "2025-01-01" <= (one["due"] or one["signed"]) <= "2025-12-31"
        }
        assert {row.id for row in report.whole.figures[name] or ()} == expected, name
    received = year().received
    submissions = [row for row in report.rows(Kind.DUTY) if row.facts["rule"] == "R1"]
    assert len(submissions) > 30
    for row in submissions:
        assert (row in (report.whole.figures["undecided"] or ())) is (row.facts["decision"] not in received)


def test_what_no_document_tells_is_marked(report: Report) -> None:
    for line in report.lines:
        assert line.count("shortened") is None
        assert line.count("online_full") is None
    assert any("“…”" in note for note in report.notes)


def test_json_gives_the_ids_behind_every_figure(folder: Path, tmp_path: Path) -> None:
    told = json.loads(exported(folder, tmp_path / "bao-cao.json"))
    known = {kind: {row["id"] for row in rows} for kind, rows in told["rows"].items()}
    whole = told["lines"][0]["figures"]
    assert {name: whole[name]["count"] for name in GOLDEN} == GOLDEN
    for line in told["lines"]:
        for name, figure in line["figures"].items():
            if figure is not None:
                assert len(set(figure["rows"])) == figure["count"], name
                assert set(figure["rows"]) <= set().union(*known.values()), name
    with Workspace.open(folder) as workspace:
        items = {row["id"] for row in workspace.rows("SELECT id FROM items")}
        duties = {row["id"] for row in workspace.rows("SELECT id FROM obligations")}
    assert {ident for row in told["rows"]["procedure"] for ident in row["ids"]} <= items
    assert known["duty"] <= duties


def test_every_figure_of_the_workbook_leads_to_as_many_rows(folder: Path, tmp_path: Path) -> None:
    data = exported(folder, tmp_path / "bao-cao.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    summary = book.get_sheet_by_name("Tổng hợp").to_python(skip_empty_area=False)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    links = re.findall(r"<hyperlink ref=\"([A-Z]+)(\d+)\" location=\"'([^']+)'!A(\d+):[A-Z]+(\d+)\"", xml)
    sheets = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    }
    seen = 0
    for column, row, sheet, first, last in links:
        at = 0
        for letter in column:
            at = at * 26 + ord(letter) - ord("A") + 1
        figure = int(str(summary[int(row) - 1][at - 1]).removesuffix(".0"))
        rows = sheets[sheet][int(first) - 1 : int(last)]
        assert len(rows) == figure
        assert all(line[1] for line in rows), (sheet, first)
        department = str(summary[int(row) - 1][1])
        if department.startswith("Sở ") and sheet != "VBQPPL":
            assert {line[3] for line in rows} == {department}
        seen += figure
    figures = [cell for row in summary[7:] for cell in row[2:] if isinstance(cell, float)]
    assert seen == sum(figures) > 4000
    assert len(links) == sum(bool(cell) for cell in figures)
    whole = next(row for row in summary if row[1] == "Tổng số")
    assert [whole[2], *whole[4:10]] == [43, 347, 125, 81, 33, 108, 286]
    assert "22 %" in whole


def test_the_letter_lists_the_rows_behind_its_figures(folder: Path, tmp_path: Path) -> None:
    letter = Document(io.BytesIO(exported(folder, tmp_path / "bao-cao.docx")))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert (
        "43 quyết định công bố của 05 cơ quan, với 347 TTHC, trong đó: 125 TTHC mới ban hành; "
        "81 TTHC sửa đổi, bổ sung; 33 TTHC thay thế; 108 TTHC bãi bỏ. Ngoài ra đã chuẩn hóa 286 TTHC."
    ) in text
    tables = [table for table in letter.tables if table.style and table.style.name == "Table Grid"]
    publication = [[cell.text for cell in row.cells] for row in tables[0].rows]
    assert publication[2][2:10] == ["43", "13", "347", "125", "81", "33", "108", "286"]
    procedures = [[cell.text for cell in row.cells] for row in tables[3].rows]
    rows, expected = 0, 0
    for row in procedures[1:]:
        if len(set(row)) == 1:
            assert rows == expected
            rows, expected = 0, int(row[0].rpartition(": ")[2].replace(".", ""))
        else:
            rows += 1
            assert row[0] == str(rows)
    assert rows == expected
    assert sum(len(set(row)) > 1 for row in procedures[1:]) == 347 + 286
    assert (
        sum(row[0].isdigit() for row in ([cell.text for cell in row.cells] for row in tables[2].rows)) == 43
    )


def test_the_letter_is_laid_out_as_the_decree_asks(folder: Path, tmp_path: Path) -> None:
    letter: Any = Document(io.BytesIO(exported(folder, tmp_path / "bao-cao.docx")))
    portrait, *annexes = letter.sections
    assert (round(portrait.page_width.mm), round(portrait.page_height.mm)) == (210, 297)
    headings = [one.text for one in letter.paragraphs if re.fullmatch(r"Phụ lục [IVX]+", one.text)]
    assert len(annexes) == len(headings) == 7
    for annex in annexes:
        assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
        assert annex._sectPr.xpath("string(w:pgNumType/@w:start)") == "1"
    for section in letter.sections:
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(margin.mm) for margin in margins] == [30, 20, 20, 20]
        assert section.different_first_page_header_footer
    assert letter.styles["Normal"].font.name == "Times New Roman"
    for table in letter.tables[2:]:
        if table.style and table.style.name == "Table Grid":
            assert table.rows[0]._tr.trPr.xpath("w:tblHeader")


@pytest.mark.parametrize("ending", ["xlsx", "docx", "json"])
def test_the_same_report_is_the_same_file(folder: Path, tmp_path: Path, ending: str) -> None:
    assert exported(folder, tmp_path / f"mot.{ending}") == exported(folder, tmp_path / f"hai.{ending}")


def test_a_department_alone(folder: Path, tmp_path: Path) -> None:
    told = json.loads(exported(folder, tmp_path / "so.json", "--department", "so tu phap"))
    assert [line["name"] for line in told["lines"]] == ["Tổng số", "Sở Tư pháp", "Chứng thực", "Hộ tịch"]
    whole = told["lines"][0]["figures"]
    assert whole["decisions"]["count"] == sum(
        part.decisions for part in parts() if part.field.department == "Sở Tư pháp"
    )
    assert whole["repealed"]["count"] == planned(Change.REPEALED, "Sở Tư pháp")


def test_the_letter_of_a_department_names_it(folder: Path, tmp_path: Path) -> None:
    data = exported(folder, tmp_path / "so.docx", "--department", "so tu phap")
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    assert "hành chính (TTHC) của Sở Tư pháp từ ngày 01 tháng 01 năm 2025" in said
    assert "10 quyết định công bố của 01 cơ quan" in said
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(exported(folder, tmp_path / "so.xlsx", "--department", "tu phap"))
    )
    assert book.get_sheet_by_name("Tổng hợp").to_python()[1][0] == "UBND tỉnh Quảng Ngãi – Sở Tư pháp"


def test_a_dry_run_writes_nothing_and_json_tells_all(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "khong.xlsx"
    said = called(folder, "export", "report", *PERIOD, "--out", out, "--dry-run").stdout
    assert "chạy thử" in said
    assert "43 quyết định, 347 TTHC, 5 đơn vị" in said
    told = json.loads(called(folder, "export", "report", *PERIOD, "--out", out, "--dry-run", "--json").stdout)
    assert (told["written"], told["lines"][0]["figures"]["decisions"]["count"]) == (False, 43)
    assert not out.exists()


def test_other_endings_and_periods_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx, \.docx, \.json"):
        called(folder, "export", "report", *PERIOD, "--out", tmp_path / "bao-cao.pdf")
    with pytest.raises(UsageError, match="ngày đầu phải trước"):
        called(folder, "export", "report", "--from", "2025-02-01", "--to", "2025-01-01", "--out", "x.json")


def test_a_period_that_has_not_begun_has_no_report(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "bao-cao.docx"
    with pytest.raises(UsageError, match="bắt đầu ngày 01/01/2025, sau ngày 31/12/2024"):
        called(folder, "export", "report", *PERIOD, "--out", out, "--as-of", "2024-12-31")
    with pytest.raises(UsageError, match="bắt đầu ngày 01/01/2999"):
        called(folder, "export", "report", "--from", "2999-01-01", "--to", "2999-02-01", "--out", out)
    assert not out.exists()


def test_the_letter_says_up_to_which_day_of_the_period_it_counts(folder: Path, tmp_path: Path) -> None:
    def said(*arguments: str) -> str:
        data = exported(folder, tmp_path / "bao-cao.docx", *arguments)
        return "\n".join(one.text for one in Document(io.BytesIO(data)).paragraphs)

    assert "Trong kỳ (tính đến hết ngày 30 tháng 6 năm 2025), tỉnh đã ban hành" in said(
        "--as-of", "2025-06-30"
    )
    assert "Trong kỳ, tỉnh đã ban hành 43 quyết định" in said("--as-of", "2026-02-01")


def test_title_and_columns_are_data_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_text(
        'title = "Biểu của tỉnh"\nform = "Biểu số 01"\n[[column]]\nfigure = "decisions"\nhead = "QĐ"\n',
        "utf-8",
    )
    form = form_of(tmp_path)
    assert (form.title, form.form, [column.head for column in form.columns]) == (
        "Biểu của tỉnh",
        "Biểu số 01",
        ["QĐ"],
    )
    assert form_of(tmp_path, "Khác").title == "Khác"
    (tmp_path / "report.toml").write_text(
        'title = "x"\n[[column]]\nfigure = "guessed"\nhead = "?"\n', "utf-8"
    )
    with pytest.raises(UsageError, match=r"report\.toml.*guessed"):
        form_of(tmp_path)


def test_the_year_is_the_same_each_time() -> None:
    made: Year = year()
    assert len({one.number for one in made.decisions}) == len({one.stem for one in made.decisions}) == 43
    assert {one.signed.year for one in made.decisions} == {made.year}
    assert all(one.signed.weekday() < 5 for one in made.decisions)
