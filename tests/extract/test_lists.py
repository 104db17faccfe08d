"""What the annexes hold: entries, headings, and what was passed over."""

from __future__ import annotations

import pytest

from extract.decision import Change, Level
from extract.lists import Found, find_lists
from extract.outline import outline
from ingest.reading import read_bytes
from tests.extract.documents import (
    CODED_HEAD,
    NEW_HEAD,
    WORKFLOW_HEAD,
    Block,
    Paper,
    Prose,
    across,
    as_html,
    coded,
    grid,
    head_of_annex,
    plain_row,
    with_annex,
)

FIRST, SECOND = "Nghiệm thu đập đất", "Tháo nước hồ chứa"


def found(*annex: Block) -> Found:
    return find_lists(outline(read_bytes(as_html(with_annex(Paper(), *annex)), "a.html")).annex)


def test_nothing() -> None:
    assert found() == Found()


def test_entries_stand_under_their_headings() -> None:
    lists = found(
        *head_of_annex("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
        grid(NEW_HEAD, across("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", 4), plain_row("1", FIRST)),
        "B. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
        grid(CODED_HEAD, coded("1", "1.990002", SECOND)),
    )
    assert [
        (entry.changes, entry.from_annex_head, entry.levels, entry.section) for entry in lists.entries
    ] == [
        ((Change.NEW,), True, (Level.PROVINCE,), "PHỤ LỤC I > A"),
        ((Change.REPEALED,), False, (), "PHỤ LỤC I > B"),
    ]
    assert [heading.label for heading in lists.headings] == ["PHỤ LỤC I", "A", "B"]


def test_rows_passed_over_are_counted_by_reason() -> None:
    lists = found(
        *head_of_annex(),
        grid(NEW_HEAD, ("(1)", "(2)", "(3)", "(4)"), plain_row("1", FIRST), across("Tổng cộng: 01 TTHC", 4)),
        "QUY TRÌNH NỘI BỘ",
        grid(WORKFLOW_HEAD, ("B1", "Tiếp nhận hồ sơ", "Một cửa", "01 ngày", "Phiếu")),
        Prose("Hết."),
        grid(("Họ và tên", "Chức vụ"), ("Trần Văn Bình", "Phó Chủ tịch")),
    )
    assert [entry.row.texts[1] for entry in lists.entries] == [FIRST]
    assert lists.ignored == {"index": 1, "total": 1, "no_list": 3}


def test_empty_lists_are_counted() -> None:
    assert found(*head_of_annex(), grid(NEW_HEAD)).empty_lists == 1
    assert found(*head_of_annex(), grid(NEW_HEAD, plain_row("1", FIRST))).empty_lists == 0


def test_workflow_lists_only_where_there_is_no_other() -> None:
    head = ("STT", "Tên thủ tục hành chính", "Quy trình nội bộ")
    spare = grid(head, ("1", FIRST, "Bước 1: Tiếp nhận"))
    assert [entry.row.texts[1] for entry in found(*head_of_annex(), spare).entries] == [FIRST]
    both = found(*head_of_annex(), grid(NEW_HEAD, plain_row("1", SECOND)), "QUY TRÌNH NỘI BỘ", spare)
    assert [entry.row.texts[1] for entry in both.entries] == [SECOND]
    assert both.ignored == {"workflow": 1}


def test_counts_of_headings_are_compared_with_their_rows() -> None:
    rows = (plain_row("1", FIRST), plain_row("2", SECOND))
    right = found(
        *head_of_annex(), "A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)", grid(NEW_HEAD, *rows)
    )
    wrong = found(
        *head_of_annex(), "A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (03 TTHC)", grid(NEW_HEAD, *rows)
    )
    assert right.miscounted == []
    assert [(heading.count, rows) for heading, rows in wrong.miscounted] == [(3, 2)]


def test_heading_over_several_lines() -> None:
    lists = found(
        "PHỤ LỤC I",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "BỊ BÃI BỎ LĨNH VỰC ĐÊ ĐIỀU",
        Prose("(Ban hành kèm theo Quyết định số 512/QĐ-UBND)"),
        grid(NEW_HEAD, plain_row("1", FIRST)),
    )
    (entry,) = lists.entries
    assert (entry.changes, entry.field) == ((Change.REPEALED,), "Đê điều")


@pytest.mark.parametrize(("remark", "count"), [("TTHC liên thông", None), ("01 TTHC", 1), ("", None)])
def test_a_remark_beside_a_grouping_row(remark: str, count: int | None) -> None:
    lists = found(
        *head_of_annex(),
        grid(NEW_HEAD, ("A", "THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "", remark), plain_row("1", FIRST)),
    )
    assert [(entry.row.texts[1], entry.levels) for entry in lists.entries] == [(FIRST, (Level.PROVINCE,))]
    assert [heading.count for heading in lists.headings if heading.label == "A"] == [count]


def test_a_misprinted_code_in_brackets_is_no_count() -> None:
    head = ("STT", "Tên thủ tục hành chính (Mã TTHC)", "Ghi chú")
    rows = (("1", f"{FIRST} (1.014.11)", ""), ("2", f"{SECOND} (1.01443)", ""))
    lists = found(*head_of_annex(), grid(head, *rows))
    assert [entry.row.texts[1] for entry in lists.entries] == [row[1] for row in rows]


@pytest.mark.parametrize("inside", [3, 2])
def test_an_annex_head_in_the_rows_above_the_head_of_its_table(inside: int) -> None:
    head = ("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ LĨNH VỰC THỦY LỢI", "(Kèm theo Quyết định)")
    table = grid(*(across(line, 4) for line in head[-inside:]), NEW_HEAD, plain_row("1", FIRST))
    (entry,) = found(*head[:-inside], table).entries
    assert (entry.changes, entry.from_annex_head, entry.field) == ((Change.REPEALED,), True, "Thủy lợi")
    assert entry.row.number == inside + 2
