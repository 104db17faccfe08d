"""The public notice list of a one-stop counter (danh mục niêm yết): XLSX, DOCX or CSV, in Vietnamese only.

A department's list holds what is settled above the communes, a commune's what is settled there. What is not
known of a procedure is marked for the clerk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from catalogue.decisions import item_id, load_decision
from catalogue.exports.catalogue_entries import Asked, departments_of, held
from catalogue.exports.catalogue_files import write_csv
from catalogue.exports.sheets import Table, write_workbook
from catalogue.exports.waiting import Waiting, waiting_for
from catalogue.exports.word import UNKNOWN, fill, template
from catalogue.exports.writing import ending_of, saving, without_controls
from catalogue.imports.layouts import notice_line
from catalogue.procedure import Procedure, Scope
from catalogue.workspace import Workspace, to_json
from extract.agencies import canonical_department
from extract.decision import Level
from extract.folding import fold, plain
from ingest.errors import UsageError

ENDINGS = (".xlsx", ".docx", ".csv")
TITLE = "DANH MỤC THỦ TỤC HÀNH CHÍNH"
COMMUNES = "Ủy ban nhân dân cấp xã"
NO_FIELD = "Lĩnh vực khác"
_COLUMNS = {
    "number": ("STT", 6),
    "field": ("Lĩnh vực", 26),
    "code": ("Mã TTHC", 12),
    "name": ("Tên thủ tục hành chính", 60),
    "time_limit": ("Thời hạn giải quyết", 24),
    "place": ("Địa điểm, cách thức thực hiện", 34),
    "fee": ("Phí, lệ phí", 24),
    "basis": ("Căn cứ pháp lý", 40),
    "online": ("Dịch vụ công trực tuyến", 16),
    "decision": ("Quyết định công bố", 18),
}
_MANNER = "manner"
"""The constituent part of a procedure that tells how it is carried out (extract/parts.toml)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A procedure on the list; `place` is where and how, None in any field: not known."""

    field: str | None
    code: str
    name: str
    time_limit: str | None
    place: str | None
    fee: str | None
    basis: str | None
    online: str | None
    decision: str | None


@dataclass(frozen=True)
class Notice:
    """The list of a department, or of communes (`department` None), as of a day; rows by field and code.

    `waiting`: what provincial decisions say of its procedures and nobody has judged yet.
    """

    department: str | None
    on: date
    rows: tuple[Row, ...]
    waiting: Waiting = field(default_factory=Waiting)

    @cached_property
    def fields(self) -> dict[str, list[Row]]:
        """The rows of each field, in the order of the fields' names; those of none last."""
        out: dict[str, list[Row]] = {}
        for row in self.rows:
            out.setdefault(row.field or NO_FIELD, []).append(row)
        return out

    @property
    def unknown(self) -> int:
        """How many cells are not known; a field is not counted."""
        names = [name for name in Row.__slots__ if name != "field"]
        return sum(getattr(row, name) is None for row in self.rows for name in names)

    @property
    def whose(self) -> str:
        """Whose procedures they are, as the line below the title tells it."""
        if self.department:
            return f"thuộc phạm vi quản lý của {self.department}"
        return f"thuộc thẩm quyền giải quyết của {COMMUNES}"


def notice(workspace: Workspace, asked: Asked) -> Notice:
    """The procedures in force that `asked` means: of a department, or at commune level.

    UsageError (`lists.nothing`) where there are none.
    """
    entries = [
        one.entry
        for one in held(workspace, asked)
        if one.in_force and (asked.department is None or _above_communes(one.entry))
    ]
    if not entries:
        raise UsageError("lists.nothing", asked=asked.sentence)
    manners = _manners(workspace, entries, asked.on)
    entries.sort(key=lambda one: (one.field is None, plain(one.field or ""), one.field or "", one.code))
    rows = tuple(_row(one, manners.get(one.id)) for one in entries)
    waiting = waiting_for(workspace, [one.id for one in entries], asked.on)
    return Notice(_department(asked, entries), asked.on, rows, waiting)


