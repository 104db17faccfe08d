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


PUBLISHING = "Công bố kèm theo Quyết định này 02 thủ tục hành chính được sửa đổi, bổ sung."


@pytest.mark.parametrize(
    "title",
    [
        "Thủ tục hành chính mới ban hành lĩnh vực thủy lợi",
        "Về việc ban hành Danh mục thủ tục hành chính sửa đổi, bổ sung",
        "Phê duyệt Danh mục thủ tục hành chính được sửa đổi, bổ sung",
        "Về việc cập nhật, công bố Danh mục TTHC",
    ],
)
def test_the_first_article_publishes_under_another_title(title: str) -> None:
    assert nature(title, PUBLISHING)[0]
    for other in ("Phê duyệt", "Ban hành"):
        assert not nature(title, PUBLISHING.replace("Công bố", other))[0]


@pytest.mark.parametrize(
    "first",
    [
        "Công bố kèm theo Quyết định này quy trình nội bộ giải quyết thủ tục hành chính.",
        "Công bố kết quả rà soát thủ tục hành chính.",
        "Công bố phương án đơn giản hóa thủ tục hành chính.",
    ],
)
def test_the_first_article_publishes_something_else(first: str) -> None:
    assert not nature("Ban hành quy trình giải quyết thủ tục hành chính", first)[0]


def test_a_repeal_of_procedures_publishes() -> None:
    title = "Về việc bãi bỏ thủ tục hành chính lĩnh vực thủy lợi"
    for first in ("Bãi bỏ 02 thủ tục hành chính.", "Công bố bãi bỏ 02 thủ tục hành chính."):
        assert nature(title, first)[0]
    assert not nature("Bãi bỏ Quyết định số 10/2016/QĐ-UBND", "Bãi bỏ Quyết định số 10/2016/QĐ-UBND.")[0]


@pytest.mark.parametrize(
    "channel",
    [
        "thực hiện dịch vụ công trực tuyến toàn trình",
        "tiếp nhận và trả kết quả không phụ thuộc vào địa giới hành chính",
        "không tiếp nhận tại Trung tâm Phục vụ hành chính công",
        "thực hiện 4 tại chỗ",
        "thực hiện tiếp nhận và trả kết quả qua dịch vụ bưu chính công ích",
    ],
)
def test_a_channel_is_no_publication_unless_a_kind_is_named(channel: str) -> None:
    first = f"Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {channel}."
    assert not nature(f"Về việc công bố Danh mục thủ tục hành chính {channel}", first)[0]
    assert nature(f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {channel}", first)[0]


def test_a_field_that_happens_online_is_published() -> None:
    assert nature("Công bố thủ tục hành chính lĩnh vực đấu giá trực tuyến", "Công bố thủ tục hành chính.")[0]


def test_a_field_handed_in_anywhere_is_published() -> None:
    field = "lĩnh vực trẻ em thực hiện không phụ thuộc vào địa giới hành chính"
    assert nature(f"Công bố thủ tục hành chính {field}", f"Công bố thủ tục hành chính {field}.")[0]


def test_procedures_done_anywhere_in_the_province_are_published() -> None:
    done = "thủ tục hành chính thực hiện không phụ thuộc vào địa giới hành chính trên địa bàn tỉnh"
    assert nature(f"Về việc công bố Danh mục {done}", f"Công bố Danh mục {done}.")[0]
    assert not nature(f"Ban hành Danh mục {done}", f"Ban hành Danh mục {done}.")[0]


@pytest.mark.parametrize(
    ("title", "first", "doubtful"),
    [
        ("Phê duyệt Danh mục thủ tục hành chính mới ban hành", "Phê duyệt Danh mục.", True),
        ("Về việc thực hiện Nghị quyết số 66/NQ-CP", PUBLISHING, True),
        (
            "Phê duyệt quy trình nội bộ giải quyết thủ tục hành chính mới ban hành",
            "Phê duyệt quy trình.",
            False,
        ),
        ("Ban hành Danh mục thủ tục hành chính không phụ thuộc vào địa giới hành chính", "Ban hành.", False),
        ("Về việc công bố Danh mục thủ tục hành chính mới ban hành", PUBLISHING, False),
        ("Công bố Danh mục thủ tục hành chính tiếp nhận tại Trung tâm", PUBLISHING, True),
        ("Bãi bỏ các Quyết định công bố Danh mục thủ tục hành chính", "Bãi bỏ các Quyết định.", True),
    ],
)
def test_what_only_looks_like_a_publication_is_doubtful(title: str, first: str, doubtful: bool) -> None:
    outline = Outline(typed=True, title=title, articles=[Article("1", (first,))])
    assert classify(outline).doubtful is doubtful


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
        ("của Sở Y tế và Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("của các Sở: Y tế, Nội vụ và Xây dựng", ["Sở Y tế", "Sở Nội vụ", "Sở Xây dựng"]),
        (
            "các sở: Tài chính; Văn hóa, Thể thao và Du lịch; Dân tộc và Tôn giáo",
            ["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Sở Dân tộc và Tôn giáo"],
        ),
        ("các Sở: Lạ Lùng, Y tế", ["Sở Lạ Lùng", "Sở Y tế"]),
    ],
)
def test_departments(title: str, names: list[str]) -> None:
    assert list(departments(f"Công bố thủ tục hành chính thuộc thẩm quyền {title}")) == names
