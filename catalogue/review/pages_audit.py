"""Who did what: the events of the audit chain, and the proof that none was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from catalogue.audit import EventKind, newest, verify
from catalogue.review import queue
from catalogue.review.doors import Visit
from catalogue.review.rendering import day
from ingest.messages import say


def events(visit: Visit) -> Response:
    """The events, the last first, of a kind or a person; with `verify` whether the chain is whole."""
    kind, user = visit.asked.get("kind", ""), visit.asked.get("user", "")
    wanted = {"kind": kind, "user": user}
    where = "(:kind = '' OR kind = :kind) AND (:user = '' OR \"user\" = :user)"
    number = visit.workspace.db.table("audit_events").count_where(where, wanted)
    last = max(1, -(-number // queue.AT_ONCE))
    typed = visit.asked.get("page", "1")
    page = min(max(int(typed) if typed.isdecimal() and len(typed) < 9 else 1, 1), last)
    rows = visit.workspace.rows(
        f'SELECT id, at, "user", kind, subject, facts FROM audit_events WHERE {where}'  # noqa: S608 (fixed text)
        " ORDER BY id DESC LIMIT :most OFFSET :first",
        {**wanted, "most": queue.AT_ONCE, "first": (page - 1) * queue.AT_ONCE},
    )
    people = visit.workspace.rows('SELECT DISTINCT "user" FROM audit_events ORDER BY 1')
    return visit.page(
        "audit.html",
        rows=[{**row, "said": said(row), "address": address(row)} for row in rows],
        number=number,
        page=page,
        last=last,
        wanted=wanted,
        kinds=list(EventKind),
        people=[row["user"] for row in people],
        findings=verify(visit.workspace.db) if visit.asked.get("verify") else None,
        head=newest(visit.workspace.db),
    )


def said(event: dict[str, Any]) -> str:
    """What happened, in a sentence."""
    return _SAID[event["kind"]](event["subject"] or "", json.loads(event["facts"]))


def address(event: dict[str, Any]) -> str | None:
    """The page of what an event is about, None where it has none."""
    match event["kind"]:
        case EventKind.IMPORT:
            return f"/runs/imports/{event['subject']}"
        case EventKind.DECISION:
            return f"/decisions/{event['subject']}"
        case EventKind.JUDGEMENT:
            return f"/items/{json.loads(event['facts'])['proposal']}?state=all"
        case EventKind.ASSIGNMENT if event["subject"]:
            return f"/items/{event['subject']}?state=all"
    return None


def _setting(subject: str, facts: dict[str, Any]) -> str:
    about, _, name = subject.partition(" ")
    if about == "user" and "role" in facts:
        return say("auditing.user_role", name=name, role=say(f"role.{facts['role']}"))
    if about == "user" and "disabled" in facts:
        return say("auditing.user_disabled" if facts["disabled"] else "auditing.user_enabled", name=name)
    if about == "user":
        return say("auditing.user_password", name=name)
    if about == "calendar":
        return say("auditing.calendar", day=day(name), kind=facts["kind"], source=facts["source"])
    if about == "source":
        return say("auditing.source", name=name)
    return say("auditing.workspace", province=facts.get("province") or "–")


def _import(_: str, facts: dict[str, Any]) -> str:
    return say("auditing.import", file=facts["file"], rows=facts["rows"])


def _decision(_: str, facts: dict[str, Any]) -> str:
    number = facts["number"] or say("review.no_number")
    return say("auditing.decision", number=number, items=facts["items"])


def _evidence(_: str, facts: dict[str, Any]) -> str:
    if "taken_by" in facts:
        return say("steps.event_taken_back") + _because(facts)
    what = say(f"deadline_evidence.{facts['kind']}")
    entered = say("steps.event_entered", what=what, day=day(facts["date"]))
    return f"{entered}, {facts['number'] or say('review.no_number')}"


def _judgement(_: str, facts: dict[str, Any]) -> str:
    name = (json.loads(facts["source"] or "{}").get("item") or {}).get("name")
    return say(f"verdict.{facts['verdict']}") + (f" “{name}”" if name else "") + _because(facts)


def _assignment(_: str, facts: dict[str, Any]) -> str:
    key = "assigned" if facts["user"] else "unassigned"
    return say(f"auditing.{key}", count=len(facts["proposals"]), user=facts["user"])


def _because(facts: dict[str, Any]) -> str:
    return f": “{facts['reason']}”" if facts.get("reason") else ""


_SAID: dict[str, Callable[[str, dict[str, Any]], str]] = {
    EventKind.SETTING: _setting,
    EventKind.IMPORT: _import,
    EventKind.DECISION: _decision,
    EventKind.EVIDENCE: _evidence,
    EventKind.JUDGEMENT: _judgement,
    EventKind.ASSIGNMENT: _assignment,
}
