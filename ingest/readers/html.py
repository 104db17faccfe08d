"""HTML -> blocks: lxml's forgiving parser, tables with their spans, everything else as paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree, html

from ingest.document import Block, Cell, Note, Paragraph, Place, Table, clean
from ingest.encodings.tables import font_encoding, shown
from ingest.errors import Category, DocumentError
from ingest.formats import decode
from ingest.limits import Limits
from ingest.readers import Content
from ingest.readers.frames import Part, is_frame
from ingest.readers.html_pictures import large_picture
from ingest.readers.picture_notes import named
from ingest.readers.spans import Slots

_SILENT = frozenset(
    {"script", "style", "head", "title", "noscript", "template", "svg", "iframe", "object", "select"}
    | {"textarea"}
)
_BLOCK = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
    }
    | {"dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"}
    | {"tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
# How deep elements may nest for libxml2 without its huge_tree option.
_DEPTH = "256"
# libxml2 reads nothing after the first of these and says nothing of it; a portal writes several pages in one.
_ENDS = re.compile(r"</\s*(?:body|html)\s*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FONT_STYLE = re.compile(r"font-family\s*:\s*([^;,]+)", re.IGNORECASE)
_OLD_FONT = re.compile(r"\.vn\w|vni[- ]\w", re.IGNORECASE)
_CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")


def read(data: bytes, name: str, limits: Limits) -> Content:
    """The page's content.

    DocumentError: DAMAGED, NO_TEXT where there is nothing, TOO_COMPLEX over `cells` or nested too deep.
    """
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    text = decode(data, name)
    try:
        root = html.document_fromstring(_ENDS.sub("", text).encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise DocumentError(Category.NO_TEXT, name) from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        # The parser stops there and would drop the rest of the page in silence.
        raise DocumentError(Category.TOO_COMPLEX, name, count=f"> {_DEPTH}", setting="depth", limit=_DEPTH)
    walk = _Walk(name, limits, _class_rules(root), old_fonts=_OLD_FONT.search(text) is not None)
    walk.blocks_of(root)
    notes = [
        Note(category, facts=(("count", str(count)),)) for category, count in sorted(walk.left_out.items())
    ]
    if walk.pictures:
        notes.append(Note("pictures_unread", facts=named(walk.pictures)))
    return Content(tuple(walk.blocks), notes=tuple(notes))


def _class_rules(root: html.HtmlElement) -> dict[str, str]:
    """The declarations of each class in the page's own style sheets."""
    rules: dict[str, str] = {}
    for style in root.iter("style"):
        for class_name, declarations in _CLASS_RULE.findall(style.text or ""):
            rules[class_name] = rules.get(class_name, "") + ";" + declarations
    return rules


@dataclass
class _Line:
    """The paragraph that is being gathered."""

    pieces: list[str] = field(default_factory=list)
    plain: bool = False
    centred: bool = False
    path: str | None = None


