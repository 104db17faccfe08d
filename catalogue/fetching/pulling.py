"""Pulling decisions: a source's list, then what lies behind its heads, then the documents, then evidence.

Each stage is kept as it goes (`state.py`). A fault costs its source, or only its decision where it
lies in one; a list that is empty where entries are expected is an alarm, never a success.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

from catalogue.fetching.evidence import enter_seen
from catalogue.fetching.files import is_waiting
from catalogue.fetching.report import FetchReport, SourceReport
from catalogue.fetching.shelf import StoredShelf
from catalogue.fetching.state import LISTED, Ledger, Now, Run, StoredHead
from catalogue.fetching.wanted import Standing, Wanted, routed
from catalogue.intake import IntakeReport, take_in
from catalogue.workspace import Workspace
from ingest.messages import say
from ingest.sources.client import Client
from ingest.sources.faults import BEHIND_A_HEAD, PASSING, Fault, FetchError
from ingest.sources.keeping import InMemory, Shelf
from ingest.sources.opening import opened
from ingest.sources.settings import SourceSettings
from ingest.sources.source import Batch, Head, Source
from ingest.sources.strict import Drift

Opener = Callable[[SourceSettings, Shelf], AbstractContextManager[tuple[Source, Client | None]]]
"""Opens a source by its settings, with what was kept for asking it less."""

Progress = Callable[[str], None]
"""Called with one sentence on how far it is."""

TakeIn = Callable[[Workspace, Iterable[str]], IntakeReport]
"""Takes files into the workspace."""


def fetch(
    workspace: Workspace,
    chosen: Iterable[SourceSettings],
    *,
    since: date | None = None,
    ministry: str | None = None,
    dry_run: bool = False,
    now: Now = lambda: datetime.now(UTC),
    open_source: Opener = opened,
    take: TakeIn = take_in,
    progress: Progress = lambda _: None,
) -> FetchReport:
    """Pull the chosen sources and take in what is new; every fault is in the report.

    `since` (decisions signed on that day or later) and `ministry` (a name or part of one) narrow down what is
    looked into, not what is listed.
    """
    report, pulls = FetchReport(dry_run=dry_run), []
    for settings in chosen:
        pull = _Pull(workspace, settings, now, progress, since=since, ministry=ministry)
        report.sources.append(pull.report)
        pulls.append(pull)
        pull.run(open_source, dry_run=dry_run)
    if dry_run:
        return report
    try:
        waiting = [path for pull in pulls for path in pull.files_waiting()]
        if waiting:
            report.intake = take(workspace, list(dict.fromkeys(waiting)))
    finally:
        for pull in pulls:
            pull.enter_evidence()
    return report


class _Pull:
    """One run of one source."""

    def __init__(
        self,
        workspace: Workspace,
        settings: SourceSettings,
        now: Now,
        progress: Progress,
        *,
        since: date | None,
        ministry: str | None,
    ) -> None:
        self._workspace = workspace
        self._settings = settings
        self._ledger = Ledger(workspace, settings.name, now)
        self._now = now
        self._progress = progress
        self._since = since
        self._ministry = ministry
        self._sweep = self._ledger.last_sweep()
        self._first_sweep = self._ledger.first_sweep()
        self._counted = 0
        self._looked: set[str] = set()
        self._unlisted: list[FetchError] = []
        self._failed_in_a_row = 0
        self._unanswered_in_a_row = 0
        self._client: Client | None = None
        self.report = SourceReport(settings.name, settings.title)

    def run(self, open_source: Opener, *, dry_run: bool) -> None:
        """Open the source and carry the run out, or only look where it is dry; a fault costs only it."""
        shelf = InMemory() if dry_run else StoredShelf(self._workspace, self._settings.name)
        try:
            with open_source(self._settings, shelf) as (source, client):
                (self.look if dry_run else self.carry_out)(source, client)
        except Exception as error:
            self.report.fault = fault = FetchError.of(error, self._settings.place)
            if not dry_run:
                self._ledger.end(self._ledger.begin(), Drift(), self._requests(), fault, broken=True)

    def look(self, source: Source, client: Client | None) -> None:
        """Say what is new in the list, without keeping anything."""
        known = self._ledger.hashes()
        seen = 0
        try:
            for batch in source.batches(None):
                seen += len(batch.heads)
                self._told_of(batch)
                fresh = [head for head in batch.heads if known.get(head.id) != head.hash]
                self.report.new += sum(head.id not in known for head in fresh)
                self.report.changed += sum(head.id in known for head in fresh)
                known |= {head.id: head.hash for head in batch.heads}
                self.report.total = batch.total
                if self._enough(batch, len(fresh), self._known() + self.report.new):
                    break
            self._expect(self.report.total, seen)
        except Exception as error:
            self.report.fault = FetchError.of(error, self._settings.place)
        self.report.requests = client.requests if client else 0
        self.report.drift = source.drift.to_json()

    def carry_out(self, source: Source, client: Client | None) -> None:
        """Read the list, look into what is wanted; what was had stays had, whatever happens."""
        self._client = client
        run, alarm, broken = self._ledger.begin(), None, False
        try:
            if run.cursor != LISTED:
                self._read_list(source, run)
                self._ledger.listed(run)
            self.report.fault = alarm = self._alarm(run)
            self._look_into(source, run)
        except Exception as error:
            self.report.fault, broken = FetchError.of(error, self._settings.place), alarm is None
        self.report.total, self.report.new, self.report.changed = run.total, run.new, run.changed
        self.report.requests = client.requests if client else 0
        self.report.drift = source.drift.to_json()
        fault, unlisted = self.report.fault, self._unlisted
        self._ledger.end(run, source.drift, self._requests(), fault, broken=broken, unlisted=unlisted)

    def files_waiting(self) -> list[str]:
        """The files had from this source that are not in the workspace, or came no further than its door."""
        files = [file for one in self._ledger.heads() for file in (one.detail or {}).get("files", ())]
        return [file["path"] for file in files if is_waiting(self._workspace, file)]

    def enter_evidence(self) -> None:
        """Enter what the heads that were looked into prove."""
        had = [one for one in self._ledger.heads() if one.detail]
        self.report.evidence = enter_seen(self._workspace, self._settings, had, self._first_sweep)
        for one in (one for one in had if one.head.id in self._looked):
            for department in routed(one.head.agency, (one.detail or {})["fields"]):
                self.report.departments[department] = self.report.departments.get(department, 0) + 1

    def _read_list(self, source: Source, run: Run) -> None:
        """The whole list where that is due, else until nothing is new and nothing missing.

        A list that shifted while it was read is read once more from its top, until nothing is missing.
        """
        due = self._sweep_due()
        for batch in source.batches(run.cursor):
            fresh = self._note(run, batch)
            if not due and self._enough(batch, fresh, self._known()):
                return
        missing = run.total is not None and self._ledger.seen_since(run.started) < run.total
        if due and missing and run.total:
            for batch in source.batches(None):
                fresh = self._note(run, batch)
                if not fresh and self._ledger.seen_since(run.started) >= (run.total or 0):
                    return

    def _note(self, run: Run, batch: Batch) -> int:
        self._told_of(batch)
        fresh = self._ledger.note(run, batch, self._requests())
        facts = {"seen": self._ledger.seen_since(run.started), "total": run.total or "?"}
        self._progress(say("sources.listing", title=self._settings.title, **facts))
        return fresh

    def _told_of(self, batch: Batch) -> None:
        """What a page of the list could not give, or leads to elsewhere, is reported."""
        self._unlisted += batch.failures
        self.report.failures += [error.sentence() for error in batch.failures]
        self.report.left_files += batch.left_files
        self.report.left_hosts += [one for one in batch.left if one not in self.report.left_hosts]

    def _look_into(self, source: Source, run: Run) -> None:
        waiting = self._waiting()
        most = int(self._settings.table["most_details"])
        self.report.later = max(0, len(waiting) - most)
        for done, one in enumerate(waiting[:most], start=1):
            head = one.head
            facts = {"done": done, "total": min(len(waiting), most)}
            self._progress(say("sources.looking", number=head.number or head.title or head.id, **facts))
            self._look_into_one(source, head, run)

    def _look_into_one(self, source: Source, head: Head, run: Run) -> None:
        try:
            detail = source.detail(head, self._ledger.memory(head, self._requests, run))
        except Exception as error:
            fault = FetchError.of(error, head.title or head.id)
            if fault.fault not in BEHIND_A_HEAD:
                raise
            self._ledger.fail(head)
            self._count_failures((fault,))
            return
        self._ledger.store_detail(head, detail)
        self._looked.add(head.id)
        if detail.left:
            self.report.left_files += [f"{head.title or head.id}: {name}" for name in detail.left]
        self.report.details += 1
        self._count_failures(detail.missing)

    def _count_failures(self, errors: tuple[FetchError, ...]) -> None:
        """Report what was not had of an entry; FetchError where too many fail in a row: it is the source.

        Of those that were asked for again and again fewer are enough: each takes minutes.
        """
        self.report.failures += [error.sentence() for error in errors]
        unanswered = any(error.fault in PASSING for error in errors)
        self._failed_in_a_row = self._failed_in_a_row + 1 if errors else 0
        self._unanswered_in_a_row = self._unanswered_in_a_row + 1 if unanswered else 0
        table = self._settings.table
        if self._failed_in_a_row >= int(table["most_failures"]) or self._unanswered_in_a_row >= int(
            table["most_unanswered"]
        ):
            raise errors[-1]

    def _waiting(self) -> list[StoredHead]:
        """The heads to look into now, those that failed last; how the others stand is counted."""
        wanted = Wanted(
            self._settings,
            self._workspace.province,
            self._ledger.first_run(),
            self._first_sweep,
            self._since,
            self._ministry,
        )
        day, waiting = self._ledger.day(), []
        for one in self._ledger.heads():
            standing = wanted.standing(one, day)
            if standing is Standing.NOW:
                waiting.append(one)
            else:
                self.report.counts[standing.value] = self.report.counts.get(standing.value, 0) + 1
        return sorted(waiting, key=lambda one: one.checked or "" if one.state == "failed" else "")

    def _alarm(self, run: Run) -> FetchError | None:
        """The alarm that the list as a whole gives; None where it is as expected."""
        try:
            self._expect(run.total, self._ledger.seen_since(run.started))
        except FetchError as error:
            return error
        if run.total is not None and self._known() < run.total:
            facts = {"seen": self._known(), "total": run.total}
            return FetchError(Fault.INCOMPLETE, self._settings.place, **facts)
        return None

    def _expect(self, total: int | None, seen: int) -> None:
        count = seen if total is None else total
        least, most = int(self._settings.table["minimum"]), int(self._settings.table["maximum"])
        if count == 0 < least:
            raise FetchError(Fault.EMPTY, self._settings.place, least=least)
        if count < least:
            raise FetchError(Fault.TOO_FEW, self._settings.place, count=count, least=least)
        if count > most:
            raise FetchError(Fault.TOO_MANY, self._settings.place, count=count, most=most)

    def _enough(self, batch: Batch, fresh: int, known: int) -> bool:
        """Whether nothing is missing; where fewer are told than known, some went and others may have come."""
        return batch.total is not None and not fresh and known == batch.total

    def _known(self) -> int:
        """How many heads the list holds as far as is known: those of the last whole reading and since."""
        return self._ledger.seen_since(self._sweep or "")

    def _sweep_due(self) -> bool:
        if self._sweep is None:
            return True
        age = self._now() - datetime.fromisoformat(self._sweep)
        return age >= timedelta(days=int(self._settings.table["sweep_days"]))

    def _requests(self) -> int:
        """How many requests were made since this was last asked."""
        sent = self._client.requests if self._client else 0
        fresh, self._counted = sent - self._counted, sent
        return fresh
