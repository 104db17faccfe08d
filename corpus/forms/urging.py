"""The letter that urges a department (công văn đôn đốc), its duties in an annex of up to three tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Cm, Pt

from corpus.forms.page import (
    BODY,
    CENTRE,
    SMALL,
    block,
    body,
    letterhead,
    new_letter,
    new_section,
    put,
    signature,
)
from corpus.forms.tables import ruled

_COLUMNS = {
    "STT": ("{{ loop.index }}", 1.2),
    "Quyết định": ("{{ row.number }}\nngày {{ row.signed }}", 3.6),
    "Số TTHC": ("{{ row.procedures }}", 1.9),
    "Việc phải làm và căn cứ": ("{{ row.duty }}\nCăn cứ: {{ row.source }}", 7.0),
    "Hạn cuối": ("{{ row.due }}", 2.4),
    "Quá hạn": ("{{ row.days }}", 2.4),
    "Còn lại": ("{{ row.days }}", 2.4),
    "Nội dung còn thiếu": ("{{ row.missing }}", 6.2),
    "Đề nghị cung cấp": ("{{ row.missing }}", 11.0),
}
"""What stands in each column, and its width in cm."""
_WITHIN = "{% if soon_days %}trong {{ soon_days | counted }} ngày làm việc tới{% else %}trong ngày{% endif %}"
_FIRST = ("STT", "Quyết định", "Số TTHC", "Việc phải làm và căn cứ")
_TABLES = (
    ("overdue", "Việc đã quá hạn", (*_FIRST, "Hạn cuối", "Quá hạn", "Nội dung còn thiếu")),
    (
        "soon",
        f"Việc đến hạn {_WITHIN}",
        (*_FIRST, "Hạn cuối", "Còn lại", "Nội dung còn thiếu"),
    ),
    ("unclear", "Việc chưa đủ căn cứ để kết luận", (*_FIRST, "Đề nghị cung cấp")),
)
_ASKED = (
    (
        "overdue",
        "Khẩn trương hoàn thành {{ overdue | length | counted }} việc đã quá hạn; báo cáo nguyên nhân, trách "
        "nhiệm của tập thể, cá nhân để xảy ra chậm trễ.",
    ),
    (
        "soon",
        f"Hoàn thành đúng hạn {{{{ soon | length | counted }}}} việc đến hạn {_WITHIN}.",
    ),
    (
        "unclear",
        "Cung cấp thông tin, ngày tháng còn thiếu của {{ unclear | length | counted }} việc để có căn cứ "
        "theo dõi; các việc này chưa được kết luận là đúng hạn hay quá hạn.",
    ),
)


def make() -> Any:
    """Head without a type's name, whom it goes to, what is asked, who signs; the tables in landscape."""
    letter = new_letter()
    letterhead(
        letter,
        parent="ỦY BAN NHÂN DÂN\n{{ province | upper }}",
        issuer="VĂN PHÒNG",
        number="……/VP-TTHC",
        subject="V/v đôn đốc công bố, công khai\nthủ tục hành chính",
    )
    put(letter, "Kính gửi: {{ department }}.", align=CENTRE, before=Pt(18), after=Pt(12))
    body(
        letter,
        "Qua theo dõi việc công bố, công khai thủ tục hành chính (TTHC) trên địa bàn {{ province }}, "
        "tính đến hết {{ as_of | long_day }}, Văn phòng Ủy ban nhân dân {{ province }} đề nghị "
        "{{ department }} thực hiện các nội dung sau:",
    )
    for name, text in _ASKED:
        block(letter, f"{{%p if {name} %}}")
        body(letter, f"- {text}")
        block(letter, "{%p endif %}")
    body(letter, "(Chi tiết tại Phụ lục kèm theo)")
    body(
        letter,
        "Kết quả thực hiện, kèm tài liệu thể hiện ngày hoàn thành, gửi về Văn phòng Ủy ban nhân dân "
        "{{ province }} trước ngày … tháng … năm … để tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân "
        "{{ province }}.",
    )
    body(letter, "Đề nghị {{ department }} khẩn trương triển khai thực hiện./.", keep=True)
    signature(
        letter,
        recipients=[
            "- Như trên;",
            "- CT, các PCT UBND {{ province }} (để báo cáo);",
            "- VPUB: CVP, các PCVP;",
            "- Lưu: VT, TTHC.",
        ],
        position=["CHÁNH VĂN PHÒNG"],
    )
    _annex(letter)
    return letter


def _annex(letter: Any) -> None:
    new_section(letter, landscape=True)
    put(letter, ("Phụ lục", "b"), align=CENTRE, size=BODY)
    put(letter, ("CÁC VIỆC CẦN THỰC HIỆN TRONG CÔNG BỐ, CÔNG KHAI THỦ TỤC HÀNH CHÍNH", "b"), align=CENTRE)
    enclosed = "(Kèm theo Công văn số ……/VP-TTHC {{ signed | long_day }} của Văn phòng UBND {{ province }})"
    put(letter, (enclosed, "i"), align=CENTRE, after=Pt(6))
    for name, title, columns in _TABLES:
        block(letter, f"{{%p if {name} %}}")
        put(letter, (title, "b"), before=Pt(8), after=Pt(4), keep=True)
        _ruled(letter, name, columns)
        block(letter, "{%p endif %}")
    block(letter, "{%p if unverified %}")
    note = "(*) Thời hạn nêu trong văn bản của địa phương."
    put(letter, (note, "i"), size=SMALL, before=Pt(6))
    block(letter, "{%p endif %}")


def _ruled(letter: Any, name: str, columns: Sequence[str]) -> None:
    cells = [_COLUMNS[column] for column in columns]
    widths = [Cm(width) for _, width in cells]
    ruled(letter, columns, widths, f"row in {name}", [text for text, _ in cells])
