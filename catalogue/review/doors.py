"""Every address of the review page with the role it needs, and how a visit is led to its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from catalogue.audit import current_user
from catalogue.evidence import Dossier
from catalogue.review.filing import Cabinet
from catalogue.review.following import Follower
from catalogue.review.keeping import Keeper
from catalogue.review.leaves import Shelf
from catalogue.review.queue import Wanted, ordered
from catalogue.review.refusals import API, Refused, is_of_script, refusal
from catalogue.review.rendering import page
from catalogue.review.settings import Settings
from catalogue.review.standing import Observer, Standing
from catalogue.users import Role, User
from catalogue.users_sessions import holder
from catalogue.workspace import Workspace
from ingest.errors import CongboError
from ingest.messages import LANGUAGES, language, use_language

COOKIE = "congbo_session"
LANGUAGE_COOKIE = "congbo_language"
AT_A_TIME = 4
"""Answers made at a time; others wait their turn: more would only take the processor from each other."""


class _Number(IntegerConvertor):
    """`{…:number}` in an address: one that SQLite keeps and that fits into a file's name."""

    regex = "[0-9]{1,18}"


register_url_convertor("number", _Number())


@dataclass(frozen=True, slots=True)
class House:
    """What all visits share."""

    settings: Settings
    keeper: Keeper
    observer: Observer
    follower: Follower
    shelf: Shelf = field(default_factory=Shelf)
    cabinet: Cabinet = field(default_factory=Cabinet)
    at_a_time: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_A_TIME))

    @classmethod
    def of(cls, settings: Settings) -> House:
        """The house of one workspace."""
        observer = Observer()
        return cls(settings, Keeper(settings.folder), observer, Follower(observer))

    def follow(self) -> None:
        """Derive what follows from verdicts; returns at once."""
        self.follower.follow(self.settings.folder, self.settings.day)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request being answered: what was asked, by whom, and the open workspace."""

    request: Request
    house: House
    workspace: Workspace
    user: User | None
    form: dict[str, str]

    @property
    def name(self) -> str:
        """Whose name a verdict bears."""
        assert self.user is not None, "doors that write need a role"
        return self.user.name

    @property
    def standing(self) -> Standing:
        """The obligations on the day of the page."""
        return self.house.observer.standing(self.workspace, self.house.settings.day)

    @property
    def dossier(self) -> Dossier:
        """All evidence, by the decisions it is of."""
        return self.house.cabinet.dossier(self.workspace)

    def ordered(self, wanted: Wanted) -> list[str]:
        """The ids of the proposals wanted, in the order of the queue."""
        standing = self.standing
        key = ("ordered", wanted, standing)
        return self.house.keeper.answer(key, lambda: ordered(self.workspace, wanted, standing))

    @property
    def asked(self) -> dict[str, str]:
        """The address's query, one value to a name."""
        return dict(self.request.query_params)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else "?"

    @property
    def here(self) -> str:
        """The address that shows this page: of a form's answer the one that the form stands on."""
        url = self.request.url
        path = url.path if self.request.method == "GET" else url.path.rpartition("/")[0] or "/"
        return path + (f"?{url.query}" if url.query else "")

    def may(self, role: Role) -> bool:
        """True where the person has the role or a higher one."""
        return self.user is not None and self.user.role.covers(role)

    def page(self, template: str, status: int = 200, **facts: Any) -> Response:
        """A page for people."""
        frame = {
            "user": self.user,
            "single_user": self.house.settings.single_user,
            "here": self.here,
            "path": self.request.url.path,
            "lang": language(),
            "may_judge": self.may(Role.REVIEWER),
            "may_lead": self.may(Role.LEAD),
            "may_administer": self.may(Role.ADMINISTRATOR),
            "today": self.house.settings.day,
        }
        return HTMLResponse(page(template, **{**frame, **facts}), status)


Answer = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Door:
    """One address: `least` is the role it needs, None where nobody need be logged in."""

    method: str
    path: str
    answer: Answer
    least: Role | None

    @property
    def name(self) -> str:
        """Unique among the doors."""
        return f"{self.method} {self.path}"


def routes(doors: Sequence[Door], house: House) -> list[Route]:
    """The doors as routes; every answer is made in a thread with a workspace of its own."""
    return [Route(one.path, _endpoint(one, house), methods=[one.method], name=one.name) for one in doors]


def _endpoint(door: Door, house: House) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        body = await request.body() if request.method == "POST" else b""
        return await to_thread.run_sync(_answer, door, house, request, body, limiter=house.at_a_time)

    return endpoint


def _answer(door: Door, house: House, request: Request, body: bytes) -> Response:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    use_language(chosen if chosen in LANGUAGES else None)
    try:
        with Workspace.open(house.settings.folder) as workspace:
            user = _user(house, workspace, request)
            if door.least is not None and user is None:
                return _to_login(request)
            if door.least is not None and user is not None and not user.role.covers(door.least):
                raise Refused(403, "role")
            return door.answer(Visit(request, house, workspace, user, _form(body)))
    except (Refused, CongboError) as error:
        return refusal(request.scope, error)


def _user(house: House, workspace: Workspace, request: Request) -> User | None:
    if house.settings.single_user:
        return User(current_user(), Role.ADMINISTRATOR)
    token = request.cookies.get(COOKIE)
    return holder(workspace, token, house.settings.limits) if token else None


def _to_login(request: Request) -> Response:
    """To the login and back. A script's request would follow a redirection itself: the page is sent there."""
    if request.url.path.startswith(API):
        raise Refused(401, "login")
    script = is_of_script(request.scope)
    address = f"/login?back={quote(_page_of(request, script))}"
    return Response(headers={"hx-redirect": address}) if script else RedirectResponse(address, 303)


def _page_of(request: Request, script: bool) -> str:
    """The page to come back to: the one asked for, or the one that a form or a script's request came from."""
    headers = request.headers
    came_from = headers.get("hx-current-url", "") if script else headers.get("referer", "")
    url = urlsplit(str(request.url) if request.method == "GET" and not script else came_from)
    if url.netloc != request.url.netloc:
        return "/"
    return inside(url.path + (f"?{url.query}" if url.query else ""))


def _form(body: bytes) -> dict[str, str]:
    """A form's fields, the last value of each; a body in other letters than UTF-8 is refused."""
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=1000)
    except ValueError as error:
        raise Refused(400, "form") from error
    return {name: values[-1] for name, values in fields.items()}


def inside(address: str) -> str:
    """An address of this page to go back to; the start page for any other."""
    clean = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if clean and address.isprintable() and "\\" not in address else "/"


def go(address: str) -> Response:
    """On to another page of ours after a form."""
    return RedirectResponse(inside(address), 303)


def as_json(facts: Any, status: int = 200) -> Response:
    """An answer for programs."""
    return JSONResponse(facts, status)
