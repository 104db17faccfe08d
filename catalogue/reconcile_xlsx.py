"""The three-way comparison as a workbook: one sheet of counts, then the findings. Same input, same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from catalogue.reconcile import Finding, Kind, Reconciliation
from ingest.messages import say

COLUMNS = ("what_differs", "code", "name", "here", "national", "decided", "decision")
_ROWS = 1_000_000
_CELL = 32_767
_WIDTHS = (26, 12, 60, 36, 36, 36, 18)
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - document properties carry no zone


def shown(one: Finding) -> tuple[str, ...]:
    """A finding as a row of texts under `COLUMNS`."""
    facts = (one.here, one.there, one.decided)
    told = [_said(one.kind, fact or "") for fact in facts]
    return say(f"difference.{one.kind}"), one.code, one.name, *told, one.decision or ""


def as_xlsx(result: Reconciliation) -> bytes:
    """The workbook; every cell is text, so that nothing in it is run as a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": say("reconcile.title"), "author": "congbo", "created": _MADE})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    counts = [(say("reconcile.title"), result.file)]
    counts += [(say(f"reconcile.{name}"), str(count)) for name, count in result.facts.items()]
    counts += [(say(f"difference.{kind}"), str(result.count(kind))) for kind in Kind]
    _write(book.add_worksheet(say("reconcile.sheet_counts")), counts, cell, (60, 24))
    heads = [tuple(say(f"column.{name}") for name in COLUMNS)]
    for at in range(0, max(len(result.findings), 1), _ROWS):
        sheet = book.add_worksheet(say("reconcile.sheet_findings", number=at // _ROWS + 1))
        sheet.freeze_panes(1, 0)
        _write(sheet, map(shown, result.findings[at : at + _ROWS]), cell, _WIDTHS, start=1)
        _write(sheet, heads, head, _WIDTHS)
    book.close()
    return out.getvalue()


def _write(
    sheet: Any, rows: Iterable[Sequence[str]], form: Any, widths: Sequence[int], start: int = 0
) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for at, row in enumerate(rows, start=start):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text[:_CELL], form)


def _said(kind: Kind, fact: str) -> str:
    """Levels and kinds of change in words."""
    if kind is Kind.WRONG_LEVEL and fact:
        return ", ".join(say(f"level.{level}") for level in fact.split(", "))
    if kind in (Kind.MISSING_HERE, Kind.MISSING_THERE):
        return _changes().get(fact, fact)
    return fact


def _changes() -> dict[str, str]:
    from extract.decision import Change

    return {change.value: say(f"change.{change}") for change in Change}
