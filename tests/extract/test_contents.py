"""The contents of procedures: labels as paragraphs and in tables, tied to the listed procedures."""

from __future__ import annotations

import pytest

from extract.contents import mandatory_parts
from extract.decision import Decision
from tests.extract.documents import MINISTRY, Block, categories, decided, grid, with_annex

HEAD = ("STT", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện")
DIG = "Cấp giấy phép đào kênh dẫn nước"
DAM = "Nghiệm thu đập đất quy mô nhỏ"
LIST = grid(HEAD, ("1", DIG, "Thủy lợi", "Sở Xây dựng"), ("2", DAM, "Thủy lợi", "Sở Xây dựng"))
CONTENTS = "PHẦN II. NỘI DUNG CỤ THỂ CỦA TỪNG THỦ TỤC HÀNH CHÍNH"
FULL = (
    "a) Trình tự thực hiện:",
    "- Bước 1: nộp hồ sơ.",
    "b) Cách thức thực hiện: trực tuyến.",
    "c) Thành phần, số lượng hồ sơ:",
    "- Thành phần hồ sơ: đơn đề nghị.",
    "- Số lượng hồ sơ: 01 bộ.",
    "d) Thời hạn giải quyết: 10 ngày làm việc.",
    "đ) Đối tượng thực hiện thủ tục hành chính: tổ chức.",
    "e) Cơ quan giải quyết thủ tục hành chính: Sở Xây dựng.",
    "g) Phí, lệ phí (nếu có): Không.",
    "l) Căn cứ pháp lý của thủ tục hành chính: Luật Thủy lợi.",
)


def parts(decision: Decision, nth: int) -> dict[str, str]:
    return {part.key: part.text for part in decision.items[nth].parts}


def ministry(*contents: Block) -> Decision:
    head = "PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"
    return decided(with_annex(MINISTRY, head, LIST, CONTENTS, *contents))


def test_labels_as_paragraphs() -> None:
    decision = ministry(f"1. Thủ tục {DIG}", *FULL)
    found = parts(decision, 0)
    assert found["steps"] == "- Bước 1: nộp hồ sơ."
    assert found["manner"] == "trực tuyến."
    assert found["dossier"] == "- Thành phần hồ sơ: đơn đề nghị.\n- Số lượng hồ sơ: 01 bộ."
    assert found["time_limit"] == "10 ngày làm việc."
    assert found["agency"] == "Sở Xây dựng."
    assert found["fee"] == "Không."
    assert found["basis"] == "Luật Thủy lợi."
    assert parts(decision, 1) == {}
    assert [item.name for item in decision.items] == [DIG, DAM]


def test_a_label_that_a_page_end_splits_is_one_label() -> None:
    before = grid(
        ("Trình tự thực hiện", "- Bước 1: nộp hồ sơ."),
        ("Đối tượng thực hiện thủ", "Tổ chức"),
        ("tục hành chính", ""),
        ("Phí, lệ phí (nếu", "Không."),
    )
    after = grid(("có)", ""), ("Thời hạn giải quyết", "05 ngày"))
    assert parts(ministry(f"1. {DIG}", before, after), 0) == {
        "steps": "- Bước 1: nộp hồ sơ.",
        "subjects": "Tổ chức",
        "fee": "Không.",
        "time_limit": "05 ngày",
    }


def test_labels_in_a_table() -> None:
    labels = grid(
        ("Trình tự thực hiện", "- Bước 1: nộp hồ sơ."),
        ("Cách thức thực hiện", "Trực tiếp"),
        ("Thời hạn giải quyết", "05 ngày"),
    )
    decision = ministry(f"2. {DAM}", labels)
    assert parts(decision, 1) == {
        "steps": "- Bước 1: nộp hồ sơ.",
        "manner": "Trực tiếp",
        "time_limit": "05 ngày",
    }


def test_each_procedure_has_its_own() -> None:
    decision = ministry(
        f"1. {DIG}", "Cách thức thực hiện: trực tuyến.", f"2. {DAM}", "Cách thức thực hiện: trực tiếp."
    )
    assert [parts(decision, nth)["manner"] for nth in (0, 1)] == ["trực tuyến.", "trực tiếp."]


def test_forms_behind_the_contents_are_left_out() -> None:
    decision = ministry(f"1. {DIG}", *FULL, "Mẫu số 01", "ĐƠN ĐỀ NGHỊ", "Thời hạn giải quyết: …")
    assert parts(decision, 0)["basis"] == "Luật Thủy lợi."
    assert parts(decision, 0)["time_limit"] == "10 ngày làm việc."


def test_missing_mandatory_parts_are_an_issue() -> None:
    decision = ministry(f"1. {DIG}", *FULL[:3])
    (issue,) = [issue for issue in decision.issues if issue.category == "parts_missing"]
    assert "thời hạn giải quyết" in issue.message
    assert "trình tự" not in issue.message
    assert "parts_missing" not in categories(ministry(f"1. {DIG}", *FULL))


def test_mandatory_parts_are_those_of_the_decree() -> None:
    assert set(mandatory_parts()) == {"steps", "manner", "dossier", "time_limit", "subjects", "agency"}


@pytest.mark.parametrize(
    "heading",
    [
        f"1. {DIG} (1.990001)",
        f"1. {DIG} - 1.990001",
        f"1. Tên thủ tục hành chính: {DIG}",
        f"Thủ tục 1: {DIG}",
        f"1- Thủ tục {DIG}",
        "1. Cấp phép đào kênh (Mã số TTHC: 1.990001)",
    ],
)
def test_a_procedure_is_named_with_its_code_or_in_other_words(heading: str) -> None:
    coded_list = grid(("STT", "Mã TTHC", *HEAD[1:]), ("1", "1.990001", DIG, "Thủy lợi", "Sở Xây dựng"))
    head = "PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"
    decision = decided(with_annex(MINISTRY, head, coded_list, CONTENTS, heading, *FULL))
    assert parts(decision, 0)["time_limit"] == "10 ngày làm việc."


def test_a_line_that_names_a_form_does_not_end_the_procedure() -> None:
    forms = ("h) Tên mẫu đơn, mẫu tờ khai:", "Mẫu số 01 ban hành kèm theo Nghị định số 11/2025/NĐ-CP.")
    found = parts(ministry(f"1. {DIG}", *FULL[:-1], *forms, FULL[-1]), 0)
    assert found["forms"] == forms[1]
    assert found["basis"] == "Luật Thủy lợi."
