from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from catalogue.audit import events, verify
from catalogue.commands import review as commands
from catalogue.users import Role, add_user, disable, enable, known, set_role, user_named, users
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.messages.command import help_of
from tests.catalogue.review.opening import PASSWORD, Person


@pytest.fixture
def chief(folder: Path) -> Person:
    """The administrator at the page of accounts."""
    person = Person(folder)
    person.login("administrator")
    return person


def accounts(folder: Path) -> dict[str, tuple[str, bool]]:
    with Workspace.open(folder) as workspace:
        return {one.name: (one.role.value, bool(one.disabled)) for one in users(workspace)}


def told(folder: Path, name: str) -> list[tuple[str, dict[str, Any]]]:
    """Who changed what of an account, without the moments."""
    with Workspace.open(folder) as workspace:
        assert verify(workspace.db) == []
        return [
            (one["user"], {key: value for key, value in one["facts"].items() if key != "user"})
            for one in events(workspace.db, "setting")
            if one["subject"] == f"user {name}"
        ]


def test_an_administrator_adds_people(folder: Path, chief: Person) -> None:
    assert chief.post("/people/add", name="moi", role="reviewer", password=PASSWORD).status_code == 303
    again = chief.post("/people/add", name="moi", role="reviewer", password=PASSWORD)
    assert (again.status_code, "đã có tài khoản moi" in again.text) == (400, True)
    assert chief.post("/people/add", name="x2", role="king", password=PASSWORD).status_code == 400
    assert ">moi<" in chief.get("/people").text.replace("\n", "")
    assert chief.another().login("moi").status_code == 303
    assert told(folder, "moi") == [("administrator", {"role": "reviewer"})]


def test_a_role_holds_from_the_next_request_on(folder: Path, chief: Person) -> None:
    other = chief.another()
    other.login("reviewer")
    assert other.post("/queue/bulk", verdict="accept").status_code == 403
    assert chief.post("/people/role", name="reviewer", role="lead").status_code == 303
    assert other.post("/queue/bulk", verdict="accept").status_code == 200
    chief.post("/people/role", name="reviewer", role="lead")
    assert told(folder, "reviewer")[1:] == [("administrator", {"role": "lead"})]


def test_a_disabled_account_is_out_at_once_and_in_again_when_enabled(folder: Path, chief: Person) -> None:
    other = chief.another()
    other.login("reviewer")
    assert other.get("/queue").status_code == 200
    chief.post("/people/disable", name="reviewer")
    assert other.get("/queue").headers["location"].startswith("/login")
    assert other.login("reviewer").status_code == 401
    with Workspace.open(folder) as workspace:
        assert workspace.rows("SELECT 1 FROM sessions WHERE \"user\" = 'reviewer'") == []
    chief.post("/people/enable", name="reviewer")
    assert other.get("/queue").status_code == 303
    assert other.login("reviewer").status_code == 303
    assert [user for user, _ in told(folder, "reviewer")[1:]] == ["administrator", "administrator"]
    assert told(folder, "reviewer")[1][1]["disabled"]
    assert told(folder, "reviewer")[2][1] == {"disabled": None}


def test_a_session_of_a_disabled_account_opens_nothing_even_where_it_was_left(
    folder: Path, chief: Person
) -> None:
    other = chief.another()
    other.login("reviewer")
    with Workspace.open(folder) as workspace, workspace.writing() as db:
        db.execute("UPDATE users SET disabled = '2025-01-01T00:00:00+00:00' WHERE name = 'reviewer'")
    assert other.get("/queue").status_code == 303


def test_the_last_administrator_stays(folder: Path, chief: Person) -> None:
    for address, more in (("/people/disable", {}), ("/people/role", {"role": "lead"})):
        answer = chief.post(address, name="administrator", **more)
        assert answer.status_code == 400
        assert "người quản trị cuối cùng" in answer.text
    chief.post("/people/role", name="lead", role="administrator")
    chief.post("/people/disable", name="lead")
    assert chief.post("/people/disable", name="administrator").status_code == 400
    chief.post("/people/enable", name="lead")
    assert chief.post("/people/role", name="administrator", role="viewer").status_code == 303
    assert accounts(folder)["administrator"] == ("viewer", False)
    assert chief.get("/people").status_code == 403


