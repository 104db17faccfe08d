"""The `Decision`: what a document publishes, every fact with its place.

The JSON form (`Decision.to_json`) is the contract that others rely on; absent values are null, dates ISO.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from ingest.document import BBox
from ingest.messages import say

Day: TypeAlias = date
"""A day; the name for fields of classes that have a field called `date`."""


class Change(StrEnum):
    """Kind of change (loại thay đổi), Nghị định 63/2010/NĐ-CP Điều 14 and practice."""

    NEW = "new"
    AMENDED = "amended"
    REPLACED = "replaced"
    REPEALED = "repealed"
    STANDARDISED = "standardised"
    LISTED = "listed"


class Level(StrEnum):
    """Level at which a procedure is settled (cấp thực hiện)."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Effect(StrEnum):
    """What an article does to an earlier decision."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    REPEALS_PART = "repeals_part"
    AMENDS = "amends"
    KEEPS = "keeps"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: page from 1, table and row from 1, box in page points, path without geometry.

    `recognised` says that its words were read from a picture.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    bbox: BBox | None = None
    path: str | None = None
    recognised: bool = False

    def to_json(self) -> dict[str, Any]:
        """The contract's `source` object."""
        return {
            "page": self.page,
            "table": self.table,
            "row": self.row,
            "bbox": list(self.bbox) if self.bbox else None,
            "path": self.path,
        }


def _worded(key: str, value: str) -> str:
    """A fact of an issue as it is said to people: kinds of change and reasons for passing over in words."""
    if key in ("change", "taken", "printed"):
        return say(f"change.{value}")
    if key == "reasons":
        counts = (part.rpartition(" ") for part in value.split(", "))
        return ", ".join(f"{say(f'ignored.{reason}')} {count}" for reason, _, count in counts)
    return value


SCAN_WITHOUT_ROWS = "scan_without_rows"
"""The issue of a scan that gave no procedure: what was misread may be what says that it publishes some."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person has to look at: `<section>.<category>` of the message catalogue with its facts.

    Section "issue" is what does not add up in the decision, "note" what the reader left out or could not do.
    """

    category: str
    page: int | None = None
    facts: tuple[tuple[str, str], ...] = ()
    section: str = "issue"

    @property
    def message(self) -> str:
        """The sentence in the language in force."""
        return say(
            f"{self.section}.{self.category}", **{key: _worded(key, value) for key, value in self.facts}
        )

    def to_json(self) -> dict[str, Any]:
        """The contract's `issues` entry, with the raw facts so that it can be said again elsewhere."""
        return {
            "category": self.category,
            "section": self.section,
            "message": self.message,
            "page": self.page,
            "facts": dict(self.facts),
        }


@dataclass(frozen=True, slots=True)
class Position:
    """Rows of an earlier decision's list: ordinals as printed ("17", "A.2"), the section they stand in."""

    ordinals: tuple[str, ...]
    section: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Entry of `positions`."""
        return {"section": self.section, "ordinals": list(self.ordinals)}


@dataclass(frozen=True, slots=True)
class Reference:
    """A decision cited: number as normalised ("3659/QĐ-BKHCN") and date where printed.

    `part` is what of it is meant, as printed ("số thứ tự 17, 18 Mục I"), `positions` the same taken apart.
    """

    number: str
    date: date | None = None
    effect: Effect | None = None
    part: str | None = None
    positions: tuple[Position, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`based_on` entry, or `affects` entry with `effect` and the cited part ("số thứ tự 17 Mục I")."""
        out: dict[str, Any] = {"number": self.number, "date": iso(self.date)}
        if self.effect:
            out["effect"] = self.effect.value
            out["part"] = self.part
            out["positions"] = [position.to_json() for position in self.positions]
        return out


@dataclass(frozen=True, slots=True)
class PartialEffect:
    """The day from which some procedures only take effect: the clause, what it is about, the day."""

    text: str
    about: str
    date: date


