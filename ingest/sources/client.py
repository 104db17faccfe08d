"""The client with manners: the only place from where the network is spoken to.

One connection to a host, a pause between two requests, robots.txt respected, retries with growing waits that
honour Retry-After, time and size limits, redirects only among the hosts that the source names, TLS always
verified, no address of the own network. Downloads that broke off are taken up where they stopped, where the
server can; what did not change is not sent again.
"""

from __future__ import annotations

import json
import logging
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any, TypeVar

import httpcore
import httpx
import stamina

from ingest.sources.answers import beginning, is_unchanged, media_type, part_told, retry_after
from ingest.sources.faults import PASSING, Fault, FetchError
from ingest.sources.hosts import GuardedBackend, refuse_own_network
from ingest.sources.keeping import NOT_TOLD, InMemory, Shelf, Validators
from ingest.sources.pace import Pace
from ingest.sources.proxies import NONE, proxy_for
from ingest.sources.robots import Robots
from ingest.sources.transport import connected, trusted

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_CHALLENGE_WITHIN = 50_000
_WORD = frozenset({".doc"})
"""Offices save web pages under Word's ending, and Word opens them."""
_LOGIN = re.compile(rb"""<input\b[^>]*\btype\s*=\s*["']?password""", re.IGNORECASE)
_PAGES = frozenset({".html", ".htm", ".xml", ".txt", ".md"})

logging.getLogger("stamina").addHandler(logging.NullHandler())  # a retry is no news for people

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a source is spoken to. Times in seconds, sizes in bytes of what arrives unpacked.

    `hosts` may be redirected to; `pause` lies between two requests; `timeout` is for connecting and for each
    piece, `longest` for a whole answer; `longest_wait` the most that a server may ask us to wait. `ca_file`
    replaces the system's certificate authorities. `challenge`: words of pages that ask for a human.
    `robots`: whether robots.txt is respected. `proxy`: "none", "environment" or an address. `private` allows
    addresses of the own network.
    """

    hosts: frozenset[str]
    pause: float = 1.0
    timeout: float = 30.0
    longest: float = 300.0
    attempts: int = 5
    first_wait: float = 2.0
    longest_wait: float = 300.0
    redirects: int = 5
    answer_bytes: int = 20_000_000
    file_bytes: int = 100_000_000
    ca_file: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    challenge: tuple[str, ...] = ()
    robots: bool = True
    proxy: str = NONE
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: unpacked bytes, media type, the address it came from in the end, its validators.

    `unchanged`: the server says that nothing changed since the validators it was asked with; no body came.
    """

    body: bytes
    media_type: str
    url: str
    validators: Validators = NOT_TOLD
    unchanged: bool = False

    def json(self, where: str) -> Any:
        """The JSON value of the body; FetchError NOT_JSON."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise FetchError(Fault.NOT_JSON, where, begins=beginning(self.body)) from error


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was loaded down: SHA-256, size in bytes, media type as the server tells it."""

    sha256: str
    size: int
    media_type: str
    validators: Validators = NOT_TOLD


