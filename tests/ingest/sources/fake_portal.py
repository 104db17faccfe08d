"""A national portal of both generations on loopback: real HTTP, invented decisions, bad manners on demand.

Its answers are shaped exactly as the saved ones: bare arrays of text values from the old gateway, the
decision's page with its table and script, the envelope and cursor of the new API.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ingest.sources.fake_procedures import Files, ident_of

_NAMES = ("Thái Nguyên", "Thanh Hóa", "Quảng Ngãi", "Cà Mau", "Điện Biên", "Lào Cai", "Sơn La", "Nghệ An",
          "Hà Tĩnh", "Gia Lai", "Đắk Lắk", "An Giang")  # fmt: skip
PROVINCES = tuple(f"UBND tỉnh {name}" for name in _NAMES)
LISTS = {
    "get_procedures_by_dp_id_service_v2": "new",
    "get_modified_procedures_by_dp_id_service_v2": "amended",
    "get_rescinded_procedures_by_dp_id_service_v2": "repealed",
}
PAGE = """<!DOCTYPE html><html lang="vi"><head><title>Cổng Dịch vụ c&ocirc;ng Quốc gia</title></head><body>
<ul id="list-dropdown"></ul></body></html>
<html><head></head><body><h2 class="main-title">Số quyết định: {number}</h2><div class="tab-content">
<div id="qdcb" class="tab-pane active"><table class="table-info-row"><tbody>
<tr><td class="key">Số quyết định</td><td class="value">{number}</td></tr>
<tr><td class="key">Tr&iacute;ch yếu</td><td class="value">{title}</td></tr>
<tr><td class="key">Ng&agrave;y quyết định</td><td class="value">{day}</td></tr>
<tr><td class="key">Lĩnh vực</td><td id="content-fields" class="value"></td></tr>
<tr><td class="key">File d&iacute;nh k&egrave;m</td><td id="content-attachments" class="value"></td></tr>
<tr><td class="key">Cơ quan ban h&agrave;nh</td><td class="value">{agency}</td></tr>
</tbody></table></div></div><script>function formatAttachments() {{
        var str = '{attachments}';//$("#content-attachments").html();
        var objList = JSON.parse(str);
}}</script></body></html>"""
REJECTED = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"
)


@dataclass
class Posted:
    """A decision on the portal; `lists` are the names typed in, `file` its attachment."""

    id: int
    number: str
    title: str
    signed: date
    agency: str
    agency_id: str = "6369"
    uploaded: date | None = None
    file: bytes | None = None
    file_name: str = "qd_signed.html"
    fields: tuple[str, ...] = ("Thủy lợi",)
    lists: dict[str, list[str]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return f"{self.id:016x}"

    def row(self, amount: int, position: int) -> dict[str, str]:
        """The record of the list."""
        return {
            "ID": str(self.id),
            "CODE": self.number,
            "NAME": self.title,
            "PUBLISHING_DATE": f"{self.signed:%d-%m-%Y}",
            "AGENCY_NAME": self.agency,
            "AGENCY_ID": self.agency_id,
            "AMOUNT": str(amount),
            "ROW_STT": str(position),
        }


Misbehaviour = Callable[["Handler"], bool]
"""Answers a request badly and returns True, or returns False: then the portal answers as it should."""


class Portal:
    """What the portal holds, what it was asked, and how the next requests are treated badly.

    `rest`, `page` and `api` answer for the old gateway, the decisions' pages and the new API; a test may put
    answers of its own in their place.
    """

    def __init__(self, decisions: list[Posted]) -> None:
        self.decisions = decisions
        self.procedures: list[dict[str, Any]] = []
        self.details: dict[str, dict[str, Any]] = {}
        self.departments: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.answered: Counter[str] = Counter()
        self.misbehave: deque[Misbehaviour | None] = deque()
        self.always: Misbehaviour | None = None
        self.renamed: dict[str, str] = {}
        self.ranges: list[str | None] = []
        self.files = Files()
        self.robots: str | None = None
        self.robots_asked = 0
        self.url = ""
        self.rest: Callable[[dict[str, Any]], list[dict[str, str]]] = self._rest
        self.page: Callable[[int], str] = self._page
        self.api: Callable[[str, dict[str, Any]], dict[str, Any]] = self._api

    def toml(self, **more: object) -> str:
        """A workspace's sources.toml that leads here."""
        lines = [f"{name} = {json.dumps(value)}" for name, value in more.items()]
        return "\n".join(
            [
                "[source.dvcqg]",
                'hosts = ["127.0.0.1"]',
                f'rest = "{self.url}/jsp/rest.jsp"',
                f'page = "{self.url}/p/home/chi-tiet.html"',
                f'files = "{self.url}/web/jsp/download_file.jsp"',
                f'procedure_page = "{self.url}/p/home/thu-tuc.html"',
                f'list_export = "{self.url}/jsp/tthc/export/export_exel_list_tthc.jsp"',
                f'card_export = "{self.url}/jsp/tthc/export/export_word_detail_tthc.jsp"',
                "list_minimum = 1",
                *(["minimum = 1"] if "minimum" not in more else []),
                *lines,
                "[source.dvcqg-api]",
                'hosts = ["127.0.0.1"]',
                f'procedures = "{self.url}/api/v1/list"',
                f'procedure = "{self.url}/api/v1/detail"',
                f'agencies = "{self.url}/api/v1/agencies"',
                f'files = "{self.url}/api/v1/preview-attachment"',
                f'card_export = "{self.url}/api/v1/export-pdf"',
                "list_minimum = 1",
                "minimum = 1",
            ]
        )

    def _rest(self, params: dict[str, Any]) -> list[dict[str, str]]:
        """The records of a service of the old gateway."""
        service = params["service"]
        ordered = sorted(self.decisions, key=lambda one: (one.signed, one.id), reverse=True)
        if service == "decision_publishment_advanced_search_service_v2":
            start = (params["pageIndex"] - 1) * params["recordPerPage"]
            rows = ordered[start : start + params["recordPerPage"]]
            return [self._renamed(one.row(len(ordered), n)) for n, one in enumerate(rows, start + 1)]
        if service == "get_fields_by_dp_id_services_v2":
            return [{"ID": "256", "NAME": name} for name in self._of(params["id"]).fields]
        if service in LISTS:
            names = self._of(params["id"]).lists.get(LISTS[service], [])
            start = (params["pageIndex"] - 1) * params["recordPerPage"]
            return [
                {
                    "ID": ident_of(name),
                    "PROCEDURE_NAME": name,
                    "PUBLISHED_AGENCY": self._of(params["id"]).agency,
                    "PUBLISHED_AGENCY_ID": "383348",
                    "AMOUNT": str(len(names)),
                    "ROW_STT": str(n),
                }
                for n, name in enumerate(names, 1)
            ][start : start + params["recordPerPage"]]
        if service == "get_url_downfile":
            return [{"URL_DOWNLOAD": f"{self.url}/web/jsp/download_file.jsp"}]
        return self.files.answer(service, params) or []

    def _page(self, ident: int) -> str:
        """A decision's page."""
        one = self._of(ident)
        attached = []
        if one.file is not None:
            stored = f"{one.uploaded:%Y/%m/%d}/{one.code}.html" if one.uploaded else f"{one.code}.html"
            attached = [{"tenTep": one.file_name, "code": one.code, "tepDinhKemId": stored}]
        return PAGE.format(
            number=escape(one.number),
            title=escape(one.title),
            day=f"{one.signed:%d-%m-%Y}",
            agency=escape(one.agency),
            attachments=json.dumps(attached, separators=(",", ":")),
        )

    def file(self, code: str) -> bytes | None:
        """The bytes of an attachment; None where no decision has it."""
        return next((one.file for one in self.decisions if one.id == int(code, 16)), None)

    def _api(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        """The answer of the new API."""
        if path.endswith("/detail"):
            return {"code": "OK", "data": self.details[content["id"]]}
        if path.endswith("/agencies"):
            rows = [{"id": name, "name": name, "code": "G10", "level": "level_1", "hasChild": True}
                    for name in self.departments.get(content["type"], ())]  # fmt: skip
            return {"code": "OK", "data": {"rows": rows if not content["lastId"] else [], "lastId": ""}}
        found = [one for one in self.procedures if content.get("q", "") in one["code"]]
        ids = [one["id"] for one in found]
        start = ids.index(content["lastId"]) + 1 if content["lastId"] else 0
        rows = found[start : start + content["limit"]]
        last = rows[-1]["id"] if rows else content["lastId"]
        return {"code": "OK", "data": {"items": rows, "lastId": last, "total": len(ids)}}

    def _of(self, ident: int) -> Posted:
        return next(one for one in self.decisions if one.id == ident)

    def _renamed(self, row: dict[str, str]) -> dict[str, str]:
        return {self.renamed.get(name, name): value for name, value in row.items()}


class Handler(BaseHTTPRequestHandler):
    """One request; the portal is an attribute of the server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def portal(self) -> Portal:
        portal = getattr(self.server, "portal")  # noqa: B009 (the class of the server knows no portal)
        assert isinstance(portal, Portal)
        return portal

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the server's own name)
        """No lines on stderr."""

    def do_GET(self) -> None:
        self._handle("")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def send(self, body: bytes, status: int = 200, media_type: str = "text/html", **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        sent = {"Content-Type": media_type, "Content-Length": str(len(body))}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def cut(self) -> None:
        """End the connection here."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def _handle(self, body: str) -> None:
        if self.path == "/robots.txt":
            self.portal.robots_asked += 1
            known = self.portal.robots is not None
            self.send((self.portal.robots or "").encode(), 200 if known else 404, "text/plain")
            return
        asked = f"{self.command} {self.path} {body}"
        self.portal.asked.append(asked)
        bad = self.portal.misbehave.popleft() if self.portal.misbehave else self.portal.always
        if bad is None or not bad(self):
            self._answer(body)
            self.portal.answered[asked] += 1

    def _answer(self, body: str) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/jsp/rest.jsp":
            rows = self.portal.rest(json.loads(parse_qs(body)["params"][0]))
            self.send(json.dumps(rows, ensure_ascii=False).encode(), media_type="application/json")
        elif parts.path.endswith("chi-tiet.html"):
            self.send(self.portal.page(int(query["ma_quyet_dinh"])).encode())
        elif parts.path.endswith("download_file.jsp"):
            self._answer_file(self.portal.file(query["ma"]) or b"form")
        elif parts.path.endswith("thu-tuc.html"):
            card = self.portal.files.card(query["ma_thu_tuc"])
            self.send((card or "<html>Not found</html>").encode(), 200 if card else 404)
        elif parts.path.endswith("export_exel_list_tthc.jsp"):
            self._answer_file(self.portal.files.workbook(query))
        elif parts.path.endswith("export_word_detail_tthc.jsp"):
            self._answer_file(b"PK\x03\x04 " + query["maTTHC"].encode())
        elif parts.path.endswith(("/preview-attachment", "/export-pdf")):
            self._answer_file(b"%PDF-1.7 " + body.encode())
        elif parts.path.startswith("/api/v1/"):
            told = self.portal.api(parts.path, json.loads(body))
            self.send(json.dumps(told, ensure_ascii=False).encode(), 201, "application/json")
        else:
            self.send(b"<html>Not found</html>", 404)

    def _answer_file(self, content: bytes) -> None:
        wanted = self.headers.get("Range")
        self.portal.ranges.append(wanted)
        if wanted and self.headers.get("If-Range") == '"v1"':
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            told = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.send(content[start:], 206, "application/octet-stream", ETag='"v1"', Content_Range=told)
            return
        self.send(content, media_type="application/octet-stream", ETag='"v1"')


def status(code: int, **headers: str) -> Misbehaviour:
    """Answers with a status."""

    def bad(handler: Handler) -> bool:
        handler.send(b"", code, **headers)
        return True

    return bad


def instead(body: bytes, media_type: str = "text/html", code: int = 200, **headers: str) -> Misbehaviour:
    """Answers with other content."""

    def bad(handler: Handler) -> bool:
        handler.send(body, code, media_type, **headers)
        return True

    return bad


def cut(handler: Handler) -> bool:
    """Breaks the connection without an answer."""
    handler.cut()
    return True


def half(content: bytes, **headers: str) -> Misbehaviour:
    """Tells the whole length and sends half."""

    def bad(handler: Handler) -> bool:
        handler.send_response(200)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])
        handler.cut()
        return True

    return bad


@contextmanager
def serving(decisions: list[Posted] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Portal]:
    """A portal that answers on loopback until the block ends."""
    portal = Portal(decisions or [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    setattr(server, "portal", portal)  # noqa: B010 (see Handler.portal)
    portal.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def provincial(count: int, first_day: date, first_id: int = 1) -> list[Posted]:
    """So many provincial decisions, forty to a day."""
    return [
        Posted(
            first_id + n,
            f"{n % 4_000 + 1}/QĐ-UBND",
            f"Về việc công bố Danh mục thủ tục hành chính số {n}",
            first_day + timedelta(days=n // 40),
            PROVINCES[n % len(PROVINCES)],
            str(370_000 + n % len(PROVINCES)),
        )
        for n in range(count)
    ]
