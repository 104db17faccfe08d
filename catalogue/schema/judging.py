"""What judging and deriving note down of themselves: which judgement follows which, what was derived from.

`__init__.py` names these as migrations; like those there, a released one is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def judging(db: Database) -> None:
    """`follows`: the judgement that stood on the row before, 0: none did; NULL in older judgements."""
    db.execute("ALTER TABLE judgements ADD COLUMN follows INTEGER")


def derived(db: Database) -> None:
    """The newest event that a run had read which began to write, and one which came through to its end.

    Both are ids of `audit_events`, 0: none.
    """
    db.create_table("derived", {"id": int, "begun": int, "whole": int}, pk="id", replace=True, strict=True)
    db.table("derived").insert({"id": 1, "begun": 0, "whole": 0})
