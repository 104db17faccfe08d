"""The day of a digital signature beside the printed one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.generator.composing import blocks, title
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from extract.deciding import decide
from ingest.document import Document, Note
from ingest.reading import read_bytes


@pytest.fixture(scope="module")
def document() -> Document:
    (sample,) = draw(1, seed=8)
    return read_bytes(typesetter("html")(blocks(sample), title(sample)), "a.html")


def days_told(document: Document, category: str, when: str) -> list[dict[str, str]]:
    signed = replace(document, notes=(Note(category, facts=(("signer", "A"), ("when", when))),))
    return [dict(one.facts) for one in decide(signed).issues if one.category == "signing_day_differs"]


def test_another_day_than_the_printed_one_is_an_issue(document: Document) -> None:
    printed = decide(document).signed
    assert printed is not None
    shown = f"{printed:%d/%m/%Y}"
    assert days_told(document, "signed_known", "31/12/1999 08:00") == [
        {"when": "31/12/1999 08:00", "printed": shown}
    ]
    assert days_told(document, "signed_known", f"{shown} 17:45") == []
    assert days_told(document, "signed_altered", "?") == []
    assert days_told(document, "site_text", "31/12/1999") == []
