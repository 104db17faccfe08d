"""How the old gateway is asked: one address, the service's name among the parameters, bare arrays back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError


class Calls:
    """Asks the services of the gateway; `settings` is its table in sources.toml."""

    def __init__(self, settings: Mapping[str, Any], client: Client) -> None:
        self.settings = settings
        self.client = client
        self.rest = str(settings["rest"])

    def ask(self, service: str, **params: Any) -> list[Any]:
        """The records of a service; FetchError where the answer is no array."""
        asked = {"service": self.settings["services"][service], **self.settings["always"], **params}
        text = json.dumps(asked, ensure_ascii=False)
        rows = self.client.ask_json(self.rest, data={"params": text})
        if not isinstance(rows, list):
            raise FetchError(Fault.SCHEMA, self.rest, kind=service, field="[]")
        return rows

    def pages(
        self, ask: Callable[[int, int], list[Any]], size: int, first: int = 1
    ) -> Iterator[tuple[int, list[Any]]]:
        """The pages from the first on with their numbers, to the one that is not full.

        FetchError PAGE_REPEATED where a page comes that was there before: such a list has no end.
        """
        had: set[tuple[str, ...]] = set()
        page = first
        while True:
            rows = ask(page, size)
            ids = tuple(str(row.get("ID")) if isinstance(row, Mapping) else "" for row in rows)
            if ids and ids in had:
                raise FetchError(Fault.PAGE_REPEATED, self.rest, page=page)
            had.add(ids)
            yield page, rows
            if len(rows) < size:
                return
            page += 1
