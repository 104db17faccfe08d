"""What the deadline engine has to know of a decision, free of files and databases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from extract.decision import Change, Decision, Level, Reference, Submission
from extract.folding import plain
from extract.issuers import ministry_of
from extract.numbers import number_key

MINISTRY = "ministry"
PROVINCE = "province"
_BEFORE_PLACE = re.compile(r"^.*\b(?:tinh|thanh pho|tp) ")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A listed procedure, `id` of the caller's choice; no `levels` where they are not known.

    `replaces_code` and `replaced_name` are the procedure that a replacing one takes out.
    """

    id: str
    change: Change
    levels: tuple[Level, ...] = ()
    code: str | None = None
    name: str = ""
    internal: bool = False
    field: str | None = None
    basis: str | None = None
    replaces_code: str | None = None
    replaced_name: str | None = None
    further_codes: tuple[str, ...] = ()

    @property
    def central_only(self) -> bool:
        """True where the procedure is settled at the central level alone."""
        return bool(self.levels) and set(self.levels) == {Level.CENTRAL}

    @property
    def codes(self) -> frozenset[str]:
        """The codes it may be known by; a replacing procedure without one is known by the one it replaces."""
        own = {code for code in (self.code, *self.further_codes) if code}
        return frozenset(own or {code for code in (self.replaces_code,) if code})

    @property
    def goes(self) -> bool:
        """True where a procedure ends with it: repealed, or replaced by another."""
        return self.change in {Change.REPEALED, Change.REPLACED}


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A publication decision, or one known only because others cite it (`cited_by` holds their ids).

    `level` is "ministry" or "province", None for other bodies, which have no deadlines here. `effective` is
    the day the decision takes effect; `law_effective` and `law_issued` speak of the legal act it publishes.
    `based_on` are the decisions it rests on. `items` is None where its list is not known. `with_workflow`:
    it approves the workflows (QTNB) too; `complex_workflow`: they are carried out by several bodies;
    `reorganised` is the day of the reorganisation that it follows; `submission` the Tờ trình it names.
    `judged`: people have passed judgement on rows of this copy.
    """

    id: str
    number: str | None
    issuer: str | None
    level: str | None
    signed: date | None
    effective: date | None = None
    shortened: bool = False
    internal: bool = False
    law_effective: date | None = None
    law_issued: date | None = None
    based_on: tuple[Reference, ...] = ()
    departments: tuple[str, ...] = ()
    items: tuple[ItemFacts, ...] | None = None
    cited_by: tuple[str, ...] = ()
    with_workflow: bool = False
    complex_workflow: bool = False
    reorganised: date | None = None
    submission: Submission | None = None
    judged: bool = False

    @classmethod
    def of(cls, decision: Decision, decision_id: str | None = None, item_ids: Sequence[str] = ()) -> Self:
        """The facts of an extracted decision; ids default to its SHA-256 and "<id>#<n>", n from 1."""
        own = decision_id or decision.sha256
        ids = item_ids or [f"{own}#{n}" for n in range(1, len(decision.items) + 1)]
        items = (
            ItemFacts(
                item_id,
                item.change,
                item.levels,
                item.code,
                item.name,
                item.internal,
                item.field,
                item.basis,
                item.replaces_code,
                item.replaced_name,
                item.further_codes,
            )
            for item_id, item in zip(ids, decision.items, strict=True)
        )
        return cls(
            id=own,
            number=decision.number,
            issuer=decision.issuer,
            level=decision.issuer_level,
            signed=decision.signed,
            effective=decision.effective.date if decision.effective else None,
            shortened=decision.shortened_procedure,
            internal=decision.internal,
            based_on=decision.based_on,
            departments=_departments(decision),
            submission=decision.submission,
            items=tuple(items) or None,
            with_workflow=decision.approves_workflow,
        )

    @property
    def own_law(self) -> bool:
        """True where a province publishes procedures of its own legal act (TTHC đặc thù): no ministry's list.

        Nghị định 63/2010/NĐ-CP Điều 13 khoản 2 điểm b.
        """
        return self.level == PROVINCE and not any(ministry_of(one.number) for one in self.based_on)

    @property
    def at_once(self) -> bool:
        """Made by shortened procedure and in force from signing (both, Nghị định 63/2010 Điều 24 khoản 2).

        The legal act's own days decide where they are known, else the decision's.
        """
        if not self.shortened:
            return False
        if self.law_effective and self.law_issued:
            return self.law_effective <= self.law_issued
        return bool(self.effective and self.signed and self.effective <= self.signed)

    @property
    def key(self) -> str:
        """What two copies of one decision share: number, signing day and, below the ministries, the province.

        A ministry's number names the ministry itself; "QĐ-UBND" does not say of which province. Letters,
        digits and dashes only, so that it can stand in ids and on a command line: "3659-QD-BKHCN-20251113".
        """
        if not self.number:
            return self.id
        parts = [plain(number_key(self.number)).upper()]
        if self.signed:
            parts.append(f"{self.signed:%Y%m%d}")
        if self.level != MINISTRY and self.issuer:
            parts.append(_BEFORE_PLACE.sub("", plain(self.issuer)))
        return " ".join(parts).replace(" ", "-")


def _departments(decision: Decision) -> tuple[str, ...]:
    """Who answers for a decision: the departments its title names, else the one that submitted it.

    A title that only says "ngành Tư pháp" means the department of that branch.
    """
    named = [name for name in decision.departments if not name.startswith("ngành ")]
    submitted = decision.submission.department if decision.submission else None
    return tuple(named) or ((submitted,) if submitted else decision.departments)


def without_copies(decisions: Iterable[DecisionFacts]) -> tuple[tuple[DecisionFacts, ...], dict[str, str]]:
    """Each decision once, and the id kept for every id: a PDF and a Word file of one decision are one.

    The copy with most procedures speaks for all, among equals one that was judged, then the smallest id;
    what only another copy knows of departments and citations is taken over.
    """
    groups: dict[str, list[DecisionFacts]] = {}
    for decision in decisions:
        groups.setdefault(decision.key, []).append(decision)
    kept: list[DecisionFacts] = []
    ids: dict[str, str] = {}
    for copies in groups.values():
        copies.sort(key=lambda copy: (-len(copy.items or ()), not copy.judged, copy.id))
        best = copies[0]
        for copy in copies:
            ids[copy.id] = best.id
        kept.append(
            replace(
                best,
                departments=next((copy.departments for copy in copies if copy.departments), ()),
                based_on=next((copy.based_on for copy in copies if copy.based_on), ()),
            )
        )
    return tuple(kept), ids
