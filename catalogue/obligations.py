"""The obligations of a workspace: from its decisions, its evidence, its own rules and its own calendar.

A workspace may keep `rules.toml` (rules of the province, in the form of the package's) and `calendar.csv`
(days entered with `congbo calendar add`) beside its database; both outrank what comes with the program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from catalogue.deadlines import (
    Calendar,
    DecisionFacts,
    Evidence,
    EvidenceKind,
    Obligation,
    Rules,
    obligations_of,
    status,
    submissions,
    verdict,
)
from catalogue.deadlines.answers import Links, link
from catalogue.deadlines.harvest import Listed, harvest, public
from catalogue.deadlines.rules import TABLE
from catalogue.decisions import item_id, load_decisions
from catalogue.provinces import find_province
from catalogue.workspace import Workspace, to_json
from extract.decision import Decision, Level

CALENDAR = "calendar.csv"
RULES = "rules.toml"
_OF_OTHERS = "coalesce(i.layout, '') NOT IN ('congbo full', 'congbo portal')"
"""Of the imports `i`, those that are not our own exports come back."""


def calendar_of(workspace: Workspace) -> Calendar:
    """The working calendar with the days that the workspace entered itself."""
    return Calendar.load(own=workspace.folder / CALENDAR)


def rules_of(workspace: Workspace) -> Rules:
    """The deadline rules with those of the workspace."""
    own = workspace.folder / RULES
    return Rules.load(TABLE, *([own] if own.exists() else []))


def workspace_obligations(
    workspace: Workspace, known: Known | None = None, calendar: Calendar | None = None
) -> tuple[Obligation, ...]:
    """The obligations of the decisions that concern the workspace's province, from evidence as it stands.

    `known` spares the reading of the decisions, which takes most of the time; `calendar` is the workspace's
    unless given.
    """
    home = workspace.province
    known = known or Known.of(workspace)
    evidence = evidence_of(workspace, known.facts)
    province = home.name if home else None
    days = calendar or calendar_of(workspace)
    return obligations_of(known.links, evidence, days, rules_of(workspace), province)


@dataclass(frozen=True, slots=True)
class Known:
    """What the decisions of a workspace say, and how they are tied together."""

    facts: tuple[DecisionFacts, ...]
    links: Links

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """As the decisions are now."""
        facts = tuple(facts_of_workspace(workspace))
        return cls(facts, link(facts))


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand before something is entered.

    To be worked out before the write lock is asked for, so that others wait for the writing alone. `version`
    is SQLite's `data_version`: it differs once another connection has written.
    """

    known: Known
    obligations: tuple[Obligation, ...]
    version: int

    @classmethod
    def of(cls, workspace: Workspace) -> Self:
        """As it is now."""
        version = _version(workspace)
        known = Known.of(workspace)
        return cls(known, workspace_obligations(workspace, known), version)

    def renewed(self, workspace: Workspace) -> Standing:
        """The same under the write lock; worked out anew where somebody else has written in between."""
        return self if _version(workspace) == self.version else Standing.of(workspace)


def _version(workspace: Workspace) -> int:
    return int(workspace.rows("PRAGMA data_version")[0]["data_version"])


def evidence_of(workspace: Workspace, decisions: Iterable[DecisionFacts]) -> list[Evidence]:
    """What people entered, what the imported lists prove, and what the decisions say of their submission."""
    kept = list(decisions)
    return [*stored_evidence(workspace), *harvest(kept, listed(workspace)), *submissions.named(kept)]


def settle_obligations(workspace: Workspace, told: Iterable[Obligation] | None = None) -> int:
    """Make the stored obligations those of now, `told` where they are worked out already.

    Returns how many rows changed. Inside `writing()`.
    """
    wanted = workspace_obligations(workspace) if told is None else told
    return workspace.settle("obligations", map(_row, wanted))


def facts_of_workspace(workspace: Workspace) -> list[DecisionFacts]:
    """The decisions that concern the province; levels from the catalogue where a list states none."""
    home = workspace.province
    judged = judged_documents(workspace)
    decisions = [
        replace(facts_of(decision), judged=decision.sha256 in judged)
        for decision in load_decisions(workspace)
        if home is None
        or decision.issuer_level != "province"
        or find_province(decision.issuer or "") in (home, None)
    ]
    return _with_levels(decisions, workspace)


def facts_of(decision: Decision) -> DecisionFacts:
    """The facts of a stored decision, its procedures under the ids of the database."""
    ids = [item_id(decision.sha256, position) for position in range(1, len(decision.items) + 1)]
    return DecisionFacts.of(decision, decision.sha256, ids)


def judged_documents(workspace: Workspace) -> frozenset[str]:
    """The documents on whose rows people have passed judgement while they spoke for their decisions."""
    rows = workspace.rows(
        "SELECT DISTINCT document FROM judgements WHERE json_extract(source, '$.copy') IS NULL"
    )
    return frozenset(row["document"] for row in rows)


def stored_evidence(workspace: Workspace, everything: bool = False) -> list[Evidence]:
    """The evidence that people entered, without what was taken back unless `everything`."""
    rows = workspace.rows(
        "SELECT e.* FROM evidence e LEFT JOIN evidence_taken_back t ON t.evidence = e.id"
        " WHERE ? OR t.evidence IS NULL ORDER BY e.date, e.id",
        [everything],
    )
    return [
        Evidence(
            EvidenceKind(row["kind"]),
            row["document"] or row["number"],
            date.fromisoformat(row["date"]),
            row["source"],
            row["entered_by"],
            id=row["id"],
        )
        for row in rows
    ]


