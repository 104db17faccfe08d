"""How well listed procedures are tied to catalogue entries by name alone.

hidden    the items of annotated decisions with their codes taken away, against a national list. An item is
          *present* where the list has its code, *known* where its decision does not publish it as new (a new
          procedure without a code is for review in any case).
renamed   the new name of a renamed procedure against the list with the old names. `names_known`: the list
          knows the new names too, as a workspace does that holds a newer national list.
cases     the made-up near twins of `corpus/matching`, by grade.

A match is right when it is the entry of the code that was hidden; *wrong* counts certain ones that are not.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from catalogue.imports.listing import read_listing
from catalogue.imports.sheets import read_sheets
from catalogue.matching.features import query_of
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import match, match_decision
from catalogue.procedure import Band, Match, Procedure, Scope
from corpus.matching import cases as near_twins
from extract.agencies import ministries_of_name
from extract.decision import Change, Decision, Item, Level, Reference, Source
from ingest.errors import UsageError
from ingest.messages import say


@dataclass(slots=True)
class Matched:
    """Counts of queries whose entry is in the list, and of certain matches that are wrong."""

    present: int = 0
    first: int = 0
    among_three: int = 0
    certain: int = 0
    wrong: int = 0
    known: int = 0
    known_certain: int = 0
    absent: int = 0

    def count(self, code: str, found: Match, present: bool, known: bool = True) -> None:
        """Count one more query for the entry of that code."""
        certain = found.band is Band.CERTAIN
        codes = [one.code for one in found.candidates]
        right = bool(codes) and codes[0] == code
        self.wrong += certain and not right
        self.certain += certain
        if not present:
            self.absent += 1
            return
        self.present += 1
        self.first += right
        self.among_three += code in codes
        self.known += known
        self.known_certain += known and certain and right

    def to_json(self) -> dict[str, float]:
        """The counts and the shares that the aims speak of; precision 1 where nothing is certain."""
        return {
            **asdict(self),
            "top1": _share(self.first, self.present),
            "top3": _share(self.among_three, self.present),
            "precision": _share(self.certain - self.wrong, self.certain),
            "coverage": _share(self.known_certain, self.known),
        }


def entries_of(path: Path) -> list[Procedure]:
    """The entries of a national list; UsageError where it is none."""
    return list(read_listing(read_sheets(path), path, Scope.NATIONAL).procedures)


def hidden_codes(gold: Path, entries: Sequence[Procedure]) -> Matched:
    """Match the items of every gold decision of a folder without their codes."""
    index, out = CatalogueIndex(entries), Matched()
    paths = sorted(gold.glob("*.json"))
    if not paths:
        raise UsageError("evaluation.no_gold", folder=gold)
    for path in paths:
        annotated = json.loads(path.read_text("utf-8"))
        matches = match_decision(without_codes(annotated), index)
        for item, found in zip(annotated["items"], matches, strict=True):
            if item["code"]:
                present = index.with_code(item["code"]) is not None
                out.count(item["code"], found.listed, present, item["change"] != Change.NEW)
    return out


def renamed(path: Path, entries: Sequence[Procedure], names_known: bool = False) -> Matched:
    """Match the new names of a table of renamed procedures against the list with the old ones.

    Columns: code, ministry, name_2025_04_28, name_2026_06. With `names_known` the field and the level are
    given too, and every entry is also known under its name in the list.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    before = [
        replace(one, name=rows[one.code]["name_2025_04_28"]) if one.code in rows else one for one in entries
    ]
    index = CatalogueIndex(before, {one.id: [one.name] for one in entries} if names_known else None)
    out = Matched()
    for code, row in rows.items():
        entry = index.with_code(code)
        facts: dict[str, Any] = {"ministries": ministries_of_name(row["ministry"])}
        if names_known and entry:
            facts |= {"field": entry.procedure.field, "levels": entry.levels}
        out.count(code, match(query_of(row["name_2026_06"], **facts), index), entry is not None)
    return out


def without_codes(annotated: Mapping[str, Any]) -> Decision:
    """An annotated decision as one that prints no codes."""
    items = tuple(_item(one) for one in annotated["items"])
    return Decision(
        number=annotated["number"],
        issuer=annotated["issuer"],
        issuer_level=annotated["issuer_level"],
        signed=None,
        signer=None,
        title=annotated.get("title") or "",
        effective=None,
        is_publication=True,
        internal=False,
        approves_workflow=False,
        shortened_procedure=False,
        departments=tuple(annotated["departments"] or ()),
        based_on=tuple(Reference(one["number"]) for one in annotated["based_on"] or ()),
        affects=(),
        declared_counts={},
        items=items,
        sha256="",
        media_type="application/json",
        pages=None,
    )


def _item(one: Mapping[str, Any]) -> Item:
    levels = one.get("levels") or [one["level"]]
    return Item(
        Change(one["change"]),
        one["name"],
        Source(),
        field=one["field"],
        levels=tuple(Level(level) for level in levels if level),
        internal=one["internal"],
        replaced_name=one.get("replaced_name"),
    )


def figures(gold: Path | None, national: Path | None, renamings: Path | None) -> dict[str, Any]:
    """All figures that the files given allow, the near twins always."""
    table = near_twins.cases()
    told: dict[str, Any] = {"cases": near_twins.tally(table, near_twins.run(table))}
    if national is not None:
        entries = entries_of(national)
        if gold is not None:
            told["hidden"] = hidden_codes(gold, entries).to_json()
        if renamings is not None:
            told["renamed"] = renamed(renamings, entries).to_json()
            told["renamed_names_known"] = renamed(renamings, entries, names_known=True).to_json()
    return told


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The figures for people."""
    for grade, (right, total) in told["cases"].items():
        yield say("matching.grade", grade=grade, right=right, total=total)
    for name in ("hidden", "renamed", "renamed_names_known"):
        if name in told:
            one = told[name]
            yield say(f"matching.{name}", present=one["present"], absent=one["absent"])
            shares = {key: f"{one[key]:.3f}" for key in ("top1", "top3", "precision", "coverage")}
            yield say("matching.shares", **shares, certain=one["certain"], wrong=one["wrong"])


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
