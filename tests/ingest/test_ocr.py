"""Scans of generated decisions: same items, worn pages, mixed documents, confidence, and no Tesseract."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pytest
from PIL import Image

from corpus.generator.facts import SampleDecision
from corpus.generator.scans import bound, pages, pictures, stamped, worn
from corpus.generator.varied import draw
from extract.deciding import decide
from extract.decision import Decision
from extract.folding import plain
from ingest.document import Document
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.readers import ocr
from ingest.readers.ocr_codes import is_like_code, repaired
from ingest.readers.ocr_engine import INSTALL, Word, data_folder
from ingest.reading import read_bytes
from tests.ingest.papers import pdf_paper

needs_tesseract = pytest.mark.skipif(
    data_folder() is None, reason=f"Vietnamese data for Tesseract are missing: {INSTALL}"
)
SAMPLE: SampleDecision = next(one for one in draw(12, seed=8) if one.stem == "v0003")


def codes(decision: Decision) -> list[tuple[str, str | None]]:
    return [(item.change.value, item.code) for item in decision.items]


def scanned(images: Sequence[Image.Image], limits: Limits = Limits()) -> Document:
    return read_bytes(bound(images), "quét.pdf", limits)


@pytest.fixture(scope="module")
def truth() -> Decision:
    from corpus.generator.composing import blocks, title
    from corpus.generator.typesetters import typesetter

    return decide(read_bytes(typesetter("pdf")(blocks(SAMPLE), title(SAMPLE)), "a.pdf"))


@needs_tesseract
@pytest.mark.slow
def test_a_scan_gives_the_same_decision(truth: Decision) -> None:
    document = scanned([worn(page) for page in pages(SAMPLE)])
    found = decide(document)
    assert codes(found) == codes(truth) != []
    assert (found.number, found.signed) == (truth.number, truth.signed)
    assert all(page.ignored is None for page in document.pages)
    (note,) = [note for note in document.notes if note.category == "recognised"]
    assert int(dict(note.facts)["confidence"]) > 80


@needs_tesseract
@pytest.mark.slow
def test_bad_scans_never_claim_certainty(truth: Decision) -> None:
    images = [worn(stamped(page), skew=2.0) for page in pages(SAMPLE)]
    images[-1] = images[-1].rotate(180)
    found = decide(scanned(images))
    assert found.items
    assert max(item.confidence for item in found.items) <= 0.9
    right = {code for _, code in codes(truth) if code}
    assert {code for _, code in codes(found) if code} <= right


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_and_its_boxes_lie_on_the_page_as_shown(turn: int) -> None:
    upright, turned = (scanned([worn(one)]) for one in _turned(turn))
    assert plain(turned.text())[:40] == plain(upright.text())[:40] != ""
    page = turned.pages[0]
    for block in turned.blocks:
        assert block.place.bbox
        x0, top, x1, bottom = block.place.bbox
        assert -1 <= x0 < x1 <= page.width + 1
        assert -1 <= top < bottom <= page.height + 1


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(("sideways", "turn"), [(True, 0), (False, 90)])
def test_a_page_whose_columns_mislead_is_read_the_other_way(
    monkeypatch: pytest.MonkeyPatch, sideways: bool, turn: int
) -> None:
    upright, turned = _turned(turn)
    expected = plain(scanned([worn(upright)]).text())
    monkeypatch.setattr(ocr, "_is_sideways", lambda _: sideways)
    assert plain(scanned([worn(turned)]).text())[:40] == expected[:40] != ""


def _turned(turn: int) -> tuple[Image.Image, Image.Image]:
    page = pictures(pdf_paper())[0]
    return page, page.rotate(turn, expand=True)


@needs_tesseract
@pytest.mark.slow
def test_only_pages_without_text_are_recognised() -> None:
    mixed = pdfium.PdfDocument.new()
    for data in (pdf_paper(), bound(pictures(pdf_paper()))):
        mixed.import_pages(pdfium.PdfDocument(data))
    out = io.BytesIO()
    mixed.save(out)
    document = read_bytes(out.getvalue(), "a.pdf")
    own, recognised = document.tables()
    assert [cell.text for cell in recognised.cells] == [cell.text for cell in own.cells]
    assert {cell.confidence for cell in own.cells} == {1.0}
    assert all(0.5 < cell.confidence < 1 for cell in recognised.cells)
    (note,) = [note for note in document.notes if note.category == "recognised"]
    assert dict(note.facts)["pages"] == "2"


@needs_tesseract
@pytest.mark.slow
def test_pages_left_when_time_is_over_are_named() -> None:
    images = pictures(pdf_paper()) * 2
    slow = ocr.Recognised(out_of_time=[2, 3, 5])
    assert [dict(note.facts)["pages"] for note in slow.notes()] == ["2-3, 5"]
    with pytest.raises(DocumentError) as caught:
        scanned(images, Limits(recognition_seconds=0.0))
    assert caught.value.category is Category.TIMEOUT


def test_without_tesseract_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda *_: None)
    with pytest.raises(DocumentError) as caught:
        scanned(pictures(pdf_paper()))
    assert caught.value.category is Category.MISSING_TOOL
    assert "apt-get install tesseract-ocr-vie" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["1.014464", "(1.O14464)", "1.01446B", "l.014464.H19", "1,014464", "1.001122.000.00.00.H48"]
)
def test_what_looks_like_a_code(text: str) -> None:
    assert is_like_code(text)


@pytest.mark.parametrize("text", ["15/2025", "1.000.000", "2025", "Sở", "214/2025/NĐ-CP", "1.400.000"])
def test_what_does_not_look_like_a_code(text: str) -> None:
    assert not is_like_code(text)


class Digits:
    """Stands for the digits pass."""

    def __init__(self, text: str, confidence: float) -> None:
        self.text_in = lambda *_: (text, confidence)


def word(text: str, confidence: float) -> Word:
    return Word(text, 10, 10, 90, 30, 28.0, 30.0, confidence)


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        (("(1.O14464)", 0.6), ("1.014464", 0.9), ("(1.014464)", 0.9)),
        (("1.014464", 0.7), ("1.014464", 0.9), ("1.014464", 0.9)),
        (("1.014464", 0.9), ("1.014484", 0.8), ("1.014464", 0.4)),
        (("1.014464", 0.5), ("1.014484", 0.8), ("1.014484", 0.25)),
        (("1.O14464", 0.6), ("14464", 0.9), ("1.O14464", 0.6)),
    ],
)
def test_codes_are_read_twice(
    first: tuple[str, float], second: tuple[str, float], result: tuple[str, float]
) -> None:
    found = repaired(word(*first), Digits(*second))  # type: ignore[arg-type]  # only the digits pass is asked
    assert (found.text, found.confidence) == result
