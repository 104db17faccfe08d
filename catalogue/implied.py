"""What all decisions together imply for the catalogue: their proposals, each with the facts it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from catalogue.decisions import item_id
from catalogue.disagreements import Said, disagreements
from catalogue.matching.matching import ItemMatch
from catalogue.matching.names import name_of
from catalogue.positions import Known, Listed, Positioned, positioned
from catalogue.procedure import Kind, Procedure, Proposal, Reason, Scope
from catalogue.proposals import Entries, effective_day, effective_open, propose
from catalogue.provinces import Province, find_province
from catalogue.workspace import to_json
from extract.decision import Decision, Item, Reference, iso
from extract.numbers import number_key

_NO_CONTENT = frozenset({"source", "confidence", "level"})
"""What an item holds about its reading and not about what it says, or says twice."""


@dataclass(frozen=True, slots=True)
class Implied:
    """A proposal with its id, item (None: it comes from an article), place among those of its decision.

    `source` are the facts of the document it comes from, as JSON: a judgement speaks of these facts.
    """

    id: str
    item: str | None
    position: int
    source: str
    proposal: Proposal

    def row(self, document: str) -> dict[str, Any]:
        """The row of `proposals`, but for how it stands."""
        return {
            "id": self.id,
            "item": self.item,
            "document": document,
            "position": self.position,
            **columns(self.proposal),
            "source": self.source,
            "source_hash": sha256(self.source.encode()).hexdigest(),
        }


def columns(proposal: Proposal) -> dict[str, str | None]:
    """What a proposal proposes, as columns of its row."""
    return {
        "kind": proposal.kind.value,
        "procedure": proposal.procedure,
        "retires": proposal.retires,
        "department": proposal.department,
        "effective": proposal.effective,
        "differing": to_json([difference.to_json() for difference in proposal.differing]),
        "conflicts": to_json([reason.to_json() for reason in proposal.conflicts]),
        "reasons": to_json([reason.to_json() for reason in proposal.reasons]),
    }


@dataclass(frozen=True, slots=True)
class Ground:
    """What proposals are made on: the matches by document, the entries by id, the copies of decisions.

    `kept` names for each document the one that speaks for the decision where there are several copies.
    `without` has for a proposal that was judged before the entries as they are without what that stated;
    `retired` the entries that accepted rows took out of force, each with the documents of these rows.
    """

    matches: Mapping[str, Sequence[ItemMatch]]
    procedures: Mapping[str, Procedure]
    working: Scope
    kept: Mapping[str, str]
    home: Province | None = None
    without: Mapping[str, Mapping[str, Procedure | None]] = field(default_factory=dict)
    retired: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def entries(self, proposal: str) -> Mapping[str, Procedure]:
        """The entries by id on which a proposal is made."""
        if proposal not in self.without:
            return self.procedures
        together = {**self.procedures, **self.without[proposal]}
        return {ident: one for ident, one in together.items() if one}

    def replaced(self, entry: Procedure | None, document: str) -> Procedure | None:
        """An entry that a row replaces: in force still where only its own decision has taken it out."""
        if entry is None or entry.valid_to is None:
            return entry
        by = {self.kept.get(one) for one in self.retired.get(entry.id, ())}
        return replace(entry, valid_to=None) if by == {document} else entry


def implied(decisions: Sequence[Decision], ground: Ground) -> dict[str, list[Implied]]:
    """The proposals of every decision by document; decisions come in the order of their signing."""
    announced: dict[str, str] = {}
    out = {
        one.sha256: [*_of_items(one, ground, announced), *_of_articles(one, decisions, ground)]
        for one in decisions
    }
    numbers = {one.sha256: one.number or one.sha256[:12] for one in decisions}
    differing = disagreements(
        Said(one.id, numbers[document], one.proposal.effective, one.proposal)
        for document, proposals in out.items()
        for one in proposals
    )
    return {
        document: [_with_conflicts(one, differing.get(one.id, ())) for one in proposals]
        for document, proposals in out.items()
    }


def _with_conflicts(one: Implied, more: tuple[Reason, ...]) -> Implied:
    if not more:
        return one
    return replace(one, proposal=replace(one.proposal, conflicts=(*one.proposal.conflicts, *more)))


def _of_items(decision: Decision, ground: Ground, announced: dict[str, str]) -> list[Implied]:
    found = ground.matches[decision.sha256]
    kept = ground.kept[decision.sha256]
    speaks = kept == decision.sha256
    items = {item_id(decision.sha256, nth): item for nth, item in enumerate(decision.items, start=1)}

    def entries(ident: str, item: Item, one: ItemMatch) -> Entries:
        known = ground.entries(f"p-{ident}")
        listed, replaced = (
            known.get(match.procedure or "") if match else None for match in (one.listed, one.replaced)
        )
        new = announced.get(item.code or name_of(item.name).key)
        return Entries(listed, ground.replaced(replaced, kept), ground.working, new)

    if speaks:
        proposals = [
            propose(item, decision, one, entries(ident, item, one), ground.home)
            for (ident, item), one in zip(items.items(), found, strict=True)
        ]
        _announce(decision, proposals, announced)
    else:
        copy = Reason("copy_of", (("document", kept[:12]),))
        proposals = [Proposal(Kind.NOTHING, reasons=(copy,))] * len(found)
    return [
        Implied(f"p-{ident}", ident, nth, source_of_item(item, decision, speaks), proposal)
        for nth, ((ident, item), proposal) in enumerate(zip(items.items(), proposals, strict=True), start=1)
    ]


def _of_articles(decision: Decision, decisions: Sequence[Decision], ground: Ground) -> list[Implied]:
    """The repeals by position; another province's decision and a copy imply none."""
    issuer = find_province(decision.issuer or "") if decision.issuer_level == "province" else None
    if ground.kept[decision.sha256] != decision.sha256 or (ground.home and issuer not in (ground.home, None)):
        return []

    def find(reference: Reference) -> list[Listed]:
        return [
            Listed(one, ground.matches[one.sha256])
            for one in decisions
            if _is_meant(one, reference, decision) and ground.kept[one.sha256] == one.sha256
        ]

    def rows(entries: Mapping[str, Procedure]) -> list[Positioned]:
        known = Known(find, entries, ground.working)
        return list(positioned(decision, ground.matches[decision.sha256], known))

    told = {f"p-{decision.sha256[:16]}-a{nth:02d}": one for nth, one in enumerate(rows(ground.procedures), 1)}
    for nth, ident in enumerate(told):
        if ident in ground.without:
            told[ident] = rows(ground.entries(ident))[nth]
    return [
        Implied(
            ident,
            None,
            len(decision.items) + nth,
            _source_of_position(one, decision),
            replace(
                one.proposal,
                conflicts=(*one.proposal.conflicts, *effective_open(None, decision)),
                effective=effective_day(None, decision),
                department="; ".join(decision.departments) or None,
            ),
        )
        for nth, (ident, one) in enumerate(told.items(), start=1)
    ]


