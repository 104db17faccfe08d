"""The audit chain: every change of a workspace as an event that seals all events before it.

An event's hash is the SHA-256 of the hash before it and of its own facts as canonical JSON. Whoever edits,
deletes, reorders or inserts an event breaks the chain there. The newest link is kept apart, so that events
cut off at the end are missed too; a link noted on paper (`congbo audit verify --head`) proves the chain up
to it even against someone who can write it all anew. The rows of imports, judgements and evidence must be
as their events tell (`audit_rows.py`); other events tell what happened, and no row is compared with them.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from catalogue.audit_rows import astray
from ingest.messages import say

if TYPE_CHECKING:
    from sqlite_utils import Database

ORIGIN = "0" * 64
"""What stands before the first event."""

_SEALED = ("at", "user", "kind", "subject", "facts", "previous")


class EventKind(StrEnum):
    """What an event is about."""

    SETTING = "setting"
    IMPORT = "import"
    DECISION = "decision"
    EVIDENCE = "evidence"
    JUDGEMENT = "judgement"
    ASSIGNMENT = "assignment"


class Fault(StrEnum):
    """How a chain is broken at an event."""

    EDITED = "edited"
    DELETED = "deleted"
    REORDERED = "reordered"
    INSERTED = "inserted"
    UNRECORDED = "unrecorded"
    HEAD_UNKNOWN = "head_unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault and the event it is found at (0: before the first); `subject` names what it is about."""

    fault: Fault
    event: int
    subject: str | None = None

    @property
    def sentence(self) -> str:
        """The finding for people."""
        return say(f"audit.{self.fault}", event=self.event, subject=self.subject or "–")

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "fault": self.fault.value,
            "event": self.event,
            "subject": self.subject,
            "message": self.sentence,
        }


def current_user() -> str:
    """Who is at work, as the operating system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def now() -> str:
    """The moment in UTC, ISO form to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(
    db: Database,
    kind: EventKind,
    subject: str | None,
    facts: Mapping[str, Any],
    *,
    user: str | None = None,
    at: str | None = None,
) -> None:
    """Append one event; inside `Workspace.writing()`, so that nobody else appends at the same time."""
    head = next(db.query("SELECT events, hash FROM audit_head"))
    event = {
        "at": at or now(),
        "user": user or current_user(),
        "kind": kind.value,
        "subject": subject,
        "facts": _canonical(facts),
        "previous": head["hash"],
    }
    sealed = seal(event)
    db.execute(
        'INSERT INTO audit_events (at, "user", kind, subject, facts, previous, hash)'
        " VALUES (:at, :user, :kind, :subject, :facts, :previous, :hash)",
        {**event, "hash": sealed},
    )
    db.execute("UPDATE audit_head SET events = ?, hash = ?", [head["events"] + 1, sealed])


def seal(event: Mapping[str, Any]) -> str:
    """The hash of an event: over the hash before it and its facts, 64 hexadecimal digits."""
    return sha256(
        (event["previous"] + _canonical({name: event[name] for name in _SEALED})).encode()
    ).hexdigest()


def verify(db: Database, head: str | None = None) -> list[Finding]:
    """What is wrong with the chain, in the order of events; empty where it is whole.

    `head` is a hash noted earlier: the chain must still hold it.
    """
    events = list(db.query("SELECT * FROM audit_events ORDER BY id"))
    kept = next(db.query("SELECT events, hash FROM audit_head"))
    findings = [
        Finding(Fault.EDITED, one["id"], one["subject"]) for one in events if seal(one) != one["hash"]
    ]
    edited = {one.event for one in findings}
    chain, breaks = _chain(events)
    for last, onward in breaks:
        resealed = onward == last + 1 and len(events) >= kept["events"]
        if not resealed:
            findings.append(Finding(Fault.DELETED, last + 1))
        elif last not in edited:
            findings.append(Finding(Fault.EDITED, last))
    reached = {one["id"] for one in chain}
    findings += [
        Finding(Fault.INSERTED, one["id"], one["subject"])
        for one in events
        if one["id"] not in reached and one["id"] not in edited
    ]
    findings += [
        Finding(Fault.REORDERED, after["id"], after["subject"])
        for before, after in pairwise(chain)
        if after["id"] < before["id"]
    ]
    findings += _end(chain, kept)
    findings += [Finding(Fault.UNRECORDED, event, subject) for event, subject in astray(db)]
    if head is not None and head not in {ORIGIN, *(one["hash"] for one in events)}:
        findings.append(Finding(Fault.HEAD_UNKNOWN, 0, head))
    return sorted(findings, key=lambda one: (one.event, one.fault))


def events(db: Database, kind: str | None = None, last: int | None = None) -> list[dict[str, Any]]:
    """The events in order, of one kind if given, the `last` so many if given; facts as objects."""
    rows = list(
        db.query(
            "SELECT * FROM (SELECT * FROM audit_events WHERE :kind IS NULL OR kind = :kind"
            " ORDER BY id DESC LIMIT :last) ORDER BY id",
            {"kind": kind, "last": -1 if last is None else last},
        )
    )
    return [{**row, "facts": json.loads(row["facts"])} for row in rows]


def newest(db: Database) -> str:
    """The newest link of the chain, to be noted outside the workspace."""
    return str(next(db.query("SELECT hash FROM audit_head"))["hash"])


def _chain(events: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    """The events as their links lead from one to the next, and between which two a link is missing."""
    following: dict[str, list[dict[str, Any]]] = {}
    for one in events:
        following.setdefault(one["previous"], []).append(one)
    hashes = {one["hash"] for one in events} | {ORIGIN}
    chain: list[dict[str, Any]] = []
    breaks: list[tuple[int, int]] = []
    seen: set[int] = set()
    link = ORIGIN
    while True:
        onward = [one for one in following.get(link, ()) if one["id"] not in seen]
        if not onward:
            lost = [one for one in events if one["id"] not in seen and one["previous"] not in hashes]
            if not lost:
                return chain, breaks
            onward = lost[:1]
            breaks.append((chain[-1]["id"] if chain else 0, lost[0]["id"]))
        nearest = max(onward, key=lambda one: (one["hash"] in following, -one["id"]))
        seen.add(nearest["id"])
        chain.append(nearest)
        link = nearest["hash"]


def _end(chain: list[dict[str, Any]], kept: Mapping[str, Any]) -> Iterator[Finding]:
    """Events cut off at the end, or put there without the newest link being kept."""
    last: Mapping[str, Any] = chain[-1] if chain else {"id": 0, "hash": ORIGIN}
    if last["hash"] == kept["hash"]:
        return
    at = next((number for number, one in enumerate(chain) if one["hash"] == kept["hash"]), None)
    if at is None and len(chain) < kept["events"]:
        yield Finding(Fault.DELETED, last["id"] + 1)
    elif at is not None:
        yield from (Finding(Fault.INSERTED, one["id"], one["subject"]) for one in chain[at + 1 :])


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
