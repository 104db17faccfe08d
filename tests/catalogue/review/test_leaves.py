"""Documents without pages: their text beside the proposal, its row marked."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.review.cutting import Row, Text, cut
from catalogue.review.leaves import Leaves, stands_at
from extract.decision import Change, Source
from ingest.document import Cell, Document, Paragraph, Place, Table
from ingest.originals import Originals
from tests.catalogue.judging_cases import CARD, HOTEL, filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import Person

NOWHERE = Place()


def cell(row: int, col: int, text: str, rowspan: int = 1) -> Cell:
    return Cell(row, col, text, text, NOWHERE, rowspan)


def table(number: int, cells: list[Cell], n_rows: int, n_cols: int = 2) -> Table:
    return Table(number, n_rows, n_cols, tuple(cells), NOWHERE)


def paragraph(text: str, path: str | None = None) -> Paragraph:
    return Paragraph(text, text, Place(path=path))


def document(*blocks: Paragraph | Table) -> Document:
    return Document("a" * 64, "vb.docx", "application/msword", (), blocks)


@given(
    st.lists(
        st.one_of(st.integers(0, 9000), st.lists(st.integers(0, 9000), min_size=1, max_size=12)), max_size=12
    )
)
def test_every_paragraph_and_row_stands_on_exactly_one_leaf_in_order(sizes: list[int | list[int]]) -> None:
    blocks: list[Paragraph | Table] = []
    for number, size in enumerate(sizes):
        if isinstance(size, int):
            blocks.append(paragraph("x" * size, f"p{number}"))
        else:
            rows = [cell(row, 0, "x" * letters) for row, letters in enumerate(size)]
            blocks.append(table(number, rows, len(rows), 1))
    leaves = cut(document(*blocks))
    found: list[str] = []
    for leaf in leaves:
        assert leaf
        parts = [part for piece in leaf for part in ([piece] if isinstance(piece, Text) else piece)]
        letters = [
            len(part.text) if isinstance(part, Text) else sum(len(one.text) for one in part.cells)
            for part in parts
        ]
        assert sum(letters) <= 6000 or len(parts) == 1 or sum(map(bool, letters)) == 1
        found += [
            part.path or "" if isinstance(part, Text) else f"{part.table}/{part.number}" for part in parts
        ]
    wanted = [
        name
        for number, size in enumerate(sizes)
        for name in (
            [f"p{number}"] if isinstance(size, int) else [f"{number}/{row + 1}" for row in range(len(size))]
        )
    ]
    assert found == wanted


def test_cells_that_span_rows_are_cut_where_a_leaf_ends() -> None:
    cells = [cell(0, 0, "A", rowspan=3), *(cell(row, 1, "x" * 2500) for row in range(3))]
    first, second = cut(document(table(1, cells, 3)))
    (above,), (below,) = first, second
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert [(one.text[:1], one.rowspan) for one in above[0].cells] == [("A", 2), ("x", 1)]
    assert [len(row.cells) for row in above] == [2, 1]
    assert [(one.text[:1], one.rowspan) for one in below[0].cells] == [("A", 1), ("x", 1)]


def test_a_row_is_known_by_table_and_row_and_a_paragraph_by_its_path() -> None:
    row, text = Row(2, 3, ()), Text("a", "body/p[4]")
    assert stands_at(row, {"table": 2, "row": 3, "path": "body/p[4]"})
    assert not stands_at(row, {"table": 2, "row": 2})
    assert stands_at(text, {"path": "body/p[4]"})
    assert not stands_at(text, {"table": 2, "row": 3, "path": "body/p[4]"})
    assert not stands_at(Text("a", None), {})
    assert Leaves(((text,), ((row,),))).of({"table": 2, "row": 3}) == 2
    assert Leaves(((text,),)).of({"table": 9, "row": 9}) == 1


PAGE = """<html><head><title>QĐ</title><style>p { color: red }</style></head><body>
<p>Quyết định công bố danh mục thủ tục hành chính của tỉnh</p>
<script>alert(1)</script><p onclick="alert(2)">Điều 1. Công bố &lt;img src=x onerror=alert(3)&gt; kèm theo</p>
<table><tr><th>TT</th><th>Tên thủ tục</th></tr>
<tr><td>1</td><td>Cấp thẻ hướng dẫn viên du lịch</td></tr>
<tr><td>2</td><td>Công nhận hạng cơ sở lưu trú du lịch</td></tr></table>
{more}</body></html>"""


def opened(folder: Path, original: bytes, name: str = "qd.html", **facts: object) -> Person:
    """A decision of two rows whose original is kept."""
    with filled(folder) as workspace:
        sha256 = Originals(workspace.originals).keep(original)
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], fee="1", source=Source(table=1, row=2)),
            item(Change.AMENDED, name=HOTEL[1], code=HOTEL[0], fee="1", source=Source(table=1, row=3)),
            sha256=sha256,
            media_type="text/html",
        )
        with workspace.writing() as db:
            db.execute("UPDATE locations SET name = ?", [name])
    return Person(workspace.folder, single_user=True)


def address(person: Person, position: int = 1) -> str:
    rows = person.proposals()
    return f"/items/{next(row['id'] for row in rows if row['position'] == position)}"


def source(text: str) -> str:
    return text.partition('<section class="source"')[2].partition("</section>")[0]


def test_the_text_stands_beside_the_proposal_with_its_row_marked(tmp_path: Path) -> None:
    person = opened(tmp_path, PAGE.replace("{more}", "").encode())
    shown = source(person.get(address(person, 2)).text)
    assert "phần 1/1" in shown
    (own,) = re.findall(r'<tr class="own" id="frame">(.*?)</tr>', shown, re.DOTALL)
    assert re.findall(r">([^<]+)</td>", own) == ["2", HOTEL[1]]
    assert "<th>Tên thủ tục</th>" in shown


def test_nothing_of_the_documents_markup_reaches_the_page(tmp_path: Path) -> None:
    person = opened(tmp_path, PAGE.replace("{more}", "").encode())
    shown = source(person.get(address(person)).text)
    assert "&lt;img src=x onerror=alert(3)&gt;" in shown
    assert "alert(1)" not in shown
    assert "onclick" not in shown
    assert "<img" not in shown


def test_a_long_document_is_read_part_by_part(tmp_path: Path) -> None:
    more = "".join(f"<p>Đoạn {number}: {'thủ tục hành chính ' * 50}</p>" for number in range(30))
    person = opened(tmp_path, PAGE.replace("{more}", more).encode())
    where = address(person)
    first = source(person.get(where).text)
    assert re.search(r"phần 1/([5-9])", first)
    assert 'data-key="["' not in first
    assert f'href="{where}?leaf=2" data-key="]"' in first
    second = source(person.get(f"{where}?leaf=2").text)
    assert 'id="frame"' not in second
    assert 'data-key="["' in second
    last = source(person.get(f"{where}?leaf=99").text)
    assert "Đoạn 29" in last
    assert 'data-key="]"' not in last


@pytest.mark.parametrize("original", [b"", b"\x00\x01\x02 nothing known"])
def test_an_original_that_cannot_be_read_gives_way_to_the_rows_of_the_list(
    original: bytes, tmp_path: Path
) -> None:
    person = opened(tmp_path, original, "la.html")
    shown = source(html.unescape(person.get(address(person)).text))
    assert "la.html" in shown
    assert 'class="own" id="frame"' in shown
    assert HOTEL[1] in shown


def test_an_original_that_is_not_kept_gives_way_too(alone: Person) -> None:
    shown = source(alone.get(address(alone)).text)
    assert "Không có bản gốc" in shown
    assert 'class="own" id="frame"' in shown


def test_a_document_is_read_once(tmp_path: Path) -> None:
    person = opened(tmp_path, PAGE.replace("{more}", "").encode())
    shelf = person.house.shelf
    person.get(address(person))
    kept = dict(shelf._kept)
    person.get(address(person, 2))
    assert {key: id(value) for key, value in shelf._kept.items()} == {
        key: id(value) for key, value in kept.items()
    }
