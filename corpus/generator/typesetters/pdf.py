"""A decision as a digital PDF: ruled tables that run over pages with their heads, landscape annexes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from corpus.generator.layout import Block, Box, Columns, Grid, Line, NewSheet, occupied
from corpus.generator.typesetters.fonts import family

_FACES = ("Congbo", "Congbo-Bold", "Congbo-Italic")
_MARGINS = {"leftMargin": 30 * mm, "rightMargin": 15 * mm, "topMargin": 20 * mm, "bottomMargin": 20 * mm}
_SIZE, _CELL_SIZE, _NUMBER_SIZE = 12, 9, 13


def typeset(blocks: Sequence[Block], title: str) -> bytes:
    """The file's bytes; `invariant` fixes its dates and identifier."""
    _register_fonts()
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title=title, author="congbo", invariant=1, **_MARGINS)
    templates = {turned: _page_template(turned) for turned in (False, True)}
    document.addPageTemplates(list(templates.values()))
    story: list[Any] = []
    width = _width(turned=False)
    for block in blocks:
        if isinstance(block, NewSheet):
            width = _width(turned=block.landscape)
            story += [NextPageTemplate(templates[block.landscape].id), PageBreak()]
        elif isinstance(block, Line):
            story.append(_paragraph(block, _SIZE))
        elif isinstance(block, Grid):
            story.append(_table(block, width))
        else:
            story.append(_sides(block, width))
    document.build(story)
    return out.getvalue()


class _PagedTable(Table):  # type: ignore[misc]  # reportlab has no types
    """A table that fills the page, splits the row at its end, and closes its rules on both pages."""

    def onSplit(self, T: Any, byRow: int = 1) -> None:  # noqa: ARG002, N802, N803 - reportlab's names
        """Rule the outer edges of a part, and the line under its repeated head."""
        T.setStyle([("BOX", (0, 0), (-1, -1), 0.5, colors.black)])
        if T.repeatRows:
            T.setStyle([("LINEBELOW", (0, T.repeatRows - 1), (-1, T.repeatRows - 1), 0.5, colors.black)])


@cache
def _register_fonts() -> None:
    found = family()
    for face, path in zip(_FACES, (found.regular, found.bold, found.italic), strict=True):
        pdfmetrics.registerFont(TTFont(face, str(path)))
    pdfmetrics.registerFontFamily(
        _FACES[0], normal=_FACES[0], bold=_FACES[1], italic=_FACES[2], boldItalic=_FACES[1]
    )


def _page_size(*, turned: bool) -> tuple[float, float]:
    width, height = landscape(A4) if turned else A4
    return float(width), float(height)


def _width(*, turned: bool) -> float:
    return _page_size(turned=turned)[0] - float(_MARGINS["leftMargin"]) - float(_MARGINS["rightMargin"])


def _page_template(turned: bool) -> Any:
    width, height = _page_size(turned=turned)
    frame = Frame(
        _MARGINS["leftMargin"],
        _MARGINS["bottomMargin"],
        _width(turned=turned),
        height - _MARGINS["topMargin"] - _MARGINS["bottomMargin"],
        leftPadding=0,
        rightPadding=0,
    )
    name = "landscape" if turned else "portrait"
    return PageTemplate(name, [frame], onPage=_number_page, pagesize=(width, height))


def _number_page(canvas: Any, document: Any) -> None:
    """The page number in the middle of the top margin, not on the first page."""
    if document.page > 1:
        width, height = canvas._pagesize  # noqa: SLF001 - reportlab has no other name for it
        canvas.setFont(_FACES[0], _NUMBER_SIZE)
        canvas.drawCentredString(width / 2, height - 12 * mm, str(document.page))


@cache
def _style(size: int, align: int) -> Any:
    return ParagraphStyle(
        f"s{size}-{align}",
        fontName=_FACES[0],
        fontSize=size,
        leading=size * 1.3,
        alignment=align,
        spaceAfter=size / 2 if size == _SIZE else 0,
    )


def _paragraph(line: Line, size: int) -> Any:
    text = escape(line.text)
    if line.italic:
        text = f"<i>{text}</i>"
    if line.bold:
        text = f"<b>{text}</b>"
    if line.lead:
        text = f"<b>{escape(line.lead)}</b> {text}"
    return Paragraph(text, _style(size, TA_CENTER if line.centred else TA_JUSTIFY))


def _table(grid: Grid, width: float) -> Any:
    rows: list[list[Any]] = [[""] * len(grid.widths) for _ in grid.rows]
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for row, column, box in occupied(grid):
        rows[row][column] = _content(box)
        if box.rowspan > 1 or box.colspan > 1:
            commands.append(("SPAN", (column, row), (column + box.colspan - 1, row + box.rowspan - 1)))
    widths = [share * width for share in grid.widths]
    return _PagedTable(
        rows, widths, style=commands, repeatRows=grid.head_rows, splitByRow=0, splitInRow=1, spaceAfter=3 * mm
    )


def _content(box: Box) -> list[Any]:
    style = _style(_CELL_SIZE, TA_CENTER if box.centred else TA_LEFT)
    marked = (f"<b>{escape(line)}</b>" if box.bold else escape(line) for line in box.text.split("\n"))
    return [Paragraph(text, style) for text in marked]


def _sides(columns: Columns, width: float) -> Any:
    sides = [[_paragraph(line, _CELL_SIZE + 1) for line in side] for side in (columns.left, columns.right)]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    return Table([sides], [width * 0.4, width * 0.6], style=style, spaceAfter=3 * mm)
