"""Taking documents in: kept, read, extracted, stored, and what follows from them derived.

Each document goes through its stages one transaction at a time; the database says how far it came, so that
a run killed at any point is finished by the next. What is already in is left alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalogue.arrivals import Arrival, Run, arrivals
from catalogue.audit import EventKind, record
from catalogue.consequences import derive
from catalogue.deadlines import EvidenceKind
from catalogue.decisions import load_decision, write_decision
from catalogue.evidence import enter, refuse_day_to_come
from catalogue.understanding import Progress, Understand, understand
from catalogue.workspace import Workspace, to_json
from extract.decision import SCAN_WITHOUT_ROWS, Decision
from extract.numbers import number_key
from ingest.bundles import Found, Opened
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.messages import say
from ingest.originals import Originals
from ingest.workers import run as run_in_workers


class Outcome(StrEnum):
    """How a path ended; the counts of a report add up to its paths."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    NOT_PUBLICATION = "not_publication"
    BUNDLE = "bundle"
    FAILED = "failed"


@dataclass(slots=True)
class PathReport:
    """One path: its outcome, the document's SHA-256 where it could be read, and why it failed.

    `found` is where its bytes lie; `opened` is what a bundle held; `doubt` says why a person should look
    at a document that gave no procedure.
    """

    path: str
    outcome: Outcome | None = None
    sha256: str | None = None
    number: str | None = None
    items: int = 0
    error: DocumentError | None = None
    issues: tuple[str, ...] = ()
    doubt: str | None = None
    found: Found | None = None
    opened: Opened | None = None

    @property
    def name(self) -> str:
        """The name that it is spoken of by."""
        return self.found.name if self.found else Path(self.path).name

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "path": self.path,
            "outcome": self.outcome.value if self.outcome else None,
            "sha256": self.sha256,
            "number": self.number,
            "items": self.items,
            "category": self.error.category.value if self.error else None,
            "message": self.error.sentence() if self.error else None,
            "issues": list(self.issues),
        }


