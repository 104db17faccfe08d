"""PDFs typed before Unicode: fonts named so, the letter that simple fonts lose, and scans that are none."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.layout import Block, Columns, Grid, Line
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from extract.deciding import decide
from ingest.document import Cell, Paragraph, Place, Table
from ingest.encodings.evidence import in_unicode
from ingest.encodings.fonts import is_unicode, old_font, shown_on_page, with_lost_letter
from ingest.encodings.tables import LETTERS, Encoding, from_unicode
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, fonts

NAMES = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}
LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương, theo đề nghị của các cơ quan như",
    "thường trực, về những chủ trương đầu tư, cư trú, vật tư và từng thủ tục trước đó.",
)


def paper(lines: Sequence[str], font: str, size: int = 11) -> bytes:
    """Lines as they stand in the file, under an embedded font of that name."""
    face = TTFont(f"old-{font}", pdfmetrics.getFont(fonts()[0]).face.filename)
    face.face.name = font.encode()
    pdfmetrics.registerFont(face)
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(lines):
        canvas.setFont(f"old-{font}", size)
        canvas.drawString(60, 760 - 20 * number, line)
    canvas.save()
    return out.getvalue()


def simple_paper(text: bytes, font: bytes) -> bytes:
    """One line in a simple font of PDF's own encoding (WinAnsi), which no program has embedded."""
    drawn = b"BT /F 12 Tf 50 780 Td (" + text + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar 255/Widths[%s]"
        b"/Encoding/WinAnsiEncoding>>" % (font, b"500 " * 256),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


@pytest.mark.parametrize("encoding", Encoding)
def test_the_fonts_name_tells_the_encoding(encoding: Encoding) -> None:
    data = paper([from_unicode(line, encoding) for line in LINES], NAMES[encoding])
    assert read_bytes(data, "a.pdf").text().split() == " ".join(LINES).split()


@pytest.mark.parametrize("encoding", Encoding)
def test_few_words_are_enough_under_a_named_font(encoding: Encoding) -> None:
    data = paper([from_unicode("xã, phí và lệ phí", encoding)], NAMES[encoding])
    assert read_bytes(data, "a.pdf").text() == "xã, phí và lệ phí"


def test_fonts_of_capitals_show_capitals() -> None:
    data = paper([from_unicode("quyết định về việc công bố", Encoding.TCVN3)], ".VnTimeH")
    assert read_bytes(data, "a.pdf").text() == "QUYẾT ĐỊNH VỀ VIỆC CÔNG BỐ"


def test_a_font_that_tells_unicode_whatever_its_name_is_left() -> None:
    data = paper(["xã, phí", "Quyết định"], ".VnTime")
    assert read_bytes(data, "a.pdf").text().split() == ["xã,", "phí", "Quyết", "định"]


@pytest.mark.parametrize("encoding", Encoding)
def test_all_letters_of_simple_fonts(encoding: Encoding) -> None:
    letters = [*LETTERS, *("ĂÂÊÔƠƯĐ" if encoding is Encoding.TCVN3 else LETTERS.upper())]
    letters.remove("ư")
    words = " ".join(f"x{letter}x" for letter in letters)
    data = simple_paper(from_unicode(words, encoding).encode("latin-1"), NAMES[encoding].encode())
    assert read_bytes(data, "a.pdf").text().split() == words.split()


def test_the_letter_that_simple_fonts_lose_comes_back() -> None:
    text = "những thủ trưởng, ưu tiên Sở Tư pháp - Quảng Ngãi, TT-BTC và xã-phường như cũ"
    data = simple_paper(from_unicode(text, Encoding.TCVN3).encode("latin-1"), b".VnTime")
    assert read_bytes(data, "a.pdf").text() == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("nh-ng", "như ng"),
        ("tr-íc", "trước"),
        ("-u", "ưu"),
        ("x·-ph-êng", "xã-phường"),
        ("Q§-UBND", "QĐ-UBND"),
        ("-Néi", "-Nội"),
        ("-", "-"),
        ("--------", "--------"),
        ("1-2", "1-2"),
        ("a-b-c-d-e-f", "a-b-c-d-e-f"),
    ],
)
def test_which_hyphens_are_letters(read: str, meant: str) -> None:
    assert shown_on_page(read, ".VnTime") == meant.replace("như ng", "nhưng")
    assert "-" not in with_lost_letter("t-")


def test_names_of_fonts_in_pdfs() -> None:
    assert old_font("ABCDEF+.VnTime") == ".VnTime"
    assert old_font("VNI-Times,Bold") == "VNI-Times,Bold"
    assert old_font("ABCDEF+TimesNewRoman") is None
    assert (is_unicode("xã"), is_unicode("x\u03bc"), is_unicode("định")) == (False, False, True)
    assert shown_on_page("\u03bc", ".VnTime") == "à"


def recognised(text: str, confidence: float) -> tuple[Paragraph, Table]:
    cell = Cell(0, 0, text, text, Place(1), confidence=confidence)
    return Paragraph(text, text, Place(1), confidence=confidence), Table(1, 1, 1, (cell,), Place(1))


def test_what_was_misread_in_a_picture_is_no_old_encoding() -> None:
    garbage = from_unicode(PROSE, Encoding.TCVN3).replace("\u00ad", "-")
    misread = recognised(garbage, 0.4)
    assert in_unicode(misread) == (misread, ())
    typed = recognised(garbage, 1.0)
    assert in_unicode(typed)[0] != typed
    told, (note,) = in_unicode((*misread, *typed))
    assert told[:2] == misread
    assert note.category == "old_encoding"


# One of them says that its list hangs in another file.
SOME = [one for one in draw(11, seed=8) if one.stem != "v0004"]


def stored(parts: Sequence[Block], encoding: Encoding) -> Iterator[Block]:
    """The blocks as they stood in the file; what PDF makes of TCVN3's letter ư is a hyphen."""

    def of(text: str) -> str:
        return from_unicode(text, encoding).replace("\u00ad", "-")

    def line(one: Line) -> Line:
        return replace(one, text=of(one.text), lead=of(one.lead))

    for part in parts:
        match part:
            case Line():
                yield line(part)
            case Columns():
                left, right = (tuple(map(line, side)) for side in (part.left, part.right))
                yield replace(part, left=left, right=right)
            case Grid():
                rows = tuple(tuple(replace(box, text=of(box.text)) for box in row) for row in part.rows)
                yield replace(part, rows=rows)
            case _:
                yield part


@pytest.mark.slow
@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("decision", SOME, ids=lambda one: one.stem)
def test_pdfs_in_old_fonts_give_the_same_items(
    decision: SampleDecision, encoding: Encoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeset = typesetter("pdf")
    modern = decide(read_bytes(typeset(blocks(decision), title(decision)), "a.pdf"))
    for style in ("", "-Bold", "-Italic"):
        name = f"{NAMES[encoding]}{style}".encode()
        monkeypatch.setattr(pdfmetrics.getFont(f"Congbo{style}").face, "name", name)
    data = typeset(list(stored(blocks(decision), encoding)), title(decision))
    monkeypatch.undo()
    old = decide(read_bytes(data, "a.pdf"))
    assert [(one.change, one.code, one.name.casefold()) for one in old.items] == [
        (one.change, one.code, one.name.casefold()) for one in modern.items
    ]
    assert old.items
    assert (old.number, old.signed) == (modern.number, modern.signed)
