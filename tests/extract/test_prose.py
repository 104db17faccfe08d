"""Lists in running text: numbered paragraphs with codes, in an annex or in Điều 1."""

from __future__ import annotations

import pytest

from extract.decision import Change, Level
from extract.prose import rows_in
from ingest.document import Paragraph, Place
from tests.extract.documents import (
    CODED_HEAD,
    Paper,
    Prose,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

DIG, EXTEND = "Cấp giấy phép đào kênh", "Gia hạn giấy phép đào kênh"
TITLE = "Về việc công bố thủ tục hành chính bị bãi bỏ lĩnh vực Thủy lợi"
LIST = "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"1. {DIG} (mã TTHC: 1.990001);", [["1", f"{DIG} (mã TTHC: 1.990001)"]]),
        (f"b) {DIG}\n(1.990001).", [["b", f"{DIG}\n(1.990001)"]]),
        (
            f"a. {DIG} 1.990001\n2. {DIG}\nb) {EXTEND} 1.990002",
            [["a", f"{DIG} 1.990001"], ["b", f"{EXTEND} 1.990002"]],
        ),
        (f"1. {DIG}", []),
        (f"{DIG} (1.990001)", []),
        ("1. 1.990001", []),
    ],
)
def test_numbered_points_with_a_name_and_a_code_are_rows(text: str, told: list[list[str]]) -> None:
    assert [row.values for _, row in rows_in(Paragraph(text, text, Place(path="12-12")))] == told


def test_an_annex_without_tables_lists_in_text() -> None:
    paper = with_annex(
        Paper(title=TITLE),
        *head_of_annex(title=LIST),
        "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH",
        Prose(f"1. {DIG} (mã TTHC: 1.990001);"),
        "B. THỦ TỤC HÀNH CHÍNH CẤP XÃ",
        Prose(f"1. {EXTEND} (mã TTHC: 1.990002)."),
        Prose("2. Căn cứ Nghị định số 11/2025/NĐ-CP."),
    )
    items = decided(paper).items
    assert [(one.code, one.name, one.level, one.ordinal) for one in items] == [
        ("1.990001", DIG, Level.PROVINCE, "1"),
        ("1.990002", EXTEND, Level.COMMUNE, "1"),
    ]
    assert {one.change for one in items} == {Change.REPEALED}
    assert all(one.confidence < 0.95 for one in items)
    assert [(one.source.table, one.source.row) for one in items] == [(None, None)] * 2
    assert all(one.source.path for one in items)


def test_the_first_article_may_be_the_list() -> None:
    points = f"1. {DIG} (mã số 1.990001);\n2. {EXTEND} (1.990002)."
    first = f"Điều 1. Công bố 02 thủ tục hành chính bị bãi bỏ:\n{points}"
    later = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n1. Bãi bỏ nội dung về thủ tục mã 1.990003."
    decision = decided(Paper(title=TITLE, articles=(first, later)))
    assert [(one.code, one.name) for one in decision.items] == [("1.990001", DIG), ("1.990002", EXTEND)]
    assert not [one for one in decision.issues if one.category in ("no_list", "count_mismatch")]


def test_numbered_text_beside_a_table_is_no_list() -> None:
    table = grid(CODED_HEAD, coded("1", "1.990001", DIG))
    paper = with_annex(
        Paper(title=TITLE), *head_of_annex(title=LIST), table, Prose(f"2. {EXTEND} (1.990002).")
    )
    assert [one.code for one in decided(paper).items] == ["1.990001"]
