"""The report on publication (báo cáo công bố, công khai TTHC) for a period, by department and field.

What counts: the province's own publication decisions signed in the period, a decision once however many
copies of it came in, a procedure once in a decision for each kind of change. The sums are those of the
decisions, as in the yearly reports of the provinces: who is amended twice counts twice. Standardised
procedures, lists that state no kind and internal procedures are counted apart from the four kinds of
Nghị định 63/2010/NĐ-CP Điều 14. A figure that no document tells is None, never nought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from catalogue.deadlines import DecisionFacts, Obligation, Status, StatusKind, status
from catalogue.deadlines.calendar import today
from catalogue.deadlines.facts import PROVINCE, without_copies
from catalogue.deadlines.rules import Proof
from catalogue.decisions import load_decision
from catalogue.obligations import facts_of, facts_of_workspace, workspace_obligations
from catalogue.provinces import Province, find_province
from catalogue.reporting_rows import (
    Kind,
    Online,
    Posted,
    Row,
    act_rows,
    counts_as_duty,
    decision_row,
    duty_row,
    is_posting,
    online_level,
    procedure_rows,
    standings,
)
from catalogue.reporting_times import ENOUGH, time_cuts
from catalogue.workspace import Workspace
from extract.decision import Change, iso
from extract.folding import plain
from ingest.errors import UsageError
from ingest.messages import say

FOUR = (Change.NEW, Change.AMENDED, Change.REPLACED, Change.REPEALED)
"""The kinds of change that make up the total."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: the whole (`department` None), a department, or one of its fields.

    `figures` holds the rows behind each figure, None where it is not known.
    """

    department: str | None
    field: str | None
    figures: Mapping[str, tuple[Row, ...] | None]

    def count(self, figure: str) -> int | None:
        """The figure; None where it is not known."""
        rows = self.figures[figure]
        return None if rows is None else len(rows)

    @property
    def scope(self) -> str:
        """What the line sums up: "all", "department" or "field"."""
        if self.field is not None:
            return "field"
        return "all" if self.department is None else "department"

    @property
    def name(self) -> str:
        """What the line is called in the report."""
        if self.field is not None:
            return self.field or say("report.no_field")
        if self.department is not None:
            return self.department or say("report.no_department")
        return say("report.all")

    def to_json(self) -> dict[str, Any]:
        """The figures with the ids of the rows behind them."""
        return {
            "department": self.department or None,
            "field": self.field or None,
            "name": self.name,
            "scope": self.scope,
            "figures": {
                name: None if rows is None else {"count": len(rows), "rows": [row.id for row in rows]}
                for name, rows in self.figures.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its period, the day it was seen on, its lines (the whole first), what is to be remarked."""

    first: date
    last: date
    as_of: date
    province: Province | None
    asked: str | None
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def whole(self) -> Line:
        """The line of all departments."""
        return self.lines[0]

    @property
    def departments(self) -> tuple[str, ...]:
        """The names of the departments that have a line."""
        return tuple(line.name for line in self.lines if line.scope == "department")

    def rows(self, kind: Kind) -> list[Row]:
        """All rows of a kind behind any figure, each once."""
        found = {
            row.id: row for rows in self.whole.figures.values() for row in rows or () if row.kind is kind
        }
        return list(found.values())

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form: lines with ids, and what the ids stand for."""
        return {
            "first": iso(self.first),
            "last": iso(self.last),
            "as_of": iso(self.as_of),
            "province": self.province.name if self.province else None,
            "department": self.asked,
            "lines": [line.to_json() for line in self.lines],
            "rows": {kind.value: [row.to_json() for row in self.rows(kind)] for kind in Kind},
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class _Ground:
    """All rows of a period, or those of one department or field."""

    decisions: tuple[Row, ...]
    workflows: tuple[Row, ...]
    procedures: tuple[Row, ...]
    duties: tuple[Row, ...]

    def of(self, wanted: Callable[[Row], bool]) -> _Ground:
        parts = (self.decisions, self.workflows, self.procedures, self.duties)
        return _Ground(*(tuple(filter(wanted, part)) for part in parts))

    def names(self) -> set[str]:
        """The departments of any row."""
        return {row.department for row in (*self.decisions, *self.workflows, *self.procedures, *self.duties)}


def report_on(
    workspace: Workspace,
    first: date,
    last: date,
    department: str | None = None,
    as_of: date | None = None,
) -> Report:
    """The report for a period, first and last day, as it stood on `as_of`.

    That day is the last of the period unless it is still to come: then today. `department` is a part of the
    name, compared without tone marks; UsageError (`report.no_such_department`) where none has it, and
    where the period has not begun on that day (`report.not_begun`).
    """
    day = as_of or min(last, today())
    if day < first:
        raise UsageError("report.not_begun", first=f"{first:%d/%m/%Y}", day=f"{day:%d/%m/%Y}")
    ground, undated = _ground(workspace, (first, last), day)
    if department:
        ground = _asked_for(ground, department)
    return Report(
        first,
        last,
        day,
        workspace.province,
        department,
        tuple(_lines(ground)),
        tuple(_notes(ground, undated, day)),
    )


def _asked_for(ground: _Ground, department: str) -> _Ground:
    wanted = plain(department)
    own = ground.of(lambda row: wanted in plain(row.department))
    if not own.names():
        known = "; ".join(sorted(ground.names() - {""})) or "–"
        raise UsageError("report.no_such_department", name=department, known=known)
    return own


def _ground(workspace: Workspace, period: tuple[date, date], day: date) -> tuple[_Ground, list[str]]:
    """The rows of the period, and the decisions that no day of signing lets belong to any."""
    first, last = period[0], min(period[1], day)
    known = _with_fields(without_copies(facts_of_workspace(workspace))[0], workspace)
    own = [one for one in known if one.level == PROVINCE]
    chosen = [one for one in own if one.signed and first <= one.signed <= last]
    told = [one for one in workspace_obligations(workspace) if counts_as_duty(one)]
    posting = {one.subject: (one, status(one, day)) for one in told if is_posting(one)}
    online = _online(workspace)
    by_id = {one.id: one for one in known}
    cuts = time_cuts(workspace)
    procedures = [row for one in chosen for row in procedure_rows(one, _asked(posting, one), online, cuts)]
    approving = [one for one in (*chosen, *_workflow_only(workspace, (first, last))) if one.with_workflow]
    duties = [
        duty_row(one, how, by_id)
        for one, how in standings((one for one in told if _of_period(one, period, day)), day)
    ]
    ground = _Ground(
        tuple(decision_row(one) for one in chosen),
        tuple(decision_row(one) for one in approving),
        tuple(procedures),
        tuple(duties),
    )
    return ground, [one.number or one.id for one in own if one.signed is None]


def _asked(
    posting: Mapping[str, tuple[Obligation, Status]], decision: DecisionFacts
) -> tuple[Obligation, Status] | None:
    found = posting.get(decision.id)
    return found if found and found[1].kind is not StatusKind.NOT_APPLICABLE else None


def _of_period(obligation: Obligation, period: tuple[date, date], as_of: date) -> bool:
    """By the due date; where there is none, by the day of signing; nothing is asked before that day."""
    day = obligation.due or obligation.signed
    signed = obligation.signed or as_of
    return day is not None and period[0] <= day <= period[1] and signed <= as_of


def _workflow_only(workspace: Workspace, period: tuple[date, date]) -> list[DecisionFacts]:
    """The province's decisions that approve workflows and publish no list."""
    rows = workspace.rows(
        "SELECT document FROM decisions WHERE approves_workflow AND NOT is_publication"
        " AND issuer_level = ? AND signed BETWEEN ? AND ? ORDER BY signed, number_key, document",
        [PROVINCE, *(day.isoformat() for day in period)],
    )
    found = (load_decision(workspace, row["document"]) for row in rows)
    home = workspace.province
    facts = [
        facts_of(one)
        for one in found
        if one and (home is None or find_province(one.issuer or "") in (home, None))
    ]
    return list(without_copies(facts)[0])


