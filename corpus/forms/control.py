"""The office's control sheet (phiếu kiểm soát) of a draft decision."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm, Pt

from corpus.forms.page import CENTRE, SMALL, body, columns, end, letterhead, new_letter, put
from corpus.forms.tables import ruled


def make() -> Any:
    """Head, what was looked at, a row for each check, the outcome, who signs."""
    letter = new_letter()
    letterhead(
        letter,
        parent="ỦY BAN NHÂN DÂN\n{{ province | upper }}",
        issuer="VĂN PHÒNG",
        number="……/PKS-VP",
    )
    put(letter, ("PHIẾU KIỂM SOÁT", "b"), align=CENTRE, before=Pt(14))
    put(letter, ("Dự thảo Quyết định công bố danh mục thủ tục hành chính", "b"), align=CENTRE, after=Pt(10))
    body(letter, ("Dự thảo: ", "b"), "{{ draft }}")
    body(letter, ("Cơ quan trình: ", "b"), "{{ department }}")
    body(letter, ("Căn cứ: ", "b"), "{{ rests_on }}")
    body(letter, ("Ngày kiểm soát: ", "b"), "{{ controlled | day }}")
    put(letter, "", after=Pt(4))
    ruled(
        letter,
        ("STT", "Nội dung kiểm soát", "Kết quả", "Chi tiết"),
        (Cm(1.4), Cm(5.2), Cm(2.3), Cm(7.1)),
        "check in checks",
        (
            "{{ loop.index }}",
            "{{ check.title }}",
            "{{ check.verdict }}",
            "{{ check.details }}",
        ),
    )
    end(letter)
    outcome = body(letter, ("Kết luận: ", "b"), "{{ outcome }}", keep=True)
    outcome.paragraph_format.space_before = Pt(6)
    left, right = columns(letter, Cm(8), Cm(8.5), whole=True)
    put(left, "")
    put(right, ("NGƯỜI KIỂM SOÁT", "b"), align=CENTRE, before=Pt(10))
    put(right, ("(Ký, ghi rõ họ tên)", "i"), align=CENTRE, size=SMALL)
    return letter
