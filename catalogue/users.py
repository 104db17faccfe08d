"""People who may use the review page: their roles, passwords and failed logins."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from catalogue.audit import EventKind, now, record
from catalogue.workspace import Workspace
from ingest.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST_LETTERS = 10
"""Letters that a password has at least; NIST SP 800-63B asks for 8."""
MOST_LETTERS = 200
FAILURES_ALLOWED = 5
"""Failed logins of one person from one address within `WINDOW_S` before they have to wait."""
FAILURES_OF_ADDRESS = 30
"""Failed logins from one address, whoever they name."""
WINDOW_S = 60

_NAME = re.compile(r"[\w.@-]{2,60}")


class Role(StrEnum):
    """What a person may do; each may do all that those before may."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"

    def covers(self, least: Role) -> bool:
        """True where this role may do what `least` is needed for."""
        roles = list(Role)
        return roles.index(self) >= roles.index(least)


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `disabled` is the moment (UTC, ISO) from which it opens nothing."""

    name: str
    role: Role
    disabled: str | None = None


class LoginThrottledError(UsageError):
    """Login refused unseen: too many failures within the last minute."""


def add_user(workspace: Workspace, name: str, role: Role, password: str, by: str | None = None) -> User:
    """Make an account. UsageError: the name is taken or no name, the password too short or too long."""
    if not _NAME.fullmatch(name):
        raise UsageError("user.bad_name", name=name)
    _check(password)
    if user_named(workspace, name):
        raise UsageError("user.exists", name=name)
    row = {"name": name, "role": role.value, "password": _hasher().hash(password), "added": now()}
    with workspace.writing() as db:
        db.table("users").insert(row)
        record(db, EventKind.SETTING, f"user {name}", {"user": name, "role": role.value}, user=by)
    return User(name, role)


def set_password(workspace: Workspace, name: str, password: str, by: str | None = None) -> None:
    """Change a password and end the person's sessions. UsageError: no such person, unfit password."""
    _check(password)
    if not user_named(workspace, name):
        raise UsageError("user.none", name=name)
    hashed = _hasher().hash(password)
    with workspace.writing() as db:
        db.table("users").update(name, {"password": hashed})
        db.execute('DELETE FROM sessions WHERE "user" = ?', [name])
        record(db, EventKind.SETTING, f"user {name}", {"user": name, "password": "changed"}, user=by)


def set_role(
    workspace: Workspace, name: str, role: Role, by: str | None = None, *, dry_run: bool = False
) -> bool:
    """Give a person another role; it holds from their next request on. False where they have it already.

    UsageError: no such person, or the last administrator who could give roles.
    """
    return _change(
        workspace, name, {"role": role.value}, lessens=role is not Role.ADMINISTRATOR, by=by, dry=dry_run
    )


def disable(workspace: Workspace, name: str, by: str | None = None, *, dry_run: bool = False) -> bool:
    """Let an account open nothing any more and end its sessions; False where it is disabled already.

    What the person did keeps their name. UsageError: no such person, or the last administrator.
    """
    return _change(workspace, name, {"disabled": now()}, lessens=True, by=by, dry=dry_run)


def enable(workspace: Workspace, name: str, by: str | None = None, *, dry_run: bool = False) -> bool:
    """Open a disabled account again; False where it is not disabled. UsageError: no such person."""
    return _change(workspace, name, {"disabled": None}, lessens=False, by=by, dry=dry_run)


def _change(
    workspace: Workspace, name: str, facts: dict[str, str | None], *, lessens: bool, by: str | None, dry: bool
) -> bool:
    """Change one column of an account, with its event; `lessens`: an administrator would be lost by it."""
    ((column, value),) = facts.items()
    with workspace.writing() as db:
        user = user_named(workspace, name)
        if user is None:
            raise UsageError("user.none", name=name)
        standing = user.disabled if column == "disabled" else user.role.value
        if standing == value or (column == "disabled" and bool(standing) == bool(value)):
            return False
        if lessens and _administrators(workspace) == [name]:
            raise UsageError("user.last_administrator", name=name)
        if dry:
            return True
        db.table("users").update(name, facts)
        if value and column == "disabled":
            db.execute('DELETE FROM sessions WHERE "user" = ?', [name])
        record(db, EventKind.SETTING, f"user {name}", {"user": name, **facts}, user=by)
    return True


def _administrators(workspace: Workspace) -> list[str]:
    """Those who can give roles."""
    rows = workspace.rows(
        "SELECT name FROM users WHERE role = ? AND disabled IS NULL", [Role.ADMINISTRATOR.value]
    )
    return [row["name"] for row in rows]


def users(workspace: Workspace) -> list[User]:
    """All people by name, those with disabled accounts too."""
    return [_user(row) for row in workspace.rows("SELECT name, role, disabled FROM users ORDER BY name")]


def reviewers(workspace: Workspace) -> list[str]:
    """The names of those who may judge."""
    return [one.name for one in users(workspace) if not one.disabled and one.role.covers(Role.REVIEWER)]


def user_named(workspace: Workspace, name: str) -> User | None:
    """The person of that name, whether the account is disabled or not."""
    rows = workspace.rows("SELECT name, role, disabled FROM users WHERE name = ?", [name])
    return _user(rows[0]) if rows else None


def _user(row: dict[str, str]) -> User:
    return User(row["name"], Role(row["role"]), row["disabled"])


def known(workspace: Workspace, name: str, password: str, address: str) -> User | None:
    """The person whose password it is, None where it is wrong or the account disabled; all take as long.

    LoginThrottledError after `FAILURES_ALLOWED` failures in `WINDOW_S` seconds, even with the right password.
    """
    moment = int(time.time())
    _throttle(workspace, name, address, moment)
    rows = workspace.rows("SELECT password FROM users WHERE name = ? AND disabled IS NULL", [name])
    right = _matches(rows[0]["password"] if rows else _NOBODYS, password[: MOST_LETTERS + 1])
    if rows and right:
        return user_named(workspace, name)
    with workspace.writing() as db:
        db.execute("DELETE FROM login_failures WHERE at < ?", [moment - WINDOW_S])
        db.table("login_failures").insert({"address": address, "user": name[:60], "at": moment})
    return None


def _throttle(workspace: Workspace, name: str, address: str, moment: int) -> None:
    counted = workspace.rows(
        'SELECT count(*) AS all_, coalesce(sum("user" = ?), 0) AS own FROM login_failures'
        " WHERE address = ? AND at >= ?",
        [name[:60], address, moment - WINDOW_S],
    )[0]
    if counted["own"] >= FAILURES_ALLOWED or counted["all_"] >= FAILURES_OF_ADDRESS:
        raise LoginThrottledError("user.too_many", seconds=WINDOW_S)


def _check(password: str) -> None:
    if not LEAST_LETTERS <= len(password) <= MOST_LETTERS:
        raise UsageError("user.bad_password", least=LEAST_LETTERS, most=MOST_LETTERS)


def _hasher() -> PasswordHasher:
    """Argon2id with the library's parameters, those of RFC 9106's low-memory recommendation."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def _matches(hashed: str, password: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(hashed, password)
    except VerificationError:
        return False


_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""A hash that no password has, with the same parameters as real ones."""
