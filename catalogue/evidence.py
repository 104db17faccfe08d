"""Evidence that people enter: what happened to a decision on a day, who says so, on what grounds.

Append-only: a piece of evidence that was wrong is taken back, with who and why, and stays to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from catalogue.audit import EventKind, current_user, now, record
from catalogue.deadlines import DecisionFacts, Evidence, EvidenceKind, placed, today
from catalogue.deadlines.answers import Links
from catalogue.deadlines.evidence import BEFORE_SIGNING, MAY_COME, Register
from catalogue.deadlines.notes import written_day
from catalogue.obligations import (
    Known,
    Shift,
    Standing,
    evidence_of,
    settle_obligations,
    shifts,
    stored_evidence,
    workspace_obligations,
)
from catalogue.workspace import Workspace
from extract.numbers import number_key, tidy
from ingest.errors import UsageError
from ingest.messages import say

_SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence as it is shown: its decision, when it came in, what there is to remark.

    `taken_back_by`, with the moment and the reason, where somebody took it back. Moments are UTC, ISO.
    """

    evidence: Evidence
    number: str | None
    decision: DecisionFacts | None
    taken_back_by: str | None = None
    remarks: tuple[str, ...] = ()
    entered_at: str | None = None
    taken_back_at: str | None = None
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form of `congbo evidence list`."""
        one = self.evidence
        return {
            "id": one.id,
            "kind": one.kind.value,
            "number": self.number,
            "decision": self.decision.id if self.decision else None,
            "date": one.day.isoformat(),
            "source": one.source,
            "entered_by": one.entered_by,
            "entered_at": self.entered_at,
            "taken_back_by": self.taken_back_by,
            "taken_back_at": self.taken_back_at,
            "reason": self.reason,
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of entering or taking back: the evidence, whether anything changed, what moved."""

    entry: Entry
    changed: bool
    shifts: tuple[Shift, ...] = ()


def add(
    workspace: Workspace,
    number: str,
    kind: EvidenceKind,
    day: date,
    *,
    source: str,
    user: str | None = None,
    as_of: date,
    dry_run: bool = False,
) -> Entered:
    """Enter evidence on the decision of that number; the same entered twice changes nothing.

    `source` is what proves it ("sổ văn bản đến"). UsageError where the number is none, or where the day of
    something that has happened is yet to come.
    """
    spelled = tidy(number)
    if spelled is None:
        raise UsageError("evidence.no_number", number=number)
    refuse_day_to_come(kind, day)
    who = user or current_user()
    before = Standing.of(workspace)
    facts = {"number": spelled, "number_key": number_key(spelled), "issuer": None, "document": None}
    with workspace.writing(), _tried(workspace, dry_run):
        before = before.renewed(workspace)
        after = before.obligations
        ident, fresh = enter(workspace, kind, day, facts, source=source, user=who)
        if fresh:
            after = workspace_obligations(workspace, before.known)
            settle_obligations(workspace, after)
    one = Evidence(kind, spelled, day, source, who, id=ident)
    shown = next((one for one in _entries(workspace, before.known.links) if one.evidence.id == ident), None)
    moved = shifts(before.obligations, after, as_of)
    return Entered(shown or _shown(before.known.links, one), fresh, tuple(moved))


def enter(
    workspace: Workspace,
    kind: EvidenceKind,
    day: date,
    facts: Mapping[str, str | None],
    *,
    source: str,
    user: str | None,
) -> tuple[str, bool]:
    """Write down evidence with its event, unless the same stands already; its id, and whether it is new.

    `facts` name the decision: number, number_key, issuer and document. What was taken back is entered anew.
    Inside `writing()`; obligations are not settled.
    """
    same = workspace.rows(
        "SELECT e.id, t.evidence IS NOT NULL AS back FROM evidence e"
        " LEFT JOIN evidence_taken_back t ON t.evidence = e.id"
        " WHERE e.kind = ? AND e.date = ? AND e.source = ? AND e.document IS ?"
        " AND (e.document IS NOT NULL OR e.number_key = ?)",
        [kind.value, day.isoformat(), source, facts["document"], facts["number_key"]],
    )
    standing = next((row["id"] for row in same if not row["back"]), None)
    if standing:
        return standing, False
    named = facts["document"] or facts["number_key"]
    spelled = f"{kind.value}|{named}|{day.isoformat()}|{source}|{len(same)}"
    ident = sha256(spelled.encode()).hexdigest()[:32]
    row = {
        "id": ident,
        "kind": kind.value,
        **facts,
        "date": day.isoformat(),
        "source": source,
        "entered_by": user,
        "entered_at": now(),
    }
    workspace.db.table("evidence").insert(row)
    record(workspace.db, EventKind.EVIDENCE, ident, row, user=user)
    return ident, True


def refuse_day_to_come(kind: EvidenceKind, day: date) -> None:
    """UsageError where the day of something that has happened lies after today."""
    if kind not in MAY_COME and day > today():
        what = say(f"deadline_evidence.{kind}")
        raise UsageError("evidence.to_come", what=what, day=written_day(day), today=written_day(today()))


