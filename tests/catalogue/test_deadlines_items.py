"""Lists followed procedure by procedure."""

from dataclasses import replace
from datetime import date

import pytest

from catalogue.deadlines import DecisionFacts, ItemFacts, StatusKind, obligations, status, why
from catalogue.deadlines.answers import Way, link
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.obligation import Obligation
from catalogue.deadlines.pairing import pair
from catalogue.deadlines.status import NoBasis
from extract.decision import Change, Level, Reference
from ingest.messages import use_language
from tests.catalogue.deadline_cases import MINISTRY, day, item, ministry, province, told, under

POSTED = told("posted_national", "m", "13/2/2026")  # due Friday 27/2/2026
TWELVE = tuple(item(n) for n in range(1, 13))


def named(ident: str, name: str, *levels: Level, code: str | None = None, **facts: object) -> ItemFacts:
    return replace(item(0), id=ident, name=name, levels=levels, code=code, **facts)  # type: ignore[arg-type]  # facts of the test


def left(obligation: Obligation, on: str) -> list[str]:
    return [one.item for one in status(obligation, day(on)).left]


def test_nine_of_twelve_leave_three_open_by_name() -> None:
    nine = province(items=TWELVE[:9])  # signed 3/3/2026
    obligation = under("R1", [ministry(items=TWELVE), nine], POSTED)
    assert obligation.closing is None
    assert left(obligation, "3/3/2026") == ["i10", "i11", "i12"]
    assert len(left(obligation, "2/3/2026")) == 12
    assert status(obligation, day("3/3/2026")).kind is StatusKind.OVERDUE
    use_language("vi")
    told_why = why(obligation, status(obligation, day("3/3/2026")))
    assert "tỉnh mới công bố 9 trong 12 TTHC, còn 3: 1.000010 “Cấp giấy phép loại 10”" in told_why


def test_a_list_split_over_several_decisions_is_done_with_the_last() -> None:
    first = province(items=TWELVE[:9], signed=day("26/2/2026"))
    second = province(id="p2", number="2900/QĐ-UBND", items=TWELVE[9:], signed=day("3/3/2026"))
    obligation = under("R1", [ministry(items=TWELVE), second, first], POSTED)
    assert obligation.closing
    assert (obligation.closed_on, obligation.closing.number) == (day("3/3/2026"), "2900/QĐ-UBND")
    # Due Friday 27/2; Monday 2/3 and Tuesday 3/3 came after it.
    assert status(obligation, day("1/4/2026")).days == 2
    assert {one.number for one in obligation.progress} == {"2815/QĐ-UBND", "2900/QĐ-UBND"}


def test_each_submission_belongs_to_the_list_that_followed_it() -> None:
    first = province(items=TWELVE[:9], signed=day("3/3/2026"))
    second = province(id="p2", number="2900/QĐ-UBND", items=TWELVE[9:], signed=day("10/3/2026"))
    evidence = (told("submitted", "m", "26/2/2026"), told("submitted", "m", "9/3/2026"))
    obligation = under("R1", [ministry(items=TWELVE), first, second], POSTED, *evidence)
    assert {one.day for one in obligation.progress} == {day("26/2/2026"), day("9/3/2026")}
    assert obligation.closed_on == day("9/3/2026")


def test_a_submission_that_no_list_followed_yet_covers_what_is_open() -> None:
    first = province(items=TWELVE[:9], signed=day("26/2/2026"))
    obligation = under("R1", [ministry(items=TWELVE), first], POSTED, told("submitted", "m", "27/2/2026"))
    assert obligation.closed_on == day("27/2/2026")
    assert status(obligation, day("1/4/2026")).kind is StatusKind.MET


def test_a_list_that_cannot_be_read_answers_whole_and_says_so() -> None:
    obligation = under("R1", [MINISTRY, province(items=None)], POSTED)
    assert obligation.closed_on == day("3/3/2026")
    assert [note.remark for note in obligation.notes] == [Remark.LIST_UNKNOWN]


def test_central_procedures_are_never_asked_for() -> None:
    listed = (*TWELVE[:2], item(3, Level.CENTRAL))
    obligation = under("R1", [ministry(items=listed), province(items=TWELVE[:2])], POSTED)
    assert [one.item for one in obligation.progress] == ["i1", "i2"]
    assert obligation.closed_on == day("3/3/2026")


def test_what_is_left_out_without_a_known_level_accuses_nobody() -> None:
    listed = (item(1), replace(item(2), levels=()))
    obligation = under("R1", [ministry(items=listed), province(items=(item(1),))], POSTED)
    assert status(obligation, day("1/4/2026")).reason is NoBasis.ITEMS_UNCLEAR
    # Before the list there was no doubt: the ministry's list waited for an answer.
    assert status(obligation, day("2/3/2026")).kind is StatusKind.OVERDUE


