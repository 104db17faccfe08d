"""What judging and deriving note down of themselves: which judgement follows which, what was derived from.

`__init__.py` names these as one migration; like those there, a released one is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def judging(db: Database) -> None:
    """`follows`: the judgement that stood on the row before, 0: none did; NULL in judgements passed earlier.

    `derived` holds the newest link of the audit chain when all that follows was last derived to its end.
    """
    db.execute("ALTER TABLE judgements ADD COLUMN follows INTEGER")
    db.create_table("derived", {"id": int, "head": str}, pk="id", strict=True)
    db.table("derived").insert({"id": 1, "head": None})