@contextmanager
def _tried(workspace: Workspace, dry_run: bool) -> Iterator[None]:
    """A dry run writes, so that what moves is known, and takes back what it wrote."""
    if dry_run:
        workspace.db.execute("SAVEPOINT tried")
    yield
    if dry_run:
        workspace.db.execute("ROLLBACK TO tried")


def take_back(
    workspace: Workspace,
    ident: str,
    *,
    reason: str | None = None,
    user: str | None = None,
    as_of: date,
    dry_run: bool = False,
) -> Entered:
    """Mark evidence as taken back, by its id or the beginning of one; UsageError where none or many fit."""
    found = [one for one in stored_evidence(workspace, everything=True) if (one.id or "").startswith(ident)]
    if len(ident) < _SHORTEST_ID or len(found) != 1:
        raise UsageError("evidence.no_such", id=ident, count=len(found))
    (one,) = found
    who = user or current_user()
    before = Standing.of(workspace)
    row = {"evidence": one.id, "reason": reason, "taken_by": who, "taken_at": now()}
    with workspace.writing() as db, _tried(workspace, dry_run):
        before = before.renewed(workspace)
        after = before.obligations
        standing = bool(db.table("evidence_taken_back").count_where("evidence = ?", [one.id]))
        if not standing:
            db.table("evidence_taken_back").insert(row)
            record(db, EventKind.EVIDENCE, one.id, row, user=who)
            after = workspace_obligations(workspace, before.known)
            settle_obligations(workspace, after)
    moved = shifts(before.obligations, after, as_of)
    entry = next(entry for entry in _entries(workspace, before.known.links) if entry.evidence.id == one.id)
    return Entered(entry, not standing, tuple(moved))


def entries(workspace: Workspace) -> list[Entry]:
    """All evidence by day, what was taken back too; what fits no decision and what cannot be is said."""
    return _entries(workspace, Known.of(workspace).links)


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of one decision: its facts, the evidence people entered, and all that proves anything.

    `proven` holds what was entered and stands, and what the imported lists and the decisions themselves show.
    """

    decision: DecisionFacts
    entered: tuple[Entry, ...]
    proven: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All evidence sorted to the decisions it is of; `lost` is what fits none, or more than one."""

    links: Links
    register: Register
    entries: tuple[Entry, ...]

    @property
    def lost(self) -> tuple[Entry, ...]:
        """The evidence that fits no decision and was not taken back."""
        return tuple(one for one in self.entries if one.decision is None and one.taken_back_by is None)

    def of(self, document: str) -> Told | None:
        """What is told of the decision of a document; None where it does not concern the province.

        Copies of a decision share what is told of any of them.
        """
        ident = self.links.ids.get(document)
        own = next((one for one in self.links.decisions if one.id == ident), None)
        if own is None:
            return None
        entered = (one for one in self.entries if one.decision and one.decision.id == own.id)
        return Told(own, tuple(entered), self.register.of(own.id))


def dossier(workspace: Workspace) -> Dossier:
    """All evidence of a workspace, entered and proven; its remarks are in the language in force."""
    known = Known.of(workspace)
    register = Register(known.links.decisions, known.links.ids, evidence_of(workspace, known.facts))
    return Dossier(known.links, register, tuple(_entries(workspace, known.links)))


def _entries(workspace: Workspace, links: Links) -> list[Entry]:
    taken = {row["evidence"]: row for row in workspace.rows("SELECT * FROM evidence_taken_back")}
    stored = {row["id"]: row for row in workspace.rows("SELECT id, number, entered_at FROM evidence")}
    told = placed(links, stored_evidence(workspace, everything=True))
    standing = [one for one, _ in told if one.id not in taken]
    out = []
    for one, decision in told:
        assert one.id, "stored evidence has an id"
        row, back = stored[one.id], taken.get(one.id, {})
        remarks = () if back else tuple(_remarks(one, decision, standing))
        entry = Entry(one, row["number"], decision, back.get("taken_by"), remarks, row["entered_at"])
        out.append(replace(entry, taken_back_at=back.get("taken_at"), reason=back.get("reason")))
    return out


def without_decision(workspace: Workspace) -> list[Entry]:
    """The evidence that fits no decision, or more than one, and was not taken back."""
    return [one for one in entries(workspace) if one.decision is None and one.taken_back_by is None]


def _remarks(one: Evidence, decision: DecisionFacts | None, standing: list[Evidence]) -> Iterator[str]:
    if decision is None:
        yield say("evidence.without_decision")
        return
    if decision.signed and one.day < decision.signed and one.kind not in BEFORE_SIGNING:
        yield say("evidence.before_signing", signed=written_day(decision.signed))
    others = {
        other.day
        for other in standing
        if other.kind is one.kind and other.subject == one.subject and other.day != one.day
    }
    if others:
        yield say("evidence.other_days", days=", ".join(map(written_day, sorted(others))))


def _shown(links: Links, one: Evidence) -> Entry:
    """Evidence that is not stored, as it would be shown."""
    ((_, decision),) = placed(links, [one])
    return Entry(one, one.subject, decision, None, tuple(_remarks(one, decision, [])))
