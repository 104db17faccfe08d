"""Real decisions in several formats must read to the same tables and paragraphs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from lxml import html

from ingest.document import Document, Paragraph, Table, one_line
from ingest.errors import Category, DocumentError
from ingest.readers import ocr
from ingest.readers.sites import separate
from ingest.readers.wrapping import Line, plain
from ingest.reading import read

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "decisions" / "dev"

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the real decisions are not beside the repository"),
]


def decisions() -> list[Path]:
    return sorted((FOLDER / "html").glob("*.html"))


def other(path: Path, folder: str, ending: str) -> Document:
    return read(FOLDER / folder / f"{path.stem}.{ending}")


def shape(table: Table) -> list[tuple[int, int, int, int, str]]:
    """Cells with spans; the dashes under a letterhead are drawn in some formats and typed in others."""
    return [
        (cell.row, cell.col, cell.rowspan, cell.colspan, one_line(cell.text).rstrip("- "))
        for cell in table.cells
    ]


def paragraphs(document: Document) -> list[str]:
    return [one_line(block.text) for block in document.blocks if isinstance(block, Paragraph)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_word_files_read_as_web_pages_do() -> None:
    for path in decisions():
        page, word = read(path), other(path, "docx", "docx")
        assert [shape(table) for table in word.tables()] == [shape(table) for table in page.tables()]
        assert paragraphs(word) == paragraphs(page)


def test_decomposed_word_files_read_as_composed_ones() -> None:
    for path in sorted((FOLDER / "nfd").glob("*.docx")):
        assert read(path).text() == read(FOLDER / "docx" / path.name).text()


def test_pdfs_hold_the_cells_and_paragraphs_of_the_web_pages() -> None:
    cells: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for path in decisions():
        page, pdf = read(path), other(path, "pdf", "pdf")
        assert all(table.proven for table in pdf.tables())
        wanted = Counter(squeezed(c.text) for t in page.tables()[2:] for c in t.cells if c.text)
        found = Counter(squeezed(c.text) for t in pdf.tables() for c in t.cells)
        cells.update(all=wanted.total(), found=(wanted & found).total())
        wanted, found = Counter(map(squeezed, paragraphs(page))), Counter(map(squeezed, paragraphs(pdf)))
        lines.update(all=wanted.total(), found=(wanted & found).total())
    # Cells cut by a page end are joined where documents are understood; about one in twenty is.
    assert cells["found"] / cells["all"] > 0.93
    assert lines["found"] / lines["all"] > 0.98


def test_captures_hold_the_rows_of_the_web_pages() -> None:
    every = same = 0
    for path in decisions():
        wanted = Counter(row for row in _rows(read(path)))
        found = Counter(row for row in _rows(other(path, "source", "md")))
        every += wanted.total()
        same += (wanted & found).total()
    assert same / every > 0.92


def _rows(document: Document) -> list[tuple[str, ...]]:
    rows = (
        tuple(squeezed(cell.text) for cell in row if cell.text) for t in document.tables() for row in t.rows()
    )
    return [row for row in rows if row]


def test_scans_need_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda *_: None)
    for path in sorted((FOLDER / "scan").glob("*.pdf")):
        with pytest.raises(DocumentError) as caught:
            read(path)
        assert caught.value.category is Category.MISSING_TOOL


def letters(text: str) -> Counter[str]:
    """The letters of a text; digits may go with page numbers, blanks and marks with the format."""
    return Counter(one for one in unicodedata.normalize("NFC", text) if one.isalpha())


@pytest.mark.parametrize("folder", ["pdf", "noborder"])
def test_no_letter_of_a_pdf_is_lost_or_doubled(folder: str) -> None:
    for path in sorted((FOLDER / folder).glob("*.pdf")):
        document = pdfium.PdfDocument(path)
        try:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
        assert letters(read(path).text()) == letters(text), path.name


def test_no_letter_of_a_web_page_is_lost_or_doubled() -> None:
    for path in decisions():
        body = html.parse(path, html.HTMLParser(encoding="utf-8")).find("body")
        assert letters(read(path).text()) == letters(body.text_content()), path.name


def test_no_letter_of_a_capture_is_lost_or_doubled() -> None:
    for path in sorted((FOLDER / "source").glob("*.md")):
        lines = [Line(*line) for line in enumerate(path.read_text("utf-8").split("\n"), start=1)]
        document = separate(lines).document
        text = "".join(plain(line.text) for line in document)
        assert letters(read(path).text()) == letters(text), path.name
