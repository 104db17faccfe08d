"""What stands beside the lists: workflows, contents of procedures, fees, forms; annexes that are missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.decision import Decision
from tests.extract.documents import (
    ATTACHED,
    CODED_HEAD,
    NEW_HEAD,
    REPEALED_HEAD,
    WORKFLOW_HEAD,
    Block,
    Grid,
    Paper,
    Prose,
    across,
    categories,
    coded,
    decided,
    grid,
    head_of_annex,
    kinds,
    plain_row,
    with_annex,
)

FIRST = "Cấp giấy phép đào kênh"
SECOND = "Nghiệm thu đập đất"
THIRD = "Tháo nước hồ chứa"
LIST = grid(CODED_HEAD, coded("1", "1.990001", FIRST), coded("2", "1.990002", SECOND))
ITEMS = [("new", "1.990001", FIRST), ("new", "1.990002", SECOND)]
STEPS = (
    ("Bước 1", "Tiếp nhận hồ sơ và chuyển xử lý", "Công chức một cửa", "0,5 ngày", "Mẫu số 01"),
    ("Bước 2", "Thẩm định hồ sơ", "Phòng Thủy lợi", "03 ngày", "Báo cáo"),
    ("B3", "Phê duyệt kết quả", "Lãnh đạo Sở", "01 ngày", "Giấy phép"),
    ("", "Tổng cộng thời gian giải quyết", "", "05 ngày", ""),
)
WORKFLOW = Paper(
    title="Về việc công bố Danh mục thủ tục hành chính mới ban hành và phê duyệt Quy trình nội bộ giải "
    "quyết thủ "
    "tục hành chính lĩnh vực Thủy lợi thuộc phạm vi quản lý của Sở Nông nghiệp và Môi trường"
)


def process(title: str, *head: str) -> tuple[Block, ...]:
    return (title, grid(head or WORKFLOW_HEAD, *STEPS))


def decision(*annex: Block, paper: Paper = WORKFLOW) -> Decision:
    return decided(with_annex(paper, *annex))


LIST_ANNEX: tuple[Block, ...] = (
    *head_of_annex("PHỤ LỤC I", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
    LIST,
)
STEP_ANNEX: tuple[Block, ...] = (
    *head_of_annex("PHỤ LỤC II", "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"),
    *process(f"1. {FIRST} (1.990001)"),
    *process(f"2. {SECOND} (1.990002)"),
)


def test_workflow_tables_after_the_list() -> None:
    found = decision(*LIST_ANNEX, *STEP_ANNEX)
    assert found.approves_workflow is True
    assert kinds(found.items) == ITEMS


def test_workflow_tables_before_the_list() -> None:
    assert kinds(decision(*STEP_ANNEX, *LIST_ANNEX).items) == ITEMS


@pytest.mark.parametrize(
    "head",
    [
        ("TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"),
        ("Thứ tự công việc", "Đơn vị/người thực hiện", "Nội dung công việc", "Thời gian", "Kết quả"),
        ("STT", "Các bước thực hiện", "Đơn vị thực hiện", "Người thực hiện", "Thời gian thực hiện"),
        ("Bước", "Nội dung thực hiện", "Trách nhiệm", "Thời gian giải quyết", "Ghi chú"),
    ],
)
def test_heads_of_workflow_tables(head: tuple[str, ...]) -> None:
    annex = head_of_annex("PHỤ LỤC II", "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
    assert kinds(decision(*LIST_ANNEX, *annex, *process(f"1. {FIRST}", *head)).items) == ITEMS


def test_names_repeated_under_the_workflow_annex_are_no_items() -> None:
    again = grid(
        ("Số TT", "Tên thủ tục hành chính", "Cơ quan thực hiện"),
        ("1", FIRST, "Sở Nông nghiệp và Môi trường"),
        ("2", SECOND, "Sở Nông nghiệp và Môi trường"),
    )
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC XÂY DỰNG QUY TRÌNH NỘI BỘ"
    found = decision(*LIST_ANNEX, *head_of_annex("PHỤ LỤC II", title), again, *STEP_ANNEX[3:])
    assert kinds(found.items) == ITEMS
    assert any("workflow 2" in dict(issue.facts).get("reasons", "") for issue in found.issues)


def test_repealed_list_after_the_workflows() -> None:
    found = decision(
        "PHẦN I. DANH MỤC VÀ QUY TRÌNH NỘI BỘ THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
        "A. DANH MỤC THỦ TỤC HÀNH CHÍNH",
        LIST,
        "B. QUY TRÌNH NỘI BỘ",
        *process(f"1. {FIRST}"),
        *process(f"2. {SECOND}"),
        "PHẦN II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
        grid(REPEALED_HEAD, ("1", "1.990003", THIRD, "Nghị định số 11/2025/NĐ-CP")),
    )
    assert kinds(found.items) == [*ITEMS, ("repealed", "1.990003", THIRD)]


def test_workflow_table_as_the_only_list() -> None:
    head = ("STT", "Tên thủ tục hành chính", "Quy trình nội bộ")
    steps = "Bước 1: Tiếp nhận hồ sơ (0,5 ngày)\nBước 2: Thẩm định (04 ngày)\nBước 3: Trả kết quả (0,5 ngày)"
    found = decision(
        *head_of_annex("PHỤ LỤC", "DANH MỤC VÀ QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
        grid(
            head,
            ("1", f"{FIRST}. Thời gian thực hiện: Mười (10) ngày làm việc. Mã TTHC: 1.990001.H35", steps),
        ),
    )
    assert kinds(found.items) == [("new", "1.990001", FIRST)]
    assert found.items[0].time_limit == "Mười (10) ngày làm việc"


CONTENTS: tuple[Block, ...] = (
    "PHẦN II. NỘI DUNG CỤ THỂ CỦA TỪNG THỦ TỤC HÀNH CHÍNH",
    "A. Thủ tục hành chính cấp tỉnh",
    f"1. {FIRST}",
    Prose("a) Trình tự thực hiện: Nộp hồ sơ tại Trung tâm Phục vụ hành chính công."),
    grid(("STT", "Tên giấy tờ", "Số lượng"), ("1", "Đơn đề nghị", "01"), ("2", "Bản vẽ", "02")),
    f"2. {SECOND}",
    grid(
        ("STT", "Tên thủ tục hành chính", "Thời hạn giải quyết"),
        ("1", FIRST, "05 ngày"),
        ("2", SECOND, "05 ngày"),
    ),
)


def test_contents_after_the_list_repeat_names_but_are_no_list() -> None:
    paper = Paper()
    found = decision("PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH", LIST, *CONTENTS, paper=paper)
    assert kinds(found.items) == ITEMS
    assert "ignored_rows" in categories(found)


def test_forms_with_a_decision_of_their_own() -> None:
    paper = Paper()
    form: tuple[Block, ...] = (
        "Mẫu số 01",
        Prose("Số: ……/QĐ-UBND"),
        "QUYẾT ĐỊNH",
        "Công nhận kết quả nghiệm thu đập đất",
        Prose("Điều 1. Công nhận …"),
        Prose("Điều 2. Quyết định này thay thế Quyết định số 77/QĐ-UBND ngày 01/02/2020."),
        grid(("STT", "Nội dung", "Số lượng", "Ghi chú"), ("1", "Khối lượng đất", "12", "")),
        Prose("Nơi nhận: …"),
        "CHỦ TỊCH",
    )
    found = decision("PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH", LIST, *CONTENTS[:4], *form, paper=paper)
    assert kinds(found.items) == ITEMS
    assert (found.number, found.title, found.affects) == ("512/QĐ-UBND", paper.title, ())


@pytest.mark.parametrize(
    "title",
    ["BIỂU MỨC THU PHÍ, LỆ PHÍ", "MỨC THU PHÍ THẨM ĐỊNH TRONG LĨNH VỰC THỦY LỢI", "MỨC THU LỆ PHÍ"],
)
def test_fee_annex_is_no_list(title: str) -> None:
    fees = grid(
        ("STT", "Nội dung thu", "Mức thu", "Ghi chú"),
        ("1", "Thẩm định hồ sơ đào kênh", "2.000.000 đồng/hồ sơ", ""),
    )
    by_name = grid(
        ("STT", "Tên thủ tục hành chính", "Mức thu"),
        ("1", FIRST, "2.000.000 đồng/hồ sơ"),
        ("2", SECOND, "2.500.000 đồng/hồ sơ"),
    )
    for table in (fees, by_name):
        assert kinds(decision(*LIST_ANNEX, *head_of_annex("PHỤ LỤC II", title), table).items) == ITEMS


def test_list_of_fee_regulated_procedures_changes_nothing() -> None:
    again = grid(("STT", "Tên TTHC", "Mã TTHC"), ("1", FIRST, "1.990001"), ("2", SECOND, "1.990002"))
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH CÓ QUY ĐỊNH MỨC THU PHÍ, LỆ PHÍ"
    assert kinds(decision(*LIST_ANNEX, *head_of_annex("PHỤ LỤC II", title), again).items) == ITEMS


@pytest.mark.parametrize(
    "head",
    [
        ("Số TT", "Nội dung", "Diện tích", "Ghi chú"),
        ("STT", "Họ và tên", "Chức vụ", "Đơn vị"),
        ("STT", "Nội dung/chỉ tiêu", "Cơ quan chủ trì", "Thời gian hoàn thành"),
    ],
)
def test_tables_to_fill_in_and_task_tables_are_no_lists(head: tuple[str, ...]) -> None:
    table = grid(head, ("1", "Kênh nội đồng Hòa An", "Phòng Thủy lợi", "Quý I"))
    for title in ("BIỂU MẪU", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP"):
        found = decision(*LIST_ANNEX, title, table)
        assert kinds(found.items) == ITEMS
        assert "ignored_rows" in categories(found)


@pytest.mark.parametrize("line", ["FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN", "**FILE ĐƯỢC ĐÍNH KÈM THEO VĂN BẢN**"])
def test_annex_in_an_attached_file_is_signalled(line: str) -> None:
    first = "Điều 1. Công bố kèm theo Quyết định này Danh mục 03 thủ tục hành chính mới ban hành."
    paper = replace(Paper(), articles=(first, *Paper().articles[1:]))
    found = decision(line, paper=paper)
    assert (found.is_publication, found.items, categories(found)) == (True, (), ["annex_missing"])
    assert dict(found.issues[0].facts) == {"declared": "3"}


@pytest.mark.parametrize(
    "annex",
    [(), head_of_annex(), (*head_of_annex(), Prose("(hình ảnh)")), (*head_of_annex(), grid(NEW_HEAD))],
)
def test_no_list_is_an_issue_never_a_success(annex: tuple[Block, ...]) -> None:
    found = decision(*annex, paper=Paper())
    assert (found.is_publication, found.items, categories(found)) == (True, (), ["no_list"])


def test_procedures_named_only_in_the_first_article_are_never_sure() -> None:
    first = (
        f"Điều 1. Công bố 02 thủ tục hành chính mới ban hành:\n1. {FIRST} (1.990001)\n2. {SECOND} (1.990002)"
    )
    found = decision(paper=replace(Paper(), articles=(first, *Paper().articles[1:])))
    assert [item.code for item in found.items] == ["1.990001", "1.990002"]
    assert max(item.confidence for item in found.items) < 0.9


def test_index_of_annexes_is_no_list() -> None:
    paper = Paper()
    contents = grid(("STT", "Nội dung", "Trang"), ("1", FIRST, "3"), ("2", SECOND, "7"))
    assert kinds(decision("MỤC LỤC", contents, *LIST_ANNEX, paper=paper).items) == ITEMS


def list_of(names: list[str]) -> Grid:
    return grid(NEW_HEAD, *(plain_row(str(nth), name) for nth, name in enumerate(names, start=1)))


def test_annex_head_without_the_word_annex() -> None:
    paper = Paper(title="Về việc công bố thủ tục hành chính lĩnh vực Thủy lợi")
    found = decision(
        "THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ LĨNH VỰC THỦY LỢI", Prose(ATTACHED), list_of([FIRST]), paper=paper
    )
    assert kinds(found.items) == [("repealed", None, FIRST)]


def test_every_row_is_an_item_or_counted() -> None:
    table = grid(
        NEW_HEAD,
        ("(1)", "(2)", "(3)", "(4)"),
        across("I. LĨNH VỰC THỦY LỢI", 4),
        plain_row("1", FIRST),
        plain_row("2", ""),
        plain_row("3", SECOND),
        across("Tổng cộng: 02 TTHC", 4),
    )
    found = decision(*head_of_annex(), table, paper=Paper())
    assert [item.name for item in found.items] == [FIRST, SECOND]
    facts = dict(next(issue for issue in found.issues if issue.category == "ignored_rows").facts)
    assert facts == {"count": "3", "reasons": "index 1, no_name 1, total 1"}
