"""Manners and strength: pauses, retries, limits, redirects, certificates, downloads taken up again."""

from __future__ import annotations

import gzip
import hashlib
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
import stamina
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from ingest.errors import UsageError
from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.hosts import GuardedBackend
from ingest.sources.opening import manners_of
from ingest.sources.settings import load_settings
from tests.ingest.sources.fake_portal import (
    Handler,
    Misbehaviour,
    Portal,
    cut,
    half,
    instead,
    serving,
    status,
)
from tests.ingest.sources.loopback import Clock, loopback


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=5, cap=True):
        yield


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving() as portal:
        yield portal


@pytest.fixture
def waits() -> Iterator[list[float]]:
    """How long each retry would have waited, in seconds."""
    told: list[float] = []

    def hook(details: RetryDetails) -> None:
        told.append(details.wait_for)

    set_on_retry_hooks([hook])
    yield told
    set_on_retry_hooks(None)


def fault_of(client: Client, url: str) -> Fault:
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value.fault


def good(handler: Handler) -> bool:
    handler.send(b"[]", media_type="application/json")
    return True


def test_a_second_lies_between_two_requests_to_a_host(portal: Portal) -> None:
    clock, moments = Clock(), []

    def answer(handler: Handler) -> bool:
        moments.append(clock.now)
        return good(handler)

    portal.always = answer
    with Client(loopback(pause=1.0), clock.pace()) as client:
        for _ in range(4):
            client.get(f"{portal.url}/x")
    assert [later - sooner for sooner, later in pairwise(moments)] == [1.0, 1.0, 1.0]


def test_one_connection_carries_all_requests(portal: Portal) -> None:
    sockets = set()

    def answer(handler: Handler) -> bool:
        sockets.add(handler.client_address)
        return good(handler)

    portal.always = answer
    with Client(loopback()) as client:
        for _ in range(5):
            client.get(f"{portal.url}/x")
    assert len(sockets) == 1


@pytest.mark.parametrize("passing", [status(503), status(429), status(500), cut, half(b"[]" * 50)])
def test_a_passing_fault_is_tried_again(portal: Portal, passing: Misbehaviour) -> None:
    portal.misbehave.extend([passing] * 4)
    portal.always = good
    with Client(loopback()) as client:
        assert client.get(f"{portal.url}/x").body == b"[]"
        assert client.requests == 5


@pytest.mark.parametrize(
    ("bad", "fault", "requests"),
    [
        (status(503), Fault.BUSY, 5),
        (status(404), Fault.NOT_FOUND, 1),
        (status(403), Fault.STATUS, 1),
        (instead(b"<html>Request Rejected</html>", code=403), Fault.CHALLENGE, 1),
        (instead(b'<!doctype html><div id="root"></div>'), Fault.CHALLENGE, 1),
        (cut, Fault.TRUNCATED, 5),
        (status(429, Retry_After="9999"), Fault.BUSY, 1),
        (instead(b"x" * 5_001), Fault.TOO_LARGE, 1),
        (instead(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip"), Fault.TOO_LARGE, 1),
        (instead(gzip.compress(gzip.compress(b"0")), Content_Encoding="gzip, gzip"), Fault.ENCODING, 1),
        (instead(b"not gzip", Content_Encoding="gzip"), Fault.ENCODING, 1),
    ],
)
def test_a_fault_that_stays_is_told(portal: Portal, bad: Misbehaviour, fault: Fault, requests: int) -> None:
    portal.always = bad
    with Client(loopback(answer_bytes=5_000)) as client:
        assert fault_of(client, f"{portal.url}/x") is fault
        assert client.requests == requests


def test_retry_after_is_honoured_in_seconds_and_as_a_date_by_the_servers_clock(
    portal: Portal, waits: list[float]
) -> None:
    stamina.set_testing(False)
    wrong_clock = datetime(2031, 5, 1, 12, tzinfo=UTC)
    until = format_datetime(wrong_clock + timedelta(seconds=1), usegmt=True)
    portal.misbehave.append(status(429, Retry_After="1"))

    def dated(handler: Handler) -> bool:
        handler.send_response_only(503)
        handler.send_header("Date", format_datetime(wrong_clock, usegmt=True))
        handler.send_header("Retry-After", until)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    portal.misbehave.append(dated)
    portal.always = good
    with Client(loopback(first_wait=0.0)) as client:
        client.get(f"{portal.url}/x")
    assert waits == [1.0, 1.0]


def test_html_in_place_of_json_is_told(portal: Portal) -> None:
    portal.always = instead(b"<p>Bao tri</p>")
    with Client(loopback()) as client, pytest.raises(FetchError) as caught:
        client.ask_json(f"{portal.url}/x", data={"params": "{}"})
    assert caught.value.fault is Fault.NOT_JSON
    assert "<p>Bao tri</p>" in caught.value.sentence()


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/x",
        "https://example.org/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
    ],
)
def test_redirects_stay_among_the_hosts_of_the_source(portal: Portal, target: str) -> None:
    portal.always = status(302, Location=target)
    with Client(loopback()) as client:
        assert fault_of(client, f"{portal.url}/x") is Fault.REDIRECT
        assert client.requests == 1


