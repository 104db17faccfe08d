"""Heads that one page misread, put right by another."""

from __future__ import annotations

from ingest.document import Cell, Place, Table
from ingest.readers.ocr_heads import with_surest_heads


def table(*head: tuple[str, float]) -> Table:
    cells = tuple(
        Cell(0, col, text, text, Place(1), confidence=sure) for col, (text, sure) in enumerate(head)
    )
    row = tuple(Cell(1, col, "x", "x", Place(1), confidence=0.9) for col in range(len(head)))
    return Table(1, 2, len(head), cells + row, Place(1))


def heads(*tables: Table) -> list[list[str]]:
    found = (block for block in with_surest_heads(tables) if isinstance(block, Table))
    return [[cell.text for cell in one.cells if cell.row == 0] for one in found]


def test_the_surer_reading_of_a_repeated_head_counts() -> None:
    right = table(("TT", 0.9), ("Mã TTHC", 0.9), ("Tên TTHC", 0.9))
    wrong = table(("TT", 0.9), ("Mã TTHC", 0.8), ("Tên THC", 0.4))
    assert heads(right, wrong) == [["TT", "Mã TTHC", "Tên TTHC"]] * 2
    (_, mended) = with_surest_heads([right, wrong])
    assert isinstance(mended, Table)
    assert (mended.cells[2].raw, mended.cells[2].confidence) == ("Tên THC", 0.4)


def test_other_heads_and_text_of_the_file_stay() -> None:
    lists, steps = table(("TT", 0.9), ("Tên TTHC", 0.4)), table(("TT", 0.9), ("Trình tự", 0.9))
    assert heads(lists, steps) == [["TT", "Tên TTHC"], ["TT", "Trình tự"]]
    printed = table(("TT", 1.0), ("Tên THC", 1.0))
    assert heads(printed, table(("TT", 0.9), ("Tên TTHC", 0.9)))[0] == ["TT", "Tên THC"]
