"""Words and phrases of the draft decision. Data: draft.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.exports.answer import Answer
from catalogue.exports.numbers import counted, long_day
from catalogue.exports.word import UNKNOWN
from extract.decision import Change, Decision, Level
from extract.folding import fold

_DATA = Path(__file__).parent / "draft.toml"
_ABOUT = re.compile(r"^\W*(?:về việc|v/v)\s+", re.IGNORECASE)
_MOST_FIELDS = 4
"""How many fields a title names; more are left to the lists."""


def noun_of(answer: Answer) -> str:
    """What the listed procedures are called."""
    noun: str = _data()["noun"]["internal" if answer.internal else "plain"]
    return noun


def kinds(changes: Sequence[Change]) -> str:
    """The kinds of change as they stand behind the noun: "mới ban hành, được thay thế và bị bãi bỏ"."""
    words = [word for change in changes if (word := _data()["change"][change.value])]
    return " và ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def level_words(levels: Sequence[Level]) -> str:
    """The levels as headings name them: "cấp tỉnh, cấp xã"; a mark for the clerk where none is known."""
    words = _data()["level"]
    return ", ".join(words[level.value] for level in levels) or str(words["unknown"])


def counted_levels(answer: Answer, change: Change) -> str:
    """How many procedures of a kind are settled where: "cấp tỉnh 03, cấp xã 02"."""
    groups = next(groups for kind, groups in answer.lists if kind is change)
    return ", ".join(
        f"{level_words(group.levels).replace(', ', ' và ')} {counted(len(group.rows))}" for group in groups
    )


def scope_of(answer: Answer, change: Change | None = None) -> str:
    """Fields and department: "trong lĩnh vực Hộ tịch thuộc phạm vi chức năng quản lý của Sở Tư pháp".

    With a kind of change, the fields of its procedures alone.
    """
    whose = f"thuộc phạm vi chức năng quản lý của {answer.department}"
    fields = dict.fromkeys(row.field for row in answer.rows if change in (None, row.change))
    if len(fields) > _MOST_FIELDS or None in fields:
        return whose
    return f"trong lĩnh vực {', '.join(name for name in fields if name)} {whose}"


def cited_decision(decision: Decision) -> str:
    """A ministry's decision as it is cited: "Quyết định số 4001/QĐ-BKHCN ngày 02 tháng 12 năm 2025"."""
    when = long_day(decision.signed) if decision.signed else f"ngày {UNKNOWN}"
    return f"Quyết định số {decision.number or UNKNOWN} {when}"


def title_of(decision: Decision) -> str:
    """What the ministry's decision is about, to stand behind "về việc"; a title in capitals is said anew."""
    title = _ABOUT.sub("", " ".join((decision.title or "").split())).strip(" .;")
    folded = fold(title)
    if "công bố" in folded and "thủ tục hành chính" in folded and not title.isupper():
        return title[:1].lower() + title[1:]
    noun = _data()["noun"]["internal" if decision.internal else "plain"]
    told = kinds(tuple(change for change in Change if any(one.change is change for one in decision.items)))
    words = f"công bố {noun} {told} thuộc phạm vi chức năng quản lý của {decision.issuer or UNKNOWN}"
    return " ".join(words.split())


def head_of_ministry(issuer: str | None) -> str:
    """Who signs a ministry's decisions: "Bộ trưởng Bộ Tư pháp"."""
    for row in _data()["minister"]:
        if fold(row["body"]) == fold(issuer or ""):
            return str(row["head"])
    return f"Bộ trưởng {issuer or UNKNOWN}"


def head_of_department(department: str) -> str:
    """Who heads a department: "Giám đốc Sở Tư pháp"."""
    for row in _data()["head"]:
        if department.startswith(row["begins"]):
            return f"{row['head']} {department}"
    return f"Giám đốc {department}"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
