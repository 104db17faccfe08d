"""The province's catalogue, a national list and the decisions side by side."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.consequences import derive
from catalogue.imports.importing import import_catalogue
from catalogue.intake import register, store_decision
from catalogue.judgements import Verdict
from catalogue.judging import judge
from catalogue.procedure import Scope
from catalogue.reconcile import Finding, Kind, Reconciliation, reconcile
from catalogue.reconcile_xlsx import as_xlsx, shown
from catalogue.workspace import Workspace
from congbo import cli
from extract.decision import Change, Decision, Effect, Effective, Level, Position, Reference
from ingest.errors import UsageError
from ingest.messages import catalogue
from tests.catalogue.making import decision, item, write_csv

CULTURE = "Bộ Văn hóa, Thể thao và Du lịch"
HERE_HEADER = ["Mã TTHC", "Tên TTHC", "QĐ Công bố", "Lĩnh vực", "Cơ quan công khai", "Cấp thực hiện"]
HERE_HEADER += ["Cơ quan thực hiện", "Thời hạn giải quyết"]
THERE_HEADER = [
    "code",
    "name",
    "publishing_agency",
    "executing_agency",
    "field",
    "level",
    "decision_no",
    "time_limit",
]
DAY = date(2025, 12, 1)


def here(code: str, name: str, **facts: str) -> list[str]:
    known = {
        "decision": "100/QĐ-UBND",
        "field": f"Du lịch ({CULTURE})",
        "level": "Cấp Tỉnh",
        "agency": "Sở Du lịch",
        "limit": "",
        **facts,
    }
    publisher = "UBND tỉnh Quảng Ngãi"
    return [
        code,
        name,
        known["decision"],
        known["field"],
        publisher,
        known["level"],
        known["agency"],
        known["limit"],
    ]


def there(code: str, name: str, **facts: str) -> list[str]:
    known = {"publisher": CULTURE, "agency": "Sở Du lịch", "field": "Du lịch", "level": "Cấp tỉnh", **facts}
    number, limit = known.get("decision", "3659/QĐ-BVHTTDL"), known.get("limit", "")
    return [code, name, known["publisher"], known["agency"], known["field"], known["level"], number, limit]


def compared(
    tmp_path: Path, ours: Sequence[list[str]], theirs: Sequence[list[str]], *decisions: Decision
) -> Reconciliation:
    with Workspace.create(tmp_path / "kho", "Quảng Ngãi") as workspace:
        path = write_csv(tmp_path / "tinh.csv", [HERE_HEADER, *ours])
        import_catalogue(workspace, path, scope=Scope.PROVINCE)
        publish(workspace, *decisions)
        national = write_csv(tmp_path / "quoc-gia.csv", [THERE_HEADER, *theirs])
        return reconcile(workspace, national, DAY)


def publish(workspace: Workspace, *decisions: Decision) -> None:
    for one in decisions:
        register(workspace, one.sha256, ["x.md"])
        store_decision(workspace, one)
    derive(workspace)


def kinds(result: Reconciliation) -> dict[Kind, list[str]]:
    out: dict[Kind, list[str]] = {}
    for one in result.findings:
        out.setdefault(one.kind, []).append(one.code)
    return out


def test_a_repeal_by_position_ends_the_procedure_that_stood_there(tmp_path: Path) -> None:
    listed = decision(item(name="Thu hồi giấy phép lữ hành", code="1.000002", ordinal="1", section="I"))
    row = Reference(
        "2815/QĐ-UBND", date(2025, 11, 20), Effect.REPEALS_PART, "số thứ tự 1", (Position(("1",)),)
    )
    later = decision(sha256="b" * 64, number="2900/QĐ-UBND", signed=date(2025, 11, 25), affects=(row,))
    ours = [here("1.000002", "Thu hồi giấy phép lữ hành", decision="2815/QĐ-UBND")]
    result = compared(tmp_path, ours, [], listed, later)
    (found,) = (one for one in result.findings if one.kind is Kind.REPEALED_STILL_LISTED)
    assert (found.code, found.decision) == ("1.000002", "2900/QĐ-UBND")


def test_what_is_not_yet_in_effect_on_the_day_is_not_held_against_anyone(tmp_path: Path) -> None:
    later = decision(
        item(Change.AMENDED, "Cấp thẻ", code="1.000001", field="Lữ hành"),
        item(Change.REPEALED, "Thu hồi giấy phép lữ hành", code="1.000002"),
        item(Change.NEW, "Xếp hạng bảo tàng", code="1.000003"),
        effective=Effective("kể từ ngày 01/01/2027", date(2027, 1, 1)),
    )
    listed = [("1.000001", "Cấp thẻ"), ("1.000002", "Thu hồi giấy phép lữ hành")]
    ours, theirs = [here(*one) for one in listed], [there(*one) for one in listed]
    with Workspace.create(tmp_path / "kho", "Quảng Ngãi") as workspace:
        import_catalogue(
            workspace, write_csv(tmp_path / "tinh.csv", [HERE_HEADER, *ours]), scope=Scope.PROVINCE
        )
        publish(workspace, later)
        accepted = [row["id"] for row in workspace.rows("SELECT id FROM proposals")]
        assert len(judge(workspace, accepted, Verdict.ACCEPT).passed) == 3
        national = write_csv(tmp_path / "quoc-gia.csv", [THERE_HEADER, *theirs])
        before = reconcile(workspace, national, date(2026, 12, 31))
        assert (before.findings, before.here, before.both, before.decided) == ((), 2, 2, 0)
        after = reconcile(workspace, national, date(2027, 1, 1))
        assert kinds(after) == {Kind.FIELD: ["1.000001"]}
        assert (after.here, after.both, after.ended, after.beyond) == (2, 1, 1, 1)


def test_nothing_differs_in_spelling_only(tmp_path: Path) -> None:
    ours = [here("1.000001.H48", "Cấp thẻ hoá đơn", limit="07 ngày làm việc kể từ ngày nhận đủ hồ sơ")]
    theirs = [
        there("1.000001", "Thủ tục cấp thẻ hóa đơn.", field="Du lịch\nDu lịch", limit="7 Ngày làm việc")
    ]
    result = compared(tmp_path, ours, theirs)
    assert result.findings == ()
    assert (result.here, result.there, result.both) == (1, 1, 1)


def test_missing_on_either_side(tmp_path: Path) -> None:
    ours = [here("1.000001", "Một"), here("1.000009", "Chín", field="Hộ tịch (Bộ Tư pháp)")]
    theirs = [
        there("1.000002", "Hai"),
        there("1.000003", "Ba", level="Cấp bộ"),
        there("1.000004", "Bốn", level="", agency=""),
        ["", "không mã", CULTURE, "", "", "", "", ""],
    ]
    result = compared(tmp_path, ours, theirs)
    assert kinds(result) == {Kind.MISSING_HERE: ["1.000002"], Kind.MISSING_THERE: ["1.000001"]}
    assert (result.central, result.levelless, result.beyond, result.unread) == (1, 1, 1, 1)
    assert result.there == result.both + result.central + result.levelless + result.ended + 1


def test_what_differs_field_by_field(tmp_path: Path) -> None:
    ours = [
        here("1.000001", "Cấp thẻ"),
        here("1.000002", "Hai", field=f"Điện ảnh ({CULTURE})"),
        here("1.000003", "Ba", agency="Sở Xây dựng"),
        here("1.000004", "Bốn", limit="10 ngày"),
        here("1.000005", "Năm", level="Cấp Xã"),
    ]
    theirs = [
        there("1.000001", "Cấp lại thẻ"),
        there("1.000002", "Hai"),
        there("1.000003", "Ba"),
        there("1.000004", "Bốn", limit="10 ngày làm việc"),
        there("1.000005", "Năm"),
    ]
    assert kinds(compared(tmp_path, ours, theirs)) == {
        Kind.WRONG_LEVEL: ["1.000005"],
        Kind.NAME: ["1.000001"],
        Kind.FIELD: ["1.000002"],
        Kind.AGENCY: ["1.000003"],
        Kind.TIME_LIMIT: ["1.000004"],
    }


def test_the_decisions_have_the_third_word(tmp_path: Path) -> None:
    repeal = decision(item(Change.REPEALED, "Một", code="1.000001"), item(name="Hai mới", code="1.000002"))
    ministry = decision(
        item(name="Hai mới", code="1.000002"),
        sha256="b" * 64,
        number="4001/QĐ-BVHTTDL",
        issuer=CULTURE,
        issuer_level="ministry",
        signed=date(2025, 11, 1),
        based_on=(Reference("1/QĐ-BVHTTDL"),),
    )
    ours, theirs = [here("1.000001", "Một"), here("1.000002", "Hai")], [there("1.000002", "Hai")]
    result = compared(tmp_path, ours, theirs, repeal, ministry)
    assert kinds(result)[Kind.REPEALED_STILL_LISTED] == ["1.000001"]
    (name,) = [one for one in result.findings if one.kind is Kind.NAME]
    assert (name.here, name.there, name.decided, name.decision) == ("Hai", "Hai", "Hai mới", "2815/QĐ-UBND")
    numbers = [
        (one.here, one.there, one.decided) for one in result.findings if one.kind is Kind.DECISION_NUMBER
    ]
    assert numbers == [
        ("100/QĐ-UBND", None, "2815/QĐ-UBND"),
        (None, "3659/QĐ-BVHTTDL", "4001/QĐ-BVHTTDL"),
    ]


def test_a_repeal_to_come_is_no_finding_yet(tmp_path: Path) -> None:
    from extract.decision import Effective

    later = decision(
        item(Change.REPEALED, "Một", code="1.000001"), effective=Effective("từ 1/1/2026", date(2026, 1, 1))
    )
    result = compared(tmp_path, [here("1.000001", "Một")], [there("1.000001", "Một")], later)
    assert Kind.REPEALED_STILL_LISTED not in kinds(result)


def test_rows_without_code_and_match_are_counted(tmp_path: Path) -> None:
    untied = decision(item(name="Không có trong danh mục nào cả"))
    assert compared(tmp_path, [here("1.000001", "Một")], [there("1.000001", "Một")], untied).untied == 1


def result_with(*findings: Finding) -> Reconciliation:
    return Reconciliation("quoc-gia.xlsx", findings, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)


def test_the_workbook_is_text_and_the_same_each_time() -> None:
    from python_calamine import load_workbook

    formula = Finding(Kind.NAME, "1.000001", '=HYPERLINK("x")', "+1", "-1", "@a", "1/QĐ-UBND")
    level = Finding(Kind.WRONG_LEVEL, "1.000002", "x" * 40_000, Level.COMMUNE.value, "province, commune")
    result = result_with(formula, level)
    data = as_xlsx(result)
    assert data == as_xlsx(result)
    book = load_workbook(io.BytesIO(data))
    counts, findings = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert [row[1] for row in counts][:2] == ["quoc-gia.xlsx", "1"]
    assert findings[1][1:] == ["1.000001", '=HYPERLINK("x")', "+1", "-1", "@a", "1/QĐ-UBND"]
    assert len(str(findings[2][2])) == 32_767
    assert findings[2][3:5] == ["xã", "tỉnh, xã"]


def test_changes_are_said_in_words() -> None:
    missing = Finding(Kind.MISSING_HERE, "1.000001", "Một", None, CULTURE, "new", "1/QĐ-UBND")
    assert shown(missing)[5] == catalogue("vi")["change.new"]


def test_every_kind_and_count_is_said_in_both_languages() -> None:
    keys = {f"difference.{kind}" for kind in Kind} | {f"reconcile.{name}" for name in result_with().facts}
    assert keys <= catalogue("vi").keys() & catalogue("en").keys()


def test_the_command(tmp_path: Path) -> None:
    folder = str(tmp_path / "kho")
    compared(tmp_path, [here("1.000001", "Cấp thẻ")], [there("1.000001", "Cấp lại thẻ")])
    national, out = str(tmp_path / "quoc-gia.csv"), tmp_path / "so-sanh.xlsx"
    run = CliRunner().invoke(
        cli, ["--workspace", folder, "reconcile", national, "--xlsx", str(out), "--json"]
    )
    assert run.exit_code == 0
    assert out.read_bytes().startswith(b"PK")
    assert '"kind": "name"' in run.output
    shown_table = CliRunner().invoke(cli, ["--workspace", folder, "reconcile", national])
    assert "khác tên: 1" in shown_table.output
    unwritable = CliRunner().invoke(
        cli, ["--workspace", folder, "reconcile", national, "--xlsx", str(tmp_path / "no" / "a.xlsx")]
    )
    assert isinstance(unwritable.exception, UsageError)


def test_no_list(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "kho") as workspace, pytest.raises(UsageError, match=r"a\.csv"):
        reconcile(workspace, write_csv(tmp_path / "a.csv", [["Họ tên"]]), DAY)


def test_without_a_catalogue_of_the_province_the_way_to_one_is_said(tmp_path: Path) -> None:
    national = write_csv(tmp_path / "quoc-gia.csv", [THERE_HEADER, there("1.000001", "Cấp thẻ")])
    with Workspace.create(tmp_path / "kho") as workspace:
        with pytest.raises(UsageError, match="--scope province"):
            reconcile(workspace, national, DAY)
        import_catalogue(workspace, national, scope=Scope.NATIONAL)
        with pytest.raises(UsageError, match="--scope province"):
            reconcile(workspace, national, DAY)
