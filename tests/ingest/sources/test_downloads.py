"""Downloads that come in parts, and answers about parts that were not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from tests.ingest.sources.fake_portal import Handler, Portal, instead, serving, status
from tests.ingest.sources.loopback import loopback


@pytest.fixture
def portal() -> Iterator[Portal]:
    with stamina.set_testing(True, attempts=3, cap=True), serving() as portal:
        yield portal


@pytest.mark.parametrize("told", ["bytes 0-9/1000", "bytes 10-19/20", "bytes */20", "items 0-9/10", ""])
def test_a_part_that_was_not_asked_for_is_no_file(portal: Portal, tmp_path: Path, told: str) -> None:
    portal.always = instead(b"0123456789", "application/pdf", 206, Content_Range=told)
    with Client(loopback()) as client, pytest.raises(FetchError) as caught:
        client.download(f"{portal.url}/f", tmp_path / "a.pdf")
    assert caught.value.fault is Fault.TRUNCATED
    assert not (tmp_path / "a.pdf").exists()


def test_a_file_that_comes_in_parts_is_put_together(portal: Portal, tmp_path: Path) -> None:
    content = bytes(range(30))

    def tenth(handler: Handler) -> bool:
        start = int((handler.headers["Range"] or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        told = f"bytes {start}-{start + 9}/{len(content)}"
        handler.send(content[start : start + 10], 206, "application/pdf", ETag='"v1"', Content_Range=told)
        return True

    portal.always = tenth
    with Client(loopback()) as client:
        client.download(f"{portal.url}/f", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == content


def test_a_part_from_elsewhere_in_the_file_is_not_joined(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / ".a.pdf.part").write_bytes(b"0123456789")
    (tmp_path / ".a.pdf.tag").write_text('"v1"')
    portal.misbehave.append(instead(b"abc", "application/pdf", 206, Content_Range="bytes 5-7/8", ETag='"v1"'))
    portal.always = instead(b"whole", "application/pdf")
    with Client(loopback()) as client:
        client.download(f"{portal.url}/f", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"


def test_a_range_refused_that_was_not_asked_for_is_a_refusal(portal: Portal, tmp_path: Path) -> None:
    portal.always = status(416)
    with Client(loopback()) as client, pytest.raises(FetchError) as caught:
        client.download(f"{portal.url}/f", tmp_path / "a.pdf")
    assert caught.value.fault is Fault.STATUS


def test_a_moment_to_come_again_that_is_no_number_is_none(portal: Portal) -> None:
    portal.always = status(503, Retry_After="\u00b2")
    with Client(loopback()) as client, pytest.raises(FetchError) as caught:
        client.get(f"{portal.url}/x")
    assert (caught.value.fault, caught.value.wait) == (Fault.BUSY, None)


def test_a_page_saved_as_a_word_file_is_one(portal: Portal, tmp_path: Path) -> None:
    portal.always = instead(b"<html><body>Quyet dinh</body></html>", "application/msword")
    with Client(loopback()) as client:
        client.download(f"{portal.url}/f", tmp_path / "a.doc")
    assert (tmp_path / "a.doc").read_bytes() == b"<html><body>Quyet dinh</body></html>"


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (b"<html>Request Rejected</html>", Fault.CHALLENGE),
        (b"<html><form><input name=p type='password'></form></html>", Fault.WRONG_TYPE),
    ],
)
def test_a_page_that_wants_a_human_is_no_word_file(
    portal: Portal, tmp_path: Path, page: bytes, fault: Fault
) -> None:
    portal.always = instead(page, "application/msword")
    with Client(loopback()) as client, pytest.raises(FetchError) as caught:
        client.download(f"{portal.url}/f", tmp_path / "a.doc")
    assert (caught.value.fault, list(tmp_path.iterdir())) == (fault, [])
