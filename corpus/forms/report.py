"""The report on publication (báo cáo công bố, công khai TTHC): a letter, tables of figures and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from corpus.forms.page import (
    BODY,
    CENTRE,
    SMALL,
    START,
    block,
    body,
    letterhead,
    new_letter,
    new_section,
    put,
    rule_below,
    signature,
)

_SMALL = Pt(11)
_WIDE = Cm(24.7)
"""Width of the text on a page in landscape: A4 less the margins of mục I.2."""
_ENCLOSED = "(Kèm theo Báo cáo số ……/BC-VP {{ signed | long_day }} của Văn phòng UBND {{ province }})"
_CELL_MARGIN = 50
"""Twentieths of a point at the sides of a cell: narrow columns hold whole words."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: head, field that docxtpl fills in, width in cm, the head it shares with its neighbours."""

    head: str
    field: str
    width: float
    group: str = ""
    centred: bool = True


_PUBLISHED = "Số thủ tục hành chính được công bố"
_APART = "Tính riêng"
_DUTIES = "Nhiệm vụ có thời hạn"
_POSTED = "TTHC công khai trên CSDLQG về TTHC"
_ONLINE = "Dịch vụ công trực tuyến"
_PUBLICATION = (
    _Column("Số QĐ\ncông bố", "decisions", 1.7),
    _Column("Số\nVBQPPL", "legal_acts", 1.8),
    _Column("Tổng số", "total", 1.6, _PUBLISHED),
    _Column("Mới\nban hành", "new", 1.7, _PUBLISHED),
    _Column("Sửa đổi,\nbổ sung", "amended", 1.7, _PUBLISHED),
    _Column("Thay\nthế", "replaced", 1.5, _PUBLISHED),
    _Column("Bãi bỏ,\nhủy bỏ", "repealed", 1.6, _PUBLISHED),
    _Column("Chuẩn\nhóa", "standardised", 1.6, _APART),
    _Column("Không\nnêu loại", "listed", 1.6, _APART),
    _Column("Nội bộ", "internal", 1.5, _APART),
    _Column("Rút ngắn\ntừ 30 %", "shortened", 1.8, _APART),
)
_CONTROL = (
    _Column("Đúng\nhạn", "on_time", 1.3, _DUTIES),
    _Column("Quá\nhạn", "late", 1.3, _DUTIES),
    _Column("Không đủ\ncăn cứ", "undecided", 1.7, _DUTIES),
    _Column("Chưa\nđến hạn", "pending", 1.5, _DUTIES),
    _Column("Tỷ lệ\nđúng hạn", "share", 1.7, _DUTIES),
    _Column("Tổng\nsố", "posted", 1.3, _POSTED),
    _Column("Đúng\nhạn", "posted_in_time", 1.3, _POSTED),
    _Column("Quá\nhạn", "posted_late", 1.3, _POSTED),
    _Column("Chưa rõ\nngày", "posted_unknown", 1.5, _POSTED),
    _Column("Chưa có\nminh chứng", "unposted", 1.9, _POSTED),
    _Column("Số QĐ\nphê duyệt\nQTNB", "workflows", 1.7),
    _Column("Toàn\ntrình", "online_full", 1.3, _ONLINE),
    _Column("Một\nphần", "online_part", 1.3, _ONLINE),
)
_DECISIONS = (
    _Column("TT", "loop.index", 1.1),
    _Column("Số quyết định", "row.decision", 3.6, centred=False),
    _Column("Ngày ký", "row.signed", 2.4),
    _Column("Lĩnh vực", "row.fields", 6.6, centred=False),
    _Column("Mới", "row.new", 1.4),
    _Column("Sửa đổi,\nbổ sung", "row.amended", 1.8),
    _Column("Thay\nthế", "row.replaced", 1.4),
    _Column("Bãi bỏ", "row.repealed", 1.5),
    _Column("Chuẩn\nhóa", "row.standardised", 1.6),
    _Column("Không\nnêu loại", "row.listed", 1.7),
    _Column("Nội bộ", "row.internal", 1.6),
)
_WORKFLOWS = (
    _Column("TT", "loop.index", 1.1),
    _Column("Số quyết định", "row.decision", 5.0, centred=False),
    _Column("Ngày ký", "row.signed", 3.0),
    _Column("Lĩnh vực", "row.fields", 15.6, centred=False),
)
_PROCEDURES = (
    _Column("TT", "loop.index", 1.1),
    _Column("Số quyết định", "row.decision", 3.2, centred=False),
    _Column("Ngày ký", "row.signed", 2.2),
    _Column("Mã TTHC", "row.code", 2.1),
    _Column("Tên thủ tục hành chính", "row.name", 7.7, centred=False),
    _Column("Lĩnh vực", "row.fields", 3.4, centred=False),
    _Column("Công khai trên\nCSDLQG", "row.posted", 2.7),
    _Column("DVC\ntrực tuyến", "row.online", 2.3),
)
_TASKS = (
    _Column("TT", "loop.index", 1.1),
    _Column("Số quyết định", "row.decision", 3.2, centred=False),
    _Column("Nhiệm vụ", "row.duty", 6.2, centred=False),
    _Column("Căn cứ", "row.source", 3.6, centred=False),
    _Column("Hạn cuối", "row.due", 2.2),
    _Column("Hoàn\nthành", "row.done", 2.2),
    _Column("Kết luận", "row.verdict", 6.2, centred=False),
)
_ACTS = (
    _Column("TT", "loop.index", 1.1),
    _Column("Số, ký hiệu văn bản", "row.act", 5.0, centred=False),
    _Column("Quyết định công bố nêu làm căn cứ", "row.decisions", 15.6, centred=False),
    _Column("Số TTHC", "row.procedures", 3.0),
)
_TEXT = (
    (
        "Văn phòng Ủy ban nhân dân {{ province }} báo cáo tình hình, kết quả công bố, công khai thủ "
        "tục hành chính (TTHC){{ of_whom }} từ {{ first | long_day }} đến {{ last | long_day }} như "
        "sau:"
    ),
    "1. Kết quả công bố TTHC",
    (
        "Trong kỳ{% if as_of < last %} (tính đến hết {{ as_of | long_day }}){% endif %}, "
        "tỉnh đã ban hành {{ all.decisions }} quyết định công bố của {{ departments | "
        "counted }} cơ quan, với {{ all.total }} TTHC, trong đó: {{ all.new }} TTHC mới ban hành; {{ "
        "all.amended }} TTHC sửa đổi, bổ sung; {{ all.replaced }} TTHC thay thế; {{ all.repealed }} "
        "TTHC bãi bỏ. Ngoài ra đã chuẩn hóa {{ all.standardised }} TTHC. Số văn bản quy phạm pháp "
        "luật (VBQPPL) làm căn cứ: {{ all.legal_acts }}. Số TTHC được rút ngắn từ 30 % thời gian giải"
        " quyết: {{ all.shortened }}."
    ),
    "Quy trình nội bộ (QTNB) được phê duyệt tại {{ all.workflows }} quyết định.",
    "2. Thực hiện các nhiệm vụ có thời hạn",
    (
        "Tính đến hết {{ as_of | long_day }}, có {{ all.on_time }} nhiệm vụ hoàn thành đúng hạn, {{ "
        "all.late }} nhiệm vụ quá hạn (tỷ lệ đúng hạn {{ all.share }}), {{ all.undecided }} nhiệm vụ "
        "không đủ căn cứ để kết luận, {{ all.pending }} nhiệm vụ chưa đến hạn."
    ),
    "3. Công khai trên Cơ sở dữ liệu quốc gia (CSDLQG) về TTHC",
    (
        "Trong số TTHC được công bố trong kỳ, {{ all.posted }} TTHC đã công khai: {{ "
        "all.posted_in_time }} đúng hạn, {{ all.posted_late }} quá hạn, {{ all.posted_unknown }} chưa"
        " rõ ngày công khai; {{ all.unposted }} TTHC chưa có minh chứng đã công khai."
    ),
    "4. Dịch vụ công trực tuyến",
    (
        "Số TTHC là dịch vụ công trực tuyến toàn trình: {{ all.online_full }}; một phần: {{ "
        "all.online_part }}."
    ),
    (
        "Số liệu theo cơ quan, lĩnh vực tại Phụ lục I và II; các dòng làm nên từng số liệu tại các "
        "phụ lục tiếp theo."
    ),
    "Trên đây là báo cáo của Văn phòng Ủy ban nhân dân {{ province }}./.",
)
"""The paragraphs of the letter: headings begin with a figure."""


