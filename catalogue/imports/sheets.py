"""Files of rows: xlsx, csv and JSON alike as a list of rows of text, read by content and not by name."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from catalogue.imports.records import rows_of_json
from ingest.document import clean
from ingest.errors import UsageError

Rows: TypeAlias = list[list[str]]
"""Rows of cleaned cells in file order; the row at index 0 is row 1 of the file."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t"
_MARKUP = (b"<!doctype", b"<html", b"<?xml")
_JSON = (b"{", b"[")


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a file, each as its rows; `partial` where it speaks of single procedures only.

    `sha256` is that of the file's bytes, or of the files' hashes in the order of their names for a folder.
    """

    rows: tuple[Rows, ...]
    sha256: str
    partial: bool = False


def read_sheets(path: Path) -> Sheets:
    """The sheets of a file, or of a folder of JSON files as one; UsageError names the file and what to do."""
    if path.is_dir():
        return _folder(path)
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_JSON):
        rows, partial = rows_of_json(data, path)
        return Sheets((rows,), sha256, partial)
    if data.startswith((_ZIP, _OLE)):
        return Sheets(tuple(_workbook(data, path)), sha256)
    if data[:200].lstrip().lower().startswith(_MARKUP):
        raise UsageError("import.web_page", file=path)
    return Sheets(tuple(_separated(data, path)), sha256)


def _folder(folder: Path) -> Sheets:
    """The JSON files of a folder under one head row; a file of another shape is refused by name."""
    rows: Rows = []
    hashes = hashlib.sha256()
    partial = False
    for path in sorted(folder.glob("*.json")):
        data = _bytes(path)
        hashes.update(hashlib.sha256(data).digest())
        (head, *body), of_some = rows_of_json(data, path)
        if rows and rows[0] != head:
            raise UsageError("import.other_shape", file=path, folder=folder)
        rows += body if rows else [head, *body]
        partial = partial or of_some
    if not rows:
        raise UsageError("import.empty_folder", folder=folder)
    return Sheets((rows,), hashes.hexdigest(), partial)


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError("import.not_found", file=path) from error
    except OSError as error:
        raise UsageError("import.unreadable", file=path, detail=error.strerror) from error
    if not data.strip():
        raise UsageError("import.empty", file=path)
    return data


def _workbook(data: bytes, path: Path) -> list[Rows]:
    """Empty rows above and between are kept, so that row numbers are those that people see."""
    from python_calamine import CalamineError, load_workbook

    try:
        workbook = load_workbook(io.BytesIO(data))
        return [
            [
                [_text(cell) for cell in row]
                for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in workbook.sheet_names
        ]
    except CalamineError as error:
        raise UsageError("import.damaged", file=path, detail=error) from error


def _separated(data: bytes, path: Path) -> list[Rows]:
    """One reading for each delimiter that occurs; the caller takes the one in which it finds its columns."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError("import.encoding", file=path) from error
    if "\0" in text:
        raise UsageError("import.damaged", file=path, detail="NUL")
    csv.field_size_limit(len(text) + 1)
    out = []
    for delimiter in _DELIMITERS:
        if delimiter in text:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            try:
                out.append([[clean(cell) for cell in row] for row in rows])
            except csv.Error as error:
                raise UsageError("import.damaged", file=path, detail=error) from error
    return out or [[[clean(line)] for line in text.splitlines()]]


def _text(cell: object) -> str:
    """A cell's text; a code that the spreadsheet took for a number gets its lost zeros back."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.6f}"
    return clean(str(cell))