def test_a_loop_of_redirects_ends(portal: Portal) -> None:
    portal.always = status(301, Location="/x")
    with Client(loopback()) as client:
        assert fault_of(client, f"{portal.url}/x") is Fault.REDIRECT
        assert client.requests == 6


def test_five_redirects_are_followed(portal: Portal) -> None:
    portal.misbehave.extend([status(302, Location=f"/{n}") for n in range(5)])
    portal.always = good
    with Client(loopback()) as client:
        assert client.get(f"{portal.url}/x").url.endswith("/4")


def test_only_https_and_named_hosts_outside_of_tests(portal: Portal) -> None:
    with Client(loopback(private=False)) as client:
        assert fault_of(client, f"{portal.url}/x") is Fault.INSECURE
    assert portal.asked == []


def test_a_name_that_leads_into_the_own_network_is_not_connected_to(portal: Portal) -> None:
    backend = GuardedBackend(resolve=lambda _host, _port: ["93.184.216.34", "127.0.0.1"])
    with Client(loopback(), backend=backend) as client:
        assert fault_of(client, portal.url) is Fault.FORBIDDEN_ADDRESS
    assert portal.asked == []


def test_a_name_resolved_anew_is_checked_anew(portal: Portal) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) > 1 else ["192.0.2.1"]

    backend = GuardedBackend(resolve=rebinding)
    with Client(loopback(), backend=backend) as client:
        assert fault_of(client, portal.url) is Fault.FORBIDDEN_ADDRESS
        assert fault_of(client, portal.url) is Fault.FORBIDDEN_ADDRESS
    assert (len(asked), portal.asked) == (2, [])


def test_a_download_that_broke_off_is_taken_up_where_it_stopped(portal: Portal, tmp_path: Path) -> None:
    content = bytes(range(256)) * 1_000
    portal.misbehave.append(half(content, ETag='"v1"'))

    def file(handler: Handler) -> bool:
        handler._answer_file(content)
        return True

    portal.always = file
    with Client(loopback()) as client:
        loaded = client.download(f"{portal.url}/f", tmp_path / "a.bin")
    assert loaded.sha256 == hashlib.sha256(content).hexdigest()
    assert (tmp_path / "a.bin").read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["a.bin"]
    assert portal.ranges == [f"bytes={len(content) // 2}-"]


def test_a_broken_download_without_validators_begins_anew(portal: Portal, tmp_path: Path) -> None:
    content = bytes(range(256)) * 1_000
    portal.misbehave.append(half(content))
    portal.always = instead(content, "application/pdf")
    with Client(loopback()) as client:
        client.download(f"{portal.url}/f", tmp_path / "a.bin")
        assert client.requests == 2
    assert (tmp_path / "a.bin").read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["a.bin"]


