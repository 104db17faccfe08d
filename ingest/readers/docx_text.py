"""The text of WordprocessingML paragraphs: runs, breaks, text boxes, changes, footnote marks, styles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from ingest.encodings.tables import shown

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
"""Holds the same content in several ways, one for each age of programs (ECMA-376 part 3, 7.6)."""

_OFF = frozenset({"0", "false", "off", "none"})


def tag(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return _W + name


def value(element: etree._Element) -> str:
    """The `w:val` of an element, "" where it has none."""
    return element.get(tag("val"), "")


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a toggle property is set (ECMA-376 part 1, 17.17.4)."""
    found = None if properties is None else properties.find(tag(name))
    return found is not None and value(found) not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its text, with all that it is based on."""

    bold: bool = False
    centred: bool = False
    numbering: tuple[str, int] | None = None
    font: str | None = None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        default = (
            None if root is None else root.find(f"{tag('docDefaults')}/{tag('rPrDefault')}/{tag('rPr')}")
        )
        self._font = font_of(default)
        for element in () if root is None else root.iter(tag("style")):
            if element.get(tag("type")) == "paragraph":
                identifier = element.get(tag("styleId"), "")
                self._elements[identifier] = element
                if element.get(tag("default")) in {"1", "true"}:
                    self._default = identifier

    def of(self, properties: etree._Element | None) -> Style:
        """The style that a paragraph's properties name."""
        named = None if properties is None else properties.find(tag("pStyle"))
        return self.named(self._default if named is None else value(named))

    def named(self, identifier: str) -> Style:
        """One style, its ancestors included; a plain one where the name is unknown."""
        if identifier not in self._known:
            self._known[identifier] = self._read(identifier)
        return self._known[identifier]

    def _read(self, identifier: str) -> Style:
        bold = centred = None
        numbering = font = None
        seen: set[str] = set()
        while identifier in self._elements and identifier not in seen:
            seen.add(identifier)
            element = self._elements[identifier]
            run, paragraph = element.find(tag("rPr")), element.find(tag("pPr"))
            if bold is None and run is not None and run.find(tag("b")) is not None:
                bold = is_on(run, "b")
            if centred is None:
                centred = is_centred(paragraph)
            numbering = numbering or numbering_of(paragraph)
            font = font or font_of(run)
            based = element.find(tag("basedOn"))
            identifier = "" if based is None else value(based)
        return Style(bool(bold), bool(centred), numbering, font or self._font)


def font_of(properties: etree._Element | None) -> str | None:
    """The font that run properties name for letters beyond ASCII, None where they name none."""
    fonts = None if properties is None else properties.find(tag("rFonts"))
    return None if fonts is None else fonts.get(tag("hAnsi")) or fonts.get(tag("ascii"))


def is_centred(properties: etree._Element | None) -> bool | None:
    """Whether paragraph properties centre the text; None where they say nothing."""
    alignment = None if properties is None else properties.find(tag("jc"))
    return None if alignment is None else value(alignment) == "center"


