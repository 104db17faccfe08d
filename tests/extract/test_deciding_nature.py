"""What a document is: a publication of procedures, of internal ones, or what only looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.documents import (
    CODED_HEAD,
    MINISTRY,
    Block,
    Paper,
    coded,
    decided,
    grid,
    head_of_annex,
    with_annex,
)

LIST: tuple[Block, ...] = (
    *head_of_annex(),
    grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh")),
)
PAPER = Paper(annex=LIST)
SUBJECT = "lĩnh vực Thủy lợi thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường"


@pytest.mark.parametrize(
    "title",
    [
        f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {SUBJECT}",
        f"Về công bố thủ tục hành chính {SUBJECT}",
        f"V/v công bố TTHC mới {SUBJECT}",
        f"Công bố danh mục TTHC {SUBJECT}",
        "CÔNG BỐ SỬA ĐỔI, BỔ SUNG 02 THỦ TỤC HÀNH CHÍNH TỪ LĨNH VỰC TỔ CHỨC SANG LĨNH VỰC GIÁM ĐỊNH",
        "VỀ VIỆC CÔNG BỐ BỔ SUNG THỦ TỤC HÀNH CHÍNH",
        "VỀ VIỆC CÔNG BỐ DANH MỤC VÀ QUY TRÌNH NỘI BỘ THỦ TỤC HÀNH CHÍNH LĨNH VỰC THỦY LỢI",
        "CÔNG BỐ DANH MỤC THỦ TỤC HÀNH MỚI BAN HÀNH LĨNH VỰC THỦY LỢI",
        "CHUẨN HÓA DANH MỤC THỦ TỤC HÀNH CHÍNH ĐẶC THÙ CỦA TỈNH AN BÌNH",
        "SỬA ĐỔI, BỔ SUNG QUYẾT ĐỊNH SỐ 470/QĐ-UBND NGÀY 01/8/2025 VỀ VIỆC CÔNG BỐ DANH MỤC THỦ TỤC HÀNH "
        "CHÍNH",
        "VỀ VIỆC CÔNG BỐ DANH MỤC TTHC (THỰC HIỆN THEO NGHỊ QUYẾT SỐ 66/NQ-CP NGÀY 26/3/2025)",
        "VỀ VIỆC CÔNG BỐ THỦ TỤC HÀNH CHÍNH QUY ĐỊNH TẠI THÔNG TƯ SỐ 44/2025/TT-BYT",
        "QUYẾT ĐỊNH Về việc công bố thủ tục hành chính được ủy quyền",
    ],
)
def test_publications(title: str) -> None:
    found = decided(replace(PAPER, title=title))
    assert (found.is_publication, len(found.items)) == (True, 1)


def test_title_without_a_verb_and_an_article_that_publishes() -> None:
    articles = (
        f"Điều 1. Công bố kèm theo Quyết định này Danh mục và Quy trình thủ tục hành chính bãi bỏ {SUBJECT}.",
    )
    title = "DANH MỤC VÀ QUY TRÌNH THỦ TỤC HÀNH CHÍNH BÃI BỎ LĨNH VỰC THỦY LỢI"
    found = decided(replace(PAPER, title=title, articles=(*articles, *PAPER.articles[1:])))
    assert [item.change.value for item in found.items] == ["repealed"]


@pytest.mark.parametrize(
    ("title", "first"),
    [
        (
            "Ban hành danh mục thủ tục hành chính mới ban hành, sửa đổi, bổ sung thực hiện không phụ "
            "thuộc vào địa "
            "giới hành chính",
            "Ban hành kèm theo Quyết định này danh mục thủ tục hành chính.",
        ),
        (
            "Phê duyệt danh mục thủ tục hành chính thực hiện không phụ thuộc vào địa giới hành chính",
            "Phê duyệt kèm theo Quyết định này Danh mục TTHC; Danh mục TTHC bị bãi bỏ.",
        ),
        (
            "Về việc công bố danh mục thủ tục hành chính thực hiện và không thực hiện tiếp nhận hồ sơ, "
            "trả kết quả "
            "qua dịch vụ bưu chính công ích",
            "Công bố kèm theo Quyết định này danh mục thủ tục hành chính.",
        ),
        (
            f"Về việc phê duyệt quy trình nội bộ giải quyết thủ tục hành chính {SUBJECT}",
            "Phê duyệt kèm theo Quyết định này quy trình nội bộ giải quyết thủ tục hành chính.",
        ),
        (
            "Thông qua phương án đơn giản hóa thủ tục hành chính thuộc phạm vi quản lý",
            "Thông qua phương án đơn giản hóa thủ tục hành chính.",
        ),
        (
            "Về việc ủy quyền cho Chánh Văn phòng công bố thủ tục hành chính",
            "Ủy quyền cho Chánh Văn phòng Ủy ban nhân dân tỉnh công bố thủ tục hành chính.",
        ),
        (
            "Công bố Chỉ số cải cách hành chính năm 2024",
            "Công bố Chỉ số cải cách hành chính năm 2024 của các cơ quan giải quyết thủ tục hành chính.",
        ),
        (
            "Phê duyệt danh mục và quy trình nội bộ thủ tục hành chính công nhận làng nghề",
            "Phê duyệt danh mục và quy trình nội bộ giải quyết thủ tục hành chính.",
        ),
        (
            "Ban hành Kế hoạch kiểm soát thủ tục hành chính năm 2026",
            "Ban hành kèm theo Quyết định này Kế hoạch kiểm soát thủ tục hành chính, công bố thủ tục "
            "hành chính.",
        ),
        (
            "Ban hành Quy chế phối hợp trong việc công bố, công khai thủ tục hành chính",
            "Ban hành kèm theo Quyết định này Quy chế phối hợp trong việc công bố thủ tục hành chính.",
        ),
        (
            "Về việc công bố công khai dự toán ngân sách năm 2026",
            "Công bố công khai dự toán ngân sách năm 2026 của Trung tâm thủ tục hành chính công.",
        ),
        (
            "Về việc công bố kết quả chỉ số hài lòng về thủ tục hành chính",
            "Công bố kết quả chỉ số hài lòng của người dân về giải quyết thủ tục hành chính.",
        ),
    ],
)
def test_near_misses_publish_nothing(title: str, first: str) -> None:
    for spelled in (title, title.upper()):
        found = decided(replace(PAPER, title=spelled, articles=(f"Điều 1. {first}", *PAPER.articles[1:])))
        assert (found.is_publication, found.items) == (False, ())
        assert found.to_json()["based_on"] == []


@pytest.mark.parametrize("kind", ["KẾ HOẠCH", "BÁO CÁO", "THÔNG BÁO", "CHỈ THỊ", "NGHỊ QUYẾT", "TỜ TRÌNH"])
def test_other_kinds_of_document(kind: str) -> None:
    found = decided(replace(PAPER, type_line=kind, articles=(), annex=LIST))
    assert (found.is_publication, found.items) == (False, ())


@pytest.mark.parametrize(
    "title",
    [
        f"Về việc công bố thủ tục hành chính nội bộ {SUBJECT}",
        "Về việc công bố Danh mục TTHC nội bộ trong hệ thống hành chính nhà nước tỉnh An Bình",
        "CÔNG BỐ DANH MỤC THỦ TỤC HÀNH CHÍNH NỘI BỘ MỚI BAN HÀNH",
    ],
)
def test_internal_procedures(title: str) -> None:
    head = ("STT", "Tên thủ tục hành chính nội bộ")
    table = grid(head, ("1", "Phê duyệt kế hoạch tưới tiêu"), ("2", "Ban hành Kế hoạch phòng lũ"))
    found = decided(with_annex(replace(PAPER, title=title), *head_of_annex(), table))
    assert (found.is_publication, found.internal) == (True, True)
    assert [(item.name, item.internal) for item in found.items] == [
        ("Phê duyệt kế hoạch tưới tiêu", True),
        ("Ban hành Kế hoạch phòng lũ", True),
    ]


@pytest.mark.parametrize(("code", "internal"), [("5.990001", True), ("6.990001", True), ("1.990001", False)])
def test_internal_by_code(code: str, internal: bool) -> None:
    table = grid(CODED_HEAD, coded("1", code, "Phê duyệt kế hoạch tưới tiêu"))
    found = decided(with_annex(PAPER, *head_of_annex(), table))
    assert [item.internal for item in found.items] == [internal]


def test_groups_named_a_and_b_of_internal_procedures() -> None:
    paper = replace(MINISTRY, title="Về việc công bố thủ tục hành chính nội bộ lĩnh vực Thủy lợi")
    head = ("TT", "Mã TTHC", "Tên TTHC nội bộ", "Lĩnh vực", "Căn cứ pháp lý", "Cơ quan thực hiện")
    found = decided(
        with_annex(
            paper,
            *head_of_annex("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH NỘI BỘ MỚI BAN HÀNH (Nhóm A)"),
            grid(head, ("1", "5.990001", "Phê duyệt kế hoạch tưới", "Thủy lợi", "", "Thủ tướng Chính phủ")),
            *head_of_annex("PHỤ LỤC II", "DANH MỤC THỦ TỤC HÀNH CHÍNH NỘI BỘ BỊ BÃI BỎ (Nhóm B)"),
            grid(head, ("1", "", "Phê duyệt kế hoạch tiêu", "Thủy lợi", "", "Cấp có thẩm quyền")),
        )
    )
    assert [(item.change.value, item.code, item.internal) for item in found.items] == [
        ("new", "5.990001", True),
        ("repealed", None, True),
    ]


@pytest.mark.parametrize(
    ("title", "approves"),
    [
        (f"Về việc công bố Danh mục thủ tục hành chính và phê duyệt Quy trình nội bộ {SUBJECT}", True),
        (f"Về việc công bố Danh mục và quy trình nội bộ giải quyết thủ tục hành chính {SUBJECT}", True),
        (f"Về việc phê duyệt quy trình nội bộ giải quyết thủ tục hành chính {SUBJECT}", True),
        (f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {SUBJECT}", False),
    ],
)
def test_approval_of_workflows(title: str, approves: bool) -> None:
    assert decided(replace(PAPER, title=title)).approves_workflow is approves


@pytest.mark.parametrize(
    ("line", "shortened"),
    [
        ("Thông tư số 07/2025/TT-BTC được xây dựng theo trình tự, thủ tục rút gọn;", True),
        ("Căn cứ Nghị định số 11/2025/NĐ-CP được ban hành theo trình tự, thủ tục rút gọn;", True),
        ("Căn cứ Luật Tố tụng quy định thủ tục rút gọn tại Tòa án nhân dân;", False),
        ("Căn cứ quy định về cấp hộ chiếu theo thủ tục rút gọn;", False),
    ],
)
def test_law_made_by_shortened_procedure(line: str, shortened: bool) -> None:
    assert decided(replace(PAPER, preamble=(*PAPER.preamble, line))).shortened_procedure is shortened


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("của Sở Nông nghiệp và Môi trường", ["Sở Nông nghiệp và Môi trường"]),
        ("của Sở Y tế tỉnh An Bình", ["Sở Y tế"]),
        ("của Sở Văn hóa, Thể thao và Du lịch, UBND cấp xã", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("của Sở Y tế và Sở Xây dựng", ["Sở Y tế", "Sở Xây dựng"]),
        ("CỦA SỞ KHOA HỌC VÀ CÔNG NGHỆ TRÊN ĐỊA BÀN TỈNH AN BÌNH", ["Sở Khoa học và Công nghệ"]),
        ("của UBND cấp xã", []),
    ],
)
def test_departments_of_the_title(tail: str, expected: list[str]) -> None:
    title = f"Về việc công bố Danh mục thủ tục hành chính thuộc thẩm quyền giải quyết {tail}"
    assert [name.rstrip(" và") for name in decided(replace(PAPER, title=title)).departments] == expected
