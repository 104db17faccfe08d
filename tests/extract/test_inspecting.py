"""What `congbo inspect` lists and draws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2

from extract.deciding import decide
from extract.inspecting import Finding, draw, findings
from ingest.document import Block, Place, Table
from ingest.reading import read_bytes
from tests.extract.documents import Paper, as_html, grid, with_annex

LIST = grid(("STT", "Mã TTHC", "Tên TTHC"), ("1", "1.990001", "Cấp giấy phép đào kênh"))


def test_lists_blocks_and_items() -> None:
    paper = with_annex(Paper(), "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", LIST)
    document = read_bytes(as_html(paper), "mau.html")
    found = findings(document, decide(document), page=None)
    assert [one.label for one in found if one.kind == "item"] == ["1 new 1.990001 Cấp giấy phép đào kênh"]
    assert any(one.kind == "table" and one.label.endswith(": 2 × 3") for one in found)
    assert any(one.kind == "paragraph" and one.label.startswith("QUYẾT ĐỊNH") for one in found)


def test_lists_only_the_page_asked_for() -> None:
    document = read_bytes(as_html(Paper()), "mau.html")
    assert findings(document, decide(document), page=7) == []


def test_frames_the_rest_of_a_row_on_its_page() -> None:
    rows = grid(("STT", "Mã TTHC", "Tên TTHC"), ("1", "1.990001", "Cấp giấy phép"), ("", "", "đào kênh"))
    paper = with_annex(Paper(), "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", rows)
    document = read_bytes(as_html(paper), "mau.html")
    blocks: list[Block] = []
    for block in document.blocks:
        place = replace(block.place, page=1)
        if not isinstance(block, Table) or block.n_rows != 3:
            blocks.append(replace(block, place=place))
            continue
        for page, (first, end) in enumerate(((0, 2), (2, 3)), start=1):
            cells = tuple(
                replace(cell, row=cell.row - first, place=Place(page, (10.0, 20.0, 90.0, 20.0 + 10 * page)))
                for cell in block.cells
                if first <= cell.row < end
            )
            blocks.append(replace(block, n_rows=end - first, cells=cells, place=Place(page)))
    document = replace(document, blocks=tuple(blocks))
    (rest,) = [one for one in findings(document, decide(document), page=2) if one.kind in {"item", "rest"}]
    assert rest == Finding(
        "rest",
        (10.0, 20.0, 90.0, 40.0),
        "1 new 1.990001 Cấp giấy phép đào kênh (tiếp theo từ trang 1)",
    )


def test_frames_items_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "trang.pdf"
    with pypdfium2.PdfDocument.new() as pdf:
        pdf.new_page(200, 100)
        pdf.save(path)
    found = [
        Finding("item", (50, 20, 150, 60), "1 new"),
        Finding("rest", (50, 70, 150, 90), "2 new (tiếp)"),
        Finding("table", None, "1: 1 × 1"),
    ]
    picture = draw(path, 1, found)
    assert picture.size == (400, 200)
    assert picture.getpixel((200, 41)) == (0, 140, 60)
    assert picture.getpixel((200, 141)) == (0, 140, 60)
    assert picture.getpixel((390, 190)) == (255, 255, 255)
    green = picture.getpixel((200, 80))
    assert isinstance(green, tuple)
    assert green[1] > green[0]
