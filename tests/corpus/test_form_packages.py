"""What Word asks of a file and LibreOffice lets pass: the order of properties, the end of cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from corpus.forms import templates

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
        "tabs suppressAutoHyphens snapToGrid spacing ind contextualSpacing jc textAlignment "
        "outlineLvl rPr sectPr"
    ),
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing w kern position sz szCs highlight u shd lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
}
"""Children in the order of ISO/IEC 29500-1, 17.3.1.26, 17.3.2.28, 17.6.17, 17.4.59 and 17.4.69."""


def _name(node: Any) -> str:
    return str(etree.QName(node).localname)


def faults(package: bytes) -> Iterator[str]:
    """What Word would not open a file for."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    for kind, order in _ORDER.items():
        known = order.split()
        for node in tree.iter(f"{_W}{kind}"):
            places = [known.index(_name(child)) for child in node]
            if places != sorted(places):
                yield f"{kind}: {[_name(child) for child in node]}"
    for cell in tree.iter(f"{_W}tc"):
        if cell[-1].tag != f"{_W}p":
            yield "a cell that does not end in a paragraph"
    blocks = [_name(node) for node in tree[0]]
    if "tbl tbl" in " ".join(blocks) or blocks[-1] != "sectPr":
        yield "tables that touch"


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_template_is_a_file_that_word_opens(name: str) -> None:
    assert list(faults(templates()[name])) == []