@dataclass(frozen=True, slots=True)
class Effective:
    """Effective date: the clause as printed, the day and the end where the document lets them be known."""

    text: str
    date: date | None = None
    until: Day | None = None
    partial: tuple[PartialEffect, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's `effective` object, with the end and the days of single procedures."""
        return {
            "text": self.text,
            "date": iso(self.date),
            "until": iso(self.until),
            "partial": [{"about": one.about, "date": iso(one.date)} for one in self.partial],
        }


@dataclass(frozen=True, slots=True)
class Part:
    """One constituent part of a procedure (bộ phận tạo thành): its key ("steps", "dossier" …) and text."""

    key: str
    text: str
    page: int | None = None
    path: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Entry of `parts`."""
        return {"key": self.key, "text": self.text, "page": self.page, "path": self.path}


@dataclass(frozen=True, slots=True)
class Item:
    """A listed procedure (TTHC trong danh mục): one row of a decision's list."""

    change: Change
    name: str
    source: Source
    code: str | None = None
    code_printed: str | None = None
    field: str | None = None
    levels: tuple[Level, ...] = ()
    agency: str | None = None
    time_limit: str | None = None
    fee: str | None = None
    basis: str | None = None
    replaces_code: str | None = None
    replaced_name: str | None = None
    section: str | None = None
    ordinal: str | None = None
    internal: bool = False
    confidence: float = 1.0
    further_codes: tuple[str, ...] = ()
    effective: date | None = None
    parts: tuple[Part, ...] = ()

    @property
    def level(self) -> Level | None:
        """The level, or None where several or none apply."""
        return self.levels[0] if len(self.levels) == 1 else None

    def to_json(self) -> dict[str, Any]:
        """The contract's `items` entry."""
        return {
            "change": self.change.value,
            "code": self.code,
            "code_printed": self.code_printed,
            "name": self.name,
            "field": self.field,
            "level": self.level.value if self.level else None,
            "levels": [level.value for level in self.levels],
            "agency": self.agency,
            "time_limit": self.time_limit,
            "fee": self.fee,
            "basis": self.basis,
            "replaces_code": self.replaces_code,
            "replaced_name": self.replaced_name,
            "section": self.section,
            "ordinal": self.ordinal,
            "further_codes": list(self.further_codes),
            "effective": iso(self.effective),
            "parts": [part.to_json() for part in self.parts],
            "internal": self.internal,
            "source": self.source.to_json(),
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class Submission:
    """The submission (Tờ trình) a decision rests on; None where the document does not show it."""

    department: str | None = None
    number: str | None = None
    date: date | None = None

    def to_json(self) -> dict[str, Any]:
        """The `submission` object."""
        return {"department": self.department, "number": self.number, "date": iso(self.date)}


COUNTED = ("new", "amended", "replaced", "repealed", "other")
"""Keys of `declared_counts`: "other" holds standardised and listed procedures."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision and the procedures it publishes; `items` is empty when `is_publication` is False.

    `issuer_level` is "ministry" or "province", None for other bodies. `based_on` are the decisions that
    publish procedures and on which this one rests; `affects` the earlier ones its articles change.
    """

    number: str | None
    issuer: str | None
    issuer_level: str | None
    signed: date | None
    signer: str | None
    title: str | None
    effective: Effective | None
    is_publication: bool
    internal: bool
    approves_workflow: bool
    shortened_procedure: bool
    departments: tuple[str, ...]
    based_on: tuple[Reference, ...]
    affects: tuple[Reference, ...]
    declared_counts: dict[str, int | None]
    items: tuple[Item, ...]
    sha256: str
    media_type: str
    pages: int | None
    submission: Submission | None = None
    issues: tuple[Issue, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The contract's decision object."""
        return {
            "number": self.number,
            "issuer": self.issuer,
            "issuer_level": self.issuer_level,
            "signed": iso(self.signed),
            "signer": self.signer,
            "title": self.title,
            "effective": self.effective.to_json() if self.effective else None,
            "is_publication": self.is_publication,
            "internal": self.internal,
            "approves_workflow": self.approves_workflow,
            "shortened_procedure": self.shortened_procedure,
            "departments": list(self.departments),
            "submission": self.submission.to_json() if self.submission else None,
            "based_on": _all(self.based_on),
            "affects": _all(self.affects),
            "declared_counts": {key: self.declared_counts.get(key) for key in COUNTED},
            "items": _all(self.items),
            "issues": _all(self.issues),
            "document": {"sha256": self.sha256, "media_type": self.media_type, "pages": self.pages},
        }


def iso(day: date | None) -> str | None:
    """ISO form of a day, None for None."""
    return day.isoformat() if day else None


def _all(parts: Iterable[Reference | Item | Issue]) -> list[dict[str, Any]]:
    return [part.to_json() for part in parts]
