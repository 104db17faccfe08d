"""A list of procedures in rows: where its header stands, and what each row below it is.

Every row that holds anything ends as an entry, a duplicate or a problem with its number.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from catalogue.imports.sheets import Rows
from catalogue.levels import levels_of_column
from catalogue.procedure import Procedure, Scope
from catalogue.provinces import find_province
from extract.agencies import ministries_of_name
from extract.folding import fold
from extract.numbers import cited, number_key
from ingest.document import one_line
from ingest.errors import UsageError

_COLUMNS = Path(__file__).parent / "columns.toml"
_HEADER_WITHIN = 50
_CODE = re.compile(r"([1-9]\.\d{6}(?:\.\d{2})?)((?:\.000\.00\.00)?(?:\.[A-Z]\d{2})?)")
_PROVINCE_TAIL = re.compile(r"\.H\d{2}$")
_FILLS = {
    "code": ("code", "code_printed"),
    "field": ("field", "ministry"),
    "publisher": ("publisher", "ministry"),
    "decision": ("decision_raw", "decision_keys"),
}
_FIELD_MINISTRY = re.compile(r"^(?P<field>.*\S)\s*\((?P<ministry>[^()]*(?:\([^()]*\))?[^()]*)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that gave no entry: its number in the file, why (`import_problem.<kind>`), what it held."""

    row: int
    kind: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file lists. `rows` counts the rows that hold anything: entries + problems, duplicates included.

    `speaks_of` names the fields of an entry that the file has a column for; it says nothing on the others.
    `row_numbers` are those of the entries in the file, by root code.
    """

    scope: Scope
    layout: str
    province: str | None
    rows: int
    procedures: tuple[Procedure, ...]
    problems: tuple[Problem, ...]
    ignored_columns: tuple[str, ...]
    speaks_of: frozenset[str]
    row_numbers: Mapping[str, int] = field(default_factory=dict)


def read_listing(sheets: Sequence[Rows], file: Path, scope: Scope | None = None) -> Listing:
    """The first sheet with a header row, as entries of `scope` or of the scope that the rows show.

    UsageError where no row of the first 50 heads a code and a name column.
    """
    for rows in sheets:
        header = _header(rows)
        if header is not None:
            return _listing(rows, header, scope)
    seen = max((row for rows in sheets for row in rows[:_HEADER_WITHIN]), key=_filled, default=[])
    columns = ", ".join(one_line(cell)[:40] for cell in seen[:20] if cell)
    raise UsageError(
        "import.no_code_column", file=file, columns=columns or "–", wanted=", ".join(_data()["code"][:3])
    )


def _listing(rows: Rows, header: int, scope: Scope | None) -> Listing:
    columns = _columns(rows[header])
    entries: list[tuple[dict[str, str], str]] = []
    problems: list[Problem] = []
    first_row: dict[str, int] = {}
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        if not _filled(row) or _columns(row) == columns:
            continue
        facts = {name: row[at] for name, at in columns.items() if at < len(row)}
        printed, name = facts.get("code", ""), one_line(facts.get("name", ""))
        code = _CODE.fullmatch("".join(printed.split()).upper())
        kind = _problem(printed, name, bool(code), bool(code and code[1] in first_row))
        if kind or code is None:
            problems.append(Problem(number, kind, one_line(printed), name))
            continue
        first_row[code[1]] = number
        entries.append(({**facts, "name": name, "printed": "".join(code.groups())}, code[1]))
    found = scope or _scope([facts for facts, _ in entries])
    return Listing(
        scope=found,
        layout=fold(rows[header][columns["code"]]),
        province=_province([facts for facts, _ in entries]) if found is Scope.PROVINCE else None,
        rows=len(entries) + len(problems),
        procedures=tuple(_procedure(facts, code, found) for facts, code in entries),
        problems=tuple(problems),
        ignored_columns=tuple(
            one_line(cell) for at, cell in enumerate(rows[header]) if cell and at not in columns.values()
        ),
        speaks_of=frozenset(name for column in columns for name in _FILLS.get(column, (column,))),
        row_numbers=first_row,
    )


def _problem(printed: str, name: str, well_formed: bool, repeated: bool) -> str:
    if not printed:
        return "no_code"
    if not well_formed:
        return "malformed_code"
    if repeated:
        return "duplicate"
    return "" if name else "no_name"


def _procedure(facts: dict[str, str], code: str, scope: Scope) -> Procedure:
    publisher = one_line(facts.get("publisher", "")) or None
    field, ministry = _field(one_line(facts.get("field", "")))
    decision = one_line(facts.get("decision", "")) or None
    return Procedure(
        id=f"{scope.value}:{code}",
        scope=scope,
        code=code,
        code_printed=facts["printed"],
        name=facts["name"],
        field=field,
        levels=levels_of_column(facts.get("levels")),
        agencies=_parts(facts.get("agencies", "")),
        publisher=publisher,
        ministry=ministry or (publisher if ministries_of_name(publisher) else None),
        kind=one_line(facts.get("kind", "")) or None,
        decision_raw=decision,
        decision_keys=_decision_keys(decision),
        status=one_line(facts.get("status", "")) or None,
        audience="; ".join(_parts(facts.get("audience", ""))) or None,
        time_limit=facts.get("time_limit") or None,
        fee=facts.get("fee") or None,
        basis=facts.get("basis") or None,
    )


def _field(text: str) -> tuple[str | None, str | None]:
    """Field and ministry: "Kiểm lâm (Bộ Nông nghiệp và Môi trường)" as the portal glues them."""
    glued = _FIELD_MINISTRY.match(text)
    if glued and ministries_of_name(glued["ministry"]):
        return glued["field"], glued["ministry"]
    return text or None, None


def _decision_keys(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number_key(found.number) for found in cited(text or "")))


def _parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that joins several by ";" or line breaks, each once ("X; X" is common)."""
    parts = (one_line(part) for part in re.split(r"[;\n]", cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _scope(entries: Sequence[dict[str, str]]) -> Scope:
    """A province's list: published by its people's committee, or most codes with a provincial tail."""
    provincial = sum(
        bool(_PROVINCE_TAIL.search(facts["printed"])) or _is_committee(facts.get("publisher", ""))
        for facts in entries
    )
    return Scope.PROVINCE if provincial * 2 > len(entries) else Scope.NATIONAL


def _province(entries: Sequence[dict[str, str]]) -> str | None:
    names = Counter(
        facts.get("publisher", "") for facts in entries if _is_committee(facts.get("publisher", ""))
    )
    found = find_province(names.most_common(1)[0][0]) if names else None
    return found.name if found else None


def _is_committee(publisher: str) -> bool:
    return fold(publisher).startswith(("ubnd ", "uỷ ban nhân dân "))


def _header(rows: Rows) -> int | None:
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        if {"code", "name"} <= _columns(row).keys():
            return at
    return None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Where each known column stands in a header row; the first of two with one meaning counts."""
    out: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = _spellings().get(fold(cell))
        if name:
            out.setdefault(name, at)
    return out


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(_COLUMNS.read_text("utf-8"))


@cache
def _spellings() -> dict[str, str]:
    return {fold(spelling): name for name, spellings in _data().items() for spelling in spellings}
