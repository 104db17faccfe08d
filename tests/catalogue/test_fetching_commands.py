"""`congbo fetch`, `congbo sources`, `congbo watch`, as officers run them, on the fake portal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import stamina
from click.testing import CliRunner, Result
from filelock import FileLock

from catalogue.commands.portal import procedure
from catalogue.deadlines import today
from catalogue.deadlines.calendar import VIETNAM_TIME, Calendar
from catalogue.fetching.watch import Hours, watch
from congbo import cli
from ingest.errors import UsageError
from ingest.sources import opening
from tests.catalogue.test_fetching import ministry
from tests.ingest.sources.fake_portal import Portal, serving, status
from tests.ingest.sources.fake_procedures import Filed
from tests.ingest.sources.loopback import Clock, open_loopback


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(opening, "opened", open_loopback)
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def portal() -> Iterator[Portal]:
    posted = Calendar.load().add_working_days(working_day(), -8)
    with serving([ministry(uploaded=posted, signed=date(2025, 12, 5))]) as portal:
        yield portal


def working_day() -> date:
    """Today, or the working day before it."""
    calendar, day = Calendar.load(), today()
    return day if calendar.is_working(day) else calendar.add_working_days(day, -1)


@pytest.fixture
def folder(tmp_path: Path, portal: Portal) -> Path:
    folder = tmp_path / "kho"
    assert congbo(folder, "init", "--province", "Quảng Ngãi").exit_code == 0
    (folder / "sources.toml").write_text(portal.toml(since_days=36_500), "utf-8")
    return folder


def congbo(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(folder), *arguments], standalone_mode=False)


def test_fetch_then_overdue(folder: Path, portal: Portal) -> None:
    fetched = congbo(folder, "fetch")
    assert fetched.exception is None
    assert "1 mục, 1 mới, 0 thay đổi" in fetched.output
    assert "liên quan: Sở Nông nghiệp và Môi trường 1" in fetched.output
    posted = f"{portal.decisions[0].uploaded:%d/%m/%Y}"
    shown = congbo(folder, "overdue", "--as-of", working_day().isoformat(), "--json")
    (late,) = (one for one in json.loads(shown.stdout) if one["rule"] == "R1")
    assert late["verdict"] == "quá hạn 3 ngày làm việc"
    assert f"kể từ ngày bộ đăng tải trên CSDLQG {posted}" in late["why"]
    assert "Cổng Dịch vụ công Quốc gia (cổng cũ), mã 115238" in late["why"]
    explained = congbo(folder, "why", late["id"], "--as-of", working_day().isoformat())
    assert explained.exception is None
    assert f"kể từ ngày bộ đăng tải trên CSDLQG {posted}" in explained.stdout


def test_fetch_tells_json_and_its_exit_code(folder: Path, portal: Portal) -> None:
    report = json.loads(congbo(folder, "fetch", "dvcqg", "--json").stdout)
    assert report["sources"][0]["new"] == 1
    assert report["intake"]["counts"]["stored"] == 1
    portal.always = status(403)
    failed = congbo(folder, "fetch")
    assert failed.return_value == 1
    assert "không đọc được danh sách; 1 lượt hỏi" in failed.stdout
    assert "CẢNH BÁO" in failed.stdout


def test_sources_tell_how_they_are(folder: Path, portal: Portal) -> None:
    listed = {one["source"]: one for one in json.loads(congbo(folder, "sources", "list", "--json").stdout)}
    assert (listed["dvcqg"]["health"], listed["dvcqg-api"]["enabled"]) == ("never", False)
    congbo(folder, "fetch")
    portal.decisions.clear()
    congbo(folder, "fetch")
    told = json.loads(congbo(folder, "sources", "list", "--json").stdout)[0]
    assert (told["health"], told["entries"]) == ("alarm", 1)
    assert "danh sách trống" in told["message"]
    assert told["last_success"] is not None


def test_check_asks_once_and_keeps_nothing(folder: Path, portal: Portal) -> None:
    assert congbo(folder, "sources", "check").return_value == 0
    assert (len(portal.asked), portal.robots_asked) == (2, 1)
    portal.renamed = {"ROW_STT": "STT"}
    checked = congbo(folder, "sources", "check", "dvcqg", "--json")
    assert checked.return_value == 1
    assert json.loads(checked.stdout)[0]["drift"] == ["decision.STT"]
    portal.decisions.clear()
    assert "danh sách trống" in congbo(folder, "sources", "check").stdout


def test_list_and_check_tell_what_is_not_built_and_what_was_set_aside(folder: Path) -> None:
    own = folder / "sources.toml"
    reason = 'ignore_robots = "Công văn 12/VPCP-KSTT"\n'
    own.write_text(
        own.read_text("utf-8").replace("[source.dvcqg-api]", f"{reason}[source.dvcqg-api]"), "utf-8"
    )
    shown = congbo(folder, "sources", "list").stdout
    assert "Cổng Dịch vụ công Quốc gia (API mới)" in shown
    assert "  chưa lấy được: danh sách quyết định công bố (chưa biết địa chỉ hỏi" in shown
    assert "  chưa lấy được: danh sách TTHC bị thay thế" in shown
    assert "  bỏ qua robots.txt: Công văn 12/VPCP-KSTT" in shown
    assert "không tự lấy; gọi tên nguồn khi cần (congbo fetch dvcqg-api)" in shown
    checked = congbo(folder, "sources", "check", "dvcqg").stdout
    assert "trả lời đúng, 1 mục" in checked
    assert "  bỏ qua robots.txt: Công văn 12/VPCP-KSTT" in checked
    told = {one["source"]: one for one in json.loads(congbo(folder, "sources", "list", "--json").stdout)}
    assert told["dvcqg-api"]["unbuilt"] == ["decision_list", "decision_files", "workbook"]


def test_check_tells_that_files_moved(folder: Path, portal: Portal) -> None:
    real = portal.rest
    moved = [{"URL_DOWNLOAD": "https://tep.gov.vn/x"}]
    portal.rest = lambda params: moved if params["service"] == "get_url_downfile" else real(params)
    checked = congbo(folder, "sources", "check", "dvcqg")
    assert checked.return_value == 1
    assert "tệp nay ở “https://tep.gov.vn/x”" in checked.stdout


def test_one_procedure_of_the_portal(folder: Path, portal: Portal, tmp_path: Path) -> None:
    portal.files.filed = [Filed("1.990001", "Cấp giấy phép đào kênh")]

    def ask(*arguments: str) -> Result:
        return CliRunner().invoke(procedure, arguments, obj=folder, standalone_mode=False)

    shown = ask("1.990001", "--out", str(tmp_path / "tep"))
    assert shown.exception is None
    assert "Quyết định công bố: 4512/QĐ-BNNMT" in shown.stdout
    assert "– Trực tiếp: 15 Ngày làm việc; Phí 100000 Đồng" in shown.stdout
    assert sorted(one.name for one in (tmp_path / "tep").iterdir()) == [
        "1b-Mẫu_01.docx",
        "ChiTietTTHC_1.990001.docx",
    ]
    told = json.loads(ask("1.990001", "--json").stdout)
    assert (told["levels"], told["drift"]) == (["Cấp Tỉnh", "Cấp Xã"], {})
    assert "không còn ở nguồn" in str(ask("1.990009").exception)


def test_the_cross_check_is_told_with_codes_and_the_rule(folder: Path, portal: Portal) -> None:
    portal.files.filed = [Filed("1.990009", "Cấp giấy phép đào kênh")]
    congbo(folder, "fetch")
    shown = congbo(folder, "sources", "crosscheck").stdout
    assert (
        "4512/QĐ-BNNMT: 1 khác biệt giữa danh sách trên cổng (1 TTHC, 1 có mã) và văn bản (1 dòng)" in shown
    )
    assert "1.990001 ≠ 1.990009" in shown
    assert "Văn bản kèm theo là căn cứ" in shown


def test_a_watch_goes_on_where_another_pull_is_at_work(
    folder: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Calendar, "is_working", lambda *_: True)
    monkeypatch.setattr(Hours, "next", lambda _self, _last, now, *_: now)
    with FileLock(folder / "fetch.lock"):
        told = congbo(folder, "watch", "--once")
        assert told.exception is None
        assert "đang chạy" in told.stderr
        assert "đang chạy" in str(congbo(folder, "fetch").exception)
    assert "1 mục, 1 mới" in congbo(folder, "watch", "--once").stdout


def test_a_new_folder_is_a_source(folder: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "van-thu"
    inbox.mkdir()
    assert "đã thêm" in congbo(folder, "sources", "new", "van-thu", "--folder", str(inbox)).stdout
    assert "0 tệp" in congbo(folder, "sources", "check", "van-thu").stdout
    again = congbo(folder, "sources", "new", "van-thu", "--folder", str(inbox))
    assert "đã có nguồn" in str(again.exception)
    assert "đúng một trong" in str(congbo(folder, "sources", "new", "khac").exception)
    assert "không có nguồn" in str(congbo(folder, "fetch", "khong-co").exception)


def test_watch_keeps_to_working_hours() -> None:
    hours = Hours.of({"from": "07:30", "to": "17:00", "every": 240, "jitter": 10})
    start = datetime(2025, 12, 19, 6, 0, tzinfo=VIETNAM_TIME)  # a Friday
    clock, asked = Clock(), []
    clock.now = 0.0
    watch(
        lambda: asked.append(start + timedelta(seconds=clock.now)),
        hours,
        Calendar.load(),
        now=lambda: start + timedelta(seconds=clock.now),
        sleep=clock.sleep,
        told=lambda _: None,
        times=4,
        chance=lambda: 0.5,
    )
    assert [f"{moment:%d %H:%M}" for moment in asked] == ["19 07:35", "19 11:40", "19 15:45", "22 07:35"]


def test_a_watch_outlives_a_pull_that_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Hours, "next", lambda _self, _last, now, *_: now)
    monkeypatch.setattr("catalogue.commands.sources.pull", full)
    told = congbo(folder, "watch", "--once")
    assert told.exit_code == 0
    assert "lần lấy này không xong: [Errno 28] No space left on device" in told.stderr


@pytest.mark.parametrize(
    "address", ["http://sotuphap.example.vn/qd.pdf", "sotuphap.example.vn/qd.pdf", "https://[a"]
)
def test_an_address_that_could_never_be_asked_is_refused(folder: Path, address: str) -> None:
    told = congbo(folder, "sources", "new", "trang", "--address", address).exception
    assert isinstance(told, UsageError)
    assert f"“{address}” không phải địa chỉ lấy được" in str(told)


def test_watch_never_asks_after_hours() -> None:
    hours = Hours.of({"from": "07:30", "to": "17:00", "every": 60, "jitter": 10})
    last = datetime(2025, 12, 19, 15, 58, tzinfo=VIETNAM_TIME)
    moment = hours.next(last, last, Calendar.load(), lambda: 0.99)
    assert f"{moment:%d %H:%M}" == "19 16:59"
