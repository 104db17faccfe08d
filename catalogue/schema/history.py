"""The tables of the catalogue's history: what became known, the versions it gives, judgements, audit.

`__init__.py` names these as migrations; like those there, a released one is never edited.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from catalogue.audit import ORIGIN, EventKind, record
from extract.folding import fold, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

_APPEND_ONLY = """
CREATE TRIGGER {table}_not_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FIRST_CONTENT = (
    "code",
    "name",
    "code_printed",
    "field",
    "levels",
    "agencies",
    "publisher",
    "ministry",
    "kind",
    "decision_raw",
    "decision_keys",
    "status",
    "audience",
    "time_limit",
    "fee",
    "basis",
)
"""The fields of an entry when versions came in."""


def audit(db: Database) -> None:
    """Events in a hash chain, and its newest link."""
    db.create_table(
        "audit_events",
        {
            "id": int,
            "at": str,
            "user": str,
            "kind": str,
            "subject": str,
            "facts": str,
            "previous": str,
            "hash": str,
        },
        pk="id",
        not_null=["at", "user", "kind", "facts", "previous", "hash"],
        strict=True,
    )
    db.table("audit_events").create_index(["kind", "subject"])
    db.create_table(
        "audit_head",
        {"id": int, "events": int, "hash": str},
        pk="id",
        not_null=["events", "hash"],
        strict=True,
    )
    db.table("audit_head").insert({"id": 1, "events": 0, "hash": ORIGIN})
    _append_only(db, "audit_events")
    for row in list(db.query("SELECT * FROM imports ORDER BY id")):
        record(db, EventKind.IMPORT, str(row["id"]), row)


def judgements(db: Database) -> None:
    """What people decided on proposals; `source` are the facts judged, `proposal_facts` what they implied."""
    db.create_table(
        "judgements",
        {
            "id": int,
            "proposal": str,
            "document": str,
            "verdict": str,
            "user": str,
            "at": str,
            "reason": str,
            "source_hash": str,
            "source": str,
            "proposal_facts": str,
            "edited": str,
            "undoes": int,
        },
        pk="id",
        foreign_keys=[("undoes", "judgements", "id")],
        not_null=["proposal", "document", "verdict", "user", "at", "source_hash", "source"],
        strict=True,
    )
    db.table("judgements").create_index(["document"])
    db.table("judgements").create_index(["proposal"])
    db.table("judgements").create_index(["undoes"])
    _append_only(db, "judgements")


def history(db: Database) -> None:
    """Changes as they became known, the versions of entries that follow, and all names to search by."""
    _changes(db)
    db.create_table(
        "versions",
        {
            "id": int,
            "procedure": str,
            "valid_from": str,
            "valid_to": str,
            "known_from": str,
            "known_to": str,
            "in_force": int,
            "content": str,
            "change": int,
        },
        pk="id",
        foreign_keys=[("change", "changes", "id")],
        not_null=["procedure", "known_from", "in_force", "content", "change"],
        strict=True,
    )
    db.table("versions").create_index(["procedure", "known_to"])
    db.create_table(
        "names",
        {"id": int, "procedure": str, "name": str, "toned": str, "plain": str, "former": int},
        pk="id",
        not_null=["procedure", "name", "toned", "plain", "former"],
        strict=True,
    )
    db.table("names").create_index(["procedure"])
    db.table("names").enable_fts(
        ["toned", "plain"], create_triggers=True, tokenize="unicode61 remove_diacritics 0"
    )
    for column in ("departments", "online_level", "valid_to"):
        db.table("procedures").add_column(column, str)
    _begin(db)


def _changes(db: Database) -> None:
    db.create_table(
        "changes",
        {
            "id": int,
            "procedure": str,
            "valid_from": str,
            "fields": str,
            "decided": int,
            "import": int,
            "row": int,
            "judgement": int,
            "document": str,
            "decision": str,
            "item": str,
            "section": str,
            "ordinal": str,
            "code_printed": str,
            "linked": str,
            "withdrawn_by": int,
        },
        pk="id",
        foreign_keys=[
            ("import", "imports", "id"),
            ("judgement", "judgements", "id"),
            ("withdrawn_by", "judgements", "id"),
        ],
        not_null=["procedure", "fields", "decided"],
        strict=True,
    )
    for column in ("procedure", "judgement", "withdrawn_by"):
        db.table("changes").create_index([column])


def _begin(db: Database) -> None:
    """Entries imported before versions were kept begin their history with what is known of them."""
    rows = list(db.query("SELECT * FROM procedures ORDER BY id"))
    for number, row in enumerate(rows, start=1):
        content = {name: row[name] for name in _FIRST_CONTENT}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        known = row["known_from"] or "1970-01-01"
        db.execute(
            "INSERT INTO changes (id, procedure, fields, decided, import) VALUES (?, ?, ?, 0, ?)",
            [number, row["id"], text[:-1] + ',"in_force":true}', row["last_import"]],
        )
        db.execute(
            "INSERT INTO versions (procedure, known_from, in_force, content, change) VALUES (?, ?, 1, ?, ?)",
            [row["id"], known, text, number],
        )
        db.execute(
            "INSERT INTO names (procedure, name, toned, plain, former) VALUES (?, ?, ?, ?, 0)",
            [row["id"], row["name"], fold(row["name"]), plain(row["name"])],
        )


def judged_proposals(db: Database) -> None:
    """Proposals with the facts they come from and the judgement on them.

    A proposal may come from an article (no item), and one that was judged names its entry for good: it
    refers to entries by id without a foreign key.
    """
    db.execute("ALTER TABLE proposals RENAME TO proposals_before")
    db.execute("DROP INDEX idx_proposals_document")
    db.create_table(
        "proposals",
        {
            "id": str,
            "item": str,
            "document": str,
            "position": int,
            "kind": str,
            "procedure": str,
            "retires": str,
            "department": str,
            "effective": str,
            "differing": str,
            "conflicts": str,
            "reasons": str,
            "source": str,
            "source_hash": str,
            "state": str,
            "judgement": int,
        },
        pk="id",
        foreign_keys=[
            ("item", "items", "id"),
            ("document", "decisions", "document"),
            ("judgement", "judgements", "id"),
        ],
        not_null=["document", "position", "kind", "state"],
        strict=True,
    )
    db.table("proposals").create_index(["document"])
    columns = (
        "id, item, document, kind, procedure, retires, department, effective, differing, conflicts, reasons"
    )
    db.execute(
        f"INSERT INTO proposals ({columns}, position, state) SELECT {columns},"  # noqa: S608 (fixed text)
        " (SELECT position FROM items WHERE items.id = item), 'pending' FROM proposals_before"
    )
    db.execute("DROP TABLE proposals_before")


def _append_only(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.execute(_APPEND_ONLY.format(table=table, verb=verb))
