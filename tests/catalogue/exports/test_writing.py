from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from catalogue.exports.sheets import LONGEST_CELL, Table, fitting, workbook
from catalogue.exports.word import UNKNOWN, fill, lay_out_templates, template
from catalogue.exports.writing import save, timeless, without_controls
from ingest.errors import UsageError


def read(data: bytes) -> dict[str, list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def word_file(path: Path, *paragraphs: str) -> Path:
    letter = Document()
    for text in paragraphs:
        letter.add_paragraph(text)
    letter.save(str(path))
    return path


def styles(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_a_table_longer_than_a_sheet_goes_on_in_the_next() -> None:
    table = Table("Danh sách", ("Số",), [[str(number)] for number in range(5)])
    assert read(workbook("t", [table], most_rows=2)) == {
        "Danh sách": [["Số"], ["0"], ["1"]],
        "Danh sách (2)": [["Số"], ["2"], ["3"]],
        "Danh sách (3)": [["Số"], ["4"]],
    }


def test_an_empty_table_keeps_its_heads() -> None:
    assert read(workbook("t", [Table("A", ("Mã", "Tên"), [])])) == {"A": [["Mã", "Tên"]]}


def test_no_text_is_run_as_a_formula() -> None:
    data = workbook("t", [Table("A", ("Tên",), [["=1+1"], ["+1"], ["@x"], ["http://a"], [7]])])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert read(data)["A"] == [["Tên"], ["=1+1"], ["+1"], ["@x"], ["http://a"], [7.0]]


def test_tables_can_be_printed_and_read_on_paper() -> None:
    table = Table("A", ("Mã", "Tên thủ tục"), [["1.001122", "a " * 40], ["2", "b\nc"]], (12, 8), ("Đầu",))
    package = zipfile.ZipFile(io.BytesIO(workbook("t", [table, Table("B", ("x",), [], (200,))])))
    sheet, wide = (package.read(f"xl/worksheets/sheet{nth}.xml").decode() for nth in (1, 2))
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
    assert '<pageSetup paperSize="8"' in wide, "what is wide is for larger paper"
    assert '<pageSetUpPr fitToPage="1"/>' in sheet
    assert "&amp;C&amp;P/&amp;N" in sheet
    assert "A!$3:$3" in package.read("xl/workbook.xml").decode(), "the heads stand on every page"
    heights = dict(re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet))
    assert heights == {"3": "30", "4": "150", "5": "30"}, "ten lines of eight characters, two lines"
    assert "Times New Roman" in package.read("xl/styles.xml").decode()


def test_numbers_are_written_in_the_vietnamese_way() -> None:
    data = workbook("t", [Table("A", ("n",), [[6583]])])
    assert '[&gt;=1000]0"."000' in html.unescape(styles(data)).replace(">=", "&gt;=")


def test_long_texts_are_cut_and_say_so() -> None:
    assert fitting("a" * LONGEST_CELL) == "a" * LONGEST_CELL
    cut = fitting("a" * (LONGEST_CELL + 1))
    assert len(cut) == LONGEST_CELL
    assert cut.endswith("… [đã cắt: ô chỉ chứa 32767 ký tự]")


def test_control_characters_go_and_line_ends_stay() -> None:
    assert without_controls("a\x00b\x0bc\td\ne\ufffe\x7f") == "abc\td\ne"


def test_the_same_tables_give_the_same_bytes() -> None:
    tables = [Table("A", ("Mã",), [["1.001122"]], above=("Đầu",))]
    assert workbook("t", tables) == workbook("t", tables)


def test_packages_say_nothing_of_the_clock() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.xml", "<a/>")
    with zipfile.ZipFile(io.BytesIO(timeless(out.getvalue()))) as package:
        (info,) = package.infolist()
        assert (info.filename, info.date_time, package.read(info)) == (
            "a.xml",
            (1980, 1, 1, 0, 0, 0),
            b"<a/>",
        )


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    save(tmp_path / "new" / "a.txt", b"x")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"x"
    (tmp_path / "taken").mkdir()
    with pytest.raises(UsageError, match="taken"):
        save(tmp_path / "taken", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "taken"]
    (tmp_path / "a.txt.new").write_bytes(b"own")
    save(tmp_path / "a.txt", b"x")
    assert (tmp_path / "a.txt.new").read_bytes() == b"own"


def test_templates_are_filled_with_escaped_facts(tmp_path: Path) -> None:
    file = word_file(tmp_path / "a.docx", "{{ name }}: {{ rows|length|whole }}", "{{ signed | long_day }}")
    data = fill(file, {"name": "A & <b>\x00", "rows": range(1380), "signed": None})
    assert texts(data) == ["A & <b>: 1.380", "ngày … tháng … năm …"]
    assert fill(file, {"name": UNKNOWN, "rows": [], "signed": None}) == fill(
        file, {"name": UNKNOWN, "rows": [], "signed": None}
    )


def test_what_the_clerk_has_to_fill_in_is_highlighted_in_every_paper(tmp_path: Path) -> None:
    data = fill(word_file(tmp_path / "a.docx", "Kính gửi: {{ who }}."), {"who": f"Sở {UNKNOWN}"})
    runs = Document(io.BytesIO(data)).paragraphs[0].runs
    highlighted = [(run.text, run.font.highlight_color is not None) for run in runs if run.text]
    assert highlighted == [("Kính gửi: Sở ", False), (UNKNOWN, True), (".", False)]


@pytest.mark.parametrize(
    "text",
    ["{{ unknown }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1 | long_day }}", "{{ 'x' | whole }}",
     "{{ 1 + 'a' }}"],
)  # fmt: skip
def test_a_template_that_cannot_be_filled_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"own\.docx"):
        fill(word_file(tmp_path / "own.docx", text), {})


def test_a_file_that_is_no_word_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(b"no")
    with pytest.raises(UsageError, match=r"own\.docx"):
        fill(tmp_path / "own.docx", {})


def test_the_workspaces_own_template_outranks(tmp_path: Path) -> None:
    assert template(tmp_path, "draft").parent.name == "templates"
    (tmp_path / "templates").mkdir()
    own = word_file(tmp_path / "templates" / "draft.docx", "x")
    before = own.read_bytes()
    assert template(tmp_path, "draft") == own
    assert own not in lay_out_templates(tmp_path)
    assert own.read_bytes() == before
