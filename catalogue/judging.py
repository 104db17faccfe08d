"""Passing judgement on proposals: accept, edit, choose, reject, unsure, and taking back.

Each call is one transaction. A preview does everything and rolls it back, so that it shows what would be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalogue.applying import NEW, NUMBERS, Standing, Wish, checked, checked_text, stated
from catalogue.audit import EventKind, current_user, now, record
from catalogue.audit_rows import sealed
from catalogue.consequences import derive, entries_before
from catalogue.deadlines import today
from catalogue.decisions import load_decision
from catalogue.entries import CONTENT, content, procedure_of
from catalogue.history import bring_up_to_date, spans_known, state, version_on, withdraw
from catalogue.implied import columns
from catalogue.judgements import (
    SNAPSHOT,
    WAITING,
    Judgement,
    State,
    Verdict,
    judgement_before,
    load_judgement,
    lost_judgements,
    stated_by,
)
from catalogue.matching.matching import ItemMatch
from catalogue.procedure import Band, Difference, Kind, Match, Proposal, Reason, Scope
from catalogue.proposals import Entries, propose, proposed_new
from catalogue.timeline import IN_FORCE
from catalogue.workspace import Workspace, to_json
from extract.decision import Change
from ingest.errors import UsageError
from ingest.messages import say


@dataclass(frozen=True, slots=True)
class Passed:
    """A judgement passed on a proposal, and what it changes of the entries as they stand, by id."""

    proposal: str
    verdict: Verdict
    judgement: int
    changes: tuple[tuple[str, Difference], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "proposal": self.proposal,
            "verdict": self.verdict.value,
            "judgement": self.judgement,
            "changes": [{"procedure": ident, **one.to_json()} for ident, one in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Session:
    """What a call did, or would do (`dry_run`); `refused` holds a proposal's id and why it was left out."""

    passed: tuple[Passed, ...]
    refused: tuple[tuple[str, UsageError], ...]
    dry_run: bool = False

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "passed": [one.to_json() for one in self.passed],
            "refused": [
                {"proposal": ident, "reason": error.key, "message": error.sentence()}
                for ident, error in self.refused
            ],
            "dry_run": self.dry_run,
        }


@dataclass(frozen=True, slots=True)
class By:
    """Who judges, why, and the day on which the catalogue comes to know it (default: today)."""

    user: str | None = None
    reason: str | None = None
    known: date | None = None


class _Preview(Exception):  # noqa: N818 (no error: it ends a transaction that is not meant to last)
    """Rolls a preview back."""


def judge(
    workspace: Workspace,
    proposals: Sequence[str],
    verdict: Verdict,
    wish: Wish | None = None,
    by: By | None = None,
    *,
    dry_run: bool = False,
    follow: bool = True,
) -> Session:
    """Pass one verdict on proposals, in one transaction; those it cannot be passed on are left out and named.

    An undo takes the newest judgements back first. `follow` derives anew what depends on the catalogue.
    """
    passed: list[Passed] = []
    refused: list[tuple[str, UsageError]] = []
    one_by_one = _undo if verdict is Verdict.UNDO else _pass
    wish = replace(wish, fields=checked(wish.fields)) if wish else Wish()
    by = _checked(by or By())
    try:
        with workspace.writing():
            for ident in _in_order(workspace, proposals, verdict):
                try:
                    with _all_or_nothing(workspace):
                        passed.append(one_by_one(workspace, _row(workspace, ident), verdict, wish, by))
                except UsageError as error:
                    refused.append((ident, error))
            if dry_run:
                raise _Preview
    except _Preview:
        return Session(tuple(passed), tuple(refused), dry_run=True)
    if follow and passed:
        derive(workspace)
    return Session(tuple(passed), tuple(refused))


def _checked(by: By) -> By:
    return replace(by, reason=checked_text(say("field.reason"), by.reason) or None) if by.reason else by


