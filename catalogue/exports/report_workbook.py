"""The report as a workbook: a sheet of figures, and a sheet for each figure with exactly the rows behind it.

Each figure leads to its rows: a range of cells, one row for each that it counts. Where the rows of one line
do not stand together among those of the whole, they are listed again below.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.exports.numbers import day, percent
from catalogue.exports.report_rows import COLUMNS, cell
from catalogue.exports.sheets import A3, FONT, MADE, POINTS, fitting, height_of, set_up_page
from catalogue.reporting import Line, Report
from catalogue.reporting_form import Column, Form
from catalogue.reporting_rows import Row
from ingest.messages import say

_NAME_WIDTH, _FIGURE_WIDTH = 38, 8
_FIRST_ROW = 3
"""Rows of a detail sheet above the rows it lists: title, way back, heads."""


@dataclass(slots=True)
class _Detail:
    """A sheet of rows in the making: its name, and how many lines are written on it."""

    name: str
    sheet: Any
    columns: Sequence[str]
    main: tuple[Row, ...]
    at: int = _FIRST_ROW
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Summary:
    """The sheet of figures, and where their rows stand."""

    sheet: Any
    columns: Sequence[Column]
    details: Mapping[str, _Detail]
    forms: Mapping[str, Any]


def report_workbook(report: Report, form: Form) -> bytes:
    """The report as an XLSX file; the same report gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": form.title, "author": "congbo", "created": MADE})
    book.set_size(2400, 1400)
    forms = _formats(book)
    summary = book.add_worksheet(say("report.sheet"))
    details = {name: _detail(book, report, name, forms) for name in _listed(report, form)}
    top = _heads(summary, report, form, forms)
    number = 0
    for at, line in enumerate(report.lines, start=top):
        number += line.scope == "department"
        ordinal = str(number) if line.scope == "department" else ""
        _line(_Summary(summary, form.columns, details, forms), at, line, ordinal)
    at = top + len(report.lines) + 1
    summary.write_string(at, 1, say("report.how"), forms["bold"])
    for nth, note in enumerate(report.notes, start=1):
        summary.merge_range(at + nth, 1, at + nth, len(form.columns) + 1, f"{nth}. {note}", forms["note"])
        summary.set_row(at + nth, 30 if len(note) > 190 else 15)
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    middle = {"align": "center", "valign": "vcenter", "text_wrap": True}
    kinds: dict[str, dict[str, Any]] = {
        "title": {**middle, "bold": True, "font_size": 14},
        "period": {**middle, "italic": True},
        "bold": {"bold": True},
        "note": {"text_wrap": True, "valign": "top", "italic": True},
        "head": {**middle, "bold": True, "border": 1, "bg_color": "#e8eef7"},
        "numbered": {**middle, "italic": True, "border": 1, "font_size": 9},
        "cell": {"text_wrap": True, "valign": "top", "border": 1},
        "centre": {"valign": "top", "border": 1, "align": "center"},
        "group": {"bold": True, "bg_color": "#f3f3f3"},
        "back": {"font_color": "#0b5394", "underline": 1},
    }
    for scope, looks in (("all", {"bold": True, "bg_color": "#e2efda"}), ("department", {"bold": True}),
                         ("field", {"italic": True})):  # fmt: skip
        indent = {"indent": 1} if scope == "field" else {}
        kinds[f"{scope}_name"] = {**looks, **indent, "border": 1, "text_wrap": True, "valign": "vcenter"}
        number = {**looks, "border": 1, "num_format": POINTS, "align": "center", "valign": "vcenter"}
        kinds[f"{scope}_figure"] = number
        kinds[f"{scope}_link"] = {**number, "font_color": "#0b5394", "underline": 1}
    return {name: book.add_format({**FONT, **look}) for name, look in kinds.items()}


def _listed(report: Report, form: Form) -> list[str]:
    """The figures of the form with any row, each once."""
    names = dict.fromkeys(name for column in form.columns for name in column.figures)
    return [name for name in names if report.whole.figures[name]]


def _heads(sheet: Any, report: Report, form: Form, forms: Mapping[str, Any]) -> int:
    """Title and heads of the sheet of figures; the number of the first line below."""
    last = len(form.columns) + 1
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _NAME_WIDTH)
    sheet.set_column(2, last, _FIGURE_WIDTH)
    lines = [form.form, form.title.upper(), scope_of(report), period_of(report)]
    for at, text in enumerate(filter(None, lines)):
        look = "title" if text == form.title.upper() else "period"
        sheet.merge_range(at, 0, at, last, fitting(text), forms[look])
    top = sum(bool(text) for text in lines) + 1
    for column, text in enumerate((say("report_column.ordinal"), say("report.bodies"))):
        sheet.merge_range(top, column, top + 1, column, text, forms["head"])
    _column_heads(sheet, top, form.columns, forms)
    for column in range(last + 1):
        sheet.write_string(top + 2, column, f"({column + 1})", forms["numbered"])
    sheet.set_row(top, 30)
    sheet.set_row(top + 1, 80)
    sheet.freeze_panes(top + 3, 2)
    set_up_page(sheet, A3, top, top + 2)
    return top + 3


