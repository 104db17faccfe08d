"""The procedures of a ministry decision as the province has to publish them.

What a reviewer set outranks the ministry's list, the list outranks its contents (Phần II), and the catalogue
fills in what neither states. Nothing is made up: what nobody states stays None.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from catalogue.deadlines.pairing import todays_levels
from catalogue.decisions import item_id
from catalogue.history import version_on
from catalogue.judgements import State, load_judgement
from catalogue.levels import levels_of_column
from catalogue.procedure import Band, Procedure
from catalogue.proposals import responsible_department
from catalogue.workspace import Workspace
from extract.decision import Change, Decision, Item, Level, Reference, iso
from extract.numbers import cited, number_key

_STATED = ("time_limit", "manner", "fee", "basis")
"""The values that the contents of a ministry's decision may state too, by the key of their part."""


class Origin(StrEnum):
    """Who gave a value."""

    REVIEWER = "reviewer"
    LIST = "list"
    CONTENTS = "contents"
    CATALOGUE = "catalogue"


class Reason(StrEnum):
    """Why a row of the ministry's list is not published."""

    CENTRAL = "central"
    REJECTED = "rejected"
    REPEATED = "repeated"
    OTHER_DEPARTMENT = "other_department"


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure to be published.

    `item` is its id in the workspace, `number` the ministry's decision. `levels` are those of today within
    the province's competence, from the top down; empty where they are not known. A row may bear
    `further_codes`. `entry` and `retires` are the ids of the catalogue's entries for it and for the procedure
    that it replaces. `effective` is the day from which it holds, None where that is open. `published` is the
    provincial decision that published what ends with the row. `department` is who answers for it. None
    stands for what nobody states.
    """

    item: str
    number: str
    change: Change
    name: str
    code: str | None = None
    further_codes: tuple[str, ...] = ()
    field: str | None = None
    levels: tuple[Level, ...] = ()
    agency: str | None = None
    time_limit: str | None = None
    place: str | None = None
    manner: str | None = None
    fee: str | None = None
    basis: str | None = None
    online: str | None = None
    replaces_code: str | None = None
    replaced_name: str | None = None
    published: Reference | None = None
    department: str | None = None
    effective: date | None = None
    entry: str | None = None
    retires: str | None = None
    state: State = State.PENDING
    internal: bool = False
    origins: Mapping[str, Origin] = dataclasses.field(default_factory=dict, compare=False)

    @property
    def ends_earlier(self) -> bool:
        """True where the ministry's list says that something published earlier ends with this row."""
        return self.change not in (Change.NEW, Change.LISTED)

    @property
    def ends(self) -> tuple[str, ...]:
        """Codes and entry of what was published earlier and ends with this row; none of a new one."""
        if self.change is Change.NEW:
            return ()
        replaced = self.change is Change.REPLACED
        own = (self.code, *self.further_codes, self.entry)
        known = (self.replaces_code, self.retires) if replaced else own
        return tuple(one for one in known if one)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "change": self.change.value,
            "state": self.state.value,
            "levels": [level.value for level in self.levels],
            "further_codes": list(self.further_codes),
            "effective": iso(self.effective),
            "published": self.published.to_json() if self.published else None,
            "origins": {name: origin.value for name, origin in self.origins.items()},
        }


