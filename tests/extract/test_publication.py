"""The rule that separates publications from what only looks like one, and the departments of a title."""

from __future__ import annotations

import pytest

from extract.outline import Article, Outline
from extract.publication import classify, departments


def nature(title: str, first: str = "", *further: str, typed: bool = True) -> tuple[bool, bool, bool]:
    articles = [Article(str(nth), (text,)) for nth, text in enumerate((first, *further), 1) if text]
    found = classify(Outline(typed=typed, title=title, articles=articles))
    return found.is_publication, found.internal, found.approves_workflow


@pytest.mark.parametrize(
    "title",
    [
        "Về việc công bố thủ tục hành chính mới ban hành",
        "V/v công bố TTHC",
        "VỀ CÔNG BỐ THỦ TỤC HÀNH CHÍNH",
        "công bố Danh mục thủ tục hành mới ban hành",
        "QUYẾT ĐỊNH Về việc công bố thủ tục hành chính",
        "Chuẩn hoá Danh mục thủ tục hành chính đặc thù",
        "Sửa đổi Quyết định số 470/QĐ-UBND về việc công bố Danh mục thủ tục hành chính",
    ],
)
def test_publishes(title: str) -> None:
    assert nature(title)[0] is True


@pytest.mark.parametrize(
    "title",
    [
        "Phê duyệt quy trình nội bộ giải quyết thủ tục hành chính",
        "Ban hành danh mục thủ tục hành chính không phụ thuộc vào địa giới hành chính",
        "Công bố Chỉ số cải cách hành chính",
        "Ủy quyền công bố thủ tục hành chính",
        "Công bố quy hoạch",
        "Thông qua phương án đơn giản hóa thủ tục hành chính",
        "",
    ],
)
def test_publishes_nothing(title: str) -> None:
    assert nature(title, "Ban hành danh mục.")[0] is False


def test_only_a_decision_publishes() -> None:
    assert nature("Về việc công bố thủ tục hành chính", typed=False)[0] is False


def test_the_first_article_speaks_for_a_title_without_a_verb() -> None:
    assert nature(
        "Danh mục và quy trình thủ tục hành chính bãi bỏ", "Công bố kèm theo Danh mục thủ tục hành chính."
    )[0]
    assert not nature("Danh mục và quy trình thủ tục hành chính", "Phê duyệt Danh mục thủ tục hành chính.")[0]


def test_internal_and_workflow() -> None:
    assert nature("Công bố thủ tục hành chính nội bộ") == (True, True, False)
    assert nature("Công bố thủ tục hành chính và phê duyệt quy trình nội bộ") == (True, False, True)
    assert nature("Công bố TTHC", "Công bố TTHC.", "Phê duyệt quy trình nội bộ giải quyết TTHC.") == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("của Sở Khoa học và Công nghệ", ["Sở Khoa học và Công nghệ"]),
        ("của Sở Y tế tỉnh An Bình", ["Sở Y tế"]),
        ("CỦA SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("của Ban Quản lý các khu công nghiệp", ["Ban Quản lý các Khu công nghiệp"]),
        ("của Thanh tra tỉnh", ["Thanh tra tỉnh"]),
        ("của UBND cấp xã", []),
        ("về sở hữu trí tuệ của Sở Khoa học và Công nghệ", ["Sở Khoa học và Công nghệ"]),
        ("về hòa giải ở cơ sở của UBND cấp xã", []),
        ("về trụ sở của cơ sở giáo dục", []),
        ("LĨNH VỰC SỞ HỮU TRÍ TUỆ CỦA SỞ TƯ PHÁP", ["Sở Tư pháp"]),
    ],
)
def test_departments(title: str, names: list[str]) -> None:
    assert list(departments(f"Công bố thủ tục hành chính thuộc thẩm quyền {title}")) == names
