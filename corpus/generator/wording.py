"""The standard formulae of publication decisions, read from `wording.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from corpus.generator.facts import FACTS, SampleDecision, SampleList
from extract.decision import Change

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@cache
def wording() -> dict[str, Any]:
    """All formulae by section and name."""
    return tomllib.loads((FACTS / "wording.toml").read_text("utf-8"))


def long_date(day: date) -> str:
    """ "05 tháng 02 năm 2026": day and the months 1 and 2 with two figures (Nghị định 30/2020/NĐ-CP)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"


def figure(count: int) -> str:
    """A count as decisions print it: "05", "12"."""
    return f"{count:02d}"


def in_words(count: int) -> str:
    """A count below 1,000 in words: 15 is "mười lăm", 21 "hai mươi mốt", 105 "một trăm linh năm"."""
    hundreds, rest = divmod(count, 100)
    if hundreds:
        joint = " linh " if 0 < rest < 10 else " "
        return f"{_UNITS[hundreds]} trăm{joint + in_words(rest) if rest else ''}"
    tens, unit = divmod(rest, 10)
    if not tens:
        return _UNITS[unit]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if not unit:
        return head
    tail = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _UNITS[unit])
    return f"{head} {tail}"


def joined(parts: Sequence[str]) -> str:
    """ "a", "a và b", "a, b và c"."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def change_words(decision: SampleDecision, change: Change) -> str:
    """ "được sửa đổi, bổ sung" …; empty for a list that states no kind."""
    words: str = wording()["change"][change.value][decision.spelling.words]
    return words


def changes_phrase(decision: SampleDecision) -> str:
    """The kinds of change of all lists, followed by a blank: "mới ban hành và bị bãi bỏ "."""
    phrase = joined([words for one in decision.lists if (words := change_words(decision, one.change))])
    return f"{phrase} " if phrase else ""


def counts_phrase(decision: SampleDecision) -> str:
    """ "02 (hai) thủ tục hành chính mới ban hành và 03 (ba) thủ tục hành chính bị bãi bỏ"."""
    internal = "nội bộ " if decision.internal else ""
    return joined([_counted(decision, one, internal) for one in decision.lists])


def _counted(decision: SampleDecision, one: SampleList, internal: str) -> str:
    count = len(one.entries)
    text: str = wording()["article"]["counted"].format(
        figure=figure(count),
        words=in_words(count),
        internal=internal,
        change=change_words(decision, one.change),
    )
    return text.strip()
