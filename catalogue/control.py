"""Control of a provincial draft before it is signed: does it answer the ministries' decisions it rests on?

What the office that controls procedures looks at (Nghị định 63/2010/NĐ-CP Điều 13, 15 and practice): every
procedure of the ministry's list stands in the draft, counts agree, workflows are attached where they are
demanded, legal bases hold on the day, names and codes are those of the national database. A check that lacks
its facts says so and gives no verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from catalogue.deadlines.facts import DecisionFacts, ItemFacts, without_copies
from catalogue.deadlines.ministries import ministry_of, number_identity
from catalogue.deadlines.pairing import pair
from catalogue.entries import load_procedures
from catalogue.matching.alignment import align
from catalogue.matching.names import name_of
from catalogue.obligations import facts_of_workspace, rules_of
from catalogue.procedure import Procedure, Scope
from catalogue.workspace import Workspace
from extract.decision import Change, Decision, Issue, Item, Reference
from extract.effect import effective
from ingest.messages import say

_WORKFLOW_RULE = "R5"
_GIVEN_WHEN_ISSUED = frozenset({"no_number", "no_date"})
"""What no draft has: number and day are given when the decision is issued."""
_LEFT_OPEN = frozenset({"effective_open"})
"""What a draft may leave open as the ministry's decision does: somebody has to look at it."""


class Verdict(StrEnum):
    """How a check ends; `control.verdict_<verdict>` of the message catalogue."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Detail:
    """Something to look at: `control.<key>` of the message catalogue with its facts."""

    key: str
    facts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, key: str, **facts: object) -> Self:
        """A detail with its facts by name."""
        return cls(key, tuple((name, str(value)) for name, value in facts.items()))

    @property
    def message(self) -> str:
        """The sentence in the language in force; kinds of change among its facts are named in it too."""
        said = {
            name: ", ".join(say(f"change.{one}") for one in value.split(", ")) if name == "changes" else value
            for name, value in self.facts
        }
        return say(f"control.{self.key}", **said)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the sheet: what was looked at (`control.<key>`), how it ends, what to look at."""

    key: str
    verdict: Verdict
    details: tuple[Detail | Issue, ...] = ()

    @property
    def title(self) -> str:
        """What was looked at, in the language in force."""
        return say(f"control.{self.key}")

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "check": self.key,
            "title": self.title,
            "verdict": self.verdict.value,
            "details": [detail.message for detail in self.details],
        }


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """A draft and what the checks found; `rests_on`: the ministries' decisions that are in the workspace."""

    draft: Decision
    rests_on: tuple[DecisionFacts, ...]
    checks: tuple[Check, ...]

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form of `congbo export control`."""
        return {
            "number": self.draft.number,
            "title": self.draft.title,
            "document": self.draft.sha256,
            "based_on": [reference.to_json() for reference in self.draft.based_on],
            "checks": [check.to_json() for check in self.checks],
        }


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a draft is held against: its rows, the asked rows of the ministries, the national entries."""

    draft: Decision
    own: tuple[ItemFacts, ...]
    cited: tuple[Reference, ...]
    asked: tuple[ItemFacts, ...]
    missing: tuple[Reference, ...]
    national: dict[str, Procedure]
    demanded: tuple[frozenset[Change], frozenset[Change]]


def control(workspace: Workspace, draft: Decision, day: date, further: Iterable[Check] = ()) -> ControlSheet:
    """Hold a draft against what the workspace knows on a day; `further` checks join the sheet at its end."""
    kept, _ = without_copies(facts_of_workspace(workspace))
    cited = tuple(one for one in draft.based_on if ministry_of(one.number))
    found = [(reference, _behind(reference, kept)) for reference in cited]
    rests_on = tuple(one for _, one in found if one)
    home = workspace.province
    rule = rules_of(workspace).on(_WORKFLOW_RULE, day, home.name if home else None)
    ground = _Ground(
        draft=draft,
        own=DecisionFacts.of(draft).items or (),
        cited=cited,
        asked=tuple(item for one in rests_on for item in one.items or () if not item.central_only),
        missing=tuple(reference for reference, one in found if one is None),
        national={one.code: one for one in load_procedures(workspace, Scope.NATIONAL)},
        demanded=(frozenset(rule.when.changes), frozenset(rule.when.perhaps))
        if rule
        else (frozenset(), frozenset()),
    )
    return ControlSheet(draft, rests_on, (*(check(ground) for check in CHECKS), *further))


def _behind(reference: Reference, kept: Sequence[DecisionFacts]) -> DecisionFacts | None:
    """The ministry's decision that is cited, by number and year."""
    return next(
        (
            one
            for one in kept
            if one.number
            and number_identity(one.number) == number_identity(reference.number)
            and (reference.date is None or one.signed is None or one.signed.year == reference.date.year)
        ),
        None,
    )


def _cited_known(ground: _Ground) -> Check:
    if not ground.cited:
        return Check("cited_known", Verdict.UNKNOWN, (Detail.of("cites_none"),))
    numbers = tuple(Detail.of("not_here", number=one.number) for one in ground.missing)
    return Check("cited_known", Verdict.NOT_MET if numbers else Verdict.MET, numbers)


