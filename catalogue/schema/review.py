"""The tables of the review page: people with their sessions, failed logins, and comments on proposals.

`__init__.py` names these as one migration; like those there, a released one is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_APPEND_ONLY = """
CREATE TRIGGER comments_not_{verb} BEFORE {verb} ON comments
BEGIN SELECT RAISE(ABORT, 'comments is append-only'); END
"""


def review(db: Database) -> None:
    """Passwords are kept as argon2id hashes, session tokens as SHA-256; moments are seconds since 1970."""
    db.create_table(
        "users",
        {"name": str, "role": str, "password": str, "added": str},
        pk="name",
        not_null=["role", "password", "added"],
        strict=True,
    )
    db.create_table(
        "sessions",
        {"token": str, "user": str, "begun": int, "seen": int},
        pk="token",
        foreign_keys=[("user", "users", "name")],
        not_null=["user", "begun", "seen"],
        strict=True,
    )
    db.table("sessions").create_index(["user"])
    db.create_table(
        "login_failures",
        {"id": int, "address": str, "user": str, "at": int},
        pk="id",
        not_null=["address", "user", "at"],
        strict=True,
    )
    db.table("login_failures").create_index(["address", "user"])
    db.create_table(
        "comments",
        {"id": int, "proposal": str, "user": str, "at": str, "text": str},
        pk="id",
        not_null=["proposal", "user", "at", "text"],
        strict=True,
    )
    db.table("comments").create_index(["proposal"])
    for verb in ("UPDATE", "DELETE"):
        db.execute(_APPEND_ONLY.format(verb=verb))
