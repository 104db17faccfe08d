"""Bundles of attachments: their documents, and what hostile bundles may not do."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.readers.archive import members
from tests.ingest.papers import word_paper


def bundle(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def error_of(data: bytes, limits: Limits = Limits()) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        list(members(data, "tệp.zip", limits))
    return caught.value


def test_documents_come_in_order_and_word_files_stay_whole() -> None:
    word = word_paper()
    data = bundle(("qd.docx", word), ("Phụ lục/", b""), ("Phụ lục/1.txt", b"mot"), ("__MACOSX/._qd", b"x"))
    assert list(members(data, "a.zip")) == [("qd.docx", word), ("Phụ lục/1.txt", b"mot")]


def test_names_lead_nowhere() -> None:
    data = bundle(("../../etc/x.txt", b"1"), ("/abs.txt", b"2"), ("con", b"3"), ("a" * 60_000, b"4"))
    assert [content for _, content in members(data, "a.zip")] == [b"1", b"2", b"3", b"4"]


def test_links_are_left_out() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "x")
    assert list(members(out.getvalue(), "a.zip")) == [("a.txt", b"x")]


def test_bundles_nest_twice_and_no_deeper() -> None:
    inner = bundle(("b.txt", b"x"))
    twice = bundle(("in.zip", inner))
    assert list(members(twice, "a.zip")) == [("in.zip/b.txt", b"x")]
    error = error_of(bundle(("out.zip", twice)))
    assert (error.category, error.facts["setting"]) == (Category.ARCHIVE_LIMIT, "depth")


@pytest.mark.parametrize(
    ("limits", "setting"),
    [
        (Limits(archive_members=2), "archive_members"),
        (Limits(member_bytes=9), "member_bytes"),
        (Limits(archive_bytes=29), "archive_bytes"),
    ],
)
def test_each_limit_one_past_it(limits: Limits, setting: str) -> None:
    data = bundle(("a", b"1234567890"), ("b", b"1234567890"), ("c", b"1234567890"))
    error = error_of(data, limits)
    assert (error.category, error.facts["setting"]) == (Category.ARCHIVE_LIMIT, setting)
    assert len(list(members(data, "a", Limits(archive_members=3, member_bytes=10, archive_bytes=30)))) == 3


def test_what_is_counted_is_counted_over_all_levels() -> None:
    data = bundle(("in.zip", bundle(("a", b"x"), ("b", b"x"))), ("c", b"x"))
    assert error_of(data, Limits(archive_members=3)).category is Category.ARCHIVE_LIMIT
    assert len(list(members(data, "a", Limits(archive_members=4)))) == 3


def test_bombs_are_stopped_by_their_ratio() -> None:
    error = error_of(bundle(("a.txt", b"\x00" * 3_000_000)))
    assert (error.category, error.facts["setting"]) == (Category.ARCHIVE_LIMIT, "archive_ratio")


def test_broken_and_protected_bundles() -> None:
    whole = bundle(("a.txt", b"abc" * 1_000))
    assert error_of(whole[: len(whole) // 2]).category is Category.DAMAGED
    assert error_of(whole.replace(b"a.txt", b"b.txt", 1)).category is Category.DAMAGED
    protected = bytearray(whole)
    protected[6] |= 1
    protected[whole.index(b"PK\x01\x02") + 8] |= 1
    assert error_of(bytes(protected)).category is Category.ENCRYPTED
