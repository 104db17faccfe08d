"""Bundles of attachments: their documents, and what hostile bundles may not do."""

from __future__ import annotations

import io
import shutil
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
import rarfile

from ingest.bundles import Bundle, Found, is_bundle, unpack
from ingest.errors import Category, DocumentError
from ingest.limits import Limits
from ingest.originals import Originals
from ingest.readers import archive_rar
from ingest.readers.archive import Member, members
from tests.ingest.papers import word_paper

STORED, PACKED, LOCKED = 0x30, 0x33, 0x0004


def bundle(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def rar(*entries: tuple[str, bytes], method: int = STORED, flags: int = 0) -> bytes:
    """A RAR 4 bundle: signature, head of the archive, heads and bytes of its members."""
    out = b"Rar!\x1a\x07\x00" + _head(struct.pack("<BHHHI", 0x73, 0, 13, 0, 0))
    for name, content in entries:
        stored = name.encode("ascii")
        fields = struct.pack(
            "<IIBIIBBHI",
            len(content),
            len(content),
            3,
            zlib.crc32(content),
            0,
            29,
            method,
            len(stored),
            0o100644,
        )
        size = 7 + len(fields) + len(stored)
        out += _head(struct.pack("<BHH", 0x74, 0x8000 | flags, size) + fields + stored) + content
    return out + _head(struct.pack("<BHH", 0x7B, 0x4000, 7))


def _head(fields: bytes) -> bytes:
    return struct.pack("<H", zlib.crc32(fields) & 0xFFFF) + fields


def with_password(data: bytes, name: str) -> bytes:
    """The bundle with the mark of a password on one member, in its head and in the directory."""
    out = bytearray(data)
    local, central = data.index(name.encode()) - 30, data.rindex(name.encode()) - 46
    out[local + 6] |= 1
    out[central + 8] |= 1
    return bytes(out)


def given(data: bytes, limits: Limits = Limits()) -> list[tuple[str, bytes]]:
    return [(one.path, one.content) for one in members(data, "tệp.zip", limits) if not one.left_out]


def faults(data: bytes, limits: Limits = Limits()) -> dict[str, Category]:
    return {one.path: one.error.category for one in members(data, "tệp.zip", limits) if one.error}


def error_of(data: bytes, limits: Limits = Limits()) -> DocumentError:
    """The error of the whole bundle, or else of its last member."""
    found: list[Member] = []
    try:
        found.extend(members(data, "tệp.zip", limits))
    except DocumentError as error:
        return error
    assert found[-1].error
    return found[-1].error


def test_documents_come_in_order_and_word_files_stay_whole() -> None:
    word = word_paper()
    data = bundle(("qd.docx", word), ("Phụ lục/", b""), ("Phụ lục/1.txt", b"mot"), ("__MACOSX/._qd", b"x"))
    assert given(data) == [("qd.docx", word), ("Phụ lục/1.txt", b"mot")]
    assert [one.path for one in members(data, "a") if one.left_out] == ["__MACOSX/._qd"]


def test_names_lead_nowhere_and_can_be_shown() -> None:
    data = bundle(("../../etc/x.txt", b"1"), ("/abs.txt", b"2"), ("con\n.pdf", b"3"), ("a" * 60_000, b"4"))
    names = [name for name, _ in given(data)]
    assert names[:3] == ["etc/x.txt", "abs.txt", "con\ufffd.pdf"]
    assert len(names[3]) < 250
    assert [content for _, content in given(data)] == [b"1", b"2", b"3", b"4"]


def test_names_in_utf_8_that_do_not_say_so_are_understood() -> None:
    data = bundle(("Phụ lục.txt", b"x"))
    silent = bytearray(data)
    silent[7] &= ~0x08
    silent[data.index(b"PK\x01\x02") + 9] &= ~0x08
    assert [name for name, _ in given(bytes(silent))] == ["Phụ lục.txt"]


def test_links_are_left_out() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "x")
    assert given(out.getvalue()) == [("a.txt", b"x")]


def test_bundles_nest_twice_and_no_deeper_and_what_is_beside_goes_on() -> None:
    twice = bundle(("in.zip", bundle(("b.txt", b"x"))))
    assert given(twice) == [("in.zip/b.txt", b"x")]
    thrice = bundle(("out.zip", twice), ("c.txt", b"y"))
    assert faults(thrice) == {"out.zip/in.zip": Category.ARCHIVE_LIMIT}
    assert given(thrice)[-1] == ("c.txt", b"y")


@pytest.mark.parametrize(
    ("limits", "setting", "before"),
    [
        (Limits(archive_members=2), "archive_members", 0),
        (Limits(archive_bytes=29), "archive_bytes", 2),
    ],
)
def test_each_limit_of_the_whole_one_past_it(limits: Limits, setting: str, before: int) -> None:
    data = bundle(("a", b"1234567890"), ("b", b"1234567890"), ("c", b"1234567890"))
    had: list[Member] = []
    with pytest.raises(DocumentError) as caught:
        had.extend(members(data, "tệp.zip", limits))
    assert (caught.value.category, caught.value.facts["setting"]) == (Category.ARCHIVE_LIMIT, setting)
    assert len(had) == before
    assert len(given(data, Limits(archive_members=3, member_bytes=10, archive_bytes=30))) == 3


def test_a_member_too_large_costs_itself() -> None:
    data = bundle(("a", b"12345"), ("b", b"1234567890"), ("c", b"12345"))
    assert faults(data, Limits(member_bytes=9)) == {"b": Category.ARCHIVE_LIMIT}
    assert [name for name, content in given(data, Limits(member_bytes=9)) if content] == ["a", "c"]


