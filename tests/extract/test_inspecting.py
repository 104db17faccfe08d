"""What `congbo inspect` lists and draws."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from extract.deciding import decide
from extract.inspecting import Finding, draw, findings
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


def test_frames_items_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "trang.pdf"
    with pypdfium2.PdfDocument.new() as pdf:
        pdf.new_page(200, 100)
        pdf.save(path)
    picture = draw(path, 1, [Finding("item", (50, 20, 150, 60), "1 new"), Finding("table", None, "1: 1 × 1")])
    assert picture.size == (400, 200)
    assert picture.getpixel((200, 41)) == (0, 140, 60)
    assert picture.getpixel((390, 190)) == (255, 255, 255)
    green = picture.getpixel((200, 80))
    assert isinstance(green, tuple)
    assert green[1] > green[0]
