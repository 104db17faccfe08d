"""The pages for looking: start, deadlines, queue, decisions, catalogue; and the files behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from starlette.responses import FileResponse, Response

from catalogue.assignments import assigned
from catalogue.entry_view import biography, shown
from catalogue.judgements import State
from catalogue.procedure import Band, Kind
from catalogue.review import narrowing, pictures, queue, start
from catalogue.review.differing import between
from catalogue.review.doors import Visit
from catalogue.review.item import proposal
from catalogue.review.narrowing import NOBODY
from catalogue.review.pages_assigning import choice
from catalogue.review.refusals import Refused
from catalogue.review.rendering import STATIC
from catalogue.review.standing import OPEN
from catalogue.search import search
from extract.decision import Change, Level
from ingest.messages import language, say
from ingest.messages.command import day_of
from ingest.originals import Originals

_MOST_HITS = 100
_KEPT = {"cache-control": "private, max-age=86400"}


def home(visit: Visit) -> Response:
    """What is due, what waits, what came."""
    told = start.told(visit.workspace, visit.standing)
    mine = len(visit.ordered(queue.Wanted(assignee=visit.name)))
    runs = start.last_runs(visit.workspace)
    return visit.page("home.html", **{**told, "runs": runs}, lost=len(visit.dossier.lost), mine=mine)


def deadlines(visit: Visit) -> Response:
    """The obligations of a status, a department, or due soon; worst first."""
    asked = visit.asked
    status, department, soon = asked.get("status", "open"), asked.get("department"), asked.get("soon")
    named = None if department == NOBODY else department
    views = [
        view
        for view in visit.standing.chosen(status, named, bool(soon))
        if department != NOBODY or not view.obligation.departments
    ]
    last = max(1, -(-len(views) // queue.AT_ONCE))
    page = min(max(_number(asked.get("page", "1")), 1), last)
    return visit.page(
        "deadlines.html",
        views=views[(page - 1) * queue.AT_ONCE : page * queue.AT_ONCE],
        page=page,
        last=last,
        number=len(views),
        asked={"status": status, "department": department, "soon": soon},
        statuses=["open", *OPEN, "met_late", "met", "not_applicable", "findings"],
        departments=[one.department for one in visit.standing.loads() if one.department],
    )


def waiting(visit: Visit) -> Response:
    """The queue."""
    wanted = queue.Wanted.of(visit.asked)
    ids = visit.ordered(wanted)
    last = max(1, -(-len(ids) // queue.AT_ONCE))
    page = min(max(_number(visit.asked.get("page", "1")), 1), last)
    first = (page - 1) * queue.AT_ONCE
    shown = ids[first : first + queue.AT_ONCE]
    held = assigned(visit.workspace, shown)
    rows = queue.told(visit.workspace, shown)
    done = visit.asked.get("done", "")
    return visit.page(
        "queue.html",
        rows=[
            {**row, "worst": visit.standing.worst(row["document"]), "assigned": held.get(row["id"])}
            for row in rows
        ],
        number=len(ids),
        first=first + 1,
        number_of_page=page,
        last=last,
        wanted=wanted,
        asked=wanted.query(),
        done=proposal(visit.workspace, done) if done else None,
        menus=_menus(visit, wanted),
        people=choice(visit),
    )


def _menus(visit: Visit, wanted: queue.Wanted) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The queue's menus in their order: the filter's name, its title, what can be chosen."""
    stored = visit.house.keeper.answer("choices", lambda: queue.choices(visit.workspace))
    flags = visit.house.keeper.answer(("flags", language()), lambda: narrowing.flags(visit.workspace))

    def worded(section: str, values: Iterable[str]) -> list[tuple[str, str]]:
        return [(value, say(f"{section}.{value}")) for value in values]

    state = [("open", say("review.state_open")), *worded("state", State), ("all", say("review.state_all"))]
    menus = [
        ("state", say("column.state"), state),
        ("due", say("narrowing.due"), [(one.value, say(f"narrowing.due_{one}")) for one in narrowing.Due]),
        ("flag", say("narrowing.flag"), flags),
        ("assignee", say("narrowing.assignee"), narrowing.people(visit.workspace, visit.name)),
        ("band", say("column.match"), worded("band", Band)),
        ("decision", say("column.decision"), stored["decision"]),
        ("department", say("column.department"), stored["department"]),
        ("field", say("field.field"), stored["field"]),
        ("kind", say("column.kind"), worded("proposal", Kind)),
        ("change", say("column.change"), worded("change", Change)),
        ("level", say("column.level"), worded("level", Level)),
    ]
    return [(name, title, _with_asked(options, getattr(wanted, name))) for name, title, options in menus]


def _with_asked(options: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The options with what an address asks for, though it could not be chosen."""
    known = not value or value in {name for name, _ in options}
    return options if known else [*options, (value, value)]


def all_decisions(visit: Visit) -> Response:
    """All decisions, the last that came in first."""
    return visit.page("decisions.html", decisions=start.newest_decisions(visit.workspace, 5000))


def entries(visit: Visit) -> Response:
    """Search of the catalogue."""
    text = visit.asked.get("text", "").strip()[:300]
    hits = search(visit.workspace, text, _MOST_HITS) if text else []
    return visit.page("catalogue.html", text=text, hits=hits, most=_MOST_HITS)


def entry(visit: Visit) -> Response:
    """One entry on a day with its history, and what differs between two days."""
    code = visit.request.path_params["code"]
    on, other = _day(visit.asked.get("on")), _day(visit.asked.get("other"))
    told = shown(visit.workspace, code, on)
    return visit.page(
        "entry.html",
        entry=told,
        versions=biography(visit.workspace, code)["versions"],
        proposals=queue.told(visit.workspace, _about(visit, f"{told['scope']}:{told['code']}")),
        on=on,
        other=other,
        differences=between(visit.workspace, code, on, other) if on and other else None,
    )


def picture(visit: Visit) -> Response:
    """The picture of a page."""
    document, page = visit.request.path_params["document"], visit.request.path_params["page"]
    return FileResponse(
        pictures.picture(visit.workspace, document, page), media_type="image/png", headers=_KEPT
    )


def original(visit: Visit) -> Response:
    """A kept original, to be saved and never shown within the page."""
    document = visit.request.path_params["document"]
    rows = visit.workspace.rows("SELECT name FROM locations WHERE document = ? ORDER BY path", [document])
    path = Originals(visit.workspace.originals).path(document) if rows else None
    if path is None or not path.is_file():
        raise Refused(404, "no_document")
    return FileResponse(path, media_type="application/octet-stream", filename=rows[0]["name"])


def static(visit: Visit) -> Response:
    """One of the page's own files."""
    found = {path.name: path for path in STATIC.iterdir()}.get(visit.request.path_params["name"])
    if found is None:
        raise Refused(404, "nothing_here")
    return FileResponse(found, headers={"cache-control": "public, max-age=3600"})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _about(visit: Visit, procedure: str) -> list[str]:
    """The proposals that would change an entry or take it out, the newest decisions first."""
    rows = visit.workspace.rows(
        "SELECT p.id FROM proposals p JOIN decisions d ON d.document = p.document"
        " WHERE :entry IN (p.procedure, p.retires)"
        " ORDER BY d.signed DESC, d.number_key, p.position LIMIT :most",
        {"entry": procedure, "most": queue.AT_ONCE},
    )
    return [row["id"] for row in rows]


def _day(text: str | None) -> date | None:
    found = day_of(text) if text else None
    if text and found is None:
        raise Refused(400, "day", text=text[:40])
    return found
