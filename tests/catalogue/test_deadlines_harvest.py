from dataclasses import replace
from datetime import date

import pytest

from catalogue.deadlines import EvidenceKind, StatusKind, obligations, status
from catalogue.deadlines.harvest import Listed, harvest, public
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.status import NoBasis
from extract.decision import Change
from tests.catalogue.deadline_cases import MINISTRY, PROVINCE, day, item, province, told, under

REPEAL = province(items=(item(1), item(2, change=Change.REPEALED)))


def seen(number: int, on: str, *decisions: str, shown: bool = True, own: bool = True) -> Listed:
    return Listed(f"1.{number:06d}", "", day(on), "ds.xlsx", own, decisions, shown)


def test_the_first_list_that_shows_the_number_counts() -> None:
    lists = [seen(1, "9/3/2026", "2815/QĐ-UBND"), seen(1, "5/3/2026", "2815/QĐ-UBND")]
    (one,) = harvest([PROVINCE], lists)
    assert (one.kind, one.day, one.at_latest) == (EvidenceKind.POSTED_NATIONAL, day("5/3/2026"), True)


@pytest.mark.parametrize(
    "listed",
    [
        seen(7, "9/3/2026", "2815/QĐ-UBND"),  # another procedure: the number of another year or province
        seen(1, "2/3/2026", "2815/QĐ-UBND"),  # imported before the decision was signed
        seen(1, "9/3/2026", "2816/QĐ-UBND"),
    ],
)
def test_a_number_alone_proves_nothing(listed: Listed) -> None:
    assert harvest([PROVINCE], [listed]) == []


def test_a_ministrys_number_starts_no_period() -> None:
    assert harvest([MINISTRY], [seen(1, "9/3/2026", "3659/QĐ-BKHCN")]) == []


def test_a_day_that_a_person_told_outranks_the_list_and_the_contradiction_is_said() -> None:
    lists = harvest([PROVINCE], [seen(1, "5/3/2026", "2815/QĐ-UBND")])
    (one,) = (
        one
        for one in obligations([PROVINCE], [*lists, told("posted_national", "p", "9/3/2026")])
        if one.rule.id == "R2"
    )
    assert one.closed_on == day("9/3/2026")
    assert [note.remark for note in one.notes] == [Remark.SHOWN_EARLIER]


def removal(*lists: Listed, told_on: str | None = None) -> tuple[StatusKind, NoBasis | None]:
    evidence = harvest([REPEAL], lists)
    if told_on:
        evidence.append(told("removed_national", "p", told_on))
    (one,) = (one for one in obligations([REPEAL], evidence) if one.rule.id == "R8")
    found = status(one, day("1/4/2026"))
    return found.kind, found.reason  # type: ignore[return-value]  # no exemption here


def test_gone_from_the_list_in_time() -> None:
    assert removal(seen(2, "1/2/2026"), seen(2, "10/3/2026", shown=False)) == (StatusKind.MET, None)


def test_gone_from_the_list_on_a_day_not_known() -> None:
    gone = seen(2, "20/3/2026", shown=False)
    assert removal(seen(2, "1/2/2026"), gone) == (StatusKind.NO_BASIS, NoBasis.DONE_SOME_DAY)


def test_still_listed_keeps_it_open() -> None:
    assert removal(seen(2, "20/3/2026"))[0] is StatusKind.OVERDUE


def test_told_as_removed_but_listed_later_is_a_contradiction() -> None:
    found = removal(seen(2, "20/3/2026"), told_on="9/3/2026")
    assert found == (StatusKind.NO_BASIS, NoBasis.CONTRADICTED)
    assert removal(seen(2, "6/3/2026"), told_on="9/3/2026") == (StatusKind.MET, None)


def test_the_national_catalogue_says_nothing_of_the_provinces_removal() -> None:
    assert harvest([REPEAL], [seen(2, "10/3/2026", shown=False, own=False)]) == []


def test_of_a_replaced_procedure_the_old_one_has_to_go() -> None:
    replaced = replace(item(1, change=Change.REPLACED), replaces_code="1.000002")
    one = under("R8", [province(items=(replaced,))])
    assert [part.code for part in one.progress] == ["1.000002"]
    evidence = harvest([province(items=(replaced,))], [seen(2, "10/3/2026", shown=False)])
    assert [part.item for part in evidence] == ["i1"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Công khai", True), (None, True), ("Đã bãi bỏ", False), ("Không công khai", False)],
)
def test_the_status_column(said: str | None, expected: bool) -> None:
    assert public(said) is expected


def test_lists_in_any_order_prove_the_same() -> None:
    lists = [seen(2, "10/3/2026", shown=False), seen(1, "9/3/2026", "2815/QĐ-UBND"), seen(2, "5/3/2026")]
    assert harvest([REPEAL], lists) == harvest([REPEAL], lists[::-1])
    assert date(2026, 3, 10) in [one.day for one in harvest([REPEAL], lists)]
