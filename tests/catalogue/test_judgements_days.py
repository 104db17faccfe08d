"""A change takes effect while its entry is in force, on a day that can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.history import version_on
from catalogue.workspace import Workspace
from extract.decision import Change, Effective, Item
from tests.catalogue.judging_cases import LICENCE, accept, dump, field, filled, ids, publish, refusal
from tests.catalogue.making import item

MUSEUM = ("1.014464", "Xếp hạng bảo tàng")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return filled(tmp_path)


def from_day(day: date) -> Effective:
    return Effective(f"từ ngày {day:%d/%m/%Y}", day)


@pytest.mark.parametrize(
    "row",
    [
        item(Change.REPEALED, MUSEUM[1], code=MUSEUM[0]),
        item(name=MUSEUM[1], code=MUSEUM[0], time_limit="9 ngày"),
        item(Change.REPLACED, "Cấp thẻ", code="1.000777", replaces_code=MUSEUM[0], replaced_name=MUSEUM[1]),
    ],
)
def test_nothing_happens_to_an_entry_before_it_begins(workspace: Workspace, row: Item) -> None:
    added = item(Change.NEW, MUSEUM[1], code=MUSEUM[0])
    publish(workspace, added, effective=from_day(date(2027, 1, 1)))
    accept(workspace, *ids(workspace))
    publish(workspace, row, sha256="b" * 64, number="3000/QĐ-UBND", effective=from_day(date(2025, 12, 1)))
    before = dump(workspace)
    second = ids(workspace)[1]
    session = accept(workspace, second)
    assert refusal(session) == "judgement.not_begun"
    assert "2027-01-01" in session.refused[0][1].sentence()
    assert dump(workspace) == before
    assert accept(workspace, second, effective=date(2027, 2, 1)).refused == ()


def test_an_entry_may_be_changed_from_before_its_newest_version(workspace: Workspace) -> None:
    for nth, month in enumerate((6, 2)):
        row = item(name=LICENCE[1], code=LICENCE[0], fee=f"{month} đồng")
        publish(workspace, row, sha256=f"{nth}" * 64, number=f"{nth}/QĐ-UBND",
                effective=from_day(date(2026, month, 1)))  # fmt: skip
        accept(workspace, ids(workspace)[nth])
    held = [version_on(workspace, f"province:{LICENCE[0]}", date(2026, month, 1)) for month in (1, 2, 6)]
    assert [one.entry.fee for one in held if one] == [None, "2 đồng", "6 đồng"]


def test_an_entry_out_of_force_on_the_day_is_not_changed_though_it_comes_back_later(
    workspace: Workspace,
) -> None:
    publish(workspace, item(Change.REPEALED, LICENCE[1], code=LICENCE[0]))
    accept(workspace, *ids(workspace))
    again = item(Change.NEW, LICENCE[1], code=LICENCE[0])
    publish(workspace, again, sha256="b" * 64, number="3000/QĐ-UBND", effective=from_day(date(2026, 6, 1)))
    accept(workspace, ids(workspace)[1])
    row = item(name=LICENCE[1], code=LICENCE[0], fee="5 đồng")
    publish(workspace, row, sha256="c" * 64, number="3001/QĐ-UBND", effective=from_day(date(2026, 1, 1)))
    third = ids(workspace)[2]
    session = accept(workspace, third)
    assert refusal(session) == "judgement.entry_retired"
    assert "2025-11-20" in session.refused[0][1].sentence()
    accept(workspace, third, effective=date(2026, 7, 1))
    assert field(workspace, LICENCE[0], "fee") == "5 đồng"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1989, 12, 31), date(2035, 11, 30), date(9999, 12, 31)])
def test_a_day_that_cannot_be_is_refused(workspace: Workspace, day: date) -> None:
    row = item(name=LICENCE[1], code=LICENCE[0], fee="5 đồng")
    publish(workspace, row, effective=Effective("từ ngày Nghị định có hiệu lực"))
    (one,) = ids(workspace)
    assert refusal(accept(workspace, one, effective=day)) == "judgement.no_such_day"
    assert accept(workspace, one, effective=date(2035, 11, 1)).refused == ()


def test_a_day_misread_in_the_document_asks_for_another(workspace: Workspace) -> None:
    row = item(name=LICENCE[1], code=LICENCE[0], fee="5 đồng")
    publish(workspace, row, effective=from_day(date(2205, 12, 1)))
    (one,) = ids(workspace)
    assert refusal(accept(workspace, one)) == "judgement.no_such_day"
    accept(workspace, one, effective=date(2025, 12, 1))
    assert field(workspace, LICENCE[0], "valid_from") == "2025-12-01"
