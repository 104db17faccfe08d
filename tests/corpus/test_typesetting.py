import io
import zipfile
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision, demo
from corpus.generator.layout import Box, Grid, Line, occupied
from corpus.generator.truth import truth
from corpus.generator.typesetters import FORMATS, typesetter
from corpus.generator.typesetters import fonts as fonts_module
from extract.folding import plain
from ingest.document import clean, one_line
from ingest.errors import UsageError
from tests.corpus.samples import needs_font, samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def typeset(decision: SampleDecision, form: str) -> bytes:
    return typesetter(form)(blocks(decision), title(decision))


def grids(decision: SampleDecision) -> list[Grid]:
    return [block for block in blocks(decision) if isinstance(block, Grid)]


def shape(grid: Grid) -> list[list[tuple[int, int]]]:
    return [[(box.rowspan, box.colspan) for box in row] for row in grid.rows]


@pytest.mark.parametrize("decision", samples(), ids=lambda one: one.stem)
def test_grids_have_neither_holes_nor_overlaps(decision: SampleDecision) -> None:
    for grid in grids(decision):
        assert sum(box.rowspan * box.colspan for _, _, box in occupied(grid)) == len(grid.rows) * len(
            grid.widths
        )
        assert abs(sum(grid.widths) - 1) < 1e-9


@given(st.integers(2, 4), st.integers(2, 4), st.integers(2, 9))
def test_a_cell_that_leaves_its_place_is_refused(columns: int, rows: int, span: int) -> None:
    body = [[Box("x") for _ in range(columns)] for _ in range(rows)]
    body[0][0] = Box("x", colspan=span)
    with pytest.raises(ValueError, match=r"leaves its place|holes"):
        occupied(Grid((1 / columns,) * columns, tuple(tuple(row) for row in body)))


@pytest.mark.parametrize(
    "form", [pytest.param(form, marks=[needs_font] if form == "pdf" else []) for form in FORMATS]
)
def test_the_same_facts_give_the_same_bytes(form: str) -> None:
    for decision in demo().decisions[:4]:
        assert typeset(decision, form) == typeset(decision, form)


@pytest.mark.parametrize("decision", samples()[:20], ids=lambda one: one.stem)
def test_html_spans_are_those_of_the_grids(decision: SampleDecision) -> None:
    page = html.fromstring(typeset(decision, "html").decode())
    tables = [table for table in page.iter("table") if table.get("class") == "list"]
    found = [
        [[(int(c.get("rowspan", 1)), int(c.get("colspan", 1))) for c in tr] for tr in table.iter("tr")]
        for table in tables
    ]
    assert found == [shape(grid) for grid in grids(decision)]


@pytest.mark.parametrize("decision", samples()[:20], ids=lambda one: one.stem)
def test_docx_merged_cells_are_those_of_the_grids(decision: SampleDecision) -> None:
    with zipfile.ZipFile(io.BytesIO(typeset(decision, "docx"))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    ruled = [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblBorders") is not None]
    assert len(ruled) == len(grids(decision))
    for table, grid in zip(ruled, grids(decision), strict=True):
        rows = [[merge_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        assert all(sum(span for span, _ in row) == len(grid.widths) for row in rows)
        begun = [[span for span, merge in row if merge != "continue"] for row in rows]
        assert begun == [[box.colspan for box in row] for row in grid.rows]
        restarts = sum(merge == "restart" for row in rows for _, merge in row)
        assert restarts == sum(box.rowspan > 1 for row in grid.rows for box in row)
        repeated = len(list(table.iter(f"{W}tblHeader")))
        assert repeated == grid.head_rows


def merge_of(cell: Any) -> tuple[int, str | None]:
    span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
    return (
        1 if span is None else int(span.get(f"{W}val")),
        None if merge is None else merge.get(f"{W}val"),
    )


@needs_font
@pytest.mark.parametrize("decision", samples()[:20], ids=lambda one: one.stem)
def test_pdf_opens_and_holds_every_name(decision: SampleDecision) -> None:
    document = pypdfium2.PdfDocument(typeset(decision, "pdf"))
    try:
        text = " ".join(document[index].get_textpage().get_text_range() for index in range(len(document)))
        wide = [page.get_width() > page.get_height() for page in document]
    finally:
        document.close()
    letters = bare(text)
    for item in truth(decision)["items"]:
        first_words = " ".join(one_line(item["name"]).split()[:3])
        assert bare(first_words) in letters
    assert any(wide) == decision.landscape


def bare(text: str) -> str:
    return plain(clean(text)).replace(" ", "")


def test_a_machine_without_a_font_is_told_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts_module, "_FOLDERS", ())
    fonts_module.family.cache_clear()
    try:
        with pytest.raises(UsageError, match="fonts-dejavu-core"):
            fonts_module.family()
    finally:
        fonts_module.family.cache_clear()


def test_a_capture_puts_each_cell_between_bars_and_leaves_merged_cells_out() -> None:
    grid = Grid(
        (0.2, 0.4, 0.4),
        (
            (Box("STT", bold=True), Box("Tên"), Box("Căn cứ")),
            (Box("1"), Box("Thủ tục A"), Box("Luật 1\nLuật 2", rowspan=2)),
            (Box("2"), Box("")),
        ),
    )
    capture = typesetter("md")([Line("Điều", lead="Điều 1."), grid, Line("Sau bảng", bold=True)], "").decode()
    expected = "**Điều 1.** Điều | **STT** | Tên | Căn cứ | | 1 | Thủ tục A | Luật 1 Luật 2 | | 2 | | "
    assert " ".join(capture.split()) == expected + "**Sau bảng**"
    assert all(len(line) <= 80 for line in capture.splitlines())
