"""Logging in and out, one's own password, and the language."""

from __future__ import annotations

from starlette.responses import Response

from catalogue.review.doors import COOKIE, LANGUAGE_COOKIE, Visit, go, inside
from catalogue.review.refusals import Refused
from catalogue.users import LoginThrottledError, known, set_password
from catalogue.users_sessions import begin, end, end_all
from ingest.errors import UsageError
from ingest.messages import LANGUAGES, say

_YEAR_S = 365 * 24 * 60 * 60


def login_form(visit: Visit) -> Response:
    """Where to log in."""
    return visit.page("login.html", back=inside(visit.asked.get("back", "/")), wrong=None, name="")


def login(visit: Visit) -> Response:
    """Begin a session under a fresh token, whatever cookie came along."""
    back, name = inside(visit.form.get("back", "/")), visit.form.get("name", "").strip()
    status, wrong = 401, say("user.wrong")
    try:
        user = known(visit.workspace, name, visit.form.get("password", ""), visit.address)
    except LoginThrottledError as error:
        user, status, wrong = None, 429, error.sentence()
    if user is None:
        return visit.page("login.html", status, back=back, wrong=wrong, name=name[:60])
    _end_present(visit)
    return _with_session(visit, begin(visit.workspace, user, visit.house.settings.limits), back)


def logout(visit: Visit) -> Response:
    """End this session, or all of the person's."""
    if visit.user and visit.form.get("everywhere"):
        end_all(visit.workspace, visit.user)
    _end_present(visit)
    answer = go("/login")
    answer.delete_cookie(COOKIE)
    return answer


def account(visit: Visit) -> Response:
    """One's own account."""
    return _account(visit)


def password(visit: Visit) -> Response:
    """Change one's own password: every session ends but a new one for this browser."""
    assert visit.user is not None, "the door needs a role"
    old, new = visit.form.get("old", ""), visit.form.get("new", "")
    try:
        if known(visit.workspace, visit.name, old, visit.address) is None:
            return _account(visit, 400, wrong=say("user.wrong_password"))
        set_password(visit.workspace, visit.name, new, by=visit.name)
    except UsageError as error:
        status = 429 if isinstance(error, LoginThrottledError) else 400
        return _account(visit, status, wrong=error.sentence())
    return _with_session(visit, begin(visit.workspace, visit.user, visit.house.settings.limits), "/account")


def choose_language(visit: Visit) -> Response:
    """Speak the other language from now on in this browser."""
    chosen = visit.form.get("language", "")
    if chosen not in LANGUAGES:
        raise Refused(400, "form")
    answer = go(visit.form.get("back", "/"))
    answer.set_cookie(LANGUAGE_COOKIE, chosen, _YEAR_S, httponly=True, samesite="lax")
    return answer


def _account(visit: Visit, status: int = 200, wrong: str | None = None) -> Response:
    return visit.page("account.html", status, wrong=wrong)


def _end_present(visit: Visit) -> None:
    token = visit.request.cookies.get(COOKIE)
    if token:
        end(visit.workspace, token)


def _with_session(visit: Visit, token: str, back: str) -> Response:
    answer = go(back)
    secure = visit.request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure)
    return answer
