from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from catalogue.exports.word import PACKAGE
from corpus.forms import templates

_SIGNED = ("control", "draft", "report", "submission", "urging")


def test_the_templates_of_the_package_are_those_made_here() -> None:
    kept = {path.stem: path.read_bytes() for path in PACKAGE.glob("*.docx")}
    assert kept == templates(), "run `python -m corpus.forms`"


@pytest.mark.parametrize("name", _SIGNED)
def test_the_signature_stays_with_the_last_lines_of_the_letter(name: str) -> None:
    letter: Any = Document(io.BytesIO(templates()[name]))
    signature = next(
        table for table in reversed(letter.tables) if table.style is None or table.style.name != "Table Grid"
    )
    assert signature.rows[0]._tr.xpath("count(w:trPr/w:cantSplit)") == 1
    before, text = signature._tbl.getprevious(), ""
    while not text:
        assert before.tag == qn("w:p")
        assert before.xpath("count(w:pPr/w:keepNext)") == 1
        text = "".join(before.xpath(".//w:t/text()")).strip()
        before = before.getprevious()
