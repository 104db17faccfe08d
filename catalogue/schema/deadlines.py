"""The tables about deadlines that came after the first ones: evidence taken back, digests written.

`__init__.py` names these as one migration; like those there, a released one is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_APPEND_ONLY = """
CREATE TRIGGER {table}_not_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def deadlines(db: Database) -> None:
    """Evidence is never deleted but taken back; a digest is written once for a day and its readers."""
    db.create_table(
        "evidence_taken_back",
        {"evidence": str, "reason": str, "taken_by": str, "taken_at": str},
        pk="evidence",
        foreign_keys=[("evidence", "evidence", "id")],
        not_null=["taken_by", "taken_at"],
        strict=True,
    )
    db.create_table(
        "digests",
        {"day": str, "readers": str, "file": str, "sha256": str, "written_at": str},
        pk=("day", "readers"),
        not_null=["file", "sha256", "written_at"],
        strict=True,
    )
    for table in ("evidence", "evidence_taken_back", "digests"):
        for verb in ("UPDATE", "DELETE"):
            db.execute(_APPEND_ONLY.format(table=table, verb=verb))
