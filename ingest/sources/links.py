"""A list of addresses: files and pages that somebody wrote down, asked again to see whether they changed.

A page is followed one step, to the documents that it links to on the hosts that the source names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from ingest.document import clean, one_line
from ingest.sources.client import Answer, Client
from ingest.sources.source import Batch, Detail, File, Head, Memory
from ingest.sources.strict import Drift

_FRAMES = re.compile(r"<\?xml[^>]*>|<!doctype[^>]*>|</?(?:html|head|body)\b[^>]*>", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+")


class Links:
    """Addresses as a source; a head is one document's address."""

    def __init__(self, name: str, settings: Mapping[str, Any], client: Client) -> None:
        self.name = name
        self.drift = Drift()
        self._addresses = tuple(settings["addresses"])
        self._endings = tuple(settings["endings"])
        self._client = client

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The documents of each address in turn; the cursor is the number of the next address."""
        for number in range(int(cursor or 0), len(self._addresses)):
            address = self._addresses[number]
            heads: tuple[Head, ...] = (Head(id=address, title=address),)
            if not self._is_document(address):
                heads = documents_linked(self._client.get(address), self._endings)
            onward = number + 1
            yield Batch(heads, str(onward) if onward < len(self._addresses) else None)

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The document; `received` is left to the day on which it was first seen."""
        target = memory.folder / _file_name(head.id)

        def load() -> dict[str, str]:
            return {"sha256": self._client.download(head.id, target).sha256}

        digest = memory.get("document", load)["sha256"]
        return Detail(files=(File(target.name, str(target), digest),), proof=head.id)

    def _is_document(self, address: str) -> bool:
        return PurePosixPath(urlsplit(address).path).suffix.lower() in self._endings


def documents_linked(page: Answer, endings: tuple[str, ...]) -> tuple[Head, ...]:
    """The documents that a page links to, each once, in the order of the page."""
    from lxml import html as markup

    text = _FRAMES.sub("", page.body.decode("utf-8", "replace"))
    if not text.strip():
        return ()
    heads: dict[str, Head] = {}
    for link in markup.document_fromstring(text).iter("a"):
        address = urldefrag(urljoin(page.url, str(link.get("href") or "")))[0]
        if PurePosixPath(urlsplit(address).path).suffix.lower() in endings:
            title = one_line(clean("".join(map(str, link.itertext()))))
            heads.setdefault(address, Head(id=address, title=title or address))
    return tuple(heads.values())


def _file_name(address: str) -> str:
    """A name for this machine: the start of the address's hash, so that no two meet, and its last piece."""
    last = Path(unquote(urlsplit(address).path)).name
    return f"{sha256(address.encode()).hexdigest()[:8]}-{_UNSAFE.sub('_', last)[-60:]}"
