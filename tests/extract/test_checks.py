"""What does not add up becomes an issue, once, with its facts; what adds up raises none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.deciding import decide
from extract.decision import SCAN_WITHOUT_ROWS, Issue
from ingest.document import Document, Note, Page, Paragraph
from ingest.messages import say
from ingest.reading import read_bytes
from tests.extract.documents import (
    CODED_HEAD,
    Line,
    Paper,
    as_html,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

FIRST, SECOND, THIRD = "Nghiệm thu đập đất", "Tháo nước hồ chứa", "Sửa chữa cống lấy nước"


def paper(*rows: Line) -> Paper:
    return with_annex(Paper(), *head_of_annex(), grid(CODED_HEAD, *rows))


CLEAN = paper(coded("1", "1.990001", FIRST), coded("2", "1.990002", SECOND))


def test_a_clean_decision_raises_nothing() -> None:
    assert decided(CLEAN).issues == ()


@pytest.mark.parametrize(
    ("broken", "category"),
    [
        (replace(CLEAN, number="Số:    /QĐ-UBND"), "no_number"),
        (replace(CLEAN, signed="An Bình, ngày    tháng    năm 2025"), "no_date"),
        (replace(CLEAN, articles=CLEAN.articles[:1]), "no_effective_clause"),
        (replace(CLEAN, annex=()), "no_list"),
        (paper(coded("1", "1.01443", FIRST)), "malformed_code"),
        (paper(coded("1", "1.990001", FIRST), coded("2", "1.990001", SECOND)), "duplicate_code"),
        (paper(coded("1", "1.990001", FIRST), coded("3", "1.990003", THIRD)), "ordinal_gap"),
        (replace(CLEAN, title="Công bố 05 thủ tục hành chính mới ban hành"), "count_mismatch"),
    ],
)
def test_each_fault_raises_its_issue(broken: Paper, category: str) -> None:
    found = decided(broken)
    assert category in categories(found)
    issue = next(issue for issue in found.issues if issue.category == category)
    assert "{" not in issue.message
    assert issue.message == say(f"issue.{category}", **dict(issue.facts)) or issue.facts


def test_one_code_twice_is_one_issue_and_three_times_too() -> None:
    rows = [coded(str(nth), "1.990001", name) for nth, name in enumerate((FIRST, SECOND, THIRD), 1)]
    assert categories(decided(paper(*rows))) == ["duplicate_code"]


def test_one_code_at_two_levels_is_right() -> None:
    rows = (
        ("A", "Thủ tục hành chính cấp tỉnh"),
        coded("1", "1.990001", FIRST),
        ("B", "Thủ tục hành chính cấp xã"),
        coded("1", "1.990001", FIRST),
    )
    assert categories(decided(paper(*rows))) == []


def test_a_restart_of_the_numbers_and_a_repeat_are_no_gaps() -> None:
    rows = [coded(nth, f"1.99000{at}", FIRST + " " + "abc"[at]) for at, nth in enumerate(("1", "2", "1"))]
    assert "ordinal_gap" not in categories(decided(paper(*rows)))
    rows = [coded(nth, f"1.99000{at}", FIRST + " " + "abc"[at]) for at, nth in enumerate(("32", "33", "33"))]
    assert "ordinal_gap" not in categories(decided(paper(*rows)))


def test_a_gap_names_both_numbers() -> None:
    found = decided(paper(coded("1", "1.990001", FIRST), coded("4", "1.990003", THIRD)))
    facts = dict(next(issue for issue in found.issues if issue.category == "ordinal_gap").facts)
    assert (facts["before"], facts["after"]) == ("1", "4")


def test_other_documents_raise_no_list_issues() -> None:
    first = "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm soát thủ tục hành chính."
    plan = replace(CLEAN, title="Ban hành Kế hoạch kiểm soát thủ tục hành chính", articles=(first,))
    found = decided(plan)
    assert found.is_publication is False
    assert found.issues == ()


def test_contradiction_names_both_kinds() -> None:
    head = head_of_annex("PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ")
    found = decided(with_annex(CLEAN, *head, grid(CODED_HEAD, coded("1", "1.990001", FIRST))))
    (issue,) = found.issues
    assert issue.category == "change_contradicted"
    assert (dict(issue.facts)["taken"], dict(issue.facts)["printed"]) == ("new", "repealed")
    assert "mới ban hành" in issue.message
    assert "bãi bỏ" in issue.message


def test_said_once_where_the_heading_declares_the_count() -> None:
    heading = "A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (05 TTHC)"
    found = decided(
        with_annex(CLEAN, *head_of_annex(), heading, grid(CODED_HEAD, coded("1", "1.990001", FIRST)))
    )
    assert categories(found) == ["heading_miscounted"]


def test_list_without_rows_beside_another_is_said() -> None:
    empty = ("B. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", grid(CODED_HEAD))
    full = ("A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid(CODED_HEAD, coded("1", "1.990001", FIRST)))
    assert "empty_list" in categories(decided(with_annex(CLEAN, *head_of_annex(), *full, *empty)))
    assert "empty_list" not in categories(decided(with_annex(CLEAN, *head_of_annex(), *full)))


MISREAD = "Vẻ viẹc cóng bó Danh mục thú tục hành chinh"


def scan(confidence: float = 0.93, ignored: str | None = None, title: str = CLEAN.title) -> Document:
    """The sample decision as if pages of it had been read from pictures; `ignored` is of its second page."""
    document = read_bytes(as_html(replace(CLEAN, title=title)), "quét.html")
    blocks = tuple(
        replace(block, confidence=confidence) if isinstance(block, Paragraph) else block
        for block in document.blocks
    )
    note = Note("recognised", facts=(("pages", "1-2"), ("confidence", "93")))
    pages = (Page(1, 595, 842), Page(2, 595, 842, ignored=ignored))
    return replace(document, blocks=blocks, notes=(note,), pages=pages)


def doubts(document: Document) -> list[Issue]:
    return [issue for issue in decide(document).issues if issue.category == SCAN_WITHOUT_ROWS]


def test_a_scan_that_is_taken_for_no_publication_is_shown_to_a_person() -> None:
    lost = scan(title=MISREAD, ignored="blank")
    assert not decide(lost).is_publication
    (doubt,) = doubts(lost)
    assert dict(doubt.facts) == {"confidence": "93", "unread": "1"}
    assert doubt.message == say(f"issue.{SCAN_WITHOUT_ROWS}", confidence="93", unread="1")


def test_a_scan_of_a_publication_without_rows_is_shown_to_a_person() -> None:
    rowless = replace(scan(), blocks=tuple(one for one in scan().blocks if isinstance(one, Paragraph)))
    assert decide(rowless).is_publication
    assert [dict(one.facts)["unread"] for one in doubts(rowless)] == ["0"]


def test_a_scan_none_of_whose_words_was_recognised_is_shown_too() -> None:
    text = replace(scan(1.0, title=MISREAD, ignored="no_text"), notes=())
    assert [dict(one.facts) for one in doubts(text)] == [{"confidence": "–", "unread": "1"}]


def test_scans_with_rows_and_texts_without_raise_no_doubt() -> None:
    assert doubts(scan()) == []
    assert doubts(replace(scan(1.0, title=MISREAD, ignored="blank"), notes=())) == []


def test_a_list_that_is_approved_by_kinds_is_shown_to_a_person() -> None:
    paper = replace(CLEAN, title="Phê duyệt Danh mục thủ tục hành chính mới ban hành")
    found = decided(replace(paper, articles=(CLEAN.articles[0].replace("Công bố", "Phê duyệt"),)))
    assert (found.is_publication, categories(found)) == (False, ["maybe_published"])
