"""Mails as mail programs write them: attachments anywhere among the parts, headers against the rules."""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.sources.mailbox import Mailbox, attached, header, pictures, received_on
from tests.ingest.sources.memory import Had
from tests.ingest.sources.test_local import settings

PDF = b64encode(b"%PDF-1.4 x").decode()
TEXT = "Content-Type: text/plain\r\n\r\nhi\r\n"
HTML = "Content-Type: text/html\r\n\r\n<p>hi</p>\r\n"


def packed(kind: str, *headers: str, body: str = PDF) -> str:
    lines = [f"Content-Type: {kind}", *headers, "Content-Transfer-Encoding: base64"]
    return "\r\n".join(lines) + f"\r\n\r\n{body}\r\n"


def of(kind: str, mark: str, *parts: str) -> str:
    """Parts in a multipart of a kind."""
    inside = "".join(f"--{mark}\r\n{part}" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n{inside}--{mark}--\r\n'


ATTACHED = packed("application/pdf", 'Content-Disposition: attachment; filename="qd.pdf"')
INLINE = packed("application/pdf", 'Content-Disposition: inline; filename="qd.pdf"')
PAGE = 'Content-Type: text/html; name="qd.html"\r\nContent-Disposition: inline\r\n\r\n<p>QD</p>\r\n'
LOGO = packed("image/png", "Content-ID: <1>", 'Content-Disposition: inline; filename="logo.png"')
FORWARDED = b64encode(of("mixed", "Z", TEXT, ATTACHED).encode()).decode()


def mail(content: str, *headers: str) -> EmailMessage:
    text = "\r\n".join([*headers, content])
    return message_from_bytes(text.encode(), policy=policy.default)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (of("alternative", "A", TEXT, of("mixed", "B", HTML, INLINE, HTML)), ["qd.pdf"]),
        (of("mixed", "A", of("related", "B", HTML, INLINE)), ["qd.pdf"]),
        (of("mixed", "A", of("mixed", "B", TEXT, ATTACHED)), ["qd.pdf"]),
        (of("mixed", "A", of("alternative", "B", TEXT, HTML), ATTACHED), ["qd.pdf"]),
        (ATTACHED, ["qd.pdf"]),
        (of("mixed", "A", TEXT, PAGE), ["qd.html"]),
        (of("mixed", "A", TEXT, packed("message/rfc822", body=FORWARDED)), ["qd.pdf"]),
        (of("mixed", "A", TEXT, f"Content-Type: message/rfc822\r\n\r\n{ATTACHED}"), ["qd.pdf"]),
        (of("mixed", "A", TEXT, packed('application/x-mail; name="fw.eml"', body=FORWARDED)), ["qd.pdf"]),
        (of("signed", "A", of("mixed", "B", TEXT, ATTACHED), packed("x/y")), ["qd.pdf", "dinh-kem"]),
        (of("mixed", "A", TEXT, HTML), []),
        (TEXT, []),
    ],
)  # fmt: skip
def test_every_part_that_is_no_text_of_the_mail_is_an_attachment(content: str, names: list[str]) -> None:
    assert [name for name, _ in attached(mail(content))] == names


def test_pictures_of_the_text_are_named_and_not_taken() -> None:
    message = mail(of("related", "A", HTML, LOGO, ATTACHED))
    assert [name for name, _ in attached(message)] == ["qd.pdf"]
    assert list(pictures(message)) == ["logo.png"]


@pytest.mark.parametrize(
    "line",
    ["<@", "a@[", 'x "', "a:;b:", "=?utf-8?q?=0A?= <a@b>", '"', "a@[127.0.0.1", "", "Quỳnh <a@b>"],
)
def test_a_header_that_breaks_the_rules_is_told_as_it_stands(line: str) -> None:
    told = header(mail(TEXT, f"From: {line}"), "from")
    assert "\n" not in told
    assert bool(told) == bool(line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Mon, 8 Dec 2025 18:30:00 +0000", date(2025, 12, 9)),
        ("Fri, 31 Dec 9999 23:00:00 +0000", None),
        ("Mon, 1 Jan 0001 00:00:00 +2300", None),
        ("Fri, 3 Jan 1997 09:00:00 +0700", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_only_a_day_that_can_be_proves_receipt(line: str, day: date | None) -> None:
    assert received_on(mail(TEXT, f"Date: {line}")) == day


def test_a_mail_with_broken_headers_costs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "thu" / "1.eml"
    file.parent.mkdir()
    file.write_bytes(f'From: "\r\nSubject: =?utf-8?b?////?=\r\nDate: x\r\n{ATTACHED}'.encode())
    os.utime(file, (1_000, 1_000))
    box = Mailbox("hop-thu", settings(tmp_path / "thu", ".eml"), clock=lambda: 1_000_000.0)
    (batch,) = box.batches(None)
    detail = box.detail(batch.heads[0], Had(tmp_path / "kho"))
    assert ([one.name for one in detail.files], detail.received) == (["qd.pdf"], None)
