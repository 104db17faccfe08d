"""Levels read off bodies: in the heads of annexes, in groups and in titles of two-tier provinces."""

from __future__ import annotations

from tests.extract.documents import Block, Paper, across, decided, grid, head_of_annex, with_annex

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Căn cứ pháp lý")
DIGGING = ("1", "1.990001", "Cấp giấy phép đào kênh", "Nghị định số 11/2025/NĐ-CP")
DAMS = ("1", "1.990002", "Nghiệm thu đập đất", "Nghị định số 11/2025/NĐ-CP")
TITLE = "Về việc công bố thủ tục hành chính mới ban hành"


def levels(title: str, *annex: Block) -> list[list[str]]:
    found = decided(with_annex(Paper(title=title), *annex))
    return [[level.value for level in item.levels] for item in found.items]


def test_annex_heads_of_one_level_each() -> None:
    title = f"{TITLE} thuộc thẩm quyền giải quyết của Sở Xây dựng, Ủy ban nhân dân cấp xã"
    for first, second in (
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ"),
        ("DANH MỤC TTHC THUỘC THẨM QUYỀN CỦA SỞ XÂY DỰNG", "DANH MỤC TTHC THUỘC THẨM QUYỀN CỦA UBND XÃ"),
    ):
        annexes = (
            *head_of_annex("PHỤ LỤC I", first),
            grid(HEAD, DIGGING),
            *head_of_annex("PHỤ LỤC II", second),
            grid(HEAD, DAMS),
        )
        assert levels(title, *annexes) == [["province"], ["commune"]]


def test_a_column_of_levels_beats_the_annex_head() -> None:
    table = grid(("STT", "Mã TTHC", "Tên thủ tục hành chính", "Cấp thực hiện"), (*DIGGING[:3], "Cấp xã"))
    annex = head_of_annex("PHỤ LỤC", "DANH MỤC TTHC THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA SỞ XÂY DỰNG")
    assert levels(TITLE, *annex, table) == [["commune"]]


def test_bodies_of_communes_in_the_title() -> None:
    title = f"{TITLE} thuộc thẩm quyền giải quyết của UBND các xã, phường, đặc khu"
    assert levels(title, *head_of_annex(), grid(HEAD, DIGGING)) == [["commune"]]


def test_departments_as_groups() -> None:
    groups = grid(HEAD, across("A. SỞ XÂY DỰNG", 4), DIGGING, across("B. UBND CẤP XÃ", 4), DAMS)
    found = decided(with_annex(Paper(title=TITLE), *head_of_annex(), groups)).items
    assert [(item.level, item.field) for item in found] == [("province", None), ("commune", None)]


def test_agencies_settle_what_a_province_leaves_open() -> None:
    head = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Cơ quan thực hiện")
    table = grid(head, (*DIGGING[:3], "Sở Xây dựng"), ("2", *DAMS[1:3], "UBND cấp xã"))
    bodies = "thuộc thẩm quyền giải quyết của Sở Xây dựng"
    for title in (TITLE, f"{TITLE} {bodies}, Ủy ban nhân dân cấp xã"):
        assert levels(title, *head_of_annex(), table) == [["province"], ["commune"]]
    assert levels(f"{TITLE} {bodies}", *head_of_annex(), table) == [["province"], ["province"]]
