"""The chairman's decision that publishes a list of procedures, with an annex for each kind of change.

Articles as provincial decisions of 11-12/2025 have them. Each annex is a section in landscape of its own,
its pages counted from 1 (Nghị định 30/2020/NĐ-CP Phụ lục I mục I.1 and I.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from corpus.forms.page import (
    CENTRE,
    START,
    block,
    body,
    end,
    letterhead,
    new_letter,
    new_section,
    put,
    rule_below,
    signature,
)

CELL = Pt(11)
"""Letters of the annexes' tables: nine columns on one sheet."""

_ORDINAL = ("STT", 11, "{{ line.ordinal }}", CENTRE)
_CODE = ("Mã TTHC", 22, "{{ line.code }}", CENTRE)
_TERMS = (
    ("Thời hạn giải quyết", 24, "{{ line.time_limit }}", START),
    ("Địa điểm thực hiện", 24, "{{ line.place }}", START),
    ("Cách thức thực hiện", 25, "{{ line.manner }}", START),
    ("Phí, lệ phí (nếu có)", 24, "{{ line.fee }}", START),
    ("Căn cứ pháp lý", 53, "{{ line.basis }}", START),
    ("DVC trực tuyến", 18, "{{ line.online }}", CENTRE),
)
_STANDING = (_ORDINAL, _CODE, ("Tên thủ tục hành chính", 46, "{{ line.name }}", START), *_TERMS)
_REPLACED = (
    ("STT", 10, "{{ line.ordinal }}", CENTRE),
    ("Mã TTHC được thay thế", 20, "{{ line.replaces_code }}", CENTRE),
    ("Tên TTHC được thay thế", 34, "{{ line.replaced_name }}", START),
    ("Mã TTHC thay thế", 20, "{{ line.code }}", CENTRE),
    ("Tên TTHC thay thế", 34, "{{ line.name }}", START),
    ("Thời hạn giải quyết", 20, "{{ line.time_limit }}", START),
    ("Địa điểm thực hiện", 18, "{{ line.place }}", START),
    ("Cách thức thực hiện", 19, "{{ line.manner }}", START),
    ("Phí, lệ phí (nếu có)", 22, "{{ line.fee }}", START),
    ("Căn cứ pháp lý", 34, "{{ line.basis }}", START),
    ("DVC trực tuyến", 16, "{{ line.online }}", CENTRE),
)
_REPEALED = (
    _ORDINAL,
    _CODE,
    ("Tên thủ tục hành chính", 84, "{{ line.name }}", START),
    ("Tên VBQPPL quy định việc bãi bỏ thủ tục hành chính", 80, "{{ line.basis }}", START),
    ("Quyết định đã công bố", 50, "{{ line.published }}", START),
)


def make() -> Any:
    """Decision, then the annexes."""
    letter = new_letter()
    _head(letter)
    _articles(letter)
    signature(
        letter,
        recipients=["{%p for one in recipients %}", "- {{ one }}", "{%p endfor %}"],
        position=["{%p for line in position %}", "{{ line }}", "{%p endfor %}"],
    )
    _annexes(letter)
    return letter


def _head(letter: Any) -> None:
    letterhead(letter, parent=None, issuer="ỦY BAN NHÂN DÂN\n{{ province | upper }}", number="{{ number }}")
    put(letter, ("QUYẾT ĐỊNH", "b"), align=CENTRE, before=Pt(18))
    title = put(letter, ("Về việc công bố {{ title }}", "b"), align=CENTRE)
    rule_below(title, 0.3, Mm(160))
    put(
        letter,
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN {{ province | upper }}", "b"),
        align=CENTRE,
        before=Pt(12),
        after=Pt(12),
    )
    block(letter, "{%p for one in bases %}")
    body(letter, ("Căn cứ {{ one }};", "i"))
    block(letter, "{%p endfor %}")
    block(letter, "{%p for one in grounds %}")
    body(letter, ("Căn cứ {{ one.cited }} của {{ one.head }} về việc {{ one.title }};", "i"))
    block(letter, "{%p endfor %}")
    body(letter, ("Theo đề nghị của {{ department_head }} tại {{ submission }}.", "i"))
    put(letter, ("QUYẾT ĐỊNH:", "b"), align=CENTRE, before=Pt(6), after=Pt(12), keep=True)


