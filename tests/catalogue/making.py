"""Small decisions, lists and entries made by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.procedure import Procedure, Scope
from extract.decision import Change, Decision, Effective, Item, Level, Reference, Source

OLD_HEADER = [
    "STT",
    "Mã TTHC",
    "Tên TTHC",
    "QĐ Công bố",
    "Đối tượng",
    "Lĩnh vực",
    "Cơ quan công khai",
    "Cấp thực hiện",
    "Tình trạng",
]
NEW_HEADER = ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"]


def item(change: Change = Change.AMENDED, name: str = "Cấp thẻ hướng dẫn viên du lịch", **facts: Any) -> Item:
    """A listed procedure at provincial level unless said otherwise."""
    defaults: dict[str, Any] = {"levels": (Level.PROVINCE,), "field": "Du lịch", "source": Source(row=1)}
    return Item(change=change, name=name, **{**defaults, **facts})


def decision(*items: Item, sha256: str = "a" * 64, **facts: Any) -> Decision:
    """A provincial publication decision of 20 November 2025 unless said otherwise."""
    defaults: dict[str, Any] = {
        "number": "2815/QĐ-UBND",
        "issuer": "Ủy ban nhân dân tỉnh Quảng Ngãi",
        "issuer_level": "province",
        "signed": date(2025, 11, 20),
        "signer": "Nguyễn Văn A",
        "title": "Về việc công bố danh mục thủ tục hành chính",
        "effective": Effective("kể từ ngày ký", date(2025, 11, 20)),
        "is_publication": True,
        "internal": False,
        "approves_workflow": False,
        "shortened_procedure": False,
        "departments": ("Sở Văn hóa, Thể thao và Du lịch",),
        "based_on": (Reference("3659/QĐ-BVHTTDL", date(2025, 11, 13)),),
        "affects": (),
        "declared_counts": {},
        "media_type": "text/markdown",
        "pages": None,
    }
    return Decision(items=tuple(items), sha256=sha256, **{**defaults, **facts})


def entry(code: str, name: str, **facts: Any) -> Procedure:
    """A provincial-level entry of the Ministry of Culture in the national catalogue unless said otherwise."""
    defaults: dict[str, Any] = {
        "scope": Scope.NATIONAL,
        "levels": (Level.PROVINCE,),
        "field": "Du lịch",
        "ministry": "Bộ Văn hóa, Thể thao và Du lịch",
        "publisher": "Bộ Văn hóa, Thể thao và Du lịch",
    }
    known = {**defaults, **facts}
    return Procedure(id=f"{known['scope'].value}:{code}", code=code, name=name, **known)


def write_csv(path: Path, rows: Iterable[Sequence[str]], delimiter: str = ",") -> Path:
    """A CSV file as spreadsheets write it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """An XLSX file with one sheet."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Danh sách TTHC")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def national_csv(path: Path, rows: Iterable[tuple[str, str, str]]) -> Path:
    """A list like national.csv from (code, name, field)."""
    header = ["code", "name", "publishing_agency", "executing_agency", "field", "level"]
    body = [
        [code, name, "Bộ Văn hóa, Thể thao và Du lịch", "", field, "Cấp tỉnh"] for code, name, field in rows
    ]
    return write_csv(path, [header, *body])
