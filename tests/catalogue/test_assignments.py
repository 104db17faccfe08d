from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.assignments import assign, assigned, assignees
from catalogue.audit import events, verify
from catalogue.consequences import derive
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import CARD, HOTEL, filled, ids, publish
from tests.catalogue.making import item


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = filled(tmp_path)
    publish(made, item(name=CARD[1], code=CARD[0], fee="1"), item(name=HOTEL[1], code=HOTEL[0], fee="1"))
    return made


def test_who_has_a_proposal_is_kept_and_recorded(workspace: Workspace) -> None:
    one, other = ids(workspace)
    assert assign(workspace, [one, other, one], "lan", "minh") == [one, other]
    assert assign(workspace, [one], "hoa", "lan") == [one]
    told = assigned(workspace, [one, other])
    assert (told[one].user, told[one].assigned_by) == ("hoa", "lan")
    assert assignees(workspace) == ["hoa", "lan"]
    kept = [(row["user"], row["subject"], row["facts"]) for row in events(workspace.db, "assignment")]
    assert kept == [
        ("minh", None, {"user": "lan", "proposals": [one, other]}),
        ("lan", one, {"user": "hoa", "proposals": [one]}),
    ]
    assert verify(workspace.db) == []


def test_what_is_assigned_so_already_changes_nothing(workspace: Workspace) -> None:
    one, other = ids(workspace)
    assign(workspace, [one], "lan", "minh")
    assert assign(workspace, [one, other], "lan", "hoa") == [other]
    assert assigned(workspace, [one])[one].assigned_by == "minh"
    assert assign(workspace, [one], "lan", "hoa") == []
    assert len(events(workspace.db, "assignment")) == 2


def test_nobody_has_what_was_given_back(workspace: Workspace) -> None:
    one, other = ids(workspace)
    assert assign(workspace, [other], None, "lan") == []
    assign(workspace, [one, other], "lan", "lan")
    assert assign(workspace, [one], None, "lan") == [one]
    assert list(assigned(workspace, [one, other])) == [other]


def test_an_assignment_survives_a_run_that_finds_the_proposal_again(workspace: Workspace) -> None:
    one, _ = ids(workspace)
    assign(workspace, [one], "lan", "minh")
    publish(workspace, item(name=CARD[1], code=CARD[0], fee="2"))
    derive(workspace)
    assert ids(workspace) == [one]
    assert assigned(workspace, [one])[one].user == "lan"
