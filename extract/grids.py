"""Rows of a list's table: its head, its columns, and the value of every column in every row.

A cell merged down counts for every row it covers where markup or geometry proves the merge. Text captures
leave merged cells out, so their rows are shorter than the head: there the cells are laid onto the columns
by what they hold, in order, and a column left over is taken from the row above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.codes import codes
from extract.columns import NAME_ROLES, is_ordinal, likelihood, role_of
from extract.folding import fold
from ingest.document import BBox, Cell, Place, Table, one_line

_OWN_ROLES = frozenset({"ordinal", "code", "old_code", "new_code", "old_name", "name", "name_code"})
"""Columns whose value belongs to one row and is never taken from the row above."""
_OF_LISTS = frozenset({"code", "name_code", "old_code", "new_code", "basis"})
"""Columns that no table of the steps of a workflow has."""
_SPLIT_ROLES = ("time_limit", "online", "manner", "fee")
"""Columns that real lists split under a head of two storeys."""
_HEAD_ROLES = NAME_ROLES | {"ordinal", "old_name", "step"}
"""A head names at least one of these: a row whose cells only sound like heads names none."""
_LABELLED = re.compile(r"(?:[A-ZĐ]|[IVX]{1,6}|\d{1,3})[.)]\s")
"""How grouping rows begin, and heads of columns do not."""
_LONGEST_HEAD = 160
"""Characters of the longest head cell seen in real lists, with room to spare."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of a table's columns, left to right; None for a column of unknown meaning.

    `head` are their heads, of both storeys; `guessed` is True where only the content tells where names stand.
    """

    roles: tuple[str | None, ...]
    head: tuple[str, ...]
    guessed: bool = False

    def first(self, *roles: str) -> int | None:
        """The leftmost column with one of the roles, the roles tried in order."""
        for role in roles:
            if role in self.roles:
                return self.roles.index(role)
        return None

    def divided(self, place: int, parts: int) -> Columns:
        """The columns with one of them standing for several."""
        before, after = slice(place), slice(place + 1, None)
        roles = (*self.roles[before], *[self.roles[place]] * parts, *self.roles[after])
        return Columns(roles, (*self.head[before], *[self.head[place]] * parts, *self.head[after]))

    @property
    def is_list(self) -> bool:
        """Whether these columns can hold a list of procedures."""
        known = [role for role in self.roles if role]
        steps = "step" in known and not _OF_LISTS & set(known)
        return bool((NAME_ROLES | {"old_name"}) & set(known)) and not steps and len(known) >= 2

    def says(self, word: str) -> bool:
        """Whether a head cell holds the (folded) word."""
        return any(word in fold(cell) for cell in self.head)


@dataclass(slots=True)
class Row:
    """One row: its cells as printed, and, once the columns are known, the value of each column.

    `table` is 0 where the row is a paragraph. `carried` are the columns whose value stands in a row above;
    `sure` is False where a value had to be laid onto its column by content.
    """

    table: int
    number: int
    cells: list[Cell]
    values: list[str] = field(default_factory=list)
    carried: set[int] = field(default_factory=set)
    sure: bool = True
    merged_below: set[int] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        """The texts of the cells that are not empty, each on one line."""
        return [one_line(cell.text) for cell in self.cells if cell.text]


def around(places: Sequence[Place]) -> BBox | None:
    """The box around the places that lie on the page of the first."""
    boxes = [place.bbox for place in places if place.bbox and place.page == places[0].page]
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def rows_of(table: Table) -> list[Row]:
    """The rows of a table as printed."""
    return [Row(table.number, number + 1, cells) for number, cells in enumerate(table.rows())]


def head_roles(row: Row) -> list[str | None]:
    """The roles of the cells of a row if it were a head."""
    return [role_of(cell.text) for cell in row.cells]


def is_head(row: Row) -> bool:
    """Whether a row is the head of a table (or repeats it)."""
    texts = row.texts
    if len(texts) < 2 or any(codes(text) for text in texts) or max(map(len, texts)) > _LONGEST_HEAD:
        return False
    roles = [role for role in head_roles(row) if role not in (None, "count")]
    if is_ordinal(texts[0]) or any(_LABELLED.match(text) for text in texts) or not _HEAD_ROLES & set(roles):
        return False
    marked = all(cell.header for cell in row.cells)
    return len(roles) >= 2 and (marked or len(roles) >= len(texts) * 0.6)


def columns_of(table: Table, rows: list[Row], at: int) -> tuple[Columns, int]:
    """The columns that the head at rows[at] describes, and how many rows the head takes."""
    if table.proven:
        return _proven_columns(table, rows, at)
    return _read_columns(rows, at)


def _proven_columns(table: Table, rows: list[Row], at: int) -> tuple[Columns, int]:
    roles: list[str | None] = [None] * table.n_cols
    head = [""] * table.n_cols
    height = max((cell.rowspan for cell in rows[at].cells), default=1)
    split = any(cell.colspan > 1 and cell.rowspan < height for cell in rows[at].cells)
    for cell in rows[at].cells:
        for col in range(cell.col, min(cell.col + cell.colspan, table.n_cols)):
            roles[col] = role_of(cell.text)
            head[col] = cell.text
    if height == 1 and at + 1 < len(rows) and _divides(rows, at):
        height, split = 2, True
    elif height == 1 and at + 1 < len(rows) and _is_second_storey(rows[at], rows[at + 1]):
        height += _lies_under(rows, at)
    if split:
        for row in rows[at + 1 : at + height]:
            for cell in row.cells:
                if cell.text:
                    roles[cell.col] = _role_below(cell.text, head[cell.col])
                    head[cell.col] = f"{head[cell.col]} {cell.text}"
    return Columns(tuple(roles), tuple(head)), height


def _role_below(text: str, over: str) -> str | None:
    """The role of a cell of the lower storey: "Mã" below "TTHC thay thế" is the new procedure's code."""
    own, above = role_of(text), role_of(over)
    if own in ("code", "name"):
        return {"old_name": f"old_{own}", "new_name": f"new_{own}"}.get(above or "", own)
    return above or own


