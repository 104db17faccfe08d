"""The accounts, for administrators: who there is, their roles, disabled or not, new passwords."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.responses import Response

from catalogue import users
from catalogue.review.doors import Visit, go
from catalogue.review.refusals import Refused
from catalogue.users import Role
from ingest.errors import UsageError

HERE = "/people"


def people(visit: Visit) -> Response:
    """All accounts."""
    return _shown(visit)


def add(visit: Visit) -> Response:
    """Make an account."""
    name, password, role = _said(visit, "name"), visit.form.get("password", ""), _role(visit)
    return _done(visit, lambda: users.add_user(visit.workspace, name, role, password, by=visit.name))


def role(visit: Visit) -> Response:
    """Give an account another role."""
    name, wanted = _said(visit, "name"), _role(visit)
    return _done(visit, lambda: users.set_role(visit.workspace, name, wanted, by=visit.name))


def disable(visit: Visit) -> Response:
    """Let an account open nothing any more; its sessions end at once."""
    return _done(visit, lambda: users.disable(visit.workspace, _said(visit, "name"), by=visit.name))


def enable(visit: Visit) -> Response:
    """Open a disabled account again."""
    return _done(visit, lambda: users.enable(visit.workspace, _said(visit, "name"), by=visit.name))


def password(visit: Visit) -> Response:
    """Give an account a new password; its sessions end."""
    name, fresh = _said(visit, "name"), visit.form.get("password", "")
    return _done(visit, lambda: users.set_password(visit.workspace, name, fresh, by=visit.name))


def _done(visit: Visit, change: Callable[[], object]) -> Response:
    try:
        change()
    except UsageError as error:
        return _shown(visit, 400, error.sentence())
    return go(HERE)


def _shown(visit: Visit, status: int = 200, wrong: str | None = None) -> Response:
    return visit.page(
        "people.html",
        status,
        people=users.users(visit.workspace),
        roles=list(Role),
        wrong=wrong,
        seen=_seen(visit),
        assigned=_assigned(visit),
        least=users.LEAST_LETTERS,
        typed=_said(visit, "name"),
    )


def _seen(visit: Visit) -> dict[str, str]:
    """When each person's running sessions were last used, as a moment."""
    rows = visit.workspace.rows('SELECT "user", max(seen) AS seen FROM sessions GROUP BY "user"')
    return {row["user"]: datetime.fromtimestamp(row["seen"], UTC).isoformat() for row in rows}


def _assigned(visit: Visit) -> dict[str, int]:
    """How many waiting proposals each person has before them."""
    rows = visit.workspace.rows(
        'SELECT a."user", count(*) AS number FROM assignments a JOIN proposals p ON p.id = a.proposal'
        " WHERE p.state NOT IN ('accepted', 'rejected') GROUP BY 1"
    )
    return {row["user"]: row["number"] for row in rows}


def _said(visit: Visit, name: str) -> str:
    return visit.form.get(name, "").strip()


def _role(visit: Visit) -> Role:
    wanted = visit.form.get("role", "")
    if wanted not in list(Role):
        raise Refused(400, "form")
    return Role(wanted)
