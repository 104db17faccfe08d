"""The other sources through a workspace: the new API, a folder, a mailbox, addresses; one pull at a time."""

from __future__ import annotations

import io
import multiprocessing
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina

from catalogue.fetching.health import Health, condition
from catalogue.fetching.pulling import fetch
from catalogue.fetching.report import FetchReport
from catalogue.fetching.sources import add_source, alone, settings_of
from catalogue.fetching.wanted import routed
from catalogue.workspace import Workspace
from ingest.errors import UsageError
from ingest.sources.faults import Fault
from tests.catalogue.test_fetching import paper
from tests.ingest.sources.fake_formalities import formality, with_decision
from tests.ingest.sources.fake_portal import Handler, Portal, instead, serving
from tests.ingest.sources.loopback import open_loopback
from tests.ingest.sources.test_local import mail

NOW = datetime(2025, 12, 18, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "kho", "Quảng Ngãi")


def pull(workspace: Workspace, source: str, now: datetime = NOW) -> FetchReport:
    chosen = settings_of(workspace).chosen(source)
    return fetch(workspace, chosen, now=lambda: now, open_source=open_loopback)


def api(portal: Portal, workspace: Workspace, count: int = 450) -> None:
    portal.procedures = [formality(n) for n in range(count)]
    late_evening = datetime(2025, 12, 8, 18, 30, tzinfo=UTC)
    portal.details = {
        one["id"]: with_decision(one, "4512/QĐ-BNNMT", late_evening) for one in portal.procedures
    }
    (workspace.folder / "sources.toml").write_text(portal.toml() + "\nmost_details = 5\n", "utf-8")


def test_the_new_api_proves_the_day_of_posting(workspace: Workspace) -> None:
    with serving() as portal:
        api(portal, workspace)
        (source,) = pull(workspace, "dvcqg-api").sources
        assert (source.total, source.new, source.details, source.later) == (450, 450, 5, 445)
        assert (source.fault, source.drift) == (None, {})
        assert sum("/list" in one for one in portal.asked) == 4
        rows = workspace.rows("SELECT DISTINCT kind, number, date, document FROM evidence")
        told = {"kind": "posted_national", "number": "4512/QĐ-BNNMT", "date": "2025-12-09", "document": None}
        assert rows == [told]


def test_the_new_api_tells_failure_inside_a_good_status(workspace: Workspace) -> None:
    with serving() as portal:
        api(portal, workspace, 3)
        portal.always = instead(b'{"code":"ERROR","data":null}', "application/json", 201)
        fault = pull(workspace, "dvcqg-api").sources[0].fault
        assert fault is not None
        assert fault.fault is Fault.STATUS
        portal.always = None
        portal.details["019d-0001"]["newField"] = 1
        assert pull(workspace, "dvcqg-api").sources[0].drift == {"formality.newField": 1}


def old(path: Path) -> None:
    os.utime(path, (1_000_000_000, 1_000_000_000))


def test_a_folder_gives_documents_and_the_day_first_seen(workspace: Workspace, tmp_path: Path) -> None:
    inbox = tmp_path / "van-thu"
    inbox.mkdir()
    (inbox / "qd.html").write_bytes(paper())
    old(inbox / "qd.html")
    (inbox / "thư.msg").write_bytes(b"x")
    add_source(workspace, "van-thu", folder=inbox)
    report = pull(workspace, "van-thu")
    assert report.sources[0].left_files == ["thư.msg"]
    assert "tệp không phải văn bản, không lấy: thư.msg" in report.sources[0].sentences()
    assert report.intake is not None
    assert [one.number for one in report.intake.paths] == ["4512/QĐ-BNNMT"]
    (evidence,) = workspace.rows("SELECT kind, date FROM evidence")
    assert evidence == {"kind": "received", "date": "2025-12-18"}
    again = pull(workspace, "van-thu", NOW + timedelta(days=1))
    assert (again.sources[0].new, again.intake) == (0, None)
    assert workspace.db.table("evidence").count == 1


def test_a_mailbox_gives_attachments_and_the_day_received(workspace: Workspace, tmp_path: Path) -> None:
    box = tmp_path / "thu"
    box.mkdir()
    message = mail("from a by mx.example.org; Tue, 9 Dec 2025 01:30:00 +0000")
    message.add_attachment(paper(), maintype="text", subtype="html", filename="QĐ 4512.html")
    (box / "1.eml").write_bytes(message.as_bytes())
    old(box / "1.eml")
    add_source(workspace, "hop-thu", mailbox=box)
    report = pull(workspace, "hop-thu")
    assert report.failed  # the first attachment is no real PDF, which is told
    (evidence,) = workspace.rows("SELECT kind, date, source FROM evidence")
    assert (evidence["kind"], evidence["date"]) == ("received", "2025-12-09")
    assert "Quyết định công bố TTHC" in evidence["source"]


