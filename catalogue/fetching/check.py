"""Asks a source for the first batch of its list, keeps nothing, and says whether it is as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalogue.fetching.health import limits
from catalogue.fetching.pulling import Opener
from ingest.messages import say
from ingest.sources.faults import Fault, FetchError
from ingest.sources.gateway import Gateway
from ingest.sources.keeping import InMemory
from ingest.sources.settings import SourceSettings
from ingest.sources.source import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of asking: how many entries in all, unknown fields, or why there was no answer."""

    settings: SourceSettings
    total: int = 0
    drift: tuple[str, ...] = ()
    fault: FetchError | None = None

    @property
    def ok(self) -> bool:
        """True where it answers as it should."""
        return self.fault is None and not self.drift

    def sentences(self) -> list[str]:
        """The finding for people."""
        return [self._finding(), *(f"  {sentence}" for sentence in limits(self.settings))]

    def _finding(self) -> str:
        if self.fault:
            return say("sources.alarm", sentence=self.fault.sentence())
        if self.drift:
            return say("sources.drift", fields=", ".join(self.drift))
        local = self.settings.kind in {"folder", "mailbox"}
        key = "sources.check_local" if local else "sources.check_ok"
        return say(key, title=self.settings.title, total=self.total)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "source": self.settings.name,
            "ok": self.ok,
            "total": self.total,
            "drift": list(self.drift),
            "fault": self.fault.fault.value if self.fault else None,
            "message": self.sentences()[0],
            "unbuilt": list(self.settings.unbuilt),
        }


def check_source(settings: SourceSettings, open_source: Opener) -> Checked:
    """Ask for the first batch; an empty list where entries are expected is a fault."""
    least = int(settings.table["minimum"])
    try:
        with open_source(settings, InMemory()) as (source, _):
            batch = next(iter(source.batches(None)))
            total = batch.total if batch.total is not None else len(batch.heads)
            if not batch.heads and least:
                raise FetchError(Fault.EMPTY, settings.place, least=least)
            if batch.total is not None and batch.total < least:
                raise FetchError(Fault.TOO_FEW, settings.place, count=batch.total, least=least)
            _same_place_of_files(source, settings)
            return Checked(settings, total, tuple(source.drift.to_json()))
    except Exception as error:
        return Checked(settings, fault=FetchError.of(error, settings.place))


def _same_place_of_files(source: Source, settings: SourceSettings) -> None:
    """FetchError where the portal itself says that its files are elsewhere than the settings say."""
    if isinstance(source, Gateway):
        told, known = source.file_address(), str(settings.table["files"])
        if told != known:
            raise FetchError(Fault.MOVED, known, target=told)
