"""How many procedures of each kind a decision says it publishes: Điều 1, else the title, else headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from extract.decision import COUNTED, Change
from extract.language import marks
from extract.lists import Found
from extract.outline import Outline

_NUMBER = re.compile(
    r"(?<![\w/.])(?P<n>\d{1,4})\)?(?:\s*\([^)]{2,30}\))?\s+(?:danh mục\s+)?"
    r"(?:thủ tục hành chính|thủ tục|TTHC|danh mục)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:tại|theo|kèm theo)\s+(?:các\s+)?Quyết định\b", re.IGNORECASE)
_OF_WORKFLOWS = re.compile(r"\b(?:quy|qui) trình\b[^:;]*:\s*$", re.IGNORECASE)
_TOTAL_OF = re.compile(r"\b(?:gồm|trong đó|cụ thể)\s*(?:có)?\s*:", re.IGNORECASE)
_SLOT = {
    Change.NEW: "new",
    Change.AMENDED: "amended",
    Change.REPLACED: "replaced",
    Change.REPEALED: "repealed",
}


def declared_counts(parts: Outline, found: Found) -> dict[str, int | None]:
    """Counts by kind ("other": standardised or listed), None where the decision declares none."""
    first = parts.articles[0].text if parts.articles else ""
    for text in (first, parts.title):
        counts = _counts(text, parts.title)
        if any(counts.values()):
            return counts
    counts = dict.fromkeys(COUNTED, None)
    for heading in found.headings:
        if heading.count and len(heading.changes) == 1:
            _add(counts, heading.changes[0], heading.count)
    return counts


def _counts(text: str, title: str) -> dict[str, int | None]:
    counts: dict[str, int | None] = dict.fromkeys(COUNTED, None)
    waiting: list[int] = []
    for count in _without_sums([count for line in text.split("\n") for count in _numbers(line)]):
        if count.kind is None:
            waiting.append(count.number)
            continue
        _add(counts, count.kind, count.number + sum(waiting))
        waiting.clear()
    if waiting and not any(counts.values()):
        first = _NUMBER.search(text)
        kind = _only_kind(text[: first.start()] if first else "") or _only_kind(title) or Change.LISTED
        _add(counts, kind, sum(waiting))
    return counts


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of procedures with its kind; `total` where "gồm:" breaks it down behind."""

    number: int
    kind: Change | None
    total: bool


def _numbers(line: str) -> list[_Count]:
    """The counts of one line, without those of workflows."""
    found = [at for at in _NUMBER.finditer(line) if not _OF_WORKFLOWS.search(line[: at.start()])]
    out: list[_Count] = []
    start = 0
    for nth, at in enumerate(found):
        end = found[nth + 1].start() if nth + 1 < len(found) else len(line)
        broken_down = _TOTAL_OF.search(line, at.end(), end)
        behind = line[at.end() : broken_down.start() if broken_down else end]
        kind = _kind(line[start : at.start()], behind)
        out.append(_Count(int(at["n"]), kind, broken_down is not None))
        start = broken_down.end() if broken_down else at.end()
    return out


def _without_sums(counts: list[_Count]) -> Iterator[_Count]:
    """Each procedure counted once: a total gives way to parts that name their kinds, else they to it."""
    at = 0
    while at < len(counts):
        one, rest = counts[at], counts[at + 1 :]
        at += 1
        if not one.total:
            yield one
            continue
        sums = list(accumulate(part.number for part in rest))
        parts = rest[: sums.index(one.number) + 1] if one.number in sums else rest
        if not any(part.kind for part in parts):
            at += len(parts)
            yield one


def _kind(before: str, behind: str) -> Change | None:
    """The kind of a count: the verb or label right before it, else the first word for a kind behind it."""
    led = marks(before, "change")
    if led and (not before[led[-1].end :].strip(" :") or before.rstrip().endswith(":")):
        return Change(led[-1].value)
    named = marks(_EARLIER.split(behind.partition(";")[0])[0], "change")
    return Change(named[0].value) if named else None


def _only_kind(text: str) -> Change | None:
    kinds = {mark.value for mark in marks(text, "change")}
    return Change(kinds.pop()) if len(kinds) == 1 else None


def _add(counts: dict[str, int | None], kind: Change, number: int) -> None:
    slot = _SLOT.get(kind, "other")
    counts[slot] = (counts[slot] or 0) + number
