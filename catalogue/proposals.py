"""Proposals: what a listed procedure implies for the catalogue. Pure functions, no database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.matching.matching import ItemMatch, ministries_of_decision
from catalogue.matching.recognised import REPAIRED, repaired_name
from catalogue.procedure import Band, Difference, Kind, Match, Procedure, Proposal, Reason, Scope
from catalogue.provinces import Province, find_province
from extract.agencies import department_for, ministries_of_name
from extract.decision import Change, Decision, Item, Level, iso
from extract.folding import fold

_COMPARED = ("name", "field", "time_limit", "fee", "basis")


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries that a row's matches point at, each None where there is none.

    `working` is the catalogue that is kept up to date: the province's own, or the national one in a
    workspace without a provincial catalogue. `announced` is the number of an earlier decision that brings
    the listed procedure in, where the catalogue does not hold it yet.
    """

    listed: Procedure | None
    replaced: Procedure | None
    working: Scope
    announced: str | None = None

    def on(self, day: str | None) -> Entries:
        """The entries as of an ISO day: one that ceases to hold only later is still in force."""
        return replace(self, listed=_on(self.listed, day), replaced=_on(self.replaced, day))


def _on(entry: Procedure | None, day: str | None) -> Procedure | None:
    if entry is None or entry.valid_to is None or day is None or entry.valid_to <= day:
        return entry
    return replace(entry, valid_to=None)


def propose(
    item: Item, decision: Decision, found: ItemMatch, entries: Entries, province: Province | None = None
) -> Proposal:
    """The change that one row of a decision implies, with what differs and what to look at first.

    A name read from a picture stands as the catalogue has it, where the row is certain.
    """
    name = repaired_name(found.listed)
    item = replace(item, name=name) if name else item
    entries = entries.on(effective_day(item, decision))
    outside = _outside(item, decision, province)
    if outside:
        return Proposal(Kind.NOTHING, entries.listed.id if entries.listed else None, reasons=(outside,))
    match item.change:
        case Change.NEW:
            proposal = _new(item, found.listed, entries)
        case Change.REPEALED:
            proposal = _repealed(found.listed, entries)
        case Change.REPLACED:
            proposal = _replaced(item, found, entries)
        case Change.AMENDED | Change.STANDARDISED | Change.LISTED:
            proposal = _updated(item, found.listed, entries)
    doubts = [*proposal.conflicts, *effective_open(item, decision)]
    if not _absence_is_natural(item, found.listed):
        doubts = [*_doubtful(found.listed), *doubts]
    if item.source.recognised and found.listed.band is not Band.CERTAIN:
        doubts.append(Reason("recognised"))
    repairs = [reason for reason in found.listed.reasons if reason.key == REPAIRED]
    return Proposal(
        proposal.kind,
        proposal.procedure,
        proposal.retires,
        proposal.differing,
        tuple(dict.fromkeys(doubts)),
        (*proposal.reasons, *repairs),
        responsible_department(item, decision, entries.listed),
        effective_day(item, decision),
    )


def proposed_new(item: Item, decision: Decision) -> Proposal:
    """The row as a new entry, whatever kind of change the decision calls it: a person found none for it."""
    return Proposal(
        Kind.ADD,
        differing=_fields(item, None),
        conflicts=tuple(effective_open(item, decision)),
        reasons=(Reason(f"published_{item.change}", (("old", item.replaced_name or "–"),)),),
        department=responsible_department(item, decision, None),
        effective=effective_day(item, decision),
    )


def responsible_department(item: Item, decision: Decision, entry: Procedure | None) -> str | None:
    """Who prepares the province's decision: named by it, else by the field and the ministry."""
    if decision.issuer_level == "province" and decision.departments:
        return "; ".join(decision.departments)
    ministries = ministries_of_decision(decision)
    field = item.field or (entry.field if entry else None)
    return department_for(ministries or ministries_of_name(entry.ministry if entry else None), field)


def _outside(item: Item, decision: Decision, province: Province | None) -> Reason | None:
    if item.levels and set(item.levels) == {Level.CENTRAL}:
        return Reason("outside_competence")
    if decision.issuer_level == "province" and province and decision.issuer:
        issuer = find_province(decision.issuer)
        if issuer and issuer != province:
            return Reason("other_province", (("issuer", decision.issuer),))
    return None


def _new(item: Item, found: Match, entries: Entries) -> Proposal:
    entry = entries.listed
    reason = Reason("published_new")
    if entry is None or entry.scope is not entries.working:
        known = (Reason("known_nationally", (("code", entry.code),)),) if entry else ()
        return Proposal(
            Kind.ADD, differing=_fields(item, None), reasons=(reason, *known, *_announced(entries))
        )
    if entry.valid_to:
        return Proposal(Kind.ADD, differing=_fields(item, None), reasons=(reason, *_repealed_before(entry)))
    there = Reason("already_there", (("code", entry.code),))
    differing = _fields(item, entry)
    if found.band is not Band.CERTAIN:
        if found.method == "code":
            return Proposal(
                Kind.UNCLEAR, entry.id, differing=differing, conflicts=(there,), reasons=(reason,)
            )
        return Proposal(Kind.ADD, differing=_fields(item, None), reasons=(reason, *_announced(entries)))
    if not differing:
        return Proposal(Kind.NOTHING, entry.id, conflicts=(there,), reasons=(reason,))
    return Proposal(Kind.UPDATE, entry.id, differing=differing, conflicts=(there,), reasons=(reason,))