_TYPED = frozenset({"change", "state", "levels", "further_codes", "effective", "published", "origins"})
_PLAIN = tuple(one.name for one in dataclasses.fields(Row) if one.name not in _TYPED)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of a ministry's list that is not published, and why.

    `detail` is the department it belongs to, who rejected it, or the decision that says it again.
    """

    item: str
    number: str
    change: Change
    name: str
    code: str | None
    reason: Reason
    detail: str = ""

    @classmethod
    def of(cls, row: Row, reason: Reason, detail: str = "") -> Self:
        """A row left out."""
        return cls(row.item, row.number, row.change, row.name, row.code, reason, detail)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "item": self.item,
            "number": self.number,
            "change": self.change.value,
            "name": self.name,
            "code": self.code,
            "reason": self.reason.value,
            "detail": self.detail,
        }


def rows_of(workspace: Workspace, decision: Decision, day: date) -> tuple[list[Row], list[LeftOut]]:
    """The rows of one ministry decision as of a day, and those that are not published."""
    judged = _judged(workspace, decision.sha256)
    rows, left_out = [], []
    for position in range(1, len(decision.items) + 1):
        standing = judged.get(item_id(decision.sha256, position), {})
        case = _Case(workspace, decision, position, standing, day)
        row = case.row()
        if case.state is State.REJECTED:
            judgement = load_judgement(workspace, case.standing["judgement"])
            said = " – ".join(part for part in (judgement.user, judgement.reason) if part)
            left_out.append(LeftOut.of(row, Reason.REJECTED, said))
        elif case.levels() and not row.levels:
            left_out.append(LeftOut.of(row, Reason.CENTRAL))
        else:
            rows.append(row)
    return rows, left_out


def _judged(workspace: Workspace, document: str) -> dict[str, dict[str, Any]]:
    """How the proposal of each item stands, with the entries that are meant."""
    rows = workspace.rows(
        "SELECT p.item, p.procedure, p.retires, p.department, p.effective, p.state, p.judgement,"
        " m.procedure AS listed, m.band AS listed_band, r.procedure AS replaced, r.band AS replaced_band"
        " FROM proposals p"
        " LEFT JOIN matches m ON m.item = p.item AND m.role = 'listed'"
        " LEFT JOIN matches r ON r.item = p.item AND r.role = 'replaced'"
        " WHERE p.document = ? AND p.item IS NOT NULL",
        [document],
    )
    return {row["item"]: row for row in rows}


class _Case:
    """One item with what is known of it; `standing` is how its proposal stands."""

    def __init__(
        self, workspace: Workspace, decision: Decision, position: int, standing: Mapping[str, Any], day: date
    ) -> None:
        item = decision.items[position - 1]
        self.decision, self.item, self.standing = decision, item, standing
        self.ident = item_id(decision.sha256, position)
        self.state = State(standing.get("state", State.PENDING))
        accepted = self.state is State.ACCEPTED
        judgement = load_judgement(workspace, standing["judgement"]) if accepted else None
        self.set: Mapping[str, str] = judgement.edited.get("fields", {}) if judgement else {}
        self.set_day: str | None = judgement.edited.get("effective") if judgement else None
        entry = _meant(standing, "procedure", "listed")
        retired = _meant(standing, "retires", "replaced") or _of_code(standing, item)
        self.entry, self.retired = _entry(workspace, entry, day), _entry(workspace, retired, day)
        self.parts = {part.key: part.text for part in item.parts}
        self.origins: dict[str, Origin] = {}

    def row(self) -> Row:
        """The row with the values that outrank the others."""
        item, old = self.item, self.retired
        replaces = item.change is Change.REPLACED
        return Row(
            item=self.ident,
            number=self.decision.number or self.decision.sha256[:12],
            change=item.change,
            name=self._value("name") or item.name,
            code=self._value("code"),
            further_codes=item.further_codes,
            field=self._value("field"),
            levels=_of_province(self.levels()),
            agency=self._value("agency", self.set.get("agencies"), _joined(self.entry)),
            **{name: self._value(name) for name in _STATED},
            online=self._value("online", self.set.get("online_level"), self._known("online_level")),
            replaces_code=item.replaces_code or (old.code if old and replaces else None),
            replaced_name=item.replaced_name or (old.name if old and replaces else None),
            published=self._published(),
            department=self._department(),
            effective=self._effective(),
            entry=self.entry.id if self.entry else None,
            retires=old.id if old else None,
            state=self.state,
            internal=item.internal,
            origins=self.origins,
        )

    def levels(self) -> tuple[Level, ...]:
        """The levels that are stated; empty where none are."""
        chosen = self.set.get("levels")
        if chosen:
            named = {part.strip() for part in chosen.replace(";", ",").split(",")}
            self.origins["levels"] = Origin.REVIEWER
            return tuple(level for level in Level if level.value in named) or levels_of_column(chosen)
        if self.item.levels:
            self.origins["levels"] = Origin.LIST
            return self.item.levels
        known = self.entry or self.retired
        if known and known.levels:
            self.origins["levels"] = Origin.CATALOGUE
        return known.levels if known else ()

    def _value(self, name: str, chosen: str | None = None, known: str | None = None) -> str | None:
        """The value of whoever comes first; notes down who that was."""
        told = {
            Origin.REVIEWER: chosen or self.set.get(name),
            Origin.LIST: getattr(self.item, name, None),
            Origin.CONTENTS: self.parts.get(name),
            Origin.CATALOGUE: known or self._known(name),
        }
        if name in _STATED and self.item.change is Change.REPEALED:
            del told[Origin.CATALOGUE]
        if name == "code" and self.state is State.ACCEPTED and self.entry:
            told[Origin.LIST] = self.entry.code
        for origin, value in told.items():
            if value and value.strip():
                self.origins[name] = origin
                return value.strip()
        return None

    def _known(self, name: str) -> str | None:
        value = getattr(self.entry, name, None)
        return value if isinstance(value, str) else None

    def _published(self) -> Reference | None:
        """The provincial decision that the catalogue gives for what ends."""
        known = self.retired if self.item.change is Change.REPLACED else self.entry
        if known is None or self.item.change is Change.NEW:
            return None
        named = [one for one in cited(known.decision_raw or "") if number_key(one.number).endswith("-UBND")]
        return Reference(named[-1].number, named[-1].date) if named else None

    def _department(self) -> str | None:
        chosen = self.set.get("departments") or self.standing.get("department")
        return chosen or responsible_department(self.item, self.decision, self.entry)

    def _effective(self) -> date | None:
        told = self.set_day or self.standing.get("effective")
        if told:
            return date.fromisoformat(told)
        own = self.decision.effective
        return self.item.effective or (own.date if own else None)


def _meant(standing: Mapping[str, Any], chosen: str, role: str) -> str | None:
    """The id of the entry that a reviewer chose or that is certain; a likely one gives a draft no facts."""
    if standing.get("state") == State.ACCEPTED:
        return standing.get(chosen)
    certain = standing.get(f"{role}_band") == Band.CERTAIN
    return standing.get(chosen) or standing.get(role) if certain else None


def _of_code(standing: Mapping[str, Any], item: Item) -> str | None:
    """The id of the entry replaced where the list prints its code and no name that could say otherwise."""
    ident: str | None = standing.get("retires")
    named = ident is None or item.replaced_name or ident.rpartition(":")[2] != item.replaces_code
    return None if named else ident


def _entry(workspace: Workspace, ident: str | None, day: date) -> Procedure | None:
    """The entry as of a day; as it will be where it only comes into force."""
    if ident is None:
        return None
    version = version_on(workspace, ident, day) or version_on(workspace, ident)
    return version.entry if version else None


def _joined(entry: Procedure | None) -> str | None:
    return "; ".join(entry.agencies) if entry and entry.agencies else None


def _of_province(levels: Iterable[Level]) -> tuple[Level, ...]:
    own = todays_levels(levels) - {Level.CENTRAL}
    return tuple(level for level in Level if level in own)
