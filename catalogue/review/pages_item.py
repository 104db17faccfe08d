"""The item page: one proposal beside its source, its verdicts and comments; and verdicts on many at once."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from catalogue.review import pages_assigning as assigning
from catalogue.review import pictures, queue
from catalogue.review.doors import Visit, go
from catalogue.review.fingerprints import fingerprints, seal
from catalogue.review.item import choice, editable, near, proposal, verdict_text
from catalogue.review.leaves import stands_at
from catalogue.review.outcome import Outcome, outcome
from catalogue.review.pages_assigning import MOST_AT_ONCE
from catalogue.review.refusals import Refused
from catalogue.review.rendering import query
from catalogue.review.verdicts import MOST_TEXT, ConflictError, Said, comment, in_words, passed
from ingest.errors import UsageError

BULK = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE)


def item(visit: Visit) -> Response:
    """One proposal."""
    return _shown(visit, visit.request.path_params["proposal"])


def verdict(visit: Visit) -> Response:
    """Pass a verdict and go on to the next proposal; 409 with the other's verdict where there is one."""
    ident = visit.request.path_params["proposal"]
    row = proposal(visit.workspace, ident)
    wanted = queue.Wanted.of(visit.asked)
    _, following, _, _ = _neighbours(visit, ident, wanted)
    said = Said.of(visit.form)
    try:
        passed(visit, row, said)
    except ConflictError as error:
        return _shown(visit, ident, 409, conflict=error)
    except UsageError as error:
        return _shown(visit, ident, 400, refused=in_words(error, row))
    asked = wanted.query()
    if said.verdict is Verdict.UNDO:
        return go(f"/items/{ident}{query(asked)}")
    done = query(asked, done=ident)
    return go(f"/items/{following}{done}" if following else f"/queue{done}")


def comment_on(visit: Visit) -> Response:
    """Add a comment."""
    ident = visit.request.path_params["proposal"]
    proposal(visit.workspace, ident)
    comment(visit, ident, visit.form.get("text", ""))
    return go(f"/items/{ident}{query(queue.Wanted.of(visit.asked).query())}")


def preview(visit: Visit) -> Response:
    """What accepting as the form stands would change, as a piece of the page; nothing is recorded.

    Sent when another candidate is chosen, so that the changes shown are those that would be recorded.
    """
    row = proposal(visit.workspace, visit.request.path_params["proposal"])
    try:
        said = Said.of({**visit.form, "verdict": Verdict.ACCEPT.value})
    except Refused as error:
        return visit.page("preview.html", would=Outcome([], (error.sentence,)))
    return visit.page("preview.html", would=outcome(visit, row, said.wish))


def bulk(visit: Visit) -> Response:
    """One verdict on all that a queue shows: first what it would change, then, when confirmed, done.

    What was shown is what is judged: where the queue, a proposal, an entry or somebody's verdict changed in
    between, it is shown anew.
    """
    word = visit.form.get("verdict", "")
    if word not in BULK:
        raise Refused(400, "form")
    wanted = queue.Wanted.of(visit.asked)
    found = visit.ordered(wanted)
    ids = found[:MOST_AT_ONCE]
    reason = visit.form.get("reason", "").strip()[:MOST_TEXT]
    by = By(visit.name, reason or None)
    with visit.house.follower.judging:
        shown = seal([word, ids, fingerprints(visit.workspace, ids)])
        confirmed = visit.form.get("confirmed") == shown
        session = judge(visit.workspace, ids, Verdict(word), by=by, dry_run=not confirmed, follow=False)
    if confirmed:
        visit.house.follow()
    rows = {row["id"]: row for row in queue.told(visit.workspace, ids)}
    return visit.page(
        "bulk.html",
        verdict=word,
        shown=shown,
        reason=reason,
        number=len(found),
        most=MOST_AT_ONCE,
        passed=[(rows[one.proposal], one.changes) for one in session.passed],
        refused=[(rows[ident], in_words(error, rows[ident])) for ident, error in session.refused],
        asked=wanted.query(),
        done=confirmed,
        changed=bool(visit.form.get("confirmed")) and not confirmed,
    )


def _shown(visit: Visit, ident: str, status: int = 200, **facts: Any) -> Response:
    row = proposal(visit.workspace, ident)
    wanted = queue.Wanted.of(visit.asked)
    before, following, place, number = _neighbours(visit, ident, wanted)
    done = visit.asked.get("done", "")
    frame = {
        "conflict": None,
        "refused": None,
        "done": proposal(visit.workspace, done) if done else None,
        "verdict_text": verdict_text,
    }
    return visit.page(
        "item.html",
        status,
        row=row,
        source=_source(visit, row),
        would=outcome(visit, row),
        stands_at=stands_at,
        views=visit.standing.of(row["document"], row["item"]),
        fields=editable(row),
        choice=choice(row),
        people=assigning.choice(visit),
        before=before,
        following=following,
        place=place,
        number=number,
        asked=wanted.query(),
        form=visit.form,
        **{**frame, **facts},
    )


def _neighbours(visit: Visit, ident: str, wanted: queue.Wanted) -> tuple[str | None, str | None, int, int]:
    """The proposals before and after one in its queue, its place and how many there are.

    One that has left the queue lies before the first: what follows is what is left.
    """
    ids = visit.ordered(wanted)
    if ident not in ids:
        return None, next(iter(ids), None), 0, len(ids)
    place = ids.index(ident)
    before = ids[place - 1] if place else None
    following = ids[place + 1] if place + 1 < len(ids) else None
    return before, following, place + 1, len(ids)


def _source(visit: Visit, row: dict[str, Any]) -> dict[str, Any]:
    """What to show beside a proposal: the page with the frame of its row, the text with its row marked.

    `near`, the rows of its list, stands in for an original that is not kept or can no longer be read.
    """
    place = row["place"]
    asked = visit.asked.get("leaf", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    if row["media_type"] in pictures.SHOWN:
        shown = wanted or place.get("page") or 1
        try:
            width, height, pages = pictures.size(visit.workspace, row["document"], shown)
        except Refused:
            pass
        else:
            box = place.get("bbox") if shown == place.get("page") else None
            return {"page": shown, "pages": pages, "width": width, "height": height, "bbox": box}
    shelf = visit.house.shelf.leaves(visit.workspace, row["document"])
    if not shelf.leaves:
        around = near(visit.workspace, row["document"], row["position"])
        return {"page": None, "leaf": None, "fault": shelf.fault, "near": around}
    shown = min(max(wanted or shelf.of(place), 1), len(shelf.leaves))
    return {"page": None, "leaf": shelf.leaves[shown - 1], "number": shown, "of": len(shelf.leaves)}