def test_an_administrator_gives_a_new_password(folder: Path, chief: Person) -> None:
    other = chief.another()
    other.login("viewer")
    assert chief.post("/people/password", name="viewer", password="ngan").status_code == 400
    assert chief.post("/people/password", name="viewer", password="mat-khau-khac").status_code == 303
    assert other.get("/queue").status_code == 303
    assert other.login("viewer", "mat-khau-khac").status_code == 303
    assert told(folder, "viewer")[1:] == [("administrator", {"password": "changed"})]


@pytest.mark.parametrize("address", ["role", "disable", "enable", "password"])
def test_nobody_of_that_name_is_told(address: str, chief: Person) -> None:
    answer = chief.post(f"/people/{address}", name="<b>ai</b>", role="lead", password=PASSWORD)
    assert answer.status_code == 400
    assert "không có tài khoản" in answer.text
    assert "<b>ai" not in answer.text


def test_the_page_after_a_refusal_can_be_asked_for_in_the_other_language(chief: Person) -> None:
    refused = chief.post("/people/disable", name="administrator")
    assert '<input type="hidden" name="back" value="/people">' in refused.text


def command(folder: Path, name: str, *words: str) -> str:
    one = getattr(commands, name)
    result = CliRunner().invoke(one, words, obj=folder, catch_exceptions=False, standalone_mode=False)
    return result.stdout


def test_roles_and_accounts_are_changed_on_the_command_line(folder: Path) -> None:
    assert command(folder, "role", "viewer", "lead") == "viewer nay là trưởng nhóm\n"
    assert command(folder, "role", "viewer", "lead") == "không có gì thay đổi\n"
    assert command(folder, "disable", "second").startswith("đã khóa tài khoản second")
    command(folder, "disable", "lead", "--dry-run")
    assert accounts(folder) == {
        "administrator": ("administrator", False),
        "lead": ("lead", False),
        "reviewer": ("reviewer", False),
        "second": ("reviewer", True),
        "viewer": ("lead", False),
    }
    listed = json.loads(command(folder, "list_", "--json"))
    assert [one["name"] for one in listed if one["disabled"]] == ["second"]
    assert "đã khóa" in command(folder, "list_")
    assert command(folder, "enable", "second") == "đã mở lại tài khoản second\n"
    with pytest.raises(UsageError) as error:
        command(folder, "disable", "administrator")
    assert error.value.key == "user.last_administrator"
    for name in ("role", "disable", "enable"):
        assert "tài khoản" in help_of("user", name)


def test_changing_nothing_is_no_event(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        before = len(events(workspace.db))
        assert not set_role(workspace, "lead", Role.LEAD)
        assert not enable(workspace, "lead")
        assert disable(workspace, "lead", dry_run=True)
        assert disable(workspace, "second")
        assert not disable(workspace, "second")
        assert len(events(workspace.db)) == before + 1
        assert known(workspace, "second", PASSWORD, "x") is None
        named = user_named(workspace, "second")
        assert named is not None
        assert named.disabled
        with pytest.raises(UsageError):
            add_user(workspace, "second", Role.VIEWER, PASSWORD)


@pytest.mark.parametrize(("again", "changed"), [("mat-khau-khac", True), ("mat-khau-khác", False)])
def test_a_password_is_typed_twice_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, again: str, changed: bool
) -> None:
    typed = iter(("mat-khau-khac", again))
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(typed))
    monkeypatch.setattr("catalogue.commands.review.sys", SimpleNamespace(stdin=Mock(isatty=lambda: True)))
    with nullcontext() if changed else pytest.raises(UsageError, match="không giống nhau"):
        command(folder, "passwd", "lead")
    with Workspace.open(folder) as workspace:
        assert bool(known(workspace, "lead", "mat-khau-khac", "x")) == changed