class _Walk:
    """One pass over the tree, without recursion: pages nest as deep as they like."""

    def __init__(self, name: str, limits: Limits, rules: dict[str, str], old_fonts: bool) -> None:
        self.name = name
        self.old_fonts = old_fonts
        self.limits = limits
        self.rules = rules
        self.blocks: list[Block] = []
        self.left_out: Counter[str] = Counter()
        self.pictures: list[str] = []
        self.cells = 0
        self.tables = 0
        self._line = _Line()

    def blocks_of(self, root: html.HtmlElement) -> None:
        """Gather the blocks under `root`."""
        bold: list[html.HtmlElement] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self._skipped(element):
                    walker.skip_subtree()
                    continue
                if element.tag == "table" and not _is_frame(element):
                    self._end_line()
                    self._table(element)
                    walker.skip_subtree()
                    continue
                if self._is_bold(element):
                    bold.append(element)
                self._open(element)
                self._add(element.text, element, bool(bold))
            else:
                if bold and bold[-1] is element:
                    bold.pop()
                if element.tag in _BLOCK:
                    self._end_line()
                self._add(element.tail, element.getparent(), bool(bold))
        self._end_line()

    def _open(self, element: html.HtmlElement) -> None:
        if element.tag in _BLOCK:
            self._end_line()
            self._line.centred = self._is_centred(element)
            self._line.path = _path(element)
        elif element.tag == "br":
            self._line.pieces.append("\n")

    def _add(self, text: str | None, element: html.HtmlElement | None, bold: bool) -> None:
        if not text or element is None:
            return
        line = self._line
        line.pieces.append(self._text_in(text, element))
        if text.strip():
            line.plain = line.plain or not bold
            if line.path is None:
                line.path = _path(element)
                line.centred = self._is_centred(element)

    def _end_line(self) -> None:
        line, self._line = self._line, _Line()
        raw = "".join(line.pieces).strip(" ")
        text = clean(raw)
        if text:
            place = Place(path=line.path)
            self.blocks.append(Paragraph(text, raw, place, bold=not line.plain, centred=line.centred))

    def _skipped(self, element: html.HtmlElement) -> bool:
        """Whether an element is left out, which is kept in mind; so are pictures, which have no text."""
        if element.tag in _SILENT:
            return True
        if element.tag == "img" and (name := large_picture(element)):
            self.pictures.append(name)
        if element.tag == "nav":
            category = "navigation"
        elif "hidden" in element.attrib or _HIDDEN_STYLE.search(element.get("style", "")):
            category = "hidden_text"
        else:
            return False
        if "".join(element.itertext()).strip():
            self.left_out[category] += 1
        return True

    def _styled(self, element: html.HtmlElement, wanted: re.Pattern[str]) -> bool:
        if wanted.search(element.get("style", "")):
            return True
        return any(wanted.search(self.rules.get(one, "")) for one in element.get("class", "").split())

    def _is_bold(self, element: html.HtmlElement) -> bool:
        return element.tag in _BOLD or self._styled(element, _BOLD_STYLE)

    def _is_centred(self, element: html.HtmlElement) -> bool:
        while element is not None and element.tag in _BLOCK:
            if element.tag == "center" or element.get("align", "").lower() == "center":
                return True
            if self._styled(element, _CENTRED_STYLE):
                return True
            if "text-align" in element.get("style", "") or element.get("align"):
                return False
            element = element.getparent()
        return False

    def _table(self, table: html.HtmlElement) -> None:
        path = _path(table)
        rows = [row for row in table.iter("tr") if _owner(row, "table") is table]
        for stray in _stray_text(table):
            self.blocks.append(Paragraph(clean(stray), stray, Place(path=path)))
        slots = Slots()
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            in_head = row.getparent().tag == "thead"
            own = (cell for cell in row.iter("td", "th") if _owner(cell, "tr") is row)
            for index, element in enumerate(own):
                self._count_cell()
                rowspan = min(self._span(element, "rowspan") or len(rows), len(rows) - number)
                col, colspan = slots.place(number, rowspan, self._span(element, "colspan") or 1)
                raw = self._cell_text(element)
                place = Place(path=f"{path}/tr[{number + 1}]/{element.tag}[{index + 1}]")
                header = in_head or element.tag == "th"
                cells.append(Cell(number, col, clean(raw), raw, place, rowspan, colspan, header))
        if cells:
            self.tables += 1
            cells.sort(key=lambda cell: (cell.row, cell.col))
            self.blocks.append(Table(self.tables, len(rows), slots.n_cols, tuple(cells), Place(path=path)))

    def _count_cell(self) -> None:
        self.cells += 1
        if self.cells > self.limits.cells:
            raise self.limits.exceeded(Category.TOO_COMPLEX, self.name, "cells", self.cells)

    def _span(self, element: html.HtmlElement, attribute: str) -> int:
        """The span, between 0 ("to the end", only meant in rows) and the limit; 1 where it is no number."""
        value = re.match(r"\s*(\d{1,9})", element.get(attribute, "1"))
        return min(int(value.group(1)), self.limits.span) if value else 1

    def _cell_text(self, cell: html.HtmlElement) -> str:
        pieces: list[str] = []
        walker = etree.iterwalk(cell, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self._skipped(element):
                    walker.skip_subtree()
                    continue
                pieces.append(_break(element, cell))
                pieces.append(self._text_in(element.text, element))
            elif element is not cell:
                pieces.append(_break(element, cell))
                pieces.append(self._text_in(element.tail, element.getparent()))
        return "".join(pieces).strip(" \n")

    def _text_in(self, text: str | None, element: html.HtmlElement | None) -> str:
        """Text as its element shows it: blanks, and letters of fonts older than Unicode."""
        if not text or element is None:
            return ""
        text = shown(text, self._font(element)) if self.old_fonts else text
        return text if _in_pre(element) else _BLANKS.sub(" ", text)

    def _font(self, element: html.HtmlElement | None) -> str | None:
        """The font that the nearest element names; None where it is none of the old ones."""
        while element is not None:
            styles = [
                element.get("style", ""),
                *(self.rules.get(one, "") for one in element.get("class", "").split()),
            ]
            named = [
                element.get("face", ""),
                *(one for style in styles for one in _FONT_STYLE.findall(style)),
            ]
            if font := next((one for one in named if one.strip()), None):
                return font if font_encoding(font) else None
            element = element.getparent()
        return None


def _break(element: html.HtmlElement, cell: html.HtmlElement) -> str:
    """What stands for a tag within a cell; the cells of a nested table's row stay on one line."""
    if element is cell:
        return ""
    if element.tag in {"td", "th"}:
        return " "
    return "\n" if element.tag == "br" or element.tag in _BLOCK else ""


def _in_pre(element: html.HtmlElement) -> bool:
    return bool(element.tag == "pre")


def _path(element: html.HtmlElement) -> str:
    return str(element.getroottree().getpath(element)).lstrip("/")


def _owner(element: html.HtmlElement, tag: str) -> html.HtmlElement | None:
    """The nearest ancestor with this tag."""
    return next(element.iterancestors(tag), None)


def _is_frame(table: html.HtmlElement) -> bool:
    """Whether the table only frames the page."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    rows = (row for row in table.iter("tr") if _owner(row, "table") is table)
    return is_frame(
        [[_part(cell) for cell in row.iter("td", "th") if _owner(cell, "tr") is row] for row in rows]
    )


def _part(cell: html.HtmlElement) -> Part:
    inner = (
        f"{'' if one.tag in _SILENT else one.text or ''}{one.tail or ''}" for one in cell.iterdescendants()
    )
    return Part((cell.text or "") + "".join(inner), next(cell.iterdescendants("table"), None) is not None)


def _stray_text(table: html.HtmlElement) -> list[str]:
    """Text of the table that stands in none of its cells: captions and what broken markup leaves there."""
    found: list[str] = []
    walker = etree.iterwalk(table, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in {"td", "th"} or element.tag in _SILENT:
                walker.skip_subtree()
            elif element.text and element.text.strip():
                found.append(_BLANKS.sub(" ", element.text).strip())
        elif element is not table and element.tail and element.tail.strip():
            found.append(_BLANKS.sub(" ", element.tail).strip())
    return found