def _articles(letter: Any) -> None:
    block(letter, "{%p if counts | length == 1 %}")
    body(
        letter,
        ("Điều 1. ", "b"),
        "Công bố kèm theo Quyết định này Danh mục {{ counts[0].text }} {{ scope }} ({{ counts[0].annex }} "
        "kèm theo).",
    )
    block(letter, "{%p else %}")
    body(
        letter,
        ("Điều 1. ", "b"),
        "Công bố kèm theo Quyết định này Danh mục {{ noun }} {{ scope }}, gồm:",
        keep=True,
    )
    block(letter, "{%p for one in counts %}")
    body(
        letter,
        "{{ loop.index }}. {{ one.text }} ({{ one.annex }} kèm theo){{ ';' if not loop.last else '.' }}",
    )
    block(letter, "{%p endfor %}")
    block(letter, "{%p endif %}")
    block(letter, "{%p if standing %}")
    body(
        letter,
        "Nội dung cụ thể của từng {{ noun }} thực hiện theo {% for one in grounds %}"
        "{{ one.cited }} của {{ one.head }}{{ '.' if loop.last else '; ' }}{% endfor %}",
    )
    block(letter, "{%p endif %}")
    _duties(letter)
    _effect(letter)
    body(
        letter,
        ("Điều 4. ", "b"),
        "Chánh Văn phòng Ủy ban nhân dân {{ unit }}; {{ department_head }}; Thủ trưởng các sở, ban, ngành; "
        "{{ commune_heads }} và các {% if internal %}cơ quan, đơn vị{% else %}tổ chức, cá nhân{% endif %} "
        "có liên quan chịu trách nhiệm thi hành "
        "Quyết định này./.",
        keep=True,
    )


def _duties(letter: Any) -> None:
    body(letter, ("Điều 2. Trách nhiệm của các cơ quan, đơn vị", "b"), keep=True)
    body(letter, "1. {{ department }}:")
    block(letter, "{%p if internal %}")
    _internal_duties(letter)
    block(letter, "{%p else %}")
    _public_duties(letter)
    block(letter, "{%p endif %}")
    body(
        letter,
        "{% if internal %}3{% else %}4{% endif %}. Văn phòng Ủy ban nhân dân {{ unit }} theo dõi, đôn đốc, "
        "kiểm tra việc thực hiện Quyết định này.",
    )


def _internal_duties(letter: Any) -> None:
    """Those of rule R10: posted in time on the websites, neither on the national database nor at counters."""
    body(
        letter,
        "a) Công khai kịp thời, đầy đủ Quyết định này và {{ noun }} trên Cổng Thông tin điện tử {{ unit }}, "
        "trang thông tin điện tử của cơ quan{% if repeals %}; hủy công khai {{ noun }} bị bãi bỏ{% endif %};",
    )
    body(letter, "b) Hướng dẫn, tổ chức thực hiện {{ noun }} theo nội dung công bố tại Quyết định này.")
    body(
        letter,
        "2. Các sở, ban, ngành; {{ communes }} tổ chức thực hiện {{ noun }} thuộc thẩm quyền giải quyết.",
    )


def _public_duties(letter: Any) -> None:
    body(
        letter,
        "a) Nhập, đăng tải công khai Quyết định này và dữ liệu {{ noun }} trên Cơ sở dữ liệu quốc gia về "
        "thủ tục hành chính trong thời hạn {{ days | counted }} ngày làm việc kể từ ngày ký Quyết định;",
    )
    body(
        letter,
        "b) Công khai đầy đủ {{ noun }} trên trang thông tin điện tử và tại nơi tiếp nhận hồ sơ"
        "{% if repeals %}; hủy công khai {{ noun }} bị bãi bỏ{% endif %};",
    )
    body(letter, "c) Tiếp nhận, giải quyết {{ noun }} theo quy định và nội dung công bố tại Quyết định này.")
    body(
        letter,
        "2. {{ systems }} chủ trì, phối hợp với {% if systems != department %}{{ department }} và {% endif %}"
        "cơ quan liên quan cập nhật nội dung {{ noun }} trên Hệ thống thông tin giải quyết "
        "thủ tục hành chính {{ unit }} theo Quyết định này.",
    )
    body(
        letter,
        "3. {{ communes }} niêm yết công khai và tổ chức thực hiện {{ noun }} thuộc thẩm quyền giải quyết.",
    )


