"""The draft of the chairman's decision that publishes a list of procedures, as a Word file.

Layout and wording stand in the template `draft` and in draft.toml; the facts come from `answer.py`. What
nobody states is "[…]", highlighted, for the clerk to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.deadlines.facts import DecisionFacts
from catalogue.exports.answer import Answer
from catalogue.exports.bases import bodies_on
from catalogue.exports.draft_annexes import annexes
from catalogue.exports.draft_effect import effects
from catalogue.exports.draft_words import (
    cited_decision,
    counted_levels,
    head_of_department,
    head_of_ministry,
    kinds,
    noun_of,
    scope_of,
    title_of,
)
from catalogue.exports.numbers import counted, long_day
from catalogue.exports.word import UNKNOWN, fill, template
from extract.decision import Change

NUMBER = "        /QĐ-UBND"
"""The number is given when the decision is issued."""
POSITION = ("CHỦ TỊCH",)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, in what position ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), and the submission (Tờ trình)."""

    name: str | None = None
    position: tuple[str, ...] = POSITION
    submission: str | None = None
    submitted: date | None = None


def draft(answer: Answer, signing: Signing, workspace: Path) -> bytes:
    """The draft decision as a Word file; the same answer gives the same bytes."""
    return fill(template(workspace, "draft"), facts_of_draft(answer, signing))


def facts_of_draft(answer: Answer, signing: Signing) -> dict[str, Any]:
    """What the template's fields are filled with."""
    bodies = bodies_on(answer.day)
    noun = noun_of(answer)
    listed = annexes(answer)
    labels = [str(annex["label"]) for annex in listed]
    unit = "thành phố" if answer.province.city else "tỉnh"
    return {
        "province": answer.province.title,
        "place": answer.province.name,
        "unit": unit,
        "number": NUMBER,
        "signed": None,
        "noun": noun,
        "internal": answer.internal,
        "title": f"Danh mục {noun} {kinds(answer.changes)} {scope_of(answer)}".replace("  ", " "),
        "scope": scope_of(answer),
        "bases": [one.text for one in answer.bases],
        "grounds": [
            {"cited": cited_decision(one), "head": head_of_ministry(one.issuer), "title": title_of(one)}
            for one in answer.decisions
        ],
        "department": answer.department,
        "department_head": head_of_department(answer.department),
        "submission": _submission(signing),
        "counts": [
            {"text": _count(answer, change, noun), "annex": label}
            for change, label in zip(answer.changes, labels, strict=True)
        ],
        "standing": any(change is not Change.REPEALED for change in answer.changes),
        "repeals": Change.REPEALED in answer.changes,
        "days": 2 if all(DecisionFacts.of(one).at_once for one in answer.decisions) else 5,
        "systems": bodies["systems"],
        "communes": bodies["communes"],
        "commune_heads": bodies["commune_heads"],
        "effects": effects(answer, listed, unit),
        "annexes": listed,
        "recipients": _recipients(answer, bodies["control"], unit),
        "position": list(signing.position),
        "signer": signing.name or UNKNOWN,
    }


def _submission(signing: Signing) -> str:
    when = long_day(signing.submitted) if signing.submitted else f"ngày {UNKNOWN}"
    return f"Tờ trình số {signing.submission or UNKNOWN} {when}"


def _count(answer: Answer, change: Change, noun: str) -> str:
    """ "05 thủ tục hành chính mới ban hành (cấp tỉnh 03, cấp xã 02)"."""
    words = f"{counted(answer.count(change))} {noun} {kinds((change,))}".rstrip()
    return f"{words} ({counted_levels(answer, change)})"


def _recipients(answer: Answer, control: str, unit: str) -> Sequence[str]:
    """Who receives the decision, where it is kept last (Nghị định 30/2020/NĐ-CP Phụ lục I mục II.9)."""
    ministries = dict.fromkeys(one.issuer for one in answer.decisions if one.issuer)
    lines = [
        "Như Điều 4",
        *dict.fromkeys([*ministries, control]),
        f"Chủ tịch, các Phó Chủ tịch UBND {unit}",
        f"Văn phòng UBND {unit}: CVP, các PCVP",
        f"Cổng Thông tin điện tử {unit}",
    ]
    return [*(f"{line};" for line in lines), "Lưu: VT, TTHC."]
