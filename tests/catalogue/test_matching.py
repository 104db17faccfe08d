from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.matching.features import query_of
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import match, match_decision, match_item, ministries_of_decision
from catalogue.procedure import Band, Match, Procedure
from extract.decision import Change, Level, Reference
from ingest.messages import catalogue
from tests.catalogue.making import decision, entry, item

ENTRIES = [
    entry("1.000001", "Cấp thẻ hướng dẫn viên du lịch quốc tế"),
    entry("1.000002", "Cấp lại thẻ hướng dẫn viên du lịch quốc tế"),
    entry("1.000003", "Thu hồi giấy phép kinh doanh dịch vụ lữ hành nội địa"),
    entry("1.000004", "Công nhận khu du lịch cấp tỉnh (cấp tỉnh)", levels=()),
    entry("1.000005", "Công nhận khu du lịch cấp tỉnh (cấp trung ương)", levels=()),
    entry("1.000006", "Cấp giấy phép phổ biến phim", field="Điện ảnh"),
    entry("1.000007", "Cấp giấy phép phổ biến phim", field="Du lịch"),
    entry("5.000008", "Phê duyệt kế hoạch phát triển du lịch"),
    entry("1.000009", "Cấp bản sao từ sổ gốc", ministry="Bộ Tư pháp", field="Du lịch"),
]
INDEX = CatalogueIndex(ENTRIES)
DECISIVE = [
    "cấp",
    "lại",
    "đổi",
    "không",
    "thuộc",
    "gia hạn",
    "thu hồi",
    "hạng II",
    "LPG",
    "cấp xã",
    "sửa đổi",
]


def found(name: str, code: str | None = None, **facts: Any) -> Match:
    known = {"field": "Du lịch", "levels": frozenset({Level.PROVINCE}), "ministries": frozenset({"BVHTTDL"})}
    return match(query_of(name, code, **{**known, **facts}), INDEX)


def keys(one: Match) -> list[str]:
    return [reason.key for reason in one.reasons]


def test_by_code_and_name() -> None:
    one = found("Thủ tục cấp thẻ hướng dẫn viên du lịch quốc tế", "1.000001")
    assert (one.procedure, one.method, one.band) == ("national:1.000001", "code", Band.CERTAIN)
    assert keys(one) == ["code_same", "name_differs_explained"]
    assert one.margin is not None
    assert one.margin > 0


def test_a_renamed_procedure_keeps_its_code() -> None:
    one = found("Thu hồi giấy phép kinh doanh dịch vụ lữ hành nội địa và quốc tế", "1.000003")
    assert (one.band, keys(one)) == (Band.CERTAIN, ["code_same", "name_changed"])


def test_a_code_with_an_alien_name_is_for_review() -> None:
    one = found("Xếp hạng bảo tàng", "1.000003")
    assert (one.procedure, one.band, keys(one)) == (
        "national:1.000003",
        Band.REVIEW,
        ["code_same", "name_alien"],
    )


def test_a_code_with_another_entrys_name_is_for_review() -> None:
    one = found("Cấp lại thẻ hướng dẫn viên du lịch quốc tế", "1.000001")
    assert (one.band, keys(one)) == (Band.REVIEW, ["code_same", "code_name_disagree"])


def test_the_codes_own_name_in_another_print_agrees_with_the_code() -> None:
    one = found("Thu hồi giấy phép kinh doanh dịch vụ lữ hành của nội địa", "1.000003")
    assert (one.band, keys(one)) == (
        Band.CERTAIN,
        ["code_same", "name_differs_explained", "explained_linking"],
    )


def test_a_code_with_another_decisive_word_is_for_review() -> None:
    one = found("Thu hồi, gia hạn giấy phép kinh doanh dịch vụ lữ hành nội địa", "1.000003")
    assert (one.band, keys(one)) == (Band.REVIEW, ["code_same", "decisive_words"])
    assert dict(one.reasons[1].facts)["decision"] == "gia hạn"


