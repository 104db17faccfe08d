from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
import time_machine
from argon2 import Parameters, PasswordHasher, extract_parameters

from catalogue.review.doors import COOKIE
from catalogue.users import FAILURES_ALLOWED, WINDOW_S, Role, add_user, known, set_password
from catalogue.users_sessions import Limits
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from tests.catalogue.review.opening import PASSWORD, Person

LIMITS = Limits(idle_s=600, absolute_s=3600)


def test_a_password_is_kept_as_argon2id(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        (kept,) = {row["password"].split("$")[1] for row in workspace.rows("SELECT password FROM users")}
        assert kept == "argon2id"
        assert known(workspace, "lead", PASSWORD, "x") is not None
        assert known(workspace, "lead", PASSWORD + "x", "x") is None
        assert known(workspace, "nobody", PASSWORD, "x") is None


@pytest.mark.parametrize(
    ("name", "password", "key"),
    [
        ("lead", PASSWORD, "user.exists"),
        ("new", "short", "user.bad_password"),
        ("new", "x" * 201, "user.bad_password"),
        ("a b", PASSWORD, "user.bad_name"),
        ("<b>x</b>", PASSWORD, "user.bad_name"),
    ],
)
def test_an_unfit_account_is_refused(folder: Path, name: str, password: str, key: str) -> None:
    with Workspace.open(folder) as workspace, pytest.raises(UsageError) as error:
        add_user(workspace, name, Role.VIEWER, password)
    assert error.value.key == key


def test_accounts_are_in_the_audit_chain_without_their_passwords(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        facts = [
            row["facts"]
            for row in workspace.rows("SELECT facts FROM audit_events WHERE subject = 'user lead'")
        ]
    assert facts == ['{"role":"lead","user":"lead"}']


def test_login_leads_back_and_logout_ends_the_session(folder: Path) -> None:
    person = Person(folder)
    assert person.get("/queue?text=a").headers["location"] == "/login?back=/queue%3Ftext%3Da"
    assert person.login("viewer").headers["location"] == "/queue"
    token = person.client.cookies[COOKIE]
    assert person.get("/queue").status_code == 200
    person.post("/logout")
    person.client.cookies.set(COOKIE, token)
    assert person.get("/queue").status_code == 303


def test_the_cookie_is_for_the_server_alone(folder: Path) -> None:
    cookie = Person(folder).login("viewer").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_token_put_there_before_the_login_is_never_used(folder: Path) -> None:
    person = Person(folder)
    person.client.cookies.set(COOKIE, "fixed")
    person.login("viewer")
    tokens = {cookie.value for cookie in person.client.cookies.jar if cookie.name == COOKIE}
    other = person.another()
    other.client.cookies.set(COOKIE, "fixed")
    assert tokens != {"fixed"}
    assert other.get("/queue").status_code == 303


def test_the_database_holds_no_token_that_opens_a_session(folder: Path) -> None:
    person = Person(folder)
    person.login("viewer")
    with Workspace.open(folder) as workspace:
        (row,) = workspace.rows("SELECT token FROM sessions")
    assert row["token"] != person.client.cookies[COOKIE]


def test_a_session_ends_when_it_lies_idle_and_in_any_case_in_the_end(folder: Path) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        person = Person(folder, limits=LIMITS)
        person.login("viewer")
        clock.shift(LIMITS.idle_s)
        assert person.get("/queue").status_code == 200
        clock.shift(LIMITS.idle_s + 1)
        assert person.get("/queue").status_code == 303
        person.login("viewer")
        for _ in range(LIMITS.absolute_s // LIMITS.idle_s):
            clock.shift(LIMITS.idle_s)
            assert person.get("/queue").status_code == 200
        clock.shift(1)
        assert person.get("/queue").status_code == 303


def test_a_new_password_ends_every_other_session(folder: Path) -> None:
    person = Person(folder)
    other = person.another()
    person.login("viewer")
    other.login("viewer")
    assert person.post("/account/password", old="wrong-password", new="mat-khau-khac").status_code == 400
    assert person.post("/account/password", old=PASSWORD, new="ngan").status_code == 400
    assert person.post("/account/password", old=PASSWORD, new="mat-khau-khac").status_code == 303
    assert person.get("/queue").status_code == 200
    assert other.get("/queue").status_code == 303
    assert other.login("viewer").status_code == 401
    assert other.login("viewer", "mat-khau-khac").status_code == 303


def test_logging_out_everywhere_ends_all_sessions(folder: Path) -> None:
    person = Person(folder)
    other = person.another()
    person.login("viewer")
    other.login("viewer")
    person.post("/logout", everywhere="1")
    assert other.get("/queue").status_code == 303


def test_failed_logins_are_throttled_for_a_while(folder: Path) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        person = Person(folder)
        for _ in range(FAILURES_ALLOWED):
            assert person.login("lead", "wrong-password").status_code == 401
        assert person.login("lead").status_code == 429
        assert person.login("viewer").status_code == 303
        clock.shift(WINDOW_S + 1)
        assert person.login("lead").status_code == 303


def test_an_unknown_name_costs_as_much_as_a_wrong_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's
            costs.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    costs: list[Parameters] = []
    monkeypatch.setattr("catalogue.users._hasher", Watched)
    with Workspace.open(folder) as workspace:
        set_password(workspace, "lead", "mat-khau-khac")
        assert known(workspace, "lead", "wrong-password", "lead") is None
        assert known(workspace, "nobody", "wrong-password", "nobody") is None
    of_lead, of_nobody = costs
    assert of_nobody == of_lead


def test_a_person_sees_their_own_account_only(folder: Path) -> None:
    person = Person(folder)
    person.login("lead")
    assert "administrator" not in person.get("/account").text
    assert person.get("/people").status_code == 403


def test_a_changed_password_is_asked_for(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        set_password(workspace, "lead", "mat-khau-khac")
        assert known(workspace, "lead", PASSWORD, "x") is None
        with pytest.raises(UsageError) as error:
            set_password(workspace, "nobody", PASSWORD)
    assert error.value.key == "user.none"
