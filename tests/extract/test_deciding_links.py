"""Links of a decision: what it rests on, which earlier decisions its articles change, and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.documents import CODED_HEAD, Paper, coded, decided, grid, head_of_annex, with_annex

BASE = with_annex(
    Paper(), *head_of_annex(), grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh"))
)
PUBLISHES = "của Bộ trưởng Bộ Nông nghiệp và Môi trường về việc công bố thủ tục hành chính lĩnh vực Thủy lợi"
Rests = list[tuple[str, str | None]]
Changes = list[tuple[str, str | None, str]]


def rests(*preamble: str, first: str | None = None) -> Rests:
    articles = (first or BASE.articles[0], *BASE.articles[1:])
    found = decided(replace(BASE, preamble=(*BASE.preamble, *preamble), articles=articles)).to_json()
    return [(reference["number"], reference["date"]) for reference in found["based_on"]]


def changed(*sentences: str) -> Changes:
    articles = (BASE.articles[0], BASE.articles[1], f"Điều 3. {' '.join(sentences)}")
    found = decided(replace(BASE, articles=articles)).to_json()
    return [(reference["number"], reference["date"], reference["effect"]) for reference in found["affects"]]


def test_one_ground() -> None:
    assert rests(f"Căn cứ Quyết định số 3659/QĐ-BNNMT ngày 13 tháng 11 năm 2025 {PUBLISHES};") == [
        ("3659/QĐ-BNNMT", "2025-11-13")
    ]


@pytest.mark.parametrize("verb", ["Căn cứ", "Thực hiện", "Theo", "Xét"])
def test_verbs_of_the_preamble(verb: str) -> None:
    assert rests(f"{verb} Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025 {PUBLISHES};") == [
        ("3659/QĐ-BNNMT", "2025-11-13")
    ]


def test_several_in_one_line() -> None:
    line = (
        f"Căn cứ các Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025; số 3660/QĐ-BNNMT ngày 14/11/2025 "
        f"{PUBLISHES}; "
        "Quyết định số 3661/QĐ-BNN-CN ngày 15 tháng 11 năm 2025 của Bộ trưởng Bộ Nông nghiệp và Phát "
        "triển nông "
        "thôn về việc công bố thủ tục hành chính;"
    )
    assert rests(line) == [
        ("3659/QĐ-BNNMT", "2025-11-13"),
        ("3660/QĐ-BNNMT", "2025-11-14"),
        ("3661/QĐ-BNN-CN", "2025-11-15"),
    ]


def test_ground_glued_to_the_line_before() -> None:
    line = (
        "Căn cứ Thông tư số 02/2017/TT-VPCP ngày 31/10/2017 của Văn phòng Chính phủ; "
        f"Căn cứ Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025 {PUBLISHES};"
    )
    assert rests(line) == [("3659/QĐ-BNNMT", "2025-11-13")]


def test_title_in_other_words_still_publishes() -> None:
    for about in (
        "công bố Danh mục TTHC được sửa đổi, bổ sung",
        "về việc công bố thủ tục\nhành chính mới ban hành",
        "công bố thủ tục hành chính nội bộ trong hệ thống hành chính nhà nước",
        "về việc công bố chuẩn hóa thủ tục hành chính",
    ):
        line = f"Căn cứ Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025 của Bộ trưởng {about};"
        assert rests(line) == [("3659/QĐ-BNNMT", "2025-11-13")]


def test_ground_in_the_first_article() -> None:
    first = (
        "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính theo Quyết định số 361/QĐ-BCT "
        "ngày 02 tháng 12 năm 2025 của Bộ trưởng Bộ Công Thương."
    )
    assert rests(first=first) == [("361/QĐ-BCT", "2025-12-02")]
    other = (
        "Điều 1. Công bố Danh mục thủ tục hành chính. Nội dung thực hiện theo Quyết định số 3578/QĐ-BKHCN "
        "ngày 06/11/2025."
    )
    assert rests(first=other) == [("3578/QĐ-BKHCN", "2025-11-06")]


def test_ground_named_twice_counts_once() -> None:
    line = f"Căn cứ Quyết định số 0361/QĐ-BCT ngày 02/12/2025 {PUBLISHES};"
    first = "Điều 1. Công bố Danh mục thủ tục hành chính theo Quyết định số 361/QĐ- BCT ngày 02/12/2025."
    assert rests(line, first=first) == [("0361/QĐ-BCT", "2025-12-02")]


def test_object_of_an_amending_ground_is_no_ground() -> None:
    line = (
        "Căn cứ Quyết định số 3700/QĐ-BNNMT ngày 20/11/2025 của Bộ trưởng về việc công bố thủ tục hành "
        "chính sửa "
        "đổi, bổ sung Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025;"
    )
    assert rests(line) == [("3700/QĐ-BNNMT", "2025-11-20")]


def test_decision_that_amended_the_ground_is_a_ground() -> None:
    line = (
        f"Căn cứ Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025 {PUBLISHES} "
        "(được sửa đổi, bổ sung tại Quyết định số 3700/QĐ-BNNMT ngày 20/11/2025);"
    )
    assert rests(line) == [("3659/QĐ-BNNMT", "2025-11-13"), ("3700/QĐ-BNNMT", "2025-11-20")]


@pytest.mark.parametrize(
    "line",
    [
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 về kiểm soát thủ tục hành chính;",
        "Căn cứ Thông tư số 02/2017/TT-VPCP ngày 31/10/2017 hướng dẫn công bố thủ tục hành chính;",
        "Căn cứ Quyết định số 1085/QĐ-TTg ngày 15/9/2022 của Thủ tướng Chính phủ ban hành Kế hoạch rà soát, "
        "đơn giản hóa thủ tục hành chính nội bộ;",
        "Căn cứ Quyết định số 13/2022/QĐ-TTg ngày 01/01/2022 về công bố thủ tục hành chính;",
        "Căn cứ Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025 về chức năng, nhiệm vụ của Cục Thủy lợi;",
        "Theo đề nghị của Giám đốc Sở tại Tờ trình số 99/TTr-SNNMT ngày 01/12/2025.",
    ],
)
def test_what_is_no_ground(line: str) -> None:
    assert rests(line) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Quyết định này thay thế Quyết định số 158/QĐ-UBND ngày 02/3/2024 của Chủ tịch UBND tỉnh.",
            [("158/QĐ-UBND", "2024-03-02", "replaces")],
        ),
        (
            "Quyết định này thay thế Danh mục TTHC trong lĩnh vực Thủy lợi tại Quyết định số 158/QĐ- "
            "UBND ngày "
            "02/3/2024.",
            [("158/QĐ-UBND", "2024-03-02", "replaces")],
        ),
        (
            "Bãi bỏ Quyết định số 667/QĐ-UBND ngày 01 tháng 02 năm 2023.",
            [("667/QĐ-UBND", "2023-02-01", "repeals")],
        ),
        ("Hủy bỏ Quyết định số 667/QĐ-UBND ngày 01/02/2023.", [("667/QĐ-UBND", "2023-02-01", "repeals")]),
        (
            "Quyết định số 292/QĐ-UBND ngày 16 tháng 4 năm 2025 hết hiệu lực toàn bộ kể từ ngày Quyết "
            "định này "
            "có hiệu lực thi hành.",
            [("292/QĐ-UBND", "2025-04-16", "repeals")],
        ),
        (
            "Bãi bỏ các thủ tục hành chính tại số thứ tự XI.1, XI.2, XI.3 của mục 1 phần I phụ lục ban "
            "hành kèm "
            "theo Quyết định số 548/QĐ-UBND ngày 13/5/2025.",
            [("548/QĐ-UBND", "2025-05-13", "repeals_part")],
        ),
        (
            "Bãi bỏ 03 thủ tục hành chính có thứ tự A.2, A.3, A.5 tại Danh mục kèm theo Quyết định số "
            "548/QĐ-UBND ngày 13/5/2025.",
            [("548/QĐ-UBND", "2025-05-13", "repeals_part")],
        ),
        (
            "Bãi bỏ 06 TTHC tại số thứ tự 17,18 Mục I Danh mục TTHC ban hành kèm theo Quyết định số "
            "719/QĐ-UBND "
            "ngày 11/4/2024.",
            [("719/QĐ-UBND", "2024-04-11", "repeals_part")],
        ),
        (
            "Các nội dung khác tại Quyết định số 818/QĐ-UBND ngày 23/10/2025 vẫn giữ nguyên giá trị pháp lý.",
            [("818/QĐ-UBND", "2025-10-23", "keeps")],
        ),
        (
            "Quyết định này sửa đổi, bổ sung Quyết định số 947/QĐ-UBND ngày 01/8/2025 của Chủ tịch UBND "
            "tỉnh.",
            [("947/QĐ-UBND", "2025-08-01", "amends")],
        ),
        (
            "Bãi bỏ các Quyết định: số 61/QĐ-UBND ngày 01/01/2024 của Chủ tịch UBND tỉnh An Bình (cũ); số "
            "81/QĐ-UBND ngày 02/01/2024 của Chủ tịch UBND tỉnh An Hòa.",
            [("61/QĐ-UBND", "2024-01-01", "repeals"), ("81/QĐ-UBND", "2024-01-02", "repeals")],
        ),
        (
            "Quyết định này thay thế Quyết định số 61/QĐ-UBND ngày 01/01/2024 và Quyết định số "
            "81/QĐ-UBND ngày "
            "02/01/2024.",
            [("61/QĐ-UBND", "2024-01-01", "replaces"), ("81/QĐ-UBND", "2024-01-02", "replaces")],
        ),
    ],
)
def test_effect_on_earlier_decisions(sentence: str, expected: Changes) -> None:
    assert changed(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Các quy định trước đây trái với Quyết định này đều bị bãi bỏ.",
        "Các Quyết định của Chủ tịch Ủy ban nhân dân tỉnh An Hòa (trước đây) liên quan đến lĩnh vực này "
        "bị bãi bỏ.",
        "Giao Sở thực hiện theo Quyết định số 361/QĐ-UBND ngày 02/12/2025.",
        "Bãi bỏ TTHC: “Đăng ký sửa đổi chế độ tưới tiêu”.",
        "Quyết định số 512/QĐ-UBND thay thế các quy định trước đây.",
    ],
)
def test_what_changes_no_named_decision(sentence: str) -> None:
    assert changed(sentence) == []


def test_partly_in_force_is_kept_and_repealed_in_part() -> None:
    found = changed(
        "Quyết định số 75/QĐ-UBND ngày 24/6/2025 còn hiệu lực một phần đối với các nội dung về đê.",
        "Các nội dung khác còn lại hết hiệu lực kể từ ngày Quyết định này có hiệu lực thi hành.",
    )
    assert sorted(effect for _, _, effect in found) == ["keeps", "repeals_part"]
    assert {number for number, _, _ in found} == {"75/QĐ-UBND"}


def test_part_is_told() -> None:
    articles = (
        *BASE.articles[:2],
        "Điều 3. Bãi bỏ số thứ tự 01, 02 mục A và số thứ tự 04, 05 mục B Danh mục ban hành kèm theo "
        "Quyết định số "
        "719/QĐ-UBND ngày 11/4/2024.",
    )
    (reference,) = decided(replace(BASE, articles=articles)).affects
    assert reference.part == "số thứ tự 01, 02 mục A và số thứ tự 04, 05 mục B"


def test_amends_and_keeps_the_rest() -> None:
    assert changed(
        "Sửa đổi, bổ sung thủ tục hành chính số thứ tự 5 tại Quyết định số 818/QĐ-UBND ngày 23/10/2025.",
        "Các nội dung khác tại Quyết định số 818/QĐ-UBND ngày 23/10/2025 vẫn giữ nguyên giá trị pháp lý.",
    ) == [("818/QĐ-UBND", "2025-10-23", "amends"), ("818/QĐ-UBND", "2025-10-23", "keeps")]


def test_repeal_in_the_effective_clause() -> None:
    articles = (
        BASE.articles[0],
        "Điều 2. Quyết định này có hiệu lực từ ngày ký và bãi bỏ Quyết định số 667/QĐ-UBND ngày 01/02/2023.",
    )
    (reference,) = decided(replace(BASE, articles=articles)).to_json()["affects"]
    assert (reference["number"], reference["effect"]) == ("667/QĐ-UBND", "repeals")


def test_title_of_a_cited_decision_is_not_its_fate() -> None:
    assert changed(
        "Quyết định này thay thế Quyết định số 158/QĐ-UBND ngày 02/3/2024 về việc công bố thủ tục hành "
        "chính được "
        "sửa đổi, bổ sung và bãi bỏ lĩnh vực Thủy lợi."
    ) == [("158/QĐ-UBND", "2024-03-02", "replaces")]


def test_repeals_in_articles_are_no_rows() -> None:
    articles = (
        *BASE.articles[:2],
        "Điều 3. Bãi bỏ 02 thủ tục hành chính: Cấp giấy phép đào mương (1.990007), Nghiệm thu cống "
        "(1.990008) tại "
        "Quyết định số 158/QĐ-UBND ngày 02/3/2024.",
    )
    assert [item.code for item in decided(replace(BASE, articles=articles)).items] == ["1.990001"]


def test_decisions_in_the_basis_column_are_no_links() -> None:
    row = (
        "1",
        "1.990001",
        "Cấp giấy phép đào kênh",
        "Thủy lợi",
        "Quyết định số 740/QĐ-BTC ngày 02/3/2024",
        "",
    )
    found = decided(with_annex(Paper(), *head_of_annex(), grid(CODED_HEAD, row)))
    assert found.affects == ()
    assert found.items[0].basis == "Quyết định số 740/QĐ-BTC ngày 02/3/2024"
