"""A list of addresses: files, pages and feeds that somebody wrote down, asked again to see what changed.

A page is followed one step, to the documents that it links to on the hosts that the source names; a feed
(RSS, Atom) to its entries, and those that are pages one step further. What the server says is unchanged is
not sent again, and counts as asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from ingest.document import clean, one_line
from ingest.errors import DocumentError
from ingest.formats import decode
from ingest.sources.client import Answer, Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.keeping import Validators
from ingest.sources.pages import tree_of
from ingest.sources.source import Batch, Detail, File, Head, Memory
from ingest.sources.strict import Drift

_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_UNSAFE = re.compile(r"[^\w.-]+")

Link = tuple[str, str]
"""An address and what it is called."""


class Links:
    """Addresses as a source; a head is one document's address."""

    def __init__(self, name: str, settings: Mapping[str, Any], client: Client) -> None:
        self.name = name
        self.drift = Drift()
        self._addresses = tuple(settings["addresses"])
        self._endings = tuple(settings["endings"])
        self._most_pages = int(settings["most_pages"])
        self._client = client

    def batches(self, cursor: str | None) -> Iterator[Batch]:
        """The documents of each address in turn; the cursor is the number of the next address.

        An address that gives nothing costs only itself; where all of them do, FetchError.
        """
        first, failed = int(cursor or 0), 0
        for number in range(first, len(self._addresses)):
            onward = str(number + 1) if number + 1 < len(self._addresses) else None
            try:
                batch = self._batch(self._addresses[number], onward)
            except FetchError as error:
                failed += 1
                if onward is None and failed == len(self._addresses) - first:
                    raise
                batch = Batch((), onward, failures=(error,))
            yield batch

    def detail(self, head: Head, memory: Memory) -> Detail:
        """The document; `received` is left to the day on which it was first seen."""
        target = memory.folder / self._file_name(head.id)
        digest = memory.get("document", lambda: self._loaded(head.id, target))["sha256"]
        return Detail(files=(File(target.name, str(target), digest),), proof=head.id)

    def _loaded(self, address: str, target: Path) -> dict[str, str]:
        shelf, name = self._client.shelf, f"file/{address}"
        had = (shelf.get(name) if target.exists() else None) or {}
        loaded = self._client.download_changed(address, target, Validators.from_json(had) if had else None)
        if loaded is None:
            return {"sha256": had["sha256"]}
        shelf.put(name, {"sha256": loaded.sha256, **loaded.validators.to_json()})
        return {"sha256": loaded.sha256}

    def _batch(self, address: str, onward: str | None) -> Batch:
        """The documents behind an address: itself, those of a page, those of a feed and of its pages.

        Links to other hosts than the source's are left, and named by their host.
        """
        if self._is_document(address):
            return Batch((Head(id=address, title=address),), onward)
        kind, links = self._links(address)
        heads: dict[str, Head] = {}
        failures: list[FetchError] = []
        outside: dict[str, None] = {}
        pages = 0
        for target, title in links:
            found = [(target, title)]
            if not self._is_document(target):
                if kind != "feed" or pages == self._most_pages:
                    continue
                pages += 1
                found = self._of_page(target, failures)
            for document, called in found:
                host = urlsplit(document).hostname or document
                if host in self._client.manners.hosts:
                    heads.setdefault(document, Head(id=document, title=called or document))
                else:
                    outside[host] = None
        failures += self._emptied(address, len(heads))
        return Batch(tuple(heads.values()), onward, failures=tuple(failures), left=tuple(outside))

    def _emptied(self, address: str, count: int) -> list[FetchError]:
        """The alarm for an address that once led to documents and now leads to none."""
        shelf, name = self._client.shelf, f"once/{address}"
        once = bool(shelf.get(name))
        if count and not once:
            shelf.put(name, True)
        return [FetchError(Fault.EMPTIED, address)] if once and not count else []

    def _of_page(self, address: str, failures: list[FetchError]) -> list[Link]:
        """The documents of a page that a feed leads to; its fault costs only itself."""
        try:
            return [one for one in self._links(address)[1] if self._is_document(one[0])]
        except FetchError as error:
            failures.append(error)
            return []

    def _links(self, address: str) -> tuple[str, list[Link]]:
        """What a page or feed links to, and which of both it is; as it was where the server says so."""
        shelf, name = self._client.shelf, f"page/{address}"
        had = shelf.get(name)
        answer = self._client.get(address, Validators.from_json(had) if had else None)
        if answer.unchanged:
            return str(had["kind"]), [(str(one), str(title)) for one, title in had["links"]]
        kind = "feed" if _FEED.match(answer.body) else "page"
        links = feed_links(answer) if kind == "feed" else page_links(answer)
        shelf.put(name, {"kind": kind, "links": links, **answer.validators.to_json()})
        return kind, links

    def _is_document(self, address: str) -> bool:
        return self._document_name(address) is not None

    def _document_name(self, address: str) -> str | None:
        """What a document is called by its address: "/f/a.pdf" and "/load.ashx?file=a.pdf" are both one."""
        parts = urlsplit(address)
        told = (unquote(parts.path), *(value for _, value in parse_qsl(parts.query) if "://" not in value))
        names = (PurePosixPath(one) for one in told)
        return next((one.name for one in names if one.suffix.lower() in self._endings), None)

    def _file_name(self, address: str) -> str:
        """A name for this machine: the start of the address's hash, so that no two meet, and its own."""
        name = self._document_name(address) or PurePosixPath(urlsplit(address).path).name
        return f"{sha256(address.encode()).hexdigest()[:8]}-{_UNSAFE.sub('_', name)[-60:]}"


def page_links(page: Answer) -> list[Link]:
    """What a page links to, each address once, in the order of the page; what is no address is left."""
    tree = tree_of(_text(page))
    if tree is None:
        return []
    bases = (_joined(page.url, one.get("href")) for one in tree.iter("base"))
    base = next(filter(None, bases), page.url)
    links: dict[str, str] = {}
    for link in tree.iter("a"):
        address = _joined(base, link.get("href"))
        if address:
            links.setdefault(address, one_line(clean("".join(map(str, link.itertext())))))
    return list(links.items())


def _text(page: Answer) -> str:
    try:
        return decode(page.body, page.url)
    except DocumentError:
        return page.body.decode("utf-8", "replace")


def _joined(base: str, told: object) -> str | None:
    """A whole address without its fragment; None where there is none or it cannot be one."""
    try:
        full = urldefrag(urljoin(base, str(told or "").strip()))[0]
        return full if told and urlsplit(full).scheme else None
    except ValueError:
        return None


def feed_links(feed: Answer) -> list[Link]:
    """The entries of a feed: enclosures before the pages they belong to; FetchError SCHEMA for no XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(feed.body, parser)
    except etree.XMLSyntaxError as error:
        raise FetchError(Fault.SCHEMA, feed.url, kind="feed", field=str(error)) from error
    links: dict[str, str] = {}
    for entry in root.iter("{*}item", "{*}entry"):
        titles = [one.text or "" for one in entry.iterchildren("{*}title")]
        told = [
            *(one.get("url") for one in entry.iterchildren("{*}enclosure")),
            *(one.get("href") or one.text for one in entry.iterchildren("{*}link")),
        ]
        for address in told:
            full = _joined(feed.url, address)
            if full:
                links.setdefault(full, one_line(clean("".join(titles))))
    return list(links.items())
