"""Who has what before them: taken and given back by oneself, assigned by leads one by one or in number."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from catalogue.assignments import assign, assigned
from catalogue.review import queue
from catalogue.review.doors import Visit, go
from catalogue.review.fingerprints import seal
from catalogue.review.item import proposal
from catalogue.review.narrowing import NOBODY
from catalogue.review.refusals import Refused
from catalogue.review.rendering import query
from catalogue.users import Role, reviewers

MOST_AT_ONCE = 500
"""Proposals that are judged or assigned at once; the rest is left for the next time."""


def one(visit: Visit) -> Response:
    """Take a proposal, give it back, or, for leads, put it in somebody's hands."""
    ident = visit.request.path_params["proposal"]
    proposal(visit.workspace, ident)
    to = _meant(visit)
    with visit.house.follower.judging:
        standing = assigned(visit.workspace, [ident]).get(ident)
        if not visit.may(Role.LEAD):
            if to not in (visit.name, None):
                raise Refused(403, "role")
            if standing and standing.user != visit.name:
                raise Refused(409, "assigned", user=standing.user)
        assign(visit.workspace, [ident], to, visit.name)
    return go(f"/items/{ident}{query(queue.Wanted.of(visit.asked).query())}")


def many(visit: Visit) -> Response:
    """Assign all that a queue shows: first to whom they would go from whom, then, when confirmed, done.

    What was shown is what is assigned: where the queue or who has what changed in between, it is shown anew.
    """
    to = _meant(visit)
    wanted = queue.Wanted.of(visit.asked)
    found = visit.ordered(wanted)
    ids = found[:MOST_AT_ONCE]
    with visit.house.follower.judging:
        held = {ident: one.user for ident, one in assigned(visit.workspace, ids).items()}
        shown = seal([to, ids, held])
        confirmed = visit.form.get("confirmed") == shown
        if confirmed:
            assign(visit.workspace, ids, to, visit.name)
    moving = [ident for ident in ids if held.get(ident) != to]
    before = Counter(held.get(ident, "") for ident in moving)
    return visit.page(
        "assign.html",
        to=to,
        shown=shown,
        number=len(found),
        most=MOST_AT_ONCE,
        rows=queue.told(visit.workspace, moving[: queue.AT_ONCE]),
        moving=len(moving),
        before=sorted(before.items()),
        asked=wanted.query(),
        done=confirmed,
        changed=bool(visit.form.get("confirmed")) and not confirmed,
    )


def choice(visit: Visit) -> list[str]:
    """To whom this person may assign: oneself, and for leads all others who may judge."""
    others = [name for name in reviewers(visit.workspace) if name != visit.name]
    return [visit.name, *others] if visit.may(Role.LEAD) else [visit.name]


def _meant(visit: Visit) -> str | None:
    """The person named in the form, None for nobody. Refused (400): nobody who may judge."""
    to = visit.form.get("to", "")
    if to == NOBODY:
        return None
    if to != visit.name and to not in reviewers(visit.workspace):
        raise Refused(400, "form")
    return to
