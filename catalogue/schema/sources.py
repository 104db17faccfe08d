"""The tables of what was seen at the sources of decisions; `__init__.py` names them as a migration.

Unlike derived rows these hold the moments of seeing, for they are evidence: a run is what was asked when,
a head is one entry of a source's list, an answer is a part of one that an interrupted run had already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def sources(db: Database) -> None:
    """Runs with how far they came, heads with their details, answers had so far, and earlier versions."""
    _runs(db)
    _heads(db)
    db.create_table(
        "source_answers",
        {"source": str, "foreign_id": str, "part": str, "facts": str},
        pk=("source", "foreign_id", "part"),
        not_null=["facts"],
        strict=True,
    )
    db.create_table(
        "source_versions",
        {
            "id": int,
            "source": str,
            "foreign_id": str,
            "seen": str,
            "facts": str,
            "hash": str,
            "detail": str,
            "detail_hash": str,
        },
        pk="id",
        not_null=["source", "foreign_id", "seen", "facts", "hash"],
        strict=True,
    )
    db.table("source_versions").create_index(["source", "foreign_id"])


def _runs(db: Database) -> None:
    db.create_table(
        "source_runs",
        {
            "id": int,
            "source": str,
            "started": str,
            "ended": str,
            "cursor": str,
            "total": int,
            "seen": int,
            "new": int,
            "changed": int,
            "requests": int,
            "fault": str,
            "sentence": str,
            "drift": str,
        },
        pk="id",
        not_null=["source", "started"],
        strict=True,
    )
    db.table("source_runs").create_index(["source"])


def _heads(db: Database) -> None:
    db.create_table(
        "source_heads",
        {
            "source": str,
            "foreign_id": str,
            "number": str,
            "number_key": str,
            "title": str,
            "signed": str,
            "agency": str,
            "facts": str,
            "hash": str,
            "first_seen": str,
            "last_seen": str,
            "state": str,
            "checked": str,
            "posted": str,
            "received": str,
            "detail": str,
            "detail_hash": str,
        },
        pk=("source", "foreign_id"),
        not_null=["facts", "hash", "first_seen", "last_seen", "state"],
        strict=True,
    )
    db.table("source_heads").create_index(["source", "state"])
    db.table("source_heads").create_index(["number_key"])