def test_a_list_that_cites_and_shares_nothing_is_doubtful_only_where_names_resemble() -> None:
    asked = named("a", "Cấp giấy chứng nhận đủ điều kiện kinh doanh", Level.PROVINCE)
    alike = named("b", "Cấp giấy chứng nhận đủ điều kiện kinh doanh dược", Level.PROVINCE)
    other = named("c", "Đăng ký kết hôn", Level.PROVINCE)
    assert pair([asked], [alike], cited=True).doubtful == {"a"}
    assert pair([asked], [other], cited=True).doubtful == set()
    assert pair([asked], [alike], cited=False).doubtful == set()


@pytest.mark.parametrize(
    ("asked", "listed", "found"),
    [
        (named("a", "Cấp giấy phép", code="1.000001"), named("b", "Tên khác", code="1.000001"), True),
        (named("a", "Cấp giấy phép", code="1.000001"), named("b", "Cấp giấy phép", code="1.000002"), False),
        (named("a", "Cấp giấy phép", Level.PROVINCE), named("b", "Cấp giấy phép", Level.COMMUNE), False),
        (named("a", "Cấp giấy phép", Level.COMMUNE), named("b", "Cấp giấy phép", Level.DISTRICT), True),
        (named("a", "Cấp giấy phép", Level.PROVINCE), named("b", "cấp giấy phép."), True),
        (named("a", "X", change=Change.REPEALED), named("b", "X", change=Change.AMENDED), False),
        (
            named("a", "X", change=Change.REPEALED),
            named("b", "Y", change=Change.REPLACED, replaced_name="X"),
            True,
        ),
        (named("a", "X", change=Change.AMENDED), named("b", "X", change=Change.LISTED), True),
    ],
)
def test_rows_of_a_cited_list(asked: ItemFacts, listed: ItemFacts, found: bool) -> None:
    assert bool(pair([asked], [listed], cited=True).listed) is found


def test_two_rows_of_one_name_need_two_rows() -> None:
    asked = [named("a1", "Cấp giấy phép"), named("a2", "Cấp giấy phép")]
    assert len(pair(asked, [named("b", "Cấp giấy phép")], cited=True).listed) == 1


def test_a_name_without_citation_needs_its_level() -> None:
    plain_name, levelled = named("a", "Cấp giấy phép"), named("b", "Cấp giấy phép", Level.PROVINCE)
    assert not pair([plain_name], [levelled], cited=False).listed
    assert pair([levelled], [levelled], cited=False).listed


def uncited(**facts: object) -> DecisionFacts:
    return province(based_on=(), **facts)


def test_the_same_procedures_answer_without_a_citation() -> None:
    obligation = under("R1", [MINISTRY, uncited()], POSTED)
    assert obligation.closed_on == day("3/3/2026")
    assert [note.remark for note in obligation.notes] == [Remark.LINKED_BY_ITEMS]


def test_a_row_that_names_the_decision_as_its_basis_answers_it() -> None:
    based = (
        replace(item(1), basis="Quyết định số 3659/QĐ-BKHCN ngày 09/02/2026"),
        replace(item(9), name="Khác"),
    )
    obligation = under("R1", [MINISTRY, uncited(items=based)], POSTED)
    assert [note.remark for note in obligation.notes] == [Remark.LINKED_BY_BASIS]
    assert left(obligation, "3/3/2026") == ["i2"]


def test_a_list_that_rests_on_an_earlier_decision_reflects_that_one() -> None:
    earlier = ministry(id="old", number="12/QĐ-BKHCN", signed=day("5/1/2026"))
    rests = province(based_on=(Reference("12/QĐ-BKHCN", date(2026, 1, 5)),))
    assert "m" not in link([MINISTRY, earlier, rests]).answers


def test_a_list_that_rests_on_an_earlier_unread_decision_is_doubtful() -> None:
    rests = province(based_on=(Reference("12/QĐ-BKHCN", date(2026, 1, 5)),))
    obligation = under_m(rests)
    assert status(obligation, day("1/4/2026")).reason is NoBasis.ITEMS_UNCLEAR


def under_m(*decisions: DecisionFacts) -> Obligation:
    (only,) = (one for one in obligations([MINISTRY, *decisions], [POSTED]) if one.id.startswith("R1-3659"))
    return only


def test_a_list_that_rests_on_a_later_decision_answers_the_earlier_too() -> None:
    later = ministry(id="new", number="99/QĐ-BKHCN", signed=day("20/2/2026"))
    rests = province(based_on=(Reference("99/QĐ-BKHCN", date(2026, 2, 20)),))
    (answer,) = link([MINISTRY, later, rests]).answers["m"]
    assert (answer.way, answer.items) == (Way.ITEMS, frozenset({"i1", "i2"}))


def test_departments_of_other_ministries_answer_nothing_and_successors_do() -> None:
    assert "m" not in link([MINISTRY, uncited(departments=("Sở Y tế",))]).answers
    # Sở Thông tin và Truyền thông went into Sở Khoa học và Công nghệ on 1/3/2025.
    assert "m" in link([MINISTRY, uncited(departments=("Sở Thông tin và Truyền thông",))]).answers


def test_a_list_signed_before_the_ministrys_answers_nothing() -> None:
    assert "m" not in link([MINISTRY, uncited(signed=day("6/2/2026"))]).answers
