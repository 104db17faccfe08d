"""Pages, letterheads and paragraphs of administrative documents, Nghị định 30/2020/NĐ-CP Phụ lục I.

Measures are those of mục I (page, fonts, page numbers) and mục II (parts of the document).
"""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt

FONT = "Times New Roman"
BODY, SMALL, HEAD, LIST = Pt(14), Pt(13), Pt(13), Pt(11)
TABLE = Pt(12)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(20)
SHORT, LONG = Mm(210), Mm(297)
INDENT = Cm(1.27)
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

NONE = Pt(0)

CENTRE, JUSTIFY, START = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def new_letter() -> Any:
    """An empty A4 document: margins, font, the page's number centred at the top but for the first page."""
    letter = Document()
    style = letter.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    for script in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
        style.element.rPr.rFonts.set(qn(script), FONT)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    lay_out(letter.sections[0])
    number_pages(letter.sections[0])
    return letter


def lay_out(section: Any, *, landscape: bool = False) -> None:
    """A4 with the margins of mục I.2; landscape for annexes of wide tables, mục I.1."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)


def number_pages(section: Any) -> None:
    """Arabic page numbers, upright, centred in the top margin, none on the first page (mục I.6)."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = SMALL
    for kind in ("begin", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001 - python-docx has no fields
    field = OxmlElement("w:instrText")
    field.text = "PAGE"
    run._r.insert(-1, field)  # noqa: SLF001 - as above


def new_section(letter: Any, *, landscape: bool) -> Any:
    """A section on a new page whose pages are counted from 1, as annexes are (mục I.6)."""
    section = letter.add_section(WD_SECTION.NEW_PAGE)
    _thin(letter.paragraphs[-1])
    lay_out(section, landscape=landscape)
    number_pages(section)
    properties = section._sectPr  # noqa: SLF001 - python-docx has no page numbering
    if properties.find(qn("w:pgNumType")) is None:
        count = OxmlElement("w:pgNumType")
        count.set(qn("w:start"), "1")
        properties.insert_element_before(count, "w:cols", "w:titlePg", "w:docGrid")
    return section


def end(place: Any) -> Any:
    """The paragraph that has to follow a table, as low as Word draws one."""
    return _thin(place.add_paragraph())


def _thin(paragraph: Any) -> Any:
    """Take up no room: a paragraph that is only there to end a table or a section."""
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    return paragraph


def put(
    place: Any,
    *pieces: tuple[str, str] | str,
    align: Any = JUSTIFY,
    size: Length = BODY,
    indent: Length | None = None,
    before: Length = NONE,
    after: Length = NONE,
    keep: bool = False,
) -> Any:
    """A paragraph in a document or cell; a piece is a text, or (text, style) with "b" bold and "i" italic."""
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after = indent, before, after
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.keep_with_next = keep
    for piece in pieces:
        text, style = (piece, "") if isinstance(piece, str) else piece
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = "b" in style or None, "i" in style or None, size
    return paragraph


def body(letter: Any, *pieces: tuple[str, str] | str, keep: bool = False) -> Any:
    """A paragraph of the body: justified, its first line drawn in, 6 pt to the next (mục II.6)."""
    return put(letter, *pieces, indent=INDENT, after=Pt(6), keep=keep)


def block(letter: Any, tag: str) -> Any:
    """A paragraph that only holds a docxtpl block tag and leaves with it."""
    return put(letter, tag)


def columns(place: Any, *widths: Length, whole: bool = False) -> list[Any]:
    """A table without rules of one row, its cells emptied: how heads and signatures stand side by side.

    A `whole` row stays on one page.
    """
    table = place.add_table(rows=1, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if whole:
        row = table.rows[0]._tr  # noqa: SLF001 - python-docx has no such row properties
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return [_emptied(cell) for cell in table.rows[0].cells]


def _emptied(cell: Any) -> Any:
    for paragraph in list(cell.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - a new cell holds one empty paragraph
    return cell


def rule_below(paragraph: Any, share: float, width: Length) -> None:
    """Draw the rule below a line, `share` of `width` long: a body's name 1/3 to 1/2, the motto its length."""
    gap = Length(int(width * (1 - share) / 2))
    line = paragraph.insert_paragraph_before()
    paragraph._p.addprevious(line._p)  # noqa: SLF001 - the rule is a paragraph behind the line
    paragraph._p.addnext(line._p)  # noqa: SLF001 - python-docx has no "insert below"
    line.alignment = CENTRE
    form = line.paragraph_format
    form.left_indent = form.right_indent = gap
    form.space_before = Pt(3)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = line._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def letterhead(
    letter: Any, *, parent: str | None, issuer: str, number: str, subject: str | None = None
) -> None:
    """Head of a document: body and number left, country, motto, place and day right (mục II.1-4).

    `issuer` may have line ends. A letter without a type's name carries its `subject` below the number.
    """
    wide, wider = Cm(6.4), Cm(10.1)
    left, right = columns(letter, wide, wider)
    table = letter.tables[-1]
    numbered, dated = (_emptied(cell) for cell in table.add_row().cells)
    for cell, width in ((numbered, wide), (dated, wider)):
        cell.width = width
    if parent:
        put(left, parent, align=CENTRE, size=HEAD)
    rule_below(put(left, (issuer, "b"), align=CENTRE, size=HEAD), 0.3, wide)
    put(numbered, f"Số: {number}", align=CENTRE, size=SMALL, before=Pt(4))
    if subject:
        put(numbered, subject, align=CENTRE, size=Pt(12))
    put(right, (COUNTRY, "b"), align=CENTRE, size=HEAD)
    rule_below(put(right, (MOTTO, "b"), align=CENTRE, size=BODY), 0.63, wider)
    put(dated, ("{{ place }}, {{ signed | long_day }}", "i"), align=CENTRE, size=SMALL, before=Pt(4))


def signature(letter: Any, *, recipients: list[str], position: list[str]) -> None:
    """Recipients at the left, position and name at the right (mục II.7 and II.9); lines may be block tags.

    Both stay on one page; so does the last paragraph of the letter, which is to be kept with what follows.
    """
    gap = end(letter).paragraph_format
    gap.space_before, gap.keep_with_next = Pt(6), True
    left, right = columns(letter, Cm(8), Cm(8.5), whole=True)
    put(left, ("Nơi nhận:", "bi"), align=START, size=Pt(12))
    for line in recipients:
        put(left, line, align=START, size=LIST)
    for line in position:
        put(right, (line, "b"), align=CENTRE, size=BODY)
    put(right, ("{{ signer }}", "b"), align=CENTRE, size=BODY, before=Pt(72))
