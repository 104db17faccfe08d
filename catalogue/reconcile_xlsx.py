"""The three-way comparison as a workbook: one sheet of counts, then the findings. Same input, same bytes."""

from __future__ import annotations

from catalogue.exports.sheets import Table, workbook
from catalogue.reconcile import Finding, Kind, Reconciliation
from ingest.messages import say

COLUMNS = ("what_differs", "code", "name", "here", "national", "decided", "decision")
_WIDTHS = (26, 12, 60, 36, 36, 36, 18)


def shown(one: Finding) -> tuple[str, ...]:
    """A finding as a row of texts under `COLUMNS`."""
    facts = (one.here, one.there, one.decided)
    told = [_said(one.kind, fact or "") for fact in facts]
    return say(f"difference.{one.kind}"), one.code, one.name, *told, one.decision or ""


def as_xlsx(result: Reconciliation) -> bytes:
    """The workbook; nothing in it is run as a formula."""
    title = say("reconcile.title")
    counts = [(say(f"reconcile.{name}"), str(count)) for name, count in result.facts.items()]
    counts += [(say(f"difference.{kind}"), str(result.count(kind))) for kind in Kind]
    heads = [say(f"column.{name}") for name in COLUMNS]
    return workbook(
        title,
        [
            Table(say("reconcile.sheet_counts"), (title, result.file), counts, (60, 24)),
            Table(say("reconcile.sheet_findings"), heads, map(shown, result.findings), _WIDTHS),
        ],
    )


def _said(kind: Kind, fact: str) -> str:
    """Levels and kinds of change in words."""
    if kind is Kind.WRONG_LEVEL and fact:
        return ", ".join(say(f"level.{level}") for level in fact.split(", "))
    if kind in (Kind.MISSING_HERE, Kind.MISSING_THERE):
        return _changes().get(fact, fact)
    return fact


def _changes() -> dict[str, str]:
    from extract.decision import Change

    return {change.value: say(f"change.{change}") for change in Change}
