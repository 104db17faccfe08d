"""What the workspace shows: obligations as of a day, proposals, matches; as plain facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.consequences import catalogue_index
from catalogue.deadlines import (
    DecisionFacts,
    Obligation,
    Status,
    StatusKind,
    status,
    verdict,
    why,
    worst_first,
)
from catalogue.deadlines.pairing import todays_levels
from catalogue.judgements import State, load_judgement
from catalogue.obligations import facts_of_workspace, workspace_obligations
from catalogue.procedure import Match, reason_sentence
from catalogue.workspace import Workspace, to_json
from extract.agencies import (
    department_for,
    ministries_of_departments,
    ministries_of_name,
    ministries_of_number,
)
from extract.folding import plain
from extract.numbers import number_key
from ingest.errors import UsageError
from ingest.messages import say

OPEN = frozenset({StatusKind.OVERDUE, StatusKind.DUE, StatusKind.PROMPTLY, StatusKind.NO_BASIS})
"""How an obligation stands that still asks something of somebody."""

_MOST_NAMED = 5
"""How many ids are named where a part of an id fits many."""


@dataclass(frozen=True, slots=True)
class ObligationView:
    """One obligation as of a day."""

    obligation: Obligation
    status: Status

    @property
    def verdict(self) -> str:
        """The status in words: "quá hạn 3 ngày làm việc"."""
        return verdict(self.obligation, self.status)

    @property
    def why(self) -> str:
        """The reason in one sentence."""
        return why(self.obligation, self.status)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form of `congbo overdue`."""
        return {
            **self.obligation.to_json(),
            "status": self.status.kind.value,
            "days": self.status.days,
            "unit": self.status.unit.value if self.status.unit else None,
            "verdict": self.verdict,
            "why": self.why,
            "left": len(self.status.left),
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which obligations to show; None asks nothing. Names are compared without tone marks, in part.

    `rule`: an id ("R2" means R2b too). `ministry`: a name or a symbol of numbers ("BTC"), successors counted;
    provincial decisions go by the ones they cite. `level`: some procedure concerned is settled there.
    """

    department: str | None = None
    rule: str | None = None
    ministry: str | None = None
    level: str | None = None


def obligations_on(
    workspace: Workspace,
    as_of: date,
    department: str | None = None,
    everything: bool = False,
    wanted: Wanted | None = None,
) -> list[ObligationView]:
    """The obligations as of a day, worst first; open ones only unless `everything`."""
    asked = wanted or Wanted(department)
    chosen = _chosen(workspace, asked, workspace_obligations(workspace))
    return [
        ObligationView(obligation, standing)
        for obligation, standing in worst_first(chosen, as_of)
        if everything or standing.kind in OPEN
    ]


def _chosen(workspace: Workspace, asked: Wanted, told: Iterable[Obligation]) -> list[Obligation]:
    ministries = _ministries(asked.ministry)
    decisions = {one.id: one for one in facts_of_workspace(workspace)} if ministries or asked.level else {}
    return [
        one
        for one in told
        if _of_department(one, asked.department)
        and _under(one, asked.rule)
        and (not ministries or ministries & _behind(one, decisions))
        and (not asked.level or asked.level in _levels(one, decisions))
    ]


def _under(one: Obligation, rule: str | None) -> bool:
    ident = one.rule.id.lower()
    return not rule or rule.lower() in {ident, ident.rstrip("bcw")}


def _of_department(one: Obligation, name: str | None) -> bool:
    """By a part of its name; a department that was merged and the one that took over stand for each other."""
    if not name or plain(name) in plain(one.department or ""):
        return True
    asked = department_for(ministries_of_departments([name]), None)
    todays = department_for(ministries_of_departments(one.departments), None)
    return bool(
        (asked and plain(asked) in plain(one.department or "")) or (todays and plain(name) in plain(todays))
    )


def _ministries(text: str | None) -> frozenset[str]:
    if not text:
        return frozenset()
    found = ministries_of_number(f"1/QĐ-{text.upper()}") or ministries_of_name(text)
    if not found:
        raise UsageError("overview.no_ministry", name=text)
    return found


def _behind(one: Obligation, decisions: dict[str, DecisionFacts]) -> frozenset[str]:
    cited = decisions[one.subject].based_on if one.subject in decisions else ()
    numbers = [one.number, *(reference.number for reference in cited)]
    return frozenset(ident for number in numbers for ident in ministries_of_number(number))


def _levels(one: Obligation, decisions: dict[str, DecisionFacts]) -> set[str]:
    items = decisions[one.subject].items if one.subject in decisions else None
    return {
        level.value
        for item in items or ()
        if one.items is None or item.id in one.items
        for level in todays_levels(item.levels)
    }


def by_department(views: Iterable[ObligationView]) -> list[tuple[str, dict[StatusKind, int]]]:
    """How many obligations of each department stand how, the most overdue first."""
    counts: dict[str, dict[StatusKind, int]] = {}
    for view in views:
        names = view.obligation.departments or (say("overview.no_department"),)
        for name in names:
            row = counts.setdefault(name, dict.fromkeys(StatusKind, 0))
            row[view.status.kind] += 1
    return sorted(counts.items(), key=lambda pair: ([-n for n in pair[1].values()], pair[0]))


def why_decision(
    workspace: Workspace, number: str, as_of: date, rule: str | None = None
) -> list[dict[str, Any]]:
    """All there is to say of the obligations from the decisions of this number, worst first.

    `rule` as in Wanted. Empty where nothing is to be done for such a number; UsageError where something is,
    but not under that rule.
    """
    key = number_key(number)
    told = [one for one in workspace_obligations(workspace) if one.number and number_key(one.number) == key]
    found = [one for one in told if _under(one, rule)]
    if told and not found:
        rules = ", ".join(dict.fromkeys(one.rule.id for one in told))
        raise UsageError("overview.no_such_rule", number=number, rule=rule, rules=rules)
    return [_all_of(one, standing) for one, standing in worst_first(found, as_of)]


def why_obligation(workspace: Workspace, ident: str, as_of: date, rule: str | None = None) -> dict[str, Any]:
    """All there is to say of one obligation, by its id or a part of it; UsageError: none or many."""
    told = [one for one in workspace_obligations(workspace) if _under(one, rule)]
    found = [one for one in told if one.id == ident] or [one for one in told if plain(ident) in plain(one.id)]
    if not found:
        raise UsageError("overview.no_obligation", id=ident)
    if len(found) > 1:
        ids = ", ".join(one.id for one in found[:_MOST_NAMED]) + (", …" if len(found) > _MOST_NAMED else "")
        raise UsageError("overview.many_obligations", id=ident, count=len(found), ids=ids)
    (one,) = found
    return _all_of(one, status(one, as_of))


def _all_of(one: Obligation, standing: Status) -> dict[str, Any]:
    view = ObligationView(one, standing)
    rule = one.rule
    return {
        **view.to_json(),
        "title": rule.title,
        "legal_source": rule.legal_source,
        "source_document": rule.source_document,
        "rule_note": rule.note,
        "open_items": [item.to_json() for item in standing.left],
        "counted": [day.isoformat() for day in one.counted],
        "skipped": [{"date": day.day.isoformat(), "reason": day.reason} for day in one.skipped],
    }


def summary_of(views: list[ObligationView]) -> str:
    """How many stand how, in one line: "quá hạn 2, chưa đến hạn 1 …"."""
    counts = {kind: sum(view.status.kind is kind for view in views) for kind in StatusKind}
    return ", ".join(
        say("overview.count", status=say(f"overview.status_{kind}"), count=count)
        for kind, count in counts.items()
        if count
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which proposals are asked for; None and empty: whatever they are.

    `decision` is a number as printed or a document's SHA-256, `department` words of its name.
    """

    kind: str | None = None
    states: tuple[str, ...] = ()
    decision: str | None = None
    band: str | None = None
    department: str | None = None


def proposals(workspace: Workspace, asked: Asked = Asked()) -> list[dict[str, Any]]:
    """The proposals with their row, decision and match, those with conflicts first, then by decision.

    A reopened one has `judged`: the judgement with the proposal and the facts that it was passed on.
    """
    rows = workspace.rows(
        "SELECT p.id, p.kind, p.state, p.judgement, p.department, p.effective, p.differing, p.conflicts,"
        " p.reasons, p.retires, p.source, d.number, d.signed, p.position, i.change,"
        " coalesce(i.code, e.code) AS code, coalesce(i.name, e.name) AS name,"
        " coalesce(p.procedure, m.procedure) AS procedure, coalesce(m.method, 'none') AS method,"
        " coalesce(m.band, 'none') AS band, m.score"
        " FROM proposals p JOIN decisions d ON d.document = p.document LEFT JOIN items i ON i.id = p.item"
        " LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'"
        " LEFT JOIN procedures e ON e.id = p.procedure"
        " WHERE (:kind IS NULL OR p.kind = :kind)"
        " AND (:states = '[]' OR p.state IN (SELECT value FROM json_each(:states)))"
        " AND (:decision IS NULL OR d.number_key = :number OR p.document = :decision)"
        " AND (:band IS NULL OR m.band = :band AND (p.conflicts = '[]' OR :band != 'certain'))"
        " ORDER BY p.conflicts = '[]', d.signed, d.number_key, p.document, p.position",
        {
            "kind": asked.kind,
            "states": to_json(list(asked.states)),
            "decision": asked.decision,
            "number": number_key(asked.decision) if asked.decision else None,
            "band": asked.band,
        },
    )
    wanted = plain(asked.department) if asked.department else ""
    return [_told(workspace, row) for row in rows if wanted in plain(row["department"] or "")]


def _told(workspace: Workspace, row: dict[str, Any]) -> dict[str, Any]:
    for name in ("conflicts", "reasons"):
        row[name] = [
            {**reason, "sentence": reason_sentence(reason["key"], reason["facts"])}
            for reason in json.loads(row[name])
        ]
    row["differing"] = json.loads(row["differing"])
    row["source"] = json.loads(row["source"] or "{}")
    if row["state"] == State.REOPENED:
        row["judged"] = load_judgement(workspace, row["judgement"]).to_json()
    return row


def explain(workspace: Workspace, item: str) -> dict[str, Any]:
    """Why an item is tied to its entry: item, matches with reasons, candidates. UsageError: no such item."""
    rows = workspace.rows(
        "SELECT i.id, i.change, i.code, i.name, d.number, m.role, m.procedure, m.method, m.score, m.margin,"
        " m.band, m.reasons, m.candidates FROM items i JOIN decisions d ON d.document = i.document"
        " JOIN matches m ON m.item = i.id WHERE i.id = ? ORDER BY m.role",
        [item.removeprefix("p-")],
    )
    if not rows:
        raise UsageError("overview.no_item", item=item)
    for row in rows:
        row["reasons"] = list(_sentences(row["reasons"]))
        row["candidates"] = json.loads(row["candidates"])
    return {**{key: rows[0][key] for key in ("id", "change", "code", "name", "number")}, "matches": rows}


def _sentences(reasons: str) -> Iterator[str]:
    for reason in json.loads(reasons):
        yield reason_sentence(reason["key"], reason["facts"])


def match_text(workspace: Workspace, text: str) -> Match:
    """Match a name or a code typed by a person against the catalogue."""
    from catalogue.matching.features import query_of
    from catalogue.matching.matching import match
    from extract.codes import codes

    index, _, _ = catalogue_index(workspace)
    found = codes(text)
    name = text.replace(text[found[0].start : found[0].end], " ") if found else text
    return match(query_of(name.strip() or text, found[0].root if found else None), index)
