"""Heads, columns and values of rows, where columns are proven and where they are only read."""

from __future__ import annotations

import pytest

from extract.grids import columns_of, fill, is_head, rows_of
from ingest.document import Cell, Place, Table


def table(*rows: tuple[str, ...], proven: bool = True) -> Table:
    cells = tuple(
        Cell(at, col, text, text, Place()) for at, row in enumerate(rows) for col, text in enumerate(row)
    )
    return Table(1, len(rows), max(map(len, rows)), cells, Place(), proven)


def spanned(n_rows: int, n_cols: int, *cells: tuple[int, int, str, int, int]) -> Table:
    made = tuple(Cell(row, col, text, text, Place(), down, wide) for row, col, text, down, wide in cells)
    return Table(1, n_rows, n_cols, made, Place())


@pytest.mark.parametrize(
    "row",
    [
        ("STT", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện"),
        ("TT", "Mã TTHC", "Tên TTHC", "Cột lạ"),
        ("STT", "Tên TTHC nội bộ"),
        ("TT", "Trình tự thực hiện", "Trách nhiệm", "Thời gian"),
    ],
)
def test_head(row: tuple[str, ...]) -> None:
    assert is_head(rows_of(table(row))[0]) is True


@pytest.mark.parametrize(
    "row",
    [
        ("STT",),
        ("1", "1.014466", "Cấp giấy phép", "Nghị định"),
        ("1", "Nghiệm thu đập đất", "Thủy lợi", "Sở Xây dựng"),
        ("I", "LĨNH VỰC THỦY LỢI"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("STT", "Tên TTHC (1.014466)", "Lĩnh vực"),
        ("", "", ""),
    ],
)
def test_no_head(row: tuple[str, ...]) -> None:
    assert is_head(rows_of(table(row))[0]) is False


def test_columns() -> None:
    made = table(("STT", "Tên TTHC", "Cột lạ", "Phí, lệ phí"), ("1", "a", "b", "c"))
    columns, height = columns_of(made, rows_of(made), 0)
    assert (columns.roles, height) == (("ordinal", "name", None, "fee"), 1)
    assert columns.is_list is True
    assert (columns.first("fee"), columns.first("code", "name"), columns.first("basis")) == (3, 1, None)


@pytest.mark.parametrize(
    "head",
    [
        ("TT", "Trình tự thực hiện", "Trách nhiệm", "Thời gian"),
        ("STT", "Lĩnh vực", "Cơ quan thực hiện"),
        ("Bước", "Tên thủ tục", "Trách nhiệm"),
    ],
)
def test_columns_that_hold_no_list(head: tuple[str, ...]) -> None:
    made = table(head)
    assert columns_of(made, rows_of(made), 0)[0].is_list is False


def test_words_of_the_head() -> None:
    made = table(("STT", "Tên TTHC", "Tên VBQPPL quy định việc bãi bỏ TTHC"))
    columns, _ = columns_of(made, rows_of(made), 0)
    assert columns.says("bãi bỏ") is True
    assert columns.says("sửa đổi") is False


def test_head_of_two_storeys() -> None:
    made = spanned(
        3,
        4,
        (0, 0, "STT", 2, 1),
        (0, 1, "Tên TTHC", 2, 1),
        (0, 2, "Thời hạn giải quyết", 1, 2),
        (1, 2, "Theo quy định", 1, 1),
        (1, 3, "Sau cắt giảm", 1, 1),
        (2, 0, "1", 1, 1),
        (2, 1, "Cấp giấy phép", 1, 1),
        (2, 2, "10 ngày", 1, 1),
        (2, 3, "05 ngày", 1, 1),
    )
    rows = rows_of(made)
    columns, height = columns_of(made, rows, 0)
    assert (columns.roles, height) == (("ordinal", "name", "time_limit", "time_limit"), 2)
    fill(made, rows[2], columns, None)
    assert rows[2].values == ["1", "Cấp giấy phép", "10 ngày", "05 ngày"]


def test_merged_cell_counts_for_every_row_it_covers() -> None:
    made = spanned(
        3,
        3,
        (0, 0, "STT", 1, 1),
        (0, 1, "Tên TTHC", 1, 1),
        (0, 2, "Căn cứ pháp lý", 1, 1),
        (1, 0, "1", 1, 1),
        (1, 1, "Cấp giấy phép", 1, 1),
        (1, 2, "Luật", 2, 1),
        (2, 0, "2", 1, 1),
        (2, 1, "Gia hạn giấy phép", 1, 1),
    )
    rows = rows_of(made)
    columns, _ = columns_of(made, rows, 0)
    for row in rows[1:]:
        fill(made, row, columns, None)
    assert [row.values[2] for row in rows[1:]] == ["Luật", "Luật"]
    assert (rows[1].carried, rows[2].carried) == (set(), {2})
    assert (rows[1].merged_below, rows[2].merged_below) == ({2}, set())
    assert rows[2].sure is True


HEAD = ("STT", "Mã TTHC", "Tên TTHC", "Căn cứ pháp lý", "Lĩnh vực", "Cơ quan thực hiện")
FULL = ("1", "1.990001", "Cấp giấy phép đào kênh", "Nghị định số 11", "Thủy lợi", "Sở Xây dựng")


@pytest.mark.parametrize(
    ("short", "missing"),
    [
        (("2", "1.990002", "Nghiệm thu đập", "Đê điều", "Sở Y tế"), 3),
        (("2", "1.990002", "Nghiệm thu đập", "Nghị định số 12", "Đê điều"), 5),
        (("2", "1.990002", "Nghiệm thu đập", "Nghị định số 12", "Sở Y tế"), 4),
    ],
)
def test_short_rows_of_captures_are_laid_by_what_they_hold(short: tuple[str, ...], missing: int) -> None:
    made = table(HEAD, FULL, short, proven=False)
    rows = rows_of(made)
    columns, _ = columns_of(made, rows, 0)
    fill(made, rows[1], columns, None)
    fill(made, rows[2], columns, rows[1])
    expected = [*short[:missing], FULL[missing], *short[missing:]]
    assert rows[2].values == expected
    assert (rows[1].sure, rows[2].sure) == (True, False)
    assert rows[2].carried == {missing}


def test_own_columns_are_never_taken_from_above() -> None:
    made = table(HEAD, FULL, ("Gia hạn giấy phép đào kênh",), proven=False)
    rows = rows_of(made)
    columns, _ = columns_of(made, rows, 0)
    fill(made, rows[1], columns, None)
    fill(made, rows[2], columns, rows[1])
    assert rows[2].values[:3] == ["", "", "Gia hạn giấy phép đào kênh"]


def test_too_long_rows_of_captures_are_cut_and_doubted() -> None:
    made = table(HEAD, (*FULL, "PHỤ LỤC II"), proven=False)
    rows = rows_of(made)
    columns, _ = columns_of(made, rows, 0)
    fill(made, rows[1], columns, None)
    assert (rows[1].values, rows[1].sure) == (list(FULL), False)
