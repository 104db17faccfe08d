"""robots.txt is respected, read once a day, and set aside only with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import stamina

from ingest.sources.client import Client
from ingest.sources.faults import OF_ONE_ENTRY, Fault, FetchError
from ingest.sources.keeping import InMemory
from ingest.sources.opening import manners_of
from ingest.sources.robots import Robots
from ingest.sources.settings import load_settings
from tests.ingest.sources.fake_portal import Handler, Portal, serving, status
from tests.ingest.sources.loopback import Clock, loopback

RULES = """User-agent: *
Disallow: /

User-agent: congbo
Disallow: /jsp/
Crawl-delay: 5
"""


@pytest.fixture
def portal() -> Iterator[Portal]:
    def good(handler: Handler) -> bool:
        handler.send(b"[]", media_type="application/json")
        return True

    with stamina.set_testing(True, attempts=1), serving() as portal:
        portal.always = good
        yield portal


def test_a_forbidden_path_is_not_asked_for(portal: Portal) -> None:
    portal.robots = RULES
    with Client(loopback(robots=True)) as client:
        assert client.get(f"{portal.url}/p/x").body == b"[]"
        with pytest.raises(FetchError) as caught:
            client.get(f"{portal.url}/jsp/rest.jsp")
    assert caught.value.fault is Fault.ROBOTS
    assert "ignore_robots" in caught.value.sentence()
    assert caught.value.fault in OF_ONE_ENTRY
    assert [asked.split()[1] for asked in portal.asked] == ["/p/x"]


def test_a_redirect_to_a_forbidden_path_is_not_followed(portal: Portal) -> None:
    portal.robots = RULES
    portal.always = status(302, Location="/jsp/rest.jsp")
    with Client(loopback(robots=True)) as client, pytest.raises(FetchError) as caught:
        client.get(f"{portal.url}/p/x")
    assert (caught.value.fault, len(portal.asked)) == (Fault.ROBOTS, 1)


def test_the_wanted_delay_is_kept(portal: Portal) -> None:
    portal.robots = RULES
    clock = Clock()
    with Client(loopback(robots=True, pause=1.0), clock.pace()) as client:
        for _ in range(3):
            client.get(f"{portal.url}/p/x")
    assert clock.slept == [5.0, 5.0, 5.0]


@pytest.mark.parametrize("told", [None, "", "<!doctype html><div id='app'></div>", "\x00\x01"])
def test_a_host_without_rules_forbids_nothing(portal: Portal, told: str | None) -> None:
    portal.robots = told
    with Client(loopback(robots=True)) as client:
        assert client.get(f"{portal.url}/jsp/rest.jsp").body == b"[]"
    assert portal.robots_asked == 1


def test_it_is_read_once_per_host_and_day() -> None:
    shelf, asked = InMemory(), []
    today = [date(2025, 12, 8)]

    def ask(url: str) -> str:
        asked.append(url)
        return RULES

    for _ in range(2):
        robots = Robots(shelf, ask, lambda: today[0])
        assert not robots.allows("https://a.gov.vn", "https://a.gov.vn/jsp/x")
        assert robots.allows("https://a.gov.vn", "https://a.gov.vn/p")
    assert asked == ["https://a.gov.vn/robots.txt"]
    robots.allows("https://b.gov.vn", "https://b.gov.vn/p")
    today[0] = date(2025, 12, 9)
    robots.allows("https://a.gov.vn", "https://a.gov.vn/p")
    assert asked[1:] == ["https://b.gov.vn/robots.txt", "https://a.gov.vn/robots.txt"]


def test_an_administrator_may_set_it_aside_for_a_source_with_a_reason(tmp_path: Path) -> None:
    own = tmp_path / "sources.toml"
    own.write_text('[source.dvcqg]\nignore_robots = "Công văn 12/VPCP-KSTT"\n', "utf-8")
    sources = load_settings(own).sources
    assert manners_of(sources["dvcqg"]).robots is False
    assert sources["dvcqg"].ignores_robots == "Công văn 12/VPCP-KSTT"
    assert manners_of(sources["dvcqg-api"]).robots is True


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("\ufeffUser-agent: *\nDisallow: /\n", "/a", False),
        ("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf?x=1", True),
        ("User-agent: *\nDisallow: /\nAllow: /cong-khai/\n", "/cong-khai/a", True),
        ("User-agent: *\nAllow: /\nDisallow: /kin/\n", "/kin/a", False),
        ("User-agent: khac\nDisallow: /\n", "/a", True),
    ],
)
def test_rules_are_read_as_rfc_9309_says(text: str, path: str, *, allowed: bool) -> None:
    robots = Robots(InMemory(), lambda _: text)
    assert robots.allows("https://a.gov.vn", f"https://a.gov.vn{path}") is allowed
