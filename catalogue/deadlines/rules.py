"""The deadline rules as dated data (`rules.toml`): what starts a period, how long it is, what ends it.

A rule binds where and while its source holds: `valid_from`, `valid_to`, `province` for one that a single
province set for itself, `decisions` for one set in single decisions and for them alone. The narrower outranks
the wider one of the same id. `proof` says how well it is known: "verified" read in a legal text, "document"
read in an issued document that binds only where that document does, "believed" not confirmed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from catalogue.deadlines.calendar import Calendar
from extract.decision import Change
from extract.folding import fold
from extract.numbers import number_key
from ingest.errors import UsageError
from ingest.messages import language

TABLE = Path(__file__).with_name("rules.toml")
_LEVELS = ("ministry", "province")


class StartBasis(StrEnum):
    """The event a period is counted from; `signed_fallback` is shown but never counted from."""

    CSDLQG_PUBLISHED = "csdlqg_published"
    RECEIVED = "received"
    SIGNED = "signed"
    SIGNED_FALLBACK = "signed_fallback"
    LAW_EFFECTIVE = "law_effective"
    LAW_ISSUED = "law_issued"
    SUBMITTED = "submitted"
    EFFECTIVE = "effective"
    REORGANISED = "reorganised"


class Ending(StrEnum):
    """The event that fulfils an obligation; `answered` is the signing of the provincial decision."""

    SUBMITTED = "submitted"
    ANSWERED = "answered"
    POSTED_NATIONAL = "posted_national"
    POSTED_PROVINCE = "posted_province"
    WORKFLOW_SET = "workflow_set"
    WORKFLOW_SUBMITTED = "workflow_submitted"
    NOTICE_POSTED = "notice_posted"
    WEBSITE_POSTED = "website_posted"
    REMOVED_NATIONAL = "removed_national"
    SIGNED = "signed"


class Unit(StrEnum):
    """Unit of a period: "ngày làm việc" or "ngày"."""

    WORKING_DAY = "working_day"
    DAY = "day"


class Direction(StrEnum):
    """Whether the last day lies after the start or before it."""

    AFTER = "after"
    BEFORE = "before"


class Who(StrEnum):
    """Who answers: the departments in charge, or the body that issued the decision."""

    DEPARTMENT = "department"
    ISSUER = "issuer"


class Proof(StrEnum):
    """How well a rule is known."""

    VERIFIED = "verified"
    DOCUMENT = "document"
    BELIEVED = "believed"


@dataclass(frozen=True, slots=True)
class When:
    """Which decisions a rule speaks of; None and an empty tuple ask nothing.

    `local`: some procedure is settled below the central level. `at_once`: made by shortened procedure
    (trình tự, thủ tục rút gọn) and in force from signing. `changes`: some procedure changes in this way;
    `perhaps`: one that does asks it only on a condition that no list tells. `complex_workflow`: the workflow
    is carried out by several bodies.
    """

    level: str
    local: bool | None = None
    internal: bool | None = None
    at_once: bool | None = None
    complex_workflow: bool | None = None
    changes: tuple[Change, ...] = ()
    perhaps: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline rule; `titles` and `sources` (the short legal source) by language, others as in the data.

    `informational`: opened only where start and end are both known; a finding, never a demand. `length` is
    None where the source names no number of days ("kịp thời", "ngay"; `timely` in the data): never overdue.
    """

    id: str
    titles: Mapping[str, str]
    when: When
    who: Who
    starts: tuple[StartBasis, ...]
    ends: tuple[Ending, ...]
    length: int | None
    unit: Unit
    direction: Direction
    legal_source: str
    short_source: str
    source_document: str
    proof: Proof
    valid_from: date
    valid_to: date | None = None
    province: str | None = None
    decisions: tuple[str, ...] = ()
    informational: bool = False
    note: str = ""

    @property
    def title(self) -> str:
        """What has to be done, in the language in force."""
        return self.titles[language()]

    def holds_on(self, day: date) -> bool:
        """True while the rule is in force."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def due(self, start: date, calendar: Calendar) -> date | None:
        """The last day of a period that starts with the event of `start`; None where none is set."""
        if self.length is None:
            return None
        n = self.length if self.direction is Direction.AFTER else -self.length
        add = calendar.add_working_days if self.unit is Unit.WORKING_DAY else calendar.add_days
        return add(start, n)


class Rules:
    """All rules in the order of the data; several entries of one id are its versions in time and place."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._versions: dict[str, list[Rule]] = {}
        for rule in rules:
            self._versions.setdefault(rule.id, []).append(rule)

    @classmethod
    def load(cls, *paths: str | Path) -> Self:
        """The rules of these files together (default: `rules.toml`); UsageError names a bad entry."""
        return cls([rule for path in paths or (TABLE,) for rule in _read(Path(path))])

    @property
    def ids(self) -> tuple[str, ...]:
        """The rule ids in the order of the data."""
        return tuple(self._versions)

    def versions(
        self, rule_id: str, province: str | None = None, number: str | None = None
    ) -> tuple[Rule, ...]:
        """The versions that bind the decision `number` of `province`, the narrower and the later first."""
        here = fold(province) if province else None
        own = number_key(number) if number else None
        binding = [
            rule
            for rule in self._versions[rule_id]
            if (rule.province is None or (here is not None and fold(rule.province) == here))
            and (not rule.decisions or own in [number_key(one) for one in rule.decisions])
        ]
        return tuple(sorted(binding, key=_narrowest))

    def on(
        self, rule_id: str, day: date, province: str | None = None, number: str | None = None
    ) -> Rule | None:
        """The version in force on a day; None where the rule did not hold then."""
        versions = self.versions(rule_id, province, number)
        return next((rule for rule in versions if rule.holds_on(day)), None)