def _all_listed(ground: _Ground) -> Check:
    """Every procedure of the ministries' lists below the central level stands in the draft."""
    if not ground.asked:
        return Check("all_listed", Verdict.UNKNOWN, (Detail.of("no_list"),))
    found = pair(ground.asked, ground.own, cited=True)
    absent = [item for item in ground.asked if item.id not in found.listed | found.doubtful]
    doubtful = [item for item in ground.asked if item.id in found.doubtful]
    details = [Detail.of("absent", procedure=_named(item)) for item in absent]
    details += [Detail.of("doubtful", procedure=_named(item)) for item in doubtful]
    if absent:
        return Check("all_listed", Verdict.NOT_MET, tuple(details))
    unsure = bool(doubtful or ground.missing)
    return Check("all_listed", Verdict.UNKNOWN if unsure else Verdict.MET, tuple(details))


def _nothing_more(ground: _Ground) -> Check:
    """Every procedure of the draft stands in a list it rests on."""
    if not ground.asked:
        return Check("nothing_more", Verdict.UNKNOWN, (Detail.of("no_list"),))
    found = pair(ground.own, ground.asked, cited=True)
    more = tuple(
        Detail.of("more", procedure=_named(item))
        for item in ground.own
        if item.id not in found.listed | found.doubtful
    )
    if more and ground.missing:
        return Check("nothing_more", Verdict.UNKNOWN, more)
    return Check("nothing_more", Verdict.NOT_MET if more else Verdict.MET, more)


def _counts(ground: _Ground) -> Check:
    """The counts that the articles declare are those of the rows."""
    rows = Counter(item.change for item in ground.draft.items)
    declared = {
        Change(key): count
        for key, count in ground.draft.declared_counts.items()
        if count is not None and key != "other"
    }
    if not declared:
        return Check("counts", Verdict.UNKNOWN, (Detail.of("no_counts", rows=len(ground.draft.items)),))
    wrong = tuple(
        Detail.of("count_differs", changes=change, declared=count, rows=rows[change])
        for change, count in declared.items()
        if rows[change] != count
    )
    return Check("counts", Verdict.NOT_MET if wrong else Verdict.MET, wrong)


def _workflow(ground: _Ground) -> Check:
    """Workflows are approved with the list where rule R5 demands it: not for internal procedures."""
    demanded, perhaps = ground.demanded
    draft = ground.draft
    changes = {item.change for item in draft.items if not (draft.internal or item.internal)}
    if ground.draft.approves_workflow:
        return Check("workflow", Verdict.MET)
    if changes & demanded:
        kinds = ", ".join(change for change in Change if change in changes & demanded)
        return Check("workflow", Verdict.NOT_MET, (Detail.of("workflow_demanded", changes=kinds),))
    if changes & perhaps:
        return Check("workflow", Verdict.UNKNOWN, (Detail.of("workflow_perhaps"),))
    return Check("workflow", Verdict.NOT_ASKED)


def _national(ground: _Ground) -> Check:
    """Codes exist on the national database, and the names there are those of the draft."""
    if not ground.national:
        return Check("national", Verdict.UNKNOWN, (Detail.of("no_national"),))
    details = tuple(_against_national(ground))
    return Check("national", Verdict.NOT_MET if details else Verdict.MET, details)


def _against_national(ground: _Ground) -> Iterator[Detail]:
    for item in ground.draft.items:
        entry = ground.national.get(item.code or "")
        if item.code is None:
            if item.change not in (Change.NEW, Change.REPLACED):
                yield Detail.of("no_code", procedure=item.name)
        elif entry is None:
            if item.change is not Change.REPEALED:
                yield Detail.of("unknown_code", code=item.code, procedure=item.name)
        elif not align(name_of(item.name), name_of(entry.name)).complete:
            yield Detail.of("other_name", code=item.code, procedure=item.name, national=entry.name)


def _readable(ground: _Ground) -> Check:
    """Nothing in the draft fails to add up; what it leaves open is to be looked at."""
    given = _GIVEN_WHEN_ISSUED | (_LEFT_OPEN if _rests_on_signing(ground.draft) else frozenset())
    said = tuple(
        issue for issue in ground.draft.issues if issue.section == "issue" and issue.category not in given
    )
    if all(issue.category in _LEFT_OPEN for issue in said):
        return Check("readable", Verdict.UNKNOWN if said else Verdict.MET, said)
    return Check("readable", Verdict.NOT_MET, said)


def _rests_on_signing(draft: Decision) -> bool:
    """True where the day of effect will be known with the day of signing: "kể từ ngày ký"."""
    if draft.signed or not draft.effective:
        return False
    known = effective([f"Quyết định này có hiệu lực {draft.effective.text}."], date.max)
    return known is not None and known.date is not None


def _named(item: ItemFacts | Item) -> str:
    code = item.code or getattr(item, "replaces_code", None)
    return f"{code} – {item.name}" if code else item.name


CHECKS: tuple[Callable[[_Ground], Check], ...] = (
    _cited_known,
    _all_listed,
    _nothing_more,
    _counts,
    _workflow,
    _national,
    _readable,
)
"""The checks of the sheet, in its order."""
