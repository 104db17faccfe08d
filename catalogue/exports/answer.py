"""What the province answers to ministry decisions: the facts that the draft, its submission and its control
sheet are made from.

`answer_to(workspace, ["4001/QĐ-BKHCN"], day)` gives one `Answer`:

* `decisions`: the ministry decisions, in the order of their signing; `department`: the one that answers.
* `rows`: the procedures to be published, a `Row` each, in the order of the decisions and their lists. `lists`
  has them as the annexes do: by kind of change, then by levels. A value that nobody states is None; `origins`
  says of each value whether a reviewer, the ministry's list, its contents (Phần II) or the catalogue gave it.
* `left_out`: the rows of the ministry's lists that are not published here, each with why.
* `earlier`: the provincial decisions whose rows end with this one, by position where it is known; `unfound`:
  the rows for which no such decision is known.
* `bases`: the legal bases valid on `day`.
* `doubts`: what the clerk has to look at; `sentence` tells it in the language in force.

Every item of every ministry decision is in `rows` or in `left_out`: the two add up to the ministry's lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from catalogue.deadlines.facts import without_copies
from catalogue.deadlines.notes import written_day
from catalogue.decisions import SHORTEST, decisions_named
from catalogue.exports.answer_doubts import Doubt, Ground, doubts
from catalogue.exports.answer_earlier import Earlier, answered_by, earlier_decisions
from catalogue.exports.answer_rows import LeftOut, Reason, Row, rows_of
from catalogue.exports.bases import Basis, bases_on
from catalogue.judgements import WAITING
from catalogue.obligations import facts_of
from catalogue.provinces import Province
from catalogue.workspace import Workspace
from extract.agencies import canonical_department, is_department
from extract.decision import Change, Decision, Level, iso
from extract.folding import fold, plain
from ingest.errors import UsageError

ORDER = (
    Change.NEW,
    Change.AMENDED,
    Change.REPLACED,
    Change.STANDARDISED,
    Change.LISTED,
    Change.REPEALED,
)
"""The order of the annexes (Nghị định 63/2010/NĐ-CP Điều 14 khoản 2; practice adds the two in between)."""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind of change at the same levels; no `levels`: the ministry does not state them."""

    change: Change
    levels: tuple[Level, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the province publishes in answer to ministry decisions; see the module."""

    province: Province
    department: str
    day: date
    decisions: tuple[Decision, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    bases: tuple[Basis, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def changes(self) -> tuple[Change, ...]:
        """The kinds of change there are, in the order of the annexes."""
        found = {row.change for row in self.rows}
        return tuple(change for change in ORDER if change in found)

    @property
    def lists(self) -> tuple[tuple[Change, tuple[Group, ...]], ...]:
        """The annexes: each kind of change with its groups of levels, the top first, unknown ones last."""
        return tuple((change, self._groups(change)) for change in self.changes)

    @property
    def internal(self) -> bool:
        """True where all procedures are internal ones (TTHC nội bộ)."""
        return all(row.internal for row in self.rows)

    @property
    def unfound(self) -> tuple[Row, ...]:
        """The rows that end what some earlier provincial decision published, nobody tells which."""
        return tuple(row for row in self.rows if row.ends_earlier and row.published is None)

    @property
    def unreviewed(self) -> tuple[Row, ...]:
        """The rows on which no person has decided, or not since the ministry's decision changed."""
        return tuple(row for row in self.rows if row.state in WAITING)

    def count(self, change: Change, level: Level | None = None) -> int:
        """How many procedures of a kind; with a level, how many of them are settled there."""
        rows = (row for row in self.rows if row.change is change)
        return sum(level is None or level in row.levels for row in rows)

    def _groups(self, change: Change) -> tuple[Group, ...]:
        by_levels: dict[tuple[Level, ...], list[Row]] = {}
        for row in self.rows:
            if row.change is change:
                by_levels.setdefault(row.levels, []).append(row)
        rank = list(Level)
        order = sorted(by_levels, key=lambda levels: (not levels, [rank.index(one) for one in levels]))
        return tuple(Group(change, levels, tuple(by_levels[levels])) for levels in order)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "province": self.province.name,
            "department": self.department,
            "day": iso(self.day),
            "decisions": [{"number": one.number, "date": iso(one.signed)} for one in self.decisions],
            "counts": {change.value: self.count(change) for change in self.changes},
            "rows": [row.to_json() for row in self.rows],
            "left_out": [one.to_json() for one in self.left_out],
            "earlier": [one.to_json() for one in self.earlier],
            "earlier_unknown": [row.item for row in self.unfound],
            "bases": [one.text for one in self.bases],
            "unreviewed": [row.item for row in self.unreviewed],
            "doubts": [doubt.to_json() for doubt in self.doubts],
        }