def make() -> Any:
    """Head, the results in words, who signs; the tables and the rows behind them as annexes in landscape."""
    letter = new_letter()
    letterhead(
        letter, parent="ỦY BAN NHÂN DÂN\n{{ province | upper }}", issuer="VĂN PHÒNG", number="……/BC-VP"
    )
    put(letter, ("BÁO CÁO", "b"), align=CENTRE, before=Pt(14))
    put(letter, ("{{ title }}", "b"), align=CENTRE)
    rule_below(put(letter, ("(từ {{ first | long_day }} đến {{ last | long_day }})", "b"), align=CENTRE), 0.3,
               Cm(16))  # fmt: skip
    put(letter, "", size=Pt(6))
    _text(letter)
    signature(
        letter,
        recipients=[
            "- UBND {{ province }} (để báo cáo);",
            "- Các sở, ban, ngành;",
            "- VPUB: CVP, các PCVP;",
            "- Lưu: VT, TTHC.",
        ],
        position=["CHÁNH VĂN PHÒNG"],
    )
    _annex(letter, "I", "KẾT QUẢ CÔNG BỐ THỦ TỤC HÀNH CHÍNH")
    _figures(letter, _PUBLICATION)
    _annex(letter, "II", "KẾT QUẢ THỰC HIỆN THỜI HẠN, CÔNG KHAI, QTNB, DỊCH VỤ CÔNG TRỰC TUYẾN")
    _figures(letter, _CONTROL)
    put(letter, ("Ghi chú về cách tính:", "bi"), size=SMALL, before=Pt(8), keep=True)
    block(letter, "{%p for note in notes %}")
    put(letter, ("- {{ note }}", "i"), size=SMALL, before=Pt(2))
    block(letter, "{%p endfor %}")
    details = (
        ("III", "DANH SÁCH QUYẾT ĐỊNH CÔNG BỐ", "decisions", _DECISIONS),
        ("IV", "DANH SÁCH THỦ TỤC HÀNH CHÍNH ĐƯỢC CÔNG BỐ", "procedures", _PROCEDURES),
        ("V", "DANH SÁCH NHIỆM VỤ CÓ THỜI HẠN", "duties", _TASKS),
        ("VI", "DANH SÁCH VĂN BẢN QUY PHẠM PHÁP LUẬT LÀM CĂN CỨ", "acts", _ACTS),
        ("VII", "DANH SÁCH QUYẾT ĐỊNH PHÊ DUYỆT QUY TRÌNH NỘI BỘ", "workflows", _WORKFLOWS),
    )
    for number, title, groups, columns in details:
        _annex(letter, number, title)
        _rows(letter, groups, columns)
    return letter