def numbering_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list (`w:numId`) and level that paragraph properties name."""
    numbering = None if properties is None else properties.find(tag("numPr"))
    number = None if numbering is None else numbering.find(tag("numId"))
    if numbering is None or number is None:
        return None
    level = numbering.find(tag("ilvl"))
    text = "" if level is None else value(level)
    return value(number), int(text) if text.isdecimal() else 0


class Labels(Protocol):
    """Gives the label that Word prints before a numbered paragraph."""

    def label(self, properties: etree._Element | None) -> str:
        """The label of the next paragraph with these properties, "" where it is not numbered."""


@dataclass
class Line:
    """The text of one paragraph; the text boxes (`w:txbxContent`) and drawings that are anchored in it."""

    pieces: list[str] = field(default_factory=list)
    bold: bool = True
    centred: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    drawings: list[etree._Element] = field(default_factory=list)

    @property
    def raw(self) -> str:
        """The text as it stands."""
        return "".join(self.pieces)


_PLAIN = {
    tag("tab"): "\t",
    tag("br"): "\n",
    tag("cr"): "\n",
    tag("ptab"): "\t",
    tag("noBreakHyphen"): "-",
}
# Ticks, boxes and marks of lists in Wingdings and Symbol, by the last byte of their code.
_SURROGATES, _PRIVATE = 0xD800, 0xF000
_SYMBOLS = {0xFC: "✓", 0xFE: "☑", 0x52: "☑", 0x53: "☒", 0xFB: "✗", 0xFD: "☒", 0x78: "☒", 0x2D: "-"}
_SYMBOLS |= dict.fromkeys((0x6F, 0x71, 0xA8), "□")
_FOREIGN = ("/chart", "/diagram")
_SKIPPED = frozenset(
    tag(name) for name in ("pPr", "instrText", "delText", "delInstrText", "rPr", "sdtPr", "fldData")
)


class Words:
    """Reads paragraphs; counts what it leaves out; numbers the footnote marks in order of appearance."""

    def __init__(self, styles: Styles, labels: Labels, left_out: Counter[str]) -> None:
        self._styles = styles
        self._labels = labels
        self._left_out = left_out
        self._marks: dict[tuple[str, str], str] = {}

    def marks(self, kind: str) -> list[tuple[str, str]]:
        """The notes of a kind (`footnote`, `endnote`) referred to: identifier and mark, in order."""
        return [(identifier, mark) for (own, identifier), mark in self._marks.items() if own == kind]

    def line(self, paragraph: etree._Element) -> Line:
        """The paragraph without what stands in its text boxes."""
        properties = paragraph.find(tag("pPr"))
        style = self._styles.of(properties)
        centred = is_centred(properties)
        line = Line(centred=style.centred if centred is None else centred)
        label = self._labels.label(properties)
        self._gather(paragraph, line, style)
        if label and line.raw.strip():
            line.pieces.insert(0, label + " ")
        elif label:
            line.pieces = [label]
        return line

    def _gather(self, parent: etree._Element, line: Line, style: Style) -> None:
        for child in parent:
            name = child.tag
            if name == tag("r"):
                self._run(child, line, style)
            elif name in {tag("del"), tag("moveFrom")}:
                self._left_out["deleted_text"] += 1
            elif name == ALTERNATIVES:
                self._gather(alternative(child), line, style)
            elif name not in _SKIPPED and isinstance(name, str):
                self._gather(child, line, style)

    def _run(self, run: etree._Element, line: Line, style: Style) -> None:
        properties = run.find(tag("rPr"))
        if is_on(properties, "vanish"):
            self._left_out["hidden_text"] += any(text.text for text in run.iter(tag("t")))
            return
        bold = style.bold
        if properties is not None and properties.find(tag("b")) is not None:
            bold = is_on(properties, "b")
        font = font_of(properties) or style.font
        before = len(line.pieces)
        for child in run:
            self._piece(child, line, font)
        if not bold and any(piece.strip() for piece in line.pieces[before:]):
            line.bold = False

    def _piece(self, child: etree._Element, line: Line, font: str | None) -> None:
        if child.tag == tag("t"):
            line.pieces.append(shown(child.text or "", font))
        elif child.tag == tag("softHyphen"):
            line.pieces.append(shown("\u00ad", font))
        elif child.tag in _PLAIN:
            line.pieces.append(_PLAIN[child.tag])
        elif child.tag in {tag("footnoteReference"), tag("endnoteReference")}:
            kind = "footnote" if child.tag == tag("footnoteReference") else "endnote"
            key = (kind, child.get(tag("id"), ""))
            line.pieces.append(self._marks.setdefault(key, f"[{len(self._marks) + 1}]"))
        elif child.tag == tag("object"):
            self._left_out["embedded_part"] += 1
        elif child.tag == tag("sym"):
            line.pieces.append(_symbol(child))
        elif child.tag == ALTERNATIVES:
            for one in alternative(child):
                self._piece(one, line, font)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            self._drawn(child, line)

    def _drawn(self, drawing: etree._Element, line: Line) -> None:
        boxes = [box for box in drawing.iter(tag("txbxContent")) if _is_outermost(box, drawing)]
        line.boxes.extend(boxes)
        if not boxes:
            line.drawings.append(drawing)
            self._left_out["embedded_part"] += any(
                one.get("uri", "").endswith(_FOREIGN) for one in drawing.iter("{*}graphicData")
            )


def alternative(element: etree._Element) -> etree._Element:
    """Of alternatives, which say the same in several ways, the first with text, else the first."""
    telling = (one for one in element if next(one.iter(tag("t")), None) is not None)
    return next(telling, element[0] if len(element) else element)


def _is_outermost(box: etree._Element, drawing: etree._Element) -> bool:
    """Whether a text box stands in no other, and in the first of its alternatives that has any."""
    inner = box
    for above in box.iterancestors():
        if above is drawing:
            return True
        if above.tag == tag("txbxContent") or (above.tag == ALTERNATIVES and alternative(above) is not inner):
            return False
        inner = above
    return False


def _symbol(element: etree._Element) -> str:
    """A character named by font and code; symbol fonts begin at F000 (ECMA-376 part 1, 17.3.3.30)."""
    code = element.get(tag("char"), "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number & _PRIVATE == _PRIVATE or "ding" in element.get(tag("font"), "").lower():
        return _SYMBOLS.get(number & 0xFF, "•")
    return chr(number) if 0x1F < number < _SURROGATES else ""