@contextmanager
def _all_or_nothing(workspace: Workspace) -> Iterator[None]:
    """What is written within is taken back if it fails, and nothing before it."""
    connection = workspace.db.conn
    connection.execute("SAVEPOINT one")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK TO one")
        raise
    finally:
        connection.execute("RELEASE one")


def _in_order(workspace: Workspace, proposals: Sequence[str], verdict: Verdict) -> list[str]:
    """Each proposal once; to be undone in the reverse of the order in which they were judged."""
    once = list(dict.fromkeys(proposals))
    if verdict is not Verdict.UNDO:
        return once
    judged = {
        row["id"]: row["judgement"] or 0
        for row in workspace.rows(
            "SELECT id, judgement FROM proposals WHERE id IN (SELECT value FROM json_each(?))",
            [to_json(once)],
        )
    }
    return sorted(once, key=lambda ident: -judged.get(ident, 0))


def _row(workspace: Workspace, ident: str) -> dict[str, Any]:
    """The proposal; one whose row is no longer read from its document is known by its judgement."""
    rows = workspace.rows("SELECT * FROM proposals WHERE id = ?", [ident])
    if rows:
        return rows[0]
    lost = next((one for one in lost_judgements(workspace) if one.proposal == ident), None)
    if lost is None:
        raise UsageError("judgement.no_proposal", proposal=ident)
    return {
        **lost.snapshot,
        "id": ident,
        "document": lost.document,
        "source": lost.source,
        "source_hash": lost.source_hash,
        "state": lost.state(lost.source_hash).value,
        "judgement": lost.id,
    }


def _pass(workspace: Workspace, row: dict[str, Any], verdict: Verdict, wish: Wish, by: By) -> Passed:
    """One verdict on one proposal; what earlier judgements on it stated is put aside, unless unsure.

    The proposal is made on the entries without that (`consequences.entries_before`), so accepting states all.
    """
    if State(row["state"]) not in WAITING:
        raise UsageError("judgement.already_judged", proposal=row["id"], judgement=row["judgement"])
    accepts = verdict is Verdict.ACCEPT
    if accepts and wish.entry:
        row, verdict = _chosen(workspace, row, wish.entry), Verdict.CHOOSE
    elif accepts and wish.edits:
        verdict = Verdict.EDIT
    number = _note(workspace, row, verdict, wish, by, follows=row["judgement"] or 0)
    day = by.known or today()
    aside = [] if verdict is Verdict.UNSURE else _put_aside(workspace, row, number)
    before = _as_they_stand(workspace, aside)
    bring_up_to_date(workspace, aside, day)
    statements = stated(row, wish, _standing(workspace, row)) if accepts else []
    before = {**_as_they_stand(workspace, [one.procedure for one in statements]), **before}
    source = {"judgement": number}
    state(
        workspace,
        [replace(one, source={**one.source, **source}) for one in statements],
        day,
        decided=True,
    )
    _seal(workspace, number)
    _mark(workspace, row, load_judgement(workspace, number))
    return Passed(row["id"], verdict, number, _differences(workspace, before))


def _undo(workspace: Workspace, row: dict[str, Any], verdict: Verdict, wish: Wish, by: By) -> Passed:
    """Take back the judgement that stands on a proposal; the one before it stands again."""
    if row["judgement"] is None:
        raise UsageError("judgement.nothing_to_undo", proposal=row["id"])
    judgement = load_judgement(workspace, row["judgement"])
    _refuse_if_rested_on(workspace, row["id"], judgement.id)
    number = _note(workspace, row, verdict, wish, by, undoes=judgement.id)
    touched = [
        one["procedure"]
        for one in workspace.rows(
            "SELECT DISTINCT procedure FROM changes WHERE judgement = ? OR withdrawn_by = ?",
            [judgement.id, judgement.id],
        )
    ]
    before = _as_they_stand(workspace, touched)
    withdraw(workspace, judgement.id, number, by.known or today())
    _seal(workspace, number)
    _mark(workspace, row, judgement_before(workspace, judgement))
    return Passed(row["id"], verdict, number, _differences(workspace, before))


