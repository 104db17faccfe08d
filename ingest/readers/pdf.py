"""PDF -> blocks: characters and rules from pdfium, tables from the grid builder, paragraphs from the layout.

pdfium reads hundreds of pages a second. pdfplumber, thirty times slower, is asked only for pages whose grid
pdfium's rules do not prove.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.document import Block, Cell, Note, Page, Paragraph, Place, Table, clean
from ingest.errors import Category, DocumentError
from ingest.formats import pdf_start
from ingest.grid import Grid
from ingest.limits import Limits
from ingest.lines import TextLine, cell_text, lines
from ingest.readers import Content, aligned
from ingest.readers.layout import Body, Flow, body_of, breaks, flows
from ingest.readers.pdf_sheet import Sheet, sheets_of

if TYPE_CHECKING:
    from ingest.readers.ocr import Recognised

_MARGIN = 0.12
_PAGE_NUMBER = re.compile(r"\W*(?:trang|page)?\W*\d{1,4}(?:\s*[/|]\s*\d{1,4})?\W*$", re.IGNORECASE)
_OFTEN = 3
_EDGE_LINES = 2
_APART, _NUMBER_APART = 2.2, 1.8


def read(data: bytes, name: str, limits: Limits) -> Content:
    """The document's content.

    DocumentError: DAMAGED, ENCRYPTED, NO_PAGES, NO_TEXT (pictures without words), MISSING_TOOL (scans
    without Tesseract), TOO_COMPLEX (over `pages`, `page_paths`,
    `cells`).
    """
    # Whatever stands before the header shifts all offsets; without it the file is whole again.
    data = data[pdf_start(data) or 0 :]
    document = _opened(data, name)
    try:
        if len(document) == 0:
            raise DocumentError(Category.NO_PAGES, name)
        if len(document) > limits.pages:
            raise limits.exceeded(Category.TOO_COMPLEX, name, "pages", len(document))
        sheets = sheets_of(document, data, name, limits)
        recognised = _recognised(document, sheets, limits)
    finally:
        document.close()
    return content_of(sheets, recognised, name, limits)


def content_of(sheets: list[Sheet], recognised: Recognised | None, name: str, limits: Limits) -> Content:
    """The content of pages that were looked at; DocumentError as `read`."""
    if not any(sheet.has_text for sheet in sheets):
        raise _no_text(name, recognised, limits)
    if sum(len(grid.fields) for sheet in sheets for grid in sheet.grids) > limits.cells:
        raise limits.exceeded(Category.TOO_COMPLEX, name, "cells", limits.cells + 1)
    running = _leave_out_running(sheets)
    blocks = _blocks(sheets)
    if recognised:
        blocks = recognised.marked(blocks)
    told = {block.place.page for block in blocks if block.place.page}
    looked_at = recognised.words if recognised else ()
    pages = tuple(_page(sheet, told, sheet.number in looked_at) for sheet in sheets)
    told_of = recognised.notes() if recognised else ()
    return Content(tuple(blocks), pages, (*running, *told_of, *_notes(sheets)))


def _recognised(document: pdfium.PdfDocument, sheets: Sequence[Sheet], limits: Limits) -> Recognised | None:
    """Pages that are only pictures read from them; None where there are none."""
    if not any(sheet.needs_recognition or sheet.doubtful for sheet in sheets):
        return None
    from ingest.readers.ocr import recognise

    return recognise(document, sheets, limits)


def _no_text(name: str, recognised: Recognised | None, limits: Limits) -> DocumentError:
    if recognised and recognised.missing_tool:
        from ingest.readers.ocr_engine import INSTALL

        return DocumentError(Category.MISSING_TOOL, name, tool="Tesseract", command=INSTALL)
    if recognised and recognised.out_of_time:
        return DocumentError(Category.TIMEOUT, name, seconds=f"{limits.recognition_seconds:g}")
    return DocumentError(Category.NO_TEXT, name)


def _opened(data: bytes, name: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        protected = {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}
        is_protected = getattr(error, "err_code", None) in protected or "password" in str(error).lower()
        raise DocumentError(Category.ENCRYPTED if is_protected else Category.DAMAGED, name) from error


def _leave_out_running(sheets: list[Sheet]) -> tuple[Note, ...]:
    """Take page numbers and repeated headers and footers out of the lines, and tell which."""
    repeated = Counter(
        key for sheet in sheets for key in {_running_key(sheet, line) for line in _edge_lines(sheet)}
    )
    shown: list[str] = []
    for sheet in sheets:
        for line in _edge_lines(sheet):
            often = repeated[_running_key(sheet, line)] >= _OFTEN
            if often or _PAGE_NUMBER.match(line.text):
                sheet.outside.remove(line)
                shown.append(clean(line.text))
    if not shown:
        return ()
    distinct = list(dict.fromkeys(shown))
    facts = (("count", str(len(shown))), ("lines", " | ".join(distinct[:_OFTEN])))
    return (Note("running_lines", facts=facts),)


def _edge_lines(sheet: Sheet) -> list[TextLine]:
    """The first and last lines of a page, where they stand in its margins and apart from its text.

    Heads of tables without rules are repeated on each page too, but close to what follows.
    """
    height = sheet.read_size[1]
    found: list[TextLine] = []
    for side in (sheet.outside[: _EDGE_LINES + 1], sheet.outside[::-1][: _EDGE_LINES + 1]):
        edge: list[TextLine] = []
        for line, inner in zip_longest(side, side[1:]):
            if len(edge) == _EDGE_LINES or _MARGIN * height < line.base < (1 - _MARGIN) * height:
                break
            edge.append(line)
            apart = _NUMBER_APART if _PAGE_NUMBER.match(line.text) else _APART
            if inner is None or abs(inner.base - line.base) > apart * line.size:
                found.extend(one for one in edge if one not in found)
    return found


def _running_key(sheet: Sheet, line: TextLine) -> tuple[str, int, tuple[int, int]]:
    width, height = sheet.read_size
    return re.sub(r"\d+", "#", clean(line.text)), round(line.base / 6), (round(width), round(height))


@dataclass(frozen=True, slots=True)
class _Begun:
    """The last paragraph: the page it begins on, its lines there, and the page it has come to."""

    sheet: Sheet
    flow: Flow
    own_lines: int
    until: int


def _blocks(sheets: list[Sheet]) -> list[Block]:
    widths: dict[float, list[list[TextLine]]] = {}
    for sheet in sheets:
        widths.setdefault(round(sheet.read_size[0]), []).append(sheet.outside)
    bodies = {width: body_of(pages, width) for width, pages in widths.items()}
    _align(sheets, bodies)
    out: list[Block] = []
    tables = 0
    last: _Begun | None = None
    for sheet in sheets:
        body = bodies[round(sheet.read_size[0])]
        body = _widened(body, sheet.grids)
        for part in _parts(sheet):
            if isinstance(part, Grid):
                tables += 1
                out.append(_table(sheet, part, tables))
                last = None
                continue
            for flow in flows(part, body):
                if last is not None and last.until < sheet.number and _continues(last.flow, flow, body):
                    last = _Begun(last.sheet, _together(last.flow, flow), last.own_lines, sheet.number)
                    out[-1] = _paragraph(last)
                else:
                    last = _Begun(sheet, flow, len(flow.lines), sheet.number)
                    out.append(_paragraph(last))
    aslant = ((sheet, line) for sheet in sheets for line in sheet.aslant)
    out.extend(_paragraph(_Begun(sheet, Flow((line,), line.text, False), 1, 0)) for sheet, line in aslant)
    return out


def _align(sheets: Iterable[Sheet], bodies: Mapping[float, Body]) -> None:
    """Make tables of aligned text on the pages that have no rules to make them of."""
    going_on: aligned.Stripes | None = None
    for sheet in sheets:
        if sheet.grids:
            going_on = None
            continue
        found = aligned.find(sheet.outside, bodies[round(sheet.read_size[0])].pitch, going_on)
        going_on = found.going_on
        if found.grids:
            sheet.fill(found.grids, [piece for line in sheet.outside for piece in line.pieces])


def _widened(body: Body, tables: Iterable[Grid]) -> Body:
    """The text area with the page's tables."""
    boxes = [grid.bbox for grid in tables]
    left, right = min([body.left, *(box[0] for box in boxes)]), max([body.right, *(box[2] for box in boxes)])
    return replace(body, left=left, right=right)


