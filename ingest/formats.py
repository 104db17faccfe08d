"""Which format the bytes are in, told from the bytes alone: file names lie.

A format that is recognised but not read ends in UNSUPPORTED and says what to do; bytes that are nothing we
know end in UNKNOWN_FORMAT; broken bytes of a known format in DAMAGED.
"""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from enum import StrEnum

from ingest.encodings.evidence import Evidence
from ingest.errors import Category, DocumentError
from ingest.limits import MEGABYTE


class Format(StrEnum):
    """The formats that are read."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    HTML = "html"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    TEXT = "text"

    @property
    def media_type(self) -> str:
        """The registered media type (IANA)."""
        return _MEDIA_TYPES[self]

    @property
    def reader(self) -> str:
        """The module in `ingest.readers` that reads it."""
        return _READERS.get(self, self.value)


_MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.DOC: "application/msword",
    Format.RTF: "application/rtf",
    Format.HTML: "text/html",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
    Format.TIFF: "image/tiff",
    Format.TEXT: "text/plain",
}

_READERS = {
    Format.DOC: "legacy",
    Format.RTF: "legacy",
    Format.PNG: "picture",
    Format.JPEG: "picture",
    Format.TIFF: "picture",
}

# A PDF header may follow up to 1,024 bytes of other content (ISO 32000-1, annex H.3.4.1); mail gateways add
# whole screens of blank lines, so any amount of white space is skipped first.
_PDF_HEADER = b"%PDF-"
_PDF_HEADER_WITHIN = 1_024

_RAR = b"Rar!\x1a\x07"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (_RAR, "RAR"),
    (b"\x1f\x8b", "gzip"),
)
_PICTURES = (
    (b"\x89PNG", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_WORD = "WordDocument".encode("utf-16-le")
# The head of Word's stream, mostly in the file's first sector ([MS-DOC] 2.5.2): its mark, and the flags with
# the bit for a password.
_WORD_AT, _WORD_MARK, _WORD_FLAGS, _WORD_ENCRYPTED = 512, b"\xec\xa5", 11, 0x01
_RTF = b"{\\rtf"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
BUNDLE_STARTS = (*_ZIP, _RAR)
"""What a file begins with that may be a bundle."""

# Members that make a ZIP an Office document: the list of contents (ECMA-376 part 2, 10.1.2.2) or, where that
# was lost, the main part under its usual name; and what OpenDocument files begin with.
_CONTENTS = "[Content_Types].xml"
_OFFICE = frozenset({_CONTENTS, "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "mimetype"})
_WORD_TEXT = b"wordprocessingml.document.main+xml"
_OFFICE_FOLDERS = (("xl/", "Excel (XLSX)"), ("ppt/", "PowerPoint (PPTX)"))
_OPEN_DOCUMENT = "OpenDocument"

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_DECLARABLE = {"windows-1258": "cp1258", "cp1258": "cp1258", "windows-1252": "cp1252", "iso-8859-1": "cp1252"}
_HEAD_BYTES = 4_096

# A comment is found once and for all: tried again with every other end, many of them take for ever.
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|center|article|section|form|font|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(r"<(?:!doctype\s+html|html|body)\b[^<]*>", re.IGNORECASE)
_OTHER_TEXT = (
    (re.compile(r"\s*MIME-Version:", re.IGNORECASE), "MHTML"),
    (re.compile(r"\s*<\?xml", re.IGNORECASE), "XML"),
)
# Control characters that no text file holds; a tenth of a per cent of them is more than a stray form feed.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE = 0.001


def sniff(data: bytes, name: str) -> Format:
    """The format of the bytes; DocumentError (EMPTY, UNSUPPORTED, UNKNOWN_FORMAT, DAMAGED, ENCRYPTED)."""
    if not data.strip(b"\x00\t\n\r\f\v "):
        raise DocumentError(Category.EMPTY, name)
    if pdf_start(data) is not None:
        return Format.PDF
    if data.startswith(_ZIP):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    if data.startswith(_RTF):
        return Format.RTF
    for signature, form in _PICTURES:
        if data.startswith(signature):
            return form
    for signature, found in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(Category.UNSUPPORTED, name, format=found)
    return _sniff_text(decode(data, name), name)


def pdf_start(data: bytes) -> int | None:
    """Where a PDF's header begins, None where there is none."""
    blank = len(data) - len(data.lstrip())
    found = data.find(_PDF_HEADER, blank, blank + _PDF_HEADER_WITHIN)
    return None if found < 0 else found


