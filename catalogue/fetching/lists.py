"""Pulling catalogues: the lists of procedures that a portal exports, imported as if an officer had.

The lists of all ministries are the national catalogue, that of the workspace's province its own. Every list
is held against how many entries the portal tells of; one that holds fewer, and an empty one where entries
are expected, is an alarm.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalogue.fetching.pulling import Opener, Progress
from catalogue.fetching.shelf import StoredShelf
from catalogue.fetching.state import BROKEN, LISTS, Ledger, Now, Remembered, Run
from catalogue.fetching.wanted import group_of, is_named
from catalogue.imports.importing import ImportReport, import_catalogue
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from ingest.errors import CongboError, UsageError
from ingest.messages import say
from ingest.sources.faults import Fault, FetchError
from ingest.sources.keeping import InMemory
from ingest.sources.settings import SourceSettings
from ingest.sources.source import Lister, ListFile, Memory
from ingest.sources.strict import Drift


@dataclass(frozen=True, slots=True)
class ListReport:
    """One list: what the source gave, what its import changed; `problem`: it is not as it should be."""

    told: ListFile
    imported: ImportReport | None = None
    problem: str | None = None

    @property
    def agency(self) -> str:
        """Whose list it is; of all agencies of a group, the group's catalogue."""
        return self.told.agency or say(f"scope.{self.told.group}")

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "agency": self.told.agency,
            "scope": self.told.group,
            "entries": self.told.entries,
            "file": self.told.path,
            "instead": self.told.instead.sentence() if self.told.instead else None,
            "import": self.imported.to_json() if self.imported else None,
            "problem": self.problem,
        }

    def sentences(self) -> list[str]:
        """The report for people."""
        if self.told.path is None:
            return [say("catalogue_list.none", agency=self.agency)]
        told = [say("catalogue_list.head", agency=self.agency, entries=self.told.entries)]
        if self.told.instead:
            told.append(say("catalogue_list.instead", sentence=self.told.instead.sentence()))
        told += [f"  {one}" for one in (self.imported.sentences() if self.imported else ())]
        return [*told, say("sources.alarm", sentence=self.problem)] if self.problem else told


@dataclass(slots=True)
class CatalogueReport:
    """What a pull of lists did."""

    name: str
    title: str
    lists: list[ListReport] = field(default_factory=list)
    requests: int = 0
    drift: dict[str, int] = field(default_factory=dict)
    fault: FetchError | None = None
    dry_run: bool = False

    @property
    def failed(self) -> bool:
        """True where the source or a list failed (exit code 1)."""
        return self.fault is not None or any(one.problem for one in self.lists)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "source": self.name,
            "lists": [one.to_json() for one in self.lists],
            "requests": self.requests,
            "drift": self.drift,
            "fault": self.fault.fault.value if self.fault else None,
            "message": self.fault.sentence() if self.fault else None,
            "dry_run": self.dry_run,
        }

    def sentences(self) -> list[str]:
        """The report for people."""
        count = sum(one.told.path is not None for one in self.lists)
        entries = sum(one.told.entries for one in self.lists)
        facts = {"lists": count, "entries": entries, "requests": self.requests}
        told = [say("catalogue_list.report", title=self.title, **facts)]
        told += [sentence for one in self.lists for sentence in one.sentences()]
        told += [say("sources.drift", fields=", ".join(self.drift))] if self.drift else []
        told += [say("sources.dry_run")] if self.dry_run else []
        return [*told, say("sources.alarm", sentence=self.fault.sentence())] if self.fault else told


def fetch_catalogue(
    workspace: Workspace,
    settings: SourceSettings,
    *,
    open_source: Opener,
    ministry: str | None = None,
    dry_run: bool = False,
    now: Now = lambda: datetime.now(UTC),
    progress: Progress = lambda _: None,
) -> CatalogueReport:
    """Pull the lists of the ministries (of one, where it is named) and of the workspace's own province.

    A run that was broken off is taken up within a day without asking again for what it had. UsageError for a
    source that gives no lists.
    """
    report = CatalogueReport(settings.name, settings.title, dry_run=dry_run)
    ledger = Ledger(workspace, f"{settings.name}/{LISTS}", now)
    shelf = InMemory() if dry_run else StoredShelf(workspace, settings.name)
    with open_source(settings, shelf) as (source, client):
        if not isinstance(source, Lister):
            raise UsageError("catalogue_list.no_lists", name=settings.name)

        def requests() -> int:
            sent = client.requests if client else 0
            fresh, report.requests = sent - report.requests, sent
            return fresh

        run, broken = None if dry_run else ledger.begin(), False
        try:
            with _memory(ledger, requests, run) as memory:
                _pull(workspace, source, memory, report, ministry=ministry, progress=progress)
            report.fault = _alarm(workspace, settings, report, ministry)
        except FetchError as error:
            report.fault, broken = error, True
        report.drift = source.drift.to_json()
        fresh = requests()
        if run:
            _end(ledger, run, source.drift, fresh, report.fault, broken=broken)
    return report


