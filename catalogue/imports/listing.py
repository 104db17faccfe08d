"""A list of procedures in rows: where its header stands, and what each row below it is.

Every row that holds anything ends as an entry, a duplicate or a problem with its number.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from catalogue.imports.layouts import Held, Layout, cells, columns, value_of
from catalogue.imports.numbers import decision_keys, is_committee, is_placeholder
from catalogue.imports.sheets import HEADER_WITHIN, Rows, Sheets
from catalogue.levels import levels_of_column
from catalogue.procedure import Procedure, Scope
from catalogue.provinces import find_province, provinces
from extract.agencies import is_department, ministries_of_name
from extract.folding import fold
from ingest.document import one_line
from ingest.errors import UsageError

_COLUMNS = Path(__file__).parent / "columns.toml"
CODE = re.compile(r"([1-9]\.\d{6}(?:\.\d{2})?)((?:\.000\.00\.00)?(?:\.[A-Z]\d{2})?)")
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
    `row_numbers` are those of the entries in the file, by root code. `partial` where procedures that the file
    does not hold are not gone for that. `unknown` counts what the data does not know by (kind, text):
    agencies ("agency"), provincial departments ("department") and decision numbers ("number"). `own` is the
    layout of a file of our own; `held` then has the days of its entries by id, where the layout holds them.
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
    partial: bool = False
    unknown: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sha256: str = ""
    own: Layout | None = None
    held: Mapping[str, Held] = field(default_factory=dict)


def read_listing(sheets: Sheets, file: Path, scope: Scope | None = None) -> Listing:
    """The first sheet with a header row, as entries of `scope` or of the scope that the rows show.

    UsageError where no row of the first 50 heads a code and a name column.
    """
    for rows in sheets.rows:
        header = _header(rows)
        if header is not None:
            found = _listing(rows, header, scope or sheets.own_scope)
            layout = f"congbo {sheets.own}" if sheets.own else found.layout
            return replace(found, layout=layout, partial=sheets.partial, sha256=sheets.sha256, own=sheets.own)
    seen = max((row for rows in sheets.rows for row in rows[:HEADER_WITHIN]), key=_filled, default=[])
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
        code = CODE.fullmatch("".join(printed.split()).upper())
        kind = _problem(printed, name, bool(code), bool(code and code[1] in first_row))
        if kind or code is None:
            problems.append(Problem(number, kind, one_line(printed), name))
            continue
        first_row[code[1]] = number
        entries.append(({**facts, "name": name, "printed": "".join(code.groups())}, code[1]))
    found = scope or _scope([facts for facts, _ in entries])
    procedures = tuple(_procedure(facts, code, found) for facts, code in entries)
    return Listing(
        scope=found,
        layout=fold(rows[header][columns["code"]]),
        province=province_of(procedures) if found is Scope.PROVINCE else None,
        rows=len(entries) + len(problems),
        procedures=procedures,
        problems=tuple(problems),
        ignored_columns=tuple(
            one_line(cell) for at, cell in enumerate(rows[header]) if cell and at not in columns.values()
        ),
        speaks_of=frozenset(name for column in columns for name in _FILLS.get(column, (column,))),
        row_numbers=first_row,
        unknown=_unknown(procedures),
    )


def _unknown(procedures: Sequence[Procedure]) -> dict[tuple[str, str], int]:
    """What the data files do not know, with the number of entries, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for one in procedures:
        if one.publisher and not is_committee(one.publisher) and not ministries_of_name(one.publisher):
            found["agency", one.publisher] += 1
        if one.decision_raw and not one.decision_keys and not is_placeholder(one.decision_raw):
            found["number", one.decision_raw] += 1
        for name in one.agencies:
            if fold(name).startswith("sở ") and not is_department(name):
                found["department", name] += 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


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
        decision_keys=decision_keys(decision, publisher),
        status=one_line(facts.get("status", "")) or None,
        audience="; ".join(_parts(facts.get("audience", ""))) or None,
        time_limit=facts.get("time_limit") or None,
        fee=facts.get("fee") or None,
        basis=facts.get("basis") or None,
    )


def reread(entry: Procedure, listing: Listing) -> Procedure:
    """An entry as it is read back from a list that we wrote of it in the layout of `listing`."""
    layout = listing.own
    assert layout, "only lists of our own are read back"
    facts = dict(zip((one.field for one in columns(layout)), cells(Held(entry), layout), strict=True))
    if layout is Layout.FULL:
        values = {name: value_of(name, facts[name]) for name in listing.speaks_of}
        return replace(entry, **values)
    return _procedure({**facts, "printed": facts["code"]}, entry.code, entry.scope)


def _field(text: str) -> tuple[str | None, str | None]:
    """Field and ministry: "Kiểm lâm (Bộ Nông nghiệp và Môi trường)" as the portal glues them."""
    glued = _FIELD_MINISTRY.match(text)
    if glued and ministries_of_name(glued["ministry"]):
        return glued["field"], glued["ministry"]
    return text or None, None


def _parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that joins several by ";" or line breaks, each once ("X; X" is common)."""
    parts = (one_line(part) for part in re.split(r"[;\n]", cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def _scope(entries: Sequence[dict[str, str]]) -> Scope:
    """A province's list: published by its people's committee, or most codes with a provincial tail."""
    provincial = sum(
        bool(_PROVINCE_TAIL.search(facts["printed"])) or is_committee(facts.get("publisher", ""))
        for facts in entries
    )
    return Scope.PROVINCE if provincial * 2 > len(entries) else Scope.NATIONAL


def province_of(entries: Sequence[Procedure]) -> str | None:
    """The province that most entries are of: by the committee that publishes them, else by their codes."""
    names = Counter(one.publisher for one in entries if one.publisher and is_committee(one.publisher))
    if names:
        found = find_province(names.most_common(1)[0][0])
        return found.name if found else None
    printed = (one.code_printed or "" for one in entries)
    tails = Counter(tail[0][1:] for code in printed if (tail := _PROVINCE_TAIL.search(code)))
    code = tails.most_common(1)[0][0] if tails else None
    return next((one.name for one in provinces() if one.code == code), None)


def _header(rows: Rows) -> int | None:
    for at, row in enumerate(rows[:HEADER_WITHIN]):
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
    return {fold(spelling): name for name, all_of in _data().items() for spelling in (name, *all_of)}