def _refuse_if_rested_on(workspace: Workspace, proposal: str, judgement: int) -> None:
    """A later judgement rests on this one where it speaks of the same fields of an entry, or of an entry
    that this one brought in or took out; so does a list that speaks of an entry which this one brought in.
    One that brings the entry in, or takes it out, as this one does states all that it needs itself.
    """
    rows = workspace.rows(
        "SELECT a.fields AS mine, b.fields AS theirs, b.procedure, b.judgement, j.proposal, i.file"
        " FROM changes a JOIN changes b ON b.procedure = a.procedure AND b.id > a.id"
        " LEFT JOIN judgements j ON j.id = b.judgement LEFT JOIN imports i ON i.id = b.import"
        " WHERE a.judgement = ? AND b.judgement IS NOT a.judgement"
        " AND a.withdrawn_by IS NULL AND b.withdrawn_by IS NULL ORDER BY b.id",
        [judgement],
    )
    for row in rows:
        stated, later = json.loads(row["mine"]), json.loads(row["theirs"])
        mine, theirs = stated.keys() - NUMBERS, later.keys() - NUMBERS
        code = row["procedure"].rpartition(":")[2]
        if IN_FORCE in mine and stated[IN_FORCE] == later.get(IN_FORCE):
            continue
        if row["judgement"] is not None and (IN_FORCE in mine or mine & theirs):
            raise UsageError("judgement.rested_on", proposal=proposal, later=row["proposal"], code=code)
        if row["judgement"] is None and stated.get(IN_FORCE) and IN_FORCE not in theirs:
            raise UsageError("judgement.listed_since", proposal=proposal, file=row["file"], code=code)


def _chosen(workspace: Workspace, row: dict[str, Any], entry: str) -> dict[str, Any]:
    """The proposal as it is when the row means the entry that a person chose (a root code, or `NEW`)."""
    standing = _standing(workspace, row)
    ident = f"{standing.working.value}:{entry}"
    listed = standing.row(ident) if entry != NEW else None
    known = {ident: procedure_of(listed)} if listed else {}
    found = {**known, **entries_before(workspace, row["judgement"])}.get(ident)
    if entry != NEW and (found is None or found.id != ident):
        raise UsageError("judgement.no_entry", code=entry)
    if row["item"] is None:
        if found is None:
            raise UsageError("judgement.no_entry", code=entry)
        chosen = Proposal(Kind.REPEAL_BY_POSITION, found.id, reasons=(Reason("chosen"),))
        return {**row, **columns(replace(chosen, effective=row["effective"], department=row["department"]))}
    decision = load_decision(workspace, row["document"])
    assert decision is not None, "a proposal's document is a decision"
    item = decision.items[row["position"] - 1]
    if found is None:
        return {**row, **columns(proposed_new(item, decision))}
    one = Match(found.id, "person", 100.0, Band.CERTAIN, (Reason("chosen"),))
    if item.change is Change.REPLACED:
        match, entries = ItemMatch(_NOBODY, one), Entries(None, found, standing.working)
    else:
        match, entries = ItemMatch(one), Entries(found, None, standing.working)
    return {**row, **columns(propose(item, decision, match, entries, workspace.province))}


_NOBODY = Match(None, "none", 0.0, Band.NONE)


def _standing(workspace: Workspace, proposal: Mapping[str, Any]) -> Standing:
    own = workspace.rows("SELECT 1 FROM procedures WHERE scope = ? LIMIT 1", [Scope.PROVINCE.value])

    def held(ident: str, day: str) -> dict[str, str | None]:
        version = version_on(workspace, ident, date.fromisoformat(day))
        return content(version.entry) if version else {}

    return Standing(
        Scope.PROVINCE if own else Scope.NATIONAL,
        lambda ident: next(iter(workspace.rows("SELECT * FROM procedures WHERE id = ?", [ident])), None),
        lambda ident: spans_known(workspace, [ident]).get(ident, []),
        lambda ident, in_force: _likewise(workspace, proposal["document"], ident, in_force),
        held,
    )


