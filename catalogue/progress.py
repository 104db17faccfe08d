"""How far a decision has come: its internal workflow (QTNB) and where it is posted.

From what people entered, what the imported lists show and what the decision says itself; what nothing
proves is not known, which is not the same as not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.deadlines import DecisionFacts, Evidence, EvidenceKind
from catalogue.deadlines.evidence import find
from catalogue.deadlines.facts import PROVINCE
from ingest.messages import say

WORKFLOW = (EvidenceKind.WORKFLOW_SUBMITTED, EvidenceKind.WORKFLOW_SET)
POSTING = (
    EvidenceKind.POSTED_NATIONAL,
    EvidenceKind.POSTED_PROVINCE,
    EvidenceKind.WEBSITE_POSTED,
    EvidenceKind.NOTICE_POSTED,
)
OF_MINISTRY = (EvidenceKind.POSTED_NATIONAL, EvidenceKind.RECEIVED, EvidenceKind.SUBMITTED)
"""What is followed of a ministry's decision: it is posted or received, and the province submits its own."""

APPROVED = "workflow_approved"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `key` is a kind of evidence or `APPROVED`, `day` None where nothing proves it.

    `at_latest`: on that day or before; `contradicted`: only impossible days are told; `done` and `of` count
    procedures where lists tell of each.
    """

    key: str
    day: date | None = None
    source: str | None = None
    at_latest: bool = False
    contradicted: bool = False
    done: int | None = None
    of: int | None = None

    @property
    def known(self) -> bool:
        """True where something proves it, in whole or in part."""
        return self.day is not None or bool(self.done)

    @property
    def sentence(self) -> str:
        """When, or that it is not known."""
        if self.of is not None:
            return say("steps.counted", done=self.done, of=self.of)
        if self.contradicted:
            return say("steps.contradicted")
        if self.day is None:
            return say("steps.unknown")
        written = f"{self.day:%d/%m/%Y}"
        return say("deadline.at_latest", day=written) if self.at_latest else written

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "step": self.key,
            "known": self.known,
            "sentence": self.sentence,
            "date": self.day.isoformat() if self.day else None,
            "at_latest": self.at_latest,
            "source": self.source,
            "contradicted": self.contradicted,
            "done": self.done,
            "of": self.of,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of a decision's workflow and those of its posting, in their order."""

    workflow: tuple[Step, ...]
    posting: tuple[Step, ...]

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "workflow": [step.to_json() for step in self.workflow],
            "posting": [step.to_json() for step in self.posting],
        }


def progress(decision: DecisionFacts, told: Sequence[Evidence]) -> Progress:
    """The steps of a decision from the evidence that is told of it."""
    if decision.level != PROVINCE:
        return Progress((), tuple(_step(decision, told, kind) for kind in OF_MINISTRY))
    workflow = [_approved(decision), *(_step(decision, told, kind) for kind in WORKFLOW)]
    posting = [_step(decision, told, kind) for kind in POSTING]
    if any(item.goes for item in decision.items or ()):
        posting.append(_removed(decision, told))
    return Progress(tuple(workflow), tuple(posting))


def _approved(decision: DecisionFacts) -> Step:
    """The workflow's approval: in the same decision, or in one that nobody has told of."""
    if not decision.with_workflow:
        return Step(APPROVED)
    return Step(APPROVED, decision.signed, say("steps.same_act"))


def _step(decision: DecisionFacts, told: Sequence[Evidence], kind: EvidenceKind) -> Step:
    found = find(told, kind, decision.signed)
    return Step(kind.value, found.day, found.source, found.at_latest, found.contradicted)


def _removed(decision: DecisionFacts, told: Sequence[Evidence]) -> Step:
    """The removal of what it repeals: of the whole decision, else as many as the lists no longer show."""
    kind = EvidenceKind.REMOVED_NATIONAL
    whole = _step(decision, told, kind)
    if whole.day or whole.contradicted:
        return whole
    shown = {one.item: one for one in told if one.item and one.kind in (kind, EvidenceKind.STILL_LISTED)}
    if not shown:
        return whole
    done = sum(one.kind is kind for one in shown.values())
    source = max(shown.values(), key=lambda one: one.day).source
    return Step(kind.value, source=source, done=done, of=sum(item.goes for item in decision.items or ()))
