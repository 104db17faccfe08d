"""The national portal's old gateway: `POST …/jsp/rest.jsp` with the service's name, and the decision's page.

Answers are bare arrays of records whose values are all text. The list's `PUBLISHING_DATE` is the day of the
decision itself; the day on which it was posted is that of its attachment (`tepDinhKemId`, "2025/12/05/…").
Replaced procedures have no list of their own there. Addresses and services are data (sources.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ingest.sources.client import Client
from ingest.sources.faults import BEHIND_A_HEAD, Fault, FetchError
from ingest.sources.gateway_calls import Calls
from ingest.sources.gateway_procedures import Procedures
from ingest.sources.gateway_records import (
    Attachment,
    page_facts,
    read_heads,
    read_listed,
    read_named,
    read_page,
    safe_name,
)
from ingest.sources.portal_procedure import PortalProcedure
from ingest.sources.source import (
    Batch,
    Detail,
    File,
    Group,
    Head,
    Listed,
    ListFile,
    Memory,
    form_name,
    safe_stem,
)
from ingest.sources.strict import Drift, reading

_LISTS = ("new", "amended", "repealed")


class Gateway:
    """The old gateway as a source of decisions; `settings` is its table in sources.toml."""

    def __init__(self, name: str, settings: Mapping[str, Any], client: Client) -> None:
        self.name = name
        self.drift = Drift()
        self._settings = settings
        self._client = client
        self._calls = Calls(settings, client)
        self.procedures = Procedures(self._calls, self.drift)

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The list of decisions, page by page; the cursor is the number of the next page."""
        size = int(self._settings["page_size"])

        def ask(page: int, size: int) -> list[Any]:
            return self._calls.ask(
                "decisions", recordPerPage=size, pageIndex=page, **self._settings["filter"]
            )

        for page, rows in self._calls.pages(ask, size, int(cursor or 1)):
            heads, total = read_heads(rows, self._calls.rest, self.drift)
            yield Batch(heads, str(page + 1) if len(rows) == size else None, total)

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The decision's page, its fields, its lists and its files; a file that fails costs only itself."""
        url = f"{self._settings['page']}?{urlencode({'ma_quyet_dinh': head.id})}"
        told = memory.get(
            "page", lambda: page_facts(self._client.get(url).body.decode("utf-8", "replace"), url)
        )
        page = read_page(told, url, self.drift)
        fields = memory.get("fields", lambda: self._calls.ask("fields", id=_as_asked(head.id)))
        files: list[File] = []
        missing: list[FetchError] = []
        for one in page.attachments:
            if one.is_dated_otherwise:
                missing.append(FetchError(Fault.SCHEMA, url, kind="attachment", field="tepDinhKemId"))
            try:
                files.append(self._file(one, memory))
            except FetchError as error:
                if error.fault not in BEHIND_A_HEAD:
                    raise
                missing.append(error)
        days = sorted(one.uploaded for one in page.attachments if one.uploaded)
        return Detail(
            files=tuple(files),
            fields=read_named(fields, "field", "NAME", url, self.drift),
            lists={kind: tuple(self._listed(kind, head.id, memory)) for kind in _LISTS},
            posted=days[0] if days else None,
            proof=url,
            number=page.number,
            agency=page.agency,
            signed=page.signed,
            missing=tuple(missing),
        )

    def lists(self, group: Group, memory: Memory) -> Iterator[ListFile]:
        """The list export of each agency that belongs to a group."""
        return self.procedures.lists(group, memory)

    def procedure(self, wanted: str) -> PortalProcedure | None:
        """One procedure by its code or the portal's id, with all its parts; FetchError."""
        if wanted.isdigit():
            return self.procedures.whole(wanted)
        found = self.procedures.by_code(wanted)
        return self.procedures.whole(found.id) if found else None

    def files(self, procedure: PortalProcedure, folder: Path) -> Iterator[Path]:
        """The portal's Word file of one procedure, then its forms, each loaded down into the folder."""
        target = folder / f"ChiTietTTHC_{safe_stem(procedure.code)}.docx"
        self.procedures.export_card(procedure, target)
        yield target
        for form in (form for paper in procedure.papers for form in paper.forms):
            target = folder / form_name(form)
            self._client.download(f"{self._settings['files']}?{urlencode({'ma': form.code})}", target)
            yield target

    def file_address(self) -> str:
        """The address under which the portal itself says that its files are; FetchError."""
        rows = self._calls.ask("file_address")
        if not rows:
            raise FetchError(Fault.SCHEMA, self._calls.rest, kind="file_address", field="URL_DOWNLOAD")
        with reading(rows[0], "file_address", self._calls.rest, self.drift) as fields:
            return fields.text("URL_DOWNLOAD")

    def _listed(self, kind: str, ident: str, memory: Memory) -> Iterator[Listed]:
        def ask(page: int, size: int) -> list[Any]:
            asked = {"id": _as_asked(ident), "recordPerPage": size, "pageIndex": page}
            return list(memory.get(f"{kind}/{page}", partial(self._calls.ask, kind, **asked)))

        for _, rows in self._calls.pages(ask, int(self._settings["page_size"])):
            for row in rows:
                one = read_listed(row, self._calls.rest, self.drift)
                code = self.procedures.code_of(one.id, memory) if self._settings["codes"] else None
                yield replace(one, code=code)

    def _file(self, one: Attachment, memory: Memory) -> File:
        target = memory.folder / safe_name(one)
        url = f"{self._settings['files']}?{urlencode({'ma': one.code})}"

        def load() -> dict[str, str]:
            return {"sha256": self._client.download(url, target).sha256}

        return File(one.name, str(target), memory.get(f"file/{one.code}", load)["sha256"], one.uploaded)


def _as_asked(ident: str) -> int | str:
    """An id as the portal's own pages ask with it: a number, unless it is none."""
    return int(ident) if ident.isascii() and ident.isdigit() else ident