def _with_fields(decisions: Iterable[DecisionFacts], workspace: Workspace) -> list[DecisionFacts]:
    """Fill in the fields that a list does not state from the catalogue's entry of that code."""
    rows = workspace.rows(
        "SELECT code, field FROM procedures WHERE field IS NOT NULL AND code IS NOT NULL ORDER BY scope, code"
    )
    known = {row["code"]: row["field"] for row in rows}
    out = []
    for decision in decisions:
        items = decision.items and tuple(
            item if item.field or not item.code else replace(item, field=known.get(item.code))
            for item in decision.items
        )
        out.append(replace(decision, items=items))
    return out


def _online(workspace: Workspace) -> dict[str, Online]:
    """The online level of each code that a catalogue states, the province's own above the national one."""
    rows = workspace.rows(
        "SELECT code, online_level FROM procedures WHERE online_level IS NOT NULL AND code IS NOT NULL"
        " ORDER BY scope, code"
    )
    found = ((row["code"], online_level(row["online_level"])) for row in rows)
    return {code: level for code, level in found if level}


def _lines(ground: _Ground) -> Iterable[Line]:
    """The whole, then each department followed by its fields; what has no name comes last."""
    ordered = _Ground(*(_in_order(part) for part in (ground.decisions, ground.workflows,
                                                     ground.procedures, ground.duties)))  # fmt: skip
    yield Line(None, None, _figures(ordered))
    for department in sorted(ordered.names(), key=_named_first):
        own = ordered.of(_in_department(department))
        yield Line(department, None, _figures(own))
        fields = {name for row in (*own.procedures, *own.duties) for name in row.fields}
        for field in sorted(fields, key=_named_first):
            yield Line(department, field, _figures(own.of(_in_field(field))))


