"""Requests that are refused: one shape of error for programs, one page for people."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from catalogue.review.rendering import page
from ingest.errors import CongboError
from ingest.messages import say

API = "/api/v1"


class Refused(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """A request is answered with `status` and the sentence `review_error.<key>`."""

    def __init__(self, status: int, key: str, **facts: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.facts = facts

    @property
    def sentence(self) -> str:
        """The sentence in the language in force."""
        return say(f"review_error.{self.key}", **self.facts)


def refusal(scope: Scope, error: Refused | CongboError, status: int = 400) -> Response:
    """The answer to a refused request: JSON below `/api/v1`, elsewhere a page."""
    if isinstance(error, Refused):
        status, code, sentence = error.status, error.key, error.sentence
    else:
        code, sentence = getattr(error, "key", "error"), str(error)
    return refused_with(scope, status, code, sentence)


def refused_with(scope: Scope, status: int, code: str, sentence: str, **facts: Any) -> Response:
    """The answer with its status, code and sentence; to a script of the page as a piece of it."""
    if scope["path"].startswith(API):
        return JSONResponse(error_json(status, code, sentence, **facts), status)
    if is_of_script(scope):
        headers = {"hx-reswap": "innerHTML", "hx-reselect": "unset", "hx-push-url": "false"}
        return HTMLResponse(page("notice.html", sentence=sentence), status, headers)
    return Response(page("refused.html", status=status, sentence=sentence), status, media_type="text/html")


def is_of_script(scope: Scope) -> bool:
    """True for a request that a script of the page makes (htmx), whose answer becomes a piece of the page."""
    return Headers(scope=scope).get("hx-request") == "true"


def error_json(status: int, code: str, sentence: str, **facts: Any) -> dict[str, Any]:
    """The one shape of errors."""
    return {"error": {"status": status, "code": code, "message": sentence, "facts": facts}}