def _parts(sheet: Sheet) -> list[Sequence[TextLine] | Grid]:
    """The lines between tables and the tables, from top to bottom."""
    parts: list[Sequence[TextLine] | Grid] = []
    rest = sheet.outside
    for grid in sheet.grids:
        middle = (grid.ys[0] + grid.ys[-1]) / 2
        above = [line for line in rest if line.base < middle]
        rest = [line for line in rest if line.base >= middle]
        parts.extend([above, grid])
    parts.append(rest)
    return parts


def _continues(before: Flow, flow: Flow, body: Body) -> bool:
    """Whether a paragraph goes on on the next page."""
    if before.centred or flow.centred or breaks(before.lines, flow.lines[0], body, new_page=True):
        return False
    return not before.text.rstrip().endswith((".", ";", ":")) or flow.text.lstrip()[:1].islower()


def _together(before: Flow, flow: Flow) -> Flow:
    return Flow((*before.lines, *flow.lines), f"{before.text} {flow.text}", False)


def _paragraph(begun: _Begun) -> Paragraph:
    """The paragraph, its box around the lines on its first page."""
    flow, sheet = begun.flow, begun.sheet
    box = Flow(flow.lines[: begun.own_lines], "", False).bbox
    place = Place(sheet.number, sheet.shown(box))
    raw = "\n".join(line.text for line in flow.lines)
    return Paragraph(clean(flow.text), raw, place, bold=flow.bold, centred=flow.centred)


