"""A worked scenario, counted by hand: Tết, a list published in parts, a repeal that stays, a late swap.

Calendar of the days concerned. Tết 2026: Monday 16 to Friday 20 February off. 1 and 2 January 2026 off, the
second by a swap with Saturday 10 January that was announced in the last week of December.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from catalogue.deadlines import (
    Calendar,
    DecisionFacts,
    Evidence,
    EvidenceKind,
    Obligation,
    Status,
    StatusKind,
    obligations,
    status,
)
from catalogue.deadlines.calendar import TABLE, CalendarRow, DayKind, read_rows
from catalogue.deadlines.harvest import Listed, harvest
from catalogue.deadlines.notes import Remark
from catalogue.deadlines.rules import StartBasis, Unit
from catalogue.deadlines.status import NoBasis
from extract.decision import Change, Level, Reference
from tests.catalogue.deadline_cases import day, item, province

# Thirteen procedures: i1 to i12 are the province's, i9 is repealed, i13 is settled at the central level.
LISTED = (
    *(item(n) for n in range(1, 9)),
    item(9, change=Change.REPEALED),
    *(item(n) for n in range(10, 13)),
    item(13, Level.CENTRAL),
)
MINISTRY = DecisionFacts("m", "700/QĐ-BTC", "Bộ Tài chính", "ministry", date(2026, 2, 9), items=LISTED)
CITES = (Reference("700/QĐ-BTC", date(2026, 2, 9)),)
NINE = province(id="p", number="300/QĐ-UBND", based_on=CITES, items=LISTED[:9], departments=("Sở Tài chính",))
REST = replace(NINE, id="q", number="345/QĐ-UBND", signed=date(2026, 3, 16), items=LISTED[9:12])
# The ministry posts its decision on Friday 13/2/2026, the last working day before Tết.
POSTED = Evidence(EvidenceKind.POSTED_NATIONAL, "700/QĐ-BTC", date(2026, 2, 13), "CSDLQG")
# The national list imported on Monday 9/3/2026 shows 300/QĐ-UBND beside i1 and still holds i9.
LISTS = [
    Listed("1.000001", "", date(2026, 3, 9), "danh-sach.xlsx", True, ("300/QĐ-UBND",)),
    Listed("1.000009", "", date(2026, 3, 9), "danh-sach.xlsx", True, ("12/QĐ-UBND",)),
]


def opened(rule: str, number: str, *decisions: DecisionFacts) -> Obligation:
    evidence = [POSTED, *harvest(decisions, LISTS)]
    (only,) = (
        one for one in obligations(decisions, evidence) if one.rule.id == rule and one.number == number
    )
    return only


def test_the_ministrys_list_is_due_after_tet() -> None:
    # 13/2 is not counted; 14-15/2 weekend, 16-20/2 Tết, 21-22/2 weekend; 23 to 27/2 are the five days.
    one = opened("R1", "700/QĐ-BTC", MINISTRY)
    assert (one.start, one.start_basis, one.due) == (
        day("13/2/2026"), StartBasis.CSDLQG_PUBLISHED, day("27/2/2026"),
    )  # fmt: skip
    # The ministry itself was in time: signed Monday 9/2, ten working days are 10-13/2 (4), 23-27/2 (9), 2/3.
    ministrys = opened("M2", "700/QĐ-BTC", MINISTRY)
    assert (ministrys.due, status(ministrys, day("1/4/2026")).kind) == (day("2/3/2026"), StatusKind.MET)


def test_nine_of_twelve_are_published_late_and_three_stay_open() -> None:
    # 300/QĐ-UBND is signed on Tuesday 3/3/2026 with i1 to i9. On Thursday 5/3 four working days have passed
    # since 27/2: 2, 3, 4, 5/3. i13 was never asked for.
    one = opened("R1", "700/QĐ-BTC", MINISTRY, NINE)
    found = status(one, day("5/3/2026"))
    assert found == Status(StatusKind.OVERDUE, 4, Unit.WORKING_DAY)
    assert [open_one.item for open_one in found.left] == ["i10", "i11", "i12"]
    assert len(one.progress) == 12


def test_the_last_three_close_it_eleven_days_late() -> None:
    # 345/QĐ-UBND follows on Monday 16/3: 2-6/3 are five days, 9-13/3 five more, 16/3 the eleventh.
    one = opened("R1", "700/QĐ-BTC", MINISTRY, NINE, REST)
    assert one.closed_on == day("16/3/2026")
    assert status(one, day("1/4/2026")) == Status(StatusKind.MET_LATE, 11, Unit.WORKING_DAY)


def test_the_list_of_the_national_database_proves_the_posting() -> None:
    # Signed 3/3: 4, 5, 6, 9, 10/3. The list of 9/3 shows the number: posted on 9/3 or before, in time.
    one = opened("R2", "300/QĐ-UBND", MINISTRY, NINE)
    assert one.closing
    assert (one.due, one.closed_on, one.closing.at_latest) == (day("10/3/2026"), day("9/3/2026"), True)
    assert status(one, day("1/4/2026")).kind is StatusKind.MET
    # Had the list been imported only on Wednesday 11/3, the posting may have been in time or not.
    later = [replace(one, day=day("11/3/2026")) for one in LISTS]
    evidence = harvest([NINE], later)
    (late,) = (one for one in obligations([NINE], evidence) if one.rule.id == "R2")
    assert status(late, day("1/4/2026")) == Status(StatusKind.NO_BASIS, reason=NoBasis.DONE_SOME_DAY)


def test_the_repeal_that_stays_listed_stays_open() -> None:
    # Due 10/3 like R2; on Thursday 12/3 two working days have passed: 11 and 12/3.
    one = opened("R8", "300/QĐ-UBND", MINISTRY, NINE)
    assert (one.items, one.due) == (("i9",), day("10/3/2026"))
    assert status(one, day("12/3/2026")) == Status(StatusKind.OVERDUE, 2, Unit.WORKING_DAY)
    assert Remark.STILL_LISTED in [note.remark for note in one.notes]


def test_the_shortened_procedure_has_two_days_and_the_swap_moves_them() -> None:
    # 900/QĐ-UBND: shortened procedure, in force from signing on Wednesday 31/12/2025, posted on Tuesday 6/1.
    # As first announced 1/1 is off: 2/1 and 5/1 are the two days, posted one day late.
    # With 2/1 swapped for Saturday 10/1: 5/1 and 6/1 are the two days, posted in time.
    shortened = province(
        id="s",
        number="900/QĐ-UBND",
        signed=day("31/12/2025"),
        shortened=True,
        effective=day("31/12/2025"),
        based_on=(),
    )
    posted = Evidence(EvidenceKind.POSTED_NATIONAL, "900/QĐ-UBND", day("6/1/2026"), "CSDLQG")
    late_swap = {day("2/1/2026"), day("10/1/2026")}
    announced = [row for row in read_rows(Path(TABLE)) if row.day not in late_swap]
    notice = "CV 12729/VPCP-KGVX"
    swap = [
        CalendarRow(day("2/1/2026"), DayKind.OFF, "hoán đổi với 10/01/2026", notice),
        CalendarRow(day("10/1/2026"), DayKind.WORK, "làm bù cho 02/01/2026", notice),
    ]
    told = {}
    for name, calendar in {"before": Calendar(announced), "after": Calendar(announced, swap)}.items():
        (one,) = (one for one in obligations([shortened], [posted], calendar) if one.rule.id == "R2b")
        told[name] = (one.due, status(one, day("1/4/2026")), one.calendar_version)
        entered = [note for note in one.notes if note.remark is Remark.CALENDAR_ENTERED]
        assert len(entered) == (1 if name == "after" else 0)
    assert told["before"][:2] == (day("5/1/2026"), Status(StatusKind.MET_LATE, 1, Unit.WORKING_DAY))
    assert told["after"][:2] == (day("6/1/2026"), Status(StatusKind.MET))
    assert told["before"][2] != told["after"][2]
