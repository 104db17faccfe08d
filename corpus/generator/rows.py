"""The rows of a list in the order they are printed, and what each of their cells says.

Both the typeset list and the truth are made from these rows, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus.generator.facts import CodeStyle, Entry, Field, SampleList
from corpus.generator.wording import wording
from extract.decision import Change, Level

_LEVEL_ORDER = (
    (Level.CENTRAL,),
    (Level.PROVINCE,),
    (Level.COMMUNE,),
    (Level.PROVINCE, Level.COMMUNE),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one level (or of several shared ones) and one field."""

    levels: tuple[Level, ...]
    field: Field
    entries: tuple[Entry, ...]


def groups(one: SampleList) -> list[Group]:
    """The list's rows by level (central, province, commune, shared), then by field as they come."""
    ordered = sorted(one.entries, key=lambda entry: _LEVEL_ORDER.index(entry.levels))
    out = []
    for levels, of_level in groupby(ordered, key=lambda entry: entry.levels):
        by_field: dict[str, list[Entry]] = {}
        for entry in of_level:
            by_field.setdefault(entry.procedure.field.key, []).append(entry)
        out += [Group(levels, rows[0].procedure.field, tuple(rows)) for rows in by_field.values()]
    return out


def printed(one: SampleList) -> Iterator[tuple[Entry, str]]:
    """The entries in printed order with their ordinals, which begin again for each level or run on."""
    number = 0
    for _, of_level in groupby(groups(one), key=lambda group: group.levels):
        number = number if one.style.running else 0
        for entry in (entry for group in of_level for entry in group.entries):
            number += 2 if one.style.gaps and number == 1 else 1
            figures = f"{number:02d}" if one.style.padded else str(number)
            yield entry, f"{figures}." if one.style.dotted else figures


def level_heading(levels: tuple[Level, ...], words: int = 0) -> str:
    """ "Thủ tục hành chính cấp tỉnh" …"""
    key = levels[0].value if len(levels) == 1 else "shared"
    text: str = wording()["level"][key][words]
    return text


def printed_code(one: SampleList, entry: Entry) -> str | None:
    """The code as the row shows it, in a replaced list the old one's; None where the style shows none."""
    if one.style.code is CodeStyle.NONE:
        return None
    if one.style.code is CodeStyle.COLUMN and "code" not in one.style.columns:
        return None
    code = (entry.replaces or entry.procedure).code
    return (f"{code[:5]} {code[5:]}" if one.style.broken_codes else code) + one.style.tail


def agency(entry: Entry) -> str:
    """Who settles the procedure at the levels of the row."""
    return "; ".join(entry.procedure.field.agencies[level] for level in entry.levels)


def basis(one: SampleList, entry: Entry) -> str:
    """The legal basis the row names; a repeal names only the act that brings it about, the last one."""
    lines = entry.procedure.basis
    return lines[-1].removeprefix("- ") if one.change is Change.REPEALED else "\n".join(lines)


def cell(one: SampleList, entry: Entry, column: str) -> str:
    """What the row says in one column, before merging and "Như trên"."""
    return _CELLS[column](one, entry)


def _name(one: SampleList, entry: Entry) -> str:
    name, code = entry.procedure.name, printed_code(one, entry)
    if one.style.footnote and entry is next(printed(one))[0]:
        name += wording()["cell"]["footnote_mark"]
    match one.style.code:
        case CodeStyle.BRACKETS:
            return f"{name} ({code})"
        case CodeStyle.SLASH:
            return f"{name}/ {code}"
        case CodeStyle.SEMICOLON:
            return f"{name}; {code}"
        case CodeStyle.LINE:
            return f"{name}\nMã TTHC: {code}"
    return name


def _fully_online(entry: Entry) -> bool:
    return int(entry.procedure.code[-1]) % 2 == 1


_CELLS: dict[str, Callable[[SampleList, Entry], str]] = {
    "code": lambda one, entry: printed_code(one, entry) or "",
    "name": _name,
    "old_name": lambda _, entry: entry.replaces.name if entry.replaces else "",
    "field": lambda _, entry: entry.procedure.field.name,
    "agency": lambda _, entry: agency(entry),
    "level": lambda _, entry: ", ".join(
        wording()["level_cell"][level] for level in entry.levels
    ).capitalize(),
    "time_limit": lambda _, entry: entry.procedure.time_limit,
    "fee": lambda _, entry: entry.procedure.fee,
    "basis": basis,
    "place": lambda _, entry: "; ".join(wording()["cell"][f"place_{level}"] for level in entry.levels),
    "manner": lambda _one, _entry: str(wording()["cell"]["manner"]),
    "online_full": lambda _, entry: "x" if _fully_online(entry) else "",
    "online_part": lambda _, entry: "" if _fully_online(entry) else "x",
    "note": lambda _one, _entry: "",
}
