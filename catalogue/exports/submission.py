"""The department's submission (Tờ trình) that goes with the draft decision, as a Word file.

Its sentences stand in the template `submission`; it says of the procedures what the draft publishes and what
the review found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.exports.answer import Answer
from catalogue.exports.answer_rows import Origin, Reason, Row
from catalogue.exports.draft import Signing, facts_of_draft
from catalogue.exports.draft_words import cited_decision, head_of_department, kinds
from catalogue.exports.numbers import counted, long_day
from catalogue.exports.word import UNKNOWN, fill, template
from catalogue.judgements import WAITING
from extract.decision import Change, Level
from ingest.messages import say, speaking

_LEFT_OUT_OF_INITIALS = frozenset({"và", ","})
_WITH_WORKFLOW = frozenset({Change.NEW, Change.REPLACED})
"""Of these the workflow goes with the list (rule R5), unless they are internal; of amended ones only where
steps or persons change."""


def submission(answer: Answer, signer: str | None, workspace: Path) -> bytes:
    """The submission as a Word file in Vietnamese; the same answer gives the same bytes."""
    with speaking("vi"):
        return fill(template(workspace, "submission"), facts_of_submission(answer, signer))


def facts_of_submission(answer: Answer, signer: str | None = None) -> dict[str, Any]:
    """What the template's fields are filled with: those of the draft, and what the review found."""
    waiting = sum(row.state in WAITING for row in answer.rows)
    edited = sum(Origin.REVIEWER in row.origins.values() for row in answer.rows)
    unknown = Counter(value for row in answer.rows for value in _open(row))
    return {
        **facts_of_draft(answer, Signing(signer)),
        "number": f"        /TTr-{initials(answer.department)}",
        "head": _position(answer.department),
        "total": len(answer.rows),
        "levels": [
            {
                "kind": f"{kinds((change,)).capitalize()}" or say(f"change.{change}").capitalize(),
                "total": answer.count(change),
                "province": answer.count(change, Level.PROVINCE),
                "commune": answer.count(change, Level.COMMUNE),
                "unknown": sum(row.change is change and not row.levels for row in answer.rows),
            }
            for change in answer.changes
        ],
        "judged": len(answer.rows) - waiting,
        "edited": edited,
        "waiting": waiting,
        "open": [f"{say(f'field.{name}').lower()}: {counted(count)}" for name, count in unknown.items()],
        "left_out": list(_left_out(answer)),
        "earlier": list(_earlier(answer)),
        "with_workflow": sum(row.change in _WITH_WORKFLOW and not row.internal for row in answer.rows),
        "attached": [cited_decision(one) for one in answer.decisions],
    }


def _earlier(answer: Answer) -> Iterator[str]:
    """The decisions whose rows end; a mark for those that nobody knows."""
    for one in answer.earlier:
        yield f"Quyết định số {one.number} {long_day(one.signed) if one.signed else f'ngày {UNKNOWN}'}"
    if answer.unfound:
        yield f"Quyết định số {UNKNOWN} ngày {UNKNOWN}"


def _open(row: Row) -> list[str]:
    """The values of a standing row that nobody states."""
    if row.change is Change.REPEALED:
        return []
    return [name for name in ("time_limit", "fee", "basis") if getattr(row, name) is None]


def _left_out(answer: Answer) -> Iterator[str]:
    """What is not published: those of the ministry alone by their number, the others one by one."""
    central = sum(one.reason is Reason.CENTRAL for one in answer.left_out)
    if central:
        yield say("submission.central", count=counted(central))
    for one in answer.left_out:
        if one.reason is not Reason.CENTRAL:
            reason = say(f"answer.left_out_{one.reason}", detail=one.detail or "–")
            yield " – ".join(filter(None, (one.code, one.name.rstrip(" .;")))) + f": {reason}"


def initials(department: str) -> str:
    """How a department is named in its numbers: "Sở Nông nghiệp và Môi trường" is "SNNMT"."""
    words = department.replace(",", " , ").split()
    return "".join(word[0].upper() for word in words if word.lower() not in _LEFT_OUT_OF_INITIALS)


def _position(department: str) -> str:
    """What the head of a department is called above the name: "GIÁM ĐỐC", "CHÁNH THANH TRA"."""
    head = head_of_department(department).removesuffix(department).strip()
    if head == "Chánh":
        head = " ".join([head, *department.split()[:2]])
    return head.upper()