def answer_to(workspace: Workspace, asked: Sequence[str], day: date, department: str | None = None) -> Answer:
    """The answer to the decisions asked for (numbers, or SHA-256 of documents) as of a day.

    UsageError: a decision is not known or no ministry's publication (`answer.no_decision`,
    `answer.several_decisions`, `answer.not_ministry`) or was signed later (`answer.before_signed`), the
    workspace has no province (`answer.no_province`), several departments answer and none is chosen
    (`answer.several_departments`), none is known (`answer.no_department`), or nothing is left to publish
    (`answer.nothing`).
    """
    province = workspace.province
    if province is None:
        raise UsageError("answer.no_province", folder=workspace.folder)
    decisions = _in_order(_meant(workspace, one) for one in asked)
    for decision in decisions:
        if decision.signed and decision.signed > day:
            facts = {"number": decision.number or "–", "signed": written_day(decision.signed)}
            raise UsageError("answer.before_signed", day=written_day(day), **facts)
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for decision in decisions:
        told, out = rows_of(workspace, decision, day)
        rows += told
        left_out += out
    if not rows:
        raise UsageError("answer.nothing", decisions=", ".join(one.number or "–" for one in decisions))
    chosen, own, others = _of_department(_spelled_once(rows), department)
    left_out += [LeftOut.of(row, Reason.OTHER_DEPARTMENT, row.department or "–") for row in others]
    own, repeated = _said_last(own)
    left_out += repeated
    answers = answered_by(workspace, [one.number or "" for one in decisions], day)
    known, earlier = earlier_decisions(
        workspace, own, day, {one for told in answers.values() for one in told}
    )
    bases = bases_on(day, workspace.folder, {row.internal for row in known})
    return Answer(
        province,
        chosen,
        day,
        decisions,
        known,
        tuple(left_out),
        earlier,
        bases,
        tuple(doubts(Ground(known, decisions, earlier, answers, bases, day))),
    )


def _in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    once = {one.sha256: one for one in decisions}
    return tuple(sorted(once.values(), key=lambda one: (one.signed or date.max, one.number or "")))


def _meant(workspace: Workspace, asked: str) -> Decision:
    """The ministry's decision asked for; of several copies the one that speaks for all."""
    found = decisions_named(workspace, asked)
    if not found:
        raise UsageError("answer.no_decision", asked=asked)
    published = [one for one in found if one.issuer_level == "ministry" and one.is_publication]
    if not published:
        raise UsageError("answer.not_ministry", asked=asked, issuer=found[0].issuer or "–")
    kept, _ = without_copies([facts_of(one) for one in published])
    if len(kept) > 1:
        days = ", ".join(f"{one.id[:SHORTEST]} ({iso(one.signed) or '–'})" for one in kept)
        raise UsageError("answer.several_decisions", asked=asked, documents=days)
    return next(one for one in published if one.sha256 == kept[0].id)


def _spelled_once(rows: Sequence[Row]) -> list[Row]:
    """The rows with each field spelled as where it comes first: "Tổ chức - biên chế" is one field."""
    spelled: dict[str, str] = {}
    for row in rows:
        if row.field:
            spelled.setdefault(fold(row.field), row.field)
    return [replace(row, field=spelled[fold(row.field)]) if row.field else row for row in rows]


def _of_department(rows: Sequence[Row], asked: str | None) -> tuple[str, tuple[Row, ...], tuple[Row, ...]]:
    """The department that answers, its rows and those of others; rows of none go with it."""
    named = list(dict.fromkeys(row.department for row in rows if row.department))
    if asked is None:
        if len(named) > 1:
            raise UsageError("answer.several_departments", departments="; ".join(named))
        if not named:
            raise UsageError("answer.no_department")
        return named[0], tuple(rows), ()
    meant = [one for one in named if plain(asked) in plain(one)]
    if len(meant) > 1 or (not meant and (len(named) > 1 or (named and not is_department(asked)))):
        raise UsageError("answer.which_department", asked=asked, departments="; ".join(named))
    name = meant[0] if meant else canonical_department(asked)
    own = tuple(row for row in rows if not meant or row.department in (None, name))
    return name, own, tuple(row for row in rows if row not in own)


def _said_last(rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[LeftOut]]:
    """The rows without those that a later decision says again, and these."""
    last: dict[tuple[object, ...], Row] = {}
    for row in rows:
        last[_same(row)] = row
    kept = tuple(row for row in rows if last[_same(row)].number == row.number)
    gone = [row for row in rows if last[_same(row)].number != row.number]
    return kept, [LeftOut.of(row, Reason.REPEATED, last[_same(row)].number) for row in gone]


def _same(row: Row) -> tuple[object, ...]:
    return (row.change, row.code or fold(row.name), row.levels, row.replaces_code)
