import re
from datetime import date

import pytest

from corpus.generator.facts import CodeStyle, SampleDecision, entries, fields, procedures, styles
from corpus.generator.truth import truth
from corpus.generator.wording import in_words, joined, long_date
from extract.decision import COUNTED, Change, Level
from tests.corpus.samples import samples


def test_codes_look_real_and_internal_procedures_have_their_own_series() -> None:
    assert len(procedures()) >= 60
    for code, procedure in procedures().items():
        assert re.fullmatch(r"[1-3]\.\d{6}|[56]\.\d{6}", code)
        assert procedure.internal == (code[0] in "56")


def test_every_level_of_a_procedure_has_an_agency() -> None:
    for procedure in procedures().values():
        assert procedure.field is fields()[procedure.field.key]
        assert all(procedure.field.agencies[level] for level in procedure.levels)


def test_near_twins_are_among_the_names() -> None:
    names = {procedure.name for procedure in procedures().values()}
    for verb in ("Cấp", "Cấp lại", "Gia hạn", "Thu hồi"):
        assert f"{verb} chứng chỉ hành nghề tư vấn lựa chọn nhà thầu" in names


def test_the_central_level_gives_a_row_of_its_own_and_the_levels_below_share_one() -> None:
    central = entries(procedures()["1.215091"])
    assert [entry.levels for entry in central] == [(Level.CENTRAL,), (Level.PROVINCE,)]
    shared = entries(procedures()["1.212046"])
    assert [entry.levels for entry in shared] == [(Level.PROVINCE, Level.COMMUNE)]


def test_a_style_that_shows_the_code_in_a_column_has_that_column() -> None:
    for name, style in styles().items():
        has_column = "code" in style.columns
        assert has_column == (style.code is CodeStyle.COLUMN), name


@pytest.mark.parametrize("decision", samples(), ids=lambda one: one.stem)
def test_truth_agrees_with_the_facts(decision: SampleDecision) -> None:
    told = truth(decision)
    assert told["number"] == decision.number
    assert told["is_publication"] == decision.publishes
    bare = decision.annex_missing or not decision.publishes
    assert len(told["items"]) == (0 if bare else len(decision.entries()))
    assert decision.publishes or told["approves_workflow"]
    for item in told["items"]:
        assert item["levels"]
        assert item["level"] == (item["levels"][0] if len(item["levels"]) == 1 else None)
        assert item["code"] is None or item["code_printed"].replace(" ", "").startswith(item["code"])
        if item["change"] == "replaced":
            assert item["code"] is None
            assert item["replaced_name"] != item["name"]
    assert {"issues", "document"}.isdisjoint(told)


@pytest.mark.parametrize("decision", samples(), ids=lambda one: one.stem)
def test_declared_counts_are_the_counts_of_the_rows(decision: SampleDecision) -> None:
    told = truth(decision)
    rows = [one.change.value for one in decision.lists for _ in one.entries]
    for key in COUNTED:
        kinds = [key] if key != "other" else [Change.STANDARDISED.value, Change.LISTED.value]
        counted = sum(rows.count(kind) for kind in kinds)
        expected = counted if decision.counted and counted else None
        assert told["declared_counts"][key] == expected


def test_all_kinds_levels_issuers_and_extras_turn_up() -> None:
    drawn = samples()
    assert {one.change for decision in drawn for one in decision.lists} == set(Change)
    levels = {level for decision in drawn for entry in decision.entries() for level in entry.levels}
    assert levels == {Level.CENTRAL, Level.PROVINCE, Level.COMMUNE}
    for flag in (
        "publishes",
        "silent_annex",
        "annex_missing",
        "forms",
        "landscape",
        "ministry",
        "texts",
        "workflow",
        "internal",
        "shortened",
        "blank_caption",
        "counted",
    ):
        assert {getattr(decision, flag) for decision in drawn} == {True, False}, flag
    for flag in ("short_dates", "open_tones", "decomposed", "spaced_numbers", "padded_number", "glued_date"):
        assert {getattr(decision.spelling, flag) for decision in drawn} == {True, False}, flag
    used = {id(one.style) for decision in drawn for one in decision.lists}
    assert [name for name, style in styles().items() if id(style) not in used] == []
    assert {one.style.code for decision in drawn for one in decision.lists} == set(CodeStyle)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "một"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (40, "bốn mươi"),
        (105, "một trăm linh năm"),
    ],
)
def test_counts_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


def test_enumeration_and_dates_as_decisions_print_them() -> None:
    assert joined(["a", "b", "c"]) == "a, b và c"
    assert joined(["a"]) == "a"
    assert long_date(date(2026, 2, 5)) == "05 tháng 02 năm 2026"
    assert long_date(date(2026, 10, 15)) == "15 tháng 10 năm 2026"
