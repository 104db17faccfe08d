"""What headings say, in the words of real decisions."""

from __future__ import annotations

import pytest

from extract.decision import Change, Level
from extract.headings import Region, levels_of, read_heading, sentence_case

CENTRAL, PROVINCE, DISTRICT, COMMUNE = Level


@pytest.mark.parametrize(
    ("text", "rank", "label"),
    [
        ("PHỤ LỤC I DANH MỤC", 0, "PHỤ LỤC I"),
        ("PHỤ LỤC", 0, "PHỤ LỤC"),
        ("Phụ lục số 2", 0, "Phụ lục số 2"),
        ("PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH", 1, "PHẦN I"),
        ("Phần thứ nhất. Danh mục", 1, "Phần thứ nhất"),
        ("MỤC II. DANH MỤC", 2, "MỤC II"),
        ("A. Thủ tục hành chính cấp Trung ương", 2, "A"),
        ("Đ. Lĩnh vực", 2, "Đ"),
        ("A1. Lĩnh vực", 2, "A1"),
        ("II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", 3, "II"),
        ("I.2 Thủ tục hành chính cấp huyện", 3, "I.2"),
        ("1. Danh mục thủ tục hành chính", 4, "1"),
        ("2.1. Danh mục", 4, "2.1"),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH", 5, None),
        ("CẤP TỈNH", 5, None),
    ],
)
def test_rank_and_label(text: str, rank: int, label: str | None) -> None:
    heading = read_heading(text)
    assert (heading.rank, heading.label) == (rank, label)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("A. DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG (51 TTHC)", [Change.AMENDED]),
        ("B. DANH MỤC THỦ TỤC HÀNH CHÍNH BÃI BỎ", [Change.REPEALED]),
        ("II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (06 THỦ TỤC)", [Change.REPEALED]),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG[1] (08 TTHC)", [Change.AMENDED]),
        ("THỦ TỤC HÀNH CHÍNH MỚI", [Change.NEW]),
        ("THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG, BÃI BỎ", [Change.AMENDED, Change.REPEALED]),
        ("VỀ VIỆC CÔNG BỐ THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH VÀ BỊ BÃI BỎ", [Change.NEW, Change.REPEALED]),
        ("ĐƯỢC BAN HÀNH MỚI HOẶC BỊ BÃI BỎ", [Change.NEW, Change.REPEALED]),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC CHUẨN HÓA", [Change.STANDARDISED]),
        ("Thủ tục tiếp tục thực hiện", [Change.LISTED]),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH TRONG LĨNH VỰC GIÁM ĐỊNH", []),
    ],
)
def test_changes(text: str, changes: list[Change]) -> None:
    assert list(read_heading(text).changes) == changes


