"""Small made-up papers in every format, and grids with random merges to fill their tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Table

PROSE = (
    "Công bố kèm theo Quyết định này danh mục thủ tục hành chính được sửa đổi, bổ sung trong lĩnh vực thả "
    "diều thuộc phạm vi chức năng quản lý của Sở Thả diều; giao các đơn vị có liên quan niêm yết công khai."
)
ENGLISH = "This paper is written in a language that has no need of accents, and it goes on for a while. " * 8

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_FONTS = (("DejaVuSerif", "DejaVuSerif-Bold"), ("LiberationSerif-Regular", "LiberationSerif-Bold"))


@dataclass(frozen=True)
class Spot:
    """A cell of a merged grid."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True)
class Plan:
    """A grid whose spots tile it."""

    rows: int
    cols: int
    spots: tuple[Spot, ...]


@st.composite
def plans(draw: st.DrawFn, most: int = 5) -> Plan:
    """Grids of up to `most` by `most` fields with any legal merge."""
    rows, cols = draw(st.integers(1, most)), draw(st.integers(1, most))
    taken: set[tuple[int, int]] = set()
    spots = []
    for row in range(rows):
        for col in range(cols):
            if (row, col) in taken:
                continue
            height, width = draw(st.integers(1, rows - row)), draw(st.integers(1, cols - col))
            while any((row, c) in taken for c in range(col, col + width)):
                width -= 1
            taken |= {(r, c) for r in range(row, row + height) for c in range(col, col + width)}
            spots.append(Spot(row, col, height, width, f"ô {row}.{col}"))
    return Plan(rows, cols, tuple(spots))


def spots_of(table: Table) -> tuple[Spot, ...]:
    """What was read, to be compared with a plan."""
    return tuple(Spot(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells)


def html_table(plan: Plan) -> str:
    """The plan as HTML."""
    rows = []
    for row in range(plan.rows):
        cells = (
            f'<td rowspan="{spot.rowspan}" colspan="{spot.colspan}">{spot.text}</td>'
            for spot in plan.spots
            if spot.row == row
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def html_page(body: str) -> bytes:
    """A page in UTF-8."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def word_table(document: WordDocument, plan: Plan) -> None:
    """Add the plan to a Word document, merged as Word merges."""
    table = document.add_table(plan.rows, plan.cols)
    for spot in plan.spots:
        cell = table.cell(spot.row, spot.col)
        if spot.rowspan * spot.colspan > 1:
            cell = cell.merge(table.cell(spot.row + spot.rowspan - 1, spot.col + spot.colspan - 1))
        cell.text = spot.text


def word_bytes(document: WordDocument) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_paper() -> bytes:
    """A short decision as a Word file."""
    document = docx.Document()
    document.add_paragraph("QUYẾT ĐỊNH")
    document.add_paragraph(PROSE)
    word_table(document, Plan(1, 2, (Spot(0, 0, 1, 1, "STT"), Spot(0, 1, 1, 1, "Tên thủ tục"))))
    return word_bytes(document)


def word_from_xml(body: str, parts: dict[str, str] | None = None) -> bytes:
    """A bare package around the body's markup; further parts by name."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    head = f'xmlns:w="{name}" xmlns:mc="{mc}"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {head}><w:body>{body}</w:body></w:document>")
        for part, content in (parts or {}).items():
            archive.writestr(part, content.replace("<w:root", f"<w:root {head}"))
    return out.getvalue()


@cache
def fonts() -> tuple[str, str]:
    """A regular and a bold font with Vietnamese letters, by name in reportlab; skips where there are none."""
    for regular, bold in _FONTS:
        found = {
            path.stem: path
            for folder in _FONT_FOLDERS
            for path in Path(folder).rglob("*.ttf")
            if path.stem in {regular, bold}
        }
        if len(found) == 2:
            pdfmetrics.registerFont(TTFont("Regular", str(found[regular])))
            pdfmetrics.registerFont(TTFont("Body-Bold", str(found[bold])))
            return "Regular", "Body-Bold"
    pytest.skip("no font with Vietnamese letters on this machine")


class Sheet:
    """Draws PDF pages with y growing downwards."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self._out = io.BytesIO()
        self.width, self.height = width, height
        self.canvas = Canvas(self._out, pagesize=(width, height))

    def text(self, x: float, y: float, text: str, *, size: float = 12, bold: bool = False) -> None:
        """One line from the left."""
        self.canvas.setFont(fonts()[bold], size)
        self.canvas.drawString(x, self.height - y, text)

    def centred(self, y: float, text: str, *, size: float = 12, bold: bool = False) -> None:
        """One line in the middle of the page."""
        self.canvas.setFont(fonts()[bold], size)
        self.canvas.drawCentredString(self.width / 2, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule drawn as a thin filled rectangle."""
        self.canvas.rect(x0, self.height - y1 - 0.5, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)

    def wrapped(
        self, x: float, y: float, width: float, text: str, *, indent: float = 0, size: float = 12
    ) -> float:
        """A left-aligned paragraph; returns where the next line would stand."""
        left = x + indent
        line = ""
        for word in [*text.split(), ""]:
            longer = f"{line} {word}".strip()
            if word and left - x + pdfmetrics.stringWidth(longer, fonts()[0], size) <= width:
                line = longer
                continue
            self.text(left, y, line, size=size)
            y += 1.3 * size
            left, line = x, word
        return y

    def grid(self, plan: Plan, x: float, y: float, *, bars: bool = False) -> None:
        """The plan with its rules, fields of 80 by 24."""
        draw = self.bar if bars else self.line
        for spot in plan.spots:
            x0, y0 = x + 80 * spot.col, y + 24 * spot.row
            x1, y1 = x0 + 80 * spot.colspan, y0 + 24 * spot.rowspan
            for rule in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                draw(*rule)
            self.text(x0 + 4, y0 + 15, spot.text, size=10)

    def page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._out.getvalue()


def pdf_paper() -> bytes:
    """A short decision as a PDF."""
    sheet = Sheet()
    sheet.centred(80, "QUYẾT ĐỊNH", bold=True)
    sheet.wrapped(70, 110, 450, PROSE, indent=30)
    sheet.grid(Plan(1, 2, (Spot(0, 0, 1, 1, "STT"), Spot(0, 1, 1, 1, "Tên thủ tục"))), 70, 200)
    return sheet.data()


def capture(rows: Sequence[Sequence[str]]) -> str:
    """A table as legal sites are captured: each cell between lines with a bar."""
    return "\n".join(
        "|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in rows
    ).replace("\n\n", "\n")
