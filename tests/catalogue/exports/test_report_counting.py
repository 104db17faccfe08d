"""What a report counts and what it leaves out, each case by itself."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from catalogue.consequences import derive
from catalogue.intake import register, store_decision
from catalogue.reporting import Report, report_on
from catalogue.reporting_rows import legal_acts, online_level
from catalogue.reporting_times import time_cut
from catalogue.workspace import Workspace
from extract.decision import Change, Decision, Item, Level, Reference, Submission
from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import called
from tests.catalogue.making import OLD_HEADER, decision, item, write_csv

NOVEMBER = (date(2025, 11, 1), date(2025, 11, 30))
CULTURE = "Sở Văn hóa, Thể thao và Du lịch"


@contextmanager
def stored(folder: Path, *decisions: Decision) -> Iterator[Workspace]:
    with Workspace.create(folder / "kho", "Quảng Ngãi") as workspace:
        for one in decisions:
            register(workspace, one.sha256, [f"{one.sha256[:8]}.pdf"])
            store_decision(workspace, one)
        derive(workspace)
        yield workspace


def told(folder: Path, *decisions: Decision, period: tuple[date, date] = NOVEMBER) -> Report:
    with stored(folder, *decisions) as workspace:
        return report_on(workspace, *period)


def counts(report: Report, *names: str) -> list[int | None]:
    return [report.whole.count(name) for name in names]


def many(*changes: Change) -> list[Item]:
    return [
        item(change, f"Thủ tục {nth}", code=f"1.00010{nth}") for nth, change in enumerate(changes, start=1)
    ]


def test_copies_count_once_and_others_decisions_not_at_all(tmp_path: Path) -> None:
    own = decision(*many(Change.NEW, Change.AMENDED))
    report = told(
        tmp_path,
        own,
        replace(own, sha256="b" * 64),
        replace(own, sha256="c" * 64, issuer="Ủy ban nhân dân tỉnh Cà Mau"),
        replace(own, sha256="d" * 64, number="9/QĐ-BTP", issuer="Bộ Tư pháp", issuer_level="ministry"),
        replace(own, sha256="e" * 64, number="2600/QĐ-UBND", signed=date(2025, 10, 31)),
        replace(own, sha256="f" * 64, number="2900/QĐ-UBND", is_publication=False, items=()),
    )
    assert counts(report, "decisions", "total", "new", "amended") == [1, 2, 1, 1]


def test_first_and_last_day_belong_to_the_period(tmp_path: Path) -> None:
    days = (date(2025, 10, 31), *NOVEMBER, date(2025, 12, 1))
    report = told(
        tmp_path,
        *(
            decision(item(), sha256=str(nth) * 64, number=f"{nth + 1}/QĐ-UBND", signed=day)
            for nth, day in enumerate(days)
        ),
    )
    assert [row.facts["signed"] for row in report.whole.figures["decisions"] or ()] == list(NOVEMBER)


def test_a_decision_without_a_day_stands_in_no_period_and_is_named(tmp_path: Path) -> None:
    report = told(tmp_path, decision(item(), signed=None, effective=None))
    assert report.whole.count("decisions") == 0
    assert "1 quyết định chưa rõ ngày ký nên không thuộc kỳ nào: 2815/QĐ-UBND." in report.notes


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Cấp thẻ", "1.000101", Level.PROVINCE), ("Cấp thẻ", "1.000101", Level.COMMUNE)], 1),
        ([("Cấp thẻ", None, Level.PROVINCE), ("Cấp  thẻ", None, Level.COMMUNE)], 1),
        ([("Cấp thẻ", "1.000101", Level.PROVINCE), ("Cấp thẻ", "1.000102", Level.COMMUNE)], 2),
        ([("Cấp thẻ (cấp tỉnh)", None, Level.PROVINCE), ("Cấp thẻ (cấp xã)", None, Level.COMMUNE)], 2),
        ([("Cấp thẻ", None, Level.PROVINCE), ("Thu hồi thẻ", None, Level.PROVINCE)], 2),
    ],
)
def test_a_procedure_listed_at_two_levels_counts_once(
    tmp_path: Path, rows: list[tuple[str, str | None, Level]], expected: int
) -> None:
    items = [item(Change.NEW, name, code=code, levels=(level,)) for name, code, level in rows]
    report = told(tmp_path, decision(*items))
    assert report.whole.count("new") == expected
    assert sum(len(row.ids) for row in report.whole.figures["new"] or ()) == len(rows)


def test_one_procedure_under_two_kinds_counts_in_each_and_is_posted_once(tmp_path: Path) -> None:
    items = [item(change, code="1.000101") for change in (Change.AMENDED, Change.STANDARDISED)]
    report = told(tmp_path, decision(*items))
    assert counts(report, "total", "amended", "standardised", "unposted") == [1, 1, 1, 1]


def test_a_procedure_that_replaces_three_counts_once(tmp_path: Path) -> None:
    items = [
        item(Change.REPLACED, "Thủ tục mới", replaces_code=f"1.00020{nth}", replaced_name=f"Thủ tục cũ {nth}")
        for nth in range(3)
    ]
    report = told(tmp_path, decision(*items))
    (row,) = report.whole.figures["replaced"] or ()
    assert row.facts["replaces"] == ("1.000200 Thủ tục cũ 0; 1.000201 Thủ tục cũ 1; 1.000202 Thủ tục cũ 2")


def test_what_two_decisions_list_counts_in_each(tmp_path: Path) -> None:
    again = decision(item(code="1.000101"), sha256="b" * 64, number="2900/QĐ-UBND")
    report = told(tmp_path, decision(item(code="1.000101")), again)
    assert counts(report, "decisions", "amended", "total") == [2, 2, 2]


def test_listed_and_internal_are_counted_apart_and_said(tmp_path: Path) -> None:
    report = told(
        tmp_path,
        decision(
            *many(Change.LISTED, Change.NEW), item(Change.NEW, "Nội bộ", code="6.000001", internal=True)
        ),
    )
    assert counts(report, "total", "new", "listed", "internal") == [1, 1, 1, 1]
    said = " ".join(report.notes)
    assert "1 TTHC nằm trong danh mục không nêu loại" in said
    assert "1 TTHC nội bộ tính riêng" in said


def test_a_decision_of_two_departments_has_a_line_of_its_own(tmp_path: Path) -> None:
    both = decision(item(code="1.000101"), departments=("Sở Tài chính", "Sở Tư pháp"), sha256="b" * 64,
                    number="2900/QĐ-UBND")  # fmt: skip
    nobody = decision(
        item(code="1.000103"), departments=(), sha256="c" * 64, number="2901/QĐ-UBND", based_on=()
    )
    report = told(tmp_path, decision(item(code="1.000102")), both, nobody)
    lines = [(line.name, line.count("decisions")) for line in report.lines if line.scope == "department"]
    assert lines == [("Sở Tài chính; Sở Tư pháp", 1), (CULTURE, 1), ("Chưa rõ đơn vị", 1)]


def test_a_decision_of_two_fields_counts_in_both_and_once_for_its_department(tmp_path: Path) -> None:
    report = told(
        tmp_path,
        decision(item(code="1.000101", field="Du lịch"), item(code="1.000102", field="Điện ảnh")),
    )
    assert [
        (line.scope, line.name, line.count("decisions"), line.count("total")) for line in report.lines
    ] == [
        ("all", "Tổng số", 1, 2),
        ("department", CULTURE, 1, 2),
        ("field", "Du lịch", 1, 1),
        ("field", "Điện ảnh", 1, 1),
    ]


def test_fields_that_a_list_does_not_state_come_from_the_catalogue(tmp_path: Path) -> None:
    rows = [OLD_HEADER, ["1", "1.000101", "Cấp thẻ", "", "", "Lữ hành", CULTURE, "Cấp Tỉnh", ""]]
    listing = write_csv(tmp_path / "danh-muc.csv", rows)
    with stored(tmp_path, decision(item(code="1.000101", field=None), item(name="B", field=None))):
        pass
    called(tmp_path / "kho", "catalogue", "import", listing)
    with Workspace.open(tmp_path / "kho") as workspace:
        report = report_on(workspace, *NOVEMBER)
    assert [line.name for line in report.lines if line.scope == "field"] == ["Lữ hành", "Chưa rõ lĩnh vực"]


def test_legal_acts_are_counted_by_number_and_unknown_without_a_basis(tmp_path: Path) -> None:
    first = decision(item(code="1.000101", basis="- Luật số 09/2017/QH14;\n- Nghị định số 168/2017/NĐ- CP;"))
    second = decision(
        item(code="1.000102", basis="Nghị định 168/2017/NĐ-CP"),
        sha256="b" * 64,
        number="2900/QĐ-UBND",
        departments=("Sở Tư pháp",),
    )
    third = decision(item(), sha256="c" * 64, number="2901/QĐ-UBND", departments=("Sở Y tế",))
    report = told(tmp_path, first, second, third)
    assert {line.name: line.count("legal_acts") for line in report.lines if line.scope != "field"} == {
        "Tổng số": 2,
        CULTURE: 2,
        "Sở Tư pháp": 1,
        "Sở Y tế": None,
    }
    assert "1 TTHC không có căn cứ pháp lý" in " ".join(report.notes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luật Du lịch số 9/2017/QH14 và 63/2010/NĐ-CP - Thông tư", ["09/2017/QH14", "63/2010/NĐ-CP"]),
        ("Quyết định số 31/2021/QĐ-TTg; Thông tư liên tịch 12/2015/TTLT-BTC-BTP", ["31/2021/QĐ-TTg",
                                                                                  "12/2015/TTLT-BTC-BTP"]),
        ("Quyết định số 3659/QĐ-BKHCN ngày 13/11/2025", []),
        ("", []),
    ],
)  # fmt: skip
def test_numbers_of_legal_acts(text: str, expected: list[str]) -> None:
    assert list(legal_acts(text)) == expected


def test_approvals_of_workflows_count_with_and_without_a_list(tmp_path: Path) -> None:
    both = decision(item(), approves_workflow=True)
    alone = decision(sha256="b" * 64, number="2900/QĐ-UBND", approves_workflow=True, is_publication=False)
    other = replace(alone, sha256="c" * 64, issuer="Ủy ban nhân dân tỉnh Cà Mau")
    report = told(tmp_path, both, alone, replace(alone, sha256="d" * 64), other)
    assert counts(report, "decisions", "workflows") == [1, 2]


def test_online_levels_come_from_the_catalogue_or_are_marked(tmp_path: Path) -> None:
    items = many(Change.NEW, Change.AMENDED, Change.REPEALED)
    with stored(tmp_path, decision(*items)) as workspace:
        assert counts(report_on(workspace, *NOVEMBER), "online_full", "online_part") == [None, None]
        with workspace.writing() as db:
            for one, level in zip(items, ("Toàn trình", "Một phần"), strict=False):
                row = {"id": f"national:{one.code}", "scope": "national", "code": one.code, "name": one.name}
                db.table("procedures").insert({**row, "levels": "[]", "online_level": level})
        assert counts(report_on(workspace, *NOVEMBER), "online_full", "online_part") == [1, 1]


@pytest.mark.parametrize(
    ("text", "level"),
    [("DVC trực tuyến toàn trình", "full"), ("Một phần", "part"), ("Mức độ 4", None), (None, None),
     ("Toàn trình/Một phần", None)],
)  # fmt: skip
def test_levels_of_online_service(text: str | None, level: str | None) -> None:
    assert online_level(text) == level


def test_times_are_compared_only_where_both_are_known(tmp_path: Path) -> None:
    times = ("07 ngày làm việc kể từ ngày nhận đủ hồ sơ", "08 ngày làm việc", "7 ngày", "Không quy định")
    items = [
        item(Change.AMENDED, f"Thủ tục {nth}", code=f"1.00010{nth}", time_limit=time)
        for nth, time in enumerate(times)
    ]
    with stored(tmp_path, decision(*items)) as workspace:
        assert counts(report_on(workspace, *NOVEMBER), "shortened") == [None]
        with workspace.writing() as db:
            for one in items:
                row = {"id": f"national:{one.code}", "scope": "national", "code": one.code, "name": one.name}
                db.table("procedures").insert({**row, "levels": "[]", "time_limit": "10 ngày làm việc"})
        report = report_on(workspace, *NOVEMBER)
    assert [row.facts["name"] for row in report.whole.figures["shortened"] or ()] == ["Thủ tục 0"]
    assert any("chỉ so được 2 TTHC" in note for note in report.notes)


@pytest.mark.parametrize(
    ("own", "by_law", "cut"),
    [
        ("07 ngày làm việc", "10 ngày làm việc", 30),
        ("14 ngày", "20 NGÀY", 30),
        ("12 ngày làm việc", "10 ngày làm việc", 0),
        ("04 giờ làm việc", "8 giờ làm việc", 50),
        ("7 ngày", "10 ngày làm việc", None),
        ("Cấp mới: 7 ngày; cấp lại: 3 ngày", "10 ngày", None),
        ("trong ngày", "1 ngày", None),
        ("5,5 ngày", "10 ngày", 45),
        ("07 (bảy) ngày làm việc", "10 ngày làm việc", 30),
        ("5-7 ngày", "10 ngày", None),
        ("Từ 5 đến 7 ngày làm việc", "10 ngày làm việc", None),
        (None, "10 ngày", None),
    ],
)
def test_cuts_in_percent(own: str | None, by_law: str, cut: int | None) -> None:
    assert time_cut(own, by_law) == cut


def test_posted_on_a_day_not_known_is_neither_in_time_nor_late(tmp_path: Path) -> None:
    with stored(tmp_path, decision(item(code="1.000101"), signed=date(2025, 11, 3))):
        pass
    rows = [OLD_HEADER, ["1", "1.000101", "Cấp thẻ", "2815/QĐ-UBND", "", "Du lịch", CULTURE, "Cấp Tỉnh", ""]]
    with time_machine.travel("2025-11-28T03:00:00+00:00", tick=False):
        called(tmp_path / "kho", "catalogue", "import", write_csv(tmp_path / "danh-muc.csv", rows))
    with Workspace.open(tmp_path / "kho") as workspace:
        report = report_on(workspace, *NOVEMBER)
    assert counts(report, "posted", "posted_in_time", "posted_late", "posted_unknown", "unposted") == [
        *(1, 0, 0, 1, 0)
    ]


def test_what_happened_after_the_day_of_the_report_is_not_known_on_it(tmp_path: Path) -> None:
    with stored(tmp_path, decision(item(code="1.000101"), signed=date(2025, 11, 3))):
        pass
    called(tmp_path / "kho", "evidence", "add", "2815/QĐ-UBND", "posted_national", "2025-12-05")
    with Workspace.open(tmp_path / "kho") as workspace:
        before = report_on(workspace, *NOVEMBER)
        after = report_on(workspace, *NOVEMBER, as_of=date(2025, 12, 5))
    assert counts(before, "posted", "unposted") == [0, 1]
    assert counts(after, "posted", "posted_late", "unposted") == [1, 1, 0]


def test_what_is_signed_after_the_day_of_the_report_is_not_in_it(tmp_path: Path) -> None:
    early, late = (
        decision(
            item(code="1.000101"),
            sha256=str(n) * 64,
            number=f"{n}/QĐ-UBND",
            signed=date(2025, 11, n),
            based_on=(Reference(f"{n}/QĐ-BVHTTDL", date(2025, 11, n)),),
        )
        for n in (3, 9)
    )
    with stored(tmp_path, early, late) as workspace:
        report = report_on(workspace, *NOVEMBER, as_of=date(2025, 11, 7))
    assert counts(report, "decisions", "total") == [1, 1]
    kinds = ("on_time", "late", "undecided", "pending")
    duties = [row for name in kinds for row in report.whole.figures[name] or ()]
    assert {row.facts["decision"] for row in duties} == {"3/QĐ-UBND", "3/QĐ-BVHTTDL"}


def test_a_period_that_is_not_over_is_seen_as_of_today(tmp_path: Path) -> None:
    with time_machine.travel("2025-11-21T03:00:00+00:00", tick=False):
        report = told(tmp_path, decision(item(code="1.000101")))
    assert report.as_of == date(2025, 11, 21)
    pending = {row.facts["rule"] for row in report.whole.figures["pending"] or ()}
    assert pending == {"R2", "R3", "R4"}
    assert report.whole.count("late") == 0


def test_a_workflow_approved_in_the_same_act_shows_no_day_of_its_own(tmp_path: Path) -> None:
    submitted = Submission(CULTURE, "12/TTr-SVHTTDL", date(2025, 11, 18))
    report = told(tmp_path, decision(item(Change.NEW), approves_workflow=True, submission=submitted))
    (row,) = [row for row in report.whole.figures["on_time"] or () if row.facts["rule"] == "R5"]
    assert (row.facts["due"], row.facts["done"]) == (date(2025, 11, 18), None)
    assert row.facts["verdict"] == "đúng hạn; QTNB được phê duyệt ngay trong Quyết định 2815/QĐ-UBND"


def test_late_duties_under_local_rules_are_said_to_be_so(tmp_path: Path) -> None:
    report = told(tmp_path, decision(item(code="1.000101")))
    late = report.whole.figures["late"] or ()
    local = [row for row in late if row.facts["proof"] != "verified"]
    assert 0 < len(local) < len(late)
    assert any(f"có {len(local)} nhiệm vụ tính theo thời hạn mới thấy" in note for note in report.notes)


def test_a_department_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with (
        stored(tmp_path, decision(item(code="1.000101"))) as workspace,
        pytest.raises(UsageError, match=f"Y tế.*{CULTURE}"),
    ):
        report_on(workspace, *NOVEMBER, department="Y tế")


def test_a_period_without_anything_gives_a_report_of_noughts(tmp_path: Path) -> None:
    with stored(tmp_path):
        pass
    for ending in ("json", "xlsx", "docx"):
        out = tmp_path / f"khong.{ending}"
        called(
            tmp_path / "kho", "export", "report", "--from", "2024-01-01", "--to", "2024-03-31", "--out", out
        )
        assert out.stat().st_size > 0
    told_ = json.loads((tmp_path / "khong.json").read_text("utf-8"))
    assert [line["name"] for line in told_["lines"]] == ["Tổng số"]
    assert {figure["count"] for figure in told_["lines"][0]["figures"].values()} == {0}


def test_no_name_is_run_as_a_formula(tmp_path: Path) -> None:
    with stored(tmp_path, decision(item(name='=HYPERLINK("http://a")', code="1.000101"))):
        pass
    out = tmp_path / "bao-cao.xlsx"
    called(tmp_path / "kho", "export", "report", "--from", "2025-11-01", "--to", "2025-11-30", "--out", out)
    with zipfile.ZipFile(out) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)
    assert '=HYPERLINK("http://a")' in {
        cell for row in CalamineWorkbook.from_path(str(out)).get_sheet_by_name("Sửa đổi, bổ sung").to_python()
        for cell in row
    }  # fmt: skip


def test_the_ministrys_decision_is_in_no_figure_but_its_deadline_is(tmp_path: Path) -> None:
    cited = decision(item(code="1.000101"), based_on=(Reference("3659/QĐ-BVHTTDL", date(2025, 11, 10)),))
    report = told(tmp_path, cited)
    assert [row.facts["decision"] for row in report.whole.figures["decisions"] or ()] == ["2815/QĐ-UBND"]
    assert "R1" in {row.facts["rule"] for row in report.whole.figures["undecided"] or ()}
    assert [line.count("undecided") for line in report.lines if line.field == "Du lịch"] == [
        report.whole.count("undecided")
    ]
