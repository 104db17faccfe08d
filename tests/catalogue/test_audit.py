from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from catalogue import audit, evidence
from catalogue.audit import EventKind, Fault, events, newest, record, seal, verify
from catalogue.audit_rows import unsealed
from catalogue.imports.importing import import_catalogue
from catalogue.intake import enter_days
from catalogue.judgements import Verdict
from catalogue.judging import judge
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import CARD, filled, ids, publish
from tests.catalogue.making import item


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Six events: setting, import, decision, evidence, judgement and its undoing."""
    made = filled(tmp_path)
    publish(made, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    enter_days(made, "a" * 64, date(2025, 11, 25), None, "lan")
    (one,) = ids(made)
    judge(made, [one], Verdict.ACCEPT)
    judge(made, [one], Verdict.UNDO)
    assert verify(made.db) == []
    return made


def tamper(workspace: Workspace, *statements: str) -> list[tuple[Fault, int]]:
    """The findings after someone with the file at hand changed it."""
    for table in ("audit_events", "judgements", "evidence", "evidence_taken_back"):
        for verb in ("UPDATE", "DELETE"):
            workspace.db.execute(f"DROP TRIGGER {table}_not_{verb}")
    workspace.db.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        workspace.db.execute(statement)
    return [(one.fault, one.event) for one in verify(workspace.db)]


def test_every_change_is_an_event(workspace: Workspace) -> None:
    kinds = [one["kind"] for one in events(workspace.db)]
    assert kinds == ["setting", "import", "decision", "evidence", "judgement", "judgement"]
    assert [one["subject"] for one in events(workspace.db, "judgement")] == ["1", "2"]
    assert [one["id"] for one in events(workspace.db, last=2)] == [5, 6]
    assert events(workspace.db)[3]["user"] == "lan"
    assert events(workspace.db)[1]["facts"]["file"] == "danh-muc.csv"


def test_a_run_that_changes_nothing_is_no_event(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="3 ngày"))
    import_catalogue(workspace, tmp_path / "danh-muc.csv", scope=Scope.PROVINCE)
    enter_days(workspace, "a" * 64, date(2025, 11, 25), None, "lan")
    assert len(events(workspace.db)) == 6


def test_the_database_refuses_to_change_events(workspace: Workspace) -> None:
    for statement in ("UPDATE audit_events SET user = 'x'", "DELETE FROM audit_events WHERE id = 2"):
        with pytest.raises(sqlite3.IntegrityError):
            workspace.db.execute(statement)


@pytest.mark.parametrize("column", ["at", '"user"', "kind", "subject", "facts"])
def test_an_edited_event_is_found(workspace: Workspace, column: str) -> None:
    found = tamper(workspace, f"UPDATE audit_events SET {column} = '\"other\"' WHERE id = 3")
    assert found == [(Fault.EDITED, 3)]


def test_an_event_edited_and_sealed_anew_is_found(workspace: Workspace) -> None:
    forged = {**workspace.rows("SELECT * FROM audit_events WHERE id = 3")[0], "user": "other"}
    found = tamper(workspace, f"UPDATE audit_events SET user = 'other', hash = '{seal(forged)}' WHERE id = 3")
    assert found == [(Fault.EDITED, 3)]


@pytest.mark.parametrize("event", [1, 2, 3, 4])
def test_a_deleted_event_is_found(workspace: Workspace, event: int) -> None:
    found = tamper(workspace, f"DELETE FROM audit_events WHERE id = {event}")
    assert (Fault.DELETED, event) in found


def test_events_cut_off_at_the_end_are_found(workspace: Workspace) -> None:
    found = tamper(workspace, "DELETE FROM audit_events WHERE id >= 5")
    assert (Fault.DELETED, 5) in found
    assert {fault for fault, _ in found} == {Fault.DELETED, Fault.UNRECORDED}


def test_events_cut_off_with_the_newest_link_are_still_found(workspace: Workspace) -> None:
    link = workspace.rows("SELECT hash FROM audit_events WHERE id = 4")[0]["hash"]
    noted = newest(workspace.db)
    found = tamper(
        workspace,
        "DELETE FROM audit_events WHERE id >= 5",
        f"UPDATE audit_head SET events = 4, hash = '{link}'",
    )
    assert set(found) == {(Fault.UNRECORDED, 0)}
    workspace.db.execute("DELETE FROM changes WHERE judgement = 1")
    workspace.db.execute("DELETE FROM judgements")
    assert verify(workspace.db) == []
    assert [one.fault for one in verify(workspace.db, noted)] == [Fault.HEAD_UNKNOWN]


def test_reordered_events_are_found(workspace: Workspace) -> None:
    found = tamper(
        workspace,
        "UPDATE audit_events SET id = 99 WHERE id = 3",
        "UPDATE audit_events SET id = 3 WHERE id = 4",
        "UPDATE audit_events SET id = 4 WHERE id = 99",
    )
    assert found == [(Fault.REORDERED, 3)]


def test_an_inserted_event_is_found(workspace: Workspace) -> None:
    before = workspace.rows("SELECT * FROM audit_events WHERE id = 3")[0]
    forged = {**before, "user": "other", "previous": before["hash"]}
    found = tamper(
        workspace,
        "UPDATE audit_events SET id = id + 100 WHERE id > 3",
        "UPDATE audit_events SET id = id - 99 WHERE id > 100",
        "INSERT INTO audit_events SELECT 4, at, 'other', kind, subject, facts, hash,"
        f" '{seal(forged)}' FROM audit_events WHERE id = 3",
    )
    assert found == [(Fault.INSERTED, 4)]


def test_an_event_appended_without_keeping_the_newest_link_is_found(workspace: Workspace) -> None:
    last = workspace.rows("SELECT * FROM audit_events WHERE id = 6")[0]
    forged = {**last, "kind": "setting", "previous": last["hash"]}
    found = tamper(
        workspace,
        "INSERT INTO audit_events SELECT 7, at, user, 'setting', subject, facts, hash,"
        f" '{seal(forged)}' FROM audit_events WHERE id = 6",
    )
    assert found == [(Fault.INSERTED, 7)]


def test_a_judgement_changed_behind_the_chain_is_found(workspace: Workspace) -> None:
    assert tamper(workspace, "UPDATE judgements SET user = 'other' WHERE id = 1") == [(Fault.UNRECORDED, 5)]


def test_a_judgement_deleted_behind_the_chain_is_found(workspace: Workspace) -> None:
    assert tamper(workspace, "DELETE FROM judgements WHERE id = 1") == [(Fault.UNRECORDED, 5)]


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("UPDATE evidence SET date = '2025-11-21'", 4),
        ("UPDATE evidence SET entered_by = 'other'", 4),
        ("DELETE FROM evidence", 4),
        ("INSERT INTO evidence SELECT 'x', kind, number, number_key, issuer, document, date, source,"
         " entered_by, entered_at FROM evidence", 0),
        ("INSERT INTO evidence_taken_back SELECT id, 'nhầm', 'other', entered_at FROM evidence", 0),
    ],
)  # fmt: skip
def test_evidence_changed_behind_the_chain_is_found(workspace: Workspace, statement: str, event: int) -> None:
    assert tamper(workspace, statement) == [(Fault.UNRECORDED, event)]


def test_evidence_taken_back_is_borne_out_as_it_was_taken_back(workspace: Workspace) -> None:
    (one,) = evidence.entries(workspace)
    evidence.take_back(workspace, one.evidence.id or "", user="lan", as_of=date(2025, 12, 1))
    assert verify(workspace.db) == []
    assert tamper(workspace, "UPDATE evidence_taken_back SET taken_by = 'other'") == [(Fault.UNRECORDED, 7)]


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("UPDATE changes SET fields = replace(fields, '3 ngày', '30 ngày') WHERE judgement = 1", 5),
        ("UPDATE changes SET valid_from = '2020-01-01' WHERE judgement = 1", 5),
        ("UPDATE changes SET withdrawn_by = NULL WHERE judgement = 1", 6),
        ("UPDATE changes SET fields = replace(fields, 'Du', 'Dự') WHERE id = 1", 2),
        ("UPDATE changes SET withdrawn_by = 2 WHERE id = 2", 6),
        ("DELETE FROM changes WHERE id = 2", 2),
        ("INSERT INTO changes (procedure, fields, decided, judgement) VALUES ('x', '{}', 1, 7)", 0),
        ("INSERT INTO changes (procedure, fields, decided) VALUES ('x', '{}', 1)", 0),
    ],
)
def test_what_was_stated_of_entries_changed_behind_the_chain_is_found(
    workspace: Workspace, statement: str, event: int
) -> None:
    assert tamper(workspace, statement) == [(Fault.UNRECORDED, event)]


def test_what_was_put_aside_and_stands_again_is_borne_out(workspace: Workspace) -> None:
    (one,) = ids(workspace)
    for verdict in (Verdict.ACCEPT, Verdict.UNDO, Verdict.UNSURE, Verdict.ACCEPT):
        judge(workspace, [one], verdict)
        assert verify(workspace.db) == []
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="4 ngày"))
    judge(workspace, [one], Verdict.REJECT)
    assert workspace.rows("SELECT DISTINCT withdrawn_by AS w FROM changes WHERE judgement = 6") == [{"w": 7}]
    assert verify(workspace.db) == []
    judge(workspace, [one], Verdict.UNDO)
    assert workspace.rows("SELECT DISTINCT withdrawn_by AS w FROM changes WHERE judgement = 6") == [
        {"w": None}
    ]
    assert verify(workspace.db) == []


def test_what_an_older_program_did_not_seal_is_told_and_no_fault(tmp_path: Path) -> None:
    with filled(tmp_path) as workspace, workspace.writing() as db:
        assert unsealed(db) == 0
        row = {**workspace.rows("SELECT * FROM imports")[0], "id": 2}
        db.table("imports").insert(row)
        db.execute("INSERT INTO changes (procedure, fields, decided, import) VALUES ('x', '{}', 0, 2)")
        record(db, EventKind.IMPORT, "2", row)
        assert (verify(db), unsealed(db)) == ([], 1)


def test_every_finding_has_its_sentence() -> None:
    for fault in Fault:
        assert "7" in audit.Finding(fault, 7, "7").sentence


def test_an_empty_chain_is_whole_and_the_first_event_begins_it(tmp_path: Path) -> None:
    with Workspace.create(tmp_path) as workspace, workspace.writing() as db:
        assert next(db.query("SELECT previous FROM audit_events"))["previous"] == audit.ORIGIN
        record(db, EventKind.SETTING, None, {"a": "ấ"}, user="u", at="2026-01-01T00:00:00+00:00")
        assert verify(db) == []