def _text(letter: Any) -> None:
    for text in _TEXT:
        if text[0].isdigit():
            body(letter, (text, "b"), keep=True)
        else:
            body(letter, text, keep=text is _TEXT[-1])


def _annex(letter: Any, number: str, title: str) -> None:
    new_section(letter, landscape=True)
    put(letter, (f"Phụ lục {number}", "b"), align=CENTRE, size=BODY, keep=True)
    put(letter, (title, "b"), align=CENTRE, keep=True)
    put(letter, (_ENCLOSED, "i"), align=CENTRE, after=Pt(8), keep=True)


def _figures(letter: Any, columns: Sequence[_Column]) -> None:
    """A line for each department and, in italics, for each of its fields, below the line of them all."""
    names = _WIDE.cm - 1.1 - sum(column.width for column in columns)
    every = (
        _Column("TT", "line.ordinal", 1.1),
        _Column("Cơ quan / lĩnh vực", "line.name", names, centred=False),
        *(_Column(one.head, f"line.{one.field}", one.width, one.group) for one in columns),
    )
    table = _table(letter, every, rows=9)
    _two_storeys(table, every)
    _tag(table, 2, "{%tr for line in lines %}")
    _tag(table, 3, "{%tr if line.scope == 'field' %}")
    _fields(table, 4, every, "i")
    _tag(table, 5, "{%tr else %}")
    _fields(table, 6, every, "b")
    _tag(table, 7, "{%tr endif %}")
    _tag(table, 8, "{%tr endfor %}")