def _divides(rows: list[Row], at: int) -> bool:
    """Whether the row below a head divides each of its spanning cells, and holds nothing else."""
    spanned = {
        col for cell in rows[at].cells if cell.colspan > 1 for col in range(cell.col, cell.col + cell.colspan)
    }
    below = [cell for cell in rows[at + 1].cells if cell.text]
    named = all(role_of(cell.text) not in (None, "ordinal") for cell in below)
    return bool(spanned) and {cell.col for cell in below} == spanned and named


def _lies_under(rows: list[Row], at: int) -> bool:
    """Whether every cell below a head stands under a head cell that spans, is empty, or takes a code too."""
    above = {col: cell for cell in rows[at].cells for col in range(cell.col, cell.col + cell.colspan)}
    for cell in rows[at + 1].cells:
        over = above.get(cell.col)
        if not cell.text or over is None or over.colspan > 1 or not over.text:
            continue
        if role_of(cell.text) != "code" or role_of(over.text) not in NAME_ROLES:
            return False
    return True


def _is_second_storey(head: Row, row: Row) -> bool:
    texts = row.texts
    if not texts or is_ordinal(texts[0]) or any(codes(text) for text in texts):
        return False
    if len(texts) >= len(head.texts) or max(map(len, texts)) > _LONGEST_HEAD:
        return False
    if len(texts) == 1:
        return role_of(texts[0]) == "code"
    return any(role_of(text) for text in texts) or any("theo quy định" in fold(text) for text in texts)


def _read_columns(rows: list[Row], at: int) -> tuple[Columns, int]:
    roles = head_roles(rows[at])
    head = tuple(cell.text for cell in rows[at].cells)
    if at + 1 >= len(rows) or not _is_second_storey(rows[at], rows[at + 1]):
        return Columns(tuple(roles), head), 1
    below = len(rows[at + 1].texts)
    data = [[cell.text for cell in row.cells] for row in rows[at + 2 : at + 12]]
    best: tuple[float, Columns] | None = None
    for place, role in enumerate(roles):
        if role not in _SPLIT_ROLES:
            continue
        wide = Columns(tuple(roles), head).divided(place, below)
        fit = sum(_lay(texts, list(wide.roles))[0] for texts in data if len(texts) > 2)
        if best is None or fit > best[0]:
            best = (fit, wide)
    return best[1] if best else Columns(tuple(roles), head), 2


def fill(table: Table, row: Row, columns: Columns, above: Row | None) -> None:
    """Give the row its values by column; `above` is the item row before it in the same list."""
    width = len(columns.roles)
    row.values = [""] * width
    if table.proven:
        _fill_proven(table, row, width)
    else:
        _fill_read(row, columns, above)


def _fill_proven(table: Table, row: Row, width: int) -> None:
    number = row.number - 1
    for cell in table.cells:
        if cell.row > number:
            break
        if cell.row + cell.rowspan <= number:
            continue
        for col in range(cell.col, min(cell.col + cell.colspan, width)):
            if col == cell.col or not row.values[col]:
                row.values[col] = cell.text
            if cell.row < number:
                row.carried.add(col)
            if cell.row + cell.rowspan > number + 1:
                row.merged_below.add(col)


def _fill_read(row: Row, columns: Columns, above: Row | None) -> None:
    width = len(columns.roles)
    texts = [cell.text for cell in row.cells]
    while len(texts) > width and not texts[-1]:
        texts.pop()
    if len(texts) >= width:
        row.values = texts[:width]
        row.sure = len(texts) == width
        return
    row.sure = False
    for text, col in zip(texts, _lay(texts, list(columns.roles))[1], strict=True):
        row.values[col] = text
    taken = set(_lay(texts, list(columns.roles))[1])
    for col, role in enumerate(columns.roles):
        if col not in taken and above and role not in _OWN_ROLES:
            row.values[col] = above.values[col]
            row.carried.add(col)


def _lay(texts: list[str], roles: list[str | None]) -> tuple[float, list[int]]:
    """The columns for the cells, in order, that fit best: total fit and the column of each cell."""
    texts = texts[: len(roles)]
    spare = len(roles) - len(texts)
    best: list[dict[int, tuple[float, list[int]]]] = [{-1: (0.0, [])}]
    for nth, text in enumerate(texts):
        step: dict[int, tuple[float, list[int]]] = {}
        for last, (fit, path) in best[-1].items():
            for col in range(max(last + 1, nth), nth + spare + 1):
                total = fit + likelihood(roles[col], one_line(text)) - 0.01 * (col - nth)
                if col not in step or total > step[col][0]:
                    step[col] = (total, [*path, col])
        best.append(step)
    return max(best[-1].values(), key=lambda found: found[0])
