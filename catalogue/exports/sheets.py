"""Workbooks (XLSX) of plain tables: every cell is text or a number, so that nothing is run as a formula.

A table of more rows than a sheet holds goes on in further sheets; a text longer than a cell holds is cut, and
the cell says so. The same tables give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from math import ceil
from typing import Any, BinaryIO, TypeAlias

from catalogue.exports.writing import without_controls
from ingest.messages import LANGUAGES, catalogue, say

MOST_ROWS = 1_000_000
"""Rows of a table on one sheet, below the 1,048,576 that a sheet holds."""
LONGEST_CELL = 32_767
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - document properties carry no zone
"""The moment that every workbook gives as that of its making, so that the same facts give the same bytes."""
FONT = {"font_name": "Times New Roman", "font_size": 11}
POINTS = '[>=1000000]0"."000"."000;[>=1000]0"."000;0'
"""Numbers with the Vietnamese point before every third digit, whatever the machine's own setting."""
A3, A4 = 8, 9
"""Sizes of paper by their numbers in workbooks (ISO/IEC 29500-1, 18.3.1.63)."""
_WIDEST_ON_A4 = 180
"""Characters side by side that can still be read when a sheet of them is printed one page of A4 wide."""
_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.8, "bottom": 0.6}
"""In inches."""
_TITLE_LINE, _LINE = 18, 15
"""Height of a line of a title, of a line in a cell, in points."""
_HIGHEST = 409
"""The height in points that a row can have at most."""
_ROOMY = 1.1
"""Letters of a text for each character of a column's width, which is that of a digit."""


Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: name of its sheet, lines above it, heads, rows of as many cells, widths in characters.

    A line above that has line ends is a title over all columns.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()
    above: Sequence[str] = field(default=())


def workbook(title: str, tables: Iterable[Table], *, most_rows: int = MOST_ROWS) -> bytes:
    """The tables as an XLSX file, one after another, heads frozen and filtered."""
    out = io.BytesIO()
    write_workbook(out, title, tables, most_rows=most_rows)
    return out.getvalue()


def write_workbook(out: BinaryIO, title: str, tables: Iterable[Table], *, most_rows: int = MOST_ROWS) -> None:
    """Write the tables to a file as `workbook` does; rows go to the disk as they come."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "author": "congbo", "created": MADE})
        top = {**FONT, "valign": "top", "border": 1}
        looks: dict[str, dict[str, Any]] = {
            "title": {**FONT, "bold": True, "text_wrap": True, "align": "center"},
            "above": {**FONT, "bold": True},
            "head": {**top, "bold": True, "text_wrap": True},
            "cell": {**top, "text_wrap": True},
            "number": {**top, "num_format": POINTS},
        }
        forms = {name: book.add_format(look) for name, look in looks.items()}
        for table in tables:
            for number, rows in enumerate(_parted(table.rows, most_rows), start=1):
                further = say("export.further_sheet", name=table.name, number=number)
                sheet = book.add_worksheet(table.name if number == 1 else further)
                _write(sheet, table, rows, forms)


def _parted(rows: Iterable[Sequence[Cell]], size: int) -> Iterator[Iterable[Sequence[Cell]]]:
    """The rows in parts of `size`; one empty part where there are none."""
    rest = iter(rows)
    first = next(rest, None)
    if first is None:
        yield ()
    while first is not None:
        part = chain([first], islice(rest, size - 1))
        yield part
        for _ in part:
            pass
        first = next(rest, None)


def _write(sheet: Any, table: Table, rows: Iterable[Sequence[Cell]], forms: dict[str, Any]) -> None:
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width)
    for at, line in enumerate(table.above):
        lines = line.count("\n") + 1
        if lines == 1:
            sheet.write_string(at, 0, line, forms["above"])
        else:
            sheet.set_row(at, lines * _TITLE_LINE)
            sheet.merge_range(at, 0, at, len(table.heads) - 1, "", forms["title"])
            sheet.write_string(at, 0, line, forms["title"])
    top = len(table.above) + bool(table.above)
    set_up_page(sheet, A4 if sum(table.widths) <= _WIDEST_ON_A4 else A3, top, top)
    sheet.set_row(top, height_of(table.heads, table.widths))
    for column, head in enumerate(table.heads):
        sheet.write_string(top, column, head, forms["head"])
    sheet.freeze_panes(top + 1, 0)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        sheet.set_row(last, height_of(row, table.widths))
        for column, cell in enumerate(row):
            _put(sheet, last, column, cell, forms)
    sheet.autofilter(top, 0, max(last, top + 1), len(table.heads) - 1)


def _put(sheet: Any, row: int, column: int, cell: Cell, forms: dict[str, Any]) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, fitting(cell), forms["cell"])
    elif cell is not None:
        sheet.write_number(row, column, cell, forms["number"])


def set_up_page(sheet: Any, paper: int, first: int, last: int) -> None:
    """Print a sheet in landscape, one page wide, numbered pages, with the rows `first` to `last` on each."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(**_MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    sheet.repeat_rows(first, last)


def height_of(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """The height in points in which every text of a row can be read in columns of these widths.

    Not every program fits rows to their texts when it opens a workbook.
    """
    lines = 1
    for text, width in zip(cells, widths, strict=False):
        if isinstance(text, str):
            parts = text[:LONGEST_CELL].split("\n")
            lines = max(lines, sum(max(ceil(len(one) / (width * _ROOMY)), 1) for one in parts))
    return min(lines * _LINE, _HIGHEST)


def fitting(text: str) -> str:
    """The text as one cell holds it: without control characters; what is cut off is said at its end."""
    text = without_controls(text)
    if len(text) <= LONGEST_CELL:
        return text
    mark = say("export.cut", longest=LONGEST_CELL)
    return text[: LONGEST_CELL - len(mark)] + mark


def cut_off(cell: str) -> str | None:
    """What `fitting` left of a text, without its mark in any language; None where it cut nothing."""
    for language in LANGUAGES:
        mark = catalogue(language)["export.cut"].format(longest=LONGEST_CELL)
        if cell.endswith(mark):
            return cell.removesuffix(mark)
    return None