def _pull(
    workspace: Workspace,
    source: Lister,
    memory: Memory,
    report: CatalogueReport,
    *,
    ministry: str | None,
    progress: Progress,
) -> None:
    home = workspace.province

    def group(agency: str) -> str | None:
        found = group_of(agency, home)
        return found if found != "national" or not ministry or is_named(ministry, agency) else None

    for told in source.lists(group, memory):
        report.lists.append(_taken_in(workspace, told, report.dry_run))
        progress(say("catalogue_list.had", agency=report.lists[-1].agency, entries=told.entries))


def _alarm(
    workspace: Workspace, settings: SourceSettings, report: CatalogueReport, ministry: str | None
) -> FetchError | None:
    """The alarm where all lists together are not as long as they should be; None where they are."""
    counts = {one: sum(two.told.entries for two in report.lists if two.told.group == one) for one in Scope}
    home, count = workspace.province, counts[Scope.NATIONAL]
    if home and not ministry and counts[Scope.PROVINCE] == 0:
        return FetchError(Fault.EMPTY, f"{settings.place} ({home.name})", least=1)
    least = 1 if ministry else int(settings.table["list_minimum"])
    most = int(settings.table["list_maximum"])
    if count == 0:
        return FetchError(Fault.EMPTY, settings.place, least=least)
    if count < least:
        return FetchError(Fault.TOO_FEW, settings.place, count=count, least=least)
    return FetchError(Fault.TOO_MANY, settings.place, count=count, most=most) if count > most else None


def _taken_in(workspace: Workspace, told: ListFile, dry_run: bool) -> ListReport:
    """Import one list; one that cannot be imported costs only itself.

    One that lacks rows is not imported: what it lacks would seem to be gone from the catalogue.
    """
    if told.path is None:
        return ListReport(told)
    path, scope = Path(told.path), Scope(told.group)
    try:
        tried = import_catalogue(workspace, path, dry_run=True, scope=scope)
        if tried.rows >= told.entries:
            tried = import_catalogue(workspace, path, dry_run=dry_run, scope=scope)
    except CongboError as error:
        return ListReport(told, problem=str(error))
    facts = {"rows": tried.rows, "entries": told.entries}
    if tried.rows < told.entries:
        return ListReport(told, problem=say("catalogue_list.too_short", file=path, **facts))
    too_long = say("catalogue_list.too_long", **facts) if tried.rows > told.entries else None
    return ListReport(told, tried, too_long)


def _memory(ledger: Ledger, requests: Callable[[], int], run: Run | None) -> AbstractContextManager[Memory]:
    """What was had by a run that broke off; of a trial nothing is kept."""
    return nullcontext(Remembered(ledger, run.started, requests, run)) if run else _Forgetful()


def _end(
    ledger: Ledger, run: Run, drift: Drift, requests: int, fault: FetchError | None, *, broken: bool
) -> None:
    """The run is over; what it had is kept where it broke off, for the next, and else forgotten."""
    run.cursor = BROKEN
    ledger.end(run, drift, requests, fault, broken=broken)
    with ledger.workspace.writing() as db:
        kept = run.started if broken else ""
        db.table("source_answers").delete_where("source = ? AND foreign_id <> ?", [ledger.source, kept])


class _Forgetful:
    """A memory for trying: nothing is kept, files lie in a folder that goes with it."""

    def __enter__(self) -> _Forgetful:
        self._place = TemporaryDirectory()
        self.folder = Path(self._place.name)
        return self

    def __exit__(self, *_: object) -> None:
        self._place.cleanup()

    def get(self, part: str, ask: Callable[[], Any]) -> Any:
        """What `ask` gives."""
        del part
        return ask()

    def of_source(self, part: str, ask: Callable[[], Any]) -> Any:
        """What `ask` gives."""
        del part
        return ask()

    def put_of_source(self, parts: object) -> None:
        """Nothing is kept."""
