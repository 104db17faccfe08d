"""Pictures in Word files: those as large as a page are read as scans are, other large ones are told of."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import fmean

from lxml import etree

from ingest.document import Block, Note, Paragraph, Place, Table
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.readers.docx_parts import Parts
from ingest.readers.package import Package
from ingest.readers.picture_notes import named

# Lengths in points; drawings count in English Metric Units (ECMA-376 part 1, 20.1.2.1).
_EMU = 12_700
_PAGE = 595.0 * 842.0
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "": 1.0}
_LENGTH = r"(?:^|;)\s*{}\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px|)"
_WIDTH, _HEIGHT = (re.compile(_LENGTH.format(side)) for side in ("width", "height"))
# Shares of a page: emblems, signatures and stamps are smaller than a large picture; scans take a good part.
_LARGE, _LIKE_PAGE = 0.08, 0.25


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the text: the part that holds it ("" where it is outside), its share of a page."""

    part: str
    share: float


def pictures_of(drawings: list[etree._Element], parts: Parts) -> Iterator[Picture]:
    """The pictures of the drawings (`w:drawing`) and old drawings (`w:pict`) of a paragraph."""
    for drawing in drawings:
        for one in drawing.iter():
            kind = etree.QName(one).localname if isinstance(one.tag, str) else ""
            if kind in {"blip", "imagedata"}:
                names = {etree.QName(name).localname: str(found) for name, found in one.attrib.items()}
                part = parts.target(names.get("embed") or names.get("id") or names.get("link") or "")
                yield Picture(part, _share(drawing, one))


def _share(drawing: etree._Element, image: etree._Element) -> float:
    """How much of an A4 page it takes; all of it where nothing says how much."""
    for one in drawing.iter():
        if isinstance(one.tag, str) and etree.QName(one).localname == "extent":
            sides = [one.get("cx", ""), one.get("cy", "")]
            if all(side.isdecimal() for side in sides):
                return int(sides[0]) * int(sides[1]) / _EMU**2 / _PAGE
    for shape in image.iterancestors():
        style = shape.get("style", "")
        width, height = _WIDTH.search(style), _HEIGHT.search(style)
        if width and height:
            return _points(width) * _points(height) / _PAGE
    return 1.0


def _points(found: re.Match[str]) -> float:
    return float(found.group(1)) * _UNITS[found.group(2)] if found.group(1).count(".") < 2 else 0.0


class Reading:
    """Reads the pictures of one file while its time lasts, and keeps what has to be told."""

    def __init__(self, package: Package, name: str, limits: Limits) -> None:
        self._package = package
        self._name = name
        self._limits = limits
        self._left = limits.recognition_seconds
        self._read: list[str] = []
        self._sure: list[float] = []
        self._unread: list[str] = []
        self.missing: DocumentError | None = None

    def blocks(self, picture: Picture, path: str, tables: int) -> list[Block]:
        """The blocks that a picture shows, none of one that is no page; `tables` were numbered before."""
        if picture.share < _LARGE:
            return []
        found: list[Block] = []
        if picture.share >= _LIKE_PAGE and picture.part and self._left > 0:
            begun = time.monotonic()
            found = self._recognised(picture.part)
            self._left -= time.monotonic() - begun
        (self._read if found else self._unread).append(_name(picture))
        return [_placed(block, path, tables) for block in found]

    def pass_over(self, picture: Picture) -> None:
        """Keep in mind that a picture in a cell was not read."""
        if picture.share >= _LARGE:
            self._unread.append(_name(picture))

    def _recognised(self, part: str) -> list[Block]:
        from ingest.readers import picture

        limits = replace(self._limits, recognition_seconds=self._left)
        try:
            found = list(picture.read(self._package.content(part), self._name, limits).blocks)
        except DocumentError as error:
            if error.category is Category.MISSING_TOOL:
                self.missing = error
            return []
        self._sure += [
            piece.confidence
            for block in found
            for piece in ([block] if isinstance(block, Paragraph) else block.cells)
            if piece.text
        ]
        return found

    def notes(self) -> Iterator[Note]:
        """Which pictures were read, and which were not."""
        if self._read:
            facts = (*named(self._read), ("confidence", f"{100 * fmean(self._sure):.0f}"))
            yield Note("pictures_recognised", facts=facts)
        if self._unread:
            yield Note("pictures_unread", facts=named(self._unread))
        if self.missing:
            yield Note("recognition_missing", facts=(("command", self.missing.facts["command"]),))


def _name(picture: Picture) -> str:
    return picture.part.rsplit("/", 1)[-1] or "?"


def _placed(block: Block, path: str, tables: int) -> Block:
    """The block at its picture's place: what is inside the picture is no place of the file."""
    place = Place(path=path)
    if isinstance(block, Table):
        cells = tuple(
            replace(cell, place=Place(path=f"{path}/tr[{cell.row + 1}]/tc[{cell.col + 1}]"))
            for cell in block.cells
        )
        return replace(block, number=tables + block.number, cells=cells, place=place)
    return replace(block, place=place)
