"""Legal bases of a draft against those that hold on the day."""

from __future__ import annotations

from datetime import date

from catalogue.control import Check, Verdict
from catalogue.control_bases import legal_bases
from catalogue.exports.bases import bases_on

DAY = date(2025, 12, 1)


def said(check: Check) -> list[str]:
    return [detail.message for detail in check.details]


def test_what_holds_on_the_day_and_is_cited_meets_the_check() -> None:
    check = legal_bases([f"Căn cứ {one.text};" for one in bases_on(DAY)], DAY)
    assert (check.verdict, check.details) == (Verdict.MET, ())


def test_an_act_that_was_replaced_is_named_with_what_replaced_it() -> None:
    cited = [f"Căn cứ {one.text};" for one in bases_on(DAY)]
    cited.append("Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;")
    check = legal_bases(cited, DAY)
    assert check.verdict is Verdict.NOT_MET
    assert len(said(check)) == 1
    assert "61/2018/NĐ-CP" in said(check)[0]
    assert "118/2025/NĐ-CP" in said(check)[0]


def test_an_act_that_nobody_has_checked_for_the_day_is_to_be_looked_at() -> None:
    later = date(2026, 4, 15)
    check = legal_bases([f"Căn cứ {one.text};" for one in bases_on(later)], later)
    stale = [one for one in bases_on(later) if one.checked < later]
    assert 0 < len(stale) < len(bases_on(later))
    assert check.verdict is Verdict.UNKNOWN
    assert stale[0].name == "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
    assert stale[1].name == "Thông tư số 02/2017/TT-VPCP ngày 31 tháng 10 năm 2017"
    assert said(check) == [
        f"mới kiểm tra còn hiệu lực đến ngày {one.checked:%d/%m/%Y}, hãy kiểm tra lại: {one.name}"
        for one in stale
    ]


def test_an_act_that_another_one_amends_or_guides_is_not_cited_by_it() -> None:
    guide = (
        "Căn cứ Thông tư số 9/2024/TT-VPCP hướng dẫn thi hành một số quy định của Nghị định số 61/2018/NĐ-CP;"
    )
    check = legal_bases([*(f"Căn cứ {one.text};" for one in bases_on(DAY)), guide], DAY)
    assert check.verdict is Verdict.MET


def test_laws_are_told_by_their_day() -> None:
    law = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;"
    others = [f"Căn cứ {one.text};" for one in bases_on(DAY) if not one.text.startswith("Luật")]
    check = legal_bases([law, *others], DAY)
    assert check.verdict is Verdict.NOT_MET
    assert "19 tháng 6 năm 2015" in said(check)[0]
    assert "chưa viện dẫn: Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025" in said(check)


def test_acts_left_out_are_to_be_looked_at() -> None:
    all_but_one = [f"Căn cứ {one.text};" for one in bases_on(DAY)][:-1]
    check = legal_bases(all_but_one, DAY)
    assert check.verdict is Verdict.UNKNOWN
    assert said(check) == [f"chưa viện dẫn: {bases_on(DAY)[-1].text}"]


def test_a_draft_whose_bases_cannot_be_read_gets_no_verdict() -> None:
    assert legal_bases([], DAY).verdict is Verdict.UNKNOWN


def test_a_draft_of_internal_procedures_rests_on_acts_of_its_own() -> None:
    own = bases_on(DAY, None, {True})
    plan = next(one for one in own if one.id == "internal_2022")
    cited = [f"Căn cứ {one.text};" for one in own]
    assert legal_bases(cited, DAY, None, {True}).verdict is Verdict.MET
    without = legal_bases([text for text in cited if plan.text not in text], DAY, None, {True})
    assert (without.verdict, said(without)) == (Verdict.UNKNOWN, [f"chưa viện dẫn: {plan.text}"])
    of_another_year = [text.replace("năm 2022 của", "năm 2012 của") for text in cited]
    assert said(legal_bases(of_another_year, DAY, None, {True})) == [f"chưa viện dẫn: {plan.text}"]
    public = [f"Căn cứ {one.text};" for one in bases_on(DAY)]
    assert plan not in bases_on(DAY)
    assert legal_bases([*cited, *public], DAY, None, {True}).verdict is Verdict.MET
    assert legal_bases([*cited, *public], DAY, None, {True, False}).verdict is Verdict.MET
