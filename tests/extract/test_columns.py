"""Head cells in the spellings of real lists, and cells as witnesses."""

from __future__ import annotations

import pytest

from extract.columns import is_ordinal, likelihood, role_of

SPELLINGS = {
    "ordinal": ["STT", "Stt", "TT", "Số TT", "Số thứ tự"],
    "code": [
        "Mã TTHC",
        "Mã số TTHC",
        "Số hồ sơ TTHC",
        "Mã thủ tục hành chính",
        "Mã hồ sơ TTHC",
        "Mã số TTHC nội bộ",
        "Mã TTHC gốc",
        "Mã thủ tục",
        "Mã TTHC[1]",
    ],
    "name": [
        "Tên thủ tục hành chính",
        "TÊN TTHC",
        "Tên TTHC nội bộ",
        "Tên thủ tục hành chính nội bộ",
        "Tên thủ tục hành chính bị bãi bỏ",
        "Tên nhóm TTHC liên thông",
        "Tên Thủ tục\nhành chính",
    ],
    "name_code": [
        "Tên thủ tục hành chính/ Mã số TTHC",
        "Tên TTHC/ Mã TTHC",
        "Tên thủ tục hành chính (Mã TTHC)",
        "Tên thủ tục hành chính (Mã thủ TTHC)",
        "Tên thủ tục hành chính (Mã thủ tục)",
    ],
    "old_name": [
        "Tên thủ tục hành chính được thay thế",
        "Tên TTHC nội bộ được thay thế",
        "Tên thủ tục hành chính bị thay thế",
    ],
    "new_name": ["Tên thủ tục hành chính thay thế", "Tên TTHC nội bộ thay thế", "Tên TTHC thay thế"],
    "basis": [
        "Căn cứ pháp lý",
        "Căn cứ pháp lý quy định nội dung sửa đổi, bổ sung",
        "Căn cứ pháp lý bãi bỏ thủ tục hành chính",
        "Căn cứ pháp lý của TTHC",
        "Cơ sở pháp lý",
        "Văn bản quy định",
        "Tên VBQPPL quy định",
        "Tên VBQPPL quy định nội dung sửa đổi, bổ sung, thay thế",
        "Tên VBQPPL quy định nội dung thay thế",
        "Tên VBQPPL quy định việc bãi bỏ, hủy bỏ TTHC",
        "Tên Văn bản quy định việc bãi bỏ, hủy bỏ thủ tục hành chính",
        "Tên văn bản quy phạm pháp luật quy định thủ tục hành chính",
        "Tên văn bản pháp luật quy định việc bãi bỏ thủ tục hành chính",
        "Tên VB quy định nội dung sửa đổi, bổ sung, thay thế",
        "VBQPPL quy định thủ tục hành chính",
        "Tên VBQPPL là căn cứ sửa đổi, bổ sung",
        "Căn cứ hoặc lý do bãi bỏ",
    ],
    "published_by": [
        "Quyết định công bố",
        "Quyết định công bố[2]",
        "Quyết định đã công bố danh mục thủ tục hành chính",
        "Quyết định công bố danh mục thủ tục hành chính",
        "Tên văn bản đã công bố thủ tục hành chính",
        "Số thứ tự tại Quyết định công bố của Chủ tịch UBND tỉnh Lạng Sơn",
        "Số quyết định đã công bố TTHC bị bãi bỏ",
    ],
    "time_limit": ["Thời hạn giải quyết", "Thời gian giải quyết", "Thời gian thực hiện"],
    "place": [
        "Địa điểm thực hiện",
        "Địa điểm, cách thức thực hiện",
        "Cách thức, địa điểm thực hiện",
        "Cách thức/Địa điểm thực hiện",
        "Địa điểm/Cơ quan thực hiện",
        "Địa điểm và cách thức thực hiện",
    ],
    "manner": [
        "Cách thức thực hiện",
        "Tiếp nhận và trả kết quả qua BCCI",
        "Thực hiện qua BCCI",
        "Cơ chế giải quyết",
    ],
    "fee": ["Phí, lệ phí", "Phí, lệ phí (nếu có)", "Lệ phí"],
    "agency": [
        "Cơ quan thực hiện",
        "Cơ quan giải quyết TTHC",
        "Thẩm quyền giải quyết",
        "Thẩm quyền quyết định",
    ],
    "field": ["Lĩnh vực", "Ngành, lĩnh vực"],
    "level": ["Cấp thực hiện", "Cấp giải quyết"],
    "online": ["Dịch vụ công trực tuyến", "DVC TT (mức độ)", "Mức độ Dịch vụ công", "Toàn trình", "Một phần"],
    "note": ["Ghi chú", "Nội dung sửa đổi, bổ sung", "Phi địa giới", "TTHC liên thông"],
    "step": [
        "Trình tự thực hiện",
        "Trách nhiệm",
        "Biểu mẫu/Kết quả",
        "Các bước thực hiện",
        "Người thực hiện",
    ],
}


@pytest.mark.parametrize(
    ("role", "head"), [(role, head) for role, heads in SPELLINGS.items() for head in heads]
)
def test_head_cell(role: str, head: str) -> None:
    assert role_of(head) == role
    assert role_of(head.upper()) == role


@pytest.mark.parametrize("head", ["", "Diện tích", "Chức vụ", "(1)", "Ông Trần Văn Bình"])
def test_unknown_head(head: str) -> None:
    assert role_of(head) is None


@pytest.mark.parametrize("text", ["01", "1.", "1", "II", "A", "2.3", "Đ", "A1", "12)", "100"])
def test_ordinal(text: str) -> None:
    assert is_ordinal(text) is True


@pytest.mark.parametrize("text", ["", "2025 ", "1.014466", "B1 Tiếp nhận", "Sở", "-", "x y"])
def test_no_ordinal(text: str) -> None:
    assert is_ordinal(text) is False


@pytest.mark.parametrize(
    ("role", "good", "bad"),
    [
        ("code", "1.014466.H12", "Cấp giấy phép"),
        ("ordinal", "12", "Cấp giấy phép"),
        ("basis", "Nghị định số 11/2025/NĐ-CP", "Không"),
        ("time_limit", "05 ngày làm việc", "Sở Y tế"),
        ("fee", "Không", "Sở Y tế"),
        ("agency", "Sở Y tế", "05 ngày làm việc"),
        ("place", "Trung tâm Phục vụ hành chính công", "05 ngày làm việc"),
        ("name", "Cấp giấy phép đào kênh", "Nghị định số 11/2025/NĐ-CP"),
    ],
)
def test_content_speaks_for_its_column(role: str, good: str, bad: str) -> None:
    assert likelihood(role, good) > 0 > likelihood(role, bad)
    assert likelihood(role, "") <= likelihood(None, good) == 0.0


def test_what_says_nothing_is_no_name_and_ticks_are_left_out_rather_than_bases() -> None:
    assert likelihood("time_limit", "Không quy định") > 0 > likelihood("name", "Không quy định")
    assert likelihood("basis", "") < likelihood("online", "") == 0.0