def _updated(item: Item, found: Match, entries: Entries) -> Proposal:
    entry = entries.listed
    reason = Reason(f"published_{item.change}")
    if entry is None:
        kind = Kind.ADD if item.change is Change.LISTED else Kind.UNCLEAR
        return Proposal(
            kind,
            differing=_fields(item, None),
            conflicts=_announced(entries) or (Reason("absent"),),
            reasons=(reason,),
        )
    differing = _fields(item, entry)
    if entry.scope is not entries.working:
        absent = Reason("absent_known_nationally", (("code", entry.code),))
        return Proposal(Kind.ADD, differing=_fields(item, None), conflicts=(absent,), reasons=(reason,))
    if found.band is Band.REVIEW or entry.valid_to:
        conflicts = _repealed_before(entry)
        return Proposal(Kind.UNCLEAR, entry.id, differing=differing, conflicts=conflicts, reasons=(reason,))
    if not differing:
        return Proposal(Kind.NOTHING, entry.id, reasons=(reason, Reason("nothing_differs")))
    kind = Kind.STANDARDISE if item.change is Change.STANDARDISED else Kind.UPDATE
    return Proposal(kind, entry.id, differing=differing, reasons=(reason,))


def _repealed(found: Match, entries: Entries) -> Proposal:
    entry = entries.listed
    reason = Reason("published_repealed")
    if entry is None or entry.scope is not entries.working:
        return Proposal(
            Kind.NOTHING, conflicts=_announced(entries) or (Reason("repealed_unknown"),), reasons=(reason,)
        )
    if entry.valid_to:
        return Proposal(Kind.NOTHING, entry.id, reasons=(reason, *_repealed_before(entry)))
    kind = Kind.REPEAL if found.band is Band.CERTAIN else Kind.UNCLEAR
    return Proposal(kind, entry.id, reasons=(reason,))


def _replaced(item: Item, found: ItemMatch, entries: Entries) -> Proposal:
    """The new one is added and the old one retired."""
    reason = Reason("published_replaced", (("old", item.replaced_name or item.replaces_code or "–"),))
    old = entries.replaced
    conflicts: list[Reason] = []
    if found.replaced is None:
        conflicts.append(Reason("replaces_unnamed"))
    elif old is None or old.scope is not entries.working:
        conflicts.append(Reason("replaced_unknown"))
    else:
        conflicts += _doubtful(found.replaced)
    entry = entries.listed if found.listed.band is Band.CERTAIN else None
    standing = entry if entry and entry.scope is entries.working else None
    retires = old.id if old and old.scope is entries.working and not old.valid_to else None
    if standing and retires == standing.id:
        standing = None
    differing = _fields(item, standing)
    return Proposal(
        Kind.REPLACE,
        standing.id if standing else None,
        retires,
        differing,
        tuple(conflicts),
        (reason,),
    )


def _repealed_before(entry: Procedure) -> tuple[Reason, ...]:
    """That an entry is out of force, and since when; nothing of one that is in force."""
    if not entry.valid_to:
        return ()
    return (Reason("already_repealed", (("code", entry.code), ("day", entry.valid_to))),)


def _announced(entries: Entries) -> tuple[Reason, ...]:
    return (Reason("announced", (("number", entries.announced),)),) if entries.announced else ()


def _absence_is_natural(item: Item, found: Match) -> bool:
    """A new procedure need not be in the catalogue: an entry of another name says nothing against it."""
    return (
        item.change in (Change.NEW, Change.REPLACED)
        and found.method != "code"
        and any(reason.key == "unexplained_words" for reason in found.reasons)
    )


def _doubtful(found: Match) -> list[Reason]:
    """The reasons of a match that is not certain, and that several entries are as likely."""
    if found.band is not Band.REVIEW:
        return []
    out = [Reason("match_for_review", (("candidates", ", ".join(one.code for one in found.candidates)),))]
    return [*out, *found.reasons]


def effective_day(item: Item | None, decision: Decision) -> str | None:
    """The ISO day from which a row holds, its own or its decision's; None while it is open."""
    own = item.effective if item else None
    return iso(own or (decision.effective.date if decision.effective else None))


def effective_open(item: Item | None, decision: Decision) -> list[Reason]:
    """Why no day of effect is known; empty where it is."""
    if effective_day(item, decision):
        return []
    if decision.effective is None:
        return [Reason("effective_missing")]
    return [Reason("effective_open", (("text", decision.effective.text),))]


def _fields(item: Item, entry: Procedure | None) -> tuple[Difference, ...]:
    """The fields that the row states and the entry has otherwise; what the row leaves out stays as it is.

    Fields compare folded: another spelling of the same words is no difference, but for a repaired name.
    """
    out = []
    for name in _COMPARED:
        new, old = getattr(item, name), getattr(entry, name) if entry else None
        if new and (old is None or fold(new) != fold(old)):
            out.append(Difference(name, old, new))
    stated = ", ".join(level.value for level in item.levels)
    standing = ", ".join(level.value for level in entry.levels) if entry else ""
    if stated and set(item.levels) != set(entry.levels if entry else ()):
        out.append(Difference("levels", standing or None, stated))
    if item.code and entry is None:
        out.append(Difference("code", None, item.code))
    if item.agency and (entry is None or not entry.agencies):
        out.append(Difference("agencies", None, item.agency))
    return tuple(out)