def decode(data: bytes, name: str) -> str:
    """The text of a text or HTML file: byte order mark, else UTF-8, else the encoding it declares.

    UTF-8 that decodes is believed over any declaration, for declarations are copied from page to page. Bytes
    in TCVN3 or VNI are given as Latin-1; `ingest.encodings` makes Vietnamese of them later.
    DocumentError DAMAGED where nothing fits, UNKNOWN_FORMAT where the bytes are no text at all.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:_HEAD_BYTES])
        encoding = _DECLARABLE.get(declared.group(1).decode("ascii").lower(), "") if declared else ""
        if encoding:
            return _decode_as(data, encoding, name)
        text = data.decode("latin-1")
        if _is_binary(text):
            raise DocumentError(Category.UNKNOWN_FORMAT, name) from None
        if not Evidence.of(text.splitlines()).encodings:
            raise DocumentError(Category.DAMAGED, name) from None
    if _is_binary(text):
        raise DocumentError(Category.UNKNOWN_FORMAT, name)
    return text


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(Category.DAMAGED, name) from error


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)


def _sniff_text(text: str, name: str) -> Format:
    head = text[:_HEAD_BYTES].lstrip("\ufeff")
    if _HTML_START.match(head) or _HTML_INSIDE.search(head):
        return Format.HTML
    for pattern, found in _OTHER_TEXT:
        if pattern.match(head):
            raise DocumentError(Category.UNSUPPORTED, name, format=found)
    return Format.TEXT


def bundle_format(data: bytes) -> str | None:
    """ "zip" or "rar" where the bytes are a bundle of files, None for all else, Office documents too."""
    if data.startswith(_RAR):
        return "rar"
    if not data.startswith(_ZIP):
        return None
    try:
        names = _names(data)
    except _BROKEN_ZIP:
        return None
    return None if _is_office(names) else "zip"


def _is_office(names: Sequence[str]) -> bool:
    """Whether a ZIP's members make it one document; folders of any name may stand in a bundle of files."""
    return not _OFFICE.isdisjoint(names)


_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, struct.error)


def _names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def _sniff_ole(data: bytes, name: str) -> Format:
    word = data[_WORD_AT : _WORD_AT + _WORD_FLAGS + 1]
    if _OLE_ENCRYPTED in data or (word.startswith(_WORD_MARK) and word[-1] & _WORD_ENCRYPTED):
        raise DocumentError(Category.ENCRYPTED, name)
    if _OLE_WORD in data:
        return Format.DOC
    raise DocumentError(Category.UNSUPPORTED, name, format="Excel/PowerPoint 97–2003 (.xls, .ppt)")


def _sniff_zip(data: bytes, name: str) -> Format:
    try:
        members = _names(data)
    except _BROKEN_ZIP as error:
        raise DocumentError(Category.DAMAGED, name) from error
    if not _is_office(members):
        raise DocumentError(Category.UNSUPPORTED, name, format="ZIP")
    if any(member.startswith("word/") for member in members) or _says_word(data):
        return Format.DOCX
    for start, found in _OFFICE_FOLDERS:
        if any(member.startswith(start) for member in members):
            raise DocumentError(Category.UNSUPPORTED, name, format=found)
    raise DocumentError(Category.UNSUPPORTED, name, format=_OPEN_DOCUMENT)


def _says_word(data: bytes) -> bool:
    """Whether the list of contents names a Word text, in whatever folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_CONTENTS) as stream:
            return _WORD_TEXT in stream.read(MEGABYTE)
    except (*_BROKEN_ZIP, KeyError, RuntimeError):
        return False
