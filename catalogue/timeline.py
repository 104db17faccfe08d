"""What held when: the spans of an entry that follow from the changes known of it. Pure, no database.

A change states some fields of an entry from a day on. Of what is stated for a day, the decision that took
effect last rules; a list outweighs the decisions in effect when it was imported, since it was seen later,
and a decision accepted after the list outweighs the list, since a person accepted it knowing the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

IN_FORCE = "in_force"
"""The field that says whether the entry holds; an entry of which no change states it does not exist."""

ALWAYS = ""
"""The start of what has held since a day that nobody knows; comes before every ISO day."""


@dataclass(frozen=True, slots=True)
class Change:
    """Fields stated from the ISO day `valid_from` on (`ALWAYS`: since a day not known).

    `id` rises in the order in which changes became known; `decided`: by a decision, else by a list.
    """

    id: int
    valid_from: str
    fields: Mapping[str, Any]
    decided: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What holds from `valid_from` to the day before `valid_to` (None: no end); begun by `change`."""

    valid_from: str
    valid_to: str | None
    in_force: bool
    content: Mapping[str, Any]
    change: int


def spans(changes: Iterable[Change]) -> list[Span]:
    """The spans in order, without gaps from the first day on which anything is known of the entry."""
    known = sorted(changes, key=lambda one: one.id)
    starts = sorted({one.valid_from for one in known})
    out: list[Span] = []
    for start, end in pairwise([*starts, None]):
        assert start is not None, "only the end is open"
        content = content_on(known, start)
        in_force = content.pop(IN_FORCE, None)
        if in_force is not None:
            begun = max(one.id for one in known if one.valid_from == start)
            out.append(Span(start, end, bool(in_force), content, begun))
    return out


def content_on(changes: Sequence[Change], day: str) -> dict[str, Any]:
    """Every field stated for a day with its value."""
    begun = [one for one in changes if one.valid_from <= day]
    if len(begun) == 1:
        return dict(begun[0].fields)
    names = dict.fromkeys(name for one in begun for name in one.fields)
    return {name: ruling(begun, name).fields[name] for name in names}


def ruling(begun: Sequence[Change], field: str) -> Change:
    """The change whose word on a field counts, of those that have begun; one at least must state it."""
    stating = [one for one in begun if field in one.fields]
    latest = max((one.valid_from for one in stating if one.decided), default=ALWAYS)
    return max((one for one in stating if one.valid_from >= latest), key=lambda one: one.id)
