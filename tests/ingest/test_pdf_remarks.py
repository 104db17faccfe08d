"""Annotations on PDF pages: what they draw is read, what they only say is told."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from ingest.document import Document
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Plan, Sheet, Spot

LINE = "Số:         /QĐ-UBND"


def _named(**entries: PdfObject) -> DictionaryObject:
    own = {NameObject(f"/{key}"): one for key, one in entries.items()}
    return DictionaryObject(own)  # type: ignore[no-untyped-call]  # pyHanko leaves it without


def _box(*edges: int) -> ArrayObject:
    return ArrayObject([NumberObject(one) for one in edges])  # type: ignore[no-untyped-call]  # see above


def with_annotation(kind: str, draws: bool, **entries: PdfObject) -> Document:
    """A page with an annotation in its line for the number that draws "2666", or draws nothing."""
    sheet = Sheet()
    sheet.text(60, 62, LINE)
    sheet.wrapped(70, 100, 450, PROSE)
    sheet.grid(Plan(2, 2, tuple(Spot(r, c, 1, 1, f"ô {r}.{c}") for r in range(2) for c in range(2))), 60, 400)
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet.data()))
    font = _named(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
    entries |= {"Type": NameObject("/Annot"), "Subtype": NameObject(kind), "Rect": _box(82, 777, 142, 792)}
    if draws:
        form = StreamObject(
            _named(
                Type=NameObject("/XObject"),
                Subtype=NameObject("/Form"),
                BBox=_box(0, 0, 60, 15),
                Resources=_named(Font=_named(F=font)),
            ),
            stream_data=b"BT /F 12 Tf 2 3 Td (2666) Tj ET 0 0 m 60 0 l S",
        )
        entries["AP"] = _named(N=writer.add_object(form))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NameObject("/Annots")] = ArrayObject([writer.add_object(_named(**entries))])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # see above
    return read_bytes(out.getvalue(), "a.pdf")


def said(document: Document) -> list[tuple[str, int | None, str]]:
    return [(note.category, note.page, note.facts[0][1]) for note in document.notes]


@pytest.mark.parametrize("kind", ["/Stamp", "/FreeText", "/Widget"])
def test_what_an_annotation_draws_is_read_in_its_line(kind: str) -> None:
    found = with_annotation(kind, draws=True)
    assert found.text().splitlines()[0] == "Số: 2666 /QĐ-UBND"
    assert [cell.text for cell in found.tables()[0].cells] == ["ô 0.0", "ô 0.1", "ô 1.0", "ô 1.1"]
    assert said(found) == []


@pytest.mark.parametrize(("kind", "key"), [("/FreeText", "Contents"), ("/Widget", "V")])
def test_what_an_annotation_only_says_is_told(kind: str, key: str) -> None:
    found = with_annotation(kind, draws=False, **{key: pdf_string("1234/QĐ-UBND")})
    assert "1234" not in found.text()
    assert said(found) == [("remark_unread", 1, "1234/QĐ-UBND")]


def test_comments_are_counted_and_highlights_draw_no_rules() -> None:
    assert said(with_annotation("/Text", draws=True, Contents=pdf_string("Xem lại"))) == [
        ("comments", 1, "1")
    ]
    assert said(with_annotation("/Highlight", draws=True)) == []


def test_the_appearance_of_a_signature_is_no_text_of_the_page() -> None:
    found = with_annotation("/Widget", draws=True, FT=NameObject("/Sig"))
    assert "2666" not in found.text()
    assert said(found) == []
