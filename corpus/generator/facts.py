"""The plain facts of sample decisions, read from the data files in `corpus/facts`.

A sample decision is what a real one would say, without any layout: who publishes which procedures with
which kind of change. How a list looks is a style (`styles.toml`); both together are typeset and give the
truth. All numbers, names of people and contents are made up.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from extract.decision import Change, Effect, Level, Reference

FACTS = Path(__file__).parents[1] / "facts"


class CodeStyle(StrEnum):
    """Where the code stands in a row."""

    COLUMN = "column"
    BRACKETS = "brackets"
    SLASH = "slash"
    SEMICOLON = "semicolon"
    LINE = "line"
    NONE = "none"


class Grouping(StrEnum):
    """How levels or fields are told: paragraphs between tables, full-width rows, a column, or the title."""

    HEADINGS = "headings"
    ROWS = "rows"
    COLUMN = "column"
    TITLE = "title"


class Repeat(StrEnum):
    """How a basis equal to the one above it stands: printed again, in a merged cell, or "Như trên"."""

    PRINTED = "printed"
    MERGED = "merged"
    DITTO = "ditto"


@dataclass(frozen=True, slots=True)
class Field:
    """A field (lĩnh vực): its ministry's key, the provincial department, the agencies and legal bases."""

    key: str
    name: str
    ministry: str
    department: str
    agencies: Mapping[Level, str]
    bases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Procedure:
    """A sample procedure. `former` ones only stand in old catalogues; `old_name` is the name before."""

    code: str
    name: str
    field: Field
    levels: tuple[Level, ...]
    time_limit: str
    fee: str
    basis: tuple[str, ...]
    audience: str
    former: bool = False
    internal: bool = False
    old_name: str | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: `suffix` as in "…/QĐ-BTP"; `level` is "ministry" or "province"."""

    name: str
    level: str
    suffix: str
    place: str
    signer: str
    decree: str | None = None

    @property
    def head(self) -> str:
        """The person in whose name the decision is made."""
        return f"Bộ trưởng {self.name}" if self.level == "ministry" else f"Chủ tịch {self.name}"


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How one list is laid out; see `styles.toml` for the meaning of each value."""

    columns: tuple[str, ...]
    code: CodeStyle = CodeStyle.COLUMN
    tail: str = ""
    levels: Grouping = Grouping.HEADINGS
    fields: Grouping = Grouping.COLUMN
    repeat: Repeat = Repeat.PRINTED
    heads: int = 0
    totals: bool = False
    padded: bool = False
    dotted: bool = False
    running: bool = False
    split_marks: bool = False
    repeat_head: bool = False
    field_counts: bool = False
    footnote: bool = False
    broken_codes: bool = False
    gaps: bool = False
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: the procedure, the levels it is listed at, the procedure it replaces."""

    procedure: Procedure
    levels: tuple[Level, ...]
    replaces: Procedure | None = None


@dataclass(frozen=True, slots=True)
class SampleList:
    """The rows of one kind of change."""

    change: Change
    style: ListStyle
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a decision is written: what differs between two typists.

    `short_dates` are "16/4/2026"; `open_tones` puts the tone mark of open oa, oe, uy on the second vowel
    ("hoà", "uỷ"); `decomposed` is Unicode NFD; `spaced_numbers` are "QĐ- UBND"; `padded_number` is "0512";
    `glued_date` is "tháng4" in the letterhead; `words` chooses among the formulae that mean the same.
    """

    short_dates: bool = False
    open_tones: bool = False
    decomposed: bool = False
    spaced_numbers: bool = False
    padded_number: bool = False
    glued_date: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class SampleDecision:
    """A decision as plain facts.

    `publishes` False makes it one that only approves workflows. `counted` prints the number of procedures
    in Điều 1 and the headings; `texts` adds Part II, `workflow` the workflow annex, `forms` the forms to
    fill in; `annex_missing` leaves all annexes out. `blank_caption` leaves the annex line unfilled, as Nghị
    định 30/2020/NĐ-CP allows; `silent_annex` leaves the kinds of change to the title.

    `effective` None means "kể từ ngày ký", or the day when the act `tied_to` takes effect. `spelling` says
    how letters, dates and numbers are written.
    """

    stem: str
    issuer: Issuer
    number: str
    signed: date
    field: Field
    lists: tuple[SampleList, ...]
    publishes: bool = True
    counted: bool = False
    texts: bool = False
    workflow: bool = False
    forms: bool = False
    internal: bool = False
    shortened: bool = False
    annex_missing: bool = False
    blank_caption: bool = False
    silent_annex: bool = False
    effective: date | None = None
    tied_to: str | None = None
    spelling: Spelling = dataclasses.field(default_factory=Spelling)
    based_on: tuple[Reference, ...] = ()
    affects: tuple[Reference, ...] = ()

    @property
    def ministry(self) -> bool:
        """Whether a ministry issued it."""
        return self.issuer.level == "ministry"

    @property
    def landscape(self) -> bool:
        """Whether the annex stands on pages turned to landscape."""
        return any(one.style.landscape for one in self.lists)

    @property
    def field_names(self) -> str:
        """The fields of the rows as the title names them: "Hộ tịch, Chứng thực"."""
        return ", ".join(dict.fromkeys(entry.procedure.field.name for entry in self.entries()))

    def entries(self) -> list[Entry]:
        """All rows in the order of the lists."""
        return [entry for one in self.lists for entry in one.entries]