def test_what_is_counted_is_counted_over_all_levels() -> None:
    data = bundle(("in.zip", bundle(("a", b"x"), ("b", b"x"))), ("c", b"x"))
    assert error_of(data, Limits(archive_members=3)).category is Category.ARCHIVE_LIMIT
    assert len(given(data, Limits(archive_members=4))) == 3


def test_bombs_are_stopped_by_their_ratio() -> None:
    error = error_of(bundle(("a.txt", b"\x00" * 3_000_000)))
    assert (error.category, error.facts["setting"]) == (Category.ARCHIVE_LIMIT, "archive_ratio")
    assert error.file == "tệp.zip/a.txt"


def test_broken_and_protected_members_are_named_and_the_others_go_on() -> None:
    whole = bundle(("a.txt", b"abc" * 1_000), ("b.txt", b"x"), ("c.txt", b"y"))
    assert error_of(whole[: len(whole) // 2]).category is Category.DAMAGED
    broken = whole.replace(b"a.txt", b"d.txt", 1)
    assert faults(broken) == {"a.txt": Category.DAMAGED}
    locked = with_password(whole, "b.txt")
    assert faults(locked) == {"b.txt": Category.ENCRYPTED}
    assert [name for name, content in given(locked) if content] == ["a.txt", "c.txt"]
    assert "tệp.zip/b.txt" in str(next(one.error for one in members(locked, "tệp.zip") if one.error))


def test_stored_members_of_a_rar_need_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    data = rar(("a.txt", b"mot"), ("b/c.txt", b"hai"))
    assert given(data) == [("a.txt", b"mot"), ("b/c.txt", b"hai")]
    assert given(bundle(("in.rar", data)))[0] == ("in.rar/a.txt", b"mot")


def test_faults_of_a_rar() -> None:
    assert faults(rar(("a.txt", b"mot"), flags=LOCKED)) == {"a.txt": Category.ENCRYPTED}
    whole = rar(("a.txt", b"mot"), ("b.txt", b"hai"))
    assert faults(whole.replace(b"mot", b"xxx")) == {"a.txt": Category.DAMAGED}
    assert error_of(b"Rar!\x1a\x07\x00" + b"junk" * 9).category is Category.DAMAGED


def test_a_packed_rar_without_a_program_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise rarfile.RarCannotExec

    monkeypatch.setattr(rarfile, "tool_setup", none)
    (one,) = members(rar(("a.txt", b"mot"), method=PACKED), "tệp.rar")
    assert one.error
    assert one.error.category is Category.MISSING_TOOL
    assert "apt-get install unar" in str(one.error)
    assert "tệp.rar/a.txt" in str(one.error)


def test_a_packed_rar_without_a_program_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []

    def none(**_: object) -> None:
        asked.append(1)
        raise rarfile.RarCannotExec

    monkeypatch.setattr(rarfile, "tool_setup", none)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = rar(("a.txt", b"mot" * 9), ("b.txt", b"hai" * 9), method=PACKED)
    assert faults(data) == {"a.txt": Category.MISSING_TOOL, "b.txt": Category.MISSING_TOOL}
    assert list(tmp_path.iterdir()) == []
    assert len(asked) == 1


@pytest.mark.skipif(archive_rar.program() is None, reason="no program for RAR is installed")
def test_nonsense_in_a_packed_rar_is_damaged() -> None:
    assert faults(rar(("a.txt", b"\x07nonsense" * 20), method=PACKED)) == {"a.txt": Category.DAMAGED}


def test_a_bundle_on_disk_is_told_from_its_bytes(tmp_path: Path) -> None:
    files = {"a.doc": bundle(("a.txt", b"x")), "b.zip": word_paper(), "c.txt": rar(("a", b"x")), "d": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert [name for name in files if is_bundle(tmp_path / name)] == ["a.doc", "c.txt"]
    assert not is_bundle(tmp_path / "a.doc", Limits(file_bytes=10))
    assert not is_bundle(tmp_path / "nowhere")


def test_unpacking_keeps_each_member_under_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "gói.zip"
    path.write_bytes(
        with_password(bundle(("a.txt", b"mot"), ("x/b.txt", b"hai"), (".DS_Store", b"x")), "x/b.txt")
    )
    opened = unpack(Bundle(str(path), tmp_path / "originals"))
    kept, locked = opened.members
    assert (kept.path, kept.error, locked.sha256) == (f"{path}/a.txt", None, None)
    assert kept.sha256
    assert Originals(tmp_path / "originals").path(kept.sha256).read_bytes() == b"mot"
    assert opened.left_out == 1
    assert opened.fault
    assert opened.fault.category is Category.INCOMPLETE
    assert str(opened.fault).startswith("gói.zip: ")
    assert "x/b.txt" in str(opened.fault)


def test_members_are_spoken_of_with_their_bundle() -> None:
    found = Found("vào/gói.zip/x/b.txt", Path("ab/cd"), "vào/gói.zip")
    assert (found.name, found.stem, str(found)) == ("gói.zip/x/b.txt", "gói-b", "vào/gói.zip/x/b.txt")
    assert (Found("vào/a.txt", Path("vào/a.txt")).name, Found("vào/a.txt", Path("a")).stem) == ("a.txt", "a")


def test_what_was_unpacked_before_a_limit_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "gói.zip"
    path.write_bytes(bundle(("a", b"1234567890"), ("b", b"1234567890")))
    opened = unpack(Bundle(str(path), tmp_path / "originals"), Limits(archive_bytes=15))
    assert [one.path for one in opened.members if one.sha256] == [f"{path}/a"]
    assert opened.fault
    assert opened.fault.category is Category.ARCHIVE_LIMIT
