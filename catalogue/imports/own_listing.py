"""A catalogue that we wrote ourselves in the full layout, read back field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.entries import CONTENT
from catalogue.imports.layouts import Held, fields_of_heads, marks_full, value_of
from catalogue.imports.listing import CODE, Listing, Problem, province_of
from catalogue.imports.sheets import HEADER_WITHIN, Sheets
from catalogue.procedure import Procedure, Scope
from ingest.document import one_line

_OF_HELD = ("in_force", "valid_from", "valid_to", "decision", "section", "ordinal")


def read_own_listing(sheets: Sheets, scope: Scope | None = None) -> Listing:
    """The entries with the days they held; `scope` outranks what the rows say.

    All rows are of one catalogue, that of the first row; a row of the other is a problem.
    """
    rows = sheets.rows[0]
    header = next(at for at, row in enumerate(rows[:HEADER_WITHIN]) if marks_full(fields_of_heads(row)))
    columns = fields_of_heads(rows[header])
    held: dict[str, Held] = {}
    problems: list[Problem] = []
    row_numbers: dict[str, int] = {}
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        facts = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
        if not any(facts.values()) or fields_of_heads(row) == columns:
            continue
        one, kind = _held(facts, scope)
        if one and one.entry.id in held:
            kind = "duplicate"
        elif one and held and next(iter(held.values())).entry.scope is not one.entry.scope:
            kind = "other_scope"
        if one is None or kind:
            problems.append(Problem(number, kind, one_line(facts["code"]), one_line(facts["name"])))
            continue
        held[one.entry.id] = one
        row_numbers[one.entry.code] = number
    entries = tuple(one.entry for one in held.values())
    found = entries[0].scope if entries else scope or Scope.NATIONAL
    return Listing(
        scope=found,
        layout=f"congbo {sheets.own}",
        province=province_of(entries) if found is Scope.PROVINCE else None,
        rows=len(entries) + len(problems),
        procedures=entries,
        problems=tuple(problems),
        ignored_columns=_ignored(rows[header], columns),
        speaks_of=frozenset(columns) & frozenset(CONTENT),
        row_numbers=row_numbers,
        partial=True,
        sha256=sheets.sha256,
        own=sheets.own,
        held=held,
    )


def _held(facts: Mapping[str, str], scope: Scope | None) -> tuple[Held | None, str]:
    """What a row holds, or the kind of problem that it is."""
    values: dict[str, Any] = {}
    for name, cell in facts.items():
        try:
            values[name] = value_of(name, cell)
        except ValueError:
            return None, f"bad_{'day' if name.startswith('valid') else 'word'}"
    code = CODE.fullmatch("".join(facts["code"].split()))
    begun, ended = values["valid_from"], values["valid_to"]
    if code is None:
        return None, "malformed_code" if facts["code"].strip() else "no_code"
    if not facts["name"].strip():
        return None, "no_name"
    if not values["in_force"] and not ended:
        return None, "no_end"
    if begun and ended and ended < begun:
        return None, "bad_period"
    whose = scope or values["scope"]
    content = {name: values[name] for name in CONTENT if name in values}
    ident = f"{whose.value}:{code[1]}"
    entry = Procedure(id=ident, scope=whose, valid_to=ended, **{**content, "code": code[1]})
    return Held(entry, **{name: values[name] for name in _OF_HELD if name in values}), ""


def _ignored(heads: Sequence[str], columns: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(one_line(head) for at, head in enumerate(heads) if head and at not in columns.values())
