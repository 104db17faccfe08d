"""Folders, mailboxes and lists of addresses."""

from __future__ import annotations

import os
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.folder import Folder
from ingest.sources.links import Links
from ingest.sources.mailbox import Mailbox, received_on
from ingest.sources.source import Head
from tests.ingest.sources.fake_portal import Handler, instead, serving
from tests.ingest.sources.loopback import loopback
from tests.ingest.sources.memory import Had


def settings(path: Path, *endings: str) -> dict[str, Any]:
    return {"path": str(path), "endings": list(endings), "quiet_s": 60}


def heads(folder: Folder) -> list[Head]:
    return [head for batch in folder.batches(None) for head in batch.heads]


def put(path: Path, content: bytes, age: float = 3_600.0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))


def test_a_folder_shows_what_lies_still(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", b"a")
    put(tmp_path / "con" / "B.PDF", b"b")
    put(tmp_path / "dang-quet.pdf", b"half", age=5.0)
    put(tmp_path / ".an.pdf", b"hidden")
    put(tmp_path / "~$a.docx", b"lock")
    put(tmp_path / "anh.exe", b"no document")
    folder = Folder("quet", settings(tmp_path, ".pdf", ".docx"), clock=lambda: 1_000_000.0)
    found = heads(folder)
    assert [head.id for head in found] == ["a.pdf", "con/B.PDF"]
    before = found[0].hash
    put(tmp_path / "a.pdf", b"other")
    assert heads(folder)[0].hash != before


def test_a_folder_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        heads(Folder("mat", settings(tmp_path / "khong-co")))
    assert caught.value.fault is Fault.NO_FOLDER


def mail(*received: str, day: str = "Mon, 8 Dec 2025 09:00:00 +0700") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "vanthu@example.org"
    message["Subject"] = "Quyết định công bố TTHC"
    message["Date"] = day
    for line in received:
        message["Received"] = line
    message.set_content("Kính gửi các sở.")
    message.add_attachment(
        b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="../../Quyết định 12.pdf"
    )
    return message


def test_a_mail_gives_its_attachments_and_the_day_it_came_in(tmp_path: Path) -> None:
    came = "from a by mx.example.org; Mon, 8 Dec 2025 18:30:00 +0000"
    sent = "from b by a; Mon, 8 Dec 2025 02:00:00 +0000"
    put(tmp_path / "thu" / "1.eml", mail(came, sent).as_bytes())
    box = Mailbox("hop-thu", settings(tmp_path / "thu", ".eml"), clock=lambda: 1_000_000.0)
    (head,) = heads(box)
    detail = box.detail(head, Had(tmp_path / "kho"))
    assert detail.received == date(2025, 12, 9)
    assert detail.proof == "Quyết định công bố TTHC (vanthu@example.org)"
    (file,) = detail.files
    path = Path(file.path)
    assert (path.parent, path.suffix, path.read_bytes()) == (tmp_path / "kho", ".pdf", b"%PDF-1.4 x")


def test_a_mail_without_received_lines_has_the_senders_day() -> None:
    assert received_on(mail()) == date(2025, 12, 8)
    assert received_on(mail(day="hôm qua")) is None


def test_pages_are_followed_to_their_documents(tmp_path: Path) -> None:
    page = (
        '<html><body><a href="/f/a.pdf#x">Quyết định 1</a><a href="/f/a.pdf">same</a>'
        '<a href="/about">no</a></body></html>'
    ).encode()

    def answer(handler: Handler) -> bool:
        if handler.path.endswith(".pdf"):
            handler.send(b"%PDF-1.4", media_type="application/pdf")
        else:
            handler.send(page)
        return True

    with serving() as portal, Client(loopback()) as client:
        portal.always = answer
        table = {
            "addresses": [f"{portal.url}/tin", f"{portal.url}/g/b.docx"],
            "endings": [".pdf", ".docx"],
        }
        links = Links("trang", table, client)
        batches = list(links.batches(None))
        assert [batch.cursor for batch in batches] == ["1", None]
        found = [head for batch in batches for head in batch.heads]
        assert [head.id.removeprefix(portal.url) for head in found] == ["/f/a.pdf", "/g/b.docx"]
        assert found[0].title == "Quyết định 1"
        (file,) = links.detail(found[0], Had(tmp_path)).files
        assert Path(file.path).read_bytes() == b"%PDF-1.4"
        portal.always = instead(b"<html>404: xin l\xe1\xbb\x97i</html>")
        with pytest.raises(FetchError) as caught:
            links.detail(found[1], Had(tmp_path))
        assert caught.value.fault is Fault.WRONG_TYPE
