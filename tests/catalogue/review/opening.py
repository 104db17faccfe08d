"""The review page opened on a small workspace, and people at work on it."""

from __future__ import annotations

import re
import warnings
from datetime import date
from pathlib import Path
from typing import Any

from httpx import Response

from catalogue.review.app import application
from catalogue.review.doors import House
from catalogue.review.settings import Settings
from catalogue.users import Role, add_user
from catalogue.users_sessions import Limits
from catalogue.workspace import Workspace
from extract.decision import Change
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, filled, publish
from tests.catalogue.making import item

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PASSWORD = "mat-khau-dai"
DAY = date(2025, 12, 1)
DOCUMENT = "a" * 64


def workspace_with_proposals(folder: Path, **facts: Any) -> Path:
    """A workspace with three proposals: an update, another update, a repeal."""
    with filled(folder) as workspace:
        publish(
            workspace,
            item(name=CARD[1], code=CARD[0], time_limit="3 ngày", **facts),
            item(name=HOTEL[1], code=HOTEL[0], fee="100.000 đồng"),
            item(Change.REPEALED, name=LICENCE[1], code=LICENCE[0]),
            sha256=DOCUMENT,
        )
        return workspace.folder


def add_people(folder: Path) -> None:
    """One account for each role, named like it; and a second reviewer."""
    with Workspace.open(folder) as workspace:
        for role in Role:
            add_user(workspace, role.value, role, PASSWORD)
        add_user(workspace, "second", Role.REVIEWER, PASSWORD)


def hidden(page: Response, name: str) -> str:
    """The value of the first hidden field of that name on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"no field {name}"
    return found[1]


class Person:
    """A browser of one person."""

    def __init__(self, folder: Path, limits: Limits | None = None, **settings: Any) -> None:
        made = Settings(folder, limits=limits or Limits(), **{"as_of": DAY, **settings})
        self.app = application(made)
        address = "http://127.0.0.1:8765"
        self.client = TestClient(
            self.app, base_url=address, follow_redirects=False, raise_server_exceptions=False
        )
        self.origin = {"origin": address}

    @property
    def house(self) -> House:
        """What the application's visits share."""
        house = self.app.state.house
        assert isinstance(house, House)
        return house

    def another(self) -> Person:
        """A browser of another person at the same page."""
        other = object.__new__(Person)
        other.app, other.origin = self.app, self.origin
        other.client = TestClient(
            self.app, base_url="http://127.0.0.1:8765", follow_redirects=False, raise_server_exceptions=False
        )
        return other

    def get(self, address: str, **facts: Any) -> Response:
        """Open an address."""
        answer = self.client.get(address, **facts)
        assert isinstance(answer, Response)
        return answer

    def post(self, address: str, **fields: Any) -> Response:
        """Send a form as the page's own browser does."""
        answer = self.client.post(address, data=fields, headers=self.origin)
        assert isinstance(answer, Response)
        self.house.follower.settle()
        return answer

    def login(self, name: str, password: str = PASSWORD) -> Response:
        """Log in."""
        return self.post("/login", name=name, password=password, back="/queue")

    def proposals(self, query: str = "") -> list[dict[str, Any]]:
        """The rows of the queue."""
        rows = self.get(f"/api/v1/proposals{query}").json()["proposals"]
        assert isinstance(rows, list)
        return rows
