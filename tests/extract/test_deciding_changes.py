"""Where the kind of change stands: title, Điều 1, annex head, section heading, head of a column, nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Change
from tests.extract.documents import (
    ATTACHED,
    CODED_HEAD,
    NEW_HEAD,
    REPEALED_HEAD,
    Block,
    Paper,
    Prose,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    kinds,
    plain_row,
    with_annex,
)

SUBJECT = "lĩnh vực Thủy lợi thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường"
LIST: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        CODED_HEAD,
        coded("1", "1.990001", "Cấp giấy phép đào kênh"),
        coded("2", "1.990002", "Nghiệm thu đập đất"),
    ),
)
SILENT = Paper(title=f"Về việc công bố Danh mục thủ tục hành chính {SUBJECT}", annex=LIST)


def changes(paper: Paper) -> list[str]:
    return [item.change.value for item in decided(paper).items]


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("mới ban hành", "new"),
        ("ban hành mới", "new"),
        ("được ban hành mới", "new"),
        ("mới", "new"),
        ("bổ sung", "new"),
        ("được bổ sung", "new"),
        ("được sửa đổi, bổ sung", "amended"),
        ("sửa đổi bổ sung", "amended"),
        ("sửa đổi", "amended"),
        ("thay đổi, bổ sung", "amended"),
        ("được thay thế", "replaced"),
        ("thay thế", "replaced"),
        ("bị bãi bỏ", "repealed"),
        ("bãi bỏ", "repealed"),
        ("bãi bỏ, hủy bỏ", "repealed"),
        ("bị huỷ bỏ", "repealed"),
        ("được chuẩn hóa", "standardised"),
        ("chuẩn hoá", "standardised"),
    ],
)
def test_title_alone_names_the_kind(words: str, change: str) -> None:
    title = f"Về việc công bố Danh mục thủ tục hành chính {words} {SUBJECT}"
    assert changes(replace(SILENT, title=title)) == [change, change]
    assert changes(replace(SILENT, title=title.upper())) == [change, change]


@pytest.mark.parametrize(
    ("title", "change"),
    [
        ("VỀ VIỆC CÔNG BỐ BỔ SUNG THỦ TỤC HÀNH CHÍNH LĨNH VỰC THỦY LỢI", "new"),
        ("VỀ VIỆC CÔNG BỐ SỬA ĐỔI, BỔ SUNG 02 THỦ TỤC HÀNH CHÍNH LĨNH VỰC THỦY LỢI", "amended"),
        (
            "CÔNG BỐ SỬA ĐỔI, BỔ SUNG 02 THỦ TỤC HÀNH CHÍNH TỪ LĨNH VỰC ĐÊ ĐIỀU SANG LĨNH VỰC THỦY LỢI",
            "amended",
        ),
        ("CÔNG BỐ DANH MỤC THỦ TỤC HÀNH MỚI BAN HÀNH LĨNH VỰC THỦY LỢI", "new"),
        ("CÔNG BỐ DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG MỨC PHÍ, LỆ PHÍ", "amended"),
        ("CÔNG BỐ THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG BAN HÀNH TRONG LĨNH VỰC THỦY LỢI", "amended"),
    ],
)
def test_titles_of_real_decisions(title: str, change: str) -> None:
    assert changes(replace(SILENT, title=title)) == [change, change]


def test_kind_stands_only_in_the_first_article() -> None:
    first = f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính bị bãi bỏ {SUBJECT}."
    paper = replace(SILENT, articles=(first, *SILENT.articles[1:]))
    assert changes(paper) == ["repealed", "repealed"]


def test_no_kind_at_all_is_listed() -> None:
    replaces = "Điều 3. Quyết định này thay thế Danh mục TTHC tại Quyết định số 158/QĐ- UBND ngày 02/3/2024."
    paper = replace(SILENT, articles=(*SILENT.articles[:2], replaces))
    decision = decided(paper)
    assert {item.change for item in decision.items} == {Change.LISTED}
    assert [reference.number for reference in decision.affects] == ["158/QĐ-UBND"]


def test_section_headings_alone_name_the_kinds() -> None:
    paper = with_annex(
        SILENT,
        *head_of_annex(),
        "A. DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG (01 TTHC)",
        grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh")),
        "B. DANH MỤC THỦ TỤC HÀNH CHÍNH BÃI BỎ",
        grid(CODED_HEAD, coded("1", "1.990002", "Nghiệm thu đập đất")),
    )
    assert changes(paper) == ["amended", "repealed"]


def test_annexes_of_their_own_name_the_kinds() -> None:
    paper = with_annex(
        SILENT,
        *head_of_annex("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG"),
        grid(CODED_HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh")),
        *head_of_annex("PHỤ LỤC II", "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"),
        grid(CODED_HEAD, coded("1", "1.990002", "Nghiệm thu đập đất")),
    )
    assert [(item.change.value, item.section) for item in decided(paper).items] == [
        ("amended", "PHỤ LỤC I"),
        ("repealed", "PHỤ LỤC II"),
    ]


def test_numbered_headings_of_ministries() -> None:
    paper = with_annex(
        SILENT,
        *head_of_annex("PHỤ LỤC", "THỦ TỤC HÀNH CHÍNH THUỘC PHẠM VI CHỨC NĂNG QUẢN LÝ CỦA BỘ"),
        "PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "1. Danh mục thủ tục hành chính mới ban hành thuộc phạm vi chức năng quản lý của Bộ",
        grid(NEW_HEAD, plain_row("1", "Cấp giấy phép đào kênh")),
        "2. Danh mục thủ tục hành chính bị bãi bỏ thuộc phạm vi chức năng quản lý của Bộ",
        grid(CODED_HEAD, coded("1", "1.990002", "Nghiệm thu đập đất")),
    )
    assert changes(paper) == ["new", "repealed"]


def test_kinds_as_rows_of_one_table() -> None:
    paper = with_annex(
        SILENT,
        *head_of_annex(),
        grid(
            CODED_HEAD,
            ("I", "Thủ tục thay đổi, bổ sung"),
            coded("1", "1.990001", "Cấp giấy phép đào kênh"),
            ("II", "Thủ tục tiếp tục thực hiện"),
            coded("1", "1.990002", "Nghiệm thu đập đất"),
            ("A", "THỦ TỤC HÀNH CHÍNH MỚI"),
            coded("1", "1.990003", "Tháo nước hồ chứa"),
        ),
    )
    assert changes(paper) == ["amended", "listed", "new"]


def test_heading_with_footnote_mark_inside_the_table() -> None:
    paper = with_annex(
        SILENT,
        *head_of_annex(),
        grid(
            CODED_HEAD,
            coded("1", "1.990001", "Cấp giấy phép đào kênh"),
            ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ[1] (01 TTHC)",),
            coded("1", "1.990002", "Nghiệm thu đập đất"),
        ),
    )
    paper = replace(
        paper, title=f"Về việc công bố Danh mục thủ tục hành chính mới ban hành và bị bãi bỏ {SUBJECT}"
    )
    assert [item.change.value for item in decided(paper).items][1] == "repealed"


CONTRADICTED = replace(
    SILENT,
    title=f"Về việc công bố Danh mục thủ tục hành chính sửa đổi {SUBJECT}",
    annex=(*head_of_annex("PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"), *LIST[3:]),
)


def test_title_wins_over_a_contradicting_annex_head() -> None:
    found = decided(CONTRADICTED).items
    assert [item.change.value for item in found] == ["amended", "amended"]
    assert all(item.confidence < 0.8 for item in found)


def test_a_contradicting_annex_head_is_signalled() -> None:
    assert len(decided(CONTRADICTED).issues) == 1


def test_annex_head_says_less_than_the_title() -> None:
    paper = replace(
        SILENT,
        title=f"Về việc công bố bổ sung thủ tục hành chính {SUBJECT}",
        annex=(*head_of_annex("PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH TRONG LĨNH VỰC THỦY LỢI"), *LIST[3:]),
    )
    assert changes(paper) == ["new", "new"]


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("Tên VBQPPL quy định việc bãi bỏ thủ tục hành chính", "repealed"),
        ("Căn cứ pháp lý bãi bỏ thủ tục hành chính", "repealed"),
        ("Tên VBQPPL quy định nội dung sửa đổi, bổ sung", "amended"),
        ("Căn cứ pháp lý quy định nội dung sửa đổi, bổ sung", "amended"),
    ],
)
def test_column_head_is_the_witness_of_a_mixed_list(column: str, change: str) -> None:
    head = ("STT", "Mã TTHC", "Tên thủ tục hành chính", column)
    row = ("1", "1.990001", "Cấp giấy phép đào kênh", "Nghị định số 11/2025/NĐ-CP")
    mixed = "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG, BÃI BỎ"
    paper = replace(
        SILENT,
        title=f"Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung, bãi bỏ {SUBJECT}",
        annex=(*head_of_annex("PHỤ LỤC", mixed), grid(head, row)),
    )
    assert changes(paper) == [change]


def test_two_tables_of_a_mixed_list_are_told_apart_by_their_heads() -> None:
    amended = ("STT", "Mã TTHC", "Tên TTHC", "Tên VBQPPL quy định nội dung sửa đổi, bổ sung")
    paper = replace(
        SILENT,
        title=f"Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung, bãi bỏ {SUBJECT}",
        annex=(
            *head_of_annex(),
            grid(amended, ("1", "1.990001", "Cấp giấy phép đào kênh", "Nghị định số 11/2025/NĐ-CP")),
            grid(REPEALED_HEAD, ("1", "1.990002", "Nghiệm thu đập đất", "Nghị định số 11/2025/NĐ-CP")),
        ),
    )
    assert changes(paper) == ["amended", "repealed"]


def test_section_heading_beats_the_column_head() -> None:
    head = ("STT", "Mã TTHC", "Tên TTHC", "Tên VBQPPL là căn cứ sửa đổi, bổ sung")
    row = ("1", "1.990002", "Nghiệm thu đập đất", "Nghị định số 11/2025/NĐ-CP")
    paper = replace(
        SILENT,
        title=f"Về việc công bố Danh mục thủ tục hành chính sửa đổi, bổ sung và bị bãi bỏ {SUBJECT}",
        annex=(*head_of_annex(), "II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (01 TTHC)", grid(head, row)),
    )
    assert changes(paper) == ["repealed"]


def test_section_heading_beats_the_title() -> None:
    paper = replace(
        SILENT,
        title=f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {SUBJECT}",
        annex=(*head_of_annex(), "II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (06 THỦ TỤC)", *LIST[3:]),
    )
    assert changes(paper) == ["repealed", "repealed"]


@pytest.mark.parametrize(
    "words",
    ["sửa đổi, bổ sung, thay thế", "sửa đổi, bổ sung hoặc thay thế", "được sửa đổi, bổ sung (thay thế)"],
)
def test_amended_and_replaced_share_the_standard_table(words: str) -> None:
    head = (
        "STT",
        "Số hồ sơ TTHC",
        "Tên thủ tục hành chính",
        "Tên VBQPPL quy định nội dung sửa đổi, bổ sung, thay thế",
        "Lĩnh vực",
        "Cơ quan thực hiện",
    )
    paper = replace(
        SILENT,
        title=f"Về việc công bố thủ tục hành chính {words} {SUBJECT}",
        annex=(*head_of_annex(), grid(head, coded("1", "1.990001", "Cấp giấy phép đào kênh"))),
    )
    assert changes(paper) == ["amended"]


NAMES = [
    "Cấp sửa đổi, bổ sung giấy phép đào kênh",
    "Thủ tục sửa đổi, bổ sung/cấp lại giấy chứng nhận đập đất",
    "Công bố đủ điều kiện sản xuất ống dẫn nước",
    "Tạm ngừng hoặc cấm tháo nước hồ chứa",
    "Quyết định việc hỗ trợ người trồng lúa",
    "Ban hành Kế hoạch tưới tiêu hằng năm",
    "Quyết định hủy bỏ quyết định bán đấu giá nước mặt",
    "Đính chính văn bản đã phát hành",
    "Điều chỉnh quy hoạch kênh theo trình tự, thủ tục rút gọn",
    "Bãi bỏ giấy phép đào kênh theo yêu cầu",
    "Thay thế giấy chứng nhận đập đất bị hỏng",
    "Cấp xã hội hóa dịch vụ tưới tiêu",
    "Thủ tục thay đổi, bổ sung nội dung giấy phép đào kênh",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_with_key_words_stay_names(name: str) -> None:
    title = f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {SUBJECT}"
    for table in (
        grid(CODED_HEAD, coded("1", "1.990001", name), coded("2", "1.990002", "Nghiệm thu đập đất")),
        grid(NEW_HEAD, plain_row("1", name), plain_row("2", "Nghiệm thu đập đất")),
    ):
        decision = decided(replace(SILENT, title=title, annex=(*head_of_annex(), table)))
        assert [(kind, printed) for kind, _, printed in kinds(decision.items)] == [
            ("new", name),
            ("new", "Nghiệm thu đập đất"),
        ]
        assert decision.shortened_procedure is False
        assert categories(decision) == []


def test_marks_of_captures_before_headings_do_not_hide_the_kind() -> None:
    paper = with_annex(
        SILENT,
        "PHỤ LỤC",
        Prose(ATTACHED),
        "## **A. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ**",
        *LIST[3:],
    )
    assert changes(paper) == ["repealed", "repealed"]
