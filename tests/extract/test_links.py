"""Grounds and effects read from preambles and articles (whole decisions: test_deciding_links)."""

from __future__ import annotations

from datetime import date

import pytest

from extract.decision import Effect
from extract.links import affects, based_on
from extract.outline import Article, Outline

ABOUT = "của Bộ trưởng về việc công bố thủ tục hành chính"


def test_grounds_in_order_without_repeats() -> None:
    parts = Outline(
        preamble=[
            f"Căn cứ Quyết định số 3659/QĐ-BKHCN ngày 13 tháng 11 năm 2025 {ABOUT};",
            f"Căn cứ Quyết định số 361/QĐ-BCT ngày 02/12/2025 {ABOUT};",
        ],
        articles=[
            Article("1", ("Công bố Danh mục theo Quyết định số 3659/QĐ-BKHCN và Quyết định số 12/QĐ-UBND.",))
        ],
    )
    assert [(one.number, one.date) for one in based_on(parts)] == [
        ("3659/QĐ-BKHCN", date(2025, 11, 13)),
        ("361/QĐ-BCT", date(2025, 12, 2)),
    ]


def test_no_grounds() -> None:
    assert based_on(Outline()) == ()
    assert based_on(Outline(preamble=["Căn cứ Luật Tổ chức chính quyền địa phương;"])) == ()


@pytest.mark.parametrize(
    ("sentence", "effects"),
    [
        ("Quyết định này thay thế Quyết định số 1/QĐ-UBND.", [Effect.REPLACES]),
        ("Bãi bỏ Quyết định số 1/QĐ-UBND.", [Effect.REPEALS]),
        ("Bãi bỏ Quyết định số 1/QĐ-UBND, Quyết định số 2/QĐ-UBND.", [Effect.REPEALS, Effect.REPEALS]),
        ("Bãi bỏ số thứ tự 3 Mục I kèm theo Quyết định số 1/QĐ-UBND.", [Effect.REPEALS_PART]),
        ("Bãi bỏ thủ tục hành chính số 3 Phụ lục II Quyết định số 1/QĐ-UBND.", [Effect.REPEALS_PART]),
        ("Bãi bỏ Phụ lục II Quyết định số 1/QĐ-UBND.", [Effect.REPEALS_PART]),
        ("Bãi bỏ khoản 2 Điều 1 Quyết định số 1/QĐ-UBND.", [Effect.REPEALS_PART]),
        ("Sửa đổi, bổ sung Quyết định số 1/QĐ-UBND.", [Effect.AMENDS]),
        ("Đính chính số thứ tự 3 Phụ lục kèm theo Quyết định số 1/QĐ-UBND.", [Effect.AMENDS]),
        ("Điều chỉnh Quyết định số 1/QĐ-UBND.", [Effect.AMENDS]),
        ("Quyết định số 1/QĐ-UBND không còn hiệu lực.", [Effect.REPEALS]),
        ("Quyết định số 1/QĐ-UBND chấm dứt hiệu lực.", [Effect.REPEALS]),
        ("Bãi bỏ Quyết định số 1/QĐ-UBND; quy định khác giữ nguyên như Quyết định này.", [Effect.REPEALS]),
        ("Quyết định số 1/QĐ-UBND của Chủ tịch UBND tỉnh bị bãi bỏ kể từ ngày ký.", [Effect.REPEALS]),
        ("Quyết định số 1/QĐ-UBND được thay thế bằng Quyết định này.", [Effect.REPLACES]),
        ("Quyết định số 1/QĐ-UBND (được thay thế bởi Quyết định số 2/QĐ-BYT).", []),
        (
            "Thay thế Quyết định số 1/QĐ-UBND công bố thủ tục hành chính bị bãi bỏ.",
            [Effect.REPLACES],
        ),
        ("Các thủ tục khác tại Quyết định số 1/QĐ-UBND tiếp tục thực hiện.", [Effect.KEEPS]),
        ("Tiếp tục thực hiện Quyết định số 1/QĐ-UBND.", []),
        ("Thay thế nội dung tại Quyết định số 1/QĐ-BYT.", []),
        ("Các nội dung khác tại Quyết định số 1/QĐ-UBND vẫn giữ nguyên.", [Effect.KEEPS]),
        ("Thực hiện theo Quyết định số 1/QĐ-UBND.", []),
        ("Quyết định số 13/2022/QĐ-TTg hết hiệu lực.", []),
        ("", []),
        ("Thay thế một phần Quyết định số 1/QĐ-UBND.", [Effect.REPEALS_PART]),
        (
            "Thứ tự 1 tại Quyết định số 1/QĐ-UBND và thứ tự 2 tại Quyết định số 2/QĐ-UBND hết hiệu lực.",
            [Effect.REPEALS_PART, Effect.REPEALS_PART],
        ),
        (
            "Bãi bỏ số thứ tự 3 Mục I tại các Quyết định: số 1/QĐ-UBND, số 2/QĐ-UBND.",
            [Effect.REPEALS_PART, Effect.REPEALS_PART],
        ),
        ("Nội dung tại Quyết định số 1/QĐ-UBND và Quyết định số 2/QĐ-UBND giữ nguyên.", [Effect.KEEPS] * 2),
    ],
)
def test_effects(sentence: str, effects: list[Effect]) -> None:
    assert [one.effect for one in affects([Article("3", (sentence,))], "512/QĐ-UBND")] == effects


