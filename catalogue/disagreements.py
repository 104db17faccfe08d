"""Where two decisions say different things of one entry from the same day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.procedure import Kind, Proposal, Reason
from extract.folding import fold

_SPEAKING = frozenset(
    {Kind.ADD, Kind.UPDATE, Kind.STANDARDISE, Kind.REPLACE, Kind.REPEAL, Kind.REPEAL_BY_POSITION}
)
_STATUS = "status"


@dataclass(frozen=True, slots=True)
class Said:
    """A proposal by its id with the number of its decision and the day from which it takes effect."""

    proposal: str
    decision: str
    effective: str | None
    implied: Proposal


def disagreements(said: Iterable[Said]) -> Mapping[str, tuple[Reason, ...]]:
    """The conflicts by proposal: each names the other decision and the field they differ in."""
    by_entry: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        if one.effective and one.implied.kind in _SPEAKING:
            for entry in _entries(one.implied):
                by_entry.setdefault((entry, one.effective), []).append(one)
    out: dict[str, dict[Reason, None]] = {}
    for (entry, day), group in by_entry.items():
        for one in group:
            for other in group:
                field = _differing(one, other, entry) if one.decision != other.decision else None
                if field:
                    facts = (("number", other.decision), ("day", day), ("field", field))
                    out.setdefault(one.proposal, {})[Reason("decisions_disagree", facts)] = None
    return {proposal: tuple(reasons) for proposal, reasons in out.items()}


def _entries(proposal: Proposal) -> set[str]:
    code = next((one.new for one in proposal.differing if one.field == "code"), None)
    return {one for one in (proposal.procedure, proposal.retires, code) if one}


def _differing(one: Said, other: Said, entry: str) -> str | None:
    mine, theirs = _words(one.implied, entry), _words(other.implied, entry)
    return next((name for name in mine if name in theirs and mine[name] != theirs[name]), None)


def _words(proposal: Proposal, entry: str) -> dict[str, str]:
    """What a proposal makes of an entry: its status first, then its fields, folded for comparison."""
    retired = entry == proposal.retires or proposal.kind in (Kind.REPEAL, Kind.REPEAL_BY_POSITION)
    if retired:
        return {_STATUS: "retired"}
    return {_STATUS: "in force", **{one.field: fold(one.new or "") for one in proposal.differing}}
