"""HTML pages: grids, text, what is skipped, limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from ingest.document import Document, Paragraph, Table
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Plan, html_page, html_table, plans, spots_of


def page(body: str, limits: Limits = Limits()) -> Document:
    return read_bytes(html_page(body), "a.html", limits)


def table(body: str) -> Table:
    (found,) = page(f"<p>{PROSE}</p>{body}").tables()
    return found


def texts(body: str) -> list[str]:
    return [block.text for block in page(body).blocks if isinstance(block, Paragraph)]


@given(plans())
def test_any_merged_grid_survives(plan: Plan) -> None:
    found = table(html_table(plan))
    assert spots_of(found) == plan.spots
    assert (found.n_rows, found.n_cols, found.proven) == (plan.rows, plan.cols, True)


def test_header_cells_say_so() -> None:
    found = table("<table><thead><tr><th>STT<td>Tên</thead><tr><th>1<td>Hai</table>")
    assert [cell.header for cell in found.cells] == [True, True, True, False]


def test_breaks_and_blocks_in_cells_are_lines() -> None:
    found = table(
        "<table><tr><td><p>- Một\n  dòng;</p><p>- Hai<br>Ba</p><ul><li>Bốn<li>Năm</ul></td></tr></table>"
    )
    assert found.cells[0].text == "- Một dòng;\n- Hai\nBa\nBốn\nNăm"


def test_pages_written_one_behind_the_other_are_all_read() -> None:
    more = "<!doctype html><html><head><title>Trang</title></head><body><p>Hai</p></body></html>"
    found = read_bytes(html_page(f"<p>{PROSE}</p>") + more.encode() + b"<table><tr><td>Ba</table>", "a.html")
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [PROSE, "Hai"]
    assert [cell.text for cell in found.tables()[0].cells] == ["Ba"]


def test_a_nested_table_becomes_lines_of_its_cell() -> None:
    inner = "<table><tr><td>Phí<td>Không</tr><tr><td>Lệ phí<td>5.000</tr></table>"
    found = table(f"<table><tr><td>1<td>Tên<td>Chi tiết: {inner}</tr></table>")
    assert [cell.text for cell in found.cells] == ["1", "Tên", "Chi tiết:\nPhí Không\nLệ phí 5.000"]


def test_a_table_that_only_frames_the_page_is_opened() -> None:
    found = page(f"<table><tr><td><p>{PROSE}</p><table><tr><td>1<td>Tên</table></td></tr></table>")
    assert [type(block) for block in found.blocks] == [Paragraph, Table]
    assert [cell.text for cell in found.tables()[0].cells] == ["1", "Tên"]


def test_a_table_beside_a_menu_is_opened() -> None:
    inner = "<table><tr><td>STT<td>Tên</tr><tr><td>1<td>Thả diều</tr></table>"
    menu = "<td><script>var a = 'một hai ba bốn năm'</script><a href=#>Trang chủ</a><td>"
    found = page(f"<table><tr><td>Cổng<td>Tỉnh</tr><tr>{menu}<p>{PROSE * 9}</p>{inner}<td>Bên</tr></table>")
    (own,) = found.tables()
    assert [cell.text for cell in own.cells] == ["STT", "Tên", "1", "Thả diều"]
    assert "Trang chủ" in [block.text for block in found.blocks if isinstance(block, Paragraph)]


def test_a_list_with_a_long_row_and_fees_in_a_table_stays_one() -> None:
    fees = "<table><tr><td>Phí<td>Không</tr><tr><td>Lệ phí<td>5.000</tr></table>"
    row = f"<tr><td>1<td>Tên<td>{PROSE} {fees}</tr>"
    assert table(f"<table>{row * 2}</table>").n_rows == 2


def test_paragraphs_know_bold_and_centred() -> None:
    body = (
        "<style>.t{font-weight:bold} p.giua { text-align : center }</style>"
        "<p align=center><b>Một</b></p><p class='t giua'>Hai</p><center><h3>Ba</h3></center>"
        "<p><strong>Điều 1.</strong> Bốn</p>"
    )
    found = [block for block in page(body).blocks if isinstance(block, Paragraph)]
    assert [(one.text, one.bold, one.centred) for one in found] == [
        ("Một", True, True),
        ("Hai", True, True),
        ("Ba", True, True),
        ("Điều 1. Bốn", False, False),
    ]


def test_unclosed_tags_and_text_outside_blocks() -> None:
    assert texts("Đầu<p>Một<div>Hai <i>nghiêng</i><p>Ba</div>Cuối") == [
        "Đầu",
        "Một",
        "Hai nghiêng",
        "Ba",
        "Cuối",
    ]


def test_unclosed_cells() -> None:
    found = table("<table><tr><td>1<td>Một<tr><td>2<td>Hai</table>")
    assert [[cell.text for cell in row] for row in found.rows()] == [["1", "Một"], ["2", "Hai"]]


def test_scripts_are_skipped_and_what_people_saw_is_counted() -> None:
    found = page("<script>x()</script><nav>Trang chủ</nav><p style='display:none'>ẩn</p><p>Một</p>")
    assert found.text() == "Một"
    assert [(note.category, dict(note.facts)["count"]) for note in found.notes] == [
        ("hidden_text", "1"),
        ("navigation", "1"),
    ]


@pytest.mark.parametrize(
    ("image", "names"),
    [
        ("<img src='/a/phu-luc.png?x=1'>", "phu-luc.png"),
        ("<img src='data:image/png;base64,AAAA' width=800 height='1100'>", "data:…"),
        ("<img src=a.png style='width: 600px'>", "a.png"),
        ("<table><tr><td>1<td><img src=b.png width=600 height=300></table>", "b.png"),
        ("<img src=quoc-huy.png width=90 height=90>", None),
        ("<img src=banner.png width=1000 height=120>", None),
        ("<a href=/><img src=logo.png></a>", None),
    ],
)
def test_pictures_as_large_as_a_page_are_told(image: str, names: str | None) -> None:
    found = page(f"<p>{PROSE}</p>{image}")
    facts = [dict(note.facts) for note in found.notes if note.category == "pictures_unread"]
    assert facts == ([{"count": "1", "names": names}] if names else [])


def test_captions_and_stray_text_stand_before_their_table() -> None:
    found = page("<table><caption>Biểu 1</caption>lạc<tr><td>1<td>2</table>")
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["Biểu 1", "lạc"]


def test_text_is_nfc_and_the_raw_text_stays() -> None:
    found = page("<p>Hồ sơ\xa0\u200b</p>")
    block = found.blocks[0]
    assert isinstance(block, Paragraph)
    assert block.text == "Hồ sơ"
    assert block.raw != block.text


def test_places() -> None:
    found = page("<p>Một<table><tr><td>1<td>2<tr><td>3<td>4</table>")
    assert [block.place.path for block in found.blocks] == ["html/body/p", "html/body/table"]
    assert found.tables()[0].cells[3].place.path == "html/body/table/tr[2]/td[2]"


def test_tables_are_numbered_in_order() -> None:
    found = page("<table><tr><td>1<td>2</table><table><tr><td>3<td>4</table>")
    assert [one.number for one in found.tables()] == [1, 2]


def test_spans_are_capped_and_never_overlap() -> None:
    found = table("<table><tr><td rowspan=2>1<td>2</tr><tr><td colspan=99999>3</tr></table>")
    assert found.n_cols == 1_001
    found = table("<table><tr><td>1<td rowspan=2>2</tr><tr><td colspan=3>3</tr></table>")
    assert [(cell.row, cell.col, cell.colspan) for cell in found.cells] == [(0, 0, 1), (0, 1, 1), (1, 0, 1)]


@pytest.mark.parametrize("span", ["0", "-1", "abc", "", "1.5", "9" * 30])
def test_nonsense_spans(span: str) -> None:
    found = table(f"<table><tr><td rowspan='{span}'>1<td>2</tr><tr><td>3</tr></table>")
    assert "3" in [cell.text for cell in found.cells]


def test_cells_at_the_limit_and_one_past_it() -> None:
    body = f"<p>{PROSE}</p><table><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table>"
    assert len(page(body, replace(Limits(), cells=4)).tables()[0].cells) == 4
    with pytest.raises(DocumentError) as caught:
        page(body, replace(Limits(), cells=3))
    assert caught.value.category is Category.TOO_COMPLEX


def test_deep_nesting_ends() -> None:
    assert page("<div>" * 200 + PROSE + "</div>" * 200).text() == PROSE
    with pytest.raises(DocumentError) as caught:
        page("<div>" * 3_000 + PROSE + "</div>" * 3_000)
    assert caught.value.category is Category.TOO_COMPLEX


def test_nested_tables_end() -> None:
    depth = 60
    found = page(f"<p>{PROSE}</p>" + "<table><tr><td>1<td>" * depth + "đáy" + "</table>" * depth)
    assert "đáy" in found.text()


def test_no_entity_reaches_a_file() -> None:
    found = page('<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>Một &e;</p>')
    assert "root:" not in found.text()
