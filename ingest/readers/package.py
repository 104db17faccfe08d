"""An Office package (a zip of XML parts) opened within limits and parsed without entities or network."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from ingest.errors import Category, DocumentError
from ingest.limits import MEGABYTE, Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, OSError)
_ENCRYPTED_FLAG = 0x1
# Files saved as "Strict Open XML" say the same under other names (ISO/IEC 29500-1, annex A).
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)


class Package:
    """The parts of an open package; nothing is ever written to disk, so member names cannot lead astray."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self._archive = archive
        self._name = name
        self._limits = limits
        members = archive.infolist()
        if len(members) > limits.archive_members:
            raise self._limit("archive_members", len(members))
        total = sum(member.file_size for member in members)
        if total > limits.archive_bytes:
            raise self._limit("archive_bytes", total)
        for member in members:
            self._check(member)
        self.names = tuple(member.filename for member in members)

    def _limit(self, setting: str, count: int) -> DocumentError:
        return self._limits.exceeded(Category.ARCHIVE_LIMIT, self._name, setting, count)

    def _check(self, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise DocumentError(Category.ENCRYPTED, self._name)
        if member.file_size > self._limits.member_bytes:
            raise self._limit("member_bytes", member.file_size)
        if member.file_size > MEGABYTE:
            ratio = member.file_size // max(1, member.compress_size)
            if ratio > self._limits.archive_ratio:
                raise self._limit("archive_ratio", ratio)

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part, None where there is no such part; DocumentError DAMAGED, ARCHIVE_LIMIT."""
        if part not in self.names:
            return None
        data = self.content(part)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError(Category.DAMAGED, self._name) from error

    def content(self, part: str) -> bytes:
        """The bytes of a part; DocumentError DAMAGED, ARCHIVE_LIMIT."""
        try:
            with self._archive.open(part) as stream:
                # The size in the directory may lie; what is really unpacked is counted.
                data = stream.read(self._limits.member_bytes + 1)
        except (*_BROKEN, NotImplementedError, RuntimeError, KeyError) as error:
            raise DocumentError(Category.DAMAGED, self._name) from error
        if len(data) > self._limits.member_bytes:
            raise self._limit("member_bytes", len(data))
        return data


@contextmanager
def open_package(data: bytes, name: str, limits: Limits) -> Iterator[Package]:
    """The package in `data`; DocumentError DAMAGED, ENCRYPTED or ARCHIVE_LIMIT."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise DocumentError(Category.DAMAGED, name) from error
    with archive:
        yield Package(archive, name, limits)
