"""Self-control: what does not add up in a decision becomes an issue that a person sees.

Nothing is corrected here; "handled, explicitly ignored, or signalled" (the house's first law).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extract.contents import mandatory_parts
from extract.decision import SCAN_WITHOUT_ROWS, Change, Decision, Issue
from extract.folding import fold
from extract.lists import Found
from ingest.document import Document, Paragraph
from ingest.messages import say

_DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
_WITHOUT_WORDS = ("no_text", "blank")
_ATTACHED_FILE = "file được đính kèm theo văn bản"


def check(decision: Decision, found: Found, document: Document, doubtful: bool = False) -> Decision:
    """The decision with the issues that its own facts raise.

    `doubtful` tells that a document taken for none looks like a publication (`publication.Nature`).
    """
    issues = [Issue(note.category, note.page, note.facts, section="note") for note in document.notes]
    issues += _head_issues(decision)
    issues += _signing_day(decision, document)
    if not decision.items:
        issues += _scan_without_rows(document)
    if doubtful:
        issues.append(Issue("maybe_published", None, (("title", (decision.title or "–")[:120]),)))
    if decision.is_publication:
        issues += _list_issues(decision, document, found)
        issues += _row_issues(decision)
        issues += _contradictions(decision, found)
        issues += _ordinal_gaps(decision)
        issues += _missing_parts(decision)
        issues += [
            Issue(
                "heading_miscounted",
                None,
                (("heading", heading.text[:120]), ("declared", str(heading.count)), ("found", str(rows))),
            )
            for heading, rows in found.miscounted
        ]
        if decision.items and found.empty_lists:
            issues.append(Issue("empty_list", None, (("count", str(found.empty_lists)),)))
        if found.ignored:
            issues.append(Issue("ignored_rows", None, _ignored(found)))
    return replace(decision, issues=tuple(issues))


def _head_issues(decision: Decision) -> Iterator[Issue]:
    if decision.is_publication:
        if not decision.number:
            yield Issue("no_number")
        if not decision.signed:
            yield Issue("no_date")
        if decision.effective is None:
            yield Issue("no_effective_clause")
        elif decision.effective.date is None:
            yield Issue("effective_open", None, (("text", decision.effective.text),))


def _signing_day(decision: Decision, document: Document) -> Iterator[Issue]:
    """A digital signature of another day than the printed one: deadlines run from one of the two."""
    printed = f"{decision.signed:%d/%m/%Y}" if decision.signed else None
    for note in document.notes:
        when = dict(note.facts).get("when", "") if note.category.startswith("signed_") else ""
        if printed and _DAY.match(when) and not when.startswith(printed):
            yield Issue("signing_day_differs", None, (("when", when), ("printed", printed)))


def _scan_without_rows(document: Document) -> Iterator[Issue]:
    """A scan that gave no procedure is shown to a person, whatever it was taken for: its head may be misread.

    Pages count as unread that gave no word, whether nothing stands on them or nothing could be made out.
    """
    unread = sum(page.ignored in _WITHOUT_WORDS for page in document.pages)
    told = next((dict(note.facts) for note in document.notes if note.category == "recognised"), {})
    if told or any(page.ignored == "no_text" for page in document.pages) or _recognised(document):
        facts = (("confidence", told.get("confidence", "–")), ("unread", str(unread)))
        yield Issue(SCAN_WITHOUT_ROWS, None, facts)


def _recognised(document: Document) -> bool:
    """Whether any text of the document was read from a picture."""
    pieces = (
        piece
        for block in document.blocks
        for piece in ([block] if isinstance(block, Paragraph) else block.cells)
    )
    return any(piece.confidence < 1 for piece in pieces)


def _list_issues(decision: Decision, document: Document, lists: Found) -> Iterator[Issue]:
    if not decision.items:
        missing = _ATTACHED_FILE in fold(document.text())
        declared = sum(count or 0 for count in decision.declared_counts.values())
        yield Issue("annex_missing" if missing else "no_list", None, (("declared", str(declared)),))
        return
    found = Counter(_slot(item.change) for item in decision.items)
    told = {(_slot(change), heading.count) for heading, _ in lists.miscounted for change in heading.changes}
    for slot, declared_count in decision.declared_counts.items():
        if declared_count not in (None, found[slot]) and (slot, declared_count) not in told:
            facts = (("change", slot), ("declared", str(declared_count)), ("found", str(found[slot])))
            yield Issue("count_mismatch", decision.items[0].source.page, facts)


def _row_issues(decision: Decision) -> Iterator[Issue]:
    seen: Counter[tuple[str, str, Change]] = Counter()
    for item in decision.items:
        if item.code is None and item.code_printed:
            yield Issue(
                "malformed_code", item.source.page, (("code", item.code_printed), ("name", item.name))
            )
        if item.change is Change.LISTED:
            continue
        if item.code:
            seen[(item.code, ",".join(item.levels), item.change)] += 1
            if seen[(item.code, ",".join(item.levels), item.change)] == 2:
                yield Issue("duplicate_code", item.source.page, (("code", item.code),))


def _missing_parts(decision: Decision) -> Iterator[Issue]:
    """Mandatory parts that the contents of a procedure lack (only where the decision prints contents)."""
    for item in decision.items:
        present = {part.key for part in item.parts}
        missing = [say(f"part.{key}") for key in mandatory_parts() if key not in present]
        if present and missing:
            facts = (("name", item.name[:120]), ("parts", ", ".join(missing)))
            yield Issue("parts_missing", item.parts[0].page, facts)


def _ordinal_gaps(decision: Decision) -> Iterator[Issue]:
    """Holes in the row numbers of a section; a number may start again at 1 or stand twice."""
    for before, item in pairwise(decision.items):
        if before.section != item.section or not (before.ordinal or "").isdigit():
            continue
        if (item.ordinal or "").isdigit() and int(item.ordinal or 0) > int(before.ordinal or 0) + 1:
            facts = (("before", str(before.ordinal)), ("after", str(item.ordinal)))
            yield Issue("ordinal_gap", item.source.page, (*facts, ("section", item.section or "–")))


def _contradictions(decision: Decision, found: Found) -> Iterator[Issue]:
    for section, (taken, printed) in found.contradicted.items():
        page = next((item.source.page for item in decision.items if item.section == section), None)
        facts = (("section", section), ("taken", taken.value), ("printed", printed.value))
        yield Issue("change_contradicted", page, facts)


def _slot(change: Change) -> str:
    return change.value if change not in (Change.STANDARDISED, Change.LISTED) else "other"


def _ignored(found: Found) -> tuple[tuple[str, str], ...]:
    total = sum(found.ignored.values())
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(found.ignored.items()))
    return (("count", str(total)), ("reasons", reasons))
