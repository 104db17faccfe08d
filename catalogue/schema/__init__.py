"""The tables of a workspace, as migrations: a released one is never edited, only followed by another.

Rows that the pipeline derives hold no wall-clock time and no random id, so that the same input gives the
same rows. Lists and objects are JSON text. Ids of derived rows are spoken of in `workspace.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from catalogue.schema import deadlines, history, judging, people, queue, review, sources

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("congbo")


@migrations(name="0001_documents")
def documents(db: Database) -> None:
    """Documents by the SHA-256 of their bytes, and the places they were found at."""
    db.create_table("settings", {"key": str, "value": str}, pk="key", not_null=["value"], strict=True)
    db.create_table(
        "documents",
        {
            "sha256": str,
            "media_type": str,
            "state": str,
            "error_category": str,
            "error_page": int,
            "error_facts": str,
        },
        pk="sha256",
        not_null=["state"],
        strict=True,
    )
    db.create_table(
        "locations",
        {"document": str, "path": str, "name": str},
        pk=("document", "path"),
        foreign_keys=[("document", "documents", "sha256")],
        not_null=["name"],
        strict=True,
    )


@migrations(name="0002_decisions")
def decisions(db: Database) -> None:
    """Decisions, one to a document; `facts` holds all of one as it was extracted."""
    db.create_table(
        "decisions",
        {
            "document": str,
            "number": str,
            "number_key": str,
            "issuer": str,
            "issuer_level": str,
            "signed": str,
            "signer": str,
            "title": str,
            "effective_text": str,
            "effective_date": str,
            "is_publication": int,
            "internal": int,
            "approves_workflow": int,
            "shortened_procedure": int,
            "departments": str,
            "facts": str,
        },
        pk="document",
        foreign_keys=[("document", "documents", "sha256")],
        not_null=["is_publication", "facts"],
        strict=True,
    )
    db.table("decisions").create_index(["number_key"])


@migrations(name="0003_items")
def items(db: Database) -> None:
    """The listed procedures of a decision, `position` from 1."""
    db.create_table(
        "items",
        {
            "id": str,
            "document": str,
            "position": int,
            "change": str,
            "name": str,
            "name_folded": str,
            "code": str,
            "code_printed": str,
            "further_codes": str,
            "field": str,
            "levels": str,
            "agency": str,
            "time_limit": str,
            "fee": str,
            "basis": str,
            "replaces_code": str,
            "replaced_name": str,
            "section": str,
            "ordinal": str,
            "internal": int,
            "confidence": float,
            "source": str,
        },
        pk="id",
        foreign_keys=[("document", "decisions", "document")],
        not_null=["document", "position", "change", "name"],
        strict=True,
    )
    db.table("items").create_index(["document", "position"], unique=True)
    db.table("items").create_index(["code"])


@migrations(name="0004_issues_and_links")
def issues_and_links(db: Database) -> None:
    """What does not add up in a decision, and the decisions it rests on or affects."""
    to_decision = [("document", "decisions", "document")]
    db.create_table(
        "issues",
        {"document": str, "position": int, "category": str, "section": str, "page": int, "facts": str},
        pk=("document", "position"),
        foreign_keys=to_decision,
        not_null=["category"],
        strict=True,
    )
    db.create_table(
        "links",
        {
            "document": str,
            "position": int,
            "kind": str,
            "number": str,
            "number_key": str,
            "date": str,
            "effect": str,
            "part": str,
        },
        pk=("document", "position"),
        foreign_keys=to_decision,
        not_null=["kind", "number"],
        strict=True,
    )
    db.table("links").create_index(["number_key"])


@migrations(name="0005_procedures")
def procedures(db: Database) -> None:
    """Catalogue entries as they stand, and the imports that brought them there."""
    db.create_table(
        "imports",
        {
            "id": int,
            "scope": str,
            "file": str,
            "file_sha256": str,
            "layout": str,
            "imported_on": str,
            "rows": int,
            "added": int,
            "changed": int,
            "gone": int,
            "unchanged": int,
            "duplicates": int,
            "problems": int,
        },
        pk="id",
        not_null=["scope", "file", "file_sha256", "imported_on"],
        strict=True,
    )
    db.create_table(
        "procedures",
        {
            "id": str,
            "scope": str,
            "code": str,
            "code_printed": str,
            "name": str,
            "name_folded": str,
            "name_plain": str,
            "field": str,
            "levels": str,
            "agencies": str,
            "publisher": str,
            "ministry": str,
            "kind": str,
            "decision_raw": str,
            "decision_keys": str,
            "status": str,
            "audience": str,
            "time_limit": str,
            "fee": str,
            "basis": str,
            "valid_from": str,
            "known_from": str,
            "source": str,
            "last_import": int,
            "gone_in": int,
        },
        pk="id",
        foreign_keys=[("last_import", "imports", "id"), ("gone_in", "imports", "id")],
        not_null=["scope", "name"],
        strict=True,
    )
    db.table("procedures").create_index(["scope", "code"])
    db.table("procedures").create_index(["name_plain"])


@migrations(name="0006_change_sets")
def change_sets(db: Database) -> None:
    """What each import changed, field by field, and the rows that gave no entry."""
    db.create_table(
        "import_changes",
        {"import": int, "procedure": str, "kind": str, "before": str, "after": str},
        pk=("import", "procedure"),
        foreign_keys=[("import", "imports", "id")],
        not_null=["kind"],
        strict=True,
    )
    db.create_table(
        "import_problems",
        {"import": int, "row": int, "kind": str, "code": str, "name": str},
        pk=("import", "row"),
        foreign_keys=[("import", "imports", "id")],
        not_null=["kind"],
        strict=True,
    )


@migrations(name="0007_matches_and_proposals")
def matches_and_proposals(db: Database) -> None:
    """What each listed procedure is in the catalogue, and what it would change there."""
    to_item = ("item", "items", "id")
    to_procedure = ("procedure", "procedures", "id")
    db.create_table(
        "matches",
        {
            "item": str,
            "role": str,
            "procedure": str,
            "method": str,
            "score": float,
            "margin": float,
            "band": str,
            "reasons": str,
            "candidates": str,
        },
        pk=("item", "role"),
        foreign_keys=[to_item, to_procedure],
        not_null=["method", "band"],
        strict=True,
    )
    db.create_table(
        "proposals",
        {
            "id": str,
            "item": str,
            "document": str,
            "kind": str,
            "procedure": str,
            "retires": str,
            "department": str,
            "effective": str,
            "differing": str,
            "conflicts": str,
            "reasons": str,
            "state": str,
        },
        pk="id",
        foreign_keys=[
            to_item,
            ("document", "decisions", "document"),
            to_procedure,
            ("retires", "procedures", "id"),
        ],
        not_null=["item", "document", "kind", "state"],
        strict=True,
    )
    db.table("proposals").create_index(["document"])


@migrations(name="0008_evidence_and_obligations")
def evidence_and_obligations(db: Database) -> None:
    """What people know to have happened, and what is due.

    An obligation's subject is a document's SHA-256, or "cited:…" for a decision known by citation alone.
    """
    db.create_table(
        "evidence",
        {
            "id": str,
            "kind": str,
            "number": str,
            "number_key": str,
            "issuer": str,
            "document": str,
            "date": str,
            "source": str,
            "entered_by": str,
            "entered_at": str,
        },
        pk="id",
        foreign_keys=[("document", "documents", "sha256")],
        not_null=["kind", "date"],
        strict=True,
    )
    db.table("evidence").create_index(["number_key"])
    db.create_table(
        "obligations",
        {
            "id": str,
            "rule": str,
            "subject": str,
            "number": str,
            "issuer": str,
            "signed": str,
            "items": str,
            "departments": str,
            "start": str,
            "start_basis": str,
            "start_source": str,
            "due": str,
            "closed_on": str,
            "closed_by": str,
            "closed_by_proxy": int,
            "exempt": str,
            "contradicted": int,
            "provisional": int,
            "calendar_version": str,
            "notes": str,
        },
        pk="id",
        not_null=["rule", "subject"],
        strict=True,
    )
    db.table("obligations").create_index(["subject"])


migrations(name="0009_audit")(history.audit)
migrations(name="0010_judgements")(history.judgements)
migrations(name="0011_history")(history.history)
migrations(name="0012_judged_proposals")(history.judged_proposals)
migrations(name="0020_sources")(sources.sources)
migrations(name="0030_deadlines")(deadlines.deadlines)
migrations(name="0040_review")(review.review)
migrations(name="0041_people")(people.people)
migrations(name="0050_queue")(queue.queue)
migrations(name="0060_judging")(judging.judging)
migrations(name="0061_derived")(judging.derived)
