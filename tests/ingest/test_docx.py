"""Word files: grids, runs, changes, boxes, notes, numbers, limits."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings

from ingest.document import Document, Paragraph
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.reading import read_bytes
from tests.ingest.papers import PROSE, Plan, plans, spots_of, word_bytes, word_from_xml, word_table


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def markup(body: str, parts: dict[str, str] | None = None) -> Document:
    return read_bytes(word_from_xml(body, parts), "a.docx")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


@given(plans(most=4))
@settings(deadline=None, max_examples=40)
def test_any_merged_grid_survives(plan: Plan) -> None:
    document = docx.Document()
    word_table(document, plan)
    (found,) = read_bytes(word_bytes(document), "a.docx").tables()
    assert spots_of(found) == plan.spots
    assert (found.n_rows, found.n_cols, found.proven) == (plan.rows, plan.cols, True)


def test_paragraphs_know_bold_and_centred() -> None:
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("QUYẾT ").bold = True
    title.add_run("ĐỊNH").bold = True
    article = document.add_paragraph()
    article.add_run("Điều 1. ").bold = True
    article.add_run(PROSE)
    document.add_heading("PHỤ LỤC", 1)
    found = [b for b in read_bytes(word_bytes(document), "a").blocks if isinstance(b, Paragraph)]
    assert [(one.text, one.bold, one.centred) for one in found] == [
        ("QUYẾT ĐỊNH", True, True),
        (f"Điều 1. {PROSE}", False, False),
        ("PHỤ LỤC", True, False),
    ]


def test_paths_tell_the_place() -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    document.add_table(1, 2)
    table = document.add_table(2, 2)
    table.cell(1, 1).text = "ô"
    found = read_bytes(word_bytes(document), "a")
    assert [block.place.path for block in found.blocks] == ["body/p[1]", "body/tbl[1]", "body/tbl[2]"]
    assert found.tables()[1].cells[3].place.path == "body/tbl[2]/tr[2]/tc[2]"


def test_a_nested_table_becomes_lines_of_its_cell() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "1"
    cell = outer.cell(0, 1)
    cell.text = "Chi tiết:"
    inner = cell.add_table(2, 2)
    for row, texts_of_row in enumerate((("Phí", "Không"), ("Lệ phí", "5.000"))):
        for col, text in enumerate(texts_of_row):
            inner.cell(row, col).text = text
    (found,) = read_bytes(word_bytes(document), "a").tables()
    assert found.cells[1].text == "Chi tiết:\nPhí Không\nLệ phí 5.000"


def word_grid(*rows: tuple[str, ...]) -> str:
    """A table of cells that hold markup."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


LIST = word_grid(
    (paragraph(run("STT")), paragraph(run("Tên"))), (paragraph(run("1")), paragraph(run("Diều")))
)


@pytest.mark.parametrize(
    "rows",
    [
        [(paragraph(run(PROSE)) + LIST + paragraph(),)],
        [(paragraph(run("Tỉnh")), paragraph(run("Số 1"))), (paragraph(), paragraph(run(PROSE * 9)) + LIST)],
    ],
)
def test_a_table_that_only_frames_the_text_is_opened(rows: list[tuple[str, ...]]) -> None:
    found = markup(word_grid(*rows))
    (own,) = found.tables()
    assert [cell.text for cell in own.cells] == ["STT", "Tên", "1", "Diều"]
    assert (own.number, own.place.path) == (1, f"body/tbl[1]/tr[{len(rows)}]/tc[{len(rows)}]/tbl[1]")
    assert PROSE in "\n".join(texts(found))


def test_tracked_changes_are_read_as_accepted() -> None:
    body = paragraph(
        run("Công bố "),
        f"<w:del>{run('05').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{run('03')}</w:ins>",
        f"<w:moveFrom>{run(' cũ')}</w:moveFrom>",
        run(" thủ tục"),
    )
    found = markup(body)
    assert texts(found) == ["Công bố 03 thủ tục"]
    assert [(note.category, dict(note.facts)["count"]) for note in found.notes] == [("deleted_text", "2")]


def test_deleted_rows_are_left_out() -> None:
    cell = f"<w:tc>{paragraph(run('ô'))}</w:tc>"
    body = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell}</w:tr><w:tr>{cell}{cell}</w:tr></w:tbl>"
    found = markup(body)
    assert found.tables()[0].n_rows == 1
    assert found.notes[0].category == "deleted_text"


