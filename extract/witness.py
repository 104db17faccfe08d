"""Columns told by what they hold, where the words of their head are unknown or there is no head.

The head is the first witness. The content overrules it in one thing only: a column that holds nothing but
codes is the code column, whatever its head says. Names that only the content tells are marked as guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extract.codes import codes
from extract.columns import NAME_ROLES, is_body, is_duration, is_legal_act, is_ordinal
from extract.entries import names_no_procedure, read_code
from extract.grids import Columns, Row
from ingest.document import one_line

_ROWS = 15
"""Rows that are looked at; more tell nothing new."""
_MOST = 0.6
"""The share of a column's cells that must agree."""
_CODE_ROLES = frozenset({"code", "name_code", "new_code", "old_code"})
_LONGEST_CODE = 60
_SPEAKS_OF_OTHERS = frozenset({"ordinal", "basis", "time_limit", "fee", "agency", "field", "published_by"})


def witnessed(columns: Columns, rows: Sequence[Row]) -> Columns:
    """The columns of a head with the roles that the rows below it add."""
    held = _held(rows, len(columns.roles))
    roles = list(columns.roles)
    guessed = columns.guessed or min(roles.count("name"), roles.count("code")) > 1
    if not _CODE_ROLES & set(roles):
        at = next((col for col, cells in enumerate(held) if _agree(cells, _is_code)), None)
        if at is not None:
            roles[at] = "code"
    if "code" in roles and not (NAME_ROLES | {"old_name"}) & set(roles):
        free = [col for col, role in enumerate(roles) if role not in _SPEAKS_OF_OTHERS | {"code"}]
        at = _name_column(held, free)
        if at is not None:
            roles[at], guessed = "name", True
    return replace(columns, roles=tuple(roles), guessed=guessed)


def without_head(rows: Sequence[Row], width: int) -> Columns | None:
    """The columns of a list without a head; None where no column of codes and none of names is there."""
    held = _held(rows, width)
    roles: list[str | None] = [None] * width
    for role, holds in _HOLDS:
        free = [col for col in range(width) if roles[col] is None]
        at = next((col for col in free if _agree(held[col], holds)), None)
        if at is not None:
            roles[at] = role
    name = _name_column(held, [col for col in range(width) if roles[col] is None])
    if name is None or "code" not in roles:
        return None
    roles[name] = "name"
    return Columns(tuple(roles), ("",) * width, guessed=True)


def goes_on(columns: Columns, rows: Sequence[Row]) -> bool:
    """Whether rows without a head hold codes and names where the columns of a list above have them."""
    held = _held(rows, len(columns.roles))
    code, name = columns.first("code"), columns.first("name")
    if code is None or name is None:
        return False
    return _agree(held[code], _is_code) and _agree(held[name], _is_name)


def _held(rows: Sequence[Row], width: int) -> list[list[str]]:
    """The texts of each column's own cells in the first rows that hold more than one."""
    out: list[list[str]] = [[] for _ in range(width)]
    for row in _telling(rows):
        for cell in row.cells:
            if cell.text and cell.colspan == 1 and cell.col < width:
                out[cell.col].append(one_line(cell.text))
    return out


def _telling(rows: Sequence[Row]) -> Iterator[Row]:
    telling = [row for row in rows if len(row.texts) > 1]
    yield from telling[:_ROWS]


def _agree(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(holds, cells)) >= _MOST * len(cells)


def _is_code(text: str) -> bool:
    """Whether a cell holds codes and nothing that could be a name."""
    if len(text) > _LONGEST_CODE or not read_code(text)[0]:
        return False
    rest = text
    for code in reversed(codes(text)):
        rest = rest[: code.start] + rest[code.end :]
    return names_no_procedure(rest)


def _name_column(held: Sequence[Sequence[str]], among: Sequence[int]) -> int | None:
    """The column with the longest texts that read as names."""
    named = [col for col in among if _agree(held[col], _is_name)]
    return max(named, key=lambda col: sum(map(len, held[col])) / len(held[col]), default=None)


def _is_name(text: str) -> bool:
    return not (names_no_procedure(text) or is_legal_act(text) or is_ordinal(text))


_HOLDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("code", _is_code),
    ("ordinal", is_ordinal),
    ("basis", is_legal_act),
    ("time_limit", is_duration),
    ("agency", is_body),
)