def test_a_code_alone_is_for_review() -> None:
    assert keys(found("", "1.000003")) == ["code_same", "name_missing"]


def test_by_name() -> None:
    one = found("Thủ tục cấp lại thẻ hướng dẫn viên du lịch quốc tế.")
    assert (one.procedure, one.method, one.band) == ("national:1.000002", "name", Band.CERTAIN)
    assert [candidate.code for candidate in one.candidates[:2]] == ["1.000002", "1.000001"]


def test_an_unknown_code_takes_the_certainty_from_a_name() -> None:
    one = found("Cấp lại thẻ hướng dẫn viên du lịch quốc tế", "1.999999")
    assert (one.procedure, one.band) == ("national:1.000002", Band.REVIEW)
    assert "code_unknown" in keys(one)


def test_an_unexplained_word_bars_certainty() -> None:
    one = found("Cấp đổi thẻ hướng dẫn viên du lịch quốc tế")
    assert (one.band, keys(one)) == (Band.REVIEW, ["unexplained_words"])


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"ministries": frozenset({"BTP"})}, "ministry_differs"),
        ({"levels": frozenset({Level.CENTRAL})}, "level_differs"),
        ({"field": "Điện ảnh"}, "field_differs"),
        ({"internal": True}, "internal_differs"),
        ({"field": None, "levels": frozenset()}, "no_second_witness"),
    ],
)
def test_what_bars_a_same_name(facts: dict[str, Any], key: str) -> None:
    one = found("Cấp thẻ hướng dẫn viên du lịch quốc tế", **facts)
    assert one.procedure == "national:1.000001"
    assert one.band is Band.REVIEW
    assert key in keys(one)


def test_the_level_chooses_between_two_of_one_name() -> None:
    assert found("Công nhận khu du lịch cấp tỉnh").procedure == "national:1.000004"
    central = found("Công nhận khu du lịch cấp tỉnh", levels=frozenset({Level.CENTRAL}))
    assert (central.procedure, central.band) == ("national:1.000005", Band.CERTAIN)
    unknown = found("Công nhận khu du lịch cấp tỉnh", levels=frozenset())
    assert unknown.band is Band.REVIEW


def test_the_field_chooses_between_two_of_one_name() -> None:
    assert found("Cấp giấy phép phổ biến phim", field="Điện ảnh").procedure == "national:1.000006"
    several = found("Cấp giấy phép phổ biến phim", field=None)
    assert (several.band, keys(several), several.margin) == (Band.REVIEW, ["several_same"], 0.0)


def test_nothing_like_it() -> None:
    one = found("Đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới")
    assert (one.procedure, one.method, one.band) == (None, "none", Band.NONE)
    assert found("").band is Band.NONE


def test_an_empty_catalogue() -> None:
    one = match(query_of("Cấp thẻ", "1.000001"), CatalogueIndex([]))
    assert (one.procedure, one.band, one.candidates) == (None, Band.NONE, ())


def test_a_new_procedure_is_not_known_by_its_name() -> None:
    new = item(Change.NEW, "Cấp thẻ hướng dẫn viên du lịch quốc tế")
    one = match_item(new, decision(new), INDEX)
    assert (one.band, keys(one)[-1]) == (Band.REVIEW, "new_same_name")
    coded = item(Change.NEW, "Cấp thẻ hướng dẫn viên du lịch quốc tế", code="1.000001")
    assert match_item(coded, decision(coded), INDEX).band is Band.CERTAIN


def test_one_entry_is_not_certain_for_two_rows() -> None:
    twice = decision(*[item(name="Cấp thẻ hướng dẫn viên du lịch quốc tế")] * 2)
    assert [keys(one.listed)[-1] for one in match_decision(twice, INDEX)] == ["claimed_twice"] * 2


def test_what_a_replacement_takes_out() -> None:
    row = item(
        Change.REPLACED,
        "Cấp thẻ hướng dẫn viên",
        replaced_name="Cấp thẻ hướng dẫn viên du lịch quốc tế",
        replaces_code="1.000001",
    )
    (one,) = match_decision(decision(row), INDEX)
    assert one.replaced is not None
    assert (one.replaced.procedure, one.replaced.band) == ("national:1.000001", Band.CERTAIN)


