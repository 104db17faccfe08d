"""The rows behind the figures as people read them: the columns of each kind of row, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from catalogue.exports.numbers import day
from catalogue.reporting_rows import Kind, Row
from ingest.messages import say

COLUMNS: Mapping[Kind, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        Kind.DECISION: (
            *(("decision", 18), ("signed", 12), ("department", 30), ("fields", 30)),
            *(("new", 10), ("amended", 10), ("replaced", 10), ("repealed", 10), ("standardised", 10)),
            *(("listed", 10), ("internal", 10), ("id", 20)),
        ),
        Kind.PROCEDURE: (
            *(("decision", 18), ("signed", 12), ("department", 30), ("fields", 24), ("code", 12)),
            *(("name", 60), ("change", 16), ("levels", 16), ("replaces", 30)),
            *(("posted", 18), ("posted_on", 12), ("online", 14), ("cut", 10), ("id", 22)),
        ),
        Kind.DUTY: (
            *(("decision", 18), ("signed", 12), ("department", 30), ("rule", 8), ("duty", 50)),
            *(("source", 26), ("procedures", 8), ("start", 12), ("due", 12), ("done", 12)),
            *(("verdict", 40), ("id", 40)),
        ),
        Kind.ACT: (
            *(("act", 24), ("department", 40), ("decisions", 40), ("procedures", 10)),
        ),
    }
)  # fmt: skip
"""The columns of each kind of row with their widths in characters."""


def cell(row: Row, column: str) -> str | int | None:
    """What a row shows in a column: texts, whole numbers, days as dd/mm/yyyy, None where it is not known."""
    own: dict[str, Any] = {
        "id": row.id,
        "department": row.department or say("report.no_department"),
        "fields": ", ".join(name or say("report.no_field") for name in row.fields),
    }
    if column in own:
        return str(own[column])
    value = row.facts[column]
    if value is None or value == []:
        return None
    if isinstance(value, date):
        return day(value)
    if column in _WORDS:
        values = value if isinstance(value, list) else [value]
        return ", ".join(say(f"{_WORDS[column]}.{one}") for one in values)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, int) else str(value)


_WORDS = {"change": "change", "levels": "level", "posted": "report_posted", "online": "report_online"}
"""Columns of fixed values, by the section of the messages that has their words."""
