from dataclasses import replace
from datetime import date

from corpus.generator.composing import blocks
from corpus.generator.facts import Entry, SampleDecision, SampleList, demo, procedures, styles
from corpus.generator.layout import Box, Grid, Line
from corpus.generator.lists import blocks as laid_out
from corpus.generator.rows import printed
from corpus.generator.spelling import printed_date, printed_number
from extract.decision import Change, Level


def sample(style: str, *codes: str, change: Change = Change.AMENDED) -> SampleList:
    rows = (Entry(procedures()[code], procedures()[code].levels) for code in codes)
    return SampleList(change, styles()[style], tuple(rows))


def table(one: SampleList) -> Grid:
    return next(block for block in laid_out(one, "ABCD") if isinstance(block, Grid))


def texts(grid: Grid) -> list[list[str]]:
    return [[box.text for box in row] for row in grid.rows]


def written(decision: SampleDecision) -> str:
    return "\n".join(block.text for block in blocks(decision) if isinstance(block, Line))


def test_rows_come_by_level_whatever_their_order() -> None:
    one = sample("ministry_amended", "1.212046", "1.212042", "2.212050")
    assert [entry.procedure.code for entry, _ in printed(one)] == ["2.212050", "1.212042", "1.212046"]
    assert [ordinal for _, ordinal in printed(one)] == ["1", "1", "1"]
    running = sample("province_running", "1.212046", "1.212042", "2.212050")
    assert [ordinal for _, ordinal in printed(running)] == ["1.", "2.", "3."]


def test_equal_bases_are_merged_only_inside_a_level() -> None:
    grid = table(sample("ministry_amended", "1.212042", "1.212047", "1.212045", "2.212049"))
    spans = [[box.rowspan for box in row if "Luật Hộ tịch" in box.text] for row in grid.rows[2:]]
    assert spans == [[3], [], [], [1]]


def test_a_merged_cell_is_never_taller_than_a_page_can_take() -> None:
    codes = ("1.212041", "1.212042", "1.212043", "1.212045", "1.212047", "1.212048")
    grid = table(sample("ministry_amended", *codes))
    spans = [box.rowspan for row in grid.rows for box in row if "Luật Hộ tịch" in box.text]
    assert spans == [4, 2]


def test_like_the_one_above() -> None:
    rows = texts(table(sample("province_plain", "1.212042", "1.212047", "2.212049")))
    assert [row[-1] for row in rows[1:]][1] == "Như trên"
    assert "Thông tư" in rows[3][-1]


def test_a_head_of_two_storeys() -> None:
    first, second, *_ = table(sample("province_wide", "1.212042")).rows
    assert first[-1] == Box("Dịch vụ công trực tuyến", colspan=2, head=True, centred=True, bold=True)
    assert {box.rowspan for box in first[:-1]} == {2}
    assert [box.text for box in second] == ["Toàn trình", "Một phần"]


def test_where_the_code_stands() -> None:
    names = {
        style: texts(table(sample(style, "1.212042")))[-1]
        for style in ("province_slash", "province_semicolon", "province_no_code")
    }
    name = "Đăng ký lại khai sinh cho người bị mất bản chính"
    assert f"{name}/ 1.212042.H48" in names["province_slash"]
    assert f"{name}; 1.212042.H48" in names["province_semicolon"]
    wide = texts(table(sample("province_wide", "1.212042")))
    assert wide[-1][1] == f"{name} (1.212042)"
    line = texts(table(sample("province_line", "1.212042")))
    assert line[2][1] == f"{name}\nMã TTHC: 1.212042.000.00.00.H48"


def test_one_procedure_that_replaces_two_has_one_merged_name_and_two_rows() -> None:
    new, *old = (procedures()[code] for code in ("1.212042", "1.212047", "1.212045"))
    rows = tuple(Entry(new, (Level.COMMUNE,), one) for one in old)
    grid = table(SampleList(Change.REPLACED, styles()["province_replaced"], rows))
    spans = [[box.rowspan for box in row if box.text == new.name] for row in grid.rows]
    assert [one for one in spans if one] == [[2]]
    assert {one.name for one in old} <= {text for row in texts(grid) for text in row}


def test_group_rows_heads_and_notes() -> None:
    rows = texts(table(sample("province_running", "1.212042", "2.212050")))
    assert ["A", "Thủ tục hành chính cấp tỉnh"] in rows
    assert ["LĨNH VỰC HỘ TỊCH (01 TTHC)"] in rows
    repeated = sample("province_repeated_head", "1.212042", "2.212050")
    heads = [row for row in texts(table(repeated)) if row[0] == "STT"]
    assert len(heads) == 2
    assert "[1]" in texts(table(repeated))[2][2]
    note = laid_out(repeated, "ABC")[-1]
    assert isinstance(note, Line)
    assert note.text.startswith("[1]")
    totals = texts(table(sample("ministry_repealed", "1.212042", "2.212050", change=Change.REPEALED)))
    assert totals[-1] == ["Tổng số: 01 TTHC"]


def test_spelling_changes_what_is_printed_and_nothing_else() -> None:
    decision = demo().decisions[3]
    plain = written(decision)
    spelling = replace(decision.spelling, short_dates=True, open_tones=True, spaced_numbers=True)
    other = written(replace(decision, spelling=spelling))
    assert "Căn cứ Quyết định số 877/QĐ- BTP ngày 03/4/2026" in other
    assert "Uỷ ban nhân dân tỉnh" in other
    assert "Ủy ban nhân dân tỉnh" in plain
    assert printed_date(date(2026, 2, 5), spelling) == "05/02/2026"
    assert printed_number("5/QĐ-BTP", decision.spelling) == "5/QĐ-BTP"
