"""Counts that a decision declares, wherever and however it writes them, against the rows that were found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Decision
from tests.extract.documents import (
    CODED_HEAD,
    Block,
    Paper,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

ONE: Block = grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh"))
TWO: Block = grid(
    CODED_HEAD,
    coded("1", "1.990002", "Nghiệm thu đập đất"),
    coded("2", "1.990003", "Tháo nước hồ chứa"),
)
MIXED: tuple[Block, ...] = (
    *head_of_annex(),
    "A. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG",
    ONE,
    "B. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
    TWO,
)
SILENT = Paper(title="Về việc công bố thủ tục hành chính lĩnh vực Thủy lợi")


def decision(first: str = "", title: str = "", annex: tuple[Block, ...] = MIXED) -> Decision:
    articles = (f"Điều 1. {first}", *SILENT.articles[1:]) if first else SILENT.articles
    return decided(replace(SILENT, title=title or SILENT.title, articles=articles, annex=annex))


def counts(decided_one: Decision) -> dict[str, int]:
    return {slot: count for slot, count in decided_one.declared_counts.items() if count is not None}


@pytest.mark.parametrize(
    "first",
    [
        "Công bố kèm theo Quyết định này 01 thủ tục hành chính được sửa đổi, bổ sung và 02 thủ tục hành "
        "chính bị "
        "bãi bỏ lĩnh vực Thủy lợi.",
        "Công bố Danh mục 01 thủ tục hành chính được sửa đổi, bổ sung; 02 thủ tục hành chính bị bãi bỏ.",
        "Công bố kèm theo Quyết định này 1 TTHC sửa đổi, bổ sung và 2 TTHC bãi bỏ.",
        "Công bố kèm theo Quyết định này:\n1. 01 thủ tục hành chính được sửa đổi, bổ sung.\n2. 02 thủ "
        "tục hành "
        "chính bị bãi bỏ.",
        "Công bố 01 (một) thủ tục hành chính được sửa đổi, bổ sung và 02 (hai) thủ tục hành chính bị bãi bỏ.",
        "Công bố 01 danh mục thủ tục hành chính được sửa đổi, bổ sung và 02 Danh mục thủ tục hành chính "
        "bị bãi bỏ.",
        "Công bố sửa đổi, bổ sung 01 thủ tục hành chính, bãi bỏ 02 thủ tục hành chính lĩnh vực Thủy lợi.",
    ],
)
def test_counts_of_the_first_article(first: str) -> None:
    found = decision(first)
    assert counts(found) == {"amended": 1, "repealed": 2}
    assert categories(found) == []


def test_count_in_words() -> None:
    found = decision("Công bố một (01) thủ tục hành chính được sửa đổi, bổ sung và hai (02) TTHC bị bãi bỏ.")
    assert counts(found) == {"amended": 1, "repealed": 2}


def test_counts_of_the_title() -> None:
    title = (
        "VỀ VIỆC CÔNG BỐ DANH MỤC 01 THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG VÀ 02 THỦ TỤC HÀNH CHÍNH "
        "BỊ BÃI BỎ "
        "LĨNH VỰC THỦY LỢI"
    )
    assert counts(decision(title=title)) == {"amended": 1, "repealed": 2}


@pytest.mark.parametrize(
    ("one", "two"), [("(01 TTHC)", "(02 TTHC)"), ("(01 THỦ TỤC)", "(02 THỦ TỤC)"), ("(01)", "(02)")]
)
def test_counts_of_the_headings(one: str, two: str) -> None:
    annex = (
        *head_of_annex(),
        f"A. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG {one}",
        ONE,
        f"B. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ {two}",
        TWO,
    )
    assert counts(decision(annex=annex)) == {"amended": 1, "repealed": 2}


def test_no_counts() -> None:
    found = decision()
    assert counts(found) == {}
    assert set(found.declared_counts) == {"new", "amended", "replaced", "repealed", "other"}


def test_disagreement_is_signalled_with_both_figures() -> None:
    found = decision("Công bố 01 TTHC được sửa đổi, bổ sung và 06 thủ tục hành chính bị bãi bỏ.")
    (issue,) = found.issues
    assert (issue.category, dict(issue.facts)) == (
        "count_mismatch",
        {"change": "repealed", "declared": "6", "found": "2"},
    )


def test_headings_that_disagree_with_their_rows_are_signalled() -> None:
    annex = (*head_of_annex(), "A. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (05 TTHC)", TWO)
    assert "heading_miscounted" in categories(decision(annex=annex))


def test_heading_that_disagrees_though_the_first_article_agrees() -> None:
    annex = (*head_of_annex(), "A. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (05 TTHC)", TWO)
    assert categories(decision("Công bố 02 thủ tục hành chính bị bãi bỏ.", annex=annex)) == [
        "heading_miscounted"
    ]


def test_count_without_a_kind_takes_the_kind_of_the_title() -> None:
    title = "Về việc công bố Danh mục thủ tục hành chính bị bãi bỏ lĩnh vực Thủy lợi"
    found = decision("Công bố kèm theo Quyết định này 02 thủ tục hành chính.", title, (*head_of_annex(), TWO))
    assert categories(found) == []


def test_count_of_listed_procedures() -> None:
    found = decision(
        "Công bố kèm theo Quyết định này Danh mục 02 thủ tục hành chính.", annex=(*head_of_annex(), TWO)
    )
    assert counts(found) == {"other": 2}
    assert categories(found) == []


@pytest.mark.parametrize(
    "first",
    [
        "Công bố Danh mục thủ tục hành chính theo Nghị định số 63/2010/NĐ-CP về kiểm soát thủ tục hành "
        "chính.",
        "Công bố Danh mục thủ tục hành chính tại Quyết định số 512 ngày 05/12/2025.",
    ],
)
def test_numbers_that_count_nothing(first: str) -> None:
    assert counts(decision(first)) == {}


def test_one_code_on_two_levels_counts_as_two_rows() -> None:
    annex = (
        *head_of_annex(),
        grid(
            CODED_HEAD,
            ("A", "Thủ tục hành chính cấp tỉnh"),
            coded("1", "1.990001", "Cấp giấy phép đào kênh"),
            ("B", "Thủ tục hành chính cấp xã"),
            coded("1", "1.990001", "Cấp giấy phép đào kênh"),
        ),
    )
    title = "Về việc công bố 02 thủ tục hành chính mới ban hành"
    found = decided(with_annex(replace(SILENT, title=title), *annex))
    assert (len(found.items), counts(found), categories(found)) == (2, {"new": 2}, [])
