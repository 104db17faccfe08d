"""How many procedures of each kind a decision says it publishes: Điều 1, else the title, else headings."""

from __future__ import annotations

import re

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
    for line in text.split("\n"):
        for number, kind in _numbers(line):
            if kind is None:
                waiting.append(number)
                continue
            _add(counts, kind, number + sum(waiting))
            waiting.clear()
    if waiting and not any(counts.values()):
        first = _NUMBER.search(text)
        kind = _only_kind(text[: first.start()] if first else "") or _only_kind(title) or Change.LISTED
        _add(counts, kind, sum(waiting))
    return counts


def _numbers(line: str) -> list[tuple[int, Change | None]]:
    """The counts of one line with their kinds, without those of workflows and those that sum up others."""
    found = [at for at in _NUMBER.finditer(line) if not _OF_WORKFLOWS.search(line[: at.start()])]
    out: list[tuple[int, Change | None]] = []
    for nth, at in enumerate(found):
        before = line[found[nth - 1].end() if nth else 0 : at.start()]
        behind = line[at.end() : found[nth + 1].start() if nth + 1 < len(found) else len(line)]
        if nth + 1 < len(found) and _TOTAL_OF.search(behind):
            continue
        out.append((int(at["n"]), _kind(before, behind)))
    return out


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
