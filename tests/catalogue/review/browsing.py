"""The review page as it is served, and people who look at it in Chromium."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from subprocess import TimeoutExpired, run
from typing import TYPE_CHECKING, Any

import pytest

from tests.catalogue.review.opening import PASSWORD, Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

WIDTH, HEIGHT = 1366, 768
_PATIENCE_S = 20
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> str | None:
    """Where the system's Chromium lies; None where there is none, or a stub that only names its package."""
    for found in filter(None, map(which, ("chromium", "chromium-browser"))):
        try:
            told = run([found, "--version"], capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
        except (OSError, TimeoutExpired):
            continue
        if told.returncode == 0 and told.stdout.startswith("Chromium"):
            return found
    return None


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; the test is skipped where there is none that starts."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = program()
    if found is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        try:
            browser = started.chromium.launch(executable_path=found, args=list(_FLAGS))
        except playwright.Error as error:
            pytest.skip(f"{found} does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[str]:
    """Serve the review page of a workspace; its address."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = Person(folder, port=port, **settings).app
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server ended before it served"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


class Surfer:
    """One person's browser; `faults` are errors of the console, breaches of the page's policy and dialogs."""

    def __init__(self, browser: Browser, address: str, name: str | None = "reviewer", **context: Any) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, **context)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._asked_back)
        if name is not None:
            self.login(name)

    def login(self, name: str) -> None:
        """Log in without the form."""
        form: dict[str, str | float | bool] = {"name": name, "password": PASSWORD, "back": "/account"}
        assert self.context.request.post(f"{self.address}/login", form=form).ok

    def speak(self, language: str) -> None:
        """Choose the language of the page."""
        form: dict[str, str | float | bool] = {"language": language, "back": "/"}
        self.context.request.post(f"{self.address}/language", form=form, max_redirects=0)

    def send(self, address: str, **form: str | float | bool) -> None:
        """Send a form without opening its page."""
        answer = self.context.request.post(f"{self.address}{address}", form=form, max_redirects=0)
        assert answer.status == 303, answer.text()

    def open(self, address: str) -> Page:
        """Open an address of the page."""
        self.page.goto(f"{self.address}{address}")
        return self.page

    def press(self, *keys: str) -> None:
        """Press keys one after the other; a page that has just come first runs its scripts."""
        for key in keys:
            self.page.wait_for_load_state()
            self.page.keyboard.press(key)

    def asked(self, address: str) -> dict[str, Any]:
        """The page's facts for programs."""
        answer = self.context.request.get(f"{self.address}/api/v1{address}").json()
        assert isinstance(answer, dict)
        return answer

    def close(self) -> None:
        """Close the browser's window."""
        self.context.close()

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.faults.append(said.text)

    def _asked_back(self, dialog: Dialog) -> None:
        self.faults.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()
