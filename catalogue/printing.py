"""Results on stdout: tables for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import click

from ingest.messages import say

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTH_WITHOUT_TERMINAL = 160


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; the heads are `column.<name>`."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown = Table(*(say(f"column.{name}") for name in columns), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        shown.add_row(*(_shown(value) for value in row))
    if shown.row_count:
        Console(
            width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL, markup=False, highlight=False
        ).print(shown)
    else:
        click.echo(say("cli.nothing_listed"))


def written_moment(moment: datetime) -> str:
    """A moment, whose zone is known, by the clock of Việt Nam: dd/mm/yyyy HH:MM."""
    from catalogue.deadlines.calendar import VIETNAM_TIME

    return f"{moment.astimezone(VIETNAM_TIME):%d/%m/%Y %H:%M}"


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """CSV that no spreadsheet runs as a formula (CWE-1236)."""
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow([say(f"column.{name}") for name in columns])
    for row in rows:
        lines.writerow(
            [f"'{text}" if (text := _shown(value)).startswith(_FORMULA) else text for value in row]
        )


def json_text(told: object) -> str:
    """JSON as people can read it."""
    return json.dumps(told, ensure_ascii=False, indent=2)


def print_json(told: object) -> None:
    """Print one JSON value."""
    click.echo(json_text(told))
