"""Opens a source by its settings: its client, where it needs one, and the reader of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.sources.client import Client, Manners
from ingest.sources.folder import Folder
from ingest.sources.gateway import Gateway
from ingest.sources.keeping import Shelf
from ingest.sources.links import Links
from ingest.sources.mailbox import Mailbox
from ingest.sources.pace import Pace
from ingest.sources.portal_api import PortalApi
from ingest.sources.settings import LEAST_PAUSE, SourceSettings
from ingest.sources.source import Source

_PACE = Pace()
"""One for the whole process: two sources may share a host."""

_LOCAL: dict[str, type[Folder]] = {"folder": Folder, "mailbox": Mailbox}
_REMOTE: dict[str, type[Gateway] | type[PortalApi] | type[Links]] = {
    "gateway": Gateway,
    "portal_api": PortalApi,
    "links": Links,
}


@contextmanager
def opened(
    settings: SourceSettings,
    shelf: Shelf | None = None,
    pace: Pace | None = None,
    manners: Manners | None = None,
) -> Iterator[tuple[Source, Client | None]]:
    """The source, and its client where it speaks to the network; `manners` replaces those of the settings.

    `shelf` keeps what the next run asks less for; without it that lasts no longer than the source is open.
    """
    local = _LOCAL.get(settings.kind)
    if local:
        yield local(settings.name, settings.table), None
        return
    with Client(manners or manners_of(settings), pace or _PACE, shelf=shelf) as client:
        yield _REMOTE[settings.kind](settings.name, settings.table, client), client


def manners_of(settings: SourceSettings) -> Manners:
    """How a source is spoken to; addresses of the own network stay forbidden whatever the settings say."""
    table = settings.table
    ca_file = table.get("ca_file")
    return Manners(
        hosts=frozenset(table["hosts"]),
        pause=max(LEAST_PAUSE, float(table["pause"])),
        timeout=float(table["timeout"]),
        longest=float(table["longest"]),
        attempts=int(table["attempts"]),
        first_wait=float(table["first_wait"]),
        longest_wait=float(table["longest_wait"]),
        answer_bytes=int(table["answer_bytes"]),
        file_bytes=int(table["file_bytes"]),
        ca_file=Path(ca_file) if ca_file else None,
        headers={str(name): str(value) for name, value in table["headers"].items()},
        challenge=tuple(table["challenge"]),
        robots=not settings.ignores_robots,
        proxy=str(table["proxy"]),
    )