def _likewise(workspace: Workspace, document: str, ident: str, in_force: bool) -> bool:
    """True where an accepted row of the decision, in any copy of it, brought an entry in or took it out."""
    rows = workspace.rows(
        "SELECT 1 FROM changes c JOIN decisions d ON d.document = c.document"
        " JOIN decisions own ON own.document = :document"
        " AND (own.document = d.document OR own.number_key = d.number_key AND own.signed IS d.signed)"
        " WHERE c.procedure = :ident AND c.judgement IS NOT NULL AND c.withdrawn_by IS NULL"
        " AND json_extract(c.fields, '$.in_force') = :in_force",
        {"document": document, "ident": ident, "in_force": in_force},
    )
    return bool(rows)


def _put_aside(workspace: Workspace, row: Mapping[str, Any], by: int) -> list[str]:
    """Withdraw what the earlier judgements on a proposal stated; the entries concerned."""
    changes = stated_by(workspace, row["judgement"])
    for judgement in dict.fromkeys(change["judgement"] for change in changes):
        _refuse_if_rested_on(workspace, row["id"], judgement)
    for change in changes:
        workspace.db.execute("UPDATE changes SET withdrawn_by = ? WHERE id = ?", [by, change["id"]])
    return list(dict.fromkeys(change["procedure"] for change in changes))


def _note(
    workspace: Workspace, row: Mapping[str, Any], verdict: Verdict, wish: Wish, by: By, **facts: int
) -> int:
    """Append the judgement; its number. Its event follows once all that it does is written (`_seal`)."""
    user = by.user or current_user()
    judgement: dict[str, Any] = {
        "id": workspace.rows("SELECT coalesce(max(id), 0) + 1 AS id FROM judgements")[0]["id"],
        "proposal": row["id"],
        "document": row["document"],
        "verdict": verdict.value,
        "user": user,
        "at": now(),
        "reason": by.reason,
        "source_hash": row["source_hash"],
        "source": row["source"],
        "proposal_facts": to_json({name: row[name] for name in SNAPSHOT}),
        "edited": to_json(wish.to_json()),
        "undoes": facts.get("undoes"),
        "follows": facts.get("follows"),
    }
    workspace.db.table("judgements").insert(judgement)
    return int(judgement["id"])


def _seal(workspace: Workspace, number: int) -> None:
    """The event of a judgement, with the hash of what it stated and what it put aside."""
    (row,) = workspace.rows("SELECT * FROM judgements WHERE id = ?", [number])
    facts = {**row, **sealed(workspace.db, "judgement", number)}
    record(workspace.db, EventKind.JUDGEMENT, str(number), facts, user=row["user"], at=row["at"])


def _mark(workspace: Workspace, row: Mapping[str, Any], judgement: Judgement | None) -> None:
    """Let the proposal stand as the judgement has it; without one it was taken back."""
    how = judgement.state(row["source_hash"]) if judgement else State.UNDONE
    kept = judgement.snapshot if judgement and how not in WAITING else {}
    facts = {**kept, "state": how.value, "judgement": judgement.id if judgement else None}
    columns_set = ", ".join(f"{name} = :{name}" for name in facts)
    sql = f"UPDATE proposals SET {columns_set} WHERE id = :id"  # noqa: S608 (names of columns from this file)
    workspace.db.execute(sql, {**facts, "id": row["id"]})


def _as_they_stand(workspace: Workspace, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = workspace.rows(
        "SELECT * FROM procedures WHERE id IN (SELECT value FROM json_each(?))", [to_json(list(ids))]
    )
    found = {row["id"]: row for row in rows}
    return {ident: found.get(ident, {}) for ident in ids}


def _differences(
    workspace: Workspace, before: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[str, Difference], ...]:
    after = _as_they_stand(workspace, list(before))
    return tuple(
        (ident, Difference(name, row.get(name), after[ident].get(name)))
        for ident, row in before.items()
        for name in (*CONTENT, "valid_to")
        if row.get(name) != after[ident].get(name)
    )
