"""What guards every request: its origin, its host, the size of its body; and what every answer says.

A writing request must come from a page of this server. Browsers say where one comes from in headers that a
page cannot forge, `Sec-Fetch-Site` and `Origin`; a request with neither comes from no browser and has no
cookie that somebody else could ride on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue.review.refusals import Refused, refusal
from catalogue.review.settings import MOST_BODY_BYTES, Settings

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""On every answer."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


Fault = Callable[[Request, Exception], Response]
"""The answer to a request that met with a fault of the program."""


class Guard:
    """Refuses what must not come in and puts the headers on what goes out, on faults of the program too."""

    def __init__(self, app: ASGIApp, settings: Settings, fault: Fault) -> None:
        self._app = app
        self._settings = settings
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                told = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    told[name] = value
                told.setdefault("cache-control", "no-store")
            await send(message)

        try:
            self._check(scope["method"], headers)
            await self._app(scope, _limited(receive), sealed)
        except Refused as error:
            await refusal(scope, error)(scope, receive, sealed)
        except Exception as error:
            if begun:
                raise
            await self._fault(Request(scope), error)(scope, receive, sealed)

    def _check(self, method: str, headers: Headers) -> None:
        names = self._settings.own_names
        if names is not None and _name(headers.get("host", "")) not in names:
            raise Refused(400, "host")
        if method not in _READING and not same_origin(headers):
            raise Refused(403, "origin")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            raise Refused(400, "length")
        if int(length) > MOST_BODY_BYTES:
            raise Refused(413, "body", most=MOST_BODY_BYTES // 1024 // 1024)


def same_origin(headers: Mapping[str, str]) -> bool:
    """True where a writing request comes from this server's own page, or from no browser at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc != "" and urlsplit(origin).netloc == headers.get("host")


def _name(host: str) -> str:
    """The host's name without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _limited(receive: Receive) -> Receive:
    """The body as it comes in, cut off where it grows too large whatever its header says."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BODY_BYTES:
            raise Refused(413, "body", most=MOST_BODY_BYTES // 1024 // 1024)
        return message

    return limited
