"""Lists without a table: numbered paragraphs that name a procedure and its code.

"1. Cấp giấy phép bán buôn rượu (mã số 2.001624);" stands so in annexes, and in Điều 1 of short decisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.codes import codes
from extract.entries import names_no_procedure, read_name
from extract.grids import Columns, Row
from ingest.document import Block, Cell, Paragraph, Table, one_line

COLUMNS = Columns(("ordinal", "name_code"), ("", ""), guessed=True)
"""A paragraph's number, and the name with its code."""
_POINT = re.compile(r"\n\s*(?=(?:\d{1,3}|[a-zđ])[.)]\s)")
_NUMBERED = re.compile(r"(?P<ordinal>\d{1,3}|[a-zđ])[.)]\s+(?P<rest>.+)", re.DOTALL)
_ARTICLE = re.compile(r"Điều\s+(?P<number>\d+)\b")


def rows_in(paragraph: Paragraph) -> Iterator[tuple[Table, Row]]:
    """The numbered points of a paragraph that name a procedure with a code, each as a table of one row."""
    for text in _POINT.split(paragraph.text.strip()):
        found = _NUMBERED.fullmatch(text)
        if not found or not codes(found["rest"]) or names_no_procedure(read_name(found["rest"]).name):
            continue
        texts = (found["ordinal"], found["rest"].rstrip(" ;."))
        cells = [Cell(0, col, one, one, paragraph.place) for col, one in enumerate(texts)]
        table = Table(0, 1, len(cells), tuple(cells), paragraph.place, proven=False)
        yield table, Row(0, 1, cells, values=list(texts), sure=False)


def first_article(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs of Điều 1."""
    inside = False
    for block in blocks:
        found = _ARTICLE.match(one_line(block.text)) if isinstance(block, Paragraph) else None
        if found:
            inside = found["number"] == "1"
        if inside and isinstance(block, Paragraph):
            yield block
