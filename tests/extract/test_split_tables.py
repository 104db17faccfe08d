"""Tables that a page's end has split: joined again they are what they were."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extract.joining import join, join_pages
from ingest.document import Cell, Paragraph, Place, Table

HEAD = ("STT", "Tên thủ tục hành chính", "Căn cứ pháp lý")


def place(page: int) -> Place:
    return Place(page=page, bbox=(0.0, 0.0, 100.0, 100.0))


def table(number: int, rows: list[list[tuple[str, int]]], page: int) -> Table:
    """A table from rows of (text, rowspan); cells covered from above are left out by the caller."""
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        col = 0
        for text, span in row:
            while (at, col) in covered:
                col += 1
            cells.append(Cell(at, col, text, text, place(page), rowspan=span))
            covered |= {(at + down, col) for down in range(span)}
            col += 1
    return Table(number, len(rows), len(HEAD), tuple(cells), place(page))


def values(grid: Table) -> list[list[str]]:
    """The text that stands at each place of the grid, merged cells at each place they cover."""
    out = [[""] * grid.n_cols for _ in range(grid.n_rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            out[row][cell.col] = cell.text
    return out


def head() -> list[tuple[str, int]]:
    return [(text, 1) for text in HEAD]


@st.composite
def lists(draw: st.DrawFn) -> tuple[Table, int]:
    """A list whose basis cells are merged in runs, and a row to split it at (from 2)."""
    runs = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    rows = [head()]
    for run in runs:
        for nth in range(run):
            number = len(rows)
            row = [(str(number), 1), (f"Cấp giấy phép số {number}", 1)]
            rows.append([*row, (f"Nghị định số {number}/2025/NĐ-CP.", run)] if nth == 0 else row)
    whole = table(1, rows, page=1)
    return whole, draw(st.integers(2, max(2, whole.n_rows - 1)))


def split(whole: Table, at: int, repeat_head: bool) -> tuple[Table, Table]:
    """The two parts of a table as a page's end leaves them: a merged cell goes on as an empty one."""
    upper = [replace(cell, rowspan=min(cell.rowspan, at - cell.row)) for cell in whole.cells if cell.row < at]
    shift = 1 if repeat_head else 0
    lower = [replace(cell, place=place(2)) for cell in whole.cells if cell.row == 0 and repeat_head]
    for cell in whole.cells:
        if cell.row >= at:
            lower.append(replace(cell, row=cell.row - at + shift, place=place(2)))
        elif cell.row + cell.rowspan > at:
            rest = cell.row + cell.rowspan - at
            lower.append(replace(cell, row=shift, rowspan=rest, text="", raw="", place=place(2)))
    lower.sort(key=lambda cell: (cell.row, cell.col))
    return (
        replace(whole, n_rows=at, cells=tuple(upper)),
        Table(2, whole.n_rows - at + shift, whole.n_cols, tuple(lower), place(2)),
    )


def unprovable(whole: Table, at: int) -> bool:
    """A merged cell of two rows cut in the middle leaves two single cells: nothing proves the merge."""
    return any(cell.row == at - 1 and cell.row + cell.rowspan == at + 1 for cell in whole.cells)


@given(lists(), st.booleans())
def test_split_at_any_row_and_joined_again_is_the_same(case: tuple[Table, int], repeat_head: bool) -> None:
    whole, at = case
    if at >= whole.n_rows:
        return
    joined = join(*split(whole, at, repeat_head))
    assert joined is not None
    assert (joined.n_rows, joined.n_cols) == (whole.n_rows, whole.n_cols)
    expected = values(whole)
    if not unprovable(whole, at):
        assert values(joined) == expected
    assert [row[:2] for row in values(joined)] == [row[:2] for row in expected]


def test_row_split_by_the_page_is_one_row() -> None:
    upper = table(1, [head(), [("1", 1), ("Gia hạn giấy phép khai thác", 1), ("Luật số 1", 1)]], page=1)
    lower = table(
        2, [[("", 1), ("khoáng sản nhóm IV", 1), ("và Luật số 2", 1)], [("2", 1), ("Cấp", 1), ("Luật", 1)]], 2
    )
    joined = join(upper, lower)
    assert joined is not None
    assert values(joined)[1:] == [
        ["1", "Gia hạn giấy phép khai thác\nkhoáng sản nhóm IV", "Luật số 1\nvà Luật số 2"],
        ["2", "Cấp", "Luật"],
    ]


def test_other_head_is_another_table() -> None:
    other = [("STT", 1), ("Mã TTHC", 1), ("Tên TTHC", 1)]
    upper = table(1, [head(), [("1", 1), ("Cấp giấy phép", 1), ("Luật", 1)]], 1)
    assert join(upper, table(2, [other, [("1", 1), ("1.990001", 1), ("Cấp lại", 1)]], 2)) is None


def test_other_width_is_another_table() -> None:
    upper = table(1, [head(), [("1", 1), ("Cấp giấy phép", 1), ("Luật", 1)]], 1)
    lower = replace(table(2, [[("2", 1), ("Cấp lại", 1)]], 2), n_cols=2)
    assert join(upper, lower) is None


def test_goes_on_over_several_pages_and_footnotes_but_not_over_prose() -> None:
    rows = [[(str(n), 1), (f"Cấp giấy phép {n}", 1), ("Luật.", 1)] for n in range(1, 4)]
    first, second, third = (
        table(n, [head(), row] if n == 1 else [row], page=n) for n, row in enumerate(rows, start=1)
    )
    note = Paragraph("[1] Nội dung được sửa đổi.", "", place(1))
    blocks = join_pages([first, note, second, third])
    assert [type(block).__name__ for block in blocks] == ["Table", "Paragraph"]
    joined = blocks[0]
    assert isinstance(joined, Table)
    assert [row[0] for row in values(joined)] == ["STT", "1", "2", "3"]
    prose = Paragraph("Tổ chức thực hiện theo quy định của pháp luật.", "", place(1))
    assert len(join_pages([first, prose, second])) == 3
