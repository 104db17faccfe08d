"""Pulling catalogues: exports imported, counted, taken up where they broke off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stamina
from click.testing import CliRunner

from catalogue.fetching.lists import CatalogueReport, fetch_catalogue
from catalogue.workspace import Workspace
from congbo import cli
from ingest.errors import UsageError
from ingest.sources import opening
from ingest.sources.faults import Fault
from ingest.sources.settings import load_settings
from tests.catalogue.test_fetching import ministry, pull
from tests.ingest.sources.fake_formalities import formality
from tests.ingest.sources.fake_portal import Handler, Portal, instead, serving
from tests.ingest.sources.fake_procedures import Filed
from tests.ingest.sources.loopback import open_loopback

HOME = ("UBND tỉnh Quảng Ngãi", "365792")
OTHER = ("UBND tỉnh Cà Mau", "408562")
NOW = datetime(2025, 12, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving() as portal:
        portal.files.filed = [
            *(Filed(f"1.99{n:04d}", f"Cấp giấy phép số {n}") for n in range(5)),
            *(Filed(f"2.99{n:04d}", f"Đăng ký thuốc số {n}", "Bộ Y tế", "4881") for n in range(3)),
            Filed("1.990000.000.00.00.H48", "Cấp giấy phép số 0 của tỉnh", *HOME),
            Filed("1.990001.000.00.00.H12", "Của tỉnh khác", *OTHER),
        ]
        yield portal


@pytest.fixture
def workspace(tmp_path: Path, portal: Portal) -> Workspace:
    workspace = Workspace.create(tmp_path / "kho", "Quảng Ngãi")
    (workspace.folder / "sources.toml").write_text(portal.toml(), "utf-8")
    return workspace


def pull_lists(workspace: Workspace, source: str = "dvcqg", **options: Any) -> CatalogueReport:
    settings = load_settings(workspace.folder / "sources.toml").sources[source]
    return fetch_catalogue(workspace, settings, open_source=open_loopback, now=lambda: NOW, **options)


def codes(workspace: Workspace) -> dict[str, list[str]]:
    rows = workspace.rows("SELECT scope, code FROM procedures ORDER BY code")
    return {
        scope: [row["code"] for row in rows if row["scope"] == scope] for scope in ("national", "province")
    }


def test_the_lists_of_ministries_and_of_the_own_province_are_imported(
    workspace: Workspace, portal: Portal
) -> None:
    report = pull_lists(workspace)
    assert (report.fault, report.failed, report.drift) == (None, False, {})
    assert [(one.told.agency, one.told.group, one.told.entries) for one in report.lists] == [
        ("Bộ Nông nghiệp và Môi trường", "national", 5),
        ("UBND tỉnh Quảng Ngãi", "province", 1),
        ("Bộ Y tế", "national", 3),
    ]
    assert {scope: len(found) for scope, found in codes(workspace).items()} == {"national": 8, "province": 1}
    assert (len(portal.asked), portal.robots_asked, report.requests) == (1 + 3 * 2, 1, 8)
    (row,) = workspace.rows("SELECT * FROM procedures WHERE code = '1.990000' AND scope = 'national'")
    assert (row["decision_raw"], row["field"]) == ("4512/QĐ-BNNMT", "Thủy lợi")
    assert workspace.rows("SELECT requests FROM source_runs") == [{"requests": 8}]
    again = pull_lists(workspace)
    assert all(one.imported and one.imported.nothing_changed for one in again.lists)


def test_one_ministry_alone(workspace: Workspace) -> None:
    report = pull_lists(workspace, ministry="Bộ Y tế")
    assert [one.told.agency for one in report.lists] == ["UBND tỉnh Quảng Ngãi", "Bộ Y tế"]
    assert report.fault is None
    nobody = pull_lists(workspace, ministry="Bộ Phép thuật").fault
    assert nobody is not None
    assert nobody.fault is Fault.EMPTY


def test_codes_of_typed_lists_need_no_request_after_that(workspace: Workspace, portal: Portal) -> None:
    pull_lists(workspace)
    portal.decisions = [ministry(lists={"new": ["Cấp giấy phép số 3"]})]
    pull(workspace, portal)
    assert not any("procedure_get_procedure_by_id" in one for one in portal.asked)
    (head,) = workspace.rows("SELECT detail FROM source_heads")
    assert '"code":"1.990003"' in head["detail"]


def test_a_trial_changes_nothing(workspace: Workspace) -> None:
    before = workspace.db.conn.total_changes
    report = pull_lists(workspace, dry_run=True)
    assert [one.imported and one.imported.count("added") for one in report.lists] == [5, 1, 3]
    assert workspace.db.conn.total_changes == before
    assert not (workspace.folder / "fetched").exists()


def test_where_nothing_is_exported_the_search_stands_in(workspace: Workspace, portal: Portal) -> None:
    portal.files.unexported = True
    report = pull_lists(workspace)
    assert report.failed is False
    assert {scope: len(found) for scope, found in codes(workspace).items()} == {"national": 8, "province": 1}
    told = "\n".join(report.sentences())
    assert "dùng kết quả tra cứu thay thế" in told
    assert told.count("được khai là tài liệu") == 3


def test_a_list_that_lacks_rows_is_an_alarm_and_not_imported(workspace: Workspace, portal: Portal) -> None:
    pull_lists(workspace)
    portal.files.short_by = 1
    report = pull_lists(workspace)
    assert report.failed
    told = "\n".join(report.sentences())
    assert "tệp có 2 dòng, cổng công bố 3 TTHC; chưa nhập" in told
    assert workspace.rows("SELECT code FROM procedures WHERE gone_in IS NOT NULL") == []


def test_a_list_with_too_many_rows_is_imported_and_an_alarm(workspace: Workspace, portal: Portal) -> None:
    portal.files.short_by = -1
    report = pull_lists(workspace)
    assert report.failed
    assert {scope: len(found) for scope, found in codes(workspace).items()} == {"national": 8, "province": 1}
    assert "tệp có 4 dòng, cổng công bố 3 TTHC; đã nhập" in "\n".join(report.sentences())


@pytest.mark.parametrize(
    ("left", "fault"), [((), Fault.EMPTY), ((HOME,), Fault.EMPTY), ((("Bộ Y tế", "4881"),), Fault.EMPTY)]
)
def test_nothing_where_something_is_expected_is_an_alarm(
    workspace: Workspace, portal: Portal, left: tuple[tuple[str, str], ...], fault: Fault
) -> None:
    portal.files.filed = [Filed("1.990000", "X", *agency) for agency in left]
    found = pull_lists(workspace).fault
    assert found is not None
    assert found.fault is fault


@pytest.mark.parametrize(
    ("key", "fault"), [("list_minimum = 9", "too_few"), ("list_minimum = 1\nlist_maximum = 7", "too_many")]
)
def test_counts_outside_of_the_expected_are_an_alarm(
    workspace: Workspace, portal: Portal, key: str, fault: str
) -> None:
    own = portal.toml().replace("list_minimum = 1", key, 1)
    (workspace.folder / "sources.toml").write_text(own, "utf-8")
    found = pull_lists(workspace).fault
    assert found is not None
    assert found.fault == fault


def test_a_pull_that_broke_off_is_taken_up(workspace: Workspace, portal: Portal) -> None:
    def challenge(handler: Handler) -> bool:
        return "4881" in handler.path and instead(b"<html>Request Rejected</html>")(handler)

    portal.always = challenge
    fault = pull_lists(workspace).fault
    assert fault is not None
    assert fault.fault is Fault.CHALLENGE
    portal.always = None
    report = pull_lists(workspace)
    assert (report.fault, len(report.lists)) == (None, 3)
    assert report.requests == 1
    assert max(portal.answered.values()) == 1
    assert workspace.rows("SELECT * FROM source_answers WHERE foreign_id <> ''") == []


def test_the_new_api_gives_both_catalogues(workspace: Workspace, portal: Portal) -> None:
    portal.procedures = [
        *(formality(n) for n in range(3)),
        formality(3, departmentPromulgate=HOME[0]),
        formality(4, departmentPromulgate=OTHER[0]),
    ]
    portal.departments = {"MINISTRY": ["Bộ Nông nghiệp và Môi trường", "Bộ Y tế"], "PROVINCE": [HOME[0]]}
    report = pull_lists(workspace, "dvcqg-api")
    assert [(one.told.agency, one.told.group, one.told.entries) for one in report.lists] == [
        ("", "national", 3),
        ("", "province", 1),
        ("Bộ Y tế", "national", 0),
    ]
    assert "danh mục quốc gia: 3 TTHC trên cổng" in "\n".join(report.sentences())
    assert codes(workspace) == {"national": ["1.000000", "1.000001", "1.000002"], "province": ["1.000003"]}
    assert (report.drift, report.fault) == ({}, None)


def test_as_officers_run_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "opened", open_loopback)
    run = CliRunner()

    def congbo(*arguments: str) -> Any:
        return run.invoke(cli, ["--workspace", str(workspace.folder), *arguments], standalone_mode=False)

    told = congbo("fetch", "--catalogue")
    assert told.exception is None
    assert told.return_value == 0
    assert "3 danh mục, 9 TTHC; 8 lượt hỏi" in told.stdout
    assert "Bộ Y tế: 3 TTHC trên cổng" in told.stdout
    assert isinstance(congbo("fetch", "--catalogue", "--since", "01/12/2025").exception, UsageError)
    congbo("sources", "new", "van-thu", "--folder", str(workspace.folder))
    refused = congbo("fetch", "van-thu", "--catalogue").exception
    assert "không xuất danh mục" in str(refused)
