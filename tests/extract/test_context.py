"""Headings nest by the order of their styles, and what they say together."""

from __future__ import annotations

from extract.context import Context
from extract.decision import Change, Level
from extract.headings import Region, read_heading


def standing(*headings: str) -> Context:
    """A context after headings; those that begin with "|" are grouping rows, the first is an annex."""
    context = Context()
    context.annex(read_heading(headings[0]))
    for text in headings[1:]:
        if text.startswith("|"):
            context.group(read_heading(text[1:]))
        else:
            context.section(read_heading(text))
    return context


def test_levels_lettered_fields_roman() -> None:
    context = standing("PHỤ LỤC", "|A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "|I. LĨNH VỰC ĐÊ ĐIỀU")
    assert (context.levels(), context.field()) == (((Level.PROVINCE,), False), "Đê điều")
    context.group(read_heading("II. LĨNH VỰC THỦY LỢI"))
    assert (context.levels(), context.field()) == (((Level.PROVINCE,), False), "Thủy lợi")
    context.group(read_heading("B. THỦ TỤC HÀNH CHÍNH CẤP XÃ"))
    assert (context.levels(), context.field()) == (((Level.COMMUNE,), False), None)


def test_levels_roman_fields_lettered() -> None:
    context = standing("PHỤ LỤC", "|I. THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "|A. Lĩnh vực Đê điều")
    context.group(read_heading("B. Lĩnh vực Thủy lợi"))
    assert (context.levels(), context.field()) == (((Level.PROVINCE,), False), "Thủy lợi")
    context.group(read_heading("II. THỦ TỤC HÀNH CHÍNH CẤP XÃ"))
    assert (context.levels(), context.field()) == (((Level.COMMUNE,), False), None)


def test_dotted_labels_nest_below_their_parent() -> None:
    context = standing("PHỤ LỤC", "|I. LĨNH VỰC ĐÊ ĐIỀU", "|I.1 Thủ tục hành chính cấp tỉnh")
    context.group(read_heading("I.2 Thủ tục hành chính cấp huyện"))
    assert (context.levels(), context.field()) == (((Level.DISTRICT,), False), "Đê điều")


def test_a_new_annex_ends_everything() -> None:
    context = standing("PHỤ LỤC I", "A. DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", "|I. LĨNH VỰC ĐÊ ĐIỀU")
    context.annex(read_heading("PHỤ LỤC II DANH MỤC THỦ TỤC HÀNH CHÍNH"))
    assert (context.changes(), context.field(), context.path()) == (((), False), None, "PHỤ LỤC II")


def test_a_section_ends_the_groups_of_the_table_before() -> None:
    context = standing("PHỤ LỤC", "A. DANH MỤC MỚI BAN HÀNH", "|I. LĨNH VỰC ĐÊ ĐIỀU", "B. DANH MỤC BỊ BÃI BỎ")
    assert (context.changes(), context.field()) == (((Change.REPEALED,), False), None)


def test_a_part_ends_the_letters_before() -> None:
    context = standing("PHỤ LỤC", "A. Thủ tục hành chính cấp tỉnh", "PHẦN II. DANH MỤC BỊ BÃI BỎ")
    assert context.levels() == ((), False)
    assert context.path() == "PHỤ LỤC > PHẦN II"


def test_kinds_of_the_innermost_heading() -> None:
    context = standing("PHỤ LỤC DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH")
    assert context.changes() == ((Change.NEW,), True)
    context.section(read_heading("II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ"))
    assert context.changes() == ((Change.REPEALED,), False)


def test_the_level_of_an_annex_head_is_no_level_of_its_rows() -> None:
    assert standing("PHỤ LỤC DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP TỈNH, CẤP XÃ").levels() == ((), False)


def test_shared() -> None:
    assert standing("PHỤ LỤC", "A. THỦ TỤC HÀNH CHÍNH ÁP DỤNG CHUNG").levels() == ((), True)


def test_regions_last_until_a_list_is_announced() -> None:
    context = standing("PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH")
    assert context.region is Region.LIST
    workflows = ("PHỤ LỤC II QUY TRÌNH NỘI BỘ", "I. Thủ tục hành chính cấp tỉnh")
    assert standing(*workflows).region is Region.WORKFLOW
    assert standing(*workflows, "PHẦN II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ").region is Region.LIST


def test_contents_hold_their_subheadings() -> None:
    context = standing(
        "PHỤ LỤC", "PHẦN II. NỘI DUNG CỤ THỂ CỦA TỪNG THỦ TỤC HÀNH CHÍNH", "A. Thủ tục hành chính cấp tỉnh"
    )
    assert context.region is Region.CONTENTS


def test_nothing_stands_at_the_beginning() -> None:
    context = Context()
    assert (context.region, context.changes(), context.levels()) == (None, ((), False), ((), False))
    assert (context.field(), context.path()) == (None, "")
