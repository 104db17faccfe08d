"""What the catalogue comes to state when a proposal is accepted. Pure functions, no database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unicodedata import category

from catalogue.deadlines import today
from catalogue.entries import CONTENT, LISTS
from catalogue.history import Stated
from catalogue.levels import levels_of_column
from catalogue.procedure import Kind, Scope
from catalogue.timeline import ALWAYS, IN_FORCE
from catalogue.workspace import to_json
from extract.decision import Level
from extract.numbers import number_key
from ingest.document import clean, one_line
from ingest.errors import UsageError
from ingest.messages import say

EDITABLE = (
    "name",
    "field",
    "levels",
    "agencies",
    "departments",
    "time_limit",
    "fee",
    "basis",
    "online_level",
    "code",
)
"""The fields that a person may set when accepting."""

NEW = "new"
"""Chosen in place of an entry: the row is none of those in the catalogue."""

NUMBERS = frozenset({"decision_raw", "decision_keys"})
"""Fields that every accepted decision sets; nothing rests on them."""

MOST_LETTERS = 5000
"""The longest text that a person may set; the longest basis of the national procedures has 2,697."""

EARLIEST = date(1990, 1, 1)
"""No procedure that is published today took effect earlier."""

LATEST = timedelta(days=3653)
"""How long after its signing a decision may take effect: ten years."""

_NO_TEXT = frozenset({"Cc", "Cs"})
_PART = re.compile(r"\s*[;\n]\s*")
_CODE = re.compile(r"[1-9]\.\d{6}(?:\.\d{2})?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says beyond yes: fields set otherwise, another entry (root code, or `NEW`), a day."""

    fields: Mapping[str, str] = field(default_factory=dict)
    entry: str | None = None
    effective: date | None = None

    @property
    def edits(self) -> bool:
        """True where something of the proposal is set otherwise."""
        return bool(self.fields) or self.effective is not None

    def to_json(self) -> dict[str, Any]:
        """As kept with the judgement."""
        day = self.effective.isoformat() if self.effective else None
        told = {"fields": dict(self.fields), "entry": self.entry, "effective": day}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Standing:
    """The catalogue that is kept up to date: its scope, and its rows by id (None: no such entry).

    `spans` are the first day of each span of an entry, None: not known, and whether it was in force then.
    `likewise` says whether an accepted row of the same decision brought an entry in (True) or took it out
    (False); `content` are the fields of an entry on an ISO day, as kept in the database.
    """

    working: Scope
    row: Callable[[str], Mapping[str, Any] | None]
    spans: Callable[[str], Sequence[tuple[str | None, bool]]]
    likewise: Callable[[str, bool], bool]
    content: Callable[[str, str], Mapping[str, Any]]


def stated(proposal: Mapping[str, Any], wish: Wish, standing: Standing) -> list[Stated]:
    """What accepting a proposal (a row of `proposals`) states; UsageError says why it cannot be accepted."""
    kind = Kind(proposal["kind"])
    if kind is Kind.NOTHING and not wish.fields:
        return []
    if kind is Kind.UNCLEAR:
        raise UsageError("judgement.unclear", proposal=proposal["id"])
    case = _Case(proposal, wish, standing, _day(proposal, wish))
    match kind:
        case Kind.ADD:
            made = [case.added()]
        case Kind.REPLACE:
            made = case.replaced()
        case Kind.REPEAL | Kind.REPEAL_BY_POSITION:
            made = [case.retired(proposal["procedure"])]
        case _:
            made = [case.updated(proposal["procedure"])]
    code = wish.fields.get("code")
    if code and made[0].procedure != f"{standing.working.value}:{code}":
        raise UsageError("judgement.code_stays", proposal=proposal["id"], code=code)
    return made


