"""The national portal's new API (`/api/v1`): the list of procedures by cursor, and each with its decision.

No list of decisions is known there, so decisions are found through procedures: the detail of a procedure
that is new or was edited names the decision (`procedureProposal`) with the day on which it was published.
The texts of decisions are not to be had from it. Success is `"code": "OK"`, whatever the HTTP status.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.portal_api_records import Records, read_departments, read_head, read_list
from ingest.sources.portal_procedure import Agency, PortalProcedure
from ingest.sources.source import Batch, Detail, Group, Head, ListFile, Memory, form_name, safe_stem
from ingest.sources.strict import Drift, reading


class PortalApi:
    """The new API as a source; `settings` is its table in sources.toml. A head is a procedure here."""

    def __init__(self, name: str, settings: Mapping[str, Any], client: Client) -> None:
        self.name = name
        self.drift = Drift()
        self._settings = settings
        self._client = client
        self._records = Records(settings, self.drift)

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The list of procedures; the cursor is the portal's own `lastId`."""
        for records, onward, total in self._pages(cursor):
            url = self._settings["procedures"]
            yield Batch(tuple(read_head(one, url, self.drift) for one in records), onward, total)

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The decision that a procedure names, with the day on which the portal published it."""
        told = memory.get("detail", lambda: self._decision(head.id))
        return self._records.proposal(told["procedureProposal"], told["decisionNo"])

    def agencies(self) -> tuple[Agency, ...]:
        """The ministries, then the provinces."""
        return tuple(one for kind in self._settings["agency_kinds"] for one in self._agencies(kind))

    def lists(self, group: Group, memory: Memory) -> Iterator[ListFile]:
        """The whole list, in a file for each group; agencies of a group that have none are named, too."""
        agencies = memory.get("agencies", lambda: [one.name for one in self.agencies()])
        records: list[Any] = []
        total = None
        for page, _, total in self._pages(None, memory):  # noqa: B007 (the last total counts)
            records += page
        if total is not None and len(records) < total:
            raise FetchError(Fault.INCOMPLETE, self._settings["procedures"], seen=len(records), total=total)
        grouped: dict[str, list[Any]] = defaultdict(list)
        for record in records:
            name = group(read_head(record, self._settings["procedures"], self.drift).agency or "")
            if name:
                grouped[name].append(record)
        for name, own in sorted(grouped.items()):
            target = memory.folder / f"{name}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps({"items": own}, ensure_ascii=False), "utf-8")
            yield ListFile("", name, str(target), len(own))
        publishers = {str(one.get("departmentPromulgate")) for one in records}
        for agency in agencies:
            belongs = group(agency)
            if belongs and agency not in publishers:
                yield ListFile(agency, belongs, None, 0)

    def procedure(self, wanted: str) -> PortalProcedure | None:
        """One procedure by the portal's id, or by its code through the list; FetchError."""
        if "-" in wanted:
            return self._records.formality(self._ask("procedure", {"id": wanted}))
        asked = {"limit": self._settings["page_size"], "lastId": "", **self._settings["filter"], "q": wanted}
        data = self._ask("procedures", asked)
        records, _, _ = read_list(data, self._settings["procedures"], self.drift)
        heads = [read_head(one, self._settings["procedures"], self.drift) for one in records]
        found = next((head for head in heads if head.facts["code"] == wanted), None)
        return self.procedure(found.id) if found else None

    def files(self, procedure: PortalProcedure, folder: Path) -> Iterator[Path]:
        """The portal's PDF of one procedure, then its forms, each loaded down into the folder."""
        target = folder / f"ChiTietTTHC_{safe_stem(procedure.code)}.pdf"
        self._client.download(self._settings["card_export"], target, json={"formalityId": procedure.id})
        yield target
        for form in (form for paper in procedure.papers for form in paper.forms):
            target = folder / form_name(form)
            self._client.download(self._settings["files"], target, json={"fileId": form.code})
            yield target

    def _pages(
        self, cursor: str | None, memory: Memory | None = None
    ) -> Iterator[tuple[list[Any], str | None, int | None]]:
        """The pages of the list with the cursor to the next, None at the last; a cursor that was there before
        leads in a circle and is FetchError PAGE_REPEATED."""
        url, last, had = self._settings["procedures"], cursor or "", set()
        while True:
            asked = {"limit": self._settings["page_size"], "lastId": last, **self._settings["filter"]}
            ask = partial(self._ask, "procedures", asked)
            data = memory.get(f"list/{last}", ask) if memory else ask()
            records, onward, total = read_list(data, url, self.drift)
            end = not records or not onward or onward == last
            yield records, None if end else onward, total
            if end:
                return
            had.add(last)
            last = onward or ""
            if last in had:
                raise FetchError(Fault.PAGE_REPEATED, url, page=last)

    def _agencies(self, kind: str) -> Iterator[Agency]:
        last = ""
        while True:
            asked = {**self._settings["agency_filter"], "type": kind, "levels": [kind], "lastId": last}
            data = self._ask("agencies", asked)
            agencies, onward = read_departments(data, self._settings["agencies"], self.drift)
            yield from agencies
            if not agencies or not onward or onward == last:
                return
            last = onward

    def _decision(self, ident: str) -> dict[str, Any]:
        """What is kept of a procedure's detail, which is read whole: long texts and pictures are left out."""
        record = self._ask("procedure", {"id": ident})
        self._records.formality(record)
        return {name: record.get(name) for name in ("decisionNo", "procedureProposal")}

    def _ask(self, purpose: str, content: Mapping[str, Any]) -> Any:
        url = self._settings[purpose]
        with reading(self._client.ask_json(url, json=dict(content)), "envelope", url, self.drift) as fields:
            fields.ignore("message", "timestamp", "success", "status")
            code = fields.take("code")
            if code != "OK":
                raise FetchError(Fault.STATUS, url, status=code)
            return fields.take("data")