def test_ministries_of_a_decision() -> None:
    own = decision(number="4001/QĐ-BKHCN", issuer="Bộ Khoa học và Công nghệ", issuer_level="ministry")
    assert ministries_of_decision(own) == {"BKHCN"}
    cited = decision(based_on=(Reference("1/QĐ-BYT"), Reference("2/QĐ-BTP")))
    assert ministries_of_decision(cited) == {"BYT", "BTP"}
    assert ministries_of_decision(decision(based_on=())) == {"BVHTTDL"}


def test_points_sum_to_the_score() -> None:
    for one in found("Cấp giấy phép phổ biến phim thiếu nhi", levels=frozenset({Level.COMMUNE})).candidates:
        assert sum(reason.points for reason in one.reasons) == pytest.approx(one.score, abs=0.01)
        assert 0 <= one.score <= 100


def test_every_reason_is_said_in_both_languages() -> None:
    import inspect
    import re

    from catalogue import consequences, proposals
    from catalogue.matching import features, matching, recognised

    modules = (features, matching, recognised, proposals, consequences)
    sources = "".join(inspect.getsource(module) for module in modules)
    used = set(re.findall(r'(?:Reason|_doubted)\((?:\w+(?:\.\w+)?, )?"(\w+)"', sources))
    kinds = ("marks_lost", "marks_differ", "spacing", "linking", "misprint", "misread", "numeral", "citation")
    used |= {"name_same", "name_differs_explained"} | {f"explained_{kind}" for kind in kinds}
    used |= {f"published_{change}" for change in Change}
    assert len(used) > 25
    for language in ("vi", "en"):
        said = {key.removeprefix("reason.") for key in catalogue(language) if key.startswith("reason.")}
        assert used <= said
    sentence = next(
        reason.sentence
        for reason in found(
            "Cấp thẻ hướng dẫn viên du lịch quốc tế", levels=frozenset({Level.CENTRAL})
        ).reasons
        if reason.key == "level_differs"
    )
    assert sentence == "khác cấp thực hiện: quyết định trung ương, danh mục tỉnh"


@given(st.permutations(ENTRIES), st.sampled_from(ENTRIES), st.sampled_from(["", " cấp xã", " lại"]))
def test_the_order_of_the_catalogue_changes_nothing(
    entries: list[Procedure], one: Procedure, tail: str
) -> None:
    query = query_of(one.name + tail, field="Du lịch", levels=frozenset({Level.PROVINCE}))
    assert match(query, CatalogueIndex(entries)) == match(query, INDEX)


@given(st.sampled_from(ENTRIES), st.sampled_from(DECISIVE), st.randoms(use_true_random=False))
def test_a_decisive_word_more_is_never_certain(one: Procedure, word: str, chance: random.Random) -> None:
    words = one.name.split()
    words.insert(chance.randrange(1, len(words)), word)
    other = found(" ".join(words))
    assert other.band is not Band.CERTAIN or other.procedure != one.id


@given(
    st.sampled_from(ENTRIES),
    st.sampled_from(["", " lại", " cấp xã trong nước", " và các hoạt động khác"]),
    st.sampled_from(["BVHTTDL", "BTP", "BYT"]),
)
def test_looking_at_the_likeliest_only_loses_nothing(one: Procedure, tail: str, ministry: str) -> None:
    query = query_of(one.name + tail, field="Du lịch", ministries=frozenset({ministry}))
    everywhere = [INDEX.candidate(query, entry) for entry in INDEX.entries]
    best = sorted(everywhere, key=lambda one: (-one.score, one.procedure))
    assert INDEX.candidates(query) == best[:3]


@given(st.sampled_from(ENTRIES), st.text(max_size=60))
def test_any_text_is_matched_without_error(one: Procedure, text: str) -> None:
    assert found(text).band in Band
    assert found(text, one.code).procedure == one.id
