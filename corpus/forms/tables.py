"""Ruled tables of templates: a head that comes again on every page, one row that docxtpl repeats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Length

from corpus.forms.page import CENTRE, START, TABLE, put


def ruled(place: Any, heads: Sequence[str], widths: Sequence[Length], loop: str, cells: Sequence[str]) -> Any:
    """A table with rules: `heads`, and a row of `cells` for each turn of `loop` ("row in rows").

    Ordinals and numbers are centred. The head's row stands on every page; a row is not split where it fits on
    one page. A cell is one paragraph, for one without any would not be a Word file: what has several lines
    comes with line ends.
    """
    table = place.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        _whole(row)
    _on_every_page(table.rows[0])
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, head, CENTRE, "b")
    _fill(table.rows[1].cells[0], f"{{%tr for {loop} %}}", START)
    for at, (cell, text) in enumerate(zip(table.rows[2].cells, cells, strict=True)):
        _fill(cell, text, CENTRE if at == 0 or text.endswith("| whole }}") else START)
    _fill(table.rows[3].cells[0], "{%tr endfor %}", START)
    return table


def _fill(cell: Any, text: str, align: Any, style: str = "") -> None:
    put(cell, (text, style), align=align, size=TABLE)
    empty = cell.paragraphs[0]._p  # noqa: SLF001 - a new cell holds one empty paragraph
    empty.getparent().remove(empty)


def _on_every_page(row: Any) -> None:
    _property(row, "w:tblHeader")


def _whole(row: Any) -> None:
    _property(row, "w:cantSplit")


def _property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no row properties
