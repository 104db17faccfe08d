from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from tests.catalogue.judging_cases import filled, publish
from tests.catalogue.making import item
from tests.catalogue.review.opening import DOCUMENT, PASSWORD, Person, add_people

CHROMIUM = which("chromium") or which("chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ENTRIES = [
    (f"1.{number:06d}", f"Cấp giấy phép hoạt động loại {number}", "Du lịch") for number in range(10, 25)
]

pytestmark = pytest.mark.slow


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The page as it is served, with accounts and fifteen proposals."""
    import uvicorn

    with filled(tmp_path, ENTRIES) as workspace:
        publish(
            workspace,
            *(item(name=name, code=code, fee="1 đồng") for code, name, _ in ENTRIES),
            sha256=DOCUMENT,
        )
    add_people(workspace.folder)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = Person(workspace.folder, port=port).app
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def test_the_whole_review_is_possible_without_a_mouse(address: str) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/queue")
        page.keyboard.type("reviewer")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/queue")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/items/*")
        for key in ("Enter", "x", "u", "Enter", "Enter", "x", "Enter", "u", "Enter", "x"):
            here = page.url
            page.keyboard.press(key)
            page.wait_for_url(lambda url, here=here: url.partition("?")[0] != here.partition("?")[0])
        page.keyboard.press("z")
        page.wait_for_url(lambda url: "done=" not in url)
        states = [
            row["state"]
            for row in page.request.get(f"{address}/api/v1/proposals?state=all").json()["proposals"]
        ]
        page.keyboard.press("?")
        assert page.locator("dialog#help").is_visible()
        browser.close()
    counted = {state: states.count(state) for state in set(states)}
    assert counted == {"accepted": 5, "rejected": 2, "unsure": 2, "undone": 1, "pending": 5}
    assert faults == []
