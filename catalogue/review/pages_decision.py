"""The decision page, and the evidence that people enter on it or take back."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from catalogue import evidence
from catalogue.deadlines import EvidenceKind
from catalogue.deadlines.evidence import ENTERED
from catalogue.evidence import Entered
from catalogue.review import decision as decisions
from catalogue.review.doors import Visit
from catalogue.review.refusals import Refused
from catalogue.review.verdicts import MOST_TEXT
from ingest.errors import UsageError
from ingest.messages import say
from ingest.messages.command import day_of

_FIELDS = ("kind", "day", "number", "source")


def one_decision(visit: Visit) -> Response:
    """One decision with all its rows."""
    return _shown(visit)


def enter(visit: Visit) -> Response:
    """Enter evidence, as `congbo evidence add` does; tells what moved because of it."""
    kind, typed = visit.form.get("kind", ""), visit.form.get("day", "")
    if kind not in list(ENTERED):
        raise Refused(400, "form")
    day = day_of(typed)
    if day is None:
        return _shown(visit, 400, wrong=say("review_error.day", text=typed[:40]))
    source = visit.form.get("source", "").strip()[:MOST_TEXT] or say("evidence.own_word")
    try:
        entered = evidence.add(
            visit.workspace,
            visit.form.get("number", "").strip(),
            EvidenceKind(kind),
            day,
            source=source,
            user=visit.name,
            as_of=visit.house.settings.day,
        )
    except UsageError as error:
        return _shown(visit, 400, wrong=error.sentence())
    return _shown(visit, entered=entered, did="added")


def take_back(visit: Visit) -> Response:
    """Take evidence back, as `congbo evidence remove` does; it stays to be seen."""
    reason = visit.form.get("reason", "").strip()[:MOST_TEXT] or None
    ident = visit.form.get("evidence", "")
    try:
        entered = evidence.take_back(
            visit.workspace, ident, reason=reason, user=visit.name, as_of=visit.house.settings.day
        )
    except UsageError as error:
        return _shown(visit, 400, wrong=error.sentence())
    return _shown(visit, entered=entered, did="taken_back")


def _shown(
    visit: Visit,
    status: int = 200,
    *,
    wrong: str | None = None,
    entered: Entered | None = None,
    did: str = "",
) -> Response:
    document = visit.request.path_params["document"]
    one = decisions.decision(visit.workspace, document, visit.dossier.of(document))
    return visit.page(
        "decision.html",
        status,
        one=one,
        views=visit.standing.of(document),
        kinds=ENTERED,
        typed=_typed(visit, one, wrong),
        numbers=[link["number"] for link in one["links"] if link["kind"] == "based_on"],
        wrong=wrong,
        entered=entered,
        told=_told(entered, did) if entered else None,
    )


def _typed(visit: Visit, one: dict[str, Any], wrong: str | None) -> dict[str, str]:
    """What the form holds: what was refused, else the decision's own number and the kind asked for."""
    if wrong:
        return {name: visit.form.get(name, "") for name in _FIELDS}
    return {"kind": visit.asked.get("kind", ""), "day": "", "number": one["number"] or "", "source": ""}


def _told(entered: Entered, did: str) -> str:
    """What was entered or taken back, in a sentence."""
    one = entered.entry.evidence
    facts = {
        "id": (one.id or "")[:8],
        "number": entered.entry.number,
        "what": say(f"deadline_evidence.{one.kind}"),
        "day": f"{one.day:%d/%m/%Y}",
    }
    return say(f"evidence.{did}" if entered.changed else f"evidence.{did}_already", **facts)
