"""What a source proves of a decision, entered as evidence: when it was posted, when it came in.

The day of posting is the portal's own; where it tells none, the day on which the entry was first seen stands
for it if an earlier run had read the whole list without it, and otherwise nothing is entered: no start, no
verdict. A mail's own day is proof; a file in a folder or at an address came in on the day on which it was
first seen there, from the first run on, whatever lay there before. What was entered once is never changed;
a later version adds to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from catalogue.audit import EventKind, now, record
from catalogue.deadlines import EvidenceKind
from catalogue.deadlines.calendar import today
from catalogue.fetching.files import documents_of
from catalogue.fetching.state import StoredHead
from catalogue.obligations import Standing, settle_obligations, workspace_obligations
from catalogue.workspace import Workspace
from extract.issuers import ministry_of
from extract.numbers import number_key, tidy
from ingest.messages import say
from ingest.sources.settings import SourceSettings


@dataclass(frozen=True, slots=True)
class Seen:
    """One event that a source proves: its kind, day, and what proves it."""

    kind: EvidenceKind
    day: date
    source: str


def enter_seen(
    workspace: Workspace, settings: SourceSettings, heads: Iterable[StoredHead], sweep: str | None
) -> int:
    """Enter what the heads prove, each once; return how many pieces of evidence are new."""
    rows = [row for one in heads for row in _rows(workspace, settings, one, sweep)]
    if not rows:
        return 0
    entered = 0
    before = Standing.of(workspace)
    with workspace.writing() as db:
        before = before.renewed(workspace)
        for row in rows:
            if not db.table("evidence").count_where("id = ?", [row["id"]]):
                fresh = {**row, "entered_by": None, "entered_at": now()}
                db.table("evidence").insert(fresh)
                record(db, EventKind.EVIDENCE, row["id"], fresh)
                entered += 1
        if entered:
            settle_obligations(workspace, workspace_obligations(workspace, before.known))
    return entered


def seen_of(workspace: Workspace, settings: SourceSettings, one: StoredHead, sweep: str | None) -> list[Seen]:
    """The events that one head proves; empty where nothing is proven."""
    detail = one.detail or {}
    posted, received = (_day(detail.get(name)) for name in ("posted", "received"))
    if settings.kind in {"gateway", "portal_api"}:
        if posted:
            source = say("sources.proof_posted", title=settings.title, id=one.head.id)
            return [Seen(EvidenceKind.POSTED_NATIONAL, posted, source)]
        if sweep is not None and one.first_moment > sweep:
            source = say("sources.proof_first_seen", title=settings.title, id=one.head.id)
            return [Seen(EvidenceKind.POSTED_NATIONAL, one.first_seen, source)]
        return []
    if received:
        source = say("sources.proof_mail", title=settings.title, mail=detail.get("proof") or one.head.id)
        return [Seen(EvidenceKind.RECEIVED, received, source)]
    source = say("sources.proof_first_seen", title=settings.title, id=one.head.id)
    return [Seen(EvidenceKind.RECEIVED, _came_in(workspace, settings, one), source)]


def _came_in(workspace: Workspace, settings: SourceSettings, one: StoredHead) -> date:
    """The day on which what lies there now was first seen: scanners and sites use their names again."""
    present, moment = _content(one.head.facts, one.detail), one.first_moment
    for row in workspace.rows(
        "SELECT facts, detail, seen FROM source_versions WHERE source = ? AND foreign_id = ? ORDER BY id",
        [settings.name, one.head.id],
    ):
        if _content(json.loads(row["facts"]), json.loads(row["detail"] or "{}")) == present:
            break
        moment = row["seen"]
    return today(datetime.fromisoformat(moment))


def _content(facts: Mapping[str, Any], detail: Mapping[str, Any] | None) -> list[str]:
    """The SHA-256 of what an entry holds: told by a folder itself, else those of the files had."""
    told = facts.get("sha256")
    return [str(told)] if told else [str(file["sha256"]) for file in (detail or {}).get("files", ())]


def _rows(
    workspace: Workspace, settings: SourceSettings, one: StoredHead, sweep: str | None
) -> Iterator[dict[str, str | None]]:
    """The rows of evidence: on each publication decision among the files, else on a ministry's number.

    Other numbers do not say which province they are of.
    """
    detail = one.detail or {}
    seen = seen_of(workspace, settings, one, sweep)
    known = [row for one in documents_of(workspace, detail) for row in _publications(workspace, one)]
    number = tidy(one.head.number or detail.get("number") or "")
    if not known and number and ministry_of(number):
        known = [{"document": None, "number": number, "issuer": ministry_of(number)}]
    for decision in known:
        for event in seen:
            subject = decision["document"] or number_key(number or "")
            facts = f"{event.kind}|{subject}|{event.day.isoformat()}|{settings.name}|{one.head.id}"
            yield {
                "id": sha256(facts.encode()).hexdigest()[:32],
                "kind": event.kind.value,
                "number": decision["number"],
                "number_key": number_key(decision["number"]) if decision["number"] else None,
                "issuer": decision["issuer"],
                "document": decision["document"],
                "date": event.day.isoformat(),
                "source": event.source,
            }


def _publications(workspace: Workspace, document: str) -> list[dict[str, str | None]]:
    return workspace.rows(
        "SELECT document, number, issuer FROM decisions WHERE document = ? AND is_publication", [document]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
