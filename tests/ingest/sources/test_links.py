"""Lists of addresses: pages and feeds followed to their documents, and asked only for what changed."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
import stamina

from ingest.sources.client import Client
from ingest.sources.faults import Fault, FetchError
from ingest.sources.keeping import InMemory
from ingest.sources.links import Links
from ingest.sources.source import Head
from tests.ingest.sources.fake_portal import Handler, Misbehaviour, Portal, instead, serving, status
from tests.ingest.sources.loopback import loopback
from tests.ingest.sources.memory import Had

PAGE = (
    '<html><body><a href="/f/a.pdf#x">Quyết định 1</a><a href="/f/a.pdf">same</a>'
    '<a href="/about">no</a></body></html>'
).encode()
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><link>/</link>
<item><title>Quyết định 7</title><link>/tin/7</link></item>
<item><title>Quyết định 8</title><link>/tin/8</link><enclosure url="/f/8.pdf" type="application/pdf"/></item>
</channel></rss>""".encode()
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>QD 9</title><link href="/f/9.pdf"/></entry>
</feed>"""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with stamina.set_testing(True, attempts=1), serving() as portal:
        yield portal


@pytest.fixture
def client(portal: Portal) -> Iterator[Client]:
    with Client(loopback()) as client:
        yield client


def links(portal: Portal, client: Client, *places: str, most_pages: int = 50) -> Links:
    table = {
        "addresses": [f"{portal.url}{place}" for place in places],
        "endings": [".pdf", ".docx"],
        "most_pages": most_pages,
    }
    return Links("trang", table, client)


def found(source: Links, portal: Portal) -> list[tuple[str, str | None]]:
    heads = [head for batch in source.batches(None) for head in batch.heads]
    return [(head.id.removeprefix(portal.url), head.title) for head in heads]


def answers(**bodies: bytes) -> Misbehaviour:
    """Answers each path, by its last piece, as told; with a 404 where nothing is told."""

    def answer(handler: Handler) -> bool:
        body = bodies.get(handler.path.rpartition("/")[2].replace(".", "_"))
        if body is None:
            handler.send(b"<html>404</html>", 404)
        else:
            handler.send(body)
        return True

    return answer


def conditional(validators: dict[str, str], sent: list[int]) -> Misbehaviour:
    """Answers 304 to a request that names the validators, the page or file to others; notes which it was."""
    asked_by = {"ETag": "If-None-Match", "Last_Modified": "If-Modified-Since"}

    def answer(handler: Handler) -> bool:
        names = [handler.headers.get(asked_by[name]) == value for name, value in validators.items()]
        sent.append(304 if names and all(names) else 200)
        body = b"%PDF-1.4" if handler.path.endswith(".pdf") else PAGE
        handler.send(body if sent[-1] == 200 else b"", sent[-1], "text/html", **validators)
        return True

    return answer


def test_pages_are_followed_to_their_documents(portal: Portal, client: Client, tmp_path: Path) -> None:
    portal.always = answers(tin=PAGE, a_pdf=b"%PDF-1.4")
    source = links(portal, client, "/tin", "/g/b.docx")
    assert [batch.cursor for batch in source.batches(None)] == ["1", None]
    assert found(source, portal) == [("/f/a.pdf", "Quyết định 1"), ("/g/b.docx", f"{portal.url}/g/b.docx")]
    head = Head(f"{portal.url}/f/a.pdf")
    (file,) = source.detail(head, Had(tmp_path)).files
    assert Path(file.path).read_bytes() == b"%PDF-1.4"
    portal.always = instead(b"<html>404: xin l\xe1\xbb\x97i</html>")
    with pytest.raises(FetchError) as caught:
        source.detail(Head(f"{portal.url}/g/b.docx"), Had(tmp_path))
    assert caught.value.fault is Fault.WRONG_TYPE


def test_feeds_are_followed_to_their_documents_and_their_pages(portal: Portal, client: Client) -> None:
    page = b'<a href="/f/7.pdf">Toan van</a><a href="/f/8.pdf">Tai lieu cu</a>'
    portal.always = answers(rss=RSS, atom=ATOM, **{"7": page, "8": page})
    source = links(portal, client, "/rss", "/atom")
    assert found(source, portal) == [
        ("/f/7.pdf", "Toan van"),
        ("/f/8.pdf", "Tai lieu cu"),
        ("/f/9.pdf", "QD 9"),
    ]
    assert found(links(portal, client, "/rss", most_pages=0), portal) == [("/f/8.pdf", "Quyết định 8")]


def test_a_broken_feed_and_its_entities_are_refused(portal: Portal, client: Client) -> None:
    portal.always = instead(b"<?xml version='1.0'?><rss><item><link>/f/1.pdf</rss>")
    with pytest.raises(FetchError) as caught:
        found(links(portal, client, "/rss"), portal)
    assert caught.value.fault is Fault.SCHEMA
    secret = b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    portal.always = instead(b"<?xml version='1.0'?>" + secret + b"<rss><item><link>&x;</link></item></rss>")
    assert found(links(portal, client, "/rss"), portal) == []


@pytest.mark.parametrize(
    "validators",
    [{"ETag": '"v1"'}, {"Last_Modified": formatdate(1_700_000_000, usegmt=True)}, {"ETag": 'W/"v1"'}],
)
def test_what_did_not_change_is_not_sent_again_and_is_a_success(
    portal: Portal, tmp_path: Path, validators: dict[str, str]
) -> None:
    shelf, memory = InMemory(), Had(tmp_path)
    sent: list[int] = []
    portal.always = conditional(validators, sent)
    for _ in range(2):
        with Client(loopback(), shelf=shelf) as client:
            source = links(portal, client, "/tin")
            assert found(source, portal) == [("/f/a.pdf", "Quyết định 1")]
            memory.forget_head()
            (file,) = source.detail(Head(f"{portal.url}/f/a.pdf"), memory).files
            assert Path(file.path).read_bytes() == b"%PDF-1.4"
    assert sent == [200, 200, 304, 304]


def test_a_server_that_says_unchanged_without_being_asked_is_at_fault(portal: Portal, client: Client) -> None:
    portal.always = status(304)
    with pytest.raises(FetchError) as caught:
        found(links(portal, client, "/tin"), portal)
    assert (caught.value.fault, caught.value.facts) == (Fault.STATUS, {"status": 304})


def test_a_file_that_is_gone_from_here_is_loaded_anew(portal: Portal, client: Client, tmp_path: Path) -> None:
    sent: list[int] = []
    portal.always = conditional({"ETag": '"v1"'}, sent)
    source, head = links(portal, client, "/f/a.pdf"), Head(f"{portal.url}/f/a.pdf")
    (file,) = source.detail(head, Had(tmp_path)).files
    Path(file.path).unlink()
    (file,) = source.detail(head, Had(tmp_path)).files
    assert Path(file.path).read_bytes() == b"%PDF-1.4"
    assert sent == [200, 200]


def test_an_address_that_fails_costs_only_itself(portal: Portal, client: Client) -> None:
    portal.always = answers(tin=PAGE)
    source = links(portal, client, "/mat", "/tin")
    batches = list(source.batches(None))
    assert [len(batch.heads) for batch in batches] == [0, 1]
    assert [error.fault for batch in batches for error in batch.failures] == [Fault.NOT_FOUND]
    with pytest.raises(FetchError) as caught:
        list(links(portal, client, "/mat", "/cung-mat").batches(None))
    assert caught.value.fault is Fault.NOT_FOUND


def test_links_to_other_hosts_are_left_and_named(portal: Portal, client: Client) -> None:
    page = b'<a href="https://example.org/a.pdf">a</a><a href="https://example.org/b.pdf">b</a>' + PAGE
    feed = RSS.replace(b"/tin/7", b"https://example.net/tin/7")
    portal.always = answers(tin=page, rss=feed, **{"8": b""})
    one, two = links(portal, client, "/tin", "/rss").batches(None)
    assert ([head.id for head in one.heads], one.left) == ([f"{portal.url}/f/a.pdf"], ("example.org",))
    assert [head.title for head in two.heads] == ["Quyết định 8"]
    assert [error.fault for error in two.failures] == [Fault.REDIRECT]


def test_links_are_read_against_the_base_of_a_page(portal: Portal, client: Client) -> None:
    page = b'<html><head><base href="/files/"></head><body><a href="qd.pdf">y</a></body></html>'
    portal.always = answers(tin=page)
    assert found(links(portal, client, "/tin"), portal) == [("/files/qd.pdf", "y")]


@pytest.mark.parametrize(
    ("page", "places"),
    [
        (b'<a href="http://[abc">x</a><a href="/a.pdf">y</a><a>z</a>', ["/a.pdf"]),
        (b"<!-- dang bao tri -->", []),
        ('<html><a href="/a.pdf">Quyết định</a></html>'.encode("utf-16"), ["/a.pdf"]),
        (b'<meta charset="windows-1258"><a href="/a.pdf">Quy\xea\xec</a>', ["/a.pdf"]),
        (b'<a href="/Tai.ashx?file=qd.pdf&id=5">y</a>', ["/Tai.ashx?file=qd.pdf&id=5"]),
        (b'<a href="/xem?u=https://a.vn/qd.pdf">y</a>', []),
    ],
)
def test_a_page_gives_what_it_links_to_however_it_is_written(
    portal: Portal, client: Client, page: bytes, places: list[str]
) -> None:
    portal.always = answers(tin=page)
    assert [place for place, _ in found(links(portal, client, "/tin"), portal)] == places


def test_a_document_named_in_the_query_keeps_its_ending(
    portal: Portal, client: Client, tmp_path: Path
) -> None:
    portal.always = instead(b"%PDF-1.4", "application/octet-stream")
    head = Head(id=f"{portal.url}/Tai.ashx?file=Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf")
    (file,) = links(portal, client, "/tin").detail(head, Had(tmp_path)).files
    assert file.name.endswith("-Quyết_định.pdf")


def test_an_address_that_had_documents_and_has_none_is_told(portal: Portal, client: Client) -> None:
    portal.always = answers(tin=PAGE, moi=b"<html><body>chua co</body></html>")
    source = links(portal, client, "/tin", "/moi")
    assert [batch.failures for batch in source.batches(None)] == [(), ()]
    portal.always = answers(tin=b"<html><body>trang moi</body></html>", moi=b"<p>chua co</p>")
    first, second = source.batches(None)
    assert [(one.fault, one.where) for one in first.failures] == [(Fault.EMPTIED, f"{portal.url}/tin")]
    assert second.failures == ()


def test_only_https_is_asked(portal: Portal) -> None:
    portal.always = answers(tin=PAGE)
    with Client(loopback(private=False)) as client, pytest.raises(FetchError) as caught:
        client.get(f"{portal.url}/tin")
    assert caught.value.fault is Fault.INSECURE
    assert "http, không mã hóa" in caught.value.sentence()
