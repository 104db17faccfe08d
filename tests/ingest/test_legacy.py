"""Word 97–2003 and RTF through LibreOffice, and a LibreOffice that misbehaves."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from corpus.generator.composing import blocks, title
from corpus.generator.facts import SampleDecision
from corpus.generator.typesetters import typesetter
from corpus.generator.varied import draw
from extract.deciding import decide
from ingest.errors import Category, DocumentError
from ingest.formats import Format, sniff
from ingest.limits import Limits
from ingest.readers import legacy_office
from ingest.readers.legacy_office import to_docx
from ingest.reading import read, read_bytes
from ingest.workers import run
from tests.ingest.papers import html_page, word_paper

RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 .VnTime;}}\f0 xin ch\'b5o}"
needs_office = pytest.mark.skipif(
    legacy_office.program() is None, reason=f"LibreOffice is missing: {legacy_office.INSTALL}"
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in LibreOffice's place that tests write; it leaves its process numbers in `pids`."""
    path = tmp_path / "soffice"
    path.touch(mode=0o755)
    monkeypatch.setattr(legacy_office, "program", lambda: str(path))
    return path


def category_of(limits: Limits = Limits(wall_seconds=1.0)) -> Category:
    with pytest.raises(DocumentError) as caught:
        to_docx(RTF, ".rtf", "a.rtf", limits)
    return caught.value.category


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    """Whether a process is at its end within a time in which it would not end by itself."""
    until = time.monotonic() + 10
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def test_a_program_that_hangs_is_killed_with_its_children(office: Path) -> None:
    pids = office.with_name("pids")
    office.write_text(f"#!/bin/sh\necho $$ >> {pids}\nsleep 60 &\necho $! >> {pids}\nwait\n")
    begun = time.monotonic()
    assert category_of() is Category.TIMEOUT
    assert time.monotonic() - begun < 30, "the program would sleep for a minute"
    assert [gone(int(pid)) for pid in pids.read_text().split()] == [True, True]


def test_children_of_a_program_that_ends_are_killed_too(office: Path) -> None:
    pids = office.with_name("pids")
    office.write_text(f"#!/bin/sh\nsleep 60 &\necho $! >> {pids}\n")
    assert category_of() is Category.DAMAGED
    assert gone(int(pids.read_text()))


@pytest.mark.parametrize("script", ["exit 0", "exit 3", 'mkdir -p "$8"; : > "$8/document.docx"'])
def test_a_program_that_writes_nothing_makes_the_file_damaged(office: Path, script: str) -> None:
    office.write_text(f"#!/bin/sh\n{script}\n")
    assert category_of() is Category.DAMAGED


def test_its_profile_turns_macros_off_and_is_its_own(office: Path) -> None:
    kept = office.with_name("kept")
    office.write_text(f'#!/bin/sh\ncp -r "${{1#-env:UserInstallation=file://}}" {kept}\n')
    assert category_of() is Category.DAMAGED
    settings = (kept / "user" / "registrymodifications.xcu").read_text()
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in settings


def test_too_large_a_result_is_refused(office: Path) -> None:
    office.write_text('#!/bin/sh\nmkdir -p "$8"; head -c 2000 /dev/zero > "$8/document.docx"\n')
    assert category_of(Limits(file_bytes=1_000)) is Category.TOO_LARGE


def test_without_the_program_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_office, "program", lambda: None)
    with pytest.raises(DocumentError) as caught:
        read_bytes(RTF, "cũ.rtf")
    assert caught.value.category is Category.MISSING_TOOL
    assert "apt-get install libreoffice-writer-nogui" in str(caught.value)


def ole(*parts: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + b"".join(parts)


def test_old_formats_are_told_by_content() -> None:
    stream = "WordDocument".encode("utf-16-le")
    head = b"\xec\xa5".ljust(11, b"\x00")
    assert sniff(RTF, "a.doc") is Format.RTF
    assert sniff(ole(head, b"\x02", stream), "a.pdf") is Format.DOC
    with pytest.raises(DocumentError) as caught:
        sniff(ole(head, b"\x03", stream), "a.doc")
    assert caught.value.category is Category.ENCRYPTED
    assert (Format.DOC.reader, Format.RTF.reader, Format.PDF.reader) == ("legacy", "legacy", "pdf")


def test_modern_files_called_doc_need_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_office, "program", lambda: None)
    assert read_bytes(word_paper(), "a.doc").media_type == Format.DOCX.media_type
    assert read_bytes(html_page("Thủ tục"), "a.doc").media_type == Format.HTML.media_type


@needs_office
@pytest.mark.slow
def test_old_fonts_in_rtf() -> None:
    assert read_bytes(RTF, "a.rtf").text() == "xin chào"


@needs_office
@pytest.mark.slow
def test_nonsense_in_an_old_format_ends_in_an_error() -> None:
    with pytest.raises(DocumentError):
        read_bytes(ole("WordDocument".encode("utf-16-le"), os.urandom(2_000)), "a.doc")


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("form", ["doc", "rtf"])
@pytest.mark.parametrize("decision", draw(2, seed=5), ids=lambda one: one.stem)
def test_old_word_files_give_the_same_decision(decision: SampleDecision, form: str, tmp_path: Path) -> None:
    data = typesetter("docx")(blocks(decision), title(decision))
    old = converted(data, form, tmp_path)
    path = tmp_path / f"a.{form}"
    path.write_bytes(old)
    assert sniff(old, "a").value == form
    ((_, document),) = run(read, [path], workers=1)
    assert not isinstance(document, DocumentError)
    found, wanted = decide(document), decide(read_bytes(data, "a"))
    assert found.items
    assert [(one.code, one.name, one.change) for one in found.items] == [
        (one.code, one.name, one.change) for one in wanted.items
    ]
    assert (found.number, found.signed) == (wanted.number, wanted.signed)


def converted(data: bytes, form: str, folder: Path) -> bytes:
    """A Word file in an old format, made by the same program."""
    source = folder / "document.docx"
    source.write_bytes(data)
    program = legacy_office.program()
    assert program
    arguments = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    arguments += ["--convert-to", form, "--outdir", str(folder), str(source)]
    assert legacy_office._finishes(arguments, 60)
    return (folder / f"document.{form}").read_bytes()
