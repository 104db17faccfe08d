"""A decision taken apart into its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.outline import Outline, outline
from ingest.document import Document, Paragraph, Place, Table
from ingest.reading import read_bytes
from tests.extract.documents import NEW_HEAD, Block, Paper, Prose, as_html, grid, head_of_annex, with_annex

PAPER = with_annex(Paper(), *head_of_annex(), grid(NEW_HEAD))


def parts(paper: Paper) -> Outline:
    return outline(read_bytes(as_html(paper), "a.html"))


def of_lines(*lines: str) -> Outline:
    blocks = tuple(Paragraph(line, line, Place()) for line in lines)
    return outline(Document("0" * 64, "a", "text/plain", (), blocks))


def test_all_parts() -> None:
    found = parts(PAPER)
    assert found.typed is True
    assert "Số: 512/QĐ-UBND" in found.letterhead
    assert found.title == PAPER.title
    assert found.authority == PAPER.authority
    assert found.preamble == list(PAPER.preamble)
    assert [(article.number, article.text) for article in found.articles] == [
        (str(nth), line.partition(". ")[2]) for nth, line in enumerate(PAPER.articles, 1)
    ]
    assert found.signature[-1] == "Trần Văn Bình"
    assert isinstance(found.annex[-1], Table)
    assert len(found.annex) == 4


@pytest.mark.parametrize(
    "first",
    [
        "PHỤ LỤC I",
        "Phụ lục",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG",
        "PHẦN I. DANH MỤC",
        "A. DANH MỤC",
        "QUY TRÌNH NỘI BỘ",
        "(Ban hành kèm theo Quyết định số 512/QĐ-UBND)",
    ],
)
def test_beginning_of_the_annex(first: str) -> None:
    found = parts(replace(PAPER, annex=(first, Prose("Sau đó"), grid(NEW_HEAD))))
    assert [block.text for block in found.annex if isinstance(block, Paragraph)] == [first, "Sau đó"]


def test_a_table_begins_the_annex() -> None:
    found = parts(replace(PAPER, annex=(grid(NEW_HEAD),)))
    assert [isinstance(block, Table) for block in found.annex] == [True]


def test_article_of_several_paragraphs() -> None:
    found = of_lines(
        "QUYẾT ĐỊNH",
        "Về việc công bố",
        "QUYẾT ĐỊNH:",
        "Điều 1. Công bố:",
        "1. Một.",
        "2. Hai.",
        "Điều 2. Ba.",
    )
    assert [(article.number, article.lines) for article in found.articles] == [
        ("1", ("Công bố:", "1. Một.", "2. Hai.")),
        ("2", ("Ba.",)),
    ]


@pytest.mark.parametrize("label", ["Điều 1.", "Điều 1:", "Điều 1", "Điều  1 ."])
def test_labels_of_articles(label: str) -> None:
    (article,) = of_lines("QUYẾT ĐỊNH", "Về việc công bố", "Căn cứ;", f"{label} Công bố.").articles
    assert (article.number, article.text) == ("1", "Công bố.")


def test_two_articles_in_one_paragraph() -> None:
    found = of_lines(
        "QUYẾT ĐỊNH", "Về việc", "Căn cứ;", "Điều 1. Công bố. Điều 2. Quyết định này có hiệu lực."
    )
    assert [article.number for article in found.articles] == ["1", "2"]


def test_an_article_named_in_a_sentence_is_no_new_article() -> None:
    found = of_lines(
        "QUYẾT ĐỊNH", "Về việc", "Căn cứ;", "Điều 1. Công bố.", "Điều 2. Các cơ quan nêu tại Điều 1 thi hành."
    )
    assert [article.number for article in found.articles] == ["1", "2"]


def test_same_number_twice() -> None:
    found = of_lines("QUYẾT ĐỊNH", "Về việc", "Căn cứ;", "Điều 3. Một.", "Điều 3. Hai.")
    assert [(article.number, article.text) for article in found.articles] == [("3", "Một."), ("3", "Hai.")]


def test_glued_head_of_the_articles() -> None:
    found = of_lines("QUYẾT ĐỊNH", "Về việc", "Căn cứ Luật; QUYẾT ĐỊNH:", "Điều 1. Công bố.")
    assert found.preamble == ["Căn cứ Luật;"]
    assert [article.text for article in found.articles] == ["Công bố."]


@pytest.mark.parametrize("lines", [(), ("KẾ HOẠCH", "Điều 1. Gì đó"), ("Quyết định của tôi",)])
def test_documents_that_do_not_call_themselves_a_decision(lines: tuple[str, ...]) -> None:
    found = of_lines(*lines)
    assert (found.typed, found.title, found.articles, found.annex) == (False, "", [], [])


def test_every_block_lands_somewhere() -> None:
    annex: tuple[Block, ...] = (*head_of_annex(), grid(NEW_HEAD), Prose("Hết"))
    document = read_bytes(as_html(replace(PAPER, annex=annex)), "a.html")
    found = outline(document)
    said = [*found.letterhead, found.title, found.authority, *found.preamble, *found.signature]
    said += [line for article in found.articles for line in article.lines]
    told = " ".join(said) + " ".join(block.text for block in found.annex if isinstance(block, Paragraph))
    for block in document.blocks:
        if isinstance(block, Paragraph) and not block.text.startswith("QUYẾT ĐỊNH"):
            assert block.text.removeprefix("Điều ").lstrip("123. ") in told


def test_line_breaks_in_place_of_paragraphs() -> None:
    found = of_lines(
        "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nSố: 12/QĐ-UBND",
        "QUYẾT ĐỊNH\nVề việc công bố thủ tục\nthả diều\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
        "Căn cứ Quyết định số 3/QĐ-BTD\nngày 01/02/2025;\nCăn cứ Luật Thả diều;\nQUYẾT ĐỊNH:",
        "Điều 1. Công bố theo quy định tại\nĐiều 5 Luật Thả diều.\nĐiều 2. Hiệu lực.\nNơi nhận:",
    )
    assert found.title == "Về việc công bố thủ tục thả diều"
    assert found.authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG"
    assert found.preamble == ["Căn cứ Quyết định số 3/QĐ-BTD ngày 01/02/2025;", "Căn cứ Luật Thả diều;"]
    assert [article.text for article in found.articles] == [
        "Công bố theo quy định tại Điều 5 Luật Thả diều.",
        "Hiệu lực.",
    ]
    assert found.signature == ["Nơi nhận:"]


def test_line_breaks_in_the_head_of_an_annex() -> None:
    head = "PHỤ LỤC\nDANH MỤC THỦ TỤC HÀNH CHÍNH\nMỚI BAN HÀNH\n(Kèm theo Quyết định số 12/QĐ-UBND)"
    block = Paragraph(head, head, Place(), centred=True)
    lines = ("QUYẾT ĐỊNH", "Về việc", "Căn cứ;", "Điều 1. Công bố.", "Nơi nhận:")
    blocks = (*(Paragraph(line, line, Place()) for line in lines), block)
    found = outline(Document("0" * 64, "a", "text/plain", (), blocks))
    assert [one.text for one in found.annex if isinstance(one, Paragraph)] == [
        "PHỤ LỤC",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH\nMỚI BAN HÀNH",
        "(Kèm theo Quyết định số 12/QĐ-UBND)",
    ]


@pytest.mark.parametrize("head", [("Quyết định", "Về việc công bố A"), ("Quyết định Về việc công bố A",)])
def test_a_title_in_small_letters(head: tuple[str, ...]) -> None:
    found = of_lines("Số: 12/QĐ-UBND", *head, "Căn cứ Luật;", "QUYẾT ĐỊNH:", "Điều 1. Công bố.")
    assert (found.letterhead, found.typed) == (["Số: 12/QĐ-UBND"], True)
    assert found.title.removeprefix("Quyết định ") == "Về việc công bố A"
    assert found.preamble == ["Căn cứ Luật;"]


def test_a_decision_cited_above_the_head_is_no_title() -> None:
    lines = ("Quyết định số 9/QĐ-UBND", "Căn cứ Luật;", "QUYẾT ĐỊNH", "Về việc công bố A", "Căn cứ Luật;")
    assert of_lines(*lines).title == "Về việc công bố A"
