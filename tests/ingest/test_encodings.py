"""TCVN3 and VNI: every letter both ways, fonts, evidence, and whole decisions."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.run import Run

from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from extract.deciding import decide
from extract.decision import Item
from ingest.document import Cell, Paragraph, Place, Table
from ingest.encodings.evidence import in_unicode, is_syllable
from ingest.encodings.tables import (
    LETTERS,
    Encoding,
    font_encoding,
    from_unicode,
    shown,
    shows_capitals,
    to_unicode,
)
from ingest.errors import Category, DocumentError
from ingest.reading import read_bytes

PROSE = "Quyết định về việc công bố thủ tục hành chính thuộc phạm vi chức năng quản lý của Sở Thả diều"
FONTS = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}


def test_there_are_134_letters_beyond_ascii() -> None:
    assert len(set(LETTERS + LETTERS.upper())) == 134


@pytest.mark.parametrize("encoding", Encoding)
def test_every_letter_goes_both_ways(encoding: Encoding) -> None:
    small = {letter: from_unicode(letter, encoding) for letter in LETTERS}
    assert len(set(small.values())) == 67
    assert all(ord(one) < 0x100 for stored in small.values() for one in stored)
    assert {letter: to_unicode(stored, encoding) for letter, stored in small.items()} == {
        letter: letter for letter in LETTERS
    }


def test_capitals_go_both_ways_in_vni_and_under_a_capital_font_in_tcvn3() -> None:
    for letter in LETTERS.upper():
        assert to_unicode(from_unicode(letter, Encoding.VNI), Encoding.VNI) == letter
        assert shown(from_unicode(letter, Encoding.TCVN3), ".VnTimeH") == letter
    for letter in "ĂÂÊÔƠƯĐ":
        assert to_unicode(from_unicode(letter, Encoding.TCVN3), Encoding.TCVN3) == letter


def test_a_small_mark_after_a_capital_belongs_to_it() -> None:
    assert to_unicode("UÛy ban, Uûy ban, AÙ, Aù", Encoding.VNI) == "Ủy ban, Ủy ban, Á, Á"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        ("'.VnArialH'", Encoding.TCVN3, True),
        (".vntimeh", Encoding.TCVN3, True),
        ("VNI-Times", Encoding.VNI, False),
        ("VNI Helve", Encoding.VNI, False),
        ("Times New Roman", None, False),
        ("Vnisoft", None, False),
        ("", None, False),
    ],
)
def test_fonts_tell_the_encoding(font: str, encoding: Encoding | None, capitals: bool) -> None:
    assert font_encoding(font) is encoding
    assert shows_capitals(font) is capitals


def test_unicode_typed_in_an_old_font_stays() -> None:
    assert shown("Quyết định", ".VnTime") == "Quyết định"
    assert shown("QuyÕt ®Þnh", "Times New Roman") == "QuyÕt ®Þnh"
    assert shown("QuyÕt ®Þnh", None) == "QuyÕt ®Þnh"


@pytest.mark.parametrize("word", ["Quyết", "ĐỊNH", "nghiêng", "khuya", "ưỡn", "xã", "NĐ", "HĐND", "Lắk"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["QuyÕt", "ñònh", "phÝ", "côté", "straße", "cộtọ", "cờt", "h·nh"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text.replace("\u00ad", ""), text, Place()) for text in texts)


def texts_of(*texts: str) -> list[str]:
    return [block.text for block in in_unicode(paragraphs(*texts))[0] if isinstance(block, Paragraph)]


@pytest.mark.parametrize("encoding", Encoding)
def test_evidence_is_found_without_fonts(encoding: Encoding) -> None:
    assert texts_of(from_unicode(PROSE, encoding)) == [PROSE]


def test_a_document_may_mix_three_encodings() -> None:
    mixed = [PROSE, from_unicode(PROSE, Encoding.TCVN3), from_unicode(PROSE, Encoding.VNI)]
    assert texts_of(*mixed) == [PROSE] * 3


def test_texts_that_are_vietnamese_either_way_follow_the_document() -> None:
    either = from_unicode("xó", Encoding.TCVN3)
    assert either == "xã"
    assert texts_of(from_unicode(PROSE, Encoding.TCVN3), either)[1] == "xó"
    assert texts_of(PROSE, from_unicode(PROSE, Encoding.TCVN3), either)[2] == "xã"


def test_the_letter_at_the_soft_hyphen_survives_cleaning() -> None:
    text = "Thông tư của Thủ tướng về chủ trương đầu tư, cư trú và vật tư"
    assert texts_of(from_unicode(text, Encoding.TCVN3)) == [text]


def test_capitals_typed_over_small_letters_become_capitals() -> None:
    assert texts_of("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "Bé QUYÕT ®Þnh") == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Bộ QUYẾT định",
    ]


def test_unicode_and_foreign_texts_stay_and_are_not_spoken_of() -> None:
    french = "L'arrêté préfectoral a été publié dans la région où siège l'autorité désignée à cet effet."
    for text in (PROSE, french, "phí xã hà", ""):
        blocks = paragraphs(text)
        assert in_unicode(blocks) == (blocks, ())


def test_letters_that_look_like_d_with_a_stroke_become_one() -> None:
    raw = "QUYẾT ÐỊNH của Ủy ban nhân dân Ɖắk Lắk về ðất ɖai"
    table = Table(1, 1, 1, (Cell(0, 0, raw, raw, Place()),), Place())
    (paragraph, read), notes = in_unicode((Paragraph(raw, raw, Place()), table))
    assert isinstance(paragraph, Paragraph)
    assert isinstance(read, Table)
    assert paragraph.text == read.cells[0].text == "QUYẾT ĐỊNH của Ủy ban nhân dân Đắk Lắk về đất đai"
    assert (paragraph.raw, notes) == (raw, ())


def test_a_foreign_letter_stays_in_a_foreign_text() -> None:
    block = Paragraph("Þetta er garðurinn", "Þetta er garðurinn", Place())
    assert in_unicode((block,)) == ((block,), ())


@pytest.mark.parametrize("encoding", Encoding)
def test_text_files_in_bytes_of_an_old_encoding_are_read(encoding: Encoding) -> None:
    document = read_bytes(from_unicode(PROSE, encoding).encode("latin-1"), "a.txt")
    assert document.text() == PROSE
    assert dict(document.notes[0].facts)["encoding"] == encoding.upper()


def test_bytes_in_no_known_encoding_are_damaged() -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes("L'arrêté préfectoral désigné à cet effet".encode("latin-1"), "a.txt")
    assert caught.value.category is Category.DAMAGED


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="font-family:{font}">{text}</p>',
        '<font face="{font}">{text}</font>',
        "<p class=o>{text}</p>",
    ],
)
def test_web_pages_name_their_fonts(markup: str) -> None:
    style = "<style>.o {font-family: '.VnTime', serif}</style>"
    page = f"<html>{style}<body>{markup.format(font='.VnTime', text='xã, phÝ')}<p>xã</p></body></html>"
    assert [
        block.text for block in read_bytes(page.encode(), "a").blocks if isinstance(block, Paragraph)
    ] == [
        "xó, phí",
        "xã",
    ]


# One of them says that its list hangs in another file.
SOME = [one for one in draw(11, seed=8) if one.stem != "v0004"]


def in_old_fonts(data: bytes, encoding: Encoding) -> bytes:
    """A Word file as it was typed before Unicode: other letters in other fonts."""
    document = docx.Document(io.BytesIO(data))
    for run in list(_runs(document)):
        text = run.text
        if encoding is Encoding.TCVN3 and any(one in LETTERS.upper() for one in text):
            _split_capitals(run)
            continue
        run.text = from_unicode(text, encoding)
        run.font.name = FONTS[encoding]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _split_capitals(run: Run) -> None:
    """TCVN3 shows capitals with a tone only under a font of capitals."""
    after = run
    parts = re.split(f"([{LETTERS.upper()}]+)", run.text)
    for number, part in enumerate(parts):
        if not part:
            continue
        element = copy.deepcopy(run._element)
        after._element.addnext(element)
        after = Run(element, run._parent)
        after.text = from_unicode(part, Encoding.TCVN3)
        after.font.name = ".VnTimeH" if number % 2 else ".VnTime"
    parent = run._element.getparent()
    assert parent is not None
    parent.remove(run._element)


def _runs(document: WordDocument) -> Iterator[Run]:
    for element in document.element.body.iter(qn("w:r")):
        yield Run(element, document)


def rows(items: tuple[Item, ...]) -> list[tuple[object, ...]]:
    return [(one.change, one.code, one.name, one.field, one.levels, one.time_limit) for one in items]


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("decision", SOME, ids=lambda one: one.stem)
def test_word_files_in_old_fonts_give_the_same_decision(decision: SampleDecision, encoding: Encoding) -> None:
    data = typesetter("docx")(blocks(decision), title(decision))
    modern, old = (decide(read_bytes(one, "a")) for one in (data, in_old_fonts(data, encoding)))
    assert rows(old.items) == rows(modern.items) != []
    assert (old.number, old.signed, old.issuer, old.signer) == (
        modern.number,
        modern.signed,
        modern.issuer,
        modern.signer,
    )


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("decision", SOME, ids=lambda one: one.stem)
def test_pages_in_old_encodings_without_fonts_give_the_same_items(
    decision: SampleDecision, encoding: Encoding
) -> None:
    page = typesetter("html")(blocks(decision), title(decision)).decode()
    modern, old = (decide(read_bytes(one.encode(), "a")) for one in (page, from_unicode(page, encoding)))
    assert [(one.change, one.code, one.name.casefold()) for one in old.items] == [
        (one.change, one.code, one.name.casefold()) for one in modern.items
    ]
    assert old.items
