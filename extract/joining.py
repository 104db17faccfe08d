"""Tables that a page's end has split, joined again.

A row may be split, a merged cell may go on, the head may be repeated or not. What belongs together is told
by the row number (a part of a row has none) and by the cells that the page's end has cut: an empty merged
cell at the top of a page goes on from the page before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.codes import codes
from extract.folding import fold
from extract.grids import Row, around, head_roles, is_head, rows_of
from ingest.document import Block, Cell, Paragraph, Place, Table, one_line

_FOOTNOTE = re.compile(r"^(?:\[\d{1,3}\]|\d{1,2}\s)")
_FINISHED = re.compile(r"[.;:!)]\s*$")


def is_footnote(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a note at a page's foot, which interrupts nothing."""
    return _FOOTNOTE.match(one_line(paragraph.text)) is not None


@dataclass(frozen=True, slots=True)
class Rest:
    """The part of a row that stands after a page's end: the row's table, its number there, and the place."""

    table: int
    row: int
    place: Place


@dataclass(frozen=True, slots=True)
class _Seam:
    """How a table goes on: the rows of its repeated head, and whether the last row above goes on too."""

    head: int
    split: bool


def join_pages(blocks: list[Block]) -> list[Block]:
    """The blocks with every table that goes on over pages made one; footnotes between move behind it."""
    return _joined(blocks)[0]


def rests(blocks: list[Block]) -> list[Rest]:
    """Where the rows that a page's end has cut go on, once their tables are joined."""
    return _joined(blocks)[1]


def _joined(blocks: list[Block]) -> tuple[list[Block], list[Rest]]:
    out: list[Block] = []
    cut: list[Rest] = []
    ends: dict[int, int | None] = {}
    for block in blocks:
        at = len(out) - 1
        while at >= 0 and isinstance(one := out[at], Paragraph) and is_footnote(one):
            at -= 1
        before = out[at] if at >= 0 else None
        seam = None
        if isinstance(block, Table) and isinstance(before, Table) and _follows(ends[at], block):
            upper, lower = _alike(before, block)
            seam = _seam(upper, lower)
            if seam is not None:
                out[at] = _sewn(upper, lower, seam)
                if seam.split:
                    cut.append(Rest(before.number, before.n_rows, _place(block, seam.head)))
        if seam is None:
            at = len(out)
            out.append(block)
        ends[at] = block.place.page
    return out, cut


def _place(table: Table, row: int) -> Place:
    """The place of a row: the box around its cells."""
    places = [cell.place for cell in table.cells if cell.row == row]
    return replace(places[0], bbox=around(places))


def _follows(end: int | None, table: Table) -> bool:
    """Whether a table may go on from one that ended on page `end`: the next page, or no pages and no head."""
    if table.place.page is None or end is None:
        return table.place.page is end and not any(is_head(row) for row in rows_of(table)[:2])
    return table.place.page == end + 1


def join(upper: Table, lower: Table) -> Table | None:
    """The two tables as one, or None where the lower one does not go on from the upper one."""
    upper, lower = _alike(upper, lower)
    seam = _seam(upper, lower)
    return None if seam is None else _sewn(upper, lower, seam)


def _alike(upper: Table, lower: Table) -> tuple[Table, Table]:
    """The tables with as many columns, where one's rows of totals divide columns of a head that both show."""
    if upper.n_cols == lower.n_cols:
        return upper, lower
    few, many = sorted((upper, lower), key=lambda table: table.n_cols)
    head, divided = few.rows()[0], many.rows()[0]
    if [fold(cell.text) for cell in head] != [fold(cell.text) for cell in divided]:
        return upper, lower
    if not is_head(rows_of(few)[0]) or any(cell.colspan != 1 for cell in head) or len(head) != few.n_cols:
        return upper, lower
    starts = [*(cell.col for cell in divided), many.n_cols]
    cells = tuple(
        replace(
            cell,
            col=starts[cell.col],
            colspan=starts[cell.col + cell.colspan] - starts[cell.col],
        )
        for cell in few.cells
    )
    wide = replace(few, n_cols=many.n_cols, cells=cells)
    return (wide, lower) if few is upper else (upper, wide)


