"""Folders, mailboxes and lists of addresses."""

from __future__ import annotations

import mailbox
import os
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ingest.sources.faults import Fault, FetchError
from ingest.sources.folder import Folder
from ingest.sources.mailbox import Mailbox, received_on
from ingest.sources.source import Head
from tests.ingest.sources.memory import Had


def settings(path: Path, *endings: str) -> dict[str, Any]:
    attachments = [".pdf", ".docx", ".zip"]
    return {"path": str(path), "endings": list(endings), "quiet_s": 60, "attachments": attachments}


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


def test_an_archive_of_mails_gives_each_mail_once(tmp_path: Path) -> None:
    archive = tmp_path / "thu" / "hop-thu.mbox"
    archive.parent.mkdir()
    box = mailbox.mbox(archive)
    first = mail("from a by mx.example.org; Mon, 8 Dec 2025 18:30:00 +0000")
    second = mail("from a by mx.example.org; Tue, 9 Dec 2025 02:00:00 +0000")
    second.replace_header("Subject", "Văn bản thứ hai")
    for message in (first, second, first):
        box.add(message)
    box.close()
    os.utime(archive, (1_000_000 - 3_600, 1_000_000 - 3_600))
    source = Mailbox("hop-thu", settings(tmp_path / "thu", ".eml", ".mbox"), clock=lambda: 1_000_000.0)
    one, two = heads(source)
    assert (one.title, two.title) == ("Quyết định công bố TTHC", "Văn bản thứ hai")
    assert one.id.startswith("hop-thu.mbox#")
    detail = source.detail(two, Had(tmp_path / "kho"))
    assert (detail.received, detail.proof) == (date(2025, 12, 9), "Văn bản thứ hai (vanthu@example.org)")
    assert Path(detail.files[0].path).read_bytes() == b"%PDF-1.4 x"
    archive.write_bytes(b"")
    with pytest.raises(FetchError) as caught:
        source.detail(two, Had(tmp_path / "kho"))
    assert caught.value.fault is Fault.NOT_FOUND


def test_bundles_are_handed_on_forwarded_mails_opened_and_pictures_named(tmp_path: Path) -> None:
    inner = mail("from a by mx.example.org; Mon, 8 Dec 2025 01:00:00 +0000")
    outer = mail("from b by mx.example.org; Wed, 10 Dec 2025 01:00:00 +0000")
    outer.add_attachment(b"PK bundle", maintype="application", subtype="zip", filename="hồ sơ.zip")
    outer.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    outer.add_attachment(b"%PDF-1.4 y", maintype="application", subtype="pdf")
    outer.add_attachment(inner)
    put(tmp_path / "thu" / "1.eml", outer.as_bytes())
    box = Mailbox("hop-thu", settings(tmp_path / "thu", ".eml"), clock=lambda: 1_000_000.0)
    (head,) = heads(box)
    detail = box.detail(head, Had(tmp_path / "kho"))
    names = [Path(one.path).name for one in detail.files]
    assert names == ["1-Quyết_định_12.pdf", "2-hồ_sơ.zip", "4-dinh-kem.pdf", "5-Quyết_định_12.pdf"]
    assert (detail.left, detail.received) == (("logo.gif",), date(2025, 12, 10))


def test_a_file_dated_in_the_time_to_come_is_taken_and_other_files_are_named(tmp_path: Path) -> None:
    put(tmp_path / "mai.pdf", b"a", age=-9_000_000.0)
    put(tmp_path / "dang-ghi.pdf", b"b", age=-5.0)
    put(tmp_path / "con" / "anh.exe", b"c")
    put(tmp_path / "Thumbs.db", b"d")
    (batch,) = Folder("quet", settings(tmp_path, ".pdf"), clock=lambda: 1_000_000.0).batches(None)
    assert [head.id for head in batch.heads] == ["mai.pdf"]
    assert batch.left_files == ("con/anh.exe",)


@pytest.mark.parametrize("ending", [".pdf", ".mbox"])
def test_a_file_that_cannot_be_read_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    put(tmp_path / f"a{ending}", b"a")
    put(tmp_path / "b.pdf", b"b")
    real = Path.open

    def opened(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == f"a{ending}":
            raise PermissionError(13, "locked by another program", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(Path, "open", opened)
    folder = Mailbox("quet", settings(tmp_path, ".pdf", ".mbox"), clock=lambda: 1_000_000.0)
    (batch,) = folder.batches(None)
    assert [head.id for head in batch.heads] == ["b.pdf"]
    assert [(one.fault, one.where) for one in batch.failures] == [
        (Fault.UNREADABLE, str(tmp_path / f"a{ending}"))
    ]