def test_an_answer_longer_than_told_does_not_spill_into_the_next(portal: Portal) -> None:
    def short(handler: Handler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", "5")
        handler.end_headers()
        handler.wfile.write(b'[{"ID": "1"}]')
        return True

    portal.misbehave.append(short)
    portal.always = good
    with Client(loopback()) as client:
        assert client.ask_json(f"{portal.url}/x", json={}) == []
        assert client.requests == 3  # the piece is no JSON, the rest of it no answer, then all is well


def test_the_address_that_was_checked_is_the_one_connected_to(portal: Portal) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    portal.always = good
    backend = GuardedBackend(private=True, resolve=resolve)
    hosts = frozenset({"cong.invalid"})
    with Client(loopback(hosts=hosts), backend=backend) as client:
        url = portal.url.replace("127.0.0.1", "cong.invalid")
        assert client.get(f"{url}/x").body == b"[]"
    assert asked == ["cong.invalid"]


def test_a_file_of_authorities_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"khong-co\.pem"):
        Client(loopback(ca_file=tmp_path / "khong-co.pem"))
    own = tmp_path / "sources.toml"
    own.write_text('[source.dvcqg]\nca_file = "ca-tinh.pem"\n', "utf-8")
    assert manners_of(load_settings(own).sources["dvcqg"]).ca_file == tmp_path / "ca-tinh.pem"


def test_a_file_that_changed_meanwhile_is_loaded_anew(portal: Portal, tmp_path: Path) -> None:
    old, fresh = b"old" * 10_000, b"new" * 10_000
    portal.misbehave.append(half(old, ETag='"v0"'))

    def file(handler: Handler) -> bool:
        handler._answer_file(fresh)
        return True

    portal.always = file
    with Client(loopback()) as client:
        client.download(f"{portal.url}/f", tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == fresh


def test_a_download_is_never_larger_than_allowed(portal: Portal, tmp_path: Path) -> None:
    portal.always = instead(b"x" * 5_001)
    with Client(loopback(file_bytes=5_000)) as client, pytest.raises(FetchError) as caught:
        client.download(f"{portal.url}/f", tmp_path / "a.bin")
    assert caught.value.fault is Fault.TOO_LARGE
    assert not (tmp_path / "a.bin").exists()


@pytest.mark.parametrize("page", [b"<html>Khong tim thay</html>", b"<html>Request Rejected</html>"])
def test_a_page_in_place_of_a_file_is_no_file(portal: Portal, tmp_path: Path, page: bytes) -> None:
    portal.always = instead(page, "application/pdf")
    with Client(loopback()) as client, pytest.raises(FetchError) as caught:
        client.download(f"{portal.url}/f", tmp_path / "a.pdf")
    expected = Fault.CHALLENGE if b"Rejected" in page else Fault.WRONG_TYPE
    assert (caught.value.fault, list(tmp_path.iterdir())) == (expected, [])


def certificate(file: Path, days: float) -> Path:
    """A certificate of localhost that vouches for itself, and its key; good for days from yesterday on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(days=1)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + signed.public_bytes(pem))
    return file


@pytest.mark.parametrize(("days", "own"), [(2, Fault.TLS), (2, None), (0.5, Fault.TLS)])
def test_certificates_are_verified(tmp_path: Path, days: float, own: Fault | None) -> None:
    file = certificate(tmp_path / "cert.pem", days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    trusted = file if own is None or days < 1 else None
    with serving(tls=context) as portal, Client(loopback(ca_file=trusted)) as client:
        portal.always = good
        url = portal.url.replace("http://127.0.0.1", "https://localhost")
        if own:
            assert fault_of(client, url) is own
            assert (client.requests, portal.asked) == (1, [])
        else:
            assert client.get(url).body == b"[]"


def test_an_answer_that_drips_for_too_long_is_given_up(portal: Portal) -> None:
    clock, stop = Clock(), threading.Event()

    def drip(handler: Handler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not stop.is_set():
            handler.wfile.write(b"x")
            clock.now += 10
            stop.wait(0.01)
        return True

    portal.always = drip
    with Client(loopback(longest=100.0, attempts=1), clock.pace()) as client:
        assert fault_of(client, f"{portal.url}/x") is Fault.TIMEOUT
        stop.set()