def _seam(upper: Table, lower: Table) -> _Seam | None:
    if not (upper.proven and lower.proven) or upper.n_cols != lower.n_cols:
        return None
    head = _repeated_head(upper, rows_of(lower))
    if head is None:
        return None
    first = [cell for cell in lower.cells if cell.row == head]
    return _Seam(head, _row_goes_on(upper, first))


def _sewn(upper: Table, lower: Table, seam: _Seam) -> Table:
    lower_cells = [replace(cell, row=cell.row - seam.head) for cell in lower.cells if cell.row >= seam.head]
    offset = upper.n_rows - (1 if seam.split else 0)
    cells = {(cell.row, cell.col): cell for cell in upper.cells}
    for cell in lower_cells:
        above = _reaching_end(upper, cell.col) if cell.row == 0 else None
        if above is not None and (seam.split or _cell_goes_on(above, cell)):
            grown = offset + cell.rowspan - above.row
            cells[above.row, above.col] = _grown(cells[above.row, above.col], cell, grown)
        elif not seam.split or cell.row > 0 or cell.text:
            cells[cell.row + offset, cell.col] = replace(cell, row=cell.row + offset)
    n_rows = offset + lower.n_rows - seam.head
    return replace(upper, n_rows=n_rows, cells=tuple(cells[key] for key in sorted(cells)))


def _repeated_head(upper: Table, rows: list[Row]) -> int | None:
    """How many rows at the top of the lower table repeat the upper one's head; None for another head."""
    above = rows_of(upper)
    head = next((at for at, row in enumerate(above[:3]) if is_head(row)), 0)
    same = 0
    while same < len(rows) and head + same < len(above):
        if [fold(text) for text in rows[same].texts] != [fold(text) for text in above[head + same].texts]:
            break
        same += 1
    if same < len(rows) and is_head(rows[same]):
        return None
    return same if same < len(rows) else None


def _column(table: Table, role: str) -> int | None:
    """The column that a head of the table gives a role to."""
    for row in rows_of(table)[:4]:
        roles = head_roles(row)
        if role in roles:
            return row.cells[roles.index(role)].col
    return None


def _row_goes_on(upper: Table, first: list[Cell]) -> bool:
    """Whether the first row of the lower table is the rest of the last row above: no number, no new code.

    Where rows bear no numbers, it is one that names no procedure below one that bears a code.
    """
    if any(cell.colspan >= upper.n_cols for cell in first):
        return False
    ordinal = _column(upper, "ordinal") or 0
    number = next((cell for cell in first if cell.col == ordinal), None)
    if number is None or number.text:
        return False
    last = [cell for cell in upper.cells if cell.row + cell.rowspan == upper.n_rows]
    below = [cell.col for cell in first if codes(cell.text)]
    above = [cell.col for cell in last if codes(cell.text)]
    if any(cell.col == ordinal and cell.text for cell in last):
        return not below or not above
    name = _column(upper, "name")
    nameless = name is not None and not any(cell.text for cell in first if cell.col == name)
    return bool(above) and not below and nameless


def _reaching_end(table: Table, col: int) -> Cell | None:
    """The cell of a column that touches the table's lower edge."""
    return next(
        (
            cell
            for cell in reversed(table.cells)
            if cell.col == col and cell.row + cell.rowspan == table.n_rows
        ),
        None,
    )


def _cell_goes_on(above: Cell, cell: Cell) -> bool:
    """Whether a merged cell goes on over the page's end though a new row begins beside it."""
    if not cell.text:
        return bool(above.text) and (above.rowspan > 1 or cell.rowspan > 1)
    if above.rowspan == 1 and cell.rowspan == 1:
        return False
    if not above.text or _FINISHED.search(above.text):
        return False
    return cell.text[:1].islower() or (above.rowspan > 1 and cell.rowspan > 1)


def _grown(above: Cell, cell: Cell, rowspan: int) -> Cell:
    text = "\n".join(part for part in (above.text, cell.text) if part)
    raw = "\n".join(part for part in (above.raw, cell.raw) if part)
    sure = min(above.confidence, cell.confidence)
    return replace(above, text=text, raw=raw, rowspan=rowspan, confidence=sure)
