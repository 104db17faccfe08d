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
    from playwright.sync_api import Browser, Route

ENTRIES = [
    (f"1.{number:06d}", f"Cấp giấy phép hoạt động loại {number}", "Du lịch") for number in range(10, 25)
]

pytestmark = pytest.mark.slow


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The page as it is served, with accounts and fifteen proposals."""
    with filled(tmp_path, ENTRIES) as workspace:
        publish(
            workspace,
            *(item(name=name, code=code, fee="1 đồng") for code, name, _ in ENTRIES),
            sha256=DOCUMENT,
        )
    add_people(workspace.folder)
    with serving(workspace.folder) as address:
        yield address


def test_the_whole_review_is_possible_without_a_mouse(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address, name=None)
    page = surfer.open("/queue")
    page.keyboard.type("reviewer")
    surfer.press("Tab")
    page.keyboard.type(PASSWORD)
    surfer.press("Enter")
    page.wait_for_url(f"{address}/queue")
    surfer.press("j", "Enter")
    page.wait_for_url(f"{address}/items/*")
    for key in ("Enter", "x", "u", "Enter", "Enter", "x", "Enter", "u", "Enter", "x"):
        shown = page.locator("h1").inner_text()
        surfer.press(key)
        expect(page.locator("h1")).not_to_have_text(shown)
    surfer.press("z")
    page.wait_for_url(lambda url: "done=" not in url)
    states = [row["state"] for row in surfer.asked("/proposals?state=all")["proposals"]]
    surfer.press("?")
    assert page.locator("dialog#help").is_visible()
    surfer.close()
    counted = {state: states.count(state) for state in set(states)}
    assert counted == {"accepted": 5, "rejected": 2, "unsure": 2, "undone": 1, "pending": 5}
    assert surfer.faults == []


def test_keys_reach_candidates_fields_skipping_and_search(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open("/queue")
    surfer.press("/")
    page.keyboard.type("loại 12")
    expect(page.locator("#found [data-row]")).to_have_count(1)
    surfer.press("Escape", "j", "Enter")
    page.wait_for_url(f"{address}/items/*")
    first = page.url
    surfer.press("2")
    assert page.locator('input[name="entry"]').nth(1).is_checked()
    surfer.press("1", "e")
    expect(page.locator("#edit textarea").first).to_be_focused()
    surfer.press("Control+A")
    page.keyboard.type("Cấp giấy phép sửa bằng phím")
    surfer.press("Escape", "Enter")
    page.wait_for_url(lambda url: url != first)
    page.goto(f"{address}/items/p-{DOCUMENT[:16]}-001")
    surfer.press("s")
    page.wait_for_url(lambda url: not url.endswith("001"))
    skipped = page.url
    surfer.press("k")
    page.wait_for_url(lambda url: url != skipped)
    found = surfer.asked("/entries?text=sửa bằng phím")["entries"]
    surfer.close()
    assert [one["name"] for one in found] == ["Cấp giấy phép sửa bằng phím"]
    assert surfer.faults == []


def test_leaving_the_search_field_does_not_ask_for_the_list_again(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open("/queue")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    surfer.press("/")
    page.keyboard.insert_text("loại 12")
    expect(page.locator("#found [data-row]")).to_have_count(1)
    surfer.press("Escape")
    page.wait_for_timeout(400)
    page.locator("select[name=kind]").select_option("update")
    expect(page.locator("#found [data-row]")).to_have_count(1)
    page.wait_for_url("**kind=update**")
    surfer.close()
    lists = [url.partition("kind=")[2].partition("&")[0] for url in asked if "/queue?" in url]
    assert lists == ["", "update"]


@pytest.mark.parametrize(("listed", "typed"), [("/queue", "loại 12"), ("/catalogue", "1.000012")])
def test_a_list_that_comes_late_leaves_the_row_chosen_that_was(
    browser: Browser, address: str, listed: str, typed: str
) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open(f"{listed}?text=loại")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**{listed}?**", hold)
    surfer.press("/")
    with page.expect_request(f"**{listed}?**"):
        page.keyboard.insert_text(typed)
    surfer.press("Escape")
    row = page.locator("#found [data-row]", has_text="12")
    while not row.evaluate("one => one === document.activeElement"):
        surfer.press("j")
    held[0].continue_()
    expect(page.locator("#found [data-row]")).to_have_count(1)
    expect(row).to_be_focused()
    surfer.close()
    assert len(held) == 1
