"""PDF pages as careless programs write them: turned, spaced, doubled, aslant, without letter tables."""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from ingest.document import Document, Paragraph
from ingest.errors import Category, DocumentError
from ingest.limits import MEGABYTE, Limits
from ingest.readers import pdf_sheet
from ingest.reading import read, read_bytes
from ingest.workers import run
from tests.ingest.papers import PROSE, Plan, Sheet, Spot, fonts, pdf_paper, spots_of

SQUARE = Plan(2, 2, tuple(Spot(r, c, 1, 1, f"ô {r}.{c}") for r in range(2) for c in range(2)))
WORDS = "Danh mục thủ tục hành chính nội bộ"


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(("page", "text"), list(product((0, 90, 180, 270), repeat=2)))
def test_turned_pages_and_turned_text_read_the_same(page: int, text: int) -> None:
    sheet = Sheet(842, 595) if text in {90, 270} else Sheet()
    width, height = (595, 842)
    sheet.canvas.setPageRotation(page)
    sheet.canvas.setPageSize((width, height))
    sheet.canvas.rotate(text)
    sheet.canvas.translate(*{0: (0, 0), 90: (0, -width), 180: (-width, -height), 270: (-height, 0)}[text])
    sheet.text(60, 60, "Danh mục thủ tục")
    sheet.grid(SQUARE, 60, 100)
    found = read_bytes(sheet.data(), "a")
    assert texts(found) == ["Danh mục thủ tục"]
    (table,) = found.tables()
    assert spots_of(table) == SQUARE.spots
    assert found.pages[0].rotation == page


@pytest.mark.parametrize(
    ("box", "size"),
    [
        (b"[ 595 842 0 0 ]", (595, 842)),
        (b"[ 0 842 595 0 ]", (595, 842)),
        (b"[ 0 0 000 000 ]", (612, 792)),
        (b"[ 0 0 9e9 9e9 ]", (612, 792)),
    ],
)
def test_odd_page_boxes_give_true_places(box: bytes, size: tuple[float, float]) -> None:
    data, usual = pdf_paper(), b"[ 0 0 595 842 ]"
    assert len(box) == len(usual)
    assert data.count(usual) == 1
    found = read_bytes(data.replace(usual, box), "a")
    true = read_bytes(data, "a").blocks[0].place.bbox
    shown = found.blocks[0].place.bbox
    assert true is not None
    assert (found.pages[0].width, found.pages[0].height) == size
    down = 842 - size[1]
    assert shown == pytest.approx((true[0], true[1] - down, true[2], true[3] - down), abs=0.11)


def test_annexes_may_lie_across() -> None:
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, PROSE, indent=30)
    sheet.page()
    sheet.canvas.setPageSize((842, 595))
    sheet.width, sheet.height = 842, 595
    sheet.grid(SQUARE, 60, 100)
    found = read_bytes(sheet.data(), "a")
    assert texts(found) == [PROSE]
    assert spots_of(found.tables()[0]) == SQUARE.spots
    assert [(page.width, page.height) for page in found.pages] == [(595, 842), (842, 595)]


@pytest.mark.parametrize("space", [0.5, 1, 2, 4])
def test_letters_set_apart(space: float) -> None:
    sheet = Sheet()
    drawn = sheet.canvas.beginText(70, 700)
    drawn.setFont(fonts()[0], 12)
    drawn.setCharSpace(space)
    drawn.textLine(WORDS)
    sheet.canvas.drawText(drawn)
    assert texts(read_bytes(sheet.data(), "a")) == [WORDS]


def steps(part: str) -> Iterator[tuple[float, str]]:
    """The parts of the words, and where each begins."""
    x = 70.0
    for piece in WORDS if part == "letter" else WORDS.split() if part == "word" else [WORDS]:
        yield x, piece
        x += pdfmetrics.stringWidth(piece + " " * (part == "word"), fonts()[0], 12)


@pytest.mark.parametrize("part", ["line", "word", "letter"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_boldness_drawn_again_and_again(part: str, times: int) -> None:
    sheet = Sheet()
    for x, piece in steps(part):
        for time in range(times):
            sheet.text(x + 0.3 * time, 100, piece)
    assert texts(read_bytes(sheet.data(), "a")) == [WORDS]


def test_columns_laid_with_blanks_are_columns() -> None:
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, PROSE)
    sheet.text(70, 200, f"Nơi nhận:{' ' * 70}CHỦ TỊCH")
    assert texts(read_bytes(sheet.data(), "a")) == [PROSE, "Nơi nhận:", "CHỦ TỊCH"]


def test_decomposed_letters() -> None:
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, unicodedata.normalize("NFD", PROSE))
    assert texts(read_bytes(sheet.data(), "a")) == [PROSE]


def test_text_over_a_rule_is_parted_by_it() -> None:
    sheet = Sheet()
    sheet.grid(Plan(1, 2, (Spot(0, 0, 1, 1, ""), Spot(0, 1, 1, 1, ""))), 60, 100)
    before = "Cấp phép tiếp/"
    start = 140 - pdfmetrics.stringWidth(before, fonts()[0], 10)
    sheet.text(start, 115, f"{before}Gia hạn", size=10)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [cell.text for cell in table.cells] == [before, "Gia hạn"]


def test_heads_may_stand_upright() -> None:
    sheet = Sheet()
    empty = Spot(0, 0, 1, 1, "")
    sheet.grid(Plan(2, 2, (empty, Spot(0, 1, 1, 1, "Tên"), *SQUARE.spots[2:])), 60, 100)
    sheet.canvas.translate(80, 842 - 122)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont(fonts()[0], 7)
    sheet.canvas.drawString(0, 0, "Số TT")
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert [cell.text for cell in table.cells] == ["Số TT", "Tên", "ô 1.0", "ô 1.1"]


