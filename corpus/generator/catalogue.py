"""The sample provincial catalogue, in the layout of the national portal's old list export.

Title, an empty row, the head row, then one procedure a row; lists inside a cell are joined by "; ". It shows
the province before the decisions of the demonstration: procedures that they amend stand with their old
names, former ones are still there, new ones are not yet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from datetime import datetime

from corpus.generator.facts import Procedure, SampleDecision, issuers, procedures
from extract.decision import Change, Level

HEADS = (
    "STT",
    "Mã TTHC",
    "Tên TTHC",
    "QĐ Công bố",
    "Đối tượng",
    "Lĩnh vực",
    "Cơ quan công khai",
    "Cấp thực hiện",
    "Tình trạng",
)
TITLE = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n"
    "------------------\nDANH SÁCH THỦ TỤC HÀNH CHÍNH"
)
_LEVELS = {Level.CENTRAL: "Cấp Bộ", Level.PROVINCE: "Cấp Tỉnh", Level.COMMUNE: "Cấp Xã"}
_TAILS = (".000.00.00.H48", ".000.00.00.H48", ".H48")
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - document properties carry no zone


def rows(decisions: Sequence[SampleDecision]) -> list[tuple[str, ...]]:
    """The catalogue's rows before these decisions: what they bring in as new is left out."""
    brought_in = {
        entry.procedure.code
        for decision in decisions
        for one in decision.lists
        if one.change in (Change.NEW, Change.REPLACED)
        for entry in one.entries
    }
    return [_row(number, procedure) for number, procedure in enumerate(_held(brought_in), start=1)]


def as_xlsx(listed: Sequence[Sequence[str]]) -> bytes:
    """The export as a workbook; every cell is a string, as on the portal."""
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": "Danh sách TTHC", "author": "congbo", "created": _MADE})
    sheet = workbook.add_worksheet("Danh sách TTHC")
    sheet.merge_range(0, 0, 0, len(HEADS) - 1, TITLE)
    for at, row in enumerate([HEADS, *listed], start=2):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    workbook.close()
    return out.getvalue()


def as_csv(listed: Sequence[Sequence[str]]) -> bytes:
    """The export as UTF-8 CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    padding = [""] * (len(HEADS) - 1)
    writer.writerows([[TITLE, *padding], ["", *padding], HEADS, *listed])
    return out.getvalue().encode()


def _held(brought_in: Collection[str]) -> list[Procedure]:
    return [
        procedure
        for procedure in procedures().values()
        if procedure.levels != (Level.CENTRAL,)
        and not procedure.internal
        and procedure.code not in brought_in
    ]


def _row(number: int, procedure: Procedure) -> tuple[str, ...]:
    ministry = issuers()[procedure.field.ministry].name
    return (
        str(number),
        procedure.code + _TAILS[number % len(_TAILS)],
        procedure.old_name or procedure.name,
        f"{300 + 7 * list(_fields()).index(procedure.field.key)}/QĐ-UBND",
        procedure.audience,
        f"{procedure.field.name} ({ministry})",
        issuers()["province"].name.replace("Ủy ban nhân dân", "UBND"),
        "; ".join(_LEVELS[level] for level in procedure.levels),
        "Công khai",
    )


def _fields() -> dict[str, None]:
    return dict.fromkeys(procedure.field.key for procedure in procedures().values())
