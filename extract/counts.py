"""How many procedures of each kind a decision says it publishes: Điều 1, else the title, else headings."""

from __future__ import annotations

import re

from extract.decision import COUNTED, Change
from extract.language import marks
from extract.lists import Found
from extract.outline import Outline

_NUMBER = re.compile(
    r"(?<![\w/.])(?P<n>\d{1,4})(?:\s*\([^)]{2,30}\))?\s+(?:danh mục\s+)?"
    r"(?:thủ tục hành chính|thủ tục|TTHC|danh mục)\b"
    r"|:\s*(?P<m>\d{1,4})\s+(?:thủ tục|TTHC)\b",
    re.IGNORECASE,
)
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
        counts = _counts(text)
        if any(counts.values()):
            return counts
    counts = dict.fromkeys(COUNTED, None)
    for heading in found.headings:
        if heading.count and len(heading.changes) == 1:
            slot = _SLOT.get(heading.changes[0], "other")
            counts[slot] = (counts[slot] or 0) + heading.count
    return counts


def _counts(text: str) -> dict[str, int | None]:
    counts: dict[str, int | None] = dict.fromkeys(COUNTED, None)
    found = list(_NUMBER.finditer(text))
    fallback = marks(text, "change")
    waiting = 0
    for nth, at in enumerate(found):
        end = found[nth + 1].start() if nth + 1 < len(found) else len(text)
        clause = text[at.start() : end].split("\n", maxsplit=1)[0].split(";", maxsplit=1)[0]
        kinds = marks(clause, "change") or marks(text[_clause_start(text, at.start()) : at.start()], "change")
        number = int(at["n"] or at["m"])
        if not kinds:
            waiting += number
            continue
        slot = _SLOT.get(Change(kinds[0].value), "other")
        counts[slot] = (counts[slot] or 0) + waiting + number
        waiting = 0
    if waiting and not any(counts.values()):
        kinds_named = {mark.value for mark in fallback}
        slot = _SLOT.get(Change(kinds_named.pop()), "other") if len(kinds_named) == 1 else "other"
        counts[slot] = waiting
    return counts


def _clause_start(text: str, at: int) -> int:
    return max(text.rfind(sign, 0, at) for sign in "\n;,:") + 1