def _in_department(name: str) -> Callable[[Row], bool]:
    return lambda row: row.department == name


def _in_field(name: str) -> Callable[[Row], bool]:
    return lambda row: name in row.fields


def _in_order(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                _named_first(row.department),
                [_named_first(name) for name in row.fields],
                row.facts["signed"] or date.max,
                row.facts["decision"] or "",
                row.id,
            ),
        )
    )


def _named_first(name: str) -> tuple[bool, str]:
    return not name, name


def _figures(ground: _Ground) -> Mapping[str, tuple[Row, ...] | None]:
    """Every figure by its name, with the rows behind it."""
    public = [row for row in ground.procedures if not row.facts["internal"]]
    figures: dict[str, tuple[Row, ...] | None] = {
        "decisions": ground.decisions,
        "legal_acts": _known_acts(public),
        "total": tuple(row for row in public if row.facts["change"] in FOUR),
        **{change.value: tuple(row for row in public if row.facts["change"] is change) for change in Change},
        "internal": tuple(row for row in ground.procedures if row.facts["internal"]),
        "workflows": ground.workflows,
    }
    duties = ground.duties
    for name, kinds in _DUTIES.items():
        figures[name] = tuple(row for row in duties if row.facts["status"] in kinds)
    once = list({(row.facts["document"], row.facts["key"]): row for row in reversed(public)}.values())[::-1]
    compared = not once or any(row.facts["cut"] is not None for row in once)
    figures["shortened"] = (
        tuple(row for row in once if (row.facts["cut"] or 0) >= ENOUGH) if compared else None
    )
    figures["posted"] = tuple(row for row in once if row.facts["posted"] in _POSTED)
    for posted in Posted:
        name = "unposted" if posted is Posted.UNPOSTED else f"posted_{posted}"
        figures[name] = tuple(row for row in once if row.facts["posted"] is posted)
    known = not once or any(row.facts["online"] for row in once)
    for level in Online:
        found = tuple(row for row in once if row.facts["online"] is level)
        figures[f"online_{level}"] = found if known else None
    return MappingProxyType(figures)


_DUTIES = MappingProxyType(
    {
        "on_time": (StatusKind.MET,),
        "late": (StatusKind.OVERDUE, StatusKind.MET_LATE),
        "undecided": (StatusKind.NO_BASIS,),
        "pending": (StatusKind.DUE,),
    }
)
_POSTED = (Posted.IN_TIME, Posted.LATE, Posted.UNKNOWN)
FIGURES = (
    *("decisions", "legal_acts", "total", *(change.value for change in Change), "internal", "shortened"),
    *("workflows", *_DUTIES, "posted", "posted_in_time", "posted_late", "posted_unknown", "unposted"),
    *(f"online_{level}" for level in Online),
)
"""The names of all figures."""


def _late(ground: _Ground) -> list[Row]:
    return [row for row in ground.duties if row.facts["status"] in _DUTIES["late"]]


def _known_acts(procedures: Sequence[Row]) -> tuple[Row, ...] | None:
    """None where there are procedures and no list states a basis."""
    if procedures and not any(row.facts["based"] for row in procedures):
        return None
    return tuple(act_rows(procedures))


def _notes(ground: _Ground, undated: Sequence[str], day: date) -> Iterable[str]:
    """How the report counts, and what it cannot tell."""
    public = [row for row in ground.procedures if not row.facts["internal"]]
    counts = {
        "listed": sum(row.facts["change"] is Change.LISTED for row in public),
        "internal": len(ground.procedures) - len(public),
        "without_basis": sum(not row.facts["based"] for row in public),
        "empty": sum(row.facts["new"] is None for row in ground.decisions),
    }
    yield say("report_note.decisions")
    yield say("report_note.procedures")
    yield say("report_note.kinds")
    for name, count in counts.items():
        if count:
            yield say(f"report_note.{name}", count=count)
    yield say("report_note.duties", day=f"{day:%d/%m/%Y}")
    local = sum(row.facts["proof"] != Proof.VERIFIED for row in _late(ground))
    if local:
        yield say("report_note.local", count=local)
    yield say("report_note.posted")
    yield say("report_note.unknown")
    yield say("report_note.shortened", count=sum(row.facts["cut"] is not None for row in public))
    if undated:
        yield say("report_note.undated", count=len(undated), numbers=", ".join(undated))
