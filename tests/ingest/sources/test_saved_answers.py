"""The portal's saved real answers parse without a field left over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.sources.gateway_records import (
    page_facts,
    read_agencies,
    read_heads,
    read_listed,
    read_named,
    read_page,
)
from ingest.sources.portal_api import read_list, read_proposal
from ingest.sources.settings import load_settings
from ingest.sources.strict import Drift, reading

SAVED = Path(__file__).parents[3].parent / "shared" / "data" / "portal"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SAVED.is_dir(), reason="the real data is not beside the repository"),
]


def saved(name: str) -> Any:
    return json.loads((SAVED / name).read_text("utf-8"))


def test_the_list_of_decisions() -> None:
    drift = Drift()
    heads, total = read_heads(saved("decision_publishment_advanced_search_service_v2.json"), "", drift)
    assert (len(heads), total, drift.to_json()) == (50, 23_039, {})
    assert all(head.id.isdigit() and head.number and head.title and head.agency for head in heads)
    days = [head.signed for head in heads if head.signed]
    assert len(days) == 50
    assert days == sorted(days, reverse=True)


def test_the_page_of_a_decision_tells_its_day_of_upload() -> None:
    drift = Drift()
    page = read_page(page_facts((SAVED / "decision_115010.html").read_text("utf-8"), ""), "", drift)
    assert drift.to_json() == {}
    assert (page.number, page.signed) == ("2751/QĐ-UBND", date(2025, 12, 3))
    (attachment,) = page.attachments
    assert (attachment.code, attachment.uploaded) == ("3fd9456cb33031aa", date(2025, 12, 5))


def test_the_lists_and_fields_inside_a_decision() -> None:
    drift = Drift()
    counts = []
    for kind in ("", "modified_", "rescinded_"):
        rows = saved(f"decision_115010_get_{kind}procedures_by_dp_id_service_v2.json")
        counts.append(len([read_listed(row, "", drift) for row in rows]))
    fields = read_named(
        saved("decision_115010_get_fields_by_dp_id_services_v2.json"), "field", "NAME", "", drift
    )
    assert (counts, len(fields), drift.to_json()) == ([0, 4, 0], 1, {})


def test_agencies_and_fields() -> None:
    drift = Drift()
    assert len(read_agencies(saved("get_list_agency_service_v2.json"), "", drift)) == 57
    rows = saved("procedure_get_list_field_service_v2.json")
    assert len(read_named(rows, "field", "FIELD_NAME", "", drift)) == 489
    assert drift.to_json() == {}


def test_the_list_of_the_new_portal() -> None:
    drift = Drift()
    told = saved("new_portal/list-all-public-formality.items.sample.json")
    heads, _, total = read_list({"items": told["items"], "total": told["totalItems"]}, "", drift)
    assert (len(heads), total, drift.to_json()) == (len(told["items"]), 6_295, {})
    assert heads[0].facts["code"] == "1.116625"


def test_a_procedure_of_the_new_portal_names_its_decision_and_day() -> None:
    drift = Drift()
    record = saved("new_portal/get-formality-by-citizen.1.000358.sample.json")
    record.pop("_note")
    with reading(record, "formality", "", drift) as fields:
        fields.ignore(*load_settings().sources["dvcqg-api"].table["ignored"])
        kept = {name: fields.maybe(name) for name in ("decisionNo", "procedureProposal")}
    detail = read_proposal(kept, "", drift)
    assert drift.to_json() == {}
    assert (detail.number, detail.signed, detail.posted) == (
        "01/QĐ-BCT",
        date(2019, 8, 11),
        date(2026, 4, 16),
    )