def _is_meant(one: Decision, reference: Reference, citing: Decision) -> bool:
    """The same number, of the cited day or, where none is cited, signed before; by the same issuer."""
    if not one.number or number_key(one.number) != number_key(reference.number):
        return False
    if one.issuer_level == "province" and find_province(one.issuer or "") != find_province(
        citing.issuer or ""
    ):
        return False
    if reference.date and one.signed:
        return reference.date == one.signed
    return not (one.signed and citing.signed) or one.signed <= citing.signed


def source_of_item(item: Item, decision: Decision, speaks: bool = True) -> str:
    """The facts of the document that the proposal of an item comes from, as JSON.

    Only what is stated: that a later version of the program knows more fields changes no facts. `speaks`: not
    while another copy speaks for the decision; what is judged of a copy is not judged of the row itself.
    """
    facts = {name: value for name, value in item.to_json().items() if value and name not in _NO_CONTENT}
    mark = {} if speaks else {"copy": True}
    return to_json({"item": facts, "decision": _head(decision), **mark})


def _source_of_position(one: Positioned, decision: Decision) -> str:
    position = {
        "number": one.reference.number,
        "date": iso(one.reference.date),
        "effect": one.reference.effect,
        "section": one.section,
        "ordinal": one.ordinal,
    }
    return to_json({"position": position, "decision": _head(decision)})


def _head(decision: Decision) -> dict[str, Any]:
    """The decision, and the day of effect or, where it is open, the clause."""
    effective = decision.effective
    return {
        "number": decision.number,
        "issuer": decision.issuer,
        "signed": iso(decision.signed),
        "effective": effective and (iso(effective.date) or effective.text),
    }


def _announce(decision: Decision, proposals: Sequence[Proposal], announced: dict[str, str]) -> None:
    """Note down by code and by name what a decision brings in; the first decision to do so is kept."""
    for item, proposal in zip(decision.items, proposals, strict=True):
        if proposal.kind in (Kind.ADD, Kind.REPLACE) and decision.number:
            for key in (item.code, name_of(item.name).key):
                if key:
                    announced.setdefault(key, decision.number)
