"""Word packages as other programs lay them out: main parts of other names, the strict standard."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.document import Document
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, word_paper

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OWN = "word/_rels/document.xml.rels"


def rewritten(*changes: tuple[str, str]) -> Document:
    """A Word file read with each text in its XML changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_paper())) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            for old, new in changes:
                content = content.replace(old.encode(), new.encode())
            after.writestr(name, content)
    return read_bytes(out.getvalue(), "a.docx")


def moved(main: str) -> Document:
    """The same with its main part under another name, the relationships of that part beside it."""
    folder, name = main.rpartition("/")[::2]
    renamed = {"word/document.xml": main, _OWN: f"{folder}/_rels/{name}.rels".lstrip("/")}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_paper())) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            content = before.read(part).replace(b"word/document.xml", main.encode())
            if part == _OWN:
                content = content.replace(b'Target="', b'Target="/word/').replace(b"/word//", b"/")
            after.writestr(renamed.get(part, part), content)
    return read_bytes(out.getvalue(), "a.docx")


@pytest.mark.parametrize("main", ["word/document2.xml", "main.xml", "content/text/one.xml"])
def test_the_main_part_is_found_by_its_relationship(main: str) -> None:
    usual, other = read_bytes(word_paper(), "a.docx"), moved(main)
    assert PROSE in other.text()
    assert other.blocks == usual.blocks


def test_the_strict_standard_has_other_names() -> None:
    usual = read_bytes(word_paper(), "a.docx")
    strict = rewritten(
        (_WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (_RELATED, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    assert strict.blocks == usual.blocks
