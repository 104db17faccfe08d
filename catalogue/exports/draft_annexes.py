"""The annexes of the draft decision: one for each kind of change, a table for each level, a row over all
columns for each field. Rows are numbered through each table, so that a later decision can name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.exports.answer import Answer, Group
from catalogue.exports.answer_rows import Row
from catalogue.exports.draft_words import kinds, level_words, noun_of, scope_of
from catalogue.exports.numbers import day
from catalogue.exports.word import UNKNOWN
from extract.decision import Reference

_LETTERS = "ABCDEFGH"
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_POINT = re.compile(r"(?<=[;.])\s+(?=[-+•]\s)")
_CELLS = ("code", "name", "time_limit", "place", "manner", "fee", "basis", "online")


def annexes(answer: Answer) -> list[dict[str, Any]]:
    """The annexes as the template takes them: label, title, kind, and groups of lines.

    A line is the heading of a field, or a row with its `ordinal`, its `item` and the texts of its cells.
    """
    out: list[dict[str, Any]] = []
    noun = noun_of(answer)
    for nth, (change, groups) in enumerate(answer.lists, start=1):
        title = " ".join(f"Danh mục {noun} {kinds((change,))} {scope_of(answer, change)}".split())
        out.append(
            {
                "label": f"Phụ lục {roman(nth)}" if len(answer.changes) > 1 else "Phụ lục",
                "kind": change.value,
                "title": title.upper(),
                "groups": [
                    {
                        "letter": _LETTERS[at] if len(groups) > 1 else "",
                        "title": _group_title(group, at if len(groups) > 1 else None, noun),
                        "lines": list(_lines(group)),
                    }
                    for at, group in enumerate(groups)
                ],
            }
        )
    return out


def roman(number: int) -> str:
    """A whole number up to 99 in Roman figures."""
    return _TENS[number // 10] + _ROMAN[number % 10]


def _group_title(group: Group, at: int | None, noun: str) -> str:
    words = f"{noun} {level_words(group.levels)}".upper()
    return words if at is None else f"{_LETTERS[at]}. {words}"


def _lines(group: Group) -> Iterator[dict[str, Any]]:
    """The rows of a group field by field, those without a field first."""
    fields = sorted(dict.fromkeys(row.field for row in group.rows), key=lambda name: name is not None)
    ordinal = headings = 0
    for name in fields:
        if name:
            headings += 1
            yield {"heading": f"{roman(headings)}. Lĩnh vực {name}"}
        for row in group.rows:
            if row.field == name:
                ordinal += 1
                yield _cells(row, ordinal)


def _cells(row: Row, ordinal: int) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(row, name) or UNKNOWN for name in _CELLS}
    return {
        **told,
        "code": "\n".join([told["code"], *row.further_codes]),
        "basis": _POINT.sub("\n", told["basis"]),
        "heading": "",
        "item": row.item,
        "ordinal": str(ordinal),
        "replaces_code": row.replaces_code or UNKNOWN,
        "replaced_name": row.replaced_name or UNKNOWN,
        "published": _published(row.published),
    }


def _published(one: Reference | None) -> str:
    if one is None:
        return UNKNOWN
    return f"Quyết định số {one.number} ngày {day(one.date) or UNKNOWN}"


def places_of(listed: Sequence[dict[str, Any]], items: set[str]) -> str:
    """Where the rows of these items stand in the annexes: "số thứ tự 1, 2 Mục A Phụ lục I"."""
    out = []
    for annex in listed:
        for group in annex["groups"]:
            ordinals = [line["ordinal"] for line in group["lines"] if line.get("item") in items]
            section = f" Mục {group['letter']}" if group["letter"] else ""
            if ordinals:
                out.append(f"số thứ tự {', '.join(ordinals)}{section} {annex['label']}")
    return "; ".join(out)
