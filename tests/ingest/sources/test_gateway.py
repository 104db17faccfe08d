"""Procedures at the old gateway: searched, read by id and by page, exported; and what repeats without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import stamina

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.gateway import Gateway
from ingest.sources.gateway_records import page_facts
from ingest.sources.portal_procedure import Channel, Fee, Form, LegalGround, Paper
from ingest.sources.settings import load_settings
from ingest.sources.source import Head
from tests.ingest.sources.fake_portal import Portal, Posted, instead, serving
from tests.ingest.sources.fake_procedures import Filed, ident_of
from tests.ingest.sources.loopback import loopback
from tests.ingest.sources.memory import Had

NAME = "Cấp giấy phép đào kênh"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with stamina.set_testing(True, attempts=1), serving() as portal:
        portal.files.filed = [
            Filed("1.990001", NAME),
            Filed("1.990002.01", "Cấp giấy phép đào kênh 1.990001"),
            *(Filed(f"2.99{n:04d}", f"Thủ tục số {n}", "Bộ Y tế", "4881") for n in range(7)),
        ]
        yield portal


@pytest.fixture
def gateway(portal: Portal, tmp_path: Path) -> Iterator[Gateway]:
    (tmp_path / "sources.toml").write_text(portal.toml(search_size=3, page_size=2), "utf-8")
    settings = load_settings(tmp_path / "sources.toml").sources["dvcqg"]
    with Client(loopback()) as client:
        yield Gateway("dvcqg", settings.table, client)


def fault_of(caught: pytest.ExceptionInfo[FetchError]) -> tuple[Fault, object]:
    return caught.value.fault, caught.value.facts.get("field")


def test_the_search_is_read_to_its_end_and_names_each_decision(gateway: Gateway) -> None:
    pages = list(gateway.procedures.search(impl_agency_id="4881"))
    assert [(len(page), total) for page, total in pages] == [(3, 7), (3, 7), (1, 7)]
    one = pages[0][0][0]
    assert (one.code, one.publisher, one.decision_id) == ("2.990000", "Bộ Y tế", "115238")
    assert one.agencies == ("Ủy ban nhân dân cấp tỉnh",)
    assert gateway.drift.to_json() == {}


def test_a_code_means_that_procedure_alone(gateway: Gateway) -> None:
    found = gateway.procedures.by_code("1.990001")
    assert found is not None
    assert found.name == NAME
    assert gateway.procedures.by_code("1.99000") is None


def test_a_procedure_is_read_with_all_its_parts(gateway: Gateway, portal: Portal) -> None:
    one = gateway.procedure("1.990001")
    assert one is not None
    assert (one.id, one.code, one.decision) == (ident_of(NAME), "1.990001", "4512/QĐ-BNNMT")
    assert (one.levels, one.parent) == (("Cấp Tỉnh", "Cấp Xã"), "77")
    assert one.audience == ("Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)")
    assert one.channels == (
        Channel("Trực tiếp", "15 Ngày làm việc", (Fee("Phí", "100000 Đồng"),)),
        Channel("Trực tuyến", "10 Ngày làm việc", (), "Toàn trình"),
    )
    assert one.steps == ("Bước 1: Nộp hồ sơ", "Bước 2: Trả kết quả")
    assert one.papers == (Paper("Đơn đề nghị", "1", "0", (Form("Mẫu 01.docx", "1b"),)),)
    assert one.grounds == (LegalGround("08/2017/QH14", "Luật Thủy lợi", date(2017, 6, 19), "Quốc hội"),)
    assert (one.requirements, one.related) == (("Có phương án",), ("Cấp lại giấy phép",))
    assert gateway.drift.to_json() == {}
    assert sum('"parent_id": "77"' in asked for asked in map(unquoted, portal.asked)) == 4
    told = one.to_json()
    assert (told["grounds"][0]["issued"], told["channels"][0]["fees"][0]["amount"]) == (
        "2017-06-19",
        "100000 Đồng",
    )


def unquoted(asked: str) -> str:
    from urllib.parse import unquote_plus

    return unquote_plus(asked)


def test_a_procedure_that_the_service_does_not_know_is_read_from_its_page(
    gateway: Gateway, portal: Portal
) -> None:
    real = portal.rest
    portal.rest = lambda params: [] if "by_id" in params["service"] else real(params)
    one = gateway.procedures.head(ident_of(NAME))
    assert (one.code, one.levels, one.kind) == ("1.990001", ("Cấp Tỉnh", "Cấp Xã"), None)
    with pytest.raises(FetchError) as caught:
        gateway.procedures.head("5")
    assert caught.value.fault is Fault.NOT_FOUND
    portal.always = instead(b"<html><body>Trang khac</body></html>")
    with pytest.raises(FetchError) as caught:
        gateway.procedures.card("5")
    assert fault_of(caught) == (Fault.SCHEMA, "popupChitietTTHC")


def test_a_renamed_field_of_a_procedure_never_costs_the_decision(
    gateway: Gateway, portal: Portal, tmp_path: Path
) -> None:
    paper = Posted(9, "1/QĐ-BYT", "x", date(2025, 1, 2), "Bộ Y tế", lists={"new": [NAME, "Không có hồ sơ"]})
    portal.decisions.append(paper)
    memory = Had(tmp_path)
    listed = gateway.detail(Head("9"), memory).lists["new"]
    assert [one.code for one in listed] == ["1.990001", None]
    real = portal.rest

    def renamed(params: dict[str, Any]) -> list[dict[str, str]]:
        rows = real(params)
        return (
            [{"CODE": "1"}]
            if "by_id_service" in params["service"] and "procedure_get_pr" in str(params)
            else rows
        )

    portal.rest = renamed
    listed = gateway.detail(Head("9"), Had(tmp_path)).lists["new"]
    assert [one.code for one in listed] == [None, None]
    assert gateway.drift.to_json() == {"procedure.PROCEDURE_CODE": 2}


def test_a_code_is_asked_once_for_all_decisions(gateway: Gateway, portal: Portal, tmp_path: Path) -> None:
    for number in (9, 10):
        portal.decisions.append(
            Posted(number, "1/QĐ-BYT", "x", date(2025, 1, 2), "Bộ Y tế", lists={"new": [NAME]})
        )
    memory = Had(tmp_path)
    for ident in ("9", "10"):
        memory.forget_head()
        gateway.detail(Head(ident), memory)
    assert sum("procedure_get_procedure_by_id" in asked for asked in portal.asked) == 1


@pytest.mark.parametrize("part", ["list", "typed", "search"])
def test_pages_that_repeat_end_in_a_fault_wherever_they_are(
    gateway: Gateway, portal: Portal, tmp_path: Path, part: str
) -> None:
    names = [f"Tên {n}" for n in range(8)]
    portal.decisions = [
        Posted(n, f"{n}/QĐ-BYT", "x", date(2025, 1, 2), "Bộ Y tế", lists={"new": names}) for n in range(9)
    ]
    real = portal.rest

    def circle(params: dict[str, Any]) -> list[dict[str, str]]:
        """Pages 1, 2, 1, 2, …"""
        page = params.get("pageIndex")
        return real({**params, "pageIndex": 2 - page % 2} if page else params)

    portal.rest = circle
    ask: dict[str, Callable[[], object]] = {
        "list": lambda: list(gateway.batches(None)),
        "typed": lambda: gateway.detail(Head("3"), Had(tmp_path)),
        "search": lambda: list(gateway.procedures.search()),
    }
    with pytest.raises(FetchError) as caught:
        ask[part]()
    assert (caught.value.fault, caught.value.facts["page"]) == (Fault.PAGE_REPEATED, 3)


def test_the_exports_are_files_of_the_right_kind(gateway: Gateway, portal: Portal, tmp_path: Path) -> None:
    one = gateway.procedure(ident_of(NAME))
    assert one is not None
    card, form = gateway.files(one, tmp_path)
    assert (card.name, card.read_bytes()[:2]) == ("ChiTietTTHC_1.990001.docx", b"PK")
    assert (form.name, form.read_bytes()) == ("1b-Mẫu_01.docx", b"form")
    (agency,) = (one for one in gateway.procedures.agencies() if one.name == "Bộ Y tế")
    gateway.procedures.export(agency, "national", tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    assert "agency_type=0" in portal.asked[-1]
    assert "impl_agency_id=4881" in portal.asked[-1]
    portal.always = instead(b"Loi he thong", "application/vnd.ms-excel")
    with pytest.raises(FetchError) as caught:
        gateway.procedures.export(agency, "national", tmp_path / "b.xlsx")
    assert caught.value.fault is Fault.WRONG_TYPE
    assert not (tmp_path / "b.xlsx").exists()


def test_the_portal_tells_where_its_files_are(gateway: Gateway, portal: Portal) -> None:
    assert gateway.file_address() == f"{portal.url}/web/jsp/download_file.jsp"


@pytest.mark.parametrize(
    "page", ["", "<!-- bảo trì -->", "<?xml version='1.0' encoding='utf-8'?><p>x</p>", "\0"]
)
def test_a_page_without_a_decision_is_drift(page: str) -> None:
    with pytest.raises(FetchError) as caught:
        page_facts(page, "trang")
    assert fault_of(caught) == (Fault.SCHEMA, "qdcb")


def test_an_id_that_is_no_number_is_asked_for_as_it_stands(
    gateway: Gateway, portal: Portal, tmp_path: Path
) -> None:
    real, asked = portal.rest, []

    def rest(params: dict[str, Any]) -> list[dict[str, str]]:
        asked.append(params.get("id"))
        return [] if asked[-1] else real(params)

    portal.rest = rest
    page = portal.page
    portal.decisions = [Posted(7, "1/QĐ-BYT", "Về việc", date(2025, 12, 5), "Bộ Y tế", file=None)]
    memory = Had(tmp_path)
    memory.get("page", lambda: page_facts(page(7), "trang"))
    assert gateway.detail(Head(id="019d-7"), memory).number == "1/QĐ-BYT"
    assert set(asked) == {"019d-7"}