@dataclass(slots=True)
class IntakeReport:
    """What a run did. `changed_rows` is 0 where everything was in already."""

    paths: list[PathReport] = field(default_factory=list)
    changed_rows: int = 0
    dry_run: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many paths ended so."""
        return sum(one.outcome is outcome for one in self.paths)

    @property
    def failed(self) -> bool:
        """True where a document failed (exit code 1)."""
        return self.count(Outcome.FAILED) > 0

    def sentences(self) -> list[str]:
        """For people: failures and doubts by name, then the counts, then whether anything changed."""
        out = [one.error.sentence() for one in self.paths if one.error]
        out += [f"{one.name}: {one.doubt}" for one in self.paths if one.doubt]
        counts = {outcome.value: self.count(outcome) for outcome in Outcome}
        out.append(say("intake.counts", paths=len(self.paths), **counts))
        if self.count(Outcome.BUNDLE):
            out.append(say("intake.bundles", count=self.count(Outcome.BUNDLE)))
        if self.dry_run:
            out.append(say("intake.dry_run"))
        elif self.changed_rows:
            out.append(say("intake.changed", rows=self.changed_rows))
        else:
            out.append(say("intake.nothing_changed"))
        return out

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "paths": [one.to_json() for one in self.paths],
            "counts": {outcome.value: self.count(outcome) for outcome in Outcome},
            "changed_rows": self.changed_rows,
            "dry_run": self.dry_run,
        }


def take_in(
    workspace: Workspace,
    paths: Iterable[str | Path],
    *,
    posted: date | None = None,
    received: date | None = None,
    entered_by: str | None = None,
    workers: int | None = None,
    limits: Limits = Limits(),
    again: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    understand: Understand = understand,
    run: Run | None = None,
    keep: Callable[[Path], str] | None = None,
) -> IntakeReport:
    """Take files and folders of files into the workspace; every path is accounted for in the report.

    Each document in a bundle of attachments is taken in as one of its own, under "bundle.zip/document.pdf".
    `posted` and `received` are the days on which the publication decisions among them were posted on the
    national database or came in; they are entered as evidence. `again` extracts anew what is stored already.
    UsageError where one of these is yet to come.
    `run` and `keep` default to killable worker processes and the kept originals of the workspace.
    """
    for kind, day in ((EvidenceKind.POSTED_NATIONAL, posted), (EvidenceKind.RECEIVED, received)):
        if day is not None:
            refuse_day_to_come(kind, day)
    before = workspace.db.conn.total_changes
    report = IntakeReport(dry_run=dry_run)
    run = run or run_in_workers
    cores = workers or os.cpu_count() or 1
    with _members_folder(workspace, dry_run) as folder:
        report.paths = [_report(one) for one in arrivals(paths, folder, run, cores, limits)]
        documents = _keep(report, keep or (_hash if dry_run else Originals(workspace.originals).keep))
        if not dry_run:
            for document, reports in documents.items():
                names = {one.path: one.name for one in reports}
                register(workspace, document, list(names), names)
        waiting = [
            (document, reports[0])
            for document, reports in documents.items()
            if reports[0].opened is None and (again or not _settled(workspace, document, reports[0]))
        ]
        arguments = [one.found for _, one in waiting if one.found]
        results = run(understand, arguments, workers=cores, limits=limits) if arguments else ()
        for done, (at, result) in enumerate(results, start=1):
            document, one = waiting[at]
            _finish(workspace, document, one, result, dry_run)
            if progress:
                progress(done, len(arguments), arguments[at].name)
    for document, reports in documents.items():
        if reports[0].opened is not None:
            _close_bundle(workspace, document, reports[0], dry_run)
    if not dry_run:
        for document in documents:
            enter_days(workspace, document, posted, received, entered_by)
        derive(workspace)
    report.changed_rows = workspace.db.conn.total_changes - before
    assert all(one.outcome for one in report.paths), "every path is accounted for"
    return report


@contextmanager
def _members_folder(workspace: Workspace, dry_run: bool) -> Iterator[Path]:
    """Where the members of bundles are kept: among the originals, in passing where nothing is to stay."""
    if not dry_run:
        yield workspace.originals
        return
    with TemporaryDirectory(prefix="congbo-bundles-") as folder:
        yield Path(folder)


def _report(arrival: Arrival) -> PathReport:
    one = PathReport(arrival.found.path, sha256=arrival.sha256, found=arrival.found, opened=arrival.opened)
    if arrival.error:
        one.outcome, one.error = Outcome.FAILED, arrival.error
    return one


def register(
    workspace: Workspace, document: str, paths: Sequence[str], names: Mapping[str, str] | None = None
) -> None:
    """Stage one: the document is known, and where it was found; `names` are given where paths do not tell."""
    with workspace.writing() as db:
        if not db.table("documents").count_where("sha256 = ?", [document]):
            db.table("documents").insert({"sha256": document, "state": "kept"})
        known = {row["path"] for row in db.table("locations").rows_where("document = ?", [document])}
        db.table("locations").insert_all(
            {"document": document, "path": path, "name": name}
            for path, name in {
                _absolute(path): (names or {}).get(path, Path(path).name) for path in paths
            }.items()
            if path not in known
        )


def store_decision(workspace: Workspace, decision: Decision) -> Outcome:
    """Stage two: the decision with its items, issues and links, and the document's state, or nothing."""
    outcome = Outcome.STORED if decision.is_publication else Outcome.NOT_PUBLICATION
    with workspace.writing() as db:
        changed = write_decision(workspace, decision)
        changed += _set_state(workspace, decision.sha256, outcome.value, media_type=decision.media_type)
        if changed:
            facts = {"number": decision.number, "outcome": outcome.value, "items": len(decision.items)}
            record(db, EventKind.DECISION, decision.sha256, facts)
    return outcome if changed else Outcome.UNCHANGED


def store_failure(workspace: Workspace, document: str, error: DocumentError) -> None:
    """Stage two, the other end: why the document cannot be read. What an earlier run stored stays."""
    with workspace.writing() as db:
        if not db.table("decisions").count_where("document = ?", [document]):
            _set_state(
                workspace,
                document,
                Outcome.FAILED.value,
                error_category=error.category.value,
                error_page=error.page,
                error_facts=to_json(error.facts),
            )


