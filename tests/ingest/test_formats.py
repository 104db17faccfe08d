"""Formats told by content, encodings of text."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from ingest.errors import Category, DocumentError
from ingest.formats import Format, bundle_format, decode, sniff
from tests.ingest.papers import PROSE, html_page, pdf_paper, word_paper


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def test_the_formats_that_are_read() -> None:
    assert sniff(pdf_paper(), "a.docx") is Format.PDF
    assert sniff(word_paper(), "a.pdf") is Format.DOCX
    assert sniff(html_page(PROSE), "a.doc") is Format.HTML
    assert sniff(PROSE.encode(), "a.pdf") is Format.TEXT


@pytest.mark.parametrize(
    ("name", "form"),
    [("word/a.docx", "zip"), ("xl/a.xlsx", "zip"), ("mimetype-note.txt", "zip"), ("a.pdf", "zip")],
)
def test_folders_of_any_name_stand_in_bundles(name: str, form: str) -> None:
    assert bundle_format(zipped(name, "b.docx")) == form


@pytest.mark.parametrize("name", ["[Content_Types].xml", "word/document.xml", "mimetype"])
def test_office_documents_are_no_bundles(name: str) -> None:
    assert bundle_format(zipped(name, "b.xml")) is None


def test_junk_before_a_pdf_header() -> None:
    assert sniff(b"\n" * 1_500 + b"%PDF-1.7\n...", "a") is Format.PDF
    assert sniff(b"junk " * 20 + b"%PDF-1.7\n...", "a") is Format.PDF


@pytest.mark.parametrize(
    "text",
    [
        "<p>Một đoạn",
        "\ufeff  <HTML><body>",
        "<!-- lưu ngày 1 --><!DOCTYPE HTML PUBLIC '-//W3C//DTD'>",
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'>",
        "Tiêu đề lạc chỗ <html lang='vi'><body>",
        "<table><tr><td>1",
    ],
)
def test_html_in_its_many_beginnings(text: str) -> None:
    assert sniff(text.encode(), "a.txt") is Format.HTML


def test_marks_inside_a_capture_make_no_html() -> None:
    assert sniff("Stt\tNội dung\n1\t<p>Một</p><ul><li>hai</li></ul>".encode(), "a.txt") is Format.TEXT


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        (b"GIF89a" + b"\x00" * 30, "GIF"),
        (zipped("xl/workbook.xml"), "XLSX"),
        (zipped("mimetype", "content.xml"), "OpenDocument"),
        (zipped("[Content_Types].xml", "xl/sheet.xml"), "XLSX"),
        (zipped("a.pdf", "b.pdf"), "ZIP"),
        (zipped("word/quyết định.docx", "pdf/quyết định.pdf"), "ZIP"),
        (zipped("xl/biểu.xlsx", "mimetype-note.txt"), "ZIP"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "MHTML"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "XML"),
    ],
)
def test_known_formats_that_are_not_read_say_what_to_do(data: bytes, found: str) -> None:
    with pytest.raises(DocumentError) as caught:
        sniff(data, "quyết định.docx")
    assert caught.value.category is Category.UNSUPPORTED
    assert found in str(caught.value)
    assert "DOCX" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "category"),
    [
        (b"", Category.EMPTY),
        (b" \r\n\t\x00\x00", Category.EMPTY),
        (bytes(range(256)) * 4, Category.UNKNOWN_FORMAT),
        (b"PK\x03\x04 cut short", Category.DAMAGED),
        ("Thủ tục".encode("utf-16-le"), Category.UNKNOWN_FORMAT),
        ("Thủ tục hành chính".encode("cp1258", "replace"), Category.DAMAGED),
        ("đ".encode() + PROSE.encode()[:-1] + b"\xe1", Category.DAMAGED),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600,
            Category.ENCRYPTED,
        ),
    ],
)
def test_bytes_that_are_nothing(data: bytes, category: Category) -> None:
    with pytest.raises(DocumentError) as caught:
        sniff(data, "a")
    assert caught.value.category is category


@pytest.mark.parametrize(("tail", "form"), [("<p>quyết định", Format.HTML), ("quyết định", Format.TEXT)])
def test_many_comments_before_the_text_are_passed_over_at_once(tail: str, form: Format) -> None:
    begun = time.monotonic()
    assert sniff(("<!---->" * 60 + tail).encode(), "a") is form
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "a") == PROSE


def test_declared_windows_1258() -> None:
    # The code page writes the tones as combining marks.
    text = "<meta charset=windows-1258>Hô\u0300 sơ đươ\u0323c nhâ\u0323n"
    assert decode(text.encode("cp1258"), "a") == text


def test_utf_8_is_believed_over_its_declaration() -> None:
    text = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1258'>Hồ sơ"
    assert decode(text.encode(), "a") == text
