"""The report as a Word file: the results in words, two tables of figures, annexes of the rows behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from catalogue.exports.numbers import counted, percent, whole
from catalogue.exports.report_rows import COLUMNS, cell
from catalogue.exports.word import UNKNOWN, fill, template
from catalogue.reporting import FIGURES, Line, Report
from catalogue.reporting_form import Form
from catalogue.reporting_rows import Row
from ingest.messages import say

_ANNEXES = {
    "decisions": ("decisions",),
    "procedures": ("new", "amended", "replaced", "repealed", "standardised", "listed", "internal"),
    "duties": ("on_time", "late", "undecided", "pending"),
    "acts": ("legal_acts",),
    "workflows": ("workflows",),
}
"""The annexes of rows with the figures whose rows each lists."""


def report_letter(report: Report, form: Form, workspace: Path) -> bytes:
    """The report filled into the template `report`; what congbo does not know is marked for the clerk."""
    home = report.province
    annexes = {name: list(_groups(report, figures)) for name, figures in _ANNEXES.items()}
    facts = {
        "province": home.title if home else UNKNOWN,
        "place": home.name if home else UNKNOWN,
        "signed": None,
        "signer": "",
        "title": form.title,
        "of_whom": say("report.of_whom", name=", ".join(report.departments)) if report.asked else "",
        "first": report.first,
        "last": report.last,
        "as_of": report.as_of,
        "departments": len({row.department for row in report.whole.figures["decisions"] or ()}),
        "all": _figures(report.whole, counted, UNKNOWN),
        "lines": _lines(report.lines),
        "notes": list(report.notes),
        **annexes,
    }
    return fill(template(workspace, "report"), facts)


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines of the tables of figures; departments are counted, their fields are not."""
    out = []
    departments = 0
    for line in lines:
        departments += line.scope == "department"
        ordinal = str(departments) if line.scope == "department" else ""
        figures = _figures(line, whole, say("report.unknown"))
        out.append({"ordinal": ordinal, "name": line.name, "scope": line.scope, **figures})
    return out


def _figures(line: Line, written: Callable[[int], str], unknown: str) -> dict[str, str]:
    counts = {name: line.count(name) for name in FIGURES}
    on_time, late = (counts[name] or 0 for name in ("on_time", "late"))
    out = {name: unknown if count is None else written(count) for name, count in counts.items()}
    return {**out, "share": percent(on_time, on_time + late)}


def _groups(report: Report, figures: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of each department by figure, under a line that tells how many they are.

    What is counted once over several departments is listed for the whole too.
    """
    out = []
    departments = [line for line in report.lines if line.scope == "department"]
    for figure in figures:
        rows = report.whole.figures[figure] or ()
        if len(rows) != sum(len(line.figures[figure] or ()) for line in departments):
            out.append(_group(report.whole, figure))
    for line in departments:
        out += [_group(line, figure) for figure in figures if line.figures[figure]]
    return out


def _group(line: Line, figure: str) -> dict[str, Any]:
    rows = line.figures[figure] or ()
    name = say("report.group", name=line.name, what=say(f"report_rows.{figure}"), count=whole(len(rows)))
    return {"name": name, "rows": [_row(row) for row in rows]}


def _row(row: Row) -> dict[str, str]:
    shown = {name: cell(row, name) for name, _ in COLUMNS[row.kind]}
    if "online" in shown:
        shown["online"] = shown["online"] or say("report.unknown")
    return {name: whole(value) if isinstance(value, int) else value or "" for name, value in shown.items()}
