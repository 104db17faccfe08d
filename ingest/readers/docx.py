"""DOCX -> blocks: the XML of WordprocessingML (ECMA-376 part 1, chapter 17) walked directly.

python-docx repeats merged cells and loses content controls, text boxes and tracked changes; the markup says
it all: `w:gridSpan` and `w:vMerge` make the grid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from ingest.document import Block, Cell, Note, Paragraph, Place, Table, clean
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.readers import Content
from ingest.readers.docx_numbers import Numbering
from ingest.readers.docx_parts import Parts
from ingest.readers.docx_pictures import Reading, pictures_of
from ingest.readers.docx_text import ALTERNATIVES, Styles, Words, alternative, is_on, tag, value
from ingest.readers.frames import Part, is_frame
from ingest.readers.package import Package, open_package

_WRAPPERS = frozenset(
    {tag("sdt"), tag("sdtContent"), tag("customXml"), tag("ins"), tag("moveTo"), tag("smartTag")}
)
_DELETED = frozenset({tag("del"), tag("moveFrom")})


def read(data: bytes, name: str, limits: Limits) -> Content:
    """The document's content; DocumentError DAMAGED, ENCRYPTED, ARCHIVE_LIMIT, TOO_COMPLEX (over `cells`),
    MISSING_TOOL (pictures only, without Tesseract).
    """
    with open_package(data, name, limits) as package:
        parts = Parts(package)
        document = parts.body()
        body = None if document is None else document.find(tag("body"))
        if body is None:
            raise DocumentError(Category.DAMAGED, name)
        body_walk = _Walk(name, limits, package, parts)
        body_walk.blocks_of(body, "body")
        body_walk.footnotes()
        if not body_walk.blocks and body_walk.pictures.missing:
            raise body_walk.pictures.missing
        return Content(tuple(body_walk.blocks), notes=body_walk.notes())


class _Walk:
    """One pass over the body."""

    def __init__(self, name: str, limits: Limits, package: Package, parts: Parts) -> None:
        self.name = name
        self.limits = limits
        self.package = package
        self.blocks: list[Block] = []
        self.left_out: Counter[str] = Counter()
        self.parts = parts
        self.pictures = Reading(package, name, limits)
        styles = Styles(parts.named("styles"))
        numbering = Numbering(parts.named("numbering"), styles)
        self.words = Words(styles, numbering, self.left_out)
        self.cells = 0
        self.tables = 0

    def blocks_of(self, parent: etree._Element, path: str) -> None:
        """Gather the blocks among the children of `parent`, through wrappers that only group."""
        counts: Counter[str] = Counter()
        for child in self._content(parent):
            if child.tag == tag("p"):
                counts["p"] += 1
                self._paragraph(child, f"{path}/p[{counts['p']}]")
            elif child.tag == tag("tbl"):
                counts["tbl"] += 1
                self._table(child, f"{path}/tbl[{counts['tbl']}]")
            elif child.tag == tag("altChunk"):
                self.left_out["embedded_part"] += 1

    def _content(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The children in order, wrappers opened, tracked deletions left out."""
        waiting = [iter(parent)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
            elif child.tag in _WRAPPERS:
                waiting.append(iter(child))
            elif child.tag == ALTERNATIVES:
                waiting.append(iter(alternative(child)))
            elif child.tag in _DELETED:
                self.left_out["deleted_text"] += 1
            else:
                yield child

    def _paragraph(self, element: etree._Element, path: str) -> None:
        line = self.words.line(element)
        text = clean(line.raw)
        if text:
            self.blocks.append(Paragraph(text, line.raw, Place(path=path), line.bold, line.centred))
        for number, box in enumerate(line.boxes, start=1):
            self.blocks_of(box, f"{path}/box[{number}]")
        for number, picture in enumerate(pictures_of(line.drawings, self.parts), start=1):
            found = self.pictures.blocks(picture, f"{path}/picture[{number}]", self.tables)
            self.tables += sum(isinstance(block, Table) for block in found)
            self.blocks.extend(found)

    def _table(self, element: etree._Element, path: str) -> None:
        rows = self._rows(element)
        if self._is_frame(element, rows):
            for number, row in enumerate(rows, start=1):
                for index, cell in enumerate(self._cells(row), start=1):
                    self.blocks_of(cell, f"{path}/tr[{number}]/tc[{index}]")
            return
        grid = _Grid()
        for number, row in enumerate(rows):
            self._row(grid, number, row, f"{path}/tr[{number + 1}]")
        if grid.cells:
            self.tables += 1
            cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.col))
            self.blocks.append(Table(self.tables, len(rows), grid.n_cols, tuple(cells), Place(path=path)))

    def _is_frame(self, table: etree._Element, rows: list[etree._Element]) -> bool:
        if next(table.iterdescendants(tag("tbl")), None) is None:
            return False
        return is_frame([[_part(cell) for cell in self._cells(row)] for row in rows])

    def _rows(self, table: etree._Element) -> list[etree._Element]:
        return [row for row in self._content(table) if row.tag == tag("tr") and not self._deleted_row(row)]

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for cell in self._content(row):
            if cell.tag == tag("tc"):
                deleted = cell.find(f"{tag('tcPr')}/{tag('cellDel')}") is not None
                self.left_out["deleted_text"] += deleted
                if not deleted:
                    yield cell

    def _deleted_row(self, row: etree._Element) -> bool:
        deleted = row.find(f"{tag('trPr')}/{tag('del')}") is not None
        self.left_out["deleted_text"] += deleted
        return deleted

    def _row(self, grid: _Grid, number: int, row: etree._Element, path: str) -> None:
        properties = row.find(tag("trPr"))
        col = self._width(properties, "gridBefore", 0)
        header = is_on(properties, "tblHeader")
        for index, element in enumerate(self._cells(row)):
            self.cells += 1
            if self.cells > self.limits.cells:
                raise self.limits.exceeded(Category.TOO_COMPLEX, self.name, "cells", self.cells)
            own = element.find(tag("tcPr"))
            colspan = self._width(own, "gridSpan", 1)
            raw = self._cell_text(element)
            merge = None if own is None else own.find(tag("vMerge"))
            if merge is not None and value(merge) != "restart" and grid.hang(number, col, colspan, raw):
                col += colspan
                continue
            if _continues_left(own) and grid.widen(number, col, colspan, raw):
                col += colspan
                continue
            place = Place(path=f"{path}/tc[{index + 1}]")
            cell = Cell(number, col, clean(raw), raw, place, 1, colspan, header)
            grid.put(cell, merges=merge is not None)
            col += colspan

    def _width(self, properties: etree._Element | None, name: str, default: int) -> int:
        found = None if properties is None else properties.find(tag(name))
        text = "" if found is None else value(found)
        return min(int(text), self.limits.span) if text.isdecimal() and int(text) >= default else default

    def _cell_text(self, cell: etree._Element) -> str:
        """The cell's paragraphs as lines; a nested table gives one line per row."""
        lines: list[str] = []
        for child in self._content(cell):
            if child.tag == tag("p"):
                line = self.words.line(child)
                lines.append(line.raw)
                lines.extend(map(self._cell_text, line.boxes))
                for picture in pictures_of(line.drawings, self.parts):
                    self.pictures.pass_over(picture)
            elif child.tag == tag("tbl"):
                lines.extend(" ".join(map(self._cell_text, self._cells(row))) for row in self._rows(child))
            elif child.tag == tag("altChunk"):
                self.left_out["embedded_part"] += 1
        return "\n".join(lines)

    def footnotes(self) -> None:
        """Put the texts of the notes that were referred to at the end, each after its mark."""
        for kind in ("footnote", "endnote"):
            root = self.parts.named(f"{kind}s")
            if root is None:
                continue
            texts = {note.get(tag("id"), ""): note for note in root.iter(tag(kind))}
            for identifier, mark in self.words.marks(kind):
                note = texts.get(identifier)
                raw = "" if note is None else self._cell_text(note)
                if clean(raw):
                    place = Place(path=f"{kind}s/{kind}[{identifier}]")
                    self.blocks.append(Paragraph(f"{mark} {clean(raw)}", raw, place))

    def notes(self) -> tuple[Note, ...]:
        """What was left out, counted."""
        comments = self.parts.named("comments")
        if comments is not None:
            self.left_out["comments"] = len(comments)
        found = [
            Note(category, facts=(("count", str(count)),))
            for category, count in sorted(self.left_out.items())
            if count
        ]
        lines = self._page_parts()
        if lines:
            facts = (("count", str(len(lines))), ("lines", " | ".join(lines)))
            found.append(Note("page_parts", facts=facts))
        return (*found, *self.pictures.notes())

    def _page_parts(self) -> list[str]:
        """The lines of the page headers and footers, which are no part of the text."""
        lines: list[str] = []
        for part in self.parts.margins():
            root = self.package.xml(part)
            for paragraph in () if root is None else root.iter(tag("p")):
                text = clean(self.words.line(paragraph).raw)
                if text:
                    lines.append(text)
        return lines


