"""An export of a mailbox: .eml files and .mbox archives; attachments are documents, dates prove receipt.

The day of receipt is that of the topmost `Received:` line, which the own mail server wrote; the sender's
`Date:` stands in where there is none. Forwarded mails are opened for their attachments; bundles (.zip) are
handed on as they are. Attachments of other kinds are left, and named.
"""

from __future__ import annotations

import mailbox
import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from hashlib import sha256
from mimetypes import guess_extension
from pathlib import Path
from typing import Any

from ingest.document import clean, one_line
from ingest.sources.faults import Fault, FetchError
from ingest.sources.folder import Folder
from ingest.sources.source import Batch, Detail, File, Head, Memory

_VIETNAM = timezone(timedelta(hours=7))
_UNSAFE = re.compile(r"[^\w.-]+")
_ARCHIVE = ".mbox"


class Mailbox(Folder):
    """Exported mails as a source. A head is a mail: by its path, in an archive by its content behind it."""

    def __init__(
        self, name: str, settings: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(name, settings, clock)
        self._attachments = tuple(settings["attachments"])

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """All mails at once; one mail that lies in an archive twice is one."""
        for batch in super().batches(cursor):
            heads: list[Head] = []
            for head in batch.heads:
                path = self._folder / head.id
                heads += self._of_archive(path, head) if _is_archive(path) else [head]
            yield Batch(tuple(heads), None, len(heads))

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The attachments, written to the memory's folder, and the day on which the mail came in."""
        mail = message_from_bytes(self._bytes(head), policy=policy.default)
        sender, subject = (one_line(clean(str(mail[name] or ""))) for name in ("from", "subject"))
        files: list[File] = []
        left: list[str] = []
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

    def _of_archive(self, path: Path, head: Head) -> list[Head]:
        found: dict[str, Head] = {}
        for content in _mails(path):
            digest = sha256(content).hexdigest()
            title = one_line(clean(str(message_from_bytes(content, policy=policy.default)["subject"] or "")))
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


def received_on(mail: EmailMessage) -> date | None:
    """The day in Việt Nam on which the own server took the mail in; None where the mail tells none."""
    lines = [str(line).rpartition(";")[2] for line in mail.get_all("received") or ()]
    for text in (*lines[:1], str(mail["date"] or "")):
        try:
            moment = parsedate_to_datetime(text.strip())
        except ValueError:
            continue
        return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
    return None


def attached(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """The attachments by name, also those of mails that were forwarded whole; empty ones are none."""
    for part in mail.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            if isinstance(inner, EmailMessage):
                yield from attached(inner)
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            ending = guess_extension(part.get_content_type()) or ""
            yield one_line(clean(part.get_filename() or "")) or f"dinh-kem{ending}", content


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
