"""The rows that the audit chain bears out: imports, judgements, evidence, and what they state of entries.

The event of an import, a judgement or a piece of evidence holds its whole row. What an import or a judgement
states of entries (the table `changes`) is sealed in its event by a hash, and the event of a judgement names
the changes that it put aside, so that all of them can be told from the events alone. Versions and proposals
follow from these and are no part of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

SEAL = "changes"
ASIDE = "put_aside"
_OF_ITS_OWN = frozenset({SEAL, ASIDE})
"""What an event holds beside the row that it is of."""

_NOTHING = sha256().hexdigest()
"""The hash of no changes."""

_LATER_KNOWN = frozenset({"withdrawn_by"})
"""The column of a change that later judgements set; not sealed with it, told by their own events."""

_TABLES = (
    ("imports", "import", "id"),
    ("judgements", "judgement", "id"),
    ("evidence", "evidence", "id"),
    ("evidence_taken_back", "evidence", "evidence"),
)
"""A table, the kind of its events, and the column that such an event is about and alone names."""


def sealed(db: Database, source: str, number: int) -> dict[str, Any]:
    """What the event of a source ("import" or "judgement") holds beside its row; once all is stated."""
    rows = db.query(f'SELECT * FROM changes WHERE "{source}" = ? ORDER BY id', [number])  # noqa: S608 (fixed names)
    facts: dict[str, Any] = {SEAL: _hashes(rows, source).get(number, _NOTHING)}
    if source == "judgement":
        aside = db.query("SELECT id FROM changes WHERE withdrawn_by = ? ORDER BY id", [number])
        facts[ASIDE] = [row["id"] for row in aside]
    return facts


def astray(db: Database) -> Iterator[tuple[int, str]]:
    """The event (0: none) and the name of every row that the chain does not bear out as it stands."""
    for table, kind, key in _TABLES:
        told = {facts[key]: (event, facts) for event, facts in _events(db, kind) if key in facts}
        for row in db.query(f'SELECT * FROM "{table}" ORDER BY "{key}"'):  # noqa: S608 (fixed names)
            event, facts = told.pop(row[key], (0, None))
            if facts is None or any(facts[name] != row.get(name) for name in facts.keys() - _OF_ITS_OWN):
                yield event, f"{table} {row[key]}"
        for subject, (event, _) in told.items():
            yield event, f"{table} {subject}"
    yield from _changes_astray(db)


def unsealed(db: Database) -> int:
    """How many imports and judgements come from before their changes were sealed, and cannot be proven."""
    return sum(SEAL not in facts for kind in ("import", "judgement") for _, facts in _events(db, kind))


def _changes_astray(db: Database) -> Iterator[tuple[int, str]]:
    """Changes that are not as their import or judgement stated them, were put in, or have gone."""
    for source in ("import", "judgement"):
        rows = db.query(f'SELECT * FROM changes WHERE "{source}" IS NOT NULL ORDER BY id')  # noqa: S608 (fixed names)
        hashes = _hashes(rows, source)
        for event, facts in _events(db, source):
            stated = hashes.pop(facts["id"], _NOTHING)
            if SEAL in facts and facts[SEAL] != stated:
                yield event, f"changes {source} {facts['id']}"
        yield from ((0, f"changes {source} {number}") for number in hashes)
    nobodys = 'SELECT count(*) AS n FROM changes WHERE "import" IS NULL AND judgement IS NULL'
    if next(db.query(nobodys))["n"] and not unsealed(db):
        yield 0, "changes"
    yield from _withdrawn_astray(db)


def _withdrawn_astray(db: Database) -> Iterator[tuple[int, str]]:
    """Changes that no longer count though nobody put them aside, or count though somebody did."""
    judged = _events(db, "judgement")
    if any(ASIDE not in facts for _, facts in judged):
        return
    by: dict[int, int] = {}
    of = {facts["id"]: event for event, facts in judged}
    for _, facts in judged:
        undone = facts["undoes"]
        if undone is not None:
            by = {change: number for change, number in by.items() if number != undone}
        by |= dict.fromkeys(facts[ASIDE], facts["id"])
    for row in db.query("SELECT id, withdrawn_by FROM changes ORDER BY id"):
        told = by.get(row["id"])
        if row["withdrawn_by"] != told:
            yield of.get(told or row["withdrawn_by"], 0), f"changes {row['id']}"


def _events(db: Database, kind: str) -> list[tuple[int, dict[str, Any]]]:
    rows = db.query("SELECT id, facts FROM audit_events WHERE kind = ? ORDER BY id", [kind])
    return [(row["id"], json.loads(row["facts"])) for row in rows]


def _hashes(changes: Iterable[Mapping[str, Any]], source: str) -> dict[int, str]:
    """The hash of the changes of each import or judgement, row by row in the order of their ids."""
    open_: dict[int, Any] = {}
    for row in changes:
        facts = {name: value for name, value in row.items() if name not in _LATER_KNOWN and value is not None}
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        open_.setdefault(row[source], sha256()).update(f"{text}\n".encode())
    return {number: hashed.hexdigest() for number, hashed in open_.items()}
