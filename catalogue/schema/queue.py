"""The indexes by which the review page's queue is ordered and its filters are filled.

`__init__.py` names these as one migration; like those there, a released one is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def queue(db: Database) -> None:
    """Indexes that hold all that the order needs, so that neither long texts nor rows are read for it."""
    ordering = ["state", "document", "position", "item", "id", "kind", "conflicts"]
    db.table("proposals").create_index(ordering, "queue_of_proposals")
    db.table("matches").create_index(["item", "role", "margin", "band"], "queue_of_matches")
    db.table("proposals").create_index(["department"])
    db.table("items").create_index(["field"])
