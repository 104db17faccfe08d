"""What the browser keeps of somebody's typing: whose it is, what it is not, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.catalogue.judging_cases import filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.browsing import Surfer, serving
from tests.catalogue.review.opening import DOCUMENT, PASSWORD, add_people

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

ENTRIES = [(f"1.{at:06d}", f"Cấp giấy phép hoạt động loại {at}", "Du lịch") for at in range(1, 7)]
ONE = f"/items/p-{DOCUMENT[:16]}-001"
LATER = "b" * 64


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The page with six proposals, and a second decision on the first of their procedures."""
    with filled(tmp_path, ENTRIES) as workspace:
        made = [item(name=name, code=code, fee="9.000 đồng") for code, name, _ in ENTRIES]
        publish(workspace, *made, sha256=DOCUMENT)
        code, name, _ = ENTRIES[0]
        publish(workspace, item(name=name, code=code, fee="5 đồng"), sha256=LATER, number="9/QĐ-UBND")
    add_people(workspace.folder)
    with serving(workspace.folder) as address:
        yield address


def kept(page: Page) -> str:
    """All that the tab keeps, as text."""
    found = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert isinstance(found, str)
    return found


def test_a_choice_that_comes_back_comes_with_its_changes(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open(ONE)
    would = page.locator("#would")
    own = would.inner_text()
    surfer.press("2")
    expect(would).not_to_have_text(own, use_inner_text=True)
    chosen, changes = page.locator("[name=entry]:checked").input_value(), would.inner_text()
    surfer.press("j")
    page.wait_for_url(lambda url: ONE not in url)
    surfer.open(ONE)
    expect(would).to_have_text(changes, use_inner_text=True)
    assert page.locator("[name=entry]:checked").input_value() == chosen
    surfer.press("1")
    expect(would).to_have_text(own, use_inner_text=True)
    assert "draft" not in kept(page)
    surfer.close()
    assert surfer.faults == []


def test_what_one_has_typed_is_not_shown_to_the_next_in_the_tab_but_to_its_writer_again(
    browser: Browser, address: str
) -> None:
    surfer = Surfer(browser, address, "reviewer")
    page = surfer.open(ONE)
    page.locator("[name=text]").fill("chưa nói với ai")
    page.get_by_role("button", name="Đăng xuất").click()
    for name, expected in (("second", ""), ("reviewer", "chưa nói với ai")):
        surfer.login(name)
        assert surfer.open(ONE).locator("[name=text]").input_value() == expected
    surfer.close()
    assert surfer.faults == []


def test_no_password_is_kept_and_no_field_that_was_left_alone(browser: Browser, address: str) -> None:
    surfer = Surfer(browser, address, name=None)
    page = surfer.open("/login")
    page.locator("[name=password]").fill("mat-khau-dang-go")
    assert "mat-khau" not in kept(page)
    page.locator("[name=name]").fill("reviewer")
    page.locator("[name=password]").fill(PASSWORD)
    surfer.press("Enter")
    page.wait_for_url(f"{address}/")
    surfer.open("/account").locator("[name=old]").fill("mat-khau-cu-day")
    page.locator("[name=new]").fill("mat-khau-moi-day")
    surfer.open(ONE).locator("#edit summary").click()
    page.locator("[name=reason]").fill("lý do đang viết")
    found = kept(page)
    surfer.close()
    assert "mat-khau" not in found
    assert PASSWORD not in found
    assert "lý do đang viết" in found
    assert "set_fee" not in found
    assert surfer.faults == []


def test_where_the_facts_changed_the_page_comes_anew_with_all_that_was_typed(
    browser: Browser, address: str
) -> None:
    first, second = Surfer(browser, address, "reviewer"), Surfer(browser, address, "second")
    page = first.open(ONE)
    first.press("e")
    page.locator("[name=set_name]").fill("Tên đang sửa")
    form = {"verdict": "accept", "seen": "0", "was_name": "", "set_name": "Tên của người khác"}
    second.send(f"/items/p-{LATER[:16]}-001/verdict", **form)
    page.locator("button[value=accept]").click()
    told = page.locator("#conflict").inner_text()
    assert page.locator("[name=set_name]").input_value() == "Tên đang sửa"
    assert page.locator("#edit").get_attribute("open") is not None
    page.locator("button[value=accept]").click()
    page.wait_for_url("**done=**")
    judged = first.asked(ONE.replace("/items", "/proposals"))["judged"]
    for surfer in (first, second):
        surfer.close()
    assert "đã đổi từ lúc bạn mở trang" in told
    assert judged["edited"]["fields"] == {"name": "Tên đang sửa"}
    assert all("409" in one for one in first.faults)


@pytest.mark.parametrize("typed", [("/queue", "/", "loại"), (ONE, "2", "")], ids=["search", "preview"])
def test_a_session_that_ended_meanwhile_leads_to_the_login_and_back(
    typed: tuple[str, str, str], browser: Browser, address: str
) -> None:
    surfer = Surfer(browser, address)
    page = surfer.open(typed[0])
    surfer.context.clear_cookies()
    surfer.press(typed[1])
    page.keyboard.insert_text(typed[2])
    page.wait_for_url("**/login?back=**")
    page.locator("[name=name]").fill("reviewer")
    page.locator("[name=password]").fill(PASSWORD)
    surfer.press("Enter")
    page.wait_for_url(f"{address}{typed[0]}")
    surfer.close()
    assert surfer.faults == []


def test_a_preview_that_is_refused_leaves_no_old_table_standing(browser: Browser, address: str) -> None:
    surfer = Surfer(browser, address)
    page = surfer.open(ONE)
    page.route("**/preview", lambda route: route.continue_(url=f"{address}/items/p-none/preview"))
    surfer.press("2")
    page.locator("#would .notice.bad").wait_for()
    told, tables = page.locator("#would").inner_text(), page.locator("#would table").count()
    surfer.close()
    assert "không có đề xuất p-none" in told
    assert tables == 0
