"""The department's submission (Tờ trình) to the chairman: grounds, outcome of the review, what is asked for.

A Tờ trình is addressed to whom it is submitted (Nghị định 30/2020/NĐ-CP Phụ lục III); its parts are those of
practice (hồ sơ trình: submission, draft decision, the ministry's decision).
"""

from __future__ import annotations

from typing import Any

from docx.shared import Cm, Mm, Pt

from corpus.forms.page import CENTRE, block, body, letterhead, new_letter, put, rule_below, signature
from corpus.forms.tables import ruled


def make() -> Any:
    """Head, to whom, four parts, who signs."""
    letter = new_letter()
    letterhead(
        letter,
        parent="ỦY BAN NHÂN DÂN\n{{ province | upper }}",
        issuer="{{ department | upper }}",
        number="{{ number }}",
    )
    put(letter, ("TỜ TRÌNH", "b"), align=CENTRE, before=Pt(14))
    title = put(letter, ("Về việc đề nghị công bố {{ title }}", "b"), align=CENTRE)
    rule_below(title, 0.3, Mm(160))
    put(
        letter, "Kính gửi: Chủ tịch Ủy ban nhân dân {{ province }}", align=CENTRE, before=Pt(10), after=Pt(10)
    )
    _grounds(letter)
    _review(letter)
    _asked(letter)
    signature(
        letter,
        recipients=["- Như trên;", "- Văn phòng Ủy ban nhân dân {{ unit }};", "- Lưu: VT."],
        position=["{{ head }}"],
    )
    return letter


def _grounds(letter: Any) -> None:
    body(letter, ("1. Sự cần thiết, căn cứ", "b"), keep=True)
    block(letter, "{%p for one in bases %}")
    body(letter, "Căn cứ {{ one }};")
    block(letter, "{%p endfor %}")
    block(letter, "{%p for one in grounds %}")
    body(
        letter,
        "Căn cứ {{ one.cited }} của {{ one.head }} về việc {{ one.title }}"
        "{% if loop.last %}.{% else %};{% endif %}",
    )
    block(letter, "{%p endfor %}")
    body(
        letter,
        "{{ department }} đã rà soát danh mục nêu trên với Danh mục thủ tục hành chính của {{ unit }} và "
        "kính trình Chủ tịch Ủy ban nhân dân {{ province }} như sau:",
    )


def _review(letter: Any) -> None:
    body(letter, ("2. Kết quả rà soát", "b"), keep=True)
    body(letter, "Tổng số thủ tục hành chính đề nghị công bố: {{ total | counted }}, gồm:", keep=True)
    ruled(
        letter,
        ("STT", "Loại", "Tổng số", "Cấp tỉnh", "Cấp xã", "Chưa rõ cấp"),
        (Cm(1.4), Cm(6), Cm(2.1), Cm(2.1), Cm(2.1), Cm(2.3)),
        "one in levels",
        (
            "{{ loop.index }}",
            "{{ one.kind }}",
            "{{ one.total | whole }}",
            "{{ one.province | whole }}",
            "{{ one.commune | whole }}",
            "{{ one.unknown | whole }}",
        ),
    )
    put(letter, "", after=Pt(4))
    body(
        letter,
        "{% if judged %}Đã rà soát {{ judged | counted }} thủ tục hành chính"
        "{% if edited %} (trong đó {{ edited | counted }} có chỉnh sửa khi rà soát){% endif %}"
        "{% if waiting %}; còn {{ waiting | counted }} chưa rà soát xong{% endif %}."
        "{% else %}Chưa rà soát thủ tục nào.{% endif %}"
        "{% if open %} Số thủ tục chưa có dữ liệu, đánh dấu trong dự thảo: {{ open | join(', ') }}."
        "{% endif %}",
    )
    block(letter, "{%p if left_out %}")
    body(letter, "Thủ tục hành chính trong danh mục của Bộ không đề nghị công bố:", keep=True)
    block(letter, "{%p for one in left_out %}")
    body(letter, "- {{ one }}")
    block(letter, "{%p endfor %}")
    block(letter, "{%p endif %}")


def _asked(letter: Any) -> None:
    body(letter, ("3. Nội dung đề nghị công bố", "b"), keep=True)
    body(
        letter,
        "Công bố {{ title }} theo dự thảo Quyết định kèm theo"
        "{% if earlier %}; đồng thời bãi bỏ nội dung tương ứng tại {{ earlier | join('; ') }}{% endif %}.",
    )
    block(letter, "{%p if with_workflow %}")
    body(
        letter,
        "Phê duyệt quy trình nội bộ giải quyết {{ with_workflow | counted }} thủ tục hành chính "
        "mới ban hành, thay thế: […].",
    )
    block(letter, "{%p endif %}")
    body(letter, ("4. Kiến nghị", "b"), keep=True)
    body(
        letter,
        "{{ department }} kính đề nghị Chủ tịch Ủy ban nhân dân {{ province }} xem xét, ký ban hành "
        "Quyết định công bố.",
    )
    body(
        letter,
        "Hồ sơ trình kèm theo: dự thảo Quyết định công bố; {{ attached | join('; ') }}./.",
        keep=True,
    )
