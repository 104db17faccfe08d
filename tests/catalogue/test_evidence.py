import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalogue import obligations
from catalogue.deadlines import DecisionFacts, EvidenceKind, today
from catalogue.deadlines.evidence import ENTERED
from catalogue.evidence import add, entries, take_back
from catalogue.imports.importing import import_catalogue
from catalogue.intake import enter_days, take_in
from catalogue.obligations import workspace_obligations
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from tests.catalogue.deadline_workspace import MINISTRY, PROVINCE, called, workspace
from tests.catalogue.making import OLD_HEADER, write_csv

BY: dict[str, Any] = {"source": "sổ văn bản", "user": "An", "as_of": date(2026, 1, 10)}


def told(folder: Path, *arguments: Any) -> Any:
    return json.loads(called(folder, "evidence", *arguments, "--json").stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with workspace(tmp_path / "kho"):
        return tmp_path / "kho"


def test_a_start_entered_moves_the_obligation_from_no_basis(folder: Path) -> None:
    entered = told(
        folder, "add", "3659/QĐ-BVHTTDL", "received", "24/12/2025", "--source", "sổ đến", "--user", "An"
    )
    assert (entered["changed"], entered["entered_by"], entered["source"]) == (True, "An", "sổ đến")
    (moved,) = [one for one in entered["obligations"] if one["rule"] == "R1"]
    # Wednesday 24/12/2025: 25, 26, 29, 30, 31/12.
    assert (moved["due_before"], moved["due_after"]) == (None, "2025-12-31")
    assert moved["before"].startswith("không đủ căn cứ")


def test_the_same_evidence_twice_changes_nothing(folder: Path) -> None:
    words = ("add", "3659/QĐ-BVHTTDL", "received", "2025-12-24")
    assert told(folder, *words)["changed"]
    assert not told(folder, *words)["changed"]
    assert len(told(folder, "list")) == 1


def test_taken_back_evidence_stays_to_be_seen_and_counts_no_more(folder: Path) -> None:
    ident = told(folder, "add", "2815/QĐ-UBND", "posted_national", "2026-01-05")["id"]
    moved = told(folder, "remove", ident[:8], "--reason", "nhầm", "--user", "Bình")["obligations"]
    assert [one["rule"] for one in moved] == ["R2"]
    (entry,) = told(folder, "list")
    assert entry["taken_back_by"] == "Bình"
    assert told(folder, "add", "2815/QĐ-UBND", "posted_national", "2026-01-05")["changed"]
    assert len(told(folder, "list")) == 2


def test_evidence_is_never_edited_or_deleted(folder: Path) -> None:
    told(folder, "add", "2815/QĐ-UBND", "posted_national", "2026-01-05")
    with (
        sqlite3.connect(folder / "congbo.db") as db,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        db.execute("DELETE FROM evidence")


def test_two_receipt_days_and_a_day_before_signing_are_said(folder: Path) -> None:
    told(folder, "add", "3659/QĐ-BVHTTDL", "received", "2025-12-24")
    second = told(folder, "add", "3659/QĐ-BVHTTDL", "received", "2025-12-26")
    assert second["remarks"] == ["có ngày khác cho cùng việc này: 24/12/2025"]
    early = told(folder, "add", "2815/QĐ-UBND", "posted_national", "2025-12-30")
    assert early["remarks"] == ["trước ngày ký 31/12/2025 nên không dùng, cần kiểm tra lại"]
    assert early["obligations"][0]["after"].startswith("không đủ căn cứ: ngày được khai mâu thuẫn")


def test_evidence_of_no_known_decision_is_kept_and_shown(folder: Path) -> None:
    lost = told(folder, "add", "77/QĐ-BYT", "received", "2026-01-05")
    assert lost["decision"] is None
    assert lost["remarks"] == ["chưa ứng với quyết định nào trong kho, hoặc ứng với nhiều quyết định"]
    assert "1 minh chứng chưa ứng với quyết định nào" in called(folder, "overdue").stdout


def test_a_trial_says_what_would_move_and_enters_nothing(folder: Path) -> None:
    words = ("add", "2815/QĐ-UBND", "posted_national", "2026-01-05", "--dry-run")
    tried = told(folder, *words)
    assert tried["changed"]
    assert [one["rule"] for one in tried["obligations"]] == ["R2"]
    assert told(folder, "list") == []
    assert "R2" in called(folder, "evidence", *words).stdout


def test_a_trial_takes_nothing_back(folder: Path) -> None:
    ident = told(folder, "add", "2815/QĐ-UBND", "posted_national", "2026-01-05")["id"]
    with Workspace.open(folder) as kho:
        before = list(kho.db.conn.iterdump())
    tried = told(folder, "remove", ident[:8], "--dry-run")
    assert tried["changed"]
    assert [one["rule"] for one in tried["obligations"]] == ["R2"]
    with Workspace.open(folder) as kho:
        assert list(kho.db.conn.iterdump()) == before
    assert told(folder, "remove", ident[:8])["changed"]


def test_what_is_no_number_or_no_id_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="không phải số quyết định"):
        called(folder, "evidence", "add", "công văn", "received", "2026-01-05")
    with pytest.raises(UsageError, match="0 minh chứng"):
        called(folder, "evidence", "remove", "abcdef12")


def test_an_imported_list_closes_the_posting_and_keeps_the_repeal_open(tmp_path: Path) -> None:
    def row(n: int, decision: str, status: str = "Công khai") -> list[str]:
        return [str(n), f"1.00000{n}.000.00.00.H48", f"Cấp giấy phép loại {n}", decision, "", "Du lịch",
                "UBND tỉnh Quảng Ngãi", "Cấp Tỉnh", status]  # fmt: skip

    with workspace(tmp_path / "kho") as kho:
        shown = [OLD_HEADER, row(1, "2815/QĐ-UBND"), row(3, "10/QĐ-UBND")]
        first = write_csv(tmp_path / "thang-1.csv", shown)
        import_catalogue(kho, first, scope=Scope.PROVINCE, imported_on=date(2026, 1, 8))
        open_now = {one.rule.id: one for one in workspace_obligations(kho) if one.subject == PROVINCE.sha256}
        # Signed 31/12/2025: 5, 6, 7, 8, 9/1/2026 are the five days.
        assert open_now["R2"].due == date(2026, 1, 9)
        assert open_now["R2"].closed_on == date(2026, 1, 8)
        assert open_now["R8"].closing is None
        assert "still_listed" in [note.remark.value for note in open_now["R8"].notes]
        second = write_csv(tmp_path / "thang-2.csv", [OLD_HEADER, row(1, "2815/QĐ-UBND"), row(2, "")])
        import_catalogue(kho, second, scope=Scope.PROVINCE, imported_on=date(2026, 1, 9))
        later = {one.rule.id: one for one in workspace_obligations(kho) if one.subject == PROVINCE.sha256}
        assert (later["R2"].closed_on, later["R8"].closed_on) == (date(2026, 1, 8), date(2026, 1, 9))


def test_levels_that_a_list_does_not_state_come_from_the_catalogue(tmp_path: Path) -> None:
    from dataclasses import replace

    bare = replace(MINISTRY, items=tuple(replace(one, levels=()) for one in MINISTRY.items))
    with workspace(tmp_path / "kho", bare) as kho:
        header = ["code", "name", "publishing_agency", "executing_agency", "field", "level"]
        rows = [
            [f"1.00000{n}", f"Cấp giấy phép loại {n}", "Bộ Văn hóa, Thể thao và Du lịch", "", "", "Cấp Bộ"]
            for n in range(1, 5)
        ]
        import_catalogue(kho, write_csv(tmp_path / "national.csv", [header, *rows]), scope=Scope.NATIONAL)
        (one,) = (one for one in workspace_obligations(kho) if one.rule.id == "R1")
        assert one.exempt == "central_only"


def test_every_kind_can_be_entered_but_what_lists_alone_tell() -> None:
    assert set(ENTERED) == set(EvidenceKind) - {EvidenceKind.STILL_LISTED}


@pytest.mark.parametrize("kind", ENTERED)
def test_what_has_happened_did_not_happen_tomorrow(folder: Path, kind: EvidenceKind) -> None:
    laid_down = {EvidenceKind.LAW_EFFECTIVE, EvidenceKind.REORGANISED, EvidenceKind.WORKFLOW_COMPLEX}
    tomorrow = today() + timedelta(days=1)
    with Workspace.open(folder) as kho:
        assert add(kho, "2815/QĐ-UBND", kind, today(), **BY).changed
        if kind in laid_down:
            assert add(kho, "2815/QĐ-UBND", kind, tomorrow, **BY).changed
            return
        with pytest.raises(UsageError, match="chưa đến"):
            add(kho, "2815/QĐ-UBND", kind, tomorrow, **BY)
        assert {one.evidence.day for one in entries(kho)} == {today()}


def test_a_day_given_with_a_document_can_be_given_anew_once_it_was_taken_back(folder: Path) -> None:
    given = date(2026, 1, 5)
    with Workspace.open(folder) as kho:
        for _ in range(2):
            enter_days(kho, PROVINCE.sha256, given, None, "lan")
        (wrong,) = entries(kho)
        take_back(kho, wrong.evidence.id or "", user="An", as_of=given)
        for _ in range(2):
            enter_days(kho, PROVINCE.sha256, given, None, "lan")
        told = [(one.evidence.day, one.taken_back_by) for one in entries(kho)]
    assert sorted(told, key=str) == [(given, "An"), (given, None)]


@pytest.mark.parametrize("kind", ["posted", "received"])
def test_a_day_to_come_given_with_documents_is_refused_before_anything_else(folder: Path, kind: str) -> None:
    days: dict[str, Any] = {kind: today() + timedelta(days=1)}
    with Workspace.open(folder) as kho, pytest.raises(UsageError) as refused:
        take_in(kho, [folder / "missing.pdf"], **days)
    assert refused.value.key == "evidence.to_come"


def test_while_one_enters_evidence_the_decisions_are_not_read_under_the_lock(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    facts = obligations.facts_of_workspace

    def noted(kho: Workspace) -> list[DecisionFacts]:
        read.append(kho.db.conn.in_transaction)
        return facts(kho)

    monkeypatch.setattr(obligations, "facts_of_workspace", noted)
    with Workspace.open(folder) as kho:
        entered = add(kho, "2815/QĐ-UBND", EvidenceKind.POSTED_NATIONAL, date(2026, 1, 5), **BY)
        take_back(kho, entered.entry.evidence.id or "", user="An", as_of=BY["as_of"])
    assert read == [False, False]


def test_what_another_enters_meanwhile_is_not_told_as_ones_own(folder: Path) -> None:
    with Workspace.open(folder) as kho, Workspace.open(folder) as other:
        before = obligations.Standing.of(kho)
        assert before.renewed(kho) is before
        add(other, "3659/QĐ-BVHTTDL", EvidenceKind.RECEIVED, date(2025, 12, 24), **BY)
        fresh = before.renewed(kho)
        assert {one.start for one in fresh.obligations if one.rule.id == "R1"} == {date(2025, 12, 24)}
