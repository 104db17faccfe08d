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
from typing import Any, BinaryIO, TypeAlias

from catalogue.exports.writing import without_controls
from ingest.messages import LANGUAGES, catalogue, say

MOST_ROWS = 1_000_000
"""Rows of a table on one sheet, below the 1,048,576 that a sheet holds."""
LONGEST_CELL = 32_767
_LINE = 18
"""Height of a line of a title in points."""
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - document properties carry no zone


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a cell of the same workbook: ("Sheet name", row from 1)."""

    shown: str | int
    sheet: str
    row: int = 1


Cell: TypeAlias = str | int | float | Link | None


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
        book.set_properties({"title": title, "author": "congbo", "created": _MADE})
        forms = {
            "title": book.add_format({"bold": True, "text_wrap": True, "align": "center"}),
            "above": book.add_format({"bold": True}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
            "number": book.add_format({"valign": "top", "num_format": "#,##0"}),
            "link": book.add_format({"valign": "top", "font_color": "#0b5394", "underline": 1}),
        }
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
            sheet.set_row(at, lines * _LINE)
            sheet.merge_range(at, 0, at, len(table.heads) - 1, "", forms["title"])
            sheet.write_string(at, 0, line, forms["title"])
    top = len(table.above) + bool(table.above)
    for column, head in enumerate(table.heads):
        sheet.write_string(top, column, head, forms["head"])
    sheet.freeze_panes(top + 1, 0)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            _put(sheet, last, column, cell, forms)
    sheet.autofilter(top, 0, max(last, top + 1), len(table.heads) - 1)


def _put(sheet: Any, row: int, column: int, cell: Cell, forms: dict[str, Any]) -> None:
    if isinstance(cell, Link):
        place = cell.sheet.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{place}'!A{cell.row}", forms["link"], str(cell.shown))
    elif isinstance(cell, str):
        sheet.write_string(row, column, fitting(cell), forms["cell"])
    elif cell is not None:
        sheet.write_number(row, column, cell, forms["number"])


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
