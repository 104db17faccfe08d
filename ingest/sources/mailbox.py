"""An export of a mailbox: .eml files whose attachments are documents, and whose dates prove when they came.

The day of receipt is that of the topmost `Received:` line, which the own mail server wrote; the sender's
`Date:` stands in where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

from ingest.document import clean, one_line
from ingest.sources.folder import Folder
from ingest.sources.source import Detail, File, Head, Memory

_VIETNAM = timezone(timedelta(hours=7))
_UNSAFE = re.compile(r"[^\w.-]+")


class Mailbox(Folder):
    """A folder of .eml files as a source; a head is a mail by its path inside."""

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The attachments, written to the memory's folder, and the day on which the mail came in."""
        path = self._folder / head.id
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        sender, subject = (one_line(clean(str(mail[name] or ""))) for name in ("from", "subject"))
        return Detail(
            files=tuple(_attachments(mail, memory.folder)),
            received=received_on(mail),
            proof=f"{subject} ({sender})" if sender else subject or path.name,
        )


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


def _attachments(mail: EmailMessage, folder: Path) -> Iterator[File]:
    for number, part in enumerate(mail.iter_attachments(), start=1):
        content = part.get_payload(decode=True)
        name = one_line(clean(part.get_filename() or ""))
        if not isinstance(content, bytes) or not content or not name:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        stem, suffix = Path(name).stem, Path(name).suffix
        target = folder / f"{number}-{_UNSAFE.sub('_', stem)[:60]}{_UNSAFE.sub('', suffix)[:8].lower()}"
        target.write_bytes(content)
        yield File(name, str(target), sha256(content).hexdigest())
