"""Sessions of logged-in people: a random token in the browser, its SHA-256 in the database."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

from catalogue.users import User, user_named
from catalogue.workspace import Workspace

_TOUCHED_EACH_S = 60
"""A session in use is written down at most this often."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts, in seconds: without a request, and in all."""

    idle_s: int = 60 * 60
    absolute_s: int = 12 * 60 * 60


def begin(workspace: Workspace, user: User, limits: Limits) -> str:
    """A new session's token; sessions that are over are swept out."""
    token, moment = secrets.token_urlsafe(32), int(time.time())
    with workspace.writing() as db:
        db.execute(
            "DELETE FROM sessions WHERE seen < ? OR begun < ?",
            [moment - limits.idle_s, moment - limits.absolute_s],
        )
        db.table("sessions").insert(
            {"token": _hashed(token), "user": user.name, "begun": moment, "seen": moment}
        )
    return token


def holder(workspace: Workspace, token: str, limits: Limits) -> User | None:
    """Whose session it is; None where there is none, it is over or the account is disabled."""
    rows = workspace.rows('SELECT "user", begun, seen FROM sessions WHERE token = ?', [_hashed(token)])
    if not rows:
        return None
    moment, row = int(time.time()), rows[0]
    if moment - row["seen"] > limits.idle_s or moment - row["begun"] > limits.absolute_s:
        end(workspace, token)
        return None
    if moment - row["seen"] >= _TOUCHED_EACH_S:
        with workspace.writing() as db:
            db.execute("UPDATE sessions SET seen = ? WHERE token = ?", [moment, _hashed(token)])
    user = user_named(workspace, row["user"])
    return None if user is None or user.disabled else user


def end(workspace: Workspace, token: str) -> None:
    """End one session."""
    with workspace.writing() as db:
        db.execute("DELETE FROM sessions WHERE token = ?", [_hashed(token)])


def end_all(workspace: Workspace, user: User) -> None:
    """End every session of a person."""
    with workspace.writing() as db:
        db.execute('DELETE FROM sessions WHERE "user" = ?', [user.name])


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
