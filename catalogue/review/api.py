"""The same facts for programs, under `/api/v1`."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import FileResponse, Response

from catalogue.assignments import assigned
from catalogue.entry_view import biography, shown
from catalogue.review import decision as decisions
from catalogue.review import queue, start
from catalogue.review.doors import Visit, as_json
from catalogue.review.item import proposal
from catalogue.review.refusals import error_json
from catalogue.review.verdicts import ConflictError, Said, in_words, passed
from catalogue.search import search
from ingest.errors import UsageError
from ingest.messages import say

DESCRIPTION = Path(__file__).parent / "openapi.json"


def described(_: Visit) -> Response:
    """The description of all these addresses, OpenAPI 3.1."""
    return FileResponse(DESCRIPTION, media_type="application/json")


def summary(visit: Visit) -> Response:
    """What the start page tells."""
    return as_json(start.told(visit.workspace, visit.standing))


def obligations(visit: Visit) -> Response:
    """The obligations of a status or a department, worst first."""
    views = visit.standing.chosen(visit.asked.get("status", "open"), visit.asked.get("department"))
    return as_json({"obligations": [view.to_json() for view in views]})


def proposals(visit: Visit) -> Response:
    """A page of the queue; `number` are all that it holds."""
    page = visit.asked.get("page", "1")
    first = (max(int(page), 1) - 1) * queue.AT_ONCE if page.isdecimal() and len(page) < 9 else 0
    ids = visit.ordered(queue.Wanted.of(visit.asked))
    shown = ids[first : first + queue.AT_ONCE]
    held = assigned(visit.workspace, shown)
    rows = [
        {**row, "assignee": held[row["id"]].user if row["id"] in held else None}
        for row in queue.told(visit.workspace, shown)
    ]
    return as_json({"number": len(ids), "proposals": rows})


def one_proposal(visit: Visit) -> Response:
    """Everything of one proposal."""
    return as_json(proposal(visit.workspace, visit.request.path_params["proposal"]))


def verdict(visit: Visit) -> Response:
    """Pass a verdict; 409 where another stands than was seen."""
    row = proposal(visit.workspace, visit.request.path_params["proposal"])
    said = Said.of(visit.form)
    try:
        passed(visit, row, said)
    except ConflictError as error:
        sentence = say(f"review_error.{error.key}")
        return as_json(error_json(409, error.key, sentence, judged=error.judged), 409)
    except UsageError as error:
        return as_json(error_json(400, error.key, in_words(error, row)), 400)
    return as_json(proposal(visit.workspace, row["id"]))


def one_decision(visit: Visit) -> Response:
    """Everything of one decision."""
    document = visit.request.path_params["document"]
    return as_json(decisions.decision(visit.workspace, document, visit.dossier.of(document)))


def entries(visit: Visit) -> Response:
    """Entries by words or code."""
    hits = search(visit.workspace, visit.asked.get("text", "")[:300], 100)
    return as_json({"entries": [hit.to_json() for hit in hits]})


def entry(visit: Visit) -> Response:
    """One entry as it stands, with its versions."""
    code = visit.request.path_params["code"]
    return as_json({**shown(visit.workspace, code), **biography(visit.workspace, code)})
