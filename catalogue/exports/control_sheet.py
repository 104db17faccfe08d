"""The office's control sheet (phiếu kiểm soát) of a draft, as a Word file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.control import ControlSheet, Verdict
from catalogue.exports.numbers import day as written
from catalogue.exports.word import UNKNOWN, fill, template
from catalogue.provinces import Province
from ingest.messages import say, speaking


def control_sheet(sheet: ControlSheet, province: Province | None, day: date, workspace: Path) -> bytes:
    """The sheet, filled into the template `control`, in Vietnamese as every paper that goes on file."""
    with speaking("vi"):
        return fill(template(workspace, "control"), _facts(sheet, province, day))


def _facts(sheet: ControlSheet, province: Province | None, day: date) -> dict[str, Any]:
    draft = sheet.draft
    name = province.title if province else UNKNOWN
    numbers = [
        say("control.cited", number=one.number, day=written(one.date)) if one.date else one.number
        for one in draft.based_on
    ]
    return {
        "province": name,
        "place": province.name if province else UNKNOWN,
        "signed": None,
        "controlled": day,
        "draft": draft.title or UNKNOWN,
        "department": "; ".join(draft.departments) or UNKNOWN,
        "rests_on": "; ".join(numbers) or UNKNOWN,
        "outcome": outcome(sheet),
        "checks": [
            {
                "title": check.title,
                "verdict": say(f"control.verdict_{check.verdict}"),
                "details": "\n".join(f"- {detail.message}" for detail in check.details),
            }
            for check in sheet.checks
        ],
    }


def outcome(sheet: ControlSheet) -> str:
    """How the checks end, in one sentence."""
    counts = Counter(check.verdict for check in sheet.checks)
    if not counts[Verdict.NOT_MET] and not counts[Verdict.UNKNOWN]:
        return say("control.all_met")
    return say("control.some_not_met", wrong=counts[Verdict.NOT_MET], open=counts[Verdict.UNKNOWN])
