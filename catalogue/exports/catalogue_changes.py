"""What differs in the catalogue between two days as a file: XLSX, CSV or JSON Lines.

In tables a changed entry has a row for each field that differs, any other entry one row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from catalogue.differences import Cause, DifferenceKind, EntryDifference
from catalogue.exports.catalogue_files import ENDINGS, write_csv
from catalogue.exports.numbers import day as written
from catalogue.exports.sheets import Table, write_workbook
from catalogue.exports.writing import ending_of, saving, without_controls
from catalogue.procedure import Difference
from ingest.errors import UsageError
from ingest.messages import say

_COLUMNS = {
    "kind_of_change": 14,
    "code": 12,
    "name": 60,
    "differing": 22,
    "old": 40,
    "new": 40,
    "caused_by": 24,
    "since_day": 12,
}


def write_changes(
    differences: Iterable[EntryDifference], file: Path, asked: str, *, dry_run: bool = False
) -> Counter[DifferenceKind]:
    """Write the differences, with what was asked above them; how many there are of each kind.

    UsageError for an unknown ending, where nothing differs and where the file cannot be written.
    """
    ending = ending_of(file, ENDINGS)
    found = list(differences)
    if not found:
        raise UsageError("lists.no_difference", asked=asked)
    counts = Counter(one.kind for one in found)
    if dry_run:
        return counts
    heads = [say(f"column.{name}") for name in _COLUMNS]
    with saving(file) as target:
        if ending == ".jsonl":
            lines = (json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in found)
            target.writelines(line.encode("utf-8", "replace") for line in lines)
        elif ending == ".csv":
            write_csv(target, heads, _rows(found))
        else:
            title = say("lists.changes")
            table = Table(title, heads, _rows(found), tuple(_COLUMNS.values()), (asked,))
            write_workbook(target, title, [table])
    return counts


def _rows(found: Iterable[EntryDifference]) -> Iterator[list[str]]:
    for one in found:
        if not one.fields:
            yield _row(one, None, one.cause)
        for difference, cause in one.fields:
            yield _row(one, difference, cause)


def _row(one: EntryDifference, difference: Difference | None, cause: Cause) -> list[str]:
    what, old, new = "", "", ""
    if difference:
        what = say(f"field.{difference.field}")
        old, new = (_in_words(difference.field, text) for text in (difference.old, difference.new))
    since = written(date.fromisoformat(cause.day)) if cause.day else ""
    facts = (
        say(f"list_change.{one.kind}"),
        one.entry.code,
        one.entry.name,
        what,
        old,
        new,
        cause.name,
        since,
    )
    return [without_controls(fact) for fact in facts]


def _in_words(field: str, text: str | None) -> str:
    if field == "levels" and text:
        return ", ".join(say(f"level.{level}") for level in text.split("; "))
    return text or ""