def _rows(letter: Any, groups: str, columns: Sequence[_Column]) -> None:
    """The rows in groups, each under its name, counted from 1."""
    table = _table(letter, columns, rows=7)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, column.head, CENTRE, "b")
    _property(table.rows[0], "w:tblHeader")
    _tag(table, 1, f"{{%tr for group in {groups} %}}")
    whole = table.rows[2].cells[0].merge(table.rows[2].cells[-1])
    _fill(whole, "{{ group.name }}", START, "b", keep=True)
    _tag(table, 3, "{%tr for row in group.rows %}")
    _fields(table, 4, columns, "")
    _tag(table, 5, "{%tr endfor %}")
    _tag(table, 6, "{%tr endfor %}")


def _table(letter: Any, columns: Sequence[_Column], rows: int) -> Any:
    table = letter.add_table(rows=rows, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    _narrow_cells(table)
    for column, made in zip(columns, table.columns, strict=True):
        made.width = Cm(column.width)
    for row in table.rows:
        _property(row, "w:cantSplit")
        for cell, column in zip(row.cells, columns, strict=True):
            cell.width = Cm(column.width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return table


def _two_storeys(table: Any, columns: Sequence[_Column]) -> None:
    upper, lower = table.rows[0].cells, table.rows[1].cells
    at = 0
    while at < len(columns):
        end = at + 1
        while columns[at].group and end < len(columns) and columns[end].group == columns[at].group:
            end += 1
        if columns[at].group:
            _fill(upper[at].merge(upper[end - 1]), columns[at].group, CENTRE, "b")
            for column in range(at, end):
                _fill(lower[column], columns[column].head, CENTRE, "b")
        else:
            _fill(upper[at].merge(lower[at]), columns[at].head, CENTRE, "b")
        at = end
    for row in table.rows[:2]:
        _property(row, "w:tblHeader")


def _fields(table: Any, row: int, columns: Sequence[_Column], style: str) -> None:
    for cell, column in zip(table.rows[row].cells, columns, strict=True):
        _fill(cell, f"{{{{ {column.field} }}}}", CENTRE if column.centred else START, style)


def _tag(table: Any, row: int, text: str) -> None:
    _fill(table.rows[row].cells[0], text, START)


def _fill(cell: Any, text: str, align: Any, style: str = "", *, keep: bool = False) -> None:
    """The only text of a cell; a new or merged cell comes with empty paragraphs."""
    for paragraph in list(cell.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - python-docx takes no paragraph out
    put(cell, (text, style), align=align, size=_SMALL, before=Pt(1), after=Pt(1), keep=keep)


def _property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no row properties


def _narrow_cells(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - python-docx has no cell margins
