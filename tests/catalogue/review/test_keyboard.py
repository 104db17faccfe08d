from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.catalogue.judging_cases import filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.browsing import Surfer, chromium, serving
from tests.catalogue.review.opening import DOCUMENT, PASSWORD, add_people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ENTRIES = [
    (f"1.{number:06d}", f"Cấp giấy phép hoạt động loại {number}", "Du lịch") for number in range(10, 25)
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


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
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/queue")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/items/*")
    for key in ("Enter", "x", "u", "Enter", "Enter", "x", "Enter", "u", "Enter", "x"):
        shown = page.locator("h1").inner_text()
        page.keyboard.press(key)
        expect(page.locator("h1")).not_to_have_text(shown)
    page.keyboard.press("z")
    page.wait_for_url(lambda url: "done=" not in url)
    states = [row["state"] for row in surfer.asked("/proposals?state=all")["proposals"]]
    page.keyboard.press("?")
    assert page.locator("dialog#help").is_visible()
    surfer.close()
    counted = {state: states.count(state) for state in set(states)}
    assert counted == {"accepted": 5, "rejected": 2, "unsure": 2, "undone": 1, "pending": 5}
    assert surfer.faults == []


def test_keys_reach_candidates_fields_skipping_and_search(browser: Browser, address: str) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address)
    page = surfer.open("/queue")
    page.keyboard.press("/")
    page.keyboard.type("loại 12")
    expect(page.locator("#found [data-row]")).to_have_count(1)
    page.goto(f"{address}{page.locator('#found [data-row] a').first.get_attribute('href')}")
    first = page.url
    page.keyboard.press("2")
    assert page.locator('input[name="entry"]').nth(1).is_checked()
    page.keyboard.press("1")
    page.keyboard.press("e")
    expect(page.locator("#edit textarea").first).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Cấp giấy phép sửa bằng phím")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)
    page.goto(f"{address}/items/p-{DOCUMENT[:16]}-001")
    page.keyboard.press("s")
    page.wait_for_url(lambda url: not url.endswith("001"))
    skipped = page.url
    page.keyboard.press("k")
    page.wait_for_url(lambda url: url != skipped)
    found = surfer.asked("/entries?text=sửa bằng phím")["entries"]
    surfer.close()
    assert [one["name"] for one in found] == ["Cấp giấy phép sửa bằng phím"]
    assert surfer.faults == []
