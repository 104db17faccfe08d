"""People at work in their browsers: undo, bulk, two on one item, search, a session's end, strange forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import time_machine

from catalogue.users_sessions import Limits
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.browsing import Surfer, serving
from tests.catalogue.review.opening import PASSWORD, add_people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

NAMES = ("Cấp thẻ hướng dẫn viên", "Công nhận hạng cơ sở lưu trú", "Thu hồi giấy phép lữ hành")
ENTRIES = [(f"1.{at:06d}", f"{NAMES[at % 3]} số {at}", "Du lịch") for at in range(1, 13)]
MANY, FEW = "1" * 64, "2" * 64
LIMITS = Limits(idle_s=600, absolute_s=3600)
SERVED_ON = 1_800_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with filled(tmp_path_factory.mktemp("work"), ENTRIES) as workspace:
        for sha256, number, rows in ((MANY, "1/QĐ-UBND", ENTRIES[:9]), (FEW, "2/QĐ-UBND", ENTRIES[9:])):
            made = [item(name=name, code=code, fee="9.000 đồng") for code, name, _ in rows]
            publish(workspace, *made, sha256=sha256, number=number, signed=date(2025, 11, 20))
    add_people(workspace.folder)
    return workspace.folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield address


def one(position: int, document: str = MANY) -> str:
    return f"/items/p-{document[:16]}-{position:03d}"


def test_a_verdict_is_taken_back_by_its_button_on_the_next_page(browser: Browser, address: str) -> None:
    surfer = Surfer(browser, address)
    page = surfer.open(one(1))
    page.locator("button[value=reject]").click()
    page.wait_for_url("**done=**")
    assert surfer.asked(one(1).replace("/items", "/proposals"))["state"] == "rejected"
    page.locator("form.undo button").click()
    page.wait_for_url(f"{address}{one(1)}")
    assert surfer.asked(one(1).replace("/items", "/proposals"))["state"] == "undone"
    assert page.locator("button[value=accept]").is_visible()
    surfer.close()
    assert surfer.faults == []


def test_many_are_judged_after_a_preview_and_not_before(browser: Browser, address: str) -> None:
    surfer = Surfer(browser, address, "lead")
    query = f"?decision={FEW}"
    page = surfer.open(f"/queue{query}")
    page.locator(".bulk button[value=accept]").click()
    page.wait_for_url("**/queue/bulk**")
    assert page.locator("td", has_text="9.000 đồng").count() == 3
    states = [row["state"] for row in surfer.asked(f"/proposals{query}")["proposals"]]
    assert states == ["pending"] * 3
    page.locator("form.bulk button.strong").click()
    page.locator(".notice.good").wait_for()
    states = [row["state"] for row in surfer.asked(f"/proposals{query}&state=all")["proposals"]]
    surfer.close()
    assert states == ["accepted"] * 3
    assert surfer.faults == []


def test_the_second_of_two_sees_the_first_ones_verdict_and_overwrites_nothing(
    browser: Browser, address: str
) -> None:
    first, second = Surfer(browser, address, "reviewer"), Surfer(browser, address, "second")
    first.open(one(2)), second.open(one(2))
    first.page.locator("#edit summary").click()
    first.page.locator("[name=reason]").fill("trùng với văn bản trước")
    first.page.locator("button[value=reject]").click()
    first.page.wait_for_url("**done=**")
    second.page.locator("button[value=accept]").click()
    told = second.page.locator("#conflict").inner_text()
    found = second.asked(one(2).replace("/items", "/proposals"))
    for surfer in (first, second):
        surfer.close()
    assert "reviewer" in told
    assert "trùng với văn bản trước" in told
    assert (found["state"], found["judged"]["user"]) == ("rejected", "reviewer")
    assert first.faults == []
    assert all("409" in one for one in second.faults)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("hướng dẫn viên", 3), ("huong dan vien", 3), ("HUONG DAN", 3), ("hướng dận", 0), ("1.000004", 1)],
)
def test_the_queue_is_searched_with_and_without_tone_marks_as_one_types(
    text: str, numbers: int, browser: Browser, address: str
) -> None:
    from playwright.sync_api import expect

    surfer = Surfer(browser, address, "viewer")
    page = surfer.open(f"/queue?state=all&decision={MANY}")
    expect(page.locator("#found [data-row]")).to_have_count(9)
    page.locator("#text").press_sequentially(text, delay=5)
    expect(page.locator("#found [data-row]")).to_have_count(numbers)
    surfer.close()
    assert surfer.faults == []


@pytest.mark.parametrize("steps", [[LIMITS.idle_s + 1], [LIMITS.idle_s - 1] * 6 + [10]], ids=["idle", "all"])
def test_a_session_that_ends_leads_to_the_login_and_back_with_all_that_was_typed(
    steps: list[int], browser: Browser, folder: Path
) -> None:
    with serving(folder, limits=LIMITS) as address:
        surfer = Surfer(browser, address, name=None)
        with time_machine.travel(SERVED_ON, tick=True) as clock:
            surfer.login("reviewer")
            page = surfer.open(f"{one(3)}?decision={MANY}")
            page.locator("#edit summary").click()
            page.locator("[name=set_fee]").fill("12.000 đồng")
            page.locator("[name=reason]").fill("theo biểu phí mới")
            for seconds in steps[:-1]:
                clock.shift(seconds)
                assert surfer.context.request.get(f"{address}/account", max_redirects=0).status == 200
            clock.shift(steps[-1])
            page.locator("button[value=accept]").click()
            page.wait_for_url("**/login?back=**")
            page.locator("[name=name]").fill("reviewer")
            page.locator("[name=password]").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{one(3)}?decision={MANY}")
            assert page.locator("[name=set_fee]").input_value() == "12.000 đồng"
            assert page.locator("[name=reason]").input_value() == "theo biểu phí mới"
            assert surfer.asked(one(3).replace("/items", "/proposals"))["state"] in ("pending", "undone")
            page.locator("button[value=accept]").click()
            page.wait_for_url("**done=**")
            judged = surfer.asked(one(3).replace("/items", "/proposals"))["judged"]
            assert (judged["edited"]["fields"]["fee"], judged["reason"]) == (
                "12.000 đồng",
                "theo biểu phí mới",
            )
            surfer.open(one(3)).locator("button[value=undo]").click()
            page.wait_for_load_state()
            assert page.locator("[name=reason]").input_value() == ""
        surfer.close()
    assert surfer.faults == []


@pytest.fixture
def stranger() -> Iterator[str]:
    """Another site, whose page sends a form or a script's request to the address in its query."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            target = self.path.partition("?to=")[2]
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            fields = "".join(
                f'<input name="{name}" value="{value}">'
                for name, value in (("verdict", "accept"), ("seen", "0"), ("language", "en"))
            )
            self.wfile.write(f'<form method="post" action="{target}">{fields}<button>x</button>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.2", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.2:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_another_sites_form_changes_nothing_even_with_a_session(
    browser: Browser, address: str, folder: Path, stranger: str
) -> None:
    surfer = Surfer(browser, address)
    with Workspace.open(folder) as workspace:
        before = workspace.db.table("judgements").count
    for path in (
        f"{one(5)}/verdict",
        f"{one(5)}/comment",
        "/language",
        f"/api/v1/proposals/{one(5)[7:]}/verdict",
    ):
        surfer.page.goto(f"{stranger}/?to={address}{path}")
        with surfer.page.expect_response(f"{address}{path}") as answer:
            surfer.page.get_by_role("button").click()
        assert answer.value.status == 403, path
    page = surfer.open("/queue")
    assert page.locator("html").get_attribute("lang") == "vi"
    surfer.close()
    with Workspace.open(folder) as workspace:
        assert workspace.db.table("judgements").count == before
        assert workspace.db.table("comments").count == 0


def test_the_language_is_switched_and_stays(browser: Browser, address: str) -> None:
    surfer = Surfer(browser, address, "viewer")
    page = surfer.open(one(4))
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.url == f"{address}{one(4)}"
    assert page.locator("html").get_attribute("lang") == "en"
    surfer.open("/queue")
    assert page.locator("h1").inner_text() == "To review"
    page.get_by_role("button", name="Tiếng Việt").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "vi"
    surfer.close()
    assert surfer.faults == []
