"""What follows from the stored decisions: matches, proposals and obligations, derived anew each time.

All of it is computed from the whole store in one fixed order, so that neither the order in which documents
came nor an interruption shows in the result. Rows that are right already are not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalogue.deadlines.facts import without_copies
from catalogue.decisions import item_id, load_decisions
from catalogue.entries import load_procedures
from catalogue.history import entry_without
from catalogue.implied import Ground, Implied, implied
from catalogue.judgements import WAITING, Docket, State, stated_by
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import ItemMatch, match_decision
from catalogue.obligations import facts_of, judged_documents, settle_obligations
from catalogue.procedure import Match, Procedure, Scope
from catalogue.workspace import Workspace, to_json
from extract.decision import Decision

Progress = Callable[[int, int], None]
"""Called with how many decisions are done and how many there are."""


def derive(workspace: Workspace, progress: Progress | None = None) -> int:
    """Bring matches, proposals and obligations up to date; return how many rows changed."""
    decisions = load_decisions(workspace)
    if not decisions:
        return 0
    index, procedures, working = catalogue_index(workspace)
    judged = judged_documents(workspace)
    _, kept = without_copies([replace(facts_of(one), judged=one.sha256 in judged) for one in decisions])
    found: dict[str, Sequence[ItemMatch]] = {}
    changed = 0
    for done, decision in enumerate(decisions, start=1):
        found[decision.sha256] = match_decision(decision, index)
        with workspace.writing():
            changed += _settle_matches(workspace, decision, found[decision.sha256])
        if progress:
            progress(done, len(decisions))
    ground = Ground(found, procedures, working, kept, workspace.province, retired=_taken_out(workspace))
    told = _standing_proposals(workspace, implied(decisions, ground), kept)
    without = {
        row["id"]: entries
        for rows in told.values()
        for row in rows
        if State(row["state"]) in WAITING and (entries := entries_before(workspace, row["judgement"]))
    }
    if without:
        again = implied(decisions, replace(ground, without=without))
        told = _standing_proposals(workspace, again, kept)
    for document, rows in told.items():
        with workspace.writing():
            changed += _settle_proposals(workspace, document, rows)
    with workspace.writing():
        changed += settle_obligations(workspace)
    return changed


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
    workspace: Workspace, told: Mapping[str, Sequence[Implied]], kept: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of `proposals` by document; judgements on any copy of a decision go to the one that speaks."""
    copies: dict[str, list[str]] = {}
    for document in told:
        copies.setdefault(kept[document], []).append(document)
    out: dict[str, list[dict[str, Any]]] = {}
    for speaking, documents in copies.items():
        docket = Docket(workspace, documents)
        for document in sorted(documents, key=lambda one: one != speaking):
            out[document] = docket.rows(one.row(document) for one in told[document])
    return out


def _settle_proposals(workspace: Workspace, document: str, rows: Sequence[Mapping[str, Any]]) -> int:
    return workspace.settle("proposals", rows, {"document": document})
