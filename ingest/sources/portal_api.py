"""The national portal's new API (`/api/v1`): the list of procedures by cursor, and each with its decision.

No list of decisions is known there, so decisions are found through procedures: the detail of a procedure
that is new or was edited names the decision (`procedureProposal`) with the day on which it was published.
The texts of decisions are not to be had from it. Success is `"code": "OK"`, whatever the HTTP status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.source import Batch, Detail, Head, Memory
from ingest.sources.strict import Drift, Fields, reading


class PortalApi:
    """The new API as a source; `settings` is its table in sources.toml. A head is a procedure here."""

    def __init__(self, name: str, settings: Mapping[str, Any], client: Client) -> None:
        self.name = name
        self.drift = Drift()
        self._settings = settings
        self._client = client

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The list of procedures; the cursor is the portal's own `lastId`."""
        url = self._settings["procedures"]
        last = cursor or ""
        while True:
            asked = {"limit": self._settings["page_size"], "lastId": last, **self._settings["filter"]}
            heads, onward, total = read_list(self._ask("procedures", asked), url, self.drift)
            end = not heads or not onward or onward == last
            yield Batch(heads, None if end else onward, total)
            if end:
                return
            last = onward or ""

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The decision that a procedure names, with the day on which the portal published it."""
        url = self._settings["procedure"]
        record = memory.get("detail", lambda: self._kept(self._ask("procedure", {"id": head.id})))
        return read_proposal(record, url, self.drift)

    def _kept(self, record: Any) -> dict[str, Any]:
        """What is kept of a procedure's detail: long texts and pictures are left out."""
        url = self._settings["procedure"]
        with reading(record, "formality", url, self.drift) as fields:
            fields.ignore(*self._settings["ignored"])
            return {
                "decisionNo": fields.maybe("decisionNo"),
                "procedureProposal": fields.maybe("procedureProposal"),
            }

    def _ask(self, purpose: str, content: Mapping[str, Any]) -> Any:
        url = self._settings[purpose]
        with reading(self._client.ask_json(url, json=dict(content)), "envelope", url, self.drift) as fields:
            fields.ignore("message", "timestamp", "success", "status")
            code = fields.take("code")
            if code != "OK":
                raise FetchError(Fault.STATUS, url, status=code)
            return fields.take("data")


def read_list(data: Any, where: str, drift: Drift) -> tuple[tuple[Head, ...], str | None, int | None]:
    """The procedures of one answer, the cursor to the next, how many there are in all."""
    with reading(data, "list", where, drift) as fields:
        heads = [_head(Fields(record, "formality_head", where), drift) for record in fields.take("items")]
        last, total = fields.maybe_text("lastId"), fields.maybe("total")
    return tuple(heads), last, total if isinstance(total, int) else None


def _head(fields: Fields, drift: Drift) -> Head:
    facts = {
        "code": fields.text("code"),
        "state": fields.maybe_text("state"),
        "type": fields.maybe_text("type"),
        "categories": fields.maybe("categories"),
        "departments": fields.maybe("departments"),
    }
    head = Head(
        id=fields.text("id"),
        title=fields.text("name"),
        agency=fields.maybe_text("departmentPromulgate"),
        facts=facts,
    )
    fields.ignore("codeNotation", "categoryIds", "departmentPromulgateId", "formalityTargetType")
    fields.end(drift)
    return head


def read_proposal(record: Mapping[str, Any], where: str, drift: Drift) -> Detail:
    """The decision of a procedure's detail: the first number that is not empty, its days in Việt Nam."""
    proposal = record["procedureProposal"]
    own = str(record["decisionNo"] or "").strip()
    if proposal is None:
        return Detail(number=own or None)
    with reading(proposal, "proposal", where, drift) as fields:
        numbers = (own, fields.maybe_text("proposalNumber"), fields.maybe_text("decisionNumber"))
        fields.ignore("id", "proposalType")
        agency = fields.maybe("issuingAgency")
        return Detail(
            number=next((number for number in numbers if number), None),
            agency=agency.get("name") if isinstance(agency, Mapping) else None,
            signed=fields.moment("decisionDate"),
            posted=fields.moment("publicationDate"),
            proof=where,
        )
