"""Proxies of the settings and of the environment; TLS through them is verified end to end."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from ingest.errors import UsageError
from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.hosts import refuse_own_network
from ingest.sources.proxies import proxy_for
from tests.ingest.sources.fake_portal import Handler, serving
from tests.ingest.sources.loopback import loopback
from tests.ingest.sources.test_client import certificate

VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with stamina.set_testing(True, attempts=1):
        yield


class Tunnel(socketserver.BaseRequestHandler):
    """A proxy that connects to this machine whatever host is asked for, or refuses."""

    def handle(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.request.recv(4_096)
        told = getattr(self.server, "told")  # noqa: B009 (the class of the server knows no list)
        told.append(head.decode().splitlines())
        if b"Proxy-Authorization" not in head:
            self.request.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        port = int(head.split()[1].rpartition(b":")[2])
        with socket.create_connection(("127.0.0.1", port)) as onward:
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pump, args=(onward, self.request))
            back.start()
            pump(self.request, onward)
            back.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def tunnel() -> Iterator[tuple[str, list[list[str]]]]:
    told: list[list[str]] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as server:
        setattr(server, "told", told)  # noqa: B010 (see Tunnel.handle)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", told
        finally:
            server.shutdown()
            thread.join()


def good(handler: Handler) -> bool:
    handler.send(b"[]", media_type="application/json")
    return True


def test_tls_goes_through_a_proxy_and_is_verified_end_to_end(tmp_path: Path) -> None:
    file = certificate(tmp_path / "cert.pem", 2)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with serving(tls=context) as portal, tunnel() as (proxy, told):
        portal.always = good
        url = portal.url.replace("http://127.0.0.1", "https://localhost")
        through = f"http://vanthu:b%40m@{proxy}"
        with Client(loopback(proxy=through, ca_file=file)) as client:
            assert client.get(url).body == b"[]"
        assert told[0][0] == f"CONNECT {url.removeprefix('https://')} HTTP/1.1"
        assert "Proxy-Authorization: Basic dmFudGh1OmJAbQ==" in told[0]
        with Client(loopback(proxy=through)) as client, pytest.raises(FetchError) as caught:
            client.get(url)
        assert caught.value.fault is Fault.TLS
        with Client(loopback(proxy=f"http://{proxy}")) as client, pytest.raises(FetchError) as caught:
            client.get(url)
        assert caught.value.fault is Fault.PROXY
        assert "407" in caught.value.sentence()


def test_the_environment_names_proxies_and_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_for("dichvucong.gov.vn", "environment") is None
    monkeypatch.setenv("https_proxy", "proxy.tinh.gov.vn:3128")
    monkeypatch.setenv("no_proxy", "csdl.dichvucong.gov.vn")
    assert proxy_for("dichvucong.gov.vn", "environment") == "http://proxy.tinh.gov.vn:3128"
    assert proxy_for("csdl.dichvucong.gov.vn", "environment") is None
    assert proxy_for("dichvucong.gov.vn", "none") is None
    assert proxy_for("dichvucong.gov.vn", "http://khac:8080") == "http://khac:8080"


@pytest.mark.parametrize("address", ["socks5://a:1", "http://", "ftp://u:matkhau@a"])
def test_what_is_no_proxy_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        proxy_for("dichvucong.gov.vn", address)
    assert "matkhau" not in str(caught.value)


def test_a_name_of_the_own_network_is_refused_before_the_proxy_is_asked() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    refuse_own_network("a.gov.vn", lambda _host, _port: ["203.162.0.11"])
    refuse_own_network("a.gov.vn", unknown)
    with pytest.raises(FetchError) as caught:
        refuse_own_network("a.gov.vn", lambda _host, _port: ["203.162.0.11", "10.0.0.1"])
    assert caught.value.fault is Fault.FORBIDDEN_ADDRESS
