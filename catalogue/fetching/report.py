"""What a pull did, source by source, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from catalogue.intake import IntakeReport
from ingest.messages import say
from ingest.sources.faults import FetchError


@dataclass(slots=True)
class SourceReport:
    """What a run of one source did. `counts` says how every head stands (`Standing`); they add up.

    `departments`: how many of the decisions looked into concern each department of the province.
    """

    name: str
    title: str
    total: int | None = None
    new: int = 0
    changed: int = 0
    requests: int = 0
    details: int = 0
    evidence: int = 0
    later: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    drift: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    left_files: list[str] = field(default_factory=list)
    left_hosts: list[str] = field(default_factory=list)
    fault: FetchError | None = None

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "source": self.name,
            "total": self.total,
            "new": self.new,
            "changed": self.changed,
            "requests": self.requests,
            "details": self.details,
            "evidence": self.evidence,
            "later": self.later,
            "counts": self.counts,
            "drift": self.drift,
            "departments": self.departments,
            "failures": self.failures,
            "left_files": self.left_files,
            "left_hosts": self.left_hosts,
            "fault": self.fault.fault.value if self.fault else None,
            "message": self.fault.sentence() if self.fault else None,
        }

    def sentences(self) -> list[str]:
        """The report for people: the counts, then every failure and alarm."""
        facts = {"new": self.new, "changed": self.changed, "details": self.details, "requests": self.requests}
        count = self.details + self.later + sum(self.counts.values()) if self.total is None else self.total
        if self.fault and not count and self.total is None:
            told = [say("sources.unread", title=self.title, requests=self.requests)]
        else:
            told = [say("sources.report", title=self.title, total=count, **facts)]
        left = ", ".join(say(f"sources.left_{name}", count=n) for name, n in sorted(self.counts.items()) if n)
        told += [say("sources.left", counts=left)] if left else []
        concerned = ", ".join(f"{name} {count}" for name, count in sorted(self.departments.items()))
        told += [say("sources.departments", departments=concerned)] if concerned else []
        told += [say("sources.later", count=self.later)] if self.later else []
        told += [say("sources.drift", fields=", ".join(self.drift))] if self.drift else []
        told += [say("sources.left_files", files="; ".join(self.left_files))] if self.left_files else []
        told += [say("sources.left_hosts", hosts=", ".join(self.left_hosts))] if self.left_hosts else []
        told += self.failures
        return [*told, say("sources.alarm", sentence=self.fault.sentence())] if self.fault else told


@dataclass(slots=True)
class FetchReport:
    """What a pull did, source by source, and the intake of the files that came of it."""

    sources: list[SourceReport] = field(default_factory=list)
    intake: IntakeReport | None = None
    dry_run: bool = False

    @property
    def failed(self) -> bool:
        """True where a source or a document failed (exit code 1)."""
        return any(one.fault or one.failures for one in self.sources) or bool(
            self.intake and self.intake.failed
        )

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "sources": [one.to_json() for one in self.sources],
            "intake": self.intake.to_json() if self.intake else None,
            "dry_run": self.dry_run,
        }
