"""The new API by itself: one procedure whole, its files, agencies, and cursors that lead in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import stamina

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.portal_api import PortalApi
from ingest.sources.portal_procedure import Channel, Fee, Form
from ingest.sources.settings import load_settings
from tests.ingest.sources.fake_formalities import MINISTRY, formality, with_decision
from tests.ingest.sources.fake_portal import Portal, serving
from tests.ingest.sources.loopback import loopback
from tests.ingest.sources.memory import Had


@pytest.fixture
def portal() -> Iterator[Portal]:
    with stamina.set_testing(True, attempts=1), serving() as portal:
        portal.procedures = [formality(n) for n in range(450)]
        published = datetime(2025, 12, 8, 18, 30, tzinfo=UTC)
        portal.details = {
            one["id"]: with_decision(one, "4512/QĐ-BNNMT", published) for one in portal.procedures
        }
        portal.departments = {"MINISTRY": [MINISTRY, "Bộ Y tế"], "PROVINCE": ["UBND tỉnh Cà Mau"]}
        yield portal


@pytest.fixture
def source(portal: Portal, tmp_path: Path) -> Iterator[PortalApi]:
    (tmp_path / "sources.toml").write_text(portal.toml(), "utf-8")
    settings = load_settings(tmp_path / "sources.toml").sources["dvcqg-api"]
    with Client(loopback()) as client:
        yield PortalApi("dvcqg-api", settings.table, client)


def test_a_procedure_is_read_whole_and_its_files_are_loaded_down(source: PortalApi, tmp_path: Path) -> None:
    one = source.procedure("1.000007")
    assert one is not None
    assert (one.id, one.decision, one.posted) == ("019d-0007", "4512/QĐ-BNNMT", date(2025, 12, 9))
    assert (one.levels, one.fields) == (("Cấp Tỉnh",), ("Thủy lợi",))
    assert one.channels == (Channel("Trực tuyến", "5 Ngày làm việc", (Fee("Phí", "0"),)),)
    assert (len(one.grounds), one.papers[0].forms) == (1, (Form("don.docx", "019d-f"),))
    assert source.drift.to_json() == {}
    card, form = source.files(one, tmp_path)
    assert (card.name, card.read_bytes()) == (
        "ChiTietTTHC_1.000007.pdf",
        b'%PDF-1.7 {"formalityId":"019d-0007"}',
    )
    assert (form.name, form.read_bytes()) == ("019d-f-don.docx", b'%PDF-1.7 {"fileId":"019d-f"}')
    assert source.procedure("1.999999") is None


def test_words_and_fields_that_nobody_knows_are_told(source: PortalApi, portal: Portal) -> None:
    portal.details["019d-0001"]["executionMethods"][0]["processingTimeUnit"] = "LUNAR_MONTH"
    portal.details["019d-0001"]["executionMethods"][0]["channelNote"] = "?"
    one = source.procedure("019d-0001")
    assert one is not None
    assert one.channels[0].time_limit == "5 LUNAR_MONTH"
    assert source.drift.to_json() == {"method.channelNote": 1, "word.LUNAR_MONTH": 1}


def test_agencies_of_both_kinds(source: PortalApi) -> None:
    assert [one.name for one in source.agencies()] == [MINISTRY, "Bộ Y tế", "UBND tỉnh Cà Mau"]


def test_a_cursor_that_leads_in_a_circle_is_a_fault(source: PortalApi, portal: Portal) -> None:
    real = portal.api

    def circle(path: str, content: dict[str, Any]) -> dict[str, Any]:
        told = real(path, content)
        if content["lastId"]:
            told["data"]["lastId"] = "019d-0199" if content["lastId"] != "019d-0199" else "019d-0399"
        return told

    portal.api = circle
    with pytest.raises(FetchError) as caught:
        list(source.batches("019d-0399"))
    assert caught.value.fault is Fault.PAGE_REPEATED


def test_a_list_that_lacks_entries_is_a_fault(source: PortalApi, portal: Portal, tmp_path: Path) -> None:
    real = portal.api

    def short(path: str, content: dict[str, Any]) -> dict[str, Any]:
        told = real(path, content)
        if path.endswith("/list"):
            told["data"]["items"] = told["data"]["items"][1:]
        return told

    portal.api = short
    with pytest.raises(FetchError) as caught:
        list(source.lists(lambda _: "national", Had(tmp_path)))
    assert (caught.value.fault, caught.value.facts) == (Fault.INCOMPLETE, {"seen": 447, "total": 450})
