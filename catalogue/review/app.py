"""The application: every door, guarded, with one shape of error."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from catalogue.review import (
    api,
    pages,
    pages_accounts,
    pages_assigning,
    pages_audit,
    pages_decision,
    pages_item,
    pages_people,
    pages_runs,
)
from catalogue.review.doors import LANGUAGE_COOKIE, Door, House, routes
from catalogue.review.refusals import API, refused_with
from catalogue.review.security import Guard
from catalogue.review.settings import Settings
from catalogue.users import Role
from ingest.messages import LANGUAGES, say, use_language

DOORS = (
    Door("GET", "/static/{name}", pages.static, None),
    Door("GET", "/login", pages_people.login_form, None),
    Door("POST", "/login", pages_people.login, None),
    Door("POST", "/logout", pages_people.logout, None),
    Door("POST", "/language", pages_people.choose_language, None),
    Door("GET", "/", pages.home, Role.VIEWER),
    Door("GET", "/deadlines", pages.deadlines, Role.VIEWER),
    Door("GET", "/queue", pages.waiting, Role.VIEWER),
    Door("POST", "/queue/bulk", pages_item.bulk, Role.LEAD),
    Door("POST", "/queue/assign", pages_assigning.many, Role.LEAD),
    Door("GET", "/items/{proposal}", pages_item.item, Role.VIEWER),
    Door("POST", "/items/{proposal}/verdict", pages_item.verdict, Role.REVIEWER),
    Door("POST", "/items/{proposal}/comment", pages_item.comment_on, Role.REVIEWER),
    Door("POST", "/items/{proposal}/assign", pages_assigning.one, Role.REVIEWER),
    Door("POST", "/items/{proposal}/preview", pages_item.preview, Role.REVIEWER),
    Door("GET", "/decisions", pages.all_decisions, Role.VIEWER),
    Door("GET", "/decisions/{document}", pages_decision.one_decision, Role.VIEWER),
    Door("POST", "/decisions/{document}/evidence", pages_decision.enter, Role.REVIEWER),
    Door("POST", "/decisions/{document}/taken-back", pages_decision.take_back, Role.REVIEWER),
    Door("GET", "/documents/{document}", pages.original, Role.VIEWER),
    Door("GET", "/documents/{document}/pages/{page:number}", pages.picture, Role.VIEWER),
    Door("GET", "/evidence", pages_runs.lost, Role.VIEWER),
    Door("POST", "/evidence/taken-back", pages_runs.take_back, Role.REVIEWER),
    Door("GET", "/runs/imports/{number:number}", pages_runs.of_import, Role.VIEWER),
    Door("GET", "/runs/sources/{number:number}", pages_runs.of_source, Role.VIEWER),
    Door("GET", "/catalogue", pages.entries, Role.VIEWER),
    Door("GET", "/catalogue/{code}", pages.entry, Role.VIEWER),
    Door("GET", "/account", pages_people.account, Role.VIEWER),
    Door("POST", "/account/password", pages_people.password, Role.VIEWER),
    Door("GET", "/audit", pages_audit.events, Role.LEAD),
    Door("GET", "/people", pages_accounts.people, Role.ADMINISTRATOR),
    Door("POST", "/people/add", pages_accounts.add, Role.ADMINISTRATOR),
    Door("POST", "/people/role", pages_accounts.role, Role.ADMINISTRATOR),
    Door("POST", "/people/disable", pages_accounts.disable, Role.ADMINISTRATOR),
    Door("POST", "/people/enable", pages_accounts.enable, Role.ADMINISTRATOR),
    Door("POST", "/people/password", pages_accounts.password, Role.ADMINISTRATOR),
    Door("GET", f"{API}/openapi.json", api.described, Role.VIEWER),
    Door("GET", f"{API}/summary", api.summary, Role.VIEWER),
    Door("GET", f"{API}/obligations", api.obligations, Role.VIEWER),
    Door("GET", f"{API}/proposals", api.proposals, Role.VIEWER),
    Door("GET", f"{API}/proposals/{{proposal}}", api.one_proposal, Role.VIEWER),
    Door("POST", f"{API}/proposals/{{proposal}}/verdict", api.verdict, Role.REVIEWER),
    Door("GET", f"{API}/decisions/{{document}}", api.one_decision, Role.VIEWER),
    Door("GET", f"{API}/entries", api.entries, Role.VIEWER),
    Door("GET", f"{API}/entries/{{code}}", api.entry, Role.VIEWER),
)
"""Every address there is, with the role it needs."""

_KEYS = {404: "nothing_here", 405: "method"}


def application(settings: Settings) -> Starlette:
    """The review page of one workspace."""
    house = House.of(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        house.follower.catch_up(settings.folder, settings.day)
        yield
        house.follower.close()
        house.keeper.close()

    app = Starlette(
        routes=routes(DOORS, house),
        middleware=[Middleware(Guard, settings=settings, fault=_fault)],
        exception_handlers={HTTPException: _http},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.house = house
    return app


def _http(request: Request, error: Exception) -> Response:
    """An address that is none, or asked in a way it does not answer."""
    assert isinstance(error, HTTPException)
    _speak(request)
    key = _KEYS.get(error.status_code, "nothing_here")
    return refused_with(request.scope, error.status_code, key, say(f"review_error.{key}"))


def _fault(request: Request, error: Exception) -> Response:
    """A fault of the program: told without its insides, which go to the log."""
    _speak(request)
    logging.getLogger("congbo.review").error("%s %s", request.method, request.url.path, exc_info=error)
    return refused_with(request.scope, 500, "fault", say("review_error.fault"))


def _speak(request: Request) -> None:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    use_language(chosen if chosen in LANGUAGES else None)