class Client:
    """Asks one source's hosts. Use as a context manager; `requests` counts what was sent."""

    def __init__(
        self,
        manners: Manners,
        pace: Pace | None = None,
        backend: httpcore.NetworkBackend | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.manners = manners
        self.requests = 0
        self.shelf = shelf or InMemory()
        self._pace = pace or Pace()
        self._robots = Robots(self.shelf, self._robots_text) if manners.robots else None
        found = {host: proxy_for(host, manners.proxy) for host in manners.hosts}
        proxies = {host: proxy for host, proxy in found.items() if proxy}
        self._unseen = set(proxies)
        direct, through = connected(
            trusted(manners.ca_file), backend or GuardedBackend(private=manners.private), proxies
        )
        self._client = httpx.Client(
            transport=direct,
            mounts=through,
            timeout=manners.timeout,
            headers={"Accept-Encoding": "gzip, deflate", **manners.headers},
            trust_env=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, known: Validators | None = None) -> Answer:
        """The answer to GET; asked with the validators of a former one, it may be `unchanged`. FetchError."""
        headers = known.conditions() if known else {}
        return self._retrying(lambda: self._answer("GET", url, headers=headers))

    def ask_json(self, url: str, **content: Any) -> Any:
        """The JSON answer to POST with `data` (a form) or `json`; FetchError."""
        return self._retrying(lambda: self._answer("POST", url, **content).json(url))

    def download(self, url: str, target: Path, **content: Any) -> Download:
        """Load a file down to `target`, which appears whole or not at all; by POST where there is `json`.

        What came before a connection broke, or of a file that comes in parts, is kept beside it and
        completed, also by a later run. A page in place of a file, whatever the server calls it, is
        WRONG_TYPE; the target's name says what is awaited. FetchError.
        """
        loaded = self.download_changed(url, target, None, **content)
        assert loaded, "without validators there is always an answer"
        return loaded

    def download_changed(
        self, url: str, target: Path, known: Validators | None, **content: Any
    ) -> Download | None:
        """The same; None where nothing changed since these validators."""
        target.parent.mkdir(parents=True, exist_ok=True)
        return self._retrying(lambda: self._download(url, target, known, **content))

    def _retrying(self, ask: Callable[[], T]) -> T:
        """Ask until it succeeds, the attempts are used up, or the fault is not a passing one."""
        manners = self.manners

        def again(error: Exception) -> bool | float:
            if not isinstance(error, FetchError) or error.fault not in PASSING:
                return False
            if error.wait is None:
                return True
            return error.wait <= manners.longest_wait and max(error.wait, manners.pause)

        for attempt in stamina.retry_context(
            on=again, attempts=manners.attempts, timeout=None, wait_initial=manners.first_wait, wait_max=60.0
        ):
            with attempt:
                return ask()
        raise AssertionError("the last attempt returns or raises")

    def _robots_text(self, url: str) -> str | None:
        """A host's robots.txt; None where it has none. FetchError where the host cannot be reached."""
        try:
            answer = self._retrying(lambda: self._answer("GET", url, free=True))
        except FetchError as error:
            if error.fault in PASSING | {Fault.TLS, Fault.FORBIDDEN_ADDRESS, Fault.PROXY}:
                raise
            return None
        return answer.body.decode("utf-8", "replace")

    def _answer(self, method: str, url: str, *, free: bool = False, **content: Any) -> Answer:
        with self._response(method, url, free=free, **content) as response:
            if is_unchanged(response, content.get("headers")):
                return Answer(b"", "", str(response.url), Validators.of(response), unchanged=True)
            body = b"".join(self._pieces(response, self.manners.answer_bytes))
            self._refuse_challenge(body, url)
            self._refuse_status(response, url)
            return Answer(body, media_type(response), str(response.url), Validators.of(response))

    def _download(self, url: str, target: Path, known: Validators | None, **content: Any) -> Download | None:
        part = target.with_name(f".{target.name}.part")
        tag_file = part.with_suffix(".tag")
        headers = {"Accept-Encoding": "identity", **(known.conditions() if known else {})}
        had = part.stat().st_size if part.exists() and tag_file.exists() else 0
        if had:
            headers |= {"Range": f"bytes={had}-", "If-Range": tag_file.read_text("utf-8")}
        with self._response("POST" if content else "GET", url, headers=headers, **content) as response:
            if is_unchanged(response, headers):
                return None
            if response.status_code == 416 and had:
                part.unlink()
                raise FetchError(Fault.TRUNCATED, url)
            if not response.is_success:
                self._refuse_challenge(b"".join(self._pieces(response, self.manners.answer_bytes)), url)
                self._refuse_status(response, url)
            had, whole = self._continued(response, had, part)
            validators, kind = Validators.of(response), media_type(response)
            tag_file.unlink(missing_ok=True)
            if validators.strong:
                tag_file.write_text(validators.strong, "utf-8")
            with part.open("ab" if had else "wb") as out:
                for piece in self._pieces(response, self.manners.file_bytes, had):
                    out.write(piece)
        if whole is not None and part.stat().st_size != whole:
            raise FetchError(Fault.TRUNCATED, url)
        self._refuse_page(url, part, tag_file, target, kind)
        with part.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        size = part.stat().st_size
        part.replace(target)
        tag_file.unlink(missing_ok=True)
        return Download(sha256, size, kind, validators)

    @staticmethod
    def _continued(response: httpx.Response, had: int, part: Path) -> tuple[int, int | None]:
        """How much of what is had goes before this answer, and how large the whole is, where that is told.

        FetchError where the answer is a part that does not join to it.
        """
        if response.status_code != 206:
            return 0, None
        told = part_told(response)
        if told is None or told[0] != had:
            part.unlink(missing_ok=True)
            raise FetchError(Fault.TRUNCATED, str(response.url))
        return had, told[2]

    def _refuse_page(self, url: str, part: Path, tag_file: Path, target: Path, kind: str) -> None:
        """FetchError where a page came in place of a file; what came of it is thrown away."""
        with part.open("rb") as file:
            head = file.read(_CHALLENGE_WITHIN)
        if head.lstrip()[:1] != b"<":
            return
        ending = target.suffix.lower()
        awaited = ending in _PAGES or (ending in _WORD and not _LOGIN.search(head))
        try:
            self._refuse_challenge(head, url)
            if not awaited:
                raise FetchError(Fault.WRONG_TYPE, url, media_type=kind or "HTML")
        except FetchError:
            part.unlink()
            tag_file.unlink(missing_ok=True)
            raise

    @contextmanager
    def _response(
        self, method: str, url: str, *, free: bool = False, **content: Any
    ) -> Iterator[httpx.Response]:
        """The first answer that is no redirect, its body still to be read; network errors as faults.

        `free`: robots.txt itself may always be asked for.
        """
        for _ in range(self.manners.redirects + 1):
            host = self._allowed(url)
            self._pace.wait(host, self.manners.pause if free else self._pause(url))
            self.requests += 1
            try:
                with _told(url), self._client.stream(method, url, **content) as response:
                    onward = response.headers.get("location")
                    if response.status_code not in _REDIRECTS or not onward:
                        yield response
                        return
                    url = str(response.url.join(onward))
                    if response.status_code not in {307, 308}:
                        method, content = "GET", {"headers": content.get("headers")}
            finally:
                self._pace.ended(host)
        raise FetchError(Fault.REDIRECT, url, target=url)

    def _allowed(self, url: str) -> str:
        """The host of an address that may be asked; else FetchError."""
        try:
            parts = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise FetchError(Fault.REDIRECT, url, target=url) from error
        named, secure = parts.host in self.manners.hosts, parts.scheme == "https"
        if named and parts.scheme == "http" and not self.manners.private:
            raise FetchError(Fault.INSECURE, url, scheme=parts.scheme)
        if not named or not (secure or (self.manners.private and parts.scheme == "http")):
            raise FetchError(Fault.REDIRECT, url, target=f"{parts.scheme}://{parts.host}")
        if parts.host in self._unseen and not self.manners.private:
            refuse_own_network(parts.host)
            self._unseen.discard(parts.host)
        return parts.host

    def _pause(self, url: str) -> float:
        """Seconds to leave before this address; FetchError where the host's robots.txt forbids it."""
        if self._robots is None:
            return self.manners.pause
        parts = httpx.URL(url)
        origin = f"{parts.scheme}://{parts.netloc.decode('ascii')}"
        if not self._robots.allows(origin, url):
            raise FetchError(Fault.ROBOTS, url)
        return max(self.manners.pause, min(self._robots.pause(origin), self.manners.longest_wait))

    def _pieces(self, response: httpx.Response, limit: int, had: int = 0) -> Iterator[bytes]:
        """The unpacked body in pieces, never more than the limit nor for longer than the longest time."""
        url = str(response.url)
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise FetchError(Fault.ENCODING, url, encoding=encoding)
        begun, size = self._pace.clock(), had
        for piece in response.iter_bytes():
            size += len(piece)
            if size > limit:
                raise FetchError(Fault.TOO_LARGE, url, limit=limit)
            if self._pace.clock() - begun > self.manners.longest:
                raise FetchError(Fault.TIMEOUT, url)
            yield piece

    def _refuse_challenge(self, body: bytes, url: str) -> None:
        if body.lstrip()[:1] == b"<":
            text = body[:_CHALLENGE_WITHIN].decode("utf-8", "replace").lower()
            word = next((word for word in self.manners.challenge if word.lower() in text), None)
            if word:
                raise FetchError(Fault.CHALLENGE, url, word=word)

    @staticmethod
    def _refuse_status(response: httpx.Response, url: str) -> None:
        status = response.status_code
        if status in _BUSY:
            raise FetchError(Fault.BUSY, url, wait=retry_after(response), status=status)
        if status in _GONE:
            raise FetchError(Fault.NOT_FOUND, url, status=status)
        if not response.is_success:
            raise FetchError(Fault.STATUS, url, status=status)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Network errors as faults of the closed list."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise FetchError(Fault.TIMEOUT, url) from error
    except httpx.DecodingError as error:
        raise FetchError(Fault.ENCODING, url, encoding="gzip") from error
    except (httpx.ReadError, httpx.RemoteProtocolError) as error:
        raise FetchError(Fault.TRUNCATED, url) from error
    except httpx.ProxyError as error:
        raise FetchError(Fault.PROXY, url, detail=error) from error
    except httpx.TransportError as error:
        if _of_certificate(error):
            raise FetchError(Fault.TLS, url, detail=error) from error
        raise FetchError(Fault.CONNECTION, url, detail=error) from error
    except httpx.InvalidURL as error:
        raise FetchError(Fault.REDIRECT, url, target=url) from error


def _of_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
