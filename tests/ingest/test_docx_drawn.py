"""What Word files hold beside plain text: pictures, text boxes, alternatives, symbols, deleted cells."""

from __future__ import annotations

import io

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from corpus.generator.scans import pictures
from ingest.document import Document, Paragraph
from ingest.errors import Category, DocumentError
from ingest.readers import ocr
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, pdf_paper, word_bytes
from tests.ingest.test_docx import LIST, markup, paragraph, run, texts, word_grid
from tests.ingest.test_ocr import needs_tesseract

GREY = Image.new("L", (60, 40), 200)


def with_pictures(*sizes: tuple[float, float], image: Image.Image = GREY, text: str = PROSE) -> Document:
    """A Word file with a picture for each width and height in centimetres."""
    document = docx.Document()
    if text:
        document.add_paragraph(text)
    for width, height in sizes:
        file = io.BytesIO()
        image.save(file, "PNG")
        document.add_picture(file, Cm(width), Cm(height))
    return read_bytes(word_bytes(document), "a.docx")


def told(document: Document) -> list[tuple[str, str]]:
    return [(note.category, dict(note.facts).get("count", "")) for note in document.notes]


def test_emblems_and_signatures_are_not_told_and_tables_as_pictures_are() -> None:
    assert told(with_pictures((3, 3), (7, 4.5))) == []
    found = with_pictures((3, 3), (16, 6))
    assert told(found) == [("pictures_unread", "1")]
    assert dict(found.notes[0].facts)["names"] == "image1.png"


@needs_tesseract
@pytest.mark.slow
def test_pictures_of_pages_are_read_where_they_stand() -> None:
    (scan,) = pictures(pdf_paper())
    found = with_pictures((16, 22.6), image=scan)
    assert [cell.text for cell in found.tables()[0].cells] == ["STT", "Tên thủ tục"]
    assert found.tables()[0].cells[0].place.path == "body/p[2]/picture[1]/tr[1]/tc[1]"
    assert all(cell.confidence < 1 for cell in found.tables()[0].cells)
    assert texts(found)[:2] == [PROSE, "QUYẾT ĐỊNH"]
    assert told(found) == [("pictures_recognised", "1")]


def test_a_file_of_pictures_alone_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda _: None)
    with pytest.raises(DocumentError) as caught:
        with_pictures((16, 22.6), text="")
    assert caught.value.category is Category.MISSING_TOOL
    found = with_pictures((16, 22.6))
    assert told(found) == [("pictures_unread", "1"), ("recognition_missing", "")]


def test_pictures_in_cells_and_in_old_markup_are_told() -> None:
    old = "<w:pict><v:shape xmlns:v='urn:v' style='width:400pt;height:6in'><v:imagedata/></v:shape></w:pict>"
    small = old.replace("400pt", "40pt").replace("6in", "2cm")
    cell = paragraph(run("Tên"), f"<w:r>{old}</w:r>", f"<w:r>{small}</w:r>")
    assert told(markup(word_grid((cell,)))) == [("pictures_unread", "1")]


def test_charts_are_told() -> None:
    chart = "<w:drawing><a:graphicData xmlns:a='urn:a' uri='urn:x/chart'/></w:drawing>"
    assert told(markup(paragraph(run("Biểu"), f"<w:r>{chart}</w:r>"))) == [("embedded_part", "1")]


def test_tables_in_text_boxes_are_tables() -> None:
    inner = paragraph(run("Trong khung")) + LIST
    box = f"<w:r><w:drawing><w:txbxContent>{inner}</w:txbxContent></w:drawing></w:r>"
    found = markup(paragraph(run("Ngoài khung"), box))
    assert texts(found) == ["Ngoài khung", "Trong khung"]
    (own,) = found.tables()
    assert [cell.text for cell in own.cells] == ["STT", "Tên", "1", "Diều"]
    assert own.place.path == "body/p[1]/box[1]/tbl[1]"


def test_a_text_box_in_a_cell_is_part_of_it() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('khung'))}</w:txbxContent></w:pict></w:r>"
    found = markup(word_grid((paragraph(run("Ô"), box), paragraph(run("2")))))
    assert [cell.text for cell in found.tables()[0].cells] == ["Ô\nkhung", "2"]


@pytest.mark.parametrize("fallback", ["", "<mc:Fallback>{0}</mc:Fallback>"])
def test_alternatives_say_one_thing_once(fallback: str) -> None:
    def both(content: str) -> str:
        other = fallback.format(content)
        return f"<mc:AlternateContent><mc:Choice>{content}</mc:Choice>{other}</mc:AlternateContent>"

    body = paragraph(run("Một "), both(run("hai"))) + both(paragraph(run("Ba")) + LIST)
    found = markup(body)
    assert texts(found) == ["Một hai", "Ba"]
    assert len(found.tables()) == 1


def test_deleted_cells_are_left_out() -> None:
    deleted = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph(run('xóa'))}</w:tc>"
    rows = LIST.replace("</w:tr>", f"{deleted}</w:tr>")
    found = markup(rows)
    assert [cell.text for cell in found.tables()[0].cells] == ["STT", "Tên", "1", "Diều"]
    assert told(found) == [("deleted_text", "2")]


@pytest.mark.parametrize(
    ("markup_of", "shown"),
    [
        ("<w:ptab/>", "a b"),
        ("<w:sym w:font='Wingdings' w:char='F0FC'/>", "a✓b"),
        ("<w:sym w:font='Wingdings' w:char='00A8'/>", "a□b"),
        ("<w:sym w:font='Symbol' w:char='F0B7'/>", "a•b"),
        ("<w:sym w:font='Arial' w:char='2265'/>", "a≥b"),
        ("<w:sym w:font='Arial' w:char='D800'/>", "ab"),
        ("<w:sym/>", "ab"),
    ],
)
def test_tabs_and_symbols(markup_of: str, shown: str) -> None:
    body = paragraph(f"<w:r><w:t>a</w:t>{markup_of}<w:t>b</w:t></w:r>")
    assert texts(markup(body)) == [shown]


def test_page_headers_with_text_boxes_are_told_once() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('Khung'))}</w:txbxContent></w:pict></w:r>"
    header = f"<w:root>{paragraph(run('Đầu trang'), box)}</w:root>"
    found = markup(paragraph(run(PROSE)), {"word/header1.xml": header})
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [PROSE]
    assert dict(found.notes[0].facts)["lines"] == "Đầu trang | Khung"