@pytest.mark.parametrize(
    ("text", "levels", "shared"),
    [
        ("A. Thủ tục hành chính cấp Trung ương", [CENTRAL], False),
        ("CẤP TỈNH", [PROVINCE], False),
        ("ÁP DỤNG CHUNG (CẤP TÍNH, XÃ)", [PROVINCE, COMMUNE], True),
        ("DÙNG CHUNG (CẤP BỘ, CẤP TỈNH, CẤP XÃ)", [CENTRAL, PROVINCE, COMMUNE], True),
        ("A. THỦ TỤC HÀNH CHÍNH ÁP DỤNG CHUNG", [], True),
        ("dùng chung cho cấp tỉnh và cấp huyện", [PROVINCE, DISTRICT], True),
        ("CỦA UBND CẤP HUYỆN", [DISTRICT], False),
        ("Thủ tục hành chính cấp Thành phố Lĩnh vực Đấu thầu", [PROVINCE], False),
        ("Thủ tục hành chính cấp cơ sở", [], False),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH", [], False),
        ("Hướng dẫn hộ dân tỉnh An Bình", [], False),
        ("A. THỦ TỤC HÀNH CHÍNH THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA SỞ XÂY DỰNG", [PROVINCE], False),
        ("II. TTHC THUỘC THẨM QUYỀN CỦA UBND XÃ, PHƯỜNG, ĐẶC KHU", [COMMUNE], False),
        ("THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA SỞ XÂY DỰNG, UBND CẤP XÃ", [PROVINCE, COMMUNE], False),
        ("thuộc thẩm quyền giải quyết của Sở Tài chính theo Nghị quyết của Chính phủ", [PROVINCE], False),
        ("THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA BỘ XÂY DỰNG", [CENTRAL], False),
        ("THUỘC PHẠM VI QUẢN LÝ CỦA SỞ XÂY DỰNG", [], False),
        ("B. SỞ XÂY DỰNG", [PROVINCE], False),
        ("1. UBND cấp xã", [COMMUNE], False),
        ("B. SỞ HỮU TRÍ TUỆ", [], False),
        ("II. Sở giao dịch hàng hóa", [], False),
        ("SỞ XÂY DỰNG", [], False),
    ],
)
def test_levels(text: str, levels: list[Level], shared: bool) -> None:
    heading = read_heading(text)
    assert (list(heading.levels), heading.shared) == (levels, shared)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Cấp Bộ; Cấp Tỉnh", [CENTRAL, PROVINCE]),
        ("cấp xã", [COMMUNE]),
        ("của UBND các xã, phường, đặc khu", [COMMUNE]),
        ("Ủy ban nhân dân phường", [COMMUNE]),
        ("UBND đặc khu", [COMMUNE]),
        ("Sở Xây dựng", []),
        ("", []),
    ],
)
def test_levels_of_a_cell(text: str, levels: list[Level]) -> None:
    assert list(levels_of(text)) == levels


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("LĨNH VỰC CHỨNG THỰC (17 TTHC)", "Chứng thực"),
        ("LĨNH VỰC: CHỨNG THỰC (12 TTHC)", "Chứng thực"),
        ("I. LĨNH VỰC ĐÊ ĐIỀU", "Đê điều"),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH TRONG LĨNH VỰC THIẾT BỊ Y TẾ THUỘC PHẠM VI CHỨC NĂNG", "Thiết bị y tế"),
        ("mới ban hành trong lĩnh vực đấu thầu thuộc thẩm quyền giải quyết của Sở Tài chính", "Đấu thầu"),
        ("lĩnh vực đầu tư tại Việt Nam", "Đầu tư tại Việt Nam"),
        ("TỪ LĨNH VỰC TỔ CHỨC CÁN BỘ SANG LĨNH VỰC GIÁM ĐỊNH", None),
        ("lĩnh vực Thủy lợi; lĩnh vực Đê điều", None),
        ("CẤP TỈNH", None),
    ],
)
def test_field(text: str, field: str | None) -> None:
    assert read_heading(text).field == field


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", Region.LIST),
        ("PHẦN II. NỘI DUNG CỤ THỂ CỦA TỪNG THỦ TỤC HÀNH CHÍNH", Region.CONTENTS),
        ("NỘI DUNG CHI TIẾT THỦ TỤC HÀNH CHÍNH", Region.CONTENTS),
        ("QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", Region.WORKFLOW),
        ("QUI TRÌNH NỘI BỘ", Region.WORKFLOW),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC XÂY DỰNG QUY TRÌNH NỘI BỘ", Region.WORKFLOW),
        ("DANH MỤC VÀ QUY TRÌNH NỘI BỘ THỦ TỤC HÀNH CHÍNH", None),
        ("BIỂU MỨC THU PHÍ, LỆ PHÍ", Region.FEES),
        ("MẪU ĐƠN, TỜ KHAI", Region.FORMS),
        ("CẤP TỈNH", None),
    ],
)
def test_region(text: str, region: Region | None) -> None:
    assert read_heading(text).region == region


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG (51 TTHC)", 51),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (06 THỦ TỤC)", 6),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (06)", 6),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ: 06 TTHC", 6),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (12 (mười hai) thủ tục)", 12),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (03 danh mục)", 3),
        ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", None),
        ("THỦ TỤC HÀNH CHÍNH (theo Quyết định số 12)", None),
    ],
)
def test_count(text: str, count: int | None) -> None:
    assert read_heading(text).count == count


def test_internal() -> None:
    assert read_heading("DANH MỤC TTHC NỘI BỘ MỚI BAN HÀNH (Nhóm A)").internal is True
    assert read_heading("DANH MỤC TTHC MỚI BAN HÀNH").internal is False


def test_footnote_mark_is_no_part_of_the_text() -> None:
    assert read_heading("BỔ SUNG[1] (08 TTHC)").text == "BỔ SUNG (08 TTHC)"


def test_sentence_case() -> None:
    assert sentence_case("ĐÊ ĐIỀU") == "Đê điều"
    assert sentence_case("thủy lợi") == "Thủy lợi"
    assert sentence_case("") == ""
