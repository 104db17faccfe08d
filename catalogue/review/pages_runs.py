"""The pages behind the numbers of the last runs, and the evidence that fits no decision."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from catalogue import evidence
from catalogue.review import queue
from catalogue.review.doors import Visit, go
from catalogue.review.refusals import Refused
from catalogue.review.runs import Part, heads_of, imported, run_of_import, run_of_source
from catalogue.review.verdicts import MOST_TEXT

_MOST_HEADS = 500


def of_import(visit: Visit) -> Response:
    """What an import brought in, changed or no longer held; a page at a time."""
    number = visit.request.path_params["number"]
    run = run_of_import(visit.workspace, number)
    part = next((one for one in Part if run[one.value]), Part.ADDED)
    if visit.asked.get("part") in list(Part):
        part = Part(visit.asked["part"])
    last = max(1, -(-run[part.value] // queue.AT_ONCE))
    typed = visit.asked.get("page", "1")
    page = min(max(int(typed) if typed.isdecimal() and len(typed) < 9 else 1, 1), last)
    rows = imported(visit.workspace, number, part, (page - 1) * queue.AT_ONCE, queue.AT_ONCE)
    shown = [{**row, "changes": _changes(row) if part is Part.CHANGED else []} for row in rows]
    return visit.page("import.html", run=run, parts=list(Part), part=part, rows=shown, page=page, last=last)


def of_source(visit: Visit) -> Response:
    """What was new or had changed when a source was asked."""
    run = run_of_source(visit.workspace, visit.request.path_params["number"])
    heads = heads_of(visit.workspace, run)
    return visit.page("source_run.html", run=run, heads=heads[:_MOST_HEADS], number=len(heads))


def lost(visit: Visit) -> Response:
    """The evidence that fits no decision, or more than one."""
    return visit.page("lost.html", entries=[one.to_json() for one in visit.dossier.lost])


def take_back(visit: Visit) -> Response:
    """Take such evidence back."""
    reason = visit.form.get("reason", "").strip()[:MOST_TEXT] or None
    ident = visit.form.get("evidence", "")
    if ident not in {one.evidence.id for one in visit.dossier.lost}:
        raise Refused(400, "form")
    day = visit.house.settings.day
    evidence.take_back(visit.workspace, ident, reason=reason, user=visit.name, as_of=day)
    return go("/evidence")


def _changes(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an entry that an import changed."""
    before, after = json.loads(row["before"] or "{}"), json.loads(row["after"] or "{}")
    return [
        {"field": name, "old": before.get(name), "new": after[name]}
        for name in after
        if name != "decision_keys"
    ]
