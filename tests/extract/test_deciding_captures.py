"""The same decision as a web page and as a legal site's capture gives the same listed procedures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Item
from tests.extract.documents import (
    CODED_HEAD,
    MINISTRY,
    NEW_HEAD,
    PROVINCE_HEAD,
    REPEALED_HEAD,
    WORKFLOW_HEAD,
    Block,
    Box,
    Paper,
    across,
    as_capture,
    coded,
    decided,
    decided_capture,
    grid,
    head_of_annex,
    plain_row,
    provincial,
    with_annex,
)

FIRST = "Cấp giấy phép đào kênh"
SECOND = "Nghiệm thu đập đất"
THIRD = "Tháo nước hồ chứa"
FOURTH = "Thu hồi giấy phép đào kênh"
LAW = "Nghị định số 11/2025/NĐ-CP ngày 15/01/2025 của Chính phủ quy định chi tiết về thủy lợi"
NAMES = (FIRST, SECOND, THIRD, FOURTH)

PLAIN: tuple[Block, ...] = (
    *head_of_annex(),
    grid(CODED_HEAD, *(coded(str(nth), f"1.99000{nth}", name) for nth, name in enumerate(NAMES, 1))),
)
NO_CODES: tuple[Block, ...] = (
    *head_of_annex(),
    grid(NEW_HEAD, *(plain_row(f"{nth}.", name) for nth, name in enumerate(NAMES, 1))),
)
SEVEN_COLUMNS: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        PROVINCE_HEAD,
        *(provincial(f"0{nth}", f"1.99000{nth}.H48", name) for nth, name in enumerate(NAMES, 1)),
    ),
)
SECTIONS: tuple[Block, ...] = (
    *head_of_annex(),
    "A. DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG (02 TTHC)",
    grid(CODED_HEAD, coded("1", "1.990001", FIRST), coded("2", "1.990002", SECOND)),
    "B. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (02 TTHC)",
    grid(REPEALED_HEAD, ("1", "1.990003", THIRD, LAW), ("2", "1.990004", FOURTH, LAW)),
)
LEVELS: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        CODED_HEAD,
        across("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", 6),
        across("I. LĨNH VỰC THỦY LỢI", 6),
        coded("1", "1.990001", FIRST),
        coded("2", "1.990002", SECOND),
        across("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ", 6),
        across("I. LĨNH VỰC THỦY LỢI", 6),
        coded("1", "1.990003", THIRD),
    ),
)
MERGED_AT_THE_END: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Căn cứ pháp lý"),
        ("1", "1.990001", FIRST, "05 ngày làm việc", Box(LAW, down=3)),
        ("2", "1.990002", SECOND, "07 ngày làm việc"),
        ("3", "1.990003", THIRD, "10 ngày làm việc"),
    ),
)
MERGED_IN_THE_MIDDLE: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        ("STT", "Mã TTHC", "Tên TTHC", "Căn cứ pháp lý", "Lĩnh vực", "Cơ quan thực hiện"),
        ("1", "1.990001", FIRST, Box(LAW, down=3), "Thủy lợi", "Sở Nông nghiệp và Môi trường"),
        ("2", "1.990002", SECOND, "Thủy lợi", "Sở Nông nghiệp và Môi trường"),
        ("3", "1.990003", THIRD, "Thủy lợi", "Sở Nông nghiệp và Môi trường"),
    ),
)
NAME_AND_CODE: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        ("STT", "Tên thủ tục hành chính/ Mã số TTHC", "Thời hạn giải quyết", "Phí, lệ phí", "Căn cứ pháp lý"),
        ("1", f"{FIRST}; 1.990001.H50", "05 ngày làm việc", "Không", LAW),
        ("2", f"{SECOND}/ 1.990002.H50", "07 ngày làm việc", "Không", LAW),
        ("3", f"{THIRD}\n(1.990003.H50)", "10 ngày làm việc", "Không", LAW),
    ),
)
TWO_STOREYS: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        (
            Box("STT", down=2),
            Box("Mã TTHC", down=2),
            Box("Tên TTHC", down=2),
            Box("Thời hạn giải quyết", across=2),
            Box("Căn cứ pháp lý", down=2),
        ),
        ("Theo quy định", "NQ số 66/NQ-CP"),
        ("1", "1.990001", FIRST, "10 ngày làm việc", "07 ngày làm việc", LAW),
        ("2", "1.990002", SECOND, "20 ngày làm việc", "14 ngày làm việc", LAW),
    ),
)
REPEATED_HEAD: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        CODED_HEAD,
        coded("1", "1.990001", FIRST),
        CODED_HEAD,
        coded("2", "1.990002", SECOND),
    ),
)
WITH_WORKFLOW: tuple[Block, ...] = (
    *head_of_annex("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
    grid(CODED_HEAD, coded("1", "1.990001", FIRST), coded("2", "1.990002", SECOND)),
    *head_of_annex("PHỤ LỤC II", "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"),
    f"1. {FIRST} (1.990001)",
    grid(
        WORKFLOW_HEAD,
        ("Bước 1", "Tiếp nhận hồ sơ và chuyển xử lý", "Công chức một cửa", "0,5 ngày", "Mẫu số 01"),
        ("Bước 2", "Thẩm định hồ sơ", "Phòng Thủy lợi", "03 ngày", "Báo cáo"),
    ),
)
EMPTY_CELLS: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Phí, lệ phí", "Căn cứ pháp lý"),
        ("1", "1.990001", FIRST, "05 ngày làm việc", "Không", LAW),
        ("2", "1.990002", SECOND, "07 ngày làm việc", "", LAW),
        ("3", "1.990003", THIRD, "10 ngày làm việc", "Không", LAW),
    ),
)
TOTALS: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        CODED_HEAD,
        coded("1", "1.990001", FIRST),
        coded("2", "1.990002", SECOND),
        across("Tổng cộng: 02 TTHC", 6),
    ),
)
AS_ABOVE: tuple[Block, ...] = (
    *head_of_annex(),
    grid(
        ("STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết", "Căn cứ pháp lý"),
        ("1", "1.990001", FIRST, "05 ngày làm việc", LAW),
        ("2", "1.990002", SECOND, "07 ngày làm việc", "Như trên"),
    ),
)
LAYOUTS = {
    "plain": PLAIN,
    "no codes": NO_CODES,
    "seven columns": SEVEN_COLUMNS,
    "sections": SECTIONS,
    "levels": LEVELS,
    "merged at the end": MERGED_AT_THE_END,
    "merged in the middle": MERGED_IN_THE_MIDDLE,
    "name and code": NAME_AND_CODE,
    "two storeys": TWO_STOREYS,
    "repeated head": REPEATED_HEAD,
    "with workflow": WITH_WORKFLOW,
    "empty cells": EMPTY_CELLS,
    "totals": TOTALS,
    "as above": AS_ABOVE,
}


def facts(item: Item) -> dict[str, object]:
    """Everything but the place and the trust, which differ between the formats."""
    told = item.to_json()
    return {key: told[key] for key in told if key not in ("source", "confidence", "section")}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("issuer", ["province", "ministry"])
def test_page_and_capture_agree(layout: str, issuer: str) -> None:
    paper = with_annex(Paper() if issuer == "province" else MINISTRY, *LAYOUTS[layout])
    page, capture = decided(paper), decided_capture(paper)
    assert len(page.items) >= 2
    assert [facts(item) for item in capture.items] == [facts(item) for item in page.items]
    assert [item.section for item in capture.items] == [item.section for item in page.items]


def test_heads_agree() -> None:
    ground = (
        "Căn cứ Quyết định số 3659/QĐ-BNNMT ngày 13/11/2025 của Bộ trưởng về việc công bố thủ tục hành chính;"
    )
    paper = with_annex(Paper(), *PLAIN)
    paper = replace(paper, preamble=(*paper.preamble, ground))
    page, capture = decided(paper).to_json(), decided_capture(paper).to_json()
    kept = [key for key in page if key not in ("items", "document", "title", "issues")]
    assert {key: capture[key] for key in kept} == {key: page[key] for key in kept}
    assert capture["title"] == str(page["title"]).upper()
    assert len(page["based_on"]) == 1


def test_a_capture_proves_no_columns() -> None:
    paper = with_annex(Paper(), *PLAIN)
    assert all(item.confidence < 0.99 for item in decided_capture(paper).items)


def test_the_next_annex_hangs_on_the_last_row() -> None:
    text = as_capture(with_annex(Paper(), *SECTIONS)).decode()
    assert f"{LAW}\n|\n" in text
    assert "Sở Nông nghiệp và Môi trường\n|\n**B. DANH MỤC" in text