def enter_days(
    workspace: Workspace, document: str, posted: date | None, received: date | None, entered_by: str | None
) -> None:
    """Enter the days given with a publication decision as evidence, each once."""
    days = {EvidenceKind.POSTED_NATIONAL: posted, EvidenceKind.RECEIVED: received}
    decision = load_decision(workspace, document) if posted or received else None
    if decision is None or not decision.is_publication:
        return
    facts = {
        "number": decision.number,
        "number_key": number_key(decision.number) if decision.number else None,
        "issuer": decision.issuer,
        "document": document,
    }
    with workspace.writing():
        for kind, day in days.items():
            if day is not None:
                enter(workspace, kind, day, facts, source="congbo ingest", user=entered_by)


def _finish(
    workspace: Workspace, document: str, one: PathReport, result: Decision | DocumentError, dry_run: bool
) -> None:
    if isinstance(result, Decision) and result.sha256 != document:
        reason = say("intake.changed_meanwhile")
        result = DocumentError(Category.UNREADABLE, Path(one.path).name, reason=reason)
    if isinstance(result, DocumentError):
        one.outcome, one.error = Outcome.FAILED, result
        if not dry_run:
            store_failure(workspace, document, result)
        return
    one.number, one.items = result.number, len(result.items)
    one.issues = tuple(issue.message for issue in result.issues)
    doubts = (issue.message for issue in result.issues if issue.category == SCAN_WITHOUT_ROWS)
    one.doubt = next(doubts, None)
    if dry_run:
        one.outcome = Outcome.STORED if result.is_publication else Outcome.NOT_PUBLICATION
    else:
        one.outcome = store_decision(workspace, result)


def _close_bundle(workspace: Workspace, document: str, one: PathReport, dry_run: bool) -> None:
    """The bundle itself, once all its members are through: opened whole, or what it did not give.

    Until then its state is that of a document that only came in, so that an interrupted run is taken up.
    """
    opened = one.opened or Opened(())
    one.outcome, one.error = (Outcome.FAILED if opened.fault else Outcome.BUNDLE), opened.fault
    if opened.left_out:
        one.issues = (say("intake.bundle_left_out", count=opened.left_out),)
    if dry_run:
        return
    if opened.fault:
        store_failure(workspace, document, opened.fault)
        return
    with workspace.writing():
        if not _set_state(workspace, document, Outcome.BUNDLE.value):
            one.outcome = Outcome.UNCHANGED


def _settled(workspace: Workspace, document: str, one: PathReport) -> bool:
    """True where the document is in already; failures are tried again, since a machine can be mended."""
    rows = workspace.rows(
        "SELECT d.state, c.number, (SELECT count(*) FROM items i WHERE i.document = d.sha256) AS items "
        "FROM documents d LEFT JOIN decisions c ON c.document = d.sha256 WHERE d.sha256 = ?",
        [document],
    )
    if not rows or rows[0]["state"] not in (Outcome.STORED, Outcome.NOT_PUBLICATION):
        return False
    one.outcome, one.number, one.items = Outcome.UNCHANGED, rows[0]["number"], rows[0]["items"]
    return True


def _set_state(workspace: Workspace, document: str, state: str, **facts: object) -> int:
    row: dict[str, object] = {
        "sha256": document,
        "state": state,
        "error_category": None,
        "error_page": None,
        "error_facts": None,
        **facts,
    }
    return workspace.settle("documents", [row], {"sha256": document})


def _keep(report: IntakeReport, keep: Callable[[Path], str]) -> dict[str, list[PathReport]]:
    """The documents by SHA-256 with the paths they were found at; a path that cannot be read has failed."""
    documents: dict[str, list[PathReport]] = {}
    for one in report.paths:
        if one.outcome:
            continue
        try:
            one.sha256 = one.sha256 or keep(Path(one.path))
        except OSError as error:
            one.outcome, one.error = Outcome.FAILED, _unreadable(Path(one.path), error)
            continue
        same = documents.setdefault(one.sha256, [])
        if same:
            one.outcome = Outcome.DUPLICATE
        same.append(one)
    return documents


def _absolute(path: str) -> str:
    return Path(path).absolute().as_posix()


def _unreadable(path: Path, error: OSError) -> DocumentError:
    if isinstance(error, FileNotFoundError):
        return DocumentError(Category.NOT_FOUND, path.name)
    return DocumentError(Category.UNREADABLE, path.name, reason=error.strerror or type(error).__name__)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
