"""A workspace of the size that the review page must bear: many long decisions, everything still open.

Decisions are typeset as PDF and taken in as an officer would take them, so that every proposal has a page
and a frame on it. The same numbers give the same workspace.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from catalogue.imports.importing import import_catalogue
from catalogue.intake import take_in
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from corpus.generate import write_decision
from corpus.generator.catalogue import HEADS, as_csv
from corpus.generator.facts import (
    Field,
    Procedure,
    SampleDecision,
    SampleList,
    entries,
    fields,
    issuers,
    procedures,
    styles,
)
from corpus.generator.typesetters.fonts import installed
from extract.decision import Change, Level

PROVINCE = "Quảng Ngãi"
AS_OF = date(2026, 6, 1)
"""The day that deadlines are told for."""

_LISTED = date(2025, 12, 1)
_FIRST_DAY = date(2026, 4, 1)
_PARTS = ((Change.AMENDED, 7), (Change.NEW, 2), (Change.REPEALED, 1))
"""Of each ten rows so many are of a kind."""
_STYLES = {
    Change.AMENDED: "province_plain",
    Change.NEW: "province_plain",
    Change.REPEALED: "province_repealed",
}


def fill(folder: Path, decisions: int, rows: int) -> Workspace:
    """A workspace in `folder` with a catalogue and so many decisions of so many rows, some of them posted."""
    workspace = Workspace.create(folder, PROVINCE)
    made = [_decision(number, rows) for number in range(decisions)]
    with tempfile.TemporaryDirectory(prefix="congbo-bench-") as name:
        listing = Path(name) / "danh-sach-tthc.csv"
        listing.write_bytes(as_csv(list(_listed(made))))
        import_catalogue(workspace, listing, scope=Scope.PROVINCE, imported_on=_LISTED)
        form = "pdf" if installed() else "docx"
        for posted in (None, AS_OF - timedelta(days=10), AS_OF - timedelta(days=2)):
            chosen = [one for number, one in enumerate(made) if (None, 1, 2)[number % 3] == _turn(posted)]
            files = [write_decision(one, form, Path(name)) for one in chosen]
            take_in(workspace, files, posted=posted)
    return workspace


def _turn(posted: date | None) -> int | None:
    return None if posted is None else 1 if posted < AS_OF - timedelta(days=5) else 2


def _decision(number: int, rows: int) -> SampleDecision:
    field = _fields()[number % len(_fields())]
    taken = _procedures(field, number, rows)
    lists, at = [], 0
    for change, share in _PARTS:
        count = rows * share // 10
        listed = tuple(entry for one in taken[at : at + count] for entry in entries(one))
        lists.append(SampleList(change, styles()[_STYLES[change]], listed))
        at += count
    return SampleDecision(
        f"d{number:03d}",
        issuers()["province"],
        f"{1000 + number}/QĐ-UBND",
        _FIRST_DAY + timedelta(days=number),
        field,
        tuple(one for one in lists if one.entries),
        counted=True,
    )


def _procedures(field: Field, number: int, rows: int) -> list[Procedure]:
    """Provincial procedures of a field under codes and names of their own."""
    models = [one for one in procedures().values() if one.field.key == field.key]
    return [
        replace(
            models[at % len(models)],
            code=f"1.{300000 + number * rows + at}",
            name=f"{models[at % len(models)].name} (trường hợp {number}.{at + 1})",
            levels=(Level.PROVINCE,),
        )
        for at in range(rows)
    ]


def _fields() -> Sequence[Field]:
    return [one for one in fields().values() if one.key != "to_chuc"]


def _listed(decisions: Sequence[SampleDecision]) -> Iterator[tuple[str, ...]]:
    """The list before the decisions: what they amend or repeal, under half of their fee and time."""
    number = 0
    for decision in decisions:
        for one in decision.lists:
            for entry in one.entries if one.change is not Change.NEW else ():
                number += 1
                told = {
                    "STT": str(number),
                    "Mã TTHC": entry.procedure.code,
                    "Tên TTHC": entry.procedure.name,
                    "Lĩnh vực": entry.procedure.field.name,
                    "Cấp thực hiện": "Cấp Tỉnh",
                    "Tình trạng": "Công khai",
                }
                yield tuple(told.get(head, "") for head in HEADS)
