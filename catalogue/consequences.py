"""What follows from the stored decisions: matches, proposals and obligations, derived anew each time.

All of it is computed from the whole store in one fixed order, so that neither the order in which documents
came nor an interruption shows in the result. Rows that are right already are not touched.

Others may write meanwhile. Whoever changes the store derives afterwards, so what is derived from an older
reading may be written where it still fits, but never over what was derived from a newer one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from catalogue.audit import EventKind
from catalogue.deadlines.facts import without_copies
from catalogue.decisions import item_id, load_decisions
from catalogue.entries import load_procedures
from catalogue.history import entry_without
from catalogue.implied import Ground, Implied, implied
from catalogue.judgements import WAITING, Docket, State, stated_by
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import ItemMatch, match_decision
from catalogue.obligations import Standing, facts_of, judged_documents, settle_obligations
from catalogue.procedure import Match, Procedure, Scope
from catalogue.workspace import Workspace, to_json
from extract.decision import Decision

Progress = Callable[[int, int], None]
"""Called with how many decisions are done and how many there are."""


def derive(workspace: Workspace, progress: Progress | None = None) -> int:
    """Bring matches, proposals and obligations up to date; return how many rows changed.

    It ends early, as there is nothing left to do, where another run that has read more began to write.
    """
    reading = _Reading(workspace, _newest_event(workspace))
    decisions = load_decisions(workspace)
    with suppress(_Overtaken):
        if decisions:
            _derive(reading, decisions, progress or (lambda _, __: None))
    return reading.changed


def is_derived(workspace: Workspace) -> bool:
    """True where a run has come through since anything last changed."""
    return bool(workspace.rows("SELECT whole FROM derived")[0]["whole"] == _newest_event(workspace))


def _newest_event(workspace: Workspace) -> int:
    return int(workspace.rows("SELECT coalesce(max(id), 0) AS id FROM audit_events")[0]["id"])


class _Overtaken(Exception):  # noqa: N818 (no error: another run does the same and knows more)
    """Another run has read more and begun to write."""


@dataclass(slots=True)
class _Reading:
    """What a run has read, the store as it was after an event, and how many rows it has changed since.

    `fits`: everything it came to could be written.
    """

    workspace: Workspace
    event: int
    changed: int = 0
    fits: bool = True

    @contextmanager
    def writing(self) -> Iterator[None]:
        """As `Workspace.writing`, for what follows from this reading."""
        with self.workspace.writing() as db:
            begun = self.workspace.rows("SELECT begun FROM derived")[0]["begun"]
            if self.event < begun <= _newest_event(self.workspace):
                raise _Overtaken
            if begun != self.event:
                db.execute("UPDATE derived SET begun = ?", [self.event])
            yield

    def still(self, document: str, entries: Iterable[str | None] = ()) -> bool:
        """True where a document reads as it did and these entries are there; inside `writing()`."""
        changed = self.workspace.rows(
            "SELECT 1 FROM audit_events WHERE kind = ? AND subject = ? AND id > ?"
            " UNION ALL SELECT 1 FROM json_each(?) WHERE value NOT IN (SELECT id FROM procedures)",
            [EventKind.DECISION.value, document, self.event, to_json([one for one in entries if one])],
        )
        self.fits = self.fits and not changed
        return not changed

    def finish(self) -> None:
        """Note that the run came through; inside `writing()`."""
        if self.fits:
            self.workspace.db.execute("UPDATE derived SET whole = ? WHERE whole <> ?", [self.event] * 2)


def _derive(reading: _Reading, decisions: Sequence[Decision], progress: Progress) -> None:
    workspace = reading.workspace
    index, procedures, working = catalogue_index(workspace)
    judged = judged_documents(workspace)
    _, kept = without_copies([replace(facts_of(one), judged=one.sha256 in judged) for one in decisions])
    retired = _taken_out(workspace)
    found: dict[str, Sequence[ItemMatch]] = {}
    for done, decision in enumerate(decisions, start=1):
        matches = found[decision.sha256] = match_decision(decision, index)
        entries = [one.procedure for match in matches for one in (match.listed, match.replaced) if one]
        with reading.writing():
            if reading.still(decision.sha256, entries):
                reading.changed += _settle_matches(workspace, decision, matches)
        progress(done, len(decisions))
    ground = Ground(found, procedures, working, kept, workspace.province, retired=retired)
    told = _implied(workspace, decisions, ground)
    for documents in _copies(kept):
        with reading.writing():
            for document, rows in _standing_proposals(workspace, documents, told).items():
                if reading.still(document):
                    reading.changed += _settle_proposals(workspace, document, rows)
    standing = Standing.of(workspace)
    with reading.writing():
        reading.changed += settle_obligations(workspace, standing.renewed(workspace).obligations)
        reading.finish()


def _implied(workspace: Workspace, decisions: Sequence[Decision], ground: Ground) -> dict[str, list[Implied]]:
    """The proposals by document; a waiting one that was judged before is made on the entries without that."""
    told = implied(decisions, ground)
    without = {
        row["id"]: entries
        for documents in _copies(ground.kept)
        for rows in _standing_proposals(workspace, documents, told).values()
        for row in rows
        if State(row["state"]) in WAITING and (entries := entries_before(workspace, row["judgement"]))
    }
    return implied(decisions, replace(ground, without=without)) if without else told


def _copies(kept: Mapping[str, str]) -> list[list[str]]:
    """The documents of each decision, the one that speaks for it first."""
    out: dict[str, list[str]] = {}
    for document in sorted(kept, key=lambda one: (one != kept[one], one)):
        out.setdefault(kept[document], []).append(document)
    return list(out.values())


def entries_before(workspace: Workspace, judgement: int | None) -> dict[str, Procedure | None]:
    """The entries that a judgement on a proposal speaks of, as they are without what it states, by id.

    A waiting proposal is made on these: judging it puts aside what was stated before. None, or the national
    twin, where an entry would not be in the working catalogue.
    """
    stated = stated_by(workspace, judgement)
    changes = {one["id"] for one in stated}
    out: dict[str, Procedure | None] = {}
    for ident in dict.fromkeys(one["procedure"] for one in stated):
        twin = f"{Scope.NATIONAL.value}:{ident.rpartition(':')[2]}"
        out[ident] = entry_without(workspace, ident, changes) or entry_without(workspace, twin, changes)
    return out


def _taken_out(workspace: Workspace) -> dict[str, frozenset[str]]:
    """The entries that accepted rows took out of force, each with the documents of these rows."""
    rows = workspace.rows(
        "SELECT DISTINCT procedure, document FROM changes WHERE withdrawn_by IS NULL"
        " AND judgement IS NOT NULL AND json_extract(fields, '$.in_force') = 0"
    )
    out: dict[str, frozenset[str]] = {}
    for row in rows:
        out[row["procedure"]] = out.get(row["procedure"], frozenset()) | {row["document"]}
    return out


def catalogue_index(workspace: Workspace) -> tuple[CatalogueIndex, dict[str, Procedure], Scope]:
    """The entries to match against, by id too, and the catalogue that proposals speak of.

    A provincial entry stands for its national twin; national entries that the province has not are kept,
    so that a new procedure finds its code. Each entry is known by its former names and its twin's too.
    """
    own = load_procedures(workspace, Scope.PROVINCE)
    codes = {one.code for one in own}
    national = [one for one in load_procedures(workspace, Scope.NATIONAL) if one.code not in codes]
    together = own + national
    working = Scope.PROVINCE if own else Scope.NATIONAL
    return CatalogueIndex(together, _known_as(workspace)), {one.id: one for one in together}, working


def _known_as(workspace: Workspace) -> dict[str, set[str]]:
    """The names that each entry bears or bore, and those of the entry of its code in the other catalogue."""
    rows = workspace.rows("SELECT procedure, name FROM names")
    by_code: dict[str, set[str]] = {}
    for row in rows:
        by_code.setdefault(row["procedure"].partition(":")[2], set()).add(row["name"])
    return {row["procedure"]: by_code[row["procedure"].partition(":")[2]] for row in rows}


def _settle_matches(workspace: Workspace, decision: Decision, found: Sequence[ItemMatch]) -> int:
    changed = 0
    for position, one in enumerate(found, start=1):
        ident = item_id(decision.sha256, position)
        rows = [_match_row(ident, "listed", one.listed)]
        if one.replaced:
            rows.append(_match_row(ident, "replaced", one.replaced))
        changed += workspace.settle("matches", rows, {"item": ident})
    return changed


def _match_row(item: str, role: str, found: Match) -> dict[str, Any]:
    return {
        "item": item,
        "role": role,
        "procedure": found.procedure,
        "method": found.method,
        "score": float(found.score),
        "margin": found.margin,
        "band": found.band.value,
        "reasons": to_json([reason.to_json() for reason in found.reasons]),
        "candidates": to_json([one.to_json() for one in found.candidates]),
    }


def _standing_proposals(
    workspace: Workspace, documents: Sequence[str], told: Mapping[str, Sequence[Implied]]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of `proposals` of the copies of a decision, with the judgements passed on any of them."""
    docket = Docket(workspace, documents)
    return {document: docket.rows(one.row(document) for one in told[document]) for document in documents}


def _settle_proposals(workspace: Workspace, document: str, rows: Sequence[Mapping[str, Any]]) -> int:
    return workspace.settle("proposals", rows, {"document": document})
