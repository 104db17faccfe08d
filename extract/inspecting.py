"""Shows on a page's picture what was found there: paragraphs, tables, and the rows that became items.

Only PDFs have geometry; for other formats the rows can be listed but not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.decision import Decision, Item
from extract.joining import rests
from ingest.document import BBox, Document, Table, one_line
from ingest.messages import say

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 2.0
"""Pixels per page point: 144 dpi, enough to read 11 point type."""
_COLOURS = {"paragraph": (150, 150, 150), "table": (30, 90, 200), "item": (0, 140, 60), "rest": (0, 140, 60)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found on a page: "paragraph", "table", "item" or "rest", its box in page points, its label.

    A "rest" is what of an item's row stands on a later page than its beginning.
    """

    kind: str
    bbox: BBox | None
    label: str

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {"kind": self.kind, "bbox": list(self.bbox) if self.bbox else None, "label": self.label}


def findings(document: Document, decision: Decision, page: int | None) -> list[Finding]:
    """What was found on a page (on all where `page` is None): blocks in reading order, items, their rests."""
    return [*_blocks(document, page), *_items(decision, page), *_rests(document, decision, page)]


def _blocks(document: Document, page: int | None) -> Iterator[Finding]:
    for block in document.blocks:
        if page is not None and block.place.page != page:
            continue
        if isinstance(block, Table):
            label = f"{block.number}: {block.n_rows} × {block.n_cols}"
            yield Finding("table", block.place.bbox, label)
        else:
            yield Finding("paragraph", block.place.bbox, one_line(block.text)[:80])


def _items(decision: Decision, page: int | None) -> Iterator[Finding]:
    for number, item in enumerate(decision.items, start=1):
        if page is None or item.source.page == page:
            yield Finding("item", item.source.bbox, _label(number, item))


def _rests(document: Document, decision: Decision, page: int | None) -> Iterator[Finding]:
    cut = [rest for rest in rests(list(document.blocks)) if page in {None, rest.place.page}]
    for number, item in enumerate(decision.items, start=1):
        for rest in cut:
            if (rest.table, rest.row) == (item.source.table, item.source.row):
                label = say("inspect.goes_on", item=_label(number, item), page=item.source.page)
                yield Finding("rest", rest.place.bbox, label)


def _label(number: int, item: Item) -> str:
    return f"{number} {item.change} {item.code_printed or '–'} {item.name[:60]}"


def draw(path: Path, page: int, found: list[Finding]) -> Image:
    """The picture of a PDF's page with the findings framed in their colours and the items numbered."""
    import pypdfium2
    from PIL import ImageDraw

    with pypdfium2.PdfDocument(path) as pdf:
        picture: Image = pdf[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture, "RGBA")
    for one in found:
        if one.bbox is None:
            continue
        box = tuple(edge * _SCALE for edge in one.bbox)
        colour = _COLOURS[one.kind]
        is_row = one.kind in {"item", "rest"}
        fill = (*colour, 40) if is_row else None
        pen.rectangle(box, outline=(*colour, 255), width=3 if one.kind != "paragraph" else 1, fill=fill)
        if is_row:
            number = one.label.split()[0] if one.kind == "item" else f"…{one.label.split()[0]}"
            pen.text((box[0] - 8, box[1] + 4), number, (200, 0, 0, 255), anchor="ra", font_size=26)
    return picture
