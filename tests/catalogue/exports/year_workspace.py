"""A workspace with the whole year of `corpus.year`: written as documents, read, stored, evidence entered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from catalogue import evidence
from catalogue.consequences import derive
from catalogue.deadlines import EvidenceKind
from catalogue.intake import register, store_decision
from catalogue.workspace import Workspace
from corpus.generate import write_decision
from corpus.year import Year, parts, year
from extract.deciding import decide
from extract.decision import Change
from ingest.reading import read

COPIED = 7
"""The decision that came in twice, as a web page and as a Word file."""


def year_workspace(folder: Path) -> Year:
    """Take the year in, one decision of it in two copies."""
    made = year()
    told = {EvidenceKind.POSTED_NATIONAL: made.posted, EvidenceKind.RECEIVED: made.received}
    with Workspace.create(folder / "kho", "Quảng Ngãi") as workspace:
        for kind, days in told.items():
            for number, day in days.items():
                evidence.add(workspace, number, kind, day, source="sổ theo dõi", as_of=day)
        papers = [write_decision(one, "html", folder / "van-ban") for one in made.decisions]
        papers.append(write_decision(made.decisions[COPIED], "docx", folder / "ban-sao"))
        for path in papers:
            decision = decide(read(path))
            register(workspace, decision.sha256, [str(path)])
            store_decision(workspace, decision)
        derive(workspace)
    return made


def planned(change: Change, department: str | None = None) -> int:
    """How many procedures of a kind the plan of the year gives a department, or all of them."""
    return sum(part.counts[change] for part in parts() if department in (None, part.field.department))


def decisions_planned() -> Counter[str]:
    """How many decisions the plan gives each department."""
    out: Counter[str] = Counter()
    for part in parts():
        out[part.field.department] += part.decisions
    return out
