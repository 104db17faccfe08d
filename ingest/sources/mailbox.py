"""An export of a mailbox: .eml files and .mbox archives; attachments are documents, dates prove receipt.

The day of receipt is that of the topmost `Received:` line, which the own mail server wrote; the sender's
`Date:` stands in where there is none. Forwarded mails are opened for their attachments; bundles (.zip) are
handed on as they are. Attachments of other kinds are left, and named.
"""

from __future__ import annotations

import mailbox
import re
import time
from binascii import a2b_base64, a2b_qp
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta, timezone
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from hashlib import sha256
from mimetypes import guess_extension
from pathlib import Path, PurePath
from typing import Any

from ingest.document import clean, one_line
from ingest.sources.faults import Fault, FetchError
from ingest.sources.folder import Folder
from ingest.sources.source import Detail, File, Head, Memory
from ingest.sources.strict import is_plausible

_VIETNAM = timezone(timedelta(hours=7))
_ENCODING = "content-transfer-encoding"
_TEXTS = frozenset({"text/plain", "text/html"})
_HEADER_FAULTS = (AttributeError, IndexError, LookupError, TypeError, ValueError, MessageError)
"""What the standard library raises over headers that break the rules."""
_UNSAFE = re.compile(r"[^\w.-]+")
_ARCHIVE = ".mbox"


class Mailbox(Folder):
    """Exported mails as a source. A head is a mail: by its path, in an archive by its content behind it."""

    def __init__(
        self, name: str, settings: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(name, settings, clock)
        self._attachments = tuple(settings["attachments"])

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The attachments, written to the memory's folder, and the day on which the mail came in."""
        mail = _parsed(self._bytes(head), head.id)
        sender, subject = header(mail, "from"), header(mail, "subject")
        files: list[File] = []
        left = list(pictures(mail))
        for number, (name, content) in enumerate(attached(mail), start=1):
            if Path(name).suffix.lower() in self._attachments:
                files.append(_written(memory.folder, number, name, content))
            else:
                left.append(name)
        return Detail(
            files=tuple(files),
            received=received_on(mail),
            proof=f"{subject} ({sender})" if sender else subject or Path(head.id).name,
            left=tuple(left),
        )

    def _heads(self, path: Path) -> list[Head]:
        """What one file holds: a mail, or those of an archive; one that lies there twice is one."""
        head = self._head(path)
        return self._of_archive(path, head) if _is_archive(path) else [head]

    def _of_archive(self, path: Path, head: Head) -> list[Head]:
        found: dict[str, Head] = {}
        for content in _mails(path):
            digest = sha256(content).hexdigest()
            title = header(message_from_bytes(content, policy=policy.default), "subject")
            ident = f"{head.id}#{digest[:16]}"
            found[ident] = Head(id=ident, title=title or path.name, facts={"sha256": digest})
        return list(found.values())

    def _bytes(self, head: Head) -> bytes:
        """The bytes of one mail; FetchError where its archive no longer holds it."""
        place, _, wanted = head.id.rpartition("#")
        path = self._folder / place
        if not place or not _is_archive(path):
            return (self._folder / head.id).read_bytes()
        for content in _mails(path):
            if sha256(content).hexdigest().startswith(wanted):
                return content
        raise FetchError(Fault.NOT_FOUND, f"{path}: {head.title}", status="mbox")


def header(mail: EmailMessage, name: str) -> str:
    """A header on one line; empty where there is none. What breaks the rules is told as it stands."""
    try:
        told = mail[name]
    except _HEADER_FAULTS:
        told = next((value for key, value in mail.raw_items() if key.lower() == name), "")
    return one_line(clean(str(told or "").encode("utf-8", "replace").decode()))


def received_on(mail: EmailMessage) -> date | None:
    """The day in Việt Nam on which the own server took the mail in; None where the mail tells none."""
    lines = [str(value) for key, value in mail.raw_items() if key.lower() == "received"]
    dates = [str(value) for key, value in mail.raw_items() if key.lower() == "date"]
    for text in (*(line.rpartition(";")[2] for line in lines[:1]), *dates[:1]):
        try:
            moment = parsedate_to_datetime(text.strip())
            day = (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
        except (ValueError, OverflowError):
            continue
        if is_plausible(day):
            return day
    return None


def attached(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """The attachments by name, also those of mails that were forwarded whole; empty ones are none.

    Mail programs put them anywhere: beside the text, inside it, under a signature, in place of it. Whatever
    has a file's name or is no text is one.
    """
    for part in _leaves(mail):
        name, kind, content = _file_name(part), part.get_content_type(), _content(part)
        if _is_picture_of_text(part) or (not name and kind in _TEXTS and not part.is_attachment()):
            continue
        if PurePath(name).suffix.lower() == ".eml":
            yield from attached(message_from_bytes(content, policy=policy.default))
        elif content:
            yield name or f"dinh-kem{guess_extension(kind) or ''}", content


def pictures(mail: EmailMessage) -> Iterator[str]:
    """The names of the pictures that stand in the text itself: letterheads, signatures."""
    for part in filter(_is_picture_of_text, _leaves(mail)):
        yield _file_name(part) or part.get_content_type()


def _leaves(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold no others, in their order; forwarded mails are opened."""
    if part.get_content_type() == "message/rfc822":
        yield from _leaves(_forwarded(part))
    elif part.is_multipart():
        for inner in part.get_payload():
            if isinstance(inner, EmailMessage):
                yield from _leaves(inner)
    else:
        yield part


def _forwarded(part: EmailMessage) -> EmailMessage:
    """The mail inside a part; some programs pack it as if it were a file (RFC 2046, 5.2.1 forbids it)."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    packed = inner.get_payload() if isinstance(inner, EmailMessage) and not inner.keys() else inner
    if isinstance(packed, str):
        content = packed.encode("ascii", "surrogateescape")
        with suppress(ValueError):
            content = a2b_base64(content) if header(part, _ENCODING).lower() == "base64" else a2b_qp(content)
        return message_from_bytes(content, policy=policy.default)
    return inner if isinstance(inner, EmailMessage) else EmailMessage()


def _is_picture_of_text(part: EmailMessage) -> bool:
    shown = part.get_content_maintype() == "image" and bool(header(part, "content-id"))
    return shown and not part.is_attachment()


def _file_name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
    except _HEADER_FAULTS:
        return ""
    return one_line(clean(name.encode("utf-8", "replace").decode()))


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _parsed(content: bytes, where: str) -> EmailMessage:
    """A mail; FetchError where its parts lie deeper in one another than any mail's."""
    try:
        mail = message_from_bytes(content, policy=policy.default)
        for _ in _leaves(mail):
            continue
    except RecursionError as error:
        raise FetchError(Fault.UNREADABLE, where, detail="MIME") from error
    return mail


def _is_archive(path: Path) -> bool:
    return path.suffix.lower() == _ARCHIVE


def _mails(archive: Path) -> Iterator[bytes]:
    """The mails of an archive in order, one at a time in memory."""
    box = mailbox.mbox(archive, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _written(folder: Path, number: int, name: str, content: bytes) -> File:
    folder.mkdir(parents=True, exist_ok=True)
    stem, suffix = Path(name).stem, Path(name).suffix
    target = folder / f"{number}-{_UNSAFE.sub('_', stem)[:60]}{_UNSAFE.sub('', suffix)[:8].lower()}"
    target.write_bytes(content)
    return File(name, str(target), sha256(content).hexdigest())
