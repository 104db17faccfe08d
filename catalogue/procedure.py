"""The catalogue's own types: an entry, a match, a proposal; and how levels and names are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from extract.decision import Level
from ingest.messages import say


class Scope(StrEnum):
    """Whose catalogue an entry stands in: the province's own, or the national one it is measured by."""

    PROVINCE = "province"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Procedure:
    """One catalogue entry (TTHC). `id` is scope and root code: "national:1.001122".

    `levels` are those the list states; `publisher` the publishing agency as printed, `ministry`
    the ministry whose field it is (a province's list names it behind the field); `decision_keys` are the
    normalised decision numbers; `departments` those of the province that handle it. `valid_to` is the ISO
    day from which it no longer holds, None while it is in force.
    """

    id: str
    scope: Scope
    code: str
    name: str
    code_printed: str | None = None
    field: str | None = None
    levels: tuple[Level, ...] = ()
    agencies: tuple[str, ...] = ()
    publisher: str | None = None
    ministry: str | None = None
    kind: str | None = None
    decision_raw: str | None = None
    decision_keys: tuple[str, ...] = ()
    status: str | None = None
    audience: str | None = None
    time_limit: str | None = None
    fee: str | None = None
    basis: str | None = None
    departments: tuple[str, ...] = ()
    online_level: str | None = None
    valid_to: str | None = None


class Band(StrEnum):
    """How far a match may be trusted: taken without question, shown to a person, or no match."""

    CERTAIN = "certain"
    REVIEW = "review"
    NONE = "none"


def reason_sentence(key: str, facts: Mapping[str, str]) -> str:
    """The sentence of a reason in the language in force; levels among its facts are named in it too."""
    said = {
        name: ", ".join(say(f"level.{level}") for level in value.split(", "))
        if key == "level_differs"
        else value
        for name, value in facts.items()
    }
    return say(f"reason.{key}", **said)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a key of the message catalogue (`reason.<key>`), its facts, and the points it adds to a score."""

    key: str
    facts: tuple[tuple[str, str], ...] = ()
    points: float = 0.0

    @property
    def sentence(self) -> str:
        """The sentence in the language in force."""
        return reason_sentence(self.key, dict(self.facts))

    def to_json(self) -> dict[str, Any]:
        """Key, facts and points; the sentence is made where it is shown."""
        return {"key": self.key, "facts": dict(self.facts), "points": round(self.points, 2)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be meant; the points of its reasons sum to `score` (0 to 100)."""

    procedure: str
    code: str
    name: str
    score: float
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As kept with the match."""
        return {
            "procedure": self.procedure,
            "code": self.code,
            "name": self.name,
            "score": self.score,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Match:
    """A listed procedure tied to a catalogue entry, or to none.

    `method` is "code", "name" or "none"; `margin` is the lead over the next candidate in points, None where
    there is no other. `reasons` say why the band was given.
    """

    procedure: str | None
    method: str
    score: float
    band: Band
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    margin: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form of `congbo match` and `congbo explain`, with sentences."""
        return {
            "procedure": self.procedure,
            "method": self.method,
            "score": self.score,
            "margin": self.margin,
            "band": self.band.value,
            "reasons": [{**reason.to_json(), "sentence": reason.sentence} for reason in self.reasons],
            "candidates": [candidate.to_json() for candidate in self.candidates],
        }


class Kind(StrEnum):
    """What a decision implies for the catalogue."""

    ADD = "add"
    UPDATE = "update"
    REPLACE = "replace"
    REPEAL = "repeal"
    REPEAL_BY_POSITION = "repeal_by_position"
    STANDARDISE = "standardise"
    NOTHING = "nothing"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an entry that would change."""

    field: str
    old: str | None
    new: str | None

    def to_json(self) -> dict[str, str | None]:
        """As kept with the proposal."""
        return {"field": self.field, "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change a listed procedure implies; `retires` is the entry that a replacement takes out.

    `reasons` say what it rests on, `conflicts` what a person has to look at first.
    """

    kind: Kind
    procedure: str | None = None
    retires: str | None = None
    differing: tuple[Difference, ...] = ()
    conflicts: tuple[Reason, ...] = ()
    reasons: tuple[Reason, ...] = ()
    department: str | None = None
    effective: str | None = None
