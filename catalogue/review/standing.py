"""Obligations as the page shows them: computed once for a state of the store, a day and told many times."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date, timedelta

from catalogue.deadlines import StatusKind
from catalogue.overview import ObligationView, obligations_on
from catalogue.review.fingerprints import seal
from catalogue.workspace import Workspace

OPEN = (StatusKind.OVERDUE, StatusKind.DUE, StatusKind.PROMPTLY, StatusKind.NO_BASIS)
"""The statuses that still ask something of somebody, worst first."""
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Load:
    """What a department has before it; `open` holds the overdue and the soon due too."""

    department: str
    overdue: int
    soon: int
    open: int


@dataclass(frozen=True, eq=False)
class Standing:
    """All obligations on a day, worst first; each computation is another one."""

    day: date
    views: tuple[ObligationView, ...]
    _by_document: dict[str, list[ObligationView]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for view in self.views:
            self._by_document.setdefault(view.obligation.subject, []).append(view)

    def of(self, document: str, item: str | None = None) -> list[ObligationView]:
        """The obligations from a decision, worst first; with `item` those that concern it."""
        return [
            view
            for view in self._by_document.get(document, ())
            if item is None or view.obligation.items is None or item in view.obligation.items
        ]

    def worst(self, document: str) -> ObligationView | None:
        """The open obligation of a decision that presses most; findings about others do not press."""
        return next(
            (
                view
                for view in self._by_document.get(document, ())
                if view.status.kind in OPEN and not view.obligation.rule.informational
            ),
            None,
        )

    def urgency(self) -> dict[str, list[int]]:
        """For ordering: by document the rank of its worst obligation, and its due day as a number."""
        found = ((document, self.worst(document)) for document in self._by_document)
        return {
            document: [OPEN.index(view.status.kind), (view.obligation.due or date.max).toordinal()]
            for document, view in found
            if view
        }

    def chosen(
        self, status: str | None = None, department: str | None = None, soon: bool = False
    ) -> list[ObligationView]:
        """Those of a status, a department, or due soon; "open" is whatever still asks something.

        Findings about others, who are none of the province's departments, are asked for as "findings".
        """
        return [
            view
            for view in self.views
            if _stands(view, status)
            and (not department or department in view.obligation.departments)
            and (not soon or self._is_soon(view))
        ]

    def loads(self) -> list[Load]:
        """What each department has before it, the most overdue first."""
        counts: dict[str, list[int]] = {}
        for view in self.chosen("open"):
            for department in view.obligation.departments or ("",):
                count = counts.setdefault(department, [0, 0, 0])
                count[0] += view.status.kind is StatusKind.OVERDUE
                count[1] += self._is_soon(view)
                count[2] += 1
        loads = [Load(department, *each) for department, each in counts.items()]
        return sorted(loads, key=lambda one: (-one.overdue, -one.soon, -one.open, one.department))

    def _is_soon(self, view: ObligationView) -> bool:
        due = view.obligation.due
        return (
            view.status.kind is StatusKind.DUE
            and due is not None
            and due <= self.day + timedelta(days=SOON_DAYS)
        )


def _stands(view: ObligationView, status: str | None) -> bool:
    if status == "findings":
        return view.obligation.rule.informational
    if view.status.kind not in OPEN:
        return status in (None, "", view.status.kind)
    return not view.obligation.rule.informational and status in (None, "", "open", view.status.kind)


@dataclass(frozen=True, slots=True)
class Observed:
    """A standing with what it was computed from: the newest event that moves deadlines, and the obligations
    as they were stored then.
    """

    newest: int
    stored: str
    standing: Standing


def observed(workspace: Workspace, day: date, known: str | None = None) -> Observed | None:
    """The obligations on a day as they are now; None where those stored are as `known` has them.

    Verdicts move a deadline seldom, by the level or the code of an entry, and only once `derive` has stored
    the obligations that follow. Computing them takes seconds, comparing those stored milliseconds.
    """
    stored = seal(workspace.rows("SELECT * FROM obligations ORDER BY id"))
    if stored == known:
        return None
    newest = _newest(workspace)
    views = obligations_on(workspace, day, everything=True)
    return Observed(newest, stored, Standing(day, tuple(views)))


class Observer:
    """Keeps the standing of the last state that was asked for; shared by all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Observed | None = None

    def standing(self, workspace: Workspace, day: date) -> Standing:
        """The obligations on a day; computed anew after new decisions, evidence, lists or settings.

        What verdicts move comes with `take`, so that nobody waits for it.
        """
        newest = _newest(workspace)
        with self._lock:
            if self._kept is None or (self._kept.newest, self._kept.standing.day) != (newest, day):
                self._kept = observed(workspace, day)
                assert self._kept is not None, "nothing is known of what is stored"
            return self._kept.standing

    @property
    def stored(self) -> str | None:
        """The obligations that the standing kept was computed from; None before anybody asked for one."""
        kept = self._kept
        return kept.stored if kept else None

    def take(self, fresh: Observed | None) -> None:
        """Keep what was computed elsewhere from now on, unless something newer is kept."""
        with self._lock:
            kept = self._kept
            if fresh and kept and fresh.standing.day == kept.standing.day and fresh.newest >= kept.newest:
                self._kept = fresh


def _newest(workspace: Workspace) -> int:
    """The newest event that moves deadlines by itself; changes of accounts are settings that move none."""
    rows = workspace.rows(
        "SELECT coalesce(max(id), 0) AS id FROM audit_events"
        " WHERE kind IN ('decision', 'evidence', 'import', 'setting')"
        " AND (subject IS NULL OR subject NOT LIKE 'user %')"
    )
    return int(rows[0]["id"])
