"""What came to the review page later: accounts that are disabled, and proposals assigned to people.

`__init__.py` names these as one migration; like those there, a released one is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def people(db: Database) -> None:
    """`disabled` is the moment an account was; who has a proposal before them stays when it is read anew.

    An assignment names its proposal by id and its person by name, without foreign keys: a proposal may be
    gone for a run and come back, and somebody alone at their machine has no account.
    """
    db.table("users").add_column("disabled", str)
    db.create_table(
        "assignments",
        {"proposal": str, "user": str, "assigned_by": str, "at": str},
        pk="proposal",
        not_null=["user", "assigned_by", "at"],
        strict=True,
    )
    db.table("assignments").create_index(["user"])
