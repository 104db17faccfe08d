"""Large figures and shares in the report: 1.380 and 99,5 %."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from python_calamine import CalamineWorkbook

from catalogue.exports.report_letter import report_letter
from catalogue.exports.report_rows import COLUMNS
from catalogue.exports.report_workbook import report_workbook
from catalogue.reporting import FIGURES, Line, Report
from catalogue.reporting_form import form_of
from catalogue.reporting_rows import Kind, Row


def rows(kind: Kind, count: int) -> tuple[Row, ...]:
    facts: dict[str, Any] = dict.fromkeys((name for name, _ in COLUMNS[kind]), None)
    return tuple(Row(kind, f"{kind}-{nth}", "Sở Y tế", ("Dược",), facts) for nth in range(count))


def report() -> Report:
    figures: dict[str, tuple[Row, ...] | None] = {
        **dict.fromkeys(FIGURES, ()),
        "decisions": rows(Kind.DECISION, 1380),
        "on_time": rows(Kind.DUTY, 199),
        "late": rows(Kind.DUTY, 1),
        "shortened": None,
    }
    day = date(2025, 12, 31)
    lines = (Line(None, None, figures), Line("Sở Y tế", None, figures))
    return Report(date(2025, 1, 1), day, day, None, None, lines, ())


def test_figures_of_the_letter(tmp_path: Path) -> None:
    letter: Any = Document(io.BytesIO(report_letter(report(), form_of(tmp_path), tmp_path)))
    said = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "1.380 quyết định công bố của 01 cơ quan" in said
    assert "199 nhiệm vụ hoàn thành đúng hạn, 01 nhiệm vụ quá hạn (tỷ lệ đúng hạn 99,5 %)" in said
    assert "rút ngắn từ 30 % thời gian giải quyết: […]." in said
    assert "Văn phòng Ủy ban nhân dân […]" in said
    tables = [table for table in letter.tables if table.style and table.style.name == "Table Grid"]
    assert tables[0].rows[2].cells[2].text == "1.380"
    assert tables[0].rows[2].cells[-1].text == "…"
    assert "99,5 %" in {cell.text for cell in tables[1].rows[2].cells}
    assert tables[2].rows[1].cells[0].text == "Sở Y tế – Quyết định công bố ký trong kỳ: 1.380"


def test_figures_of_the_workbook(tmp_path: Path) -> None:
    data = report_workbook(report(), form_of(tmp_path))
    shown = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Tổng hợp").to_python()
    whole = next(row for row in shown if row[1] == "Tổng số")
    assert whole[2] == 1380
    assert "99,5 %" in whole
    assert whole[12] == "…"
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    assert "[&gt;=1000]0&quot;.&quot;000" in styles