def test_content_controls_and_links_are_read() -> None:
    inner = paragraph(run("Một "), f"<w:hyperlink>{run('hai')}</w:hyperlink>")
    assert texts(markup(f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>")) == ["Một hai"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:drawing><w:txbxContent>{paragraph(run('Trong khung'))}</w:txbxContent></w:drawing>"
    old = box.replace("w:drawing", "w:pict")
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    found = markup(
        paragraph(run("Ngoài khung"), f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>")
    )
    assert texts(found) == ["Ngoài khung", "Trong khung"]


def test_breaks_tabs_hyphens_fields_and_hidden_text() -> None:
    body = paragraph(
        "<w:r><w:t>Dòng một</w:t><w:br/><w:t>dòng</w:t><w:tab/></w:r>",
        "<w:r><w:t>hai QĐ</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        run("ẩn", "<w:vanish/>"),
    )
    found = markup(body)
    assert texts(found) == ["Dòng một\ndòng hai QĐ-UBND"]
    assert found.notes[0].category == "hidden_text"


def test_footnotes_keep_their_mark_and_their_text() -> None:
    notes = (
        "<w:root><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
        f"<w:footnote w:id='7'>{paragraph(run('Chú thích của ô.'))}</w:footnote></w:root>"
    )
    cell = paragraph(run("Tên thủ tục"), "<w:r><w:footnoteReference w:id='7'/></w:r>")
    found = markup(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>", {"word/footnotes.xml": notes})
    assert found.tables()[0].cells[0].text == "Tên thủ tục[1]"
    assert texts(found) == ["[1] Chú thích của ô."]


def test_list_numbers_are_printed_as_word_prints_them() -> None:
    def level(number: int, style: str, text: str, start: int = 1) -> str:
        return (
            f"<w:lvl w:ilvl='{number}'><w:start w:val='{start}'/><w:numFmt w:val='{style}'/>"
            f"<w:lvlText w:val='{text}'/></w:lvl>"
        )

    numbering = (
        "<w:root><w:abstractNum w:abstractNumId='0'>"
        + level(0, "upperRoman", "%1.", 4)
        + level(1, "decimal", "%1.%2.")
        + level(2, "lowerLetter", "%3)")
        + "</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num></w:root>"
    )

    def item(depth: int) -> str:
        properties = f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='5'/></w:numPr>"
        return paragraph(run("mục"), properties=properties)

    body = "".join(item(depth) for depth in (0, 1, 1, 2, 0, 1))
    found = markup(body, {"word/numbering.xml": numbering})
    assert texts(found) == ["IV. mục", "IV.1. mục", "IV.2. mục", "a) mục", "V. mục", "V.1. mục"]


def test_an_empty_numbered_cell_holds_its_number() -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.paragraphs[0].style = "List Number"
    (found,) = read_bytes(word_bytes(document), "a").tables()
    assert found.cells[0].text == "1."


def test_repeated_header_rows_are_headers() -> None:
    cell = f"<w:tc>{paragraph(run('STT'))}</w:tc>"
    body = f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>"
    assert [cell.header for cell in markup(body).tables()[0].cells] == [True, False]


def test_page_headers_are_told() -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    document.sections[0].header.paragraphs[0].text = "Dự thảo"
    found = read_bytes(word_bytes(document), "a")
    assert [(note.category, dict(note.facts)["lines"]) for note in found.notes] == [("page_parts", "Dự thảo")]


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(data: bytes, limits: Limits = Limits()) -> Category:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "a.docx", limits)
    return caught.value.category


def test_a_package_without_its_document_is_damaged() -> None:
    assert refused(packed({"[Content_Types].xml": b"<a/>", "word/styles.xml": b"<a/>"})) is Category.DAMAGED


def test_broken_markup_is_damaged() -> None:
    assert refused(packed({"word/document.xml": b"<w:document><w:body>"})) is Category.DAMAGED


def test_archive_limits() -> None:
    many = {"word/document.xml": b"<a/>"} | {f"word/{number}.xml": b"" for number in range(9)}
    limits = Limits()
    assert refused(packed(many), replace(limits, archive_members=9)) is Category.ARCHIVE_LIMIT
    assert refused(packed(many), replace(limits, archive_members=10)) is Category.DAMAGED
    large = packed({"word/document.xml": b"<a>" + b"x" * 3_000_000 + b"</a>"})
    assert refused(large) is Category.ARCHIVE_LIMIT
    assert refused(large, replace(limits, archive_ratio=10_000)) is Category.DAMAGED
    assert refused(large, replace(limits, archive_bytes=2_000_000)) is Category.ARCHIVE_LIMIT
    assert refused(large, replace(limits, member_bytes=2_000_000)) is Category.ARCHIVE_LIMIT


def test_cells_at_the_limit_and_one_past_it() -> None:
    document = docx.Document()
    document.add_table(2, 2).cell(0, 0).text = PROSE
    data = word_bytes(document)
    assert len(read_bytes(data, "a", replace(Limits(), cells=4)).tables()[0].cells) == 4
    assert refused(data, replace(Limits(), cells=3)) is Category.TOO_COMPLEX


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd" [<!ENTITY e "x">]>',
    ],
)
def test_entities_are_never_resolved(doctype: str) -> None:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{name}"><w:body><w:p><w:r><w:t>Một &e;</w:t></w:r></w:p></w:body></w:document>'
    )
    data = packed({"word/document.xml": (doctype + body).encode()})
    with suppress(DocumentError):
        assert read_bytes(data, "a").text() == "Một"