def test_the_decision_itself_is_not_affected() -> None:
    sentence = "Bãi bỏ Quyết định số 0512/QĐ- UBND và Quyết định số 1/QĐ-UBND."
    found = affects([Article("3", (sentence,))], "512/QĐ-UBND")
    assert [one.number for one in found] == ["1/QĐ-UBND"]


def test_one_effect_on_one_decision_is_told_once() -> None:
    articles = [
        Article("2", ("Bãi bỏ Quyết định số 1/QĐ-UBND.",)),
        Article("3", ("Bãi bỏ Quyết định số 01/QĐ-UBND.",)),
    ]
    assert len(affects(articles, None)) == 1


def test_its_own_number_of_another_year_is_another_decision() -> None:
    sentence = "Quyết định này thay thế Quyết định số 512/QĐ-UBND ngày {} của Chủ tịch UBND tỉnh."
    own = ("512/QĐ-UBND", date(2026, 1, 16))
    earlier = affects([Article("3", (sentence.format("13/8/2025"),))], *own)
    assert [(one.number, one.date, one.effect) for one in earlier] == [
        ("512/QĐ-UBND", date(2025, 8, 13), Effect.REPLACES)
    ]
    assert affects([Article("3", (sentence.format("16/01/2026"),))], *own) == ()


def test_the_first_article_of_a_province_names_its_ground() -> None:
    line = "Công bố 02 thủ tục hành chính được sửa đổi, bổ sung tại Quyết định số 3659/QĐ-BKHCN."
    parts = Outline(articles=[Article("1", (line,))])
    assert [one.number for one in based_on(parts, "512/QĐ-UBND")] == ["3659/QĐ-BKHCN"]
    assert based_on(parts, "512/QĐ-BKHCN") == ()


def told(*lines: str) -> list[tuple[str, Effect | None]]:
    """Number and effect of each decision that one article of the given lines changes."""
    return [(one.number, one.effect) for one in affects([Article("3", lines)], "512/QĐ-UBND")]


def test_one_verb_governs_decisions_over_semicolons() -> None:
    assert told(
        f"Bãi bỏ Quyết định số 1/QĐ-UBND ngày 03/4/2024 {ABOUT}; Quyết định số 2/QĐ-UBND; "
        "Quyết định số 3/QĐ-UBND. Quyết định số 4/QĐ-UBND được niêm yết."
    ) == [(f"{nth}/QĐ-UBND", Effect.REPEALS) for nth in (1, 2, 3)]


@pytest.mark.parametrize("end", [";", ".", ""])
def test_a_line_with_a_colon_leads_its_list(end: str) -> None:
    assert told(
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế các Quyết định sau:",
        f"- Quyết định số 1/QĐ-UBND ngày 03/4/2024{end}",
        f"- Quyết định số 2/QĐ-UBND ngày 04/4/2024{end}",
        "Giao Sở Y tế công khai nội dung tại Quyết định số 3/QĐ-UBND.",
        "Quyết định số 4/QĐ-UBND được niêm yết.",
    ) == [("1/QĐ-UBND", Effect.REPLACES), ("2/QĐ-UBND", Effect.REPLACES)]


def test_a_list_of_parts() -> None:
    assert told(
        "Bãi bỏ các thủ tục hành chính sau:",
        "a) 03 TTHC tại số thứ tự 4, 5, 6 mục II Quyết định số 1/QĐ-UBND;",
        "b) Thủ tục hành chính tại số thứ tự 7 Quyết định số 2/QĐ-UBND.",
    ) == [("1/QĐ-UBND", Effect.REPEALS_PART), ("2/QĐ-UBND", Effect.REPEALS_PART)]
    assert told(
        "Bãi bỏ các thủ tục hành chính lĩnh vực thủy lợi công bố tại các Quyết định sau:",
        "1. Quyết định số 1/QĐ-UBND;",
    ) == [("1/QĐ-UBND", Effect.REPEALS_PART)]


def test_a_line_that_publishes_leads_no_list_of_changed_decisions() -> None:
    for lead in ("Công bố thủ tục hành chính sửa đổi, bổ sung:", "Thủ tục hành chính được sửa đổi, bổ sung:"):
        assert told(lead, "- Thủ tục hành chính quy định tại Quyết định số 1/QĐ-UBND;") == []
