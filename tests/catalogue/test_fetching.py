"""Pulling decisions: what is new, what is looked into, what is proven, and that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina

from catalogue.fetching.pulling import fetch
from catalogue.fetching.report import FetchReport
from catalogue.overview import obligations_on
from catalogue.workspace import Workspace
from ingest.sources.faults import Fault
from ingest.sources.settings import load_settings
from tests.extract.documents import MINISTRY, Paper, as_html, coded, grid, with_annex
from tests.ingest.sources.fake_portal import (
    Handler,
    Portal,
    Posted,
    cut,
    instead,
    provincial,
    serving,
    status,
)
from tests.ingest.sources.loopback import open_loopback

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện")
NOW = datetime(2025, 12, 18, 3, tzinfo=UTC)
MINISTRY_NAME = "Bộ Nông nghiệp và Môi trường"


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving([ministry(), *provincial(120, date(2025, 11, 20))]) as portal:
        yield portal


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "kho", "Quảng Ngãi")


def paper(names: tuple[str, ...] = ("Cấp giấy phép đào kênh",)) -> bytes:
    rows = [coded(str(n), f"1.99000{n}", name) for n, name in enumerate(names, 1)]
    annexed: Paper = with_annex(MINISTRY, "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid(HEAD, *rows))
    return as_html(annexed)


def ministry(**facts: Any) -> Posted:
    plain: dict[str, Any] = {
        "id": 115_238,
        "number": "4512/QĐ-BNNMT",
        "title": "Về việc công bố thủ tục hành chính mới ban hành lĩnh vực Thủy lợi",
        "signed": date(2025, 12, 5),
        "agency": MINISTRY_NAME,
        "uploaded": date(2025, 12, 8),
        "file": paper(),
        "lists": {"new": ["Cấp giấy phép đào kênh"]},
    }
    return Posted(**{**plain, **facts})


def pull(
    workspace: Workspace, portal: Portal, now: datetime = NOW, settings: str = "", **options: Any
) -> FetchReport:
    (workspace.folder / "sources.toml").write_text(settings or portal.toml(), "utf-8")
    chosen = load_settings(workspace.folder / "sources.toml").chosen(options.pop("source", "dvcqg"))
    return fetch(workspace, chosen, now=lambda: now, open_source=open_loopback, **options)


def test_a_ministry_decision_comes_in_with_its_posting_day_as_evidence(
    workspace: Workspace, portal: Portal
) -> None:
    report = pull(workspace, portal)
    (source,) = report.sources
    assert (source.total, source.new, source.fault) == (121, 121, None)
    assert source.details == 11
    assert source.counts == {"other_body": 110}
    assert source.drift == {}
    assert source.departments["Sở Nông nghiệp và Môi trường"] == 1
    (evidence,) = workspace.rows("SELECT * FROM evidence")
    assert (evidence["kind"], evidence["date"], evidence["number"]) == (
        "posted_national",
        "2025-12-08",
        "4512/QĐ-BNNMT",
    )
    (late,) = (one for one in obligations_on(workspace, date(2025, 12, 18)) if one.obligation.rule.id == "R1")
    assert late.verdict == "quá hạn 3 ngày làm việc"
    assert "ngày bộ đăng tải trên CSDLQG 08/12/2025 (Cổng Dịch vụ công Quốc gia" in late.why


def test_a_second_pull_asks_for_the_first_page_alone(workspace: Workspace, portal: Portal) -> None:
    pull(workspace, portal)
    before = len(portal.asked)
    (source,) = pull(workspace, portal).sources
    assert (source.new, source.changed, source.details, source.fault) == (0, 0, 0, None)
    assert len(portal.asked) - before == 1


def test_a_new_id_is_new_however_old_its_date(workspace: Workspace, portal: Portal) -> None:
    pull(workspace, portal)
    portal.decisions.append(ministry(id=200_000, number="9/QĐ-BNNMT", signed=date(2019, 1, 2), file=None))
    (source,) = pull(workspace, portal, NOW + timedelta(hours=1)).sources
    assert (source.new, source.details) == (1, 1)


def test_without_a_day_of_upload_the_day_first_seen_counts_only_after_a_whole_reading(
    workspace: Workspace, portal: Portal
) -> None:
    portal.decisions[0] = ministry(uploaded=None)
    pull(workspace, portal)
    assert workspace.rows("SELECT * FROM evidence") == []
    portal.decisions.append(ministry(id=200_000, number="4600/QĐ-BNNMT", file=None))
    pull(workspace, portal, NOW + timedelta(hours=1))
    (evidence,) = workspace.rows("SELECT * FROM evidence")
    assert (evidence["number"], evidence["date"]) == ("4600/QĐ-BNNMT", "2025-12-18")


def test_an_edited_decision_is_looked_into_again_and_its_former_version_stays(
    workspace: Workspace, portal: Portal
) -> None:
    pull(workspace, portal)
    portal.decisions[0].title += " (đính chính)"
    portal.decisions[0].lists = {"new": ["Cấp giấy phép đào kênh", "Cấp giấy phép đắp đê"]}
    (source,) = pull(workspace, portal, NOW + timedelta(days=8)).sources
    assert (source.new, source.changed) == (0, 1)
    versions = workspace.rows("SELECT * FROM source_versions WHERE foreign_id = '115238'")
    assert [one["detail"] is not None for one in versions] == [True, True]
    assert sum("download_file" in one for one in portal.asked) == 1


def test_a_silent_edit_shows_when_the_decision_is_checked_again(workspace: Workspace, portal: Portal) -> None:
    pull(workspace, portal)
    portal.decisions[0].lists = {"new": ["Tên khác"]}
    (source,) = pull(workspace, portal, NOW + timedelta(days=1)).sources
    assert source.changed == 0
    assert source.details == 11
    assert len(workspace.rows("SELECT * FROM source_versions WHERE foreign_id = '115238'")) == 1


def test_since_and_ministry_narrow_what_is_looked_into(workspace: Workspace, portal: Portal) -> None:
    (source,) = pull(workspace, portal, ministry="Y tế").sources
    assert (source.details, source.counts) == (0, {"other_ministry": 121})
    (source,) = pull(workspace, portal, since=date(2025, 12, 6)).sources
    assert source.details == 0
    (source,) = pull(workspace, portal, ministry="Nông nghiệp").sources
    assert source.details == 1


def test_a_dry_run_writes_nothing(workspace: Workspace, portal: Portal) -> None:
    before = workspace.db.conn.total_changes
    (source,) = pull(workspace, portal, dry_run=True).sources
    assert (source.new, source.total) == (121, 121)
    assert workspace.db.conn.total_changes == before


def test_an_empty_list_is_an_alarm(workspace: Workspace, portal: Portal) -> None:
    portal.decisions = []
    report = pull(workspace, portal)
    assert report.failed
    assert report.sources[0].fault is not None
    assert report.sources[0].fault.fault is Fault.EMPTY


def test_a_list_that_shrank_is_an_alarm_and_what_was_had_stays(workspace: Workspace, portal: Portal) -> None:
    settings = portal.toml(minimum=100)
    pull(workspace, portal, settings=settings)
    del portal.decisions[50:]
    fault = pull(workspace, portal, settings=settings).sources[0].fault
    assert fault is not None
    assert fault.fault is Fault.TOO_FEW
    assert workspace.db.table("source_heads").count == 121


def test_a_list_that_is_longer_than_it_can_be_is_an_alarm(workspace: Workspace, portal: Portal) -> None:
    fault = pull(workspace, portal, settings=portal.toml(maximum=120)).sources[0].fault
    assert fault is not None
    assert (fault.fault, fault.facts) == (Fault.TOO_MANY, {"count": 121, "most": 120})


def test_other_provinces_are_looked_into_where_they_are_wanted(workspace: Workspace, portal: Portal) -> None:
    (source,) = pull(workspace, portal, settings=portal.toml(wanted=["all"])).sources
    assert (source.details, source.counts) == (121, {})


def test_renamed_fields_are_a_fault_that_names_them(workspace: Workspace, portal: Portal) -> None:
    portal.renamed = {"CODE": "DECISION_CODE"}
    fault = pull(workspace, portal).sources[0].fault
    assert fault is not None
    assert fault.fault is Fault.SCHEMA
    assert "CODE" in fault.sentence()


def test_fields_that_nobody_knows_are_told(workspace: Workspace, portal: Portal) -> None:
    portal.renamed = {"ROW_STT": "ROW_NUMBER"}
    (source,) = pull(workspace, portal).sources
    assert source.drift == {"decision.ROW_NUMBER": 121}


def test_a_page_that_repeats_is_a_fault(workspace: Workspace, portal: Portal) -> None:
    real = portal.rest
    portal.rest = lambda params: real({**params, "pageIndex": 1} if "pageIndex" in params else params)
    fault = pull(workspace, portal).sources[0].fault
    assert fault is not None
    assert fault.fault is Fault.PAGE_REPEATED


def test_a_list_that_shifts_while_it_is_read_is_read_again_from_its_top(
    workspace: Workspace, portal: Portal
) -> None:
    def publish(handler: object) -> bool:
        portal.decisions.append(ministry(id=200_000, signed=date(2025, 12, 17), file=None))
        return False

    portal.misbehave.extend([None, publish])
    (source,) = pull(workspace, portal).sources
    assert (source.new, source.total, source.fault) == (122, 122, None)


def test_a_challenge_page_ends_the_run_and_the_next_goes_on_where_it_stopped(
    workspace: Workspace, portal: Portal
) -> None:
    portal.misbehave.extend([None, None, instead(b"<html>Request Rejected</html>")])
    fault = pull(workspace, portal).sources[0].fault
    assert fault is not None
    assert fault.fault is Fault.CHALLENGE
    assert pull(workspace, portal).sources[0].fault is None
    assert set(portal.answered.values()) == {1}


def test_passing_faults_are_ridden_out(workspace: Workspace, portal: Portal) -> None:
    portal.misbehave.extend([status(503), cut, None, status(429, Retry_After="1"), instead(b"<p>hm</p>")])
    (source,) = pull(workspace, portal).sources
    assert (source.fault, source.total, source.details) == (None, 121, 11)


def test_a_decision_that_is_gone_costs_only_itself(workspace: Workspace, portal: Portal) -> None:
    portal.misbehave.extend([None, None, None, status(404)])
    report = pull(workspace, portal)
    (source,) = report.sources
    assert (source.fault, source.details, len(source.failures)) == (None, 10, 1)
    assert report.failed
    (source,) = pull(workspace, portal, NOW + timedelta(hours=1)).sources
    assert (source.details, source.failures) == (1, [])


def test_many_failures_in_a_row_are_the_fault_of_the_source(workspace: Workspace, portal: Portal) -> None:
    def refused(handler: Handler) -> bool:
        return "ma_quyet_dinh" in handler.path and status(403)(handler)

    portal.always = refused
    (source,) = pull(workspace, portal, settings=portal.toml(most_failures=3)).sources
    assert source.fault is not None
    assert (source.fault.fault, len(source.failures), source.details) == (Fault.STATUS, 3, 0)
    portal.always = None
    (source,) = pull(workspace, portal, NOW + timedelta(hours=1)).sources
    assert (source.fault, source.details) == (None, 11)


def test_a_trial_tells_of_an_empty_list_too(workspace: Workspace, portal: Portal) -> None:
    pull(workspace, portal)
    portal.decisions.clear()
    fault = pull(workspace, portal, dry_run=True).sources[0].fault
    assert fault is not None
    assert fault.fault is Fault.EMPTY