def write_notice(made: Notice, file: Path, workspace: Workspace, *, dry_run: bool = False) -> None:
    """Write the list in the form that the file's ending names.

    UsageError for an unknown ending, a template that cannot be filled and where the file cannot be written.
    """
    ending = ending_of(file, ENDINGS)
    heads, widths = zip(*_COLUMNS.values(), strict=True)
    data = fill(template(workspace.folder, "notice"), _facts(made, workspace)) if ending == ".docx" else b""
    if dry_run:
        return
    above = ("\n".join((TITLE, made.whose, notice_line(made.on))),)
    with saving(file) as target:
        if ending == ".docx":
            target.write(data)
        elif ending == ".csv":
            write_csv(target, heads, _texts(made), above)
        else:
            write_workbook(target, TITLE, [Table("Niêm yết", heads, _texts(made), widths, above)])


def _above_communes(entry: Procedure) -> bool:
    """True unless all is settled by communes, or by ministries where the catalogue is the national one."""
    settled = set(entry.levels) - ({Level.CENTRAL} if entry.scope is Scope.NATIONAL else set())
    return not entry.levels or bool(settled - {Level.COMMUNE})


def _department(asked: Asked, entries: Sequence[Procedure]) -> str | None:
    """The department's name where what was typed means one, else what was typed; None for communes."""
    if asked.department is None:
        return None
    phrase = fold(asked.department)
    named = {
        canonical_department(name)
        for entry in entries
        for name in departments_of(entry)
        if phrase in fold(name)
    }
    return named.pop() if len(named) == 1 else asked.department


def _row(entry: Procedure, manner: str | None) -> Row:
    places = [*entry.agencies, *([manner] if manner else [])]
    return Row(
        entry.field or None,
        entry.code,
        entry.name,
        entry.time_limit or None,
        "\n".join(places) or None,
        entry.fee or None,
        entry.basis or None,
        entry.online_level or None,
        entry.decision_raw or None,
    )


def _manners(workspace: Workspace, entries: Iterable[Procedure], on: date) -> dict[str, str]:
    """How procedures are carried out, from the newest decision that tells it in its contents, by entry."""
    rows = workspace.rows(
        "SELECT procedure, document, item FROM changes WHERE withdrawn_by IS NULL AND item IS NOT NULL"
        " AND valid_from <= ? AND procedure IN (SELECT value FROM json_each(?)) ORDER BY valid_from, id",
        [on.isoformat(), to_json([one.id for one in entries])],
    )
    told = {document: _manners_of(workspace, document) for document in {row["document"] for row in rows}}
    out = {}
    for row in rows:
        manner = told[row["document"]].get(row["item"])
        if manner:
            out[row["procedure"]] = manner
    return out


def _manners_of(workspace: Workspace, document: str) -> dict[str, str]:
    decision = load_decision(workspace, document)
    return {
        item_id(document, position): part.text
        for position, item in enumerate(decision.items if decision else (), start=1)
        for part in item.parts
        if part.key == _MANNER and part.text.strip()
    }


def _texts(made: Notice) -> Iterator[list[str]]:
    for number, row in enumerate((row for rows in made.fields.values() for row in rows), start=1):
        facts = {**_shown(row), "number": str(number), "field": row.field or NO_FIELD}
        yield [without_controls(facts[name]) for name in _COLUMNS]


def _facts(made: Notice, workspace: Workspace) -> Mapping[str, Any]:
    """What the template is filled with."""
    province = workspace.province
    number, groups = 0, []
    for name, rows in made.fields.items():
        groups.append(
            {
                "field": name,
                "rows": [{"number": number + at, **_shown(row)} for at, row in enumerate(rows, 1)],
            }
        )
        number += len(rows)
    return {
        "province": f"Ủy ban nhân dân {province.title if province else UNKNOWN}",
        "place": made.department or f"Ủy ban nhân dân xã, phường {UNKNOWN}",
        "whose": made.whose,
        "on": made.on,
        "count": number,
        "groups": groups,
    }


def _shown(row: Row) -> dict[str, str]:
    return {name: getattr(row, name) or UNKNOWN for name in Row.__slots__}