@dataclass(frozen=True, slots=True)
class Demo:
    """The demonstration: decisions seen on `as_of` in one province, with the evidence for each.

    `posted` and `received` map a decision's stem to the day; `formats` to the format it is shown in.
    """

    as_of: date
    province: str
    decisions: tuple[SampleDecision, ...]
    formats: Mapping[str, str]
    posted: Mapping[str, date] = dataclasses.field(default_factory=dict)
    received: Mapping[str, date] = dataclasses.field(default_factory=dict)


@cache
def fields() -> Mapping[str, Field]:
    """The fields by their key."""
    return {
        key: Field(
            key=key,
            name=facts["name"],
            ministry=facts["ministry"],
            department=facts["department"],
            agencies={Level(level): agency for level, agency in facts["agencies"].items()},
            bases=tuple(tuple(basis) for basis in facts["bases"]),
        )
        for key, facts in _toml("fields").items()
    }


@cache
def procedures() -> Mapping[str, Procedure]:
    """The procedures by their root code."""
    out = {}
    for line in (FACTS / "procedures.jsonl").read_text("utf-8").splitlines():
        facts = json.loads(line)
        of_field = fields()[facts.pop("field")]
        facts["levels"] = tuple(Level(level) for level in facts["levels"])
        facts["basis"] = of_field.bases[facts["basis"]]
        out[facts["code"]] = Procedure(field=of_field, **facts)
    return out


@cache
def issuers() -> Mapping[str, Issuer]:
    """The ministries by their suffix, and the province under "province"."""
    facts = _toml("issuers")
    out = {
        key: Issuer(one["name"], "ministry", key, "Hà Nội", one["signer"], one["decree"])
        for key, one in facts["ministry"].items()
    }
    province = facts["province"]
    out["province"] = Issuer(province["name"], "province", "UBND", province["place"], province["signer"])
    return out


@cache
def styles() -> Mapping[str, ListStyle]:
    """The list styles by name."""
    return {name: _style(facts) for name, facts in _toml("styles").items()}


@cache
def demo() -> Demo:
    """The demonstration of `demo.toml`."""
    facts = _toml("demo")
    return Demo(
        as_of=facts["as_of"],
        province=facts["province"],
        decisions=tuple(_decision(one) for one in facts["decision"]),
        formats={one["stem"]: one["format"] for one in facts["decision"]},
        posted={one["stem"]: one["posted"] for one in facts["decision"] if "posted" in one},
        received={one["stem"]: one["received"] for one in facts["decision"] if "received" in one},
    )


def entries(procedure: Procedure, replaces: Procedure | None = None) -> list[Entry]:
    """The rows a procedure gives: one for the central level, one for those that it shares below."""
    below = tuple(level for level in procedure.levels if level is not Level.CENTRAL)
    groups = [(Level.CENTRAL,)] if Level.CENTRAL in procedure.levels else []
    return [Entry(procedure, levels, replaces) for levels in [*groups, below] if levels]


def _decision(facts: Mapping[str, Any]) -> SampleDecision:
    flags = ("counted", "texts", "workflow", "internal", "shortened", "blank_caption", "effective")
    return SampleDecision(
        stem=facts["stem"],
        issuer=issuers()[facts["issuer"]],
        number=facts["number"],
        signed=facts["signed"],
        field=fields()[facts["field"]],
        lists=tuple(_list(one) for one in facts["lists"]),
        based_on=tuple(Reference(one["number"], one["date"]) for one in facts.get("based_on", ())),
        affects=tuple(
            Reference(one["number"], one["date"], Effect(one["effect"]), one.get("part"))
            for one in facts.get("affects", ())
        ),
        **{flag: facts[flag] for flag in flags if flag in facts},
    )


def _list(facts: Mapping[str, Any]) -> SampleList:
    rows = (entry for text in facts["entries"] for entry in _entries(text))
    return SampleList(Change(facts["change"]), styles()[facts["style"]], tuple(rows))


def _entries(text: str) -> Iterable[Entry]:
    new, _, old = (part.strip() for part in text.partition("<"))
    code, _, level = new.partition("@")
    replaces = procedures()[old] if old else None
    if level:
        return [Entry(procedures()[code], (Level(level),), replaces)]
    return entries(procedures()[code], replaces)


def _style(facts: Mapping[str, Any]) -> ListStyle:
    kinds = {"code": CodeStyle, "levels": Grouping, "fields": Grouping, "repeat": Repeat, "columns": tuple}
    typed: dict[str, Any] = {key: kinds.get(key, type(value))(value) for key, value in facts.items()}
    return ListStyle(**typed)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTS / f"{name}.toml").read_text("utf-8"))
