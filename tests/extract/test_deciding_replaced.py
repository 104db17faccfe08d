"""Lists that show the old and the new procedure of a replacement in one row."""

from __future__ import annotations

from extract.decision import Item
from tests.extract.documents import (
    Box,
    Line,
    Paper,
    decided,
    decided_capture,
    grid,
    head_of_annex,
    with_annex,
)

HEAD = (
    "STT",
    "Số hồ sơ TTHC",
    "Tên thủ tục hành chính được thay thế",
    "Tên thủ tục hành chính thay thế",
    "Tên VBQPPL quy định nội dung thay thế",
    "Lĩnh vực",
    "Cơ quan thực hiện",
)
TAIL = ("Nghị định số 11/2025/NĐ-CP", "Thủy lợi", "Sở Nông nghiệp và Môi trường")
OLD = "Cấp giấy phép đào kênh"
OTHER = "Gia hạn giấy phép đào kênh"
NEW = "Cấp, gia hạn giấy phép đào kênh"
TITLE = "Về việc công bố thủ tục hành chính được thay thế lĩnh vực Thủy lợi"


def paper(head: Line, *rows: Line) -> Paper:
    return with_annex(Paper(title=TITLE), *head_of_annex(), grid(head, *rows))


def told(items: tuple[Item, ...]) -> list[tuple[str, str | None, str, str | None, str | None]]:
    return [
        (item.change.value, item.code, item.name, item.replaces_code, item.replaced_name) for item in items
    ]


def test_code_column_is_the_old_one() -> None:
    found = decided(paper(HEAD, ("1", "1.990001", OLD, NEW, *TAIL))).items
    assert told(found) == [("replaced", None, NEW, "1.990001", OLD)]


def test_two_old_to_one_new_merged_over_rows() -> None:
    rows = (
        ("1", "1.990001", OLD, Box(NEW, down=2), *TAIL),
        ("2", "1.990002", OTHER, *TAIL),
    )
    assert told(decided(paper(HEAD, *rows)).items) == [
        ("replaced", None, NEW, "1.990001", OLD),
        ("replaced", None, NEW, "1.990002", OTHER),
    ]


def test_several_old_to_one_new_with_its_code() -> None:
    rows = (
        ("1", "2.990001", OLD, Box(f"{NEW} (Mã TTHC: 3.990009)", down=3), *TAIL),
        ("2", "2.990002", OTHER, *TAIL),
        ("3", "2.990003", "Thu hồi giấy phép đào kênh", *TAIL),
    )
    assert told(decided(paper(HEAD, *rows)).items) == [
        ("replaced", "3.990009", NEW, "2.990001", OLD),
        ("replaced", "3.990009", NEW, "2.990002", OTHER),
        ("replaced", "3.990009", NEW, "2.990003", "Thu hồi giấy phép đào kênh"),
    ]


def test_one_new_that_replaces_several_in_one_cell_gives_as_many_rows() -> None:
    old = f"1. {OLD}\n2. {OTHER}"
    found = decided(paper(HEAD, ("1", "1.990001\n1.990002", old, NEW, *TAIL))).items
    assert told(found) == [
        ("replaced", None, NEW, "1.990001", OLD),
        ("replaced", None, NEW, "1.990002", OTHER),
    ]


def test_one_old_that_two_new_ones_replace() -> None:
    rows = (
        ("1", Box("1.990001", down=2), Box(OLD, down=2), NEW, *TAIL),
        ("2", "Đăng ký đào kênh nội đồng", *TAIL),
    )
    assert told(decided(paper(HEAD, *rows)).items) == [
        ("replaced", None, NEW, "1.990001", OLD),
        ("replaced", None, "Đăng ký đào kênh nội đồng", "1.990001", OLD),
    ]


def test_codes_beside_the_old_names() -> None:
    head = ("TT", "Tên TTHC nội bộ được thay thế", "Tên TTHC nội bộ thay thế", "Lĩnh vực")
    found = decided(paper(head, ("1", f"{OLD} (5.990001)", NEW, "Thủy lợi"))).items
    assert told(found) == [("replaced", None, NEW, "5.990001", OLD)]


def test_codes_of_both_in_their_name_cells() -> None:
    head = ("TT", "Tên thủ tục hành chính bị thay thế", "Tên thủ tục hành chính thay thế", "Lĩnh vực")
    found = decided(paper(head, ("1", f"{OLD}\n(1.990001)", f"{NEW}\n(1.990009)", "Thủy lợi"))).items
    assert told(found) == [("replaced", "1.990009", NEW, "1.990001", OLD)]


def test_a_code_column_for_each() -> None:
    head = (
        "STT",
        "Mã TTHC được thay thế",
        "Tên TTHC được thay thế",
        "Mã TTHC thay thế",
        "Tên TTHC thay thế",
    )
    found = decided(paper(head, ("1", "1.990001", OLD, "1.990009", NEW))).items
    assert told(found) == [("replaced", "1.990009", NEW, "1.990001", OLD)]


def test_replaced_list_in_a_mixed_decision_keeps_its_kind() -> None:
    title = "Về việc công bố thủ tục hành chính mới ban hành, được thay thế và bị bãi bỏ lĩnh vực Thủy lợi"
    table = grid(HEAD, ("1", "1.990001", OLD, NEW, *TAIL))
    found = decided(with_annex(Paper(title=title), *head_of_annex(), table)).items
    assert told(found) == [("replaced", None, NEW, "1.990001", OLD)]


def test_the_facts_of_the_new_procedure() -> None:
    (item,) = decided(paper(HEAD, ("1", "1.990001", OLD, NEW, *TAIL))).items
    assert (item.basis, item.field, item.agency) == TAIL


def test_what_follows_the_table_is_no_fact_of_the_row_that_it_hangs_on() -> None:
    hung = (
        "PHẦN II. NỘI DUNG CỤ THỂ CỦA TỪNG THỦ TỤC HÀNH CHÍNH\n1. Cấp giấy phép",
        "TÊN CƠ QUAN\n-------\nSố: ….",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------",
    )
    rows = (
        ("1", "1.990001", OLD, NEW, Box(TAIL[0], down=2), *TAIL[1:]),
        ("2", "1.990002", OTHER, *hung),
    )
    first, second = decided(paper(HEAD, *rows)).items
    assert (second.name, second.replaced_name) == (NEW, OTHER)
    assert (second.basis, second.field, second.agency) == TAIL
    assert second.confidence < first.confidence


def test_capture_of_a_replaced_list() -> None:
    rows = (("1", "1.990001", OLD, NEW, *TAIL), ("2", "1.990002", OTHER, "Gia hạn phép đào kênh", *TAIL))
    assert told(decided_capture(paper(HEAD, *rows)).items) == [
        ("replaced", None, NEW, "1.990001", OLD),
        ("replaced", None, "Gia hạn phép đào kênh", "1.990002", OTHER),
    ]
