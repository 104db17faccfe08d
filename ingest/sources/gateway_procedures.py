"""Procedures at the old gateway: the search, one procedure with its parts, and the portal's own exports.

The search tells for each procedure the id of the decision that published it (`QDCBID`), and a hundred
procedures in one answer; the export of a list is the file that an officer would click for on the portal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ingest.sources.faults import OF_ONE_ENTRY, Fault, FetchError
from ingest.sources.gateway_calls import Calls
from ingest.sources.gateway_cards import (
    read_agencies,
    read_card,
    read_channel,
    read_fee,
    read_form,
    read_found,
    read_ground,
    read_paper,
    read_procedure,
    read_related,
    read_requirement,
    read_step,
)
from ingest.sources.portal_procedure import Agency, Channel, Found, Paper, PortalProcedure
from ingest.sources.source import Group, ListFile, Memory, safe_stem
from ingest.sources.strict import Drift

_ZIP = b"PK"


class Procedures:
    """The gateway's services on procedures."""

    def __init__(self, calls: Calls, drift: Drift) -> None:
        self._calls = calls
        self._settings = calls.settings
        self._where = calls.rest
        self._drift = drift

    def agencies(self) -> tuple[Agency, ...]:
        """The bodies that publish procedures: ministries, provinces, a few others."""
        return read_agencies(self._calls.ask("agencies"), self._where, self._drift)

    def search(self, memory: Memory | None = None, **wanted: Any) -> Iterator[tuple[list[Found], int]]:
        """The pages of what the search finds, each with how many there are in all."""
        size = int(self._settings["search_size"])
        query = {**self._settings["search"], **wanted}

        def ask(page: int, size: int) -> list[Any]:
            asked = partial(self._calls.ask, "search", recordPerPage=size, pageIndex=page, **query)
            part = f"search/{wanted.get('impl_agency_id', '')}/{page}"
            return list(memory.get(part, asked)) if memory else asked()

        for _, rows in self._calls.pages(ask, size):
            read = [read_found(row, self._where, self._drift) for row in rows]
            yield [found for found, _ in read], read[-1][1] if read else 0

    def by_code(self, code: str) -> Found | None:
        """The procedure of this very code; the search finds others that only hold its digits, too."""
        found = (one for page, _ in self.search(keyword=code) for one in page)
        return next((one for one in found if one.code == code), None)

    def head(self, ident: str) -> PortalProcedure:
        """One procedure without its parts; by its page where the service answers nothing. FetchError."""
        rows = self._calls.ask("procedure", id=int(ident))
        return read_procedure(rows[0], ident, self._where, self._drift) if rows else self.card(ident)

    def card(self, ident: str) -> PortalProcedure:
        """One procedure as its page shows it; FetchError."""
        url = f"{self._settings['procedure_page']}?{urlencode({'ma_thu_tuc': ident})}"
        return read_card(self._calls.client.get(url).body.decode("utf-8", "replace"), ident, url, self._drift)

    def whole(self, ident: str) -> PortalProcedure:
        """One procedure with all its parts, one request for each and for each paper and channel."""
        head = self.head(ident)
        parent = {"id": int(ident), "parent_id": head.parent or ""}
        steps = self._read("steps", read_step, **parent)
        return replace(
            head,
            channels=tuple(self._channels(ident, parent)),
            steps=tuple(sorted(steps)),
            papers=tuple(self._papers(parent)),
            grounds=tuple(self._read("grounds", read_ground, id=int(ident))),
            requirements=tuple(self._read("requirements", read_requirement, **parent)),
            related=tuple(self._read("related", read_related, id=int(ident))),
        )

    def code_of(self, ident: str, memory: Memory) -> str | None:
        """The code of a procedure by its id, asked once for all decisions; None where it is not to be had.

        A fault here never costs the decision that lists the procedure: its document tells the code.
        """
        try:
            told = memory.of_source(f"procedure/{ident}", lambda: _kept(self.head(ident)))
        except FetchError as error:
            if error.fault not in OF_ONE_ENTRY:
                raise
            if error.fault is not Fault.NOT_FOUND:
                self._drift.unknown[f"procedure.{error.facts.get('field') or error.fault}"] += 1
            return None
        return str(told["code"]) or None

    def lists(self, group: Group, memory: Memory) -> Iterator[ListFile]:
        """The list export of each agency that belongs to a group, with how many entries the search tells of.

        What the search tells is kept for the typed lists of decisions. Where the portal exports no workbook,
        the search's own records stand in for it, and the file says why.
        """
        agencies = memory.get("agencies", lambda: [asdict(one) for one in self.agencies()])
        for agency in (Agency(**one) for one in agencies):
            name = group(agency.name)
            if name:
                yield self._list(agency, name, memory)

    def export(self, agency: Agency, group: str, target: Path) -> None:
        """The portal's own workbook of an agency's procedures; FetchError WRONG_TYPE where it is none."""
        query = {**self._settings["search"], **self._of(agency, group)}
        url = f"{self._settings['list_export']}?{urlencode(query)}"
        self._calls.client.download(url, target)
        self._refuse_other(url, target)

    def export_card(self, procedure: PortalProcedure, target: Path) -> None:
        """The portal's own Word file of one procedure; FetchError WRONG_TYPE where it is none."""
        query = {"maTTHC": procedure.code, "idTTHC": procedure.id}
        url = f"{self._settings['card_export']}?{urlencode(query)}"
        self._calls.client.download(url, target)
        self._refuse_other(url, target)

    def _list(self, agency: Agency, group: str, memory: Memory) -> ListFile:
        found: list[Found] = []
        total = 0
        for page, told in self.search(memory, **self._of(agency, group)):
            found += page
            total = told or total
        memory.put_of_source({f"procedure/{one.id}": _kept(one) for one in found})
        if not found:
            return ListFile(agency.name, group, None, 0)
        stem = safe_stem(f"{agency.name}-{agency.id}")
        target = memory.folder / f"{stem}.xlsx"

        def load() -> dict[str, str]:
            self.export(agency, group, target)
            return {"file": target.name}

        try:
            memory.get(f"export/{agency.id}", load)
        except FetchError as error:
            if error.fault not in OF_ONE_ENTRY:
                raise
            target = memory.folder / f"{stem}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps([_record(one) for one in found], ensure_ascii=False), "utf-8")
            return ListFile(agency.name, group, str(target), total, error)
        return ListFile(agency.name, group, str(target), total)

    def _of(self, agency: Agency, group: str) -> dict[str, str]:
        return {"agency_type": self._settings["agency_type"][group], "impl_agency_id": agency.id}

    def _channels(self, ident: str, parent: dict[str, Any]) -> Iterator[Channel]:
        for channel, channel_id in self._read("methods", read_channel, **parent):
            asked = {"procedure_id": int(ident), "channel_id": channel_id}
            fees = self._read("fees", read_fee, **asked) if channel_id else []
            yield replace(channel, fees=tuple(fee for fee in fees if fee))

    def _papers(self, parent: dict[str, Any]) -> Iterator[Paper]:
        for paper, paper_id in self._read("papers", read_paper, **parent):
            forms = self._read("forms", read_form, document_id=paper_id) if paper_id else []
            yield replace(paper, forms=tuple(forms))

    def _read(self, service: str, read: Callable[[Any, str, Drift], Any], **params: Any) -> list[Any]:
        return [read(row, self._where, self._drift) for row in self._calls.ask(service, **params)]

    @staticmethod
    def _refuse_other(url: str, target: Path) -> None:
        with target.open("rb") as file:
            begins = file.read(2)
        if begins != _ZIP:
            target.unlink()
            raise FetchError(Fault.WRONG_TYPE, url, media_type=begins.decode("utf-8", "replace") or "0 byte")


def _kept(one: PortalProcedure | Found) -> dict[str, str | None]:
    """What is kept of a procedure for the typed lists."""
    by = {"decision": one.decision} if isinstance(one, PortalProcedure) else {"decision_id": one.decision_id}
    return {"code": one.code, "name": one.name, **by}


def _record(one: Found) -> dict[str, str]:
    """A found procedure in the portal's own words, as lists of it are imported."""
    return {
        "PROCEDURE_CODE": one.code,
        "PROCEDURE_NAME": one.name,
        "PUBLISHED_AGENCY": one.publisher or "",
        "IMPLEMENTATION_AGENCY": "; ".join(one.agencies),
        "FIELD_NAME": one.field or "",
    }