def checked(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields as a person typed them, cleaned; UsageError for one that is none, or a value that cannot be."""
    out: dict[str, str] = {}
    for name, typed in fields.items():
        if name not in EDITABLE:
            raise UsageError("judgement.no_field", field=name, known=", ".join(EDITABLE))
        value = checked_text(say(f"field.{name}"), typed)
        if name == "levels" and not _levels(value):
            raise UsageError("judgement.no_level", value=value, known=", ".join(Level))
        if name == "code" and not _CODE.fullmatch(value):
            raise UsageError("judgement.no_code_form", value=value)
        if name == "name" and not value:
            raise UsageError("judgement.no_name")
        out[name] = one_line(value) if name == "name" else value
    return out


def checked_text(label: str, typed: str) -> str:
    """A text as a person typed it, cleaned; UsageError where it is too long or holds what is no text."""
    if len(typed) > MOST_LETTERS:
        raise UsageError("judgement.too_long", field=label, letters=len(typed), most=MOST_LETTERS)
    odd = next((sign for sign in typed if category(sign) in _NO_TEXT and sign not in "\t\r\n"), None)
    if odd:
        raise UsageError("judgement.no_text", field=label, sign=f"U+{ord(odd):04X}")
    return clean(typed)


@dataclass(frozen=True, slots=True)
class _Case:
    proposal: Mapping[str, Any]
    wish: Wish
    standing: Standing
    day: str

    def added(self, linked: str | None = None) -> Stated:
        """A new entry, or one that comes back into force; fields not stated stay empty."""
        facts = self._facts()
        code = facts.get("code")
        if not code:
            raise UsageError("judgement.no_code", proposal=self.proposal["id"])
        ident = f"{self.standing.working.value}:{code}"
        row = self.standing.row(ident)
        if row is not None and self._holds(row):
            raise UsageError("judgement.already_there", proposal=self.proposal["id"], code=code)
        twin = self.standing.row(f"{Scope.NATIONAL.value}:{code}") or {}
        empty: dict[str, Any] = {name: "[]" if name in (*LISTS, "levels") else None for name in CONTENT}
        known = {"ministry": twin.get("ministry"), "publisher": self._head.get("issuer")}
        departments = {"departments": _listed(self.proposal["department"] or "")}
        fields = {**empty, **known, **departments, **facts, **self._number(), IN_FORCE: True}
        return Stated(ident, fields, self.day, self._source(linked))

    def updated(self, ident: str, linked: str | None = None) -> Stated:
        """The entry with the fields that differ."""
        self._in_force(ident)
        return Stated(ident, {**self._facts(), **self._number()}, self.day, self._source(linked))

    def retired(self, ident: str) -> Stated:
        """The entry out of force."""
        self._in_force(ident)
        return Stated(ident, {IN_FORCE: False}, self.day, self._source(None))

    def replaced(self) -> list[Stated]:
        """The old entry out of force, the new one in, each linked to the other.

        A decision may merge several procedures into one or split one into several: each row states all of
        its own, so that taking one back leaves what the others state.
        """
        old, standing = self.proposal["retires"], self.proposal["procedure"]
        new = standing or f"{self.standing.working.value}:{self._facts().get('code')}"
        if old is not None and old == new:
            return [self.updated(old)]
        if self.standing.likewise(new, True):
            made = self._added_too(new, old)
        else:
            made = self.updated(standing, old) if standing else self.added(old)
        if old is None:
            return [made]
        if not self.standing.likewise(old, False):
            self._in_force(old)
        return [made, Stated(old, {IN_FORCE: False}, self.day, self._source(made.procedure))]

    def _added_too(self, ident: str, linked: str | None) -> Stated:
        """The new entry that another row of the decision brought in already, whole."""
        self._in_force(ident)
        held = self.standing.content(ident, self.day)
        fields = {**held, **self._facts(), **self._number(), IN_FORCE: True}
        return Stated(ident, fields, self.day, self._source(linked))

    def _holds(self, row: Mapping[str, Any]) -> bool:
        """True where the entry is in force on the day of effect, if only until a later one."""
        return row["valid_to"] is None or bool(row["valid_to"] > self.day)

    def _in_force(self, ident: str | None) -> None:
        """UsageError where there is no such entry, or it is not in force on the day of effect."""
        row = self.standing.row(ident) if ident else None
        code = (ident or "–").rpartition(":")[2]
        if row is None:
            raise UsageError("judgement.entry_gone", proposal=self.proposal["id"], code=code)
        spans = [(start or ALWAYS, in_force) for start, in_force in self.standing.spans(row["id"])]
        begun = [(start, in_force) for start, in_force in spans if start <= self.day]
        if not begun:
            begins = spans[0][0]
            raise UsageError("judgement.not_begun", proposal=self.proposal["id"], code=code, day=begins)
        since, in_force = begun[-1]
        if not in_force:
            raise UsageError("judgement.entry_retired", proposal=self.proposal["id"], code=code, day=since)

    def _facts(self) -> dict[str, str | None]:
        """The fields that the proposal changes and those that the person set, as kept in the database."""
        told = {one["field"]: one["new"] for one in json.loads(self.proposal["differing"] or "[]")}
        return {name: _kept(name, value) for name, value in {**told, **self.wish.fields}.items()}

    @property
    def _head(self) -> Mapping[str, Any]:
        head: Mapping[str, Any] = json.loads(self.proposal["source"] or "{}").get("decision", {})
        return head

    def _number(self) -> dict[str, str]:
        number = self._head.get("number")
        return {"decision_raw": number, "decision_keys": to_json([number_key(number)])} if number else {}

    def _source(self, linked: str | None) -> dict[str, Any]:
        facts = json.loads(self.proposal["source"] or "{}")
        place = facts.get("item") or facts.get("position") or {}
        return {
            "document": self.proposal["document"],
            "decision": self._head.get("number"),
            "item": self.proposal["item"],
            "section": place.get("section"),
            "ordinal": place.get("ordinal"),
            "code_printed": place.get("code_printed"),
            "linked": linked,
        }


def _day(proposal: Mapping[str, Any], wish: Wish) -> str:
    """The ISO day of effect; UsageError where it is open or cannot be."""
    told = wish.effective.isoformat() if wish.effective else proposal["effective"]
    if not told:
        raise UsageError("judgement.effective_open", proposal=proposal["id"])
    head = json.loads(proposal["source"] or "{}").get("decision", {})
    signed = date.fromisoformat(head["signed"]) if head.get("signed") else today()
    latest = signed + LATEST
    if not EARLIEST <= date.fromisoformat(told) <= latest:
        span = {"first": EARLIEST.isoformat(), "last": latest.isoformat()}
        raise UsageError("judgement.no_such_day", proposal=proposal["id"], day=told, **span)
    return str(told)


def _kept(name: str, value: str | None) -> str | None:
    if name == "levels":
        return to_json([level.value for level in _levels(value or "")])
    return _listed(value or "") if name in LISTS else value


def _levels(text: str) -> tuple[Level, ...]:
    """Levels by their own names or as people write them: "province, commune", "Cấp tỉnh; Cấp xã"."""
    named = {part.strip() for part in re.split("[,;]", text)}
    return tuple(level for level in Level if level.value in named) or levels_of_column(text)


def _listed(text: str) -> str:
    return to_json([part for part in _PART.split(text.strip()) if part])
