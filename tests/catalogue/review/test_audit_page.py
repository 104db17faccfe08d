from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from catalogue.assignments import assign
from catalogue.users import disable, enable, set_password
from catalogue.workspace import Workspace
from tests.catalogue.deadline_workspace import called
from tests.catalogue.review.opening import DOCUMENT, PASSWORD, Person

CARDS = f"p-{DOCUMENT[:16]}-001"


@pytest.fixture
def lead(folder: Path) -> Person:
    person = Person(folder)
    person.login("lead")
    return person


def told(person: Person, query: str = "") -> list[tuple[str, str]]:
    """Who, and what they did, the last first."""
    text = html.unescape(person.get(f"/audit{query}").text)
    rows = re.findall(
        r'<td class="long">([^<]*)</td><td class="fixed">[^<]*</td><td class="long">(.*?)</td>', text
    )
    return [(who, re.sub(r"<[^>]+>", "", what)) for who, what in rows]


def test_everything_that_was_done_is_told_in_words_with_who_did_it(folder: Path, lead: Person) -> None:
    lead.post(f"/items/{CARDS}/verdict", verdict="reject", seen="0", reason="trùng")
    with Workspace.open(folder) as workspace:
        assign(workspace, [CARDS], "second", "lead")
        assign(workspace, [CARDS], None, "second")
        disable(workspace, "viewer", "administrator")
        enable(workspace, "viewer", "administrator")
        set_password(workspace, "viewer", PASSWORD, "viewer")
    called(folder, "evidence", "add", "2815/QĐ-UBND", "posted_national", "24/11/2025", "--user", "An")
    called(folder, "calendar", "add", "8/1/2026", "off", "--reason", "x", "--source", "CV 1", "--user", "An")
    assert told(lead)[:8] == [
        ("An", "Lịch làm việc: 08/01/2026 là off (CV 1)"),
        ("An", "Ghi minh chứng: ngày đăng tải trên CSDLQG 24/11/2025, 2815/QĐ-UBND"),
        ("viewer", "Tài khoản viewer: đổi mật khẩu"),
        ("administrator", "Tài khoản viewer: mở lại"),
        ("administrator", "Tài khoản viewer: khóa"),
        ("second", "Bỏ giao 1 đề xuất"),
        ("lead", "Giao 1 đề xuất cho second"),
        ("lead", "Từ chối “Cấp thẻ hướng dẫn viên du lịch”: “trùng”"),
    ]
    assert told(lead)[-1][1] == "Tạo kho dữ liệu: Quảng Ngãi"
    text = lead.get("/audit").text
    for address in re.findall(r'href="([^"]+)" data-row', text):
        assert lead.get(html.unescape(address)).status_code == 200, address


def test_events_are_chosen_by_kind_and_person(folder: Path, lead: Person) -> None:
    with Workspace.open(folder) as workspace:
        assign(workspace, [CARDS], "second", "reviewer")
    assert told(lead, "?kind=assignment") == [("reviewer", "Giao 1 đề xuất cho second")]
    assert told(lead, "?user=reviewer") == [("reviewer", "Giao 1 đề xuất cho second")]
    assert told(lead, "?kind=assignment&user=lead") == []
    assert told(lead, "?kind=<b>&user=<b>") == []


def test_the_chain_is_proved_on_demand(folder: Path, lead: Person) -> None:
    assert "Nhật ký nguyên vẹn" in lead.get("/audit?verify=1").text
    with Workspace.open(folder) as workspace:
        workspace.db.execute("DROP TRIGGER audit_events_not_UPDATE")
        workspace.db.execute("UPDATE audit_events SET \"user\" = 'other' WHERE id = 2")
    text = lead.get("/audit?verify=1").text
    assert "đã bị sửa" in text
    assert "nguyên vẹn." not in text


def test_only_leads_see_it(folder: Path) -> None:
    person = Person(folder)
    person.login("reviewer")
    assert person.get("/audit").status_code == 403
    assert 'href="/audit"' not in person.get("/").text


def test_what_is_assigned_to_me_stands_on_the_start_page(folder: Path, lead: Person) -> None:
    assert "giao cho bạn" not in lead.get("/").text
    with Workspace.open(folder) as workspace:
        assign(workspace, [CARDS], "lead", "lead")
    assert '<a href="/queue?assignee=lead"><b>1</b> đề xuất giao cho bạn</a>' in lead.get("/").text