def test_documents_of_a_bundle_in_a_mail_get_its_day(workspace: Workspace, tmp_path: Path) -> None:
    box, packed = tmp_path / "thu", io.BytesIO()
    box.mkdir()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("QĐ 4512.html", paper())
    message = mail("from a by mx.example.org; Tue, 9 Dec 2025 01:30:00 +0000")
    message.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="hồ sơ.zip")
    (box / "1.eml").write_bytes(message.as_bytes())
    old(box / "1.eml")
    add_source(workspace, "hop-thu", mailbox=box)
    pull(workspace, "hop-thu")
    (evidence,) = workspace.rows("SELECT kind, date, number FROM evidence")
    assert evidence == {"kind": "received", "date": "2025-12-09", "number": "4512/QĐ-BNNMT"}
    again = pull(workspace, "hop-thu", NOW + timedelta(days=1))
    assert (again.sources[0].evidence, again.intake) == (0, None)


def test_an_address_that_fails_is_told_and_the_others_come_in(workspace: Workspace) -> None:
    def answer(handler: Handler) -> bool:
        if handler.path.endswith(".html"):
            handler.send(paper(), media_type="application/octet-stream")
        else:
            handler.send(b"", 404)
        return True

    with serving() as portal:
        portal.always = answer
        own = add_source(workspace, "trang-bo", addresses=[f"{portal.url}/mat", f"{portal.url}/qd.html"])
        own.write_text(own.read_text("utf-8") + 'endings = [".html"]\n', "utf-8")
        (source,) = pull(workspace, "trang-bo").sources
    assert (source.fault, source.details, len(source.failures)) == (None, 1, 1)
    assert f"{portal.url}/mat: không còn ở nguồn" in source.failures[0]


def test_a_new_document_under_an_old_name_came_in_when_it_was_first_seen(
    workspace: Workspace, tmp_path: Path
) -> None:
    inbox = tmp_path / "quet"
    inbox.mkdir()
    scan = inbox / "scan001.html"
    scan.write_bytes(paper())
    old(scan)
    add_source(workspace, "quet", folder=inbox)
    pull(workspace, "quet")
    scan.write_bytes(paper(("Cấp giấy phép lấp kênh",)))
    os.utime(scan, (1_000_500_000, 1_000_500_000))
    pull(workspace, "quet", NOW + timedelta(days=60))
    scan.touch()
    os.utime(scan, (1_001_000_000, 1_001_000_000))
    pull(workspace, "quet", NOW + timedelta(days=70))
    rows = workspace.rows("SELECT date, document FROM evidence ORDER BY date")
    assert [row["date"] for row in rows] == ["2025-12-18", "2026-02-16"]
    assert rows[0]["document"] != rows[1]["document"]


def test_what_is_kept_of_hosts_and_pages_lasts_from_run_to_run(workspace: Workspace) -> None:
    asked: list[str | None] = []

    def answer(handler: Handler) -> bool:
        asked.append(handler.headers.get("If-None-Match"))
        handler.send(paper(), 304 if asked[-1] == '"v7"' else 200, "text/html", ETag='"v7"')
        return True

    with serving() as portal:
        portal.always = answer
        own = add_source(workspace, "trang-bo", addresses=[f"{portal.url}/qd.html"])
        own.write_text(own.read_text("utf-8") + 'endings = [".html"]\n', "utf-8")
        assert pull(workspace, "trang-bo").sources[0].fault is None
        (source,) = pull(workspace, "trang-bo", NOW + timedelta(days=1)).sources
        assert (source.fault, source.failures, source.details) == (None, [], 1)
        assert asked == [None, '"v7"']
        assert portal.robots_asked == 1


def test_a_path_that_robots_txt_forbids_is_a_clear_alarm(workspace: Workspace) -> None:
    with serving() as portal:
        api(portal, workspace, 3)
        portal.robots = "User-agent: *\nDisallow: /api/"
        (source,) = pull(workspace, "dvcqg-api").sources
        assert source.fault is not None
        assert source.fault.fault is Fault.ROBOTS
        assert portal.asked == []
        settings = settings_of(workspace).sources["dvcqg-api"]
        assert condition(workspace, settings, lambda: NOW).health is Health.ALARM
        own = workspace.folder / "sources.toml"
        own.write_text(own.read_text("utf-8") + '\nignore_robots = "Công văn 12"\n', "utf-8")
        assert pull(workspace, "dvcqg-api", NOW + timedelta(hours=1)).sources[0].fault is None


def test_a_changed_file_at_an_address_is_seen(workspace: Workspace) -> None:
    content = [paper()]

    def answer(handler: Handler) -> bool:
        handler.send(content[0], media_type="application/octet-stream")
        return True

    with serving() as portal:
        portal.always = answer
        own = add_source(workspace, "trang-bo", addresses=[f"{portal.url}/qd.html"])
        own.write_text(own.read_text("utf-8") + 'endings = [".html"]\n', "utf-8")
        assert pull(workspace, "trang-bo").sources[0].details == 1
        content[0] = paper(("Cấp giấy phép lấp kênh",))
        report = pull(workspace, "trang-bo", NOW + timedelta(days=1))
        assert report.sources[0].details == 1
        days = workspace.rows("SELECT date FROM evidence ORDER BY date")
        assert [row["date"] for row in days] == ["2025-12-18", "2025-12-19"]
        assert report.intake is not None
        assert len(workspace.rows("SELECT DISTINCT document FROM locations")) == 2


