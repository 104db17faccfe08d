"""The effective date in every form in which decisions print it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Decision, iso
from tests.extract.documents import (
    CODED_HEAD,
    Paper,
    across,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

SIGNED = "2025-12-05"
BASE = with_annex(
    Paper(), *head_of_annex(), grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh"))
)


def decision(*articles: str) -> Decision:
    numbered = ("Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính.", *articles)
    return decided(replace(BASE, articles=numbered))


def effective(*articles: str) -> dict[str, str | None] | None:
    """Text and day of the effective date."""
    found = decision(*articles).effective
    return {"text": found.text, "date": iso(found.date)} if found else None


@pytest.mark.parametrize(
    ("clause", "text", "day"),
    [
        ("có hiệu lực thi hành kể từ ngày ký.", "kể từ ngày ký", SIGNED),
        ("có hiệu lực thi hành kể từ ngày ký ban hành.", "kể từ ngày ký ban hành", SIGNED),
        ("có hiệu lực thi hành kể từ ngày ký, ban hành.", "kể từ ngày ký, ban hành", SIGNED),
        ("có hiệu lực từ ngày ký.", "từ ngày ký", SIGNED),
        ("có hiệu lực kể từ ngày ban hành.", "kể từ ngày ban hành", SIGNED),
        ("có hiệu lực kể từ ngày ký./.", "kể từ ngày ký", SIGNED),
        (
            "có hiệu lực từ ngày ký và bãi bỏ Quyết định số 15/QĐ-UBND ngày 02/01/2024.",
            "từ ngày ký",
            SIGNED,
        ),
        (
            "có hiệu lực thi hành kể từ ngày ký và thay thế Quyết định số 15/QĐ-UBND ngày 02/01/2024.",
            "kể từ ngày ký",
            SIGNED,
        ),
        (
            "có hiệu lực thi hành kể từ ngày 01 tháng 5 năm 2026.",
            "kể từ ngày 01 tháng 5 năm 2026",
            "2026-05-01",
        ),
        ("có hiệu lực từ ngày 01 tháng 01 năm 2026.", "từ ngày 01 tháng 01 năm 2026", "2026-01-01"),
        ("có hiệu lực kể từ ngày 01/3/2027.", "kể từ ngày 01/3/2027", "2027-03-01"),
        ("có hiệu lực thi hành, kể từ ngày 01/01/2026.", "kể từ ngày 01/01/2026", "2026-01-01"),
        (
            "có hiệu lực thi hành kể từ ngày 20 tháng 6 năm 2017.",
            "kể từ ngày 20 tháng 6 năm 2017",
            "2017-06-20",
        ),
        (
            "có hiệu lực kể từ ngày 01 tháng 7 năm 2025 đến hết ngày 31 tháng 12 năm 2026.",
            "kể từ ngày 01 tháng 7 năm 2025 đến hết ngày 31 tháng 12 năm 2026",
            "2025-07-01",
        ),
        (
            "có hiệu lực kể từ ngày Thông tư số 36/2025/TT-BKHCN ngày 20 tháng 11 năm 2025 có hiệu lực.",
            None,
            None,
        ),
        ("có hiệu lực kể từ ngày Nghị định số 262/2025/NĐ-CP của Chính phủ có hiệu lực.", None, None),
        (
            "có hiệu lực kể từ ngày 01/7/2026 (ngày Luật Thủy lợi sửa đổi có hiệu lực).",
            "kể từ ngày 01/7/2026 (ngày Luật Thủy lợi sửa đổi có hiệu lực)",
            "2026-07-01",
        ),
        ("có hiệu lực kể từ 01/7/2026.", "kể từ 01/7/2026", "2026-07-01"),
        ("có hiệu lực kể từ ngày 01.7.2026.", "kể từ ngày 01.7.2026", "2026-07-01"),
        ("có hiệu lực ngay sau khi ký.", "sau khi ký", SIGNED),
        ("có hiệu lực sau 10 ngày kể từ ngày ký.", "sau 10 ngày kể từ ngày ký", "2025-12-15"),
        ("có hiệu lực sau 07 (bảy) ngày kể từ ngày ký.", "sau 07 (bảy) ngày kể từ ngày ký", "2025-12-12"),
        ("có hiệu lực sau 05 ngày làm việc kể từ ngày ký.", "sau 05 ngày làm việc kể từ ngày ký", None),
        (
            "có hiệu lực thi hành theo Quyết định số 3659/QĐ-BKHCN ngày 13/11/2025.",
            "theo Quyết định số 3659/QĐ-BKHCN ngày 13/11/2025",
            None,
        ),
    ],
)
def test_clause(clause: str, text: str | None, day: str | None) -> None:
    found = effective(
        f"Điều 2. Quyết định này {clause}", "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành."
    )
    assert found is not None
    assert found["date"] == day
    if text is not None:
        assert found["text"] == text


@pytest.mark.parametrize(
    ("article", "day"),
    [
        ("Hiệu lực thi hành: Kể từ ngày 20 tháng 12 năm 2025.", "2025-12-20"),
        ("Hiệu lực thi hành\n1. Hiệu lực: từ ngày ký.", SIGNED),
        ("Quyết định có hiệu lực thi hành từ ngày ký.", SIGNED),
    ],
)
def test_clause_without_this_decision(article: str, day: str) -> None:
    found = effective(f"Điều 2. {article}")
    assert found is not None
    assert found["date"] == day


def test_effect_of_another_decision_is_not_its_own() -> None:
    assert effective("Điều 2. Quyết định số 15/QĐ-UBND có hiệu lực kể từ ngày 01/3/2024.") is None
    assert effective("Điều 2. Các thủ tục hành chính có hiệu lực kể từ ngày 01/3/2024.") is None


def test_undated_clause_is_an_issue() -> None:
    found = decision(
        "Điều 2. Quyết định này có hiệu lực kể từ ngày Nghị định số 262/2025/NĐ-CP của Chính phủ có hiệu lực."
    )
    assert categories(found) == ["effective_open"]


def test_last_sentence_of_the_executing_article() -> None:
    found = effective(
        "Điều 2. Chánh Văn phòng, Giám đốc các Sở chịu trách nhiệm thi hành Quyết định này. "
        "Quyết định này có hiệu lực thi hành kể từ ngày ký./."
    )
    assert found == {"text": "kể từ ngày ký", "date": SIGNED}


def test_executed_from_a_day() -> None:
    found = effective(
        "Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này kể từ ngày 01 tháng 5 năm 2026./."
    )
    assert found == {"text": "kể từ ngày 01 tháng 5 năm 2026", "date": "2026-05-01"}


def test_no_clause_at_all() -> None:
    found = decision("Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.")
    assert found.effective is None
    assert categories(found) == ["no_effective_clause"]


def test_plain_date_with_a_rider_for_the_procedures() -> None:
    found = effective(
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 10 tháng 12 năm 2025. Các thủ tục hành chính "
        "hoặc các bộ phận tạo thành có hiệu lực từ ngày văn bản quy phạm pháp luật có quy định có hiệu lực "
        "thi hành."
    )
    assert found == {"text": "kể từ ngày 10 tháng 12 năm 2025", "date": "2025-12-10"}


def test_per_procedure_is_open_and_signalled() -> None:
    found = decision(
        "Điều 2. Quyết định này có hiệu lực thi hành:\n"
        "1. Kể từ ngày 15 tháng 11 năm 2025 đối với thủ tục Cấp giấy phép đào kênh.\n"
        "2. Kể từ ngày 01 tháng 12 năm 2025 đối với thủ tục Nghiệm thu đập đất."
    )
    assert found.effective is not None
    assert found.effective.date is None
    assert "15 tháng 11 năm 2025" in found.effective.text
    assert "01 tháng 12 năm 2025" in found.effective.text
    assert [(one.about, iso(one.date)) for one in found.effective.partial] == [
        ("thủ tục Cấp giấy phép đào kênh", "2025-11-15"),
        ("thủ tục Nghiệm thu đập đất", "2025-12-01"),
    ]
    assert categories(found) == ["effective_open"]


def test_end_of_the_effect() -> None:
    found = decision(
        "Điều 2. Quyết định này có hiệu lực kể từ ngày 01/7/2025 đến hết ngày 31/12/2026."
    ).effective
    assert found is not None
    assert (iso(found.date), iso(found.until)) == ("2025-07-01", "2026-12-31")
    plain = decision("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.").effective
    assert plain is not None
    assert (plain.until, plain.partial) == (None, ())


def test_day_of_effect_in_a_field_row() -> None:
    rows = (coded("1", "1.990001", "Cấp giấy phép đào kênh"), coded("2", "1.990002", "Nghiệm thu đập đất"))
    later = across("LĨNH VỰC ĐÊ ĐIỀU (Có hiệu lực từ 26/9/2026)", 6)
    table = grid(CODED_HEAD, across("LĨNH VỰC THỦY LỢI", 6), rows[0], later, rows[1])
    found = decided(with_annex(Paper(), *head_of_annex(), table)).items
    assert [iso(item.effective) for item in found] == [None, "2026-09-26"]


def test_two_articles_of_the_same_number() -> None:
    found = effective(
        "Điều 3. Giao Sở Nông nghiệp và Môi trường niêm yết công khai.",
        "Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày 18 tháng 11 năm 2025.",
    )
    assert found == {"text": "kể từ ngày 18 tháng 11 năm 2025", "date": "2025-11-18"}


def test_clause_under_a_caption_of_its_own() -> None:
    found = effective(
        "Điều 2. Hiệu lực thi hành\n1. Quyết định này có hiệu lực thi hành kể từ ngày 24 tháng 11 năm 2025.\n"
        "2. Quyết định số 292/QĐ-BYT ngày 16 tháng 4 năm 2025 hết hiệu lực toàn bộ kể từ ngày Quyết định này "
        "có hiệu lực thi hành."
    )
    assert found == {"text": "kể từ ngày 24 tháng 11 năm 2025", "date": "2025-11-24"}


def test_end_of_an_earlier_decision_is_no_effective_date() -> None:
    found = decision(
        "Điều 2. Quyết định số 292/QĐ-UBND ngày 16 tháng 4 năm 2025 hết hiệu lực kể từ ngày 01 tháng 12 "
        "năm 2025."
    )
    assert found.effective is None


def test_effect_of_a_law_in_the_preamble_is_no_effective_date() -> None:
    preamble = (*BASE.preamble, "Căn cứ Luật Thủy lợi có hiệu lực kể từ ngày 01 tháng 7 năm 2018;")
    articles = ("Điều 1. Công bố Danh mục thủ tục hành chính.", "Điều 2. Chánh Văn phòng thi hành.")
    assert decided(replace(BASE, preamble=preamble, articles=articles)).effective is None


def test_signing_clause_without_a_day_of_signing_stays_open() -> None:
    paper = replace(BASE, signed="An Bình, ngày    tháng    năm 2025")
    found = decided(paper)
    assert found.effective is not None
    assert (found.effective.text, found.effective.date) == ("kể từ ngày ký", None)
    assert categories(found) == ["no_date", "effective_open"]
