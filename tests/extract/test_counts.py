"""Declared counts read from sentences."""

from __future__ import annotations

import pytest

from extract.counts import declared_counts
from extract.lists import Found
from extract.outline import Article, Outline


def counts(first: str, title: str = "") -> dict[str, int]:
    articles = [Article("1", tuple(first.split("\n")))] if first else []
    found = declared_counts(Outline(title=title, articles=articles), Found())
    return {slot: count for slot, count in found.items() if count is not None}


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Công bố 03 thủ tục hành chính mới ban hành.", {"new": 3}),
        ("Công bố 03 TTHC được sửa đổi, bổ sung.", {"amended": 3}),
        ("Công bố Danh mục 12 (mười hai) thủ tục hành chính bị bãi bỏ.", {"repealed": 12}),
        ("Công bố một (01) thủ tục hành chính mới ban hành.", {"new": 1}),
        ("Công bố 01 danh mục thủ tục hành chính mới ban hành.", {"new": 1}),
        ("Công bố 06 danh mục được chuẩn hóa.", {"other": 6}),
        ("Công bố 02 thủ tục hành chính được thay thế.", {"replaced": 2}),
        ("Công bố 05 thủ tục hành chính.", {"other": 5}),
        ("Công bố sửa đổi, bổ sung 02 thủ tục hành chính.", {"amended": 2}),
        (
            "Công bố 01 TTHC mới ban hành, 02 TTHC sửa đổi, bổ sung và 03 TTHC bị bãi bỏ.",
            {"new": 1, "amended": 2, "repealed": 3},
        ),
        ("Công bố:\n1. 02 TTHC cấp tỉnh mới ban hành.\n2. 03 TTHC cấp xã mới ban hành.", {"new": 5}),
        ("Công bố Danh mục thủ tục hành chính.", {}),
        ("Công bố TTHC theo Quyết định số 12/QĐ-UBND ngày 05/12/2025.", {}),
        ("", {}),
    ],
)
def test_sentences(first: str, expected: dict[str, int]) -> None:
    assert counts(first) == expected


def test_first_article_before_the_title() -> None:
    title = "Công bố 09 thủ tục hành chính mới ban hành"
    assert counts("Công bố 03 thủ tục hành chính mới ban hành.", title) == {"new": 3}
    assert counts("Công bố Danh mục thủ tục hành chính.", title) == {"new": 9}


def test_kind_of_the_title_for_a_bare_number() -> None:
    assert counts("Công bố 03 thủ tục hành chính.", "Công bố thủ tục hành chính bị bãi bỏ") == {"repealed": 3}


def test_a_total_that_is_broken_down_counts_once() -> None:
    first = "Công bố 05 thủ tục hành chính, trong đó: 02 thủ tục mới ban hành; 03 thủ tục bị bãi bỏ."
    assert counts(first) == {"new": 2, "repealed": 3}


@pytest.mark.parametrize("between", [" 02 TTHC cấp tỉnh và ", "\n- 02 TTHC cấp tỉnh;\n- "])
def test_parts_without_kinds_give_way_to_their_total(between: str) -> None:
    parts = f"{between}03 TTHC lĩnh vực thủy lợi"
    assert counts(f"Công bố 05 TTHC sửa đổi, bổ sung, gồm:{parts}.") == {"amended": 5}
    assert counts(f"Công bố 05 TTHC sửa đổi, bổ sung, gồm:{parts}; 04 TTHC bị bãi bỏ.") == {
        "amended": 5,
        "repealed": 4,
    }
    assert counts(f"Công bố 09 TTHC bị bãi bỏ, trong đó:{parts}.") == {"repealed": 9}


def test_a_total_over_lines_gives_way_to_parts_with_kinds() -> None:
    first = "Công bố 05 thủ tục hành chính, gồm:\n- 02 TTHC mới ban hành;\n- 03 TTHC bị bãi bỏ."
    assert counts(first) == {"new": 2, "repealed": 3}


def test_workflows_are_not_counted() -> None:
    assert counts("Công bố 02 thủ tục hành chính mới ban hành và phê duyệt 02 quy trình nội bộ.") == {
        "new": 2
    }