def _narrowest(rule: Rule) -> tuple[bool, bool, int]:
    return not rule.decisions, rule.province is None, -rule.valid_from.toordinal()


def _read(path: Path) -> list[Rule]:
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("rule", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("deadline_error.rules_unreadable", file=path, detail=error) from error
    return [_rule(entry, path.name) for entry in entries]


def _rule(entry: dict[str, Any], file: str) -> Rule:
    try:
        _check(entry)
        facts = dict(entry)
        when, titles = facts.pop("when"), facts.pop("title")
        lists = ("changes", "perhaps")
        asked: dict[str, Any] = {key: value for key, value in when.items() if key not in lists}
        asked |= {key: tuple(Change(change) for change in when.get(key, ())) for key in lists}
        length = None if facts.pop("timely", False) else facts["length"]
        return Rule(
            **facts
            | {
                "titles": {"vi": titles["vi"], "en": titles["en"]},
                "when": When(**asked),
                "length": length,
                "decisions": tuple(facts.get("decisions", ())),
                "who": Who(facts["who"]),
                "starts": tuple(StartBasis(basis) for basis in facts["starts"]),
                "ends": tuple(Ending(ending) for ending in facts["ends"]),
                "unit": Unit(facts["unit"]),
                "direction": Direction(facts["direction"]),
                "proof": Proof(facts["proof"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        rule = entry.get("id", "?")
        raise UsageError("deadline_error.rule_entry", file=file, rule=rule, detail=error) from error


def _check(entry: dict[str, Any]) -> None:
    """What the types of the dataclass do not catch in data."""
    unknown = set(entry) - {field.name for field in fields(Rule)} - {"title", "timely"}
    length = entry.get("length") if entry.get("timely") is True else entry["length"]
    fixed = type(length) is int and length >= 0
    wrong = [
        *sorted(unknown),
        *(key for key in ("starts", "ends") if not entry[key]),
        *(key for key in ("valid_from", "valid_to") if type(entry.get(key, date.min)) is not date),
        *(["length"] if fixed is (entry.get("timely") is True) else []),
        *(["when.level"] if entry["when"]["level"] not in _LEVELS else []),
    ]
    if wrong:
        raise ValueError(", ".join(wrong))