def test_a_mark_across_the_page_cuts_no_paragraph() -> None:
    sheet = Sheet()
    sheet.wrapped(70, 100, 450, f"{PROSE} {PROSE}", indent=30)
    sheet.canvas.translate(150, 600)
    sheet.canvas.rotate(40)
    sheet.canvas.setFont(fonts()[0], 60)
    sheet.canvas.drawString(0, 0, "BẢN SAO")
    assert sorted(texts(read_bytes(sheet.data(), "a"))) == ["BẢN SAO", f"{PROSE} {PROSE}"]


def test_curves_may_be_rules() -> None:
    sheet = Sheet()

    def curve(x0: float, y0: float, x1: float, y1: float) -> None:
        x, y = (x1 - x0) / 3, (y1 - y0) / 3
        height = sheet.height
        ends = (x0 + x, height - y0 - y, x1 - x, height - y1 + y)
        sheet.canvas.bezier(x0, height - y0, *ends, x1, height - y1)

    sheet.line = curve  # type: ignore[method-assign]  # draws the same rules otherwise
    sheet.grid(SQUARE, 60, 100)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert spots_of(table) == SQUARE.spots


def test_boxes_with_round_corners_are_cells_and_seals_are_not() -> None:
    sheet = Sheet()
    sheet.canvas.circle(400, 500, 60)
    for spot in SQUARE.spots:
        x, y = 60 + 80 * spot.col, 100 + 24 * spot.row
        sheet.canvas.roundRect(x, sheet.height - y - 24, 80, 24, 4)
        sheet.text(x + 6, y + 15, spot.text, size=10)
    (table,) = read_bytes(sheet.data(), "a").tables()
    assert spots_of(table) == SQUARE.spots


def test_list_marks_of_symbol_fonts() -> None:
    sheet = Sheet()
    sheet.text(70, 100, "• Một;")
    document = read_bytes(sheet.data(), "a")
    assert texts(document) == ["• Một;"]
    assert document.notes == ()


def letterless(pages: int) -> bytes:
    """Pages in a font that tells no letters, and one page before them that does not use it."""
    sheet = Sheet()
    sheet.canvas._doc.compress = 0
    for _ in range(pages):
        sheet.wrapped(70, 100, 450, f"{PROSE} {PROSE} {PROSE}", indent=30)
        sheet.page()
    return sheet.data().replace(b"/ToUnicode", b"/ToNothing")


def test_fonts_that_tell_no_letters_need_recognition() -> None:
    data = letterless(1)
    document = pypdfium2.PdfDocument(data)
    try:
        (sheet,) = pdf_sheet.sheets_of(document, data, "a", Limits())
    finally:
        document.close()
    assert sheet.needs_recognition
    letters = "".join(line.text for line in sheet.outside)
    assert not any(ord(letter) < 32 and not letter.isspace() for letter in letters)


def blank_pages(count: int) -> bytes:
    """A file of blank pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count
    return file_of([one.encode() for one in objects])


def file_of(objects: list[bytes]) -> bytes:
    """A PDF of numbered objects, the first of them its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return b"%s%s%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        *(out, head, table),
        len(objects) + 1,
        len(out),
    )


def telling(letter: bytes) -> bytes:
    """A page that shows "ABAB" in a font that calls its A `letter` (UTF-16, in hexadecimal digits)."""
    shown = b"BT /F 12 Tf 60 700 Td (ABAB) Tj 0 -20 Td /G 12 Tf (Quyet dinh cong bo thu tuc) Tj ET"
    table = b"begincmap 1 begincodespacerange <00><FF> endcodespacerange 1 beginbfchar <41> <%s> endbfchar"
    resources = b"<</Font<</F 5 0 R/G 7 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents 4 0 R>>" % resources
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>")
    told = table % letter + b" endcmap"
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(told), told))
    return file_of([*objects, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"])


def test_letters_beyond_the_first_plane_are_one() -> None:
    found = texts(read_bytes(telling(b"D835DC00"), "a"))
    assert json.loads(json.dumps(found).encode("utf-8")) == found
    assert found == ["\U0001d400B\U0001d400B", "Quyet dinh cong bo thu tuc"]


@pytest.mark.parametrize("half", [b"D800", b"DC00"])
def test_half_a_letter_counts_as_unreadable(half: bytes) -> None:
    data = telling(half)
    document = pypdfium2.PdfDocument(data)
    try:
        (sheet,) = pdf_sheet.sheets_of(document, data, "a", Limits())
    finally:
        document.close()
    found = [line.text for line in sheet.outside]
    assert found[0] == "\ufffdB\ufffdB"
    assert sheet.found.unreadable == 2
    assert "".join(found).encode("utf-8")


def test_too_many_pages_are_refused_at_once() -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(blank_pages(20_000), "a")
    assert caught.value.category is Category.TOO_COMPLEX


@pytest.mark.slow
def test_a_stream_that_swells_costs_only_its_own_limits(tmp_path: Path) -> None:
    swollen = zlib.compress(b" " * (600 * MEGABYTE), 9)
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(swollen), swollen)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    bomb, paper = tmp_path / "bomb.pdf", tmp_path / "paper.pdf"
    bomb.write_bytes(file_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream]))
    paper.write_bytes(pdf_paper())
    limits = Limits(memory_bytes=1_000 * MEGABYTE, cpu_seconds=20, wall_seconds=60)
    (_, first), (_, second) = run(read, [bomb, paper], workers=1, limits=limits)
    assert isinstance(first, DocumentError)
    assert isinstance(second, Document)
