"""By how much the province shortens procedures: the time in its decisions against the national catalogue's.

Compared are only times that name one period each, in the same unit; whatever else is written stays unknown.
"""

from __future__ import annotations

import re

from catalogue.workspace import Workspace
from extract.folding import nfc

ENOUGH = 30
"""From how many percent on a cut counts: "rút ngắn tối thiểu 30 % thời gian giải quyết"."""

_PERIOD = re.compile(r"(?<![\d.,/–-])(\d+)\s*(ngày làm việc|ngày|giờ làm việc|giờ|tháng)")


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
    first, second = period(own), period(by_law)
    if first is None or second is None or first[1] != second[1] or not second[0]:
        return None
    return max(0, (second[0] - first[0]) * 100 // second[0])


def period(text: str | None) -> tuple[int, str] | None:
    """Length and unit of the only period that a text names: "07 ngày làm việc kể từ …" -> 7, "ngày làm việc".

    Fractions and ranges ("5,5 ngày", "5-7 ngày") are none.
    """
    found = {(int(one[1]), one[2]) for one in _PERIOD.finditer(nfc(text or "").lower())}
    return found.pop() if len(found) == 1 else None
