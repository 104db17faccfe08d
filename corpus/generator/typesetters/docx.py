"""A decision as a Word file laid out by Nghị định 30/2020/NĐ-CP Phụ lục I.

Tables are written as WordprocessingML (ISO/IEC 29500-1 §17.4), cell by cell: python-docx's own merging
walks the whole table for every cell.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus.generator.layout import Block, Box, Columns, Grid, Line, NewSheet, occupied

_FONT, _SIZE, _CELL_SIZE = "Times New Roman", 14, 12
_PAPER = (Mm(210), Mm(297))
_TWIPS_PER_MM = 56.7
_TEXT_WIDTH_MM = {False: 165, True: 247}
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - core properties carry no zone
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def typeset(blocks: Sequence[Block], title: str) -> bytes:
    """The file's bytes; the dates inside are fixed."""
    document = docx.Document()
    _prepare(document, title)
    landscape = False
    for block in blocks:
        if isinstance(block, NewSheet):
            landscape = block.landscape
            _set_page(document.add_section(WD_SECTION.NEW_PAGE), landscape)
        elif isinstance(block, Line):
            _write_line(document.add_paragraph(), block, _SIZE)
        else:
            width = int(_TEXT_WIDTH_MM[landscape] * _TWIPS_PER_MM)
            _append(document, _sides(block, width) if isinstance(block, Columns) else _grid(block, width))
    packed = io.BytesIO()
    document.save(packed)
    return _undated(packed)


def _prepare(document: Any, title: str) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(6)
    properties = document.core_properties
    properties.title, properties.author = title, "congbo"
    properties.created = properties.modified = _MADE
    section = document.sections[0]
    _set_page(section, landscape=False)
    section.different_first_page_header_footer = True
    _number_pages(section)


def _set_page(section: Any, landscape: bool) -> None:
    short, long = _PAPER
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15 if not landscape else 20)


def _number_pages(section: Any) -> None:
    """The page number in the middle of the top margin, not on the first page."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        element = _element("w:fldChar", fldCharType=kind) if kind else OxmlElement("w:instrText")
        element.text = text
        run._r.append(element)  # noqa: SLF001 - python-docx has no call for fields


def _write_line(paragraph: Any, line: Line, size: int) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if line.centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if line.lead:
        paragraph.add_run(f"{line.lead} ").bold = True
    run = paragraph.add_run(line.text)
    run.bold, run.italic, run.font.size = line.bold or None, line.italic or None, Pt(size)


def _append(document: Any, table: Any) -> None:
    body = document.element.body
    body.insert(len(body) - 1, table)
    document.add_paragraph()


def _grid(grid: Grid, width: int) -> Any:
    """`w:tbl` with `gridSpan` and `vMerge`; the head rows are marked to be repeated."""
    table = _table([int(share * width) for share in grid.widths], ruled=True)
    covered: dict[tuple[int, int], Box] = {}
    for row, column, box in occupied(grid):
        covered |= {(row + below, column): box for below in range(box.rowspan)}
    for index, boxes in enumerate(grid.rows):
        row = _row(repeated=index < grid.head_rows)
        beginning = {id(box) for box in boxes}
        for _, box in sorted((column, covered[at, column]) for at, column in covered if at == index):
            row.append(_cell(box, continued=id(box) not in beginning))
        table.append(row)
    return table


def _sides(columns: Columns, width: int) -> Any:
    """Two cells without rules: the letterhead, or recipients and signature."""
    table = _table([int(width * 0.45), int(width * 0.55)], ruled=False)
    row = _row(repeated=False)
    for side in (columns.left, columns.right):
        cell = OxmlElement("w:tc")
        for line in side:
            cell.append(_paragraph(line.text, bold=line.bold, italic=line.italic, centred=line.centred))
        row.append(cell)
    table.append(row)
    return table


def _table(widths: list[int], *, ruled: bool) -> Any:
    table, properties, grid = (OxmlElement(name) for name in ("w:tbl", "w:tblPr", "w:tblGrid"))
    properties.append(_element("w:tblW", w=str(sum(widths)), type="dxa"))
    if ruled:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
        properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    for width in widths:
        grid.append(_element("w:gridCol", w=str(width)))
    table.append(properties)
    table.append(grid)
    return table


def _row(*, repeated: bool) -> Any:
    row = OxmlElement("w:tr")
    if repeated:
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
    return row


def _cell(box: Box, *, continued: bool) -> Any:
    cell, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    if box.colspan > 1:
        properties.append(_element("w:gridSpan", val=str(box.colspan)))
    if box.rowspan > 1:
        properties.append(_element("w:vMerge", val="continue" if continued else "restart"))
    cell.append(properties)
    lines = [""] if continued else box.text.split("\n")
    for line in lines:
        cell.append(_paragraph(line, bold=box.bold, centred=box.centred))
    return cell


def _paragraph(text: str, *, bold: bool = False, italic: bool = False, centred: bool = False) -> Any:
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    properties.append(_element("w:spacing", after="0"))
    properties.append(_element("w:jc", val="center" if centred else "left"))
    paragraph.append(properties)
    run, look, content = (OxmlElement(name) for name in ("w:r", "w:rPr", "w:t"))
    if bold:
        look.append(OxmlElement("w:b"))
    if italic:
        look.append(OxmlElement("w:i"))
    look.append(_element("w:sz", val=str(2 * _CELL_SIZE)))
    content.text = text
    content.set(qn("xml:space"), "preserve")
    run.append(look)
    run.append(content)
    paragraph.append(run)
    return paragraph


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _undated(packed: io.BytesIO) -> bytes:
    """The same archive with one fixed day for every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_DAY), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