def _table(sheet: Sheet, grid: Grid, number: int) -> Table:
    cells = []
    for own, pieces in zip(grid.fields, sheet.inside[sheet.grids.index(grid)], strict=True):
        own_lines = lines(pieces)
        place = Place(sheet.number, sheet.shown(own.bbox))
        text = clean(cell_text(own_lines, own.bbox))
        raw = "\n".join(line.text for line in own_lines)
        cells.append(Cell(own.row, own.col, text, raw, place, own.rowspan, own.colspan))
    place = Place(sheet.number, sheet.shown(grid.bbox))
    return Table(number, len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells), place, grid.proven)


def _page(sheet: Sheet, told: Container[int], recognised: bool) -> Page:
    frame = sheet.found.frame
    width, height = frame.size
    ignored = None
    if sheet.number not in told:
        pictured = recognised or sheet.found.pictures.share > 0
        ignored = "no_text" if sheet.needs_recognition or pictured else "blank"
        if sheet.outside:
            ignored = "continued"
    return Page(sheet.number, round(width, 1), round(height, 1), frame.rotation, ignored)


def _notes(sheets: Iterable[Sheet]) -> list[Note]:
    notes = []
    for sheet in sheets:
        if sheet.needs_recognition:
            notes.append(Note("page_without_text", sheet.number))
        elif sheet.found.unreadable:
            count = str(sheet.found.unreadable)
            notes.append(Note("letters_unreadable", sheet.number, (("count", count),)))
        if sheet.doubtful and not sheet.needs_recognition:
            notes.append(Note("text_doubtful", sheet.number))
        if sheet.found.pictures.untold and not sheet.needs_recognition:
            share = f"{100 * sheet.found.pictures.untold:.0f}"
            notes.append(Note("picture_unread", sheet.number, (("share", share),)))
        notes.extend(sheet.remarks.notes(sheet.number))
        if not sheet.proven:
            notes.append(Note("page_unproven", sheet.number))
    return notes
