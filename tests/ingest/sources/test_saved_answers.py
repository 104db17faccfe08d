"""The portal's saved real answers parse without a field left over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.sources.gateway_cards import read_agencies, read_card
from ingest.sources.gateway_records import (
    page_facts,
    read_heads,
    read_listed,
    read_named,
    read_page,
)
from ingest.sources.portal_api_records import Records, read_head, read_list
from ingest.sources.portal_procedure import Channel
from ingest.sources.settings import load_settings
from ingest.sources.strict import Drift

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
    agencies = read_agencies(saved("get_list_agency_service_v2.json"), "", drift)
    assert (len(agencies), agencies[4].name, agencies[4].code) == (57, "Bộ Khoa học và Công nghệ", "G06")
    rows = saved("procedure_get_list_field_service_v2.json")
    assert len(read_named(rows, "field", "FIELD_NAME", "", drift)) == 489
    assert drift.to_json() == {}


def test_the_page_of_a_procedure() -> None:
    drift = Drift()
    card = read_card((SAVED / "procedure_detail_7603.html").read_text("utf-8"), "7603", "", drift)
    assert drift.to_json() == {}
    assert (card.id, card.code, card.decision) == ("7603", "3.000001", "4221/EVN-KDMBD")
    assert (card.levels, card.kind) == (("Cấp Bộ", "Cơ quan khác"), "Loại khác")
    limits = [("Trực tiếp", "7 Ngày làm việc"), ("Trực tuyến", "7 Ngày làm việc")]
    assert [(one.name, one.time_limit) for one in card.channels] == limits
    assert card.audience[-2:] == ("Tổ chức nước ngoài", "Hợp tác xã")
    assert [ground.issued for ground in card.grounds] == [date(2024, 11, 30), date(2025, 2, 18)]
    first = card.papers[0]
    assert (first.originals, first.copies, first.forms[0].code) == ("1", "0", "3feb864dfdb7c754")
    assert (card.address, card.steps) == (None, ())


def test_the_list_of_the_new_portal() -> None:
    drift = Drift()
    told = saved("new_portal/list-all-public-formality.items.sample.json")
    records, _, total = read_list({"items": told["items"], "total": told["totalItems"]}, "", drift)
    heads = [read_head(record, "", drift) for record in records]
    assert (len(heads), total, drift.to_json()) == (len(told["items"]), 6_295, {})
    assert heads[0].facts == {
        "code": "1.116625",
        "state": "ACTIVE",
        "type": "STANDARD",
        "categories": ["Mật mã dân sự"],
        "departments": ["Cục Quản lý mật mã dân sự và Kiểm định sản phẩm mật mã/Ban Cơ yếu Chính phủ"],
        "audience": ["Doanh nghiệp"],
    }


def test_a_procedure_of_the_new_portal_is_read_whole() -> None:
    drift = Drift()
    record = saved("new_portal/get-formality-by-citizen.1.000358.sample.json")
    record.pop("_note")
    one = Records(load_settings().sources["dvcqg-api"].table, drift).formality(record)
    assert drift.to_json() == {}
    assert (one.code, one.decision, one.signed, one.posted) == (
        "1.000358",
        "01/QĐ-BCT",
        date(2019, 8, 11),
        date(2026, 4, 16),
    )
    assert (one.levels, one.agencies) == (("Cấp Tỉnh",), ("Ủy ban nhân dân cấp tỉnh",))
    assert [channel.time_limit for channel in one.channels] == ["5 Ngày làm việc"] * 3
    assert isinstance(one.channels[0], Channel)
    assert one.channels[0].fees[0].amount == "0"
    assert [ground.number for ground in one.grounds][:2] == ["11/2016/TT-BCT", "07/2016/NĐ-CP"]
    assert one.papers[0].forms[0].name == "GIAHAN.docx"
    assert (one.fields, one.state) == (("Thương mại quốc tế",), "UPDATED")


def test_every_saved_answer_is_read_by_a_test() -> None:
    own = Path(__file__).read_text("utf-8").replace("{kind}", "")
    names = {path.name for path in SAVED.rglob("*") if path.is_file()}
    lists = {
        f"decision_115010_get_{kind}procedures_by_dp_id_service_v2.json"
        for kind in ("modified_", "rescinded_")
    }
    assert {name for name in names if name not in own} == lists