def _part(cell: etree._Element) -> Part:
    text = "".join(one.text or "" for one in cell.iter(tag("t")))
    return Part(text, next(cell.iterdescendants(tag("tbl")), None) is not None)


def _continues_left(properties: etree._Element | None) -> bool:
    """Whether the cell belongs to the one on its left (`w:hMerge`, written by old programs)."""
    merge = None if properties is None else properties.find(tag("hMerge"))
    return merge is not None and value(merge) != "restart"


class _Grid:
    """The cells of a table while its rows come in; merged cells grow from their first one."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.n_cols = 0
        self._hanging: dict[int, int] = {}

    def put(self, cell: Cell, merges: bool) -> None:
        """A cell of its own; `merges` where later rows may continue it."""
        self._end_hanging(cell.col, cell.colspan)
        if merges:
            self._hanging[cell.col] = len(self.cells)
        self.cells.append(cell)
        self.n_cols = max(self.n_cols, cell.col + cell.colspan)

    def hang(self, row: int, col: int, colspan: int, raw: str) -> bool:
        """Continue the merged cell above at `col`; False where there is none of this width right above."""
        index = self._hanging.get(col)
        if index is None:
            return False
        above = self.cells[index]
        if above.colspan != colspan or above.row + above.rowspan != row:
            return False
        self.cells[index] = _grown(above, raw, rowspan=above.rowspan + 1)
        return True

    def widen(self, row: int, col: int, colspan: int, raw: str) -> bool:
        """Continue the cell on the left; False where none ends there."""
        for index in range(len(self.cells) - 1, -1, -1):
            left = self.cells[index]
            if left.row != row:
                return False
            if left.col + left.colspan == col:
                self.cells[index] = _grown(left, raw, colspan=left.colspan + colspan)
                self.n_cols = max(self.n_cols, col + colspan)
                return True
        return False

    def _end_hanging(self, col: int, colspan: int) -> None:
        for start in [start for start in self._hanging if col <= start < col + colspan]:
            del self._hanging[start]


def _grown(cell: Cell, raw: str, rowspan: int | None = None, colspan: int | None = None) -> Cell:
    """The cell with a larger span, and with the text that a continuing part should not but may hold."""
    joined = f"{cell.raw}\n{raw}" if clean(raw) else cell.raw
    return Cell(
        cell.row,
        cell.col,
        clean(joined),
        joined,
        cell.place,
        rowspan or cell.rowspan,
        colspan or cell.colspan,
        cell.header,
    )