def test_a_source_that_was_not_asked_for_long_is_stale(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "van-thu").mkdir()
    add_source(workspace, "van-thu", folder=tmp_path / "van-thu")
    settings = settings_of(workspace).sources["van-thu"]
    assert condition(workspace, settings, lambda: NOW).health is Health.NEVER
    pull(workspace, "van-thu")
    assert condition(workspace, settings, lambda: NOW).health is Health.OK
    assert condition(workspace, settings, lambda: NOW + timedelta(days=5)).health is Health.STALE
    (tmp_path / "van-thu").rmdir()
    pull(workspace, "van-thu", NOW + timedelta(hours=1))
    assert condition(workspace, settings, lambda: NOW).health is Health.FAULT


def hold(folder: str, held: Any, done: Any) -> None:
    with Workspace.open(folder) as workspace, alone(workspace):
        held.set()
        done.wait(20)


def test_two_pulls_do_not_run_at_once(workspace: Workspace) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(str(workspace.folder), held, done))
    other.start()
    assert held.wait(20)
    with pytest.raises(UsageError, match="đang chạy"), alone(workspace):
        pass
    done.set()
    other.join()
    with alone(workspace):
        pass


@pytest.mark.parametrize(
    ("agency", "fields", "departments"),
    [
        ("Bộ Nông nghiệp và Môi trường", ["Thủy lợi"], ["Sở Nông nghiệp và Môi trường"]),
        ("Bộ Khoa học  và  Công nghệ", [], ["Sở Khoa học và Công nghệ"]),
        ("UBND tỉnh Quảng Ngãi", ["Thủy lợi"], []),
    ],
)
def test_a_ministry_decision_is_routed_by_its_fields(
    agency: str, fields: list[str], departments: list[str]
) -> None:
    assert routed(agency, fields) == departments


def test_days_of_evidence_are_those_of_viet_nam(workspace: Workspace, tmp_path: Path) -> None:
    inbox = tmp_path / "van-thu"
    inbox.mkdir()
    (inbox / "qd.html").write_bytes(paper())
    old(inbox / "qd.html")
    add_source(workspace, "van-thu", folder=inbox)
    pull(workspace, "van-thu", datetime(2025, 12, 18, 18, tzinfo=UTC))
    assert workspace.rows("SELECT date FROM evidence") == [{"date": date(2025, 12, 19).isoformat()}]


def test_a_source_that_cannot_be_had_keeps_no_other_from_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, box = tmp_path / "van-thu", tmp_path / "thu"
    for folder in (inbox, box):
        folder.mkdir()
    (inbox / "qd.html").write_bytes(paper())
    (box / "1.eml").write_bytes(mail("x").as_bytes())
    old(inbox / "qd.html")
    old(box / "1.eml")
    add_source(workspace, "a-hong", mailbox=box)
    add_source(workspace, "b-thu", folder=inbox)
    own = add_source(workspace, "c-trang", addresses=["https://trang.example.vn/qd.pdf"])
    own.write_text(
        own.read_text("utf-8") + 'ca_file = "khong-co.pem"\n[source.dvcqg]\nenabled = false\n', "utf-8"
    )

    def broken(*_: object) -> None:
        raise KeyError("lạ")

    monkeypatch.setattr("ingest.sources.mailbox.header", broken)
    report = fetch(workspace, settings_of(workspace).chosen(None), now=lambda: NOW, open_source=open_loopback)
    mails, files, pages = report.sources
    assert (mails.fault, mails.failures[0]) == (
        None,
        f"{mails_title(box)}: gặp lỗi chưa lường trước (KeyError: 'lạ'); các nguồn khác vẫn chạy,"
        " báo lại cho bên cung cấp phần mềm",
    )
    assert pages.fault is not None
    assert (pages.fault.fault, "khong-co.pem" in pages.fault.sentence()) == (Fault.SETTINGS, True)
    assert condition(workspace, settings_of(workspace).sources["c-trang"], lambda: NOW).health is Health.FAULT
    assert (files.fault, files.evidence) == (None, 1)


def mails_title(box: Path) -> str:
    """What the one mail of a box is called."""
    return next(box.iterdir()).name


def test_evidence_is_entered_though_the_intake_fails(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "van-thu").mkdir()
    (tmp_path / "van-thu" / "qd.html").write_bytes(paper())
    old(tmp_path / "van-thu" / "qd.html")

    def full(*_: object) -> Any:
        raise OSError(28, "No space left on device")

    with serving() as portal:
        api(portal, workspace, 3)
        add_source(workspace, "van-thu", folder=tmp_path / "van-thu")
        sources = settings_of(workspace).sources
        chosen = [sources["dvcqg-api"], sources["van-thu"]]
        with pytest.raises(OSError, match="No space"):
            fetch(workspace, chosen, now=lambda: NOW, open_source=open_loopback, take=full)
    assert workspace.rows("SELECT DISTINCT number FROM evidence") == [{"number": "4512/QĐ-BNNMT"}]