def _column_heads(sheet: Any, top: int, columns: Sequence[Column], forms: Mapping[str, Any]) -> None:
    """Two storeys of heads; columns of one group that follow each other share the upper one."""
    at = 0
    while at < len(columns):
        group, end = columns[at].group, at + 1
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        if not group:
            sheet.merge_range(top, at + 2, top + 1, at + 2, columns[at].head, forms["head"])
        else:
            if end - at > 1:
                sheet.merge_range(top, at + 2, top, end + 1, group, forms["head"])
            else:
                sheet.write_string(top, at + 2, group, forms["head"])
            for column in range(at, end):
                sheet.write_string(top + 1, column + 2, columns[column].head, forms["head"])
        at = end


def _line(summary: _Summary, at: int, line: Line, ordinal: str) -> None:
    sheet, plain = summary.sheet, summary.forms[f"{line.scope}_figure"]
    sheet.write_string(at, 0, ordinal, plain)
    sheet.write_string(at, 1, fitting(line.name), summary.forms[f"{line.scope}_name"])
    for place, column in enumerate(summary.columns, start=2):
        counts = [line.count(name) for name in column.figures]
        if column.is_share:
            part, rest = (count or 0 for count in counts)
            sheet.write_string(at, place, percent(part, part + rest), plain)
        elif counts[0] is None:
            sheet.write_string(at, place, say("report.unknown"), plain)
        elif counts[0]:
            name, link = column.figures[0], summary.forms[f"{line.scope}_link"]
            rows = line.figures[name] or ()
            target = _range(summary.details[name], line, rows, summary.forms)
            sheet.write_url(at, place, target, link, string=str(counts[0]))
            sheet.write_number(at, place, counts[0], link)
        else:
            sheet.write_number(at, place, 0, plain)


def _detail(book: Any, report: Report, name: str, forms: Mapping[str, Any]) -> _Detail:
    """The sheet of a figure with the rows of the whole."""
    rows = report.whole.figures[name] or ()
    columns = COLUMNS[rows[0].kind]
    sheet = book.add_worksheet(say(f"report_sheet.{name}"))
    set_up_page(sheet, A3, _FIRST_ROW - 1, _FIRST_ROW - 1)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.write_string(0, 0, say(f"report_rows.{name}"), forms["bold"])
    back = say("report.sheet").replace("'", "''")
    sheet.write_url(1, 0, f"internal:'{back}'!A1", forms["back"], string=say("report.back"))
    names, widths = zip(("ordinal", 6), *columns, strict=True)
    heads = [say(f"report_column.{one}") for one in names]
    sheet.set_row(_FIRST_ROW - 1, height_of(heads, widths))
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST_ROW - 1, column, head, forms["head"])
    made = _Detail(sheet.get_name(), sheet, [column for column, _ in columns], rows)
    made.places = {row.id: nth for nth, row in enumerate(rows)}
    _write(made, rows, forms)
    return made


def _write(detail: _Detail, rows: Sequence[Row], forms: Mapping[str, Any]) -> None:
    for nth, row in enumerate(rows, start=1):
        values = [cell(row, name) for name in detail.columns]
        detail.sheet.set_row(detail.at, height_of(values, [width for _, width in COLUMNS[row.kind]]))
        detail.sheet.write_number(detail.at, 0, nth, forms["centre"])
        for column, value in enumerate(values, start=1):
            if isinstance(value, int):
                detail.sheet.write_number(detail.at, column, value, forms["centre"])
            else:
                detail.sheet.write_string(detail.at, column, fitting(value or ""), forms["cell"])
        detail.at += 1


def _range(detail: _Detail, line: Line, rows: Sequence[Row], forms: Mapping[str, Any]) -> str:
    """Where the rows of a line stand: among those of the whole if they stand together, else below."""
    first = detail.places.get(rows[0].id, 0)
    if detail.main[first : first + len(rows)] == tuple(rows):
        top = _FIRST_ROW + first
    else:
        detail.at += 1
        names = [line.department or say("report.no_department"), line.name]
        detail.sheet.write_string(detail.at, 0, fitting(" – ".join(dict.fromkeys(names))), forms["group"])
        detail.at += 1
        top = detail.at
        _write(detail, rows, forms)
    place = detail.name.replace("'", "''")
    end = chr(ord("A") + len(detail.columns))
    return f"internal:'{place}'!A{top + 1}:{end}{top + len(rows)}"


def period_of(report: Report) -> str:
    """The period and the day on which the report was seen, for the line below the title."""
    return say("report.period", first=day(report.first), last=day(report.last), day=day(report.as_of))


def scope_of(report: Report) -> str:
    """Whose report it is: the province, or the department asked for."""
    home = say("report.province", name=report.province.title) if report.province else ""
    return " – ".join(filter(None, (home, ", ".join(report.departments) if report.asked else "")))