def listed(workspace: Workspace) -> list[Listed]:
    """What the imported lists said of procedures, import by import.

    Accepted proposals prove nothing, nor do our own exports when they come back. An entry that no import took
    out still stood in the last list of its catalogue.
    """
    rows = workspace.rows(
        "SELECT c.procedure, c.fields, i.imported_on, i.file, p.name FROM changes c"  # noqa: S608 (fixed text)
        ' JOIN imports i ON i.id = c."import" LEFT JOIN procedures p ON p.id = c.procedure'
        f" WHERE {_OF_OTHERS} AND"
        " (c.procedure LIKE 'province:%' OR json_extract(c.fields, '$.decision_keys') <> '[]')"
        ' ORDER BY c.procedure, c."import", c.id'
    )
    out: list[Listed] = []
    for row in rows:
        fields = json.loads(row["fields"])
        before = out[-1] if out and _id(out[-1]) == row["procedure"] else None
        out.append(_listed(row, fields, before))
    return out + _last_seen(workspace, out)


def _listed(row: Mapping[str, Any], fields: Mapping[str, Any], before: Listed | None) -> Listed:
    scope, _, code = row["procedure"].partition(":")
    keys = fields.get("decision_keys")
    shown = tuple(json.loads(keys)) if keys else before.decisions if before and keys is None else ()
    said = public(fields["status"]) if "status" in fields else before.public if before else True
    name = fields.get("name") or row["name"] or ""
    day = date.fromisoformat(row["imported_on"])
    return Listed(code, name, day, row["file"], scope == "province", shown, said)


def _last_seen(workspace: Workspace, states: Sequence[Listed]) -> list[Listed]:
    """Each entry of the province's catalogue as of the import that took it out, else of the last import."""
    last = workspace.rows(
        f"SELECT imported_on, file FROM imports i WHERE scope = 'province' AND {_OF_OTHERS}"  # noqa: S608 (fixed text)
        " ORDER BY imported_on DESC, id DESC LIMIT 1"
    )
    gone = {
        row["id"].partition(":")[2]: row
        for row in workspace.rows(
            "SELECT p.id, i.imported_on, i.file FROM procedures p JOIN imports i ON i.id = p.gone_in"
            " WHERE p.scope = 'province'"
        )
    }
    out = []
    for one in {one.code: one for one in states if one.own}.values():
        row = gone.get(one.code) or last[0]
        day = date.fromisoformat(row["imported_on"])
        out.append(replace(one, day=day, source=row["file"], public=one.public and one.code not in gone))
    return out


def _id(one: Listed) -> str:
    return f"{'province' if one.own else 'national'}:{one.code}"


def _with_levels(decisions: Iterable[DecisionFacts], workspace: Workspace) -> list[DecisionFacts]:
    """Fill in the levels that a list does not state from the catalogue's entry of that code."""
    known = {
        row["code"]: tuple(Level(level) for level in json.loads(row["levels"]))
        for row in workspace.rows(
            "SELECT code, levels FROM procedures WHERE levels <> '[]' ORDER BY scope, code"
        )
    }
    out = []
    for decision in decisions:
        items = decision.items and tuple(
            item if item.levels or not item.code else replace(item, levels=known.get(item.code, ()))
            for item in decision.items
        )
        out.append(replace(decision, items=items))
    return out


@dataclass(frozen=True, slots=True)
class Shift:
    """How an obligation stood before and after something was entered; None where it was not there."""

    id: str
    number: str | None
    rule: str
    before: str | None
    after: str | None
    due_before: date | None = None
    due_after: date | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "id": self.id,
            "number": self.number,
            "rule": self.rule,
            "before": self.before,
            "after": self.after,
            "due_before": self.due_before.isoformat() if self.due_before else None,
            "due_after": self.due_after.isoformat() if self.due_after else None,
        }


def shifts(before: Iterable[Obligation], after: Iterable[Obligation], as_of: date) -> list[Shift]:
    """The obligations whose due date or standing on a day differs, in the order of their ids."""
    old = {one.id: one for one in before}
    new = {one.id: one for one in after}
    out = []
    for ident in sorted(old.keys() | new.keys()):
        was, now = old.get(ident), new.get(ident)
        told = [verdict(one, status(one, as_of)) if one else None for one in (was, now)]
        days = [one.due if one else None for one in (was, now)]
        if told[0] != told[1] or days[0] != days[1]:
            one = now or was
            assert one is not None
            out.append(Shift(ident, one.number, one.rule.id, told[0], told[1], days[0], days[1]))
    return out


def _row(one: Obligation) -> dict[str, Any]:
    facts = one.to_json()
    names = ("id", "subject", "number", "issuer", "signed", "start", "start_basis", "start_source", "due")
    return {
        **{name: facts[name] for name in names},
        "rule": one.rule.id,
        "items": None if one.items is None else to_json(list(one.items)),
        "departments": to_json(list(one.departments)),
        "closed_on": facts["closed_on"],
        "closed_by": facts["closed_by"],
        "closed_by_proxy": int(facts["closed_by_proxy"]),
        "exempt": one.exempt.value if one.exempt else None,
        "contradicted": int(one.contradicted),
        "provisional": int(one.provisional),
        "calendar_version": one.calendar_version,
        "notes": to_json([{"remark": note.remark.value, "facts": dict(note.facts)} for note in one.notes]),
    }
