"""What the clerk has to look at before a draft is submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.exports.answer_earlier import Earlier
from catalogue.exports.answer_rows import Origin, Row
from catalogue.exports.bases import Basis
from extract.decision import Change, Decision, Level
from extract.numbers import number_key
from ingest.messages import say

_TERMS = ("time_limit", "fee", "basis")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the clerk has to look at: `answer.<key>` of the message catalogue with its facts."""

    key: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """The sentence in the language in force."""
        return say(f"answer.{self.key}", **dict(self.facts))

    def to_json(self) -> dict[str, Any]:
        """Key, facts and sentence."""
        return {"key": self.key, "facts": dict(self.facts), "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Ground:
    """What is looked at; `answers` are the province's decisions by the key of the ministry's they answer."""

    rows: Sequence[Row]
    decisions: Sequence[Decision]
    earlier: Sequence[Earlier]
    answers: Mapping[str, Sequence[str]]
    bases: Sequence[Basis]
    day: date


def doubts(ground: Ground) -> Iterator[Doubt]:
    """What the clerk has to look at, the decisions first, then the rows, the earlier lists and the bases."""
    yield from _of_decisions(ground)
    yield from _of_rows(ground.rows)
    yield from _twice(ground.rows)
    unfound = [row for row in ground.rows if row.ends_earlier and row.published is None]
    if unfound:
        yield Doubt("no_earlier", (("codes", ", ".join(dict.fromkeys(map(_named, unfound)))),))
    for before in ground.earlier:
        if before.unplaced:
            codes = ", ".join(dict.fromkeys(_named(row) for row in before.unplaced))
            yield Doubt("no_position", (("number", before.number), ("codes", codes)))
    stale = [one for one in ground.bases if one.checked < ground.day]
    if stale:
        oldest = min(one.checked for one in stale)
        names = "; ".join(one.name for one in stale)
        yield Doubt("bases_checked", (("day", f"{oldest:%d/%m/%Y}"), ("bases", names)))


def _of_decisions(ground: Ground) -> Iterator[Doubt]:
    """Answers there are already, and what does not add up in the ministry's list."""
    for one in ground.decisions:
        number = one.number or "–"
        told = ground.answers.get(number_key(number), ())
        if told:
            yield Doubt("answered", (("number", number), ("by", ", ".join(told))))
        for issue in one.issues:
            if issue.section == "issue" and not any(name == "reasons" for name, _ in issue.facts):
                yield Doubt("issue", (("number", number), ("issue", issue.message)))


def _of_rows(rows: Sequence[Row]) -> Iterator[Doubt]:
    """Rows of no level or no kind, internal ones among others, terms that only the catalogue gives."""
    for row in rows:
        if not row.levels:
            yield Doubt("no_level", (("number", row.number), ("name", row.name)))
    unnamed = sum(row.change is Change.LISTED for row in rows)
    if unnamed:
        yield Doubt("no_kind", (("count", str(unnamed)),))
    within = [row for row in rows if row.internal]
    if within and len(within) < len(rows):
        yield Doubt("internal", (("codes", ", ".join(_named(row) for row in within)),))
    old = [row for row in rows if any(row.origins.get(name) is Origin.CATALOGUE for name in _TERMS)]
    if old:
        yield Doubt("from_catalogue", (("codes", ", ".join(_named(row) for row in old)),))


def _twice(rows: Sequence[Row]) -> Iterator[Doubt]:
    """Codes that have several rows at one level."""
    seen: dict[tuple[str, tuple[Level, ...]], Row] = {}
    for row in rows:
        for code in filter(None, (row.code, row.replaces_code)):
            first = seen.setdefault((code, row.levels), row)
            if first is not row:
                yield Doubt("twice", (("code", code), ("first", first.number), ("second", row.number)))


def _named(row: Row) -> str:
    return row.code or row.replaces_code or row.name
