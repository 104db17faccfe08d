"""What holds for any document whatever: nothing raises, nothing is dropped, the same is told again."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extract.deciding import decide
from extract.lists import find_lists
from extract.outline import outline
from ingest.reading import read_bytes
from tests.extract.documents import (
    CODED_HEAD,
    NEW_HEAD,
    PROVINCE_HEAD,
    REPEALED_HEAD,
    WORKFLOW_HEAD,
    Block,
    Box,
    Grid,
    Line,
    Paper,
    Prose,
    as_capture,
    as_html,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

HEADINGS = (
    "PHỤ LỤC I",
    "PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH",
    "PHẦN II. NỘI DUNG CỤ THỂ CỦA TỪNG THỦ TỤC HÀNH CHÍNH",
    "A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (02 TTHC)",
    "II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (06 THỦ TỤC)",
    "I. LĨNH VỰC ĐÊ ĐIỀU",
    "B. Thủ tục hành chính cấp tỉnh",
    "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    "BIỂU MỨC THU PHÍ, LỆ PHÍ",
    "MẪU ĐƠN",
    "QUYẾT ĐỊNH:",
    "Điều 9.",
)
CELLS = (
    "",
    "1",
    "02.",
    "II",
    "-",
    "x",
    "Như trên",
    "1.990001",
    "2.990002. H05",
    "1.014.111",
    "Cấp giấy phép đào kênh",
    "Nghiệm thu đập đất (1.990003)",
    "Nghị định số 11/2025/NĐ-CP",
    "05 ngày làm việc",
    "2.000.000 đồng/hồ sơ",
    "Sở Nông nghiệp và Môi trường",
    "Tổng cộng: 02 TTHC",
    "A. Thủ tục hành chính cấp tỉnh",
    "Bước 1: Tiếp nhận",
    "[1]",
    "(",
)
HEADS = (NEW_HEAD, CODED_HEAD, PROVINCE_HEAD, REPEALED_HEAD, WORKFLOW_HEAD)
texts = st.one_of(st.sampled_from(CELLS), st.text(alphabet="aăđêươ1. /-()[]\n", max_size=12))
boxes = st.builds(Box, texts, st.integers(1, 3), st.integers(1, 3))
loose_rows = st.lists(st.one_of(texts, boxes), min_size=1, max_size=8).map(tuple)
loose_tables = st.lists(st.one_of(loose_rows, st.sampled_from(HEADS)), min_size=1, max_size=6).map(
    lambda rows: Grid(tuple(rows))
)
blocks = st.one_of(
    st.sampled_from(HEADINGS), texts.filter(str.strip).map(Prose), loose_tables, st.sampled_from(HEADINGS)
)
annexes = st.lists(blocks, max_size=7).map(tuple)
ROBUST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@ROBUST
@given(annexes, st.booleans())
def test_any_annex_is_decided(annex: tuple[Block, ...], page: bool) -> None:
    paper = with_annex(Paper(), *annex)
    data, name = (as_html(paper), "a.html") if page else (as_capture(paper), "a.md")
    document = read_bytes(data, name)
    decision = decide(document)
    told = json.loads(json.dumps(decision.to_json(), ensure_ascii=False, allow_nan=False))
    assert told["number"] == "512/QĐ-UBND"
    assert told == json.loads(json.dumps(decide(document).to_json(), ensure_ascii=False))
    assert all(issue["message"] for issue in told["issues"])
    for item in decision.items:
        assert len(item.name.split()) >= 1
        assert item.name == " ".join(item.name.split())
        assert 0 < item.confidence < 1


@ROBUST
@given(st.lists(blocks, max_size=8).map(tuple))
def test_any_blocks_without_a_head_are_decided(annex: tuple[Block, ...]) -> None:
    paper = Paper(
        title="", number="", body="", authority="", signed="", articles=(), preamble=(), annex=annex
    )
    assert decided(paper).items == ()


list_cells = st.sampled_from(CELLS)


@st.composite
def lists(draw: st.DrawFn) -> Grid:
    """A list with random rows as wide as its head."""
    head = draw(st.sampled_from((NEW_HEAD, CODED_HEAD, PROVINCE_HEAD, REPEALED_HEAD)))
    row = st.lists(list_cells, min_size=len(head), max_size=len(head)).map(tuple)
    rows: list[Line] = [tuple(one) for one in draw(st.lists(row, max_size=8))]
    return grid(head, *rows)


TWICE = ("-", "A. Thủ tục hành chính cấp tỉnh", "", "Tổng cộng: 02 TTHC")


@ROBUST
@example(grid(NEW_HEAD, TWICE, TWICE))
@given(lists())
def test_every_row_of_a_list_is_an_item_or_counted(table: Grid) -> None:
    document = read_bytes(as_html(with_annex(Paper(), *head_of_annex(), table)), "a.html")
    found = find_lists(outline(document).annex)
    full = sum(any(row) for row in table.rows[1:])  # rows without any text may be counted or not
    groups = len(found.headings) - 1
    assert full <= len(found.entries) + sum(found.ignored.values()) + groups < len(table.rows)
    told = [issue for issue in decide(document).issues if issue.category == "ignored_rows"]
    counted = int(dict(told[0].facts)["count"]) if told else 0
    assert full <= len(decide(document).items) + counted + groups < len(table.rows)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_normal_form_of_the_file_does_not_matter(form: str) -> None:
    table = grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh"))
    paper = with_annex(Paper(), *head_of_annex(), table)
    data = unicodedata.normalize(form, as_html(paper).decode()).encode()  # type: ignore[arg-type]  # a literal
    found, plain = decide(read_bytes(data, "a.html")).to_json(), decided(paper).to_json()
    del found["document"], plain["document"]
    assert found == plain
