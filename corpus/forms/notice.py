"""The public notice list of the one-stop counter (danh mục niêm yết công khai).

What it tells of a procedure is what Nghị định 63/2010/NĐ-CP Điều 13 khoản 2 has the province publish of it.
"""

from __future__ import annotations

from typing import Any

from docx.shared import Cm, Pt

from corpus.forms.page import CENTRE, HEAD, SMALL, START, TABLE, columns, lay_out, new_letter, put
from corpus.forms.tables import ruled

_COLUMNS = (
    ("STT", 1.3, "{{ row.number }}"),
    ("Mã TTHC", 2.2, "{{ row.code }}"),
    ("Tên thủ tục hành chính", 5.5, "{{ row.name }}"),
    ("Thời hạn giải quyết", 2.5, "{{ row.time_limit }}"),
    ("Địa điểm, cách thức thực hiện", 3.2, "{{ row.place }}"),
    ("Phí, lệ phí", 2.4, "{{ row.fee }}"),
    ("Căn cứ pháp lý", 3.1, "{{ row.basis }}"),
    ("DVC trực tuyến", 1.6, "{{ row.online }}"),
    ("Quyết định công bố", 2.9, "{{ row.decision }}"),
)


def make() -> Any:
    """Title, then one table, its rows by field (lĩnh vực); pages lie broad."""
    letter = new_letter()
    lay_out(letter.sections[0], landscape=True)
    left, right = columns(letter, Cm(12), Cm(12.7))
    put(left, ("{{ province | upper }}", "b"), align=CENTRE, size=HEAD)
    put(left, ("{{ place | upper }}", "b"), align=CENTRE, size=HEAD)
    put(right, ("NIÊM YẾT CÔNG KHAI", "b"), align=CENTRE, size=HEAD)
    put(right, ("tại Bộ phận một cửa", "i"), align=CENTRE, size=SMALL)
    put(letter, ("DANH MỤC THỦ TỤC HÀNH CHÍNH", "b"), align=CENTRE, before=Pt(14))
    put(letter, ("{{ whose }}", "b"), align=CENTRE)
    put(
        letter,
        ("(Tính đến ngày {{ on | day }}; {{ count | whole }} thủ tục)", "i"),
        align=CENTRE,
        after=Pt(8),
    )
    heads, widths, cells = zip(*_COLUMNS, strict=True)
    table = ruled(letter, heads, [Cm(width) for width in widths], "row in group.rows", cells)
    _row(table, "{%tr for group in groups %}", at=1)
    _row(table, "{{ loop.index }}. {{ group.field }} ({{ group.rows | length | whole }} thủ tục)", at=2)
    _row(table, "{%tr endfor %}", at=len(table.rows))
    return letter


def _row(table: Any, text: str, at: int) -> None:
    """A row of one cell over all columns, put before the row that stands at `at`; it stays with the next."""
    row = table.add_row()
    cell = row.cells[0].merge(row.cells[-1])
    put(cell, (text, "b"), align=START, size=TABLE, keep=True)
    for empty in cell.paragraphs[:-1]:
        empty._p.getparent().remove(empty._p)  # noqa: SLF001 - a new cell holds one empty paragraph
    if at < len(table.rows) - 1:
        table.rows[at]._tr.addprevious(row._tr)  # noqa: SLF001 - python-docx only adds rows at the end
