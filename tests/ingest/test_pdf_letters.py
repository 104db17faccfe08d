"""No letter of a PDF is lost or doubled on its way into the document."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from ingest.document import Document, Paragraph
from ingest.reading import read_bytes
from tests.corpus.samples import needs_font, samples


def letters(text: str) -> Counter[str]:
    """Letters and digits by number; composed, for the file may have them either way."""
    return Counter(one for one in unicodedata.normalize("NFC", text) if one.isalnum())


def in_file(data: bytes) -> Counter[str]:
    """What pdfium finds, without the numbers of the pages after the first."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = letters("".join(page.get_textpage().get_text_range() for page in document))
        return found - letters("".join(str(number) for number in range(2, len(document) + 1)))
    finally:
        document.close()


def in_document(document: Document) -> Counter[str]:
    parts = []
    for block in document.blocks:
        parts += [block.raw] if isinstance(block, Paragraph) else [cell.raw for cell in block.cells]
    return letters("".join(parts))


def check(decision: SampleDecision) -> None:
    data = typesetter("pdf")(blocks(decision), title(decision))
    document = read_bytes(data, "a.pdf")
    assert in_document(document) == in_file(data)
    told = sum(int(dict(note.facts)["count"]) for note in document.notes if note.category == "running_lines")
    assert told == len(document.pages) - 1


@needs_font
@pytest.mark.parametrize("decision", samples()[:6], ids=lambda one: one.stem)
def test_no_letter_of_the_samples_is_lost_or_doubled(decision: SampleDecision) -> None:
    check(decision)


@needs_font
@given(st.integers(0, 100_000))
@settings(deadline=None, max_examples=15)
def test_no_letter_of_any_decision_is_lost_or_doubled(seed: int) -> None:
    for decision in draw(1, seed):
        check(decision)
