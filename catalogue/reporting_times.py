"""By how much the province shortens procedures: the time in its decisions against the national catalogue's.

Compared are only times that name one period each, in the same unit; whatever else is written stays unknown.
"""

from __future__ import annotations

from catalogue.time_limits import Period, periods
from catalogue.workspace import Workspace

ENOUGH = 30
"""From how many percent on a cut counts: "rút ngắn tối thiểu 30 % thời gian giải quyết"."""


def time_cuts(workspace: Workspace) -> dict[str, int]:
    """The cut of each item whose time can be compared, in whole percent rounded down; 0 for none."""
    by_law = {
        row["code"]: row["time_limit"]
        for row in workspace.rows(
            "SELECT code, time_limit FROM procedures WHERE scope = 'national' AND time_limit IS NOT NULL"
        )
    }
    rows = workspace.rows("SELECT id, code, time_limit FROM items WHERE time_limit IS NOT NULL")
    found = ((row["id"], time_cut(row["time_limit"], by_law.get(row["code"]))) for row in rows)
    return {ident: cut for ident, cut in found if cut is not None}


def time_cut(own: str | None, by_law: str | None) -> int | None:
    """By how many percent the first time is below the second; None where they cannot be compared."""
    first, second = _only(own), _only(by_law)
    if first is None or second is None or first.unit != second.unit or not second.most:
        return None
    return max(0, int((second.most - first.most) * 100 // second.most))


def _only(text: str | None) -> Period | None:
    """The only period that a text names; a range is none, for it does not say how long a procedure takes."""
    found = periods(text)
    return found[0] if len(found) == 1 and not found[0].is_range else None