def _effect(letter: Any) -> None:
    body(letter, ("Điều 3. Hiệu lực thi hành", "b"), keep=True)
    block(letter, "{%p for one in effects %}")
    body(letter, "{% if effects | length > 1 %}{{ loop.index }}. {% endif %}{{ one }}.")
    block(letter, "{%p endfor %}")


def _annexes(letter: Any) -> None:
    block(letter, "{%p for annex in annexes %}")
    block(letter, "{%p if loop.first %}")
    new_section(letter, landscape=True)
    block(letter, "{%p else %}")
    new_section(letter, landscape=True)
    block(letter, "{%p endif %}")
    put(letter, ("{{ annex.label }}", "b"), align=CENTRE)
    put(letter, ("{{ annex.title }}", "b"), align=CENTRE)
    put(
        letter,
        (
            "(Kèm theo Quyết định số {{ number }} {{ signed | long_day }} "
            "của Chủ tịch Ủy ban nhân dân {{ province }})",
            "i",
        ),
        align=CENTRE,
        after=Pt(8),
    )
    block(letter, "{%p for group in annex.groups %}")
    block(letter, "{%p if group.title %}")
    put(letter, ("{{ group.title }}", "b"), align=START, before=Pt(6), after=Pt(6), keep=True)
    block(letter, "{%p endif %}")
    block(letter, "{%p if annex.kind == 'repealed' %}")
    _table(letter, _REPEALED)
    end(letter)
    block(letter, "{%p elif annex.kind == 'replaced' %}")
    _table(letter, _REPLACED)
    end(letter)
    block(letter, "{%p else %}")
    _table(letter, _STANDING)
    end(letter)
    block(letter, "{%p endif %}")
    block(letter, "{%p endfor %}")
    block(letter, "{%p endfor %}")


def _table(letter: Any, columns: Sequence[tuple[str, int, str, Any]]) -> None:
    """A list: its head on every page, a row over all columns for each field, a row for each procedure."""
    table = letter.add_table(rows=0, cols=len(columns))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    _narrow_margins(table)
    widths = [Mm(width) for _, width, _, _ in columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = _row(table, [(name, "b", CENTRE) for name, *_ in columns], widths)
    _mark(head, "w:tblHeader")
    _row(table, [("{%tr for line in group.lines %}", "", START)], widths)
    _row(table, [("{%tr if line.heading %}", "", START)], widths)
    _row(table, [("{{ line.heading }}", "b", START)], widths)
    _row(table, [("{%tr else %}", "", START)], widths)
    _row(table, [(text, "", align) for *_, text, align in columns], widths)
    _row(table, [("{%tr endif %}", "", START)], widths)
    _row(table, [("{%tr endfor %}", "", START)], widths)


def _row(table: Any, cells: Sequence[tuple[str, str, Any]], widths: Sequence[Length]) -> Any:
    """A row that stays on one page; one cell goes over all columns."""
    row = table.add_row()
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
    places = [row.cells[0].merge(row.cells[-1])] if len(cells) == 1 else list(row.cells)
    for cell, (text, style, align) in zip(places, cells, strict=True):
        for old in list(cell.paragraphs):
            old._p.getparent().remove(old._p)  # noqa: SLF001 - a new cell holds empty paragraphs
        keep = len(cells) == 1
        put(cell, (text, style), align=align, size=CELL, before=Pt(2), after=Pt(2), keep=keep)
    _mark(row, "w:cantSplit")
    return row


def _narrow_margins(table: Any) -> None:
    """Leave 1 mm between rules and letters."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(Mm(1).twips)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - python-docx has no margins


def _mark(row: Any, name: str) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no such row properties
    properties.append(OxmlElement(name))
