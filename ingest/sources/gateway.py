"""The national portal's old gateway: `POST …/jsp/rest.jsp` with the service's name, and the decision's page.

Answers are bare arrays of records whose values are all text. The list's `PUBLISHING_DATE` is the day of the
decision itself; the day on which it was posted is that of its attachment (`tepDinhKemId`, "2025/12/05/…").
Replaced procedures have no list of their own there. Addresses and services are data (sources.toml).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.gateway_records import (
    Attachment,
    page_facts,
    read_agencies,
    read_found,
    read_heads,
    read_listed,
    read_method,
    read_named,
    read_page,
    read_procedure,
    safe_name,
)
from ingest.sources.source import Batch, Detail, File, Head, Listed, Memory
from ingest.sources.strict import Drift

_LISTS = ("new", "amended", "repealed")


class Gateway:
    """The old gateway as a source of decisions; `settings` is its table in sources.toml."""

    def __init__(self, name: str, settings: Mapping[str, Any], client: Client) -> None:
        self.name = name
        self.drift = Drift()
        self._settings = settings
        self._client = client

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The list of decisions, page by page; the cursor is the number of the next page."""
        page, size = int(cursor or 1), int(self._settings["page_size"])
        before: tuple[str, ...] = ()
        while True:
            rows = self._ask("decisions", recordPerPage=size, pageIndex=page, **self._settings["filter"])
            heads, total = read_heads(rows, self._settings["rest"], self.drift)
            ids = tuple(head.id for head in heads)
            if ids and ids == before:
                raise FetchError(Fault.PAGE_REPEATED, self._settings["rest"], page=page)
            before = ids
            last = len(rows) < size
            yield Batch(heads, None if last else str(page + 1), total)
            if last:
                return
            page += 1

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The decision's page, its fields, its three lists and its files."""
        url = f"{self._settings['page']}?{urlencode({'ma_quyet_dinh': head.id})}"
        told = memory.get(
            "page", lambda: page_facts(self._client.get(url).body.decode("utf-8", "replace"), url)
        )
        page = read_page(told, url, self.drift)
        fields = memory.get("fields", lambda: self._ask("fields", id=int(head.id)))
        files = tuple(self._file(one, memory) for one in page.attachments)
        days = sorted(one.posted for one in files if one.posted)
        return Detail(
            files=files,
            fields=read_named(fields, "field", "NAME", url, self.drift),
            lists={kind: tuple(self._listed(kind, head.id, memory)) for kind in _LISTS},
            posted=days[0] if days else None,
            proof=url,
            number=page.number,
            agency=page.agency,
            signed=page.signed,
        )

    def procedure(self, ident: str) -> dict[str, str]:
        """One procedure by the portal's id: code, name, number of its decision, levels, parent."""
        rows = self._ask("procedure", id=int(ident))
        if not rows:
            raise FetchError(Fault.NOT_FOUND, self._settings["rest"], status="[]")
        return read_procedure(rows[0], self._settings["rest"], self.drift)

    def time_limits(self, ident: str, parent: str = "") -> list[dict[str, str]]:
        """How a procedure is applied for and how long it takes, a record for each channel."""
        rows = self._ask("methods", id=int(ident), parent_id=parent)
        return [read_method(row, self._settings["rest"], self.drift) for row in rows]

    def procedures(self, **wanted: Any) -> Iterator[dict[str, str]]:
        """The procedures that the search finds, each with `QDCBID`, the id of its decision."""
        page, size = 1, int(self._settings["search_size"])
        while True:
            query = {**self._settings["search"], **wanted}
            rows = self._ask("search", recordPerPage=size, pageIndex=page, **query)
            for row in rows:
                yield read_found(row, self._settings["rest"], self.drift)
            if len(rows) < size:
                return
            page += 1

    def agencies(self) -> dict[str, str]:
        """The names of the agencies by the portal's ids."""
        rows = self._ask("agencies")
        return read_agencies(rows, self._settings["rest"], self.drift)

    def _listed(self, kind: str, ident: str, memory: Memory) -> Iterator[Listed]:
        page, size = 1, int(self._settings["page_size"])
        while True:
            asked = {"id": int(ident), "recordPerPage": size, "pageIndex": page}
            rows = memory.get(f"{kind}/{page}", partial(self._ask, kind, **asked))
            for row in rows:
                yield read_listed(row, self._settings["rest"], self.drift)
            if len(rows) < size:
                return
            page += 1

    def _file(self, one: Attachment, memory: Memory) -> File:
        target = memory.folder / safe_name(one)
        url = f"{self._settings['files']}?{urlencode({'ma': one.code})}"

        def load() -> dict[str, str]:
            return {"sha256": self._client.download(url, target).sha256}

        return File(one.name, str(target), memory.get(f"file/{one.code}", load)["sha256"], one.uploaded)

    def _ask(self, service: str, **params: Any) -> list[Any]:
        """The records of a service; FetchError where the answer is no array."""
        asked = {"service": self._settings["services"][service], **self._settings["always"], **params}
        text = json.dumps(asked, ensure_ascii=False)
        rows = self._client.ask_json(self._settings["rest"], data={"params": text})
        if not isinstance(rows, list):
            raise FetchError(Fault.SCHEMA, self._settings["rest"], kind=service, field="[]")
        return rows
