"""The commands as officers call them, without a process of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner

from catalogue.audit import EventKind
from catalogue.commands import audit, entries, proposals
from catalogue.judgements import State, Verdict
from catalogue.procedure import Kind
from catalogue.workspace import Workspace
from extract.decision import Change
from ingest.errors import UsageError
from ingest.messages import catalogue
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, ids, publish
from tests.catalogue.making import item


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = filled(tmp_path)
    publish(
        made,
        item(name=CARD[1], code=CARD[0], time_limit="3 ngày"),
        item(Change.NEW, "Xếp hạng bảo tàng", code="1.014464"),
        item(Change.NEW, "Không mã"),
    )
    publish(made, item(Change.REPEALED, LICENCE[1], code=LICENCE[0]), sha256="b" * 64, number="9/QĐ-UBND")
    return made


def run(workspace: Workspace, command: Command, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, arguments, obj=workspace.folder, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value or 0, done.stdout


def told(workspace: Workspace, command: Command, *arguments: str) -> Any:
    return json.loads(run(workspace, command, *arguments, "--json")[1])


def states(workspace: Workspace) -> list[str]:
    return [row["state"] for row in workspace.rows("SELECT state FROM proposals ORDER BY document, position")]


def test_a_bulk_judgement_previews_then_judges_what_the_filters_leave(workspace: Workspace) -> None:
    chosen = ("--all", "--decision", "2815/QĐ-UBND", "--band", "certain")
    code, shown = run(workspace, proposals.accept, *chosen, "--dry-run")
    assert (code, "3 ngày" in shown, "chạy thử" in shown) == (0, True, True)
    assert states(workspace) == ["pending"] * 4
    run(workspace, proposals.accept, *chosen, "--reason", "đúng", "--user", "lan")
    assert states(workspace) == ["accepted", "pending", "pending", "pending"]
    assert workspace.rows("SELECT user, reason FROM judgements") == [{"user": "lan", "reason": "đúng"}]


def test_everything_that_can_be_accepted_is_and_the_rest_is_named(workspace: Workspace) -> None:
    code, shown = run(workspace, proposals.accept, "--all")
    assert (code, states(workspace)) == (0, ["accepted", "accepted", "pending", "accepted"])
    assert "chưa có mã TTHC" in shown
    assert "3 đề xuất đã có kết luận, 1 đề xuất chưa ghi được" in shown
    run(workspace, proposals.undo, "--all", "--kind", "repeal")
    assert states(workspace) == ["accepted", "accepted", "pending", "undone"]
    run(workspace, proposals.undo, "--all")
    assert states(workspace) == ["undone", "undone", "pending", "undone"]


def test_a_named_proposal_that_is_left_out_is_exit_code_1(workspace: Workspace) -> None:
    *_, without_code, _ = ids(workspace)
    assert run(workspace, proposals.accept, without_code)[0] == 1
    assert (
        run(workspace, proposals.edit, without_code, "--set", "code=1.014465", "--set", "fee=Không")[0] == 0
    )
    assert workspace.rows("SELECT fee FROM procedures WHERE code = '1.014465'") == [{"fee": "Không"}]


@pytest.mark.parametrize(
    ("command", "arguments", "key"),
    [
        (proposals.accept, (), "judging.ids_or_all"),
        (proposals.reject, ("p-1", "--all"), "judging.ids_or_all"),
        (proposals.edit, ("p-1",), "judging.nothing_set"),
        (proposals.edit, ("p-1", "--set", "fee"), "judging.not_a_pair"),
        (proposals.edit, ("p-1", "--set", "colour=đỏ"), "judgement.no_field"),
    ],
)
def test_wrong_usage(workspace: Workspace, command: Command, arguments: tuple[str, ...], key: str) -> None:
    with pytest.raises(UsageError) as error:
        run(workspace, command, *arguments)
    assert error.value.key == key


def test_rejected_and_doubtful_ones_are_listed_by_their_state(workspace: Workspace) -> None:
    first, second, *_ = ids(workspace)
    run(workspace, proposals.reject, first)
    run(workspace, proposals.unsure, second)
    for state, ident in (("rejected", first), ("unsure", second)):
        assert [row["id"] for row in told(workspace, proposals.list_, "--state", state)] == [ident]
    assert "chưa kết luận được" in run(workspace, proposals.list_)[1]


def test_a_reopened_one_shows_both_versions(workspace: Workspace) -> None:
    first, *_ = ids(workspace)
    run(workspace, proposals.accept, first, "--user", "lan")
    publish(workspace, item(name=CARD[1], code=CARD[0], time_limit="8 ngày"))
    (row,) = told(workspace, proposals.list_, "--state", "reopened")
    assert row["source"]["item"]["time_limit"] == "8 ngày"
    assert row["judged"]["source"]["item"]["time_limit"] == "3 ngày"
    assert "lan đã chấp nhận" in run(workspace, proposals.list_, "--state", "reopened")[1]


def test_proposals_are_filtered_by_department_without_tone_marks(workspace: Workspace) -> None:
    assert len(told(workspace, proposals.list_, "--department", "van hoa")) == 4
    assert told(workspace, proposals.list_, "--department", "xay dung") == []


def test_an_entry_and_its_history(workspace: Workspace) -> None:
    run(workspace, proposals.accept, *ids(workspace)[:1])
    shown = run(workspace, entries.show, CARD[0], "--on", "2026-01-01")[1]
    assert "Thời hạn giải quyết: 3 ngày" in shown
    assert "theo Quyết định 2815/QĐ-UBND" in shown
    before = told(workspace, entries.show, CARD[0], "--on", "19/11/2025")
    assert (before["time_limit"], before["valid_to"]) == (None, "2025-11-20")
    assert len(told(workspace, entries.history, CARD[0])["versions"]) == 3
    assert "20/11/2025 →" in run(workspace, entries.history, CARD[0])[1]


def test_search_and_statistics(workspace: Workspace) -> None:
    assert [hit["code"] for hit in told(workspace, entries.search, "hang", "co so")] == [HOTEL[0]]
    assert "Công nhận hạng" in run(workspace, entries.search, "hang", "co so")[1]
    assert told(workspace, entries.stats)["entries"]["province"]["total"] == 3
    shown = run(workspace, entries.stats)[1]
    assert "3 TTHC" in shown
    assert "Lĩnh vực: Du lịch 3" in shown


def test_the_audit_chain_is_listed_and_proven(workspace: Workspace) -> None:
    run(workspace, proposals.accept, *ids(workspace)[:1])
    code, shown = run(workspace, audit.verify)
    assert (code, "nhật ký nguyên vẹn" in shown) == (0, True)
    head = told(workspace, audit.verify)["head"]
    assert run(workspace, audit.verify, "--head", head)[0] == 0
    assert run(workspace, audit.verify, "--head", "f" * 64)[0] == 1
    assert "chấp nhận" in run(workspace, audit.log, "--kind", "judgement")[1]
    assert len(told(workspace, audit.log, "--last", "2")) == 2
    workspace.db.execute("DROP TRIGGER audit_events_not_UPDATE")
    workspace.db.execute("UPDATE audit_events SET user = 'x' WHERE id = 2")
    code, shown = run(workspace, audit.verify)
    assert (code, "sự kiện 2" in shown) == (1, True)


def test_every_word_shown_is_said_in_both_languages() -> None:
    keys = {f"state.{one}" for one in State} | {f"verdict.{one}" for one in Verdict}
    keys |= {f"event.{one}" for one in EventKind} | {f"proposal.{one}" for one in Kind}
    assert keys <= catalogue("vi").keys() & catalogue("en").keys()
