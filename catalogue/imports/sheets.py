"""Files of rows: xlsx, csv and JSON alike as a list of rows of text, read by content and not by name.

Cells of our own catalogue in the full layout are kept as they were written; all others are cleaned.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from catalogue.exports.writing import as_meant
from catalogue.imports.layouts import Layout, columns, fields_of_heads, is_notice, marks_full, own_scope
from catalogue.imports.records import own_rows_of_json, rows_of_json
from catalogue.procedure import Scope
from ingest.document import clean
from ingest.errors import UsageError

Rows: TypeAlias = list[list[str]]
"""Rows of cells in file order; the row at index 0 is row 1 of the file."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t"
_MARKUP = (b"<!doctype", b"<html", b"<?xml")
_JSON = (b"{", b"[")
HEADER_WITHIN = 50
"""The heads of a list stand in one of its first rows, so many at most."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a file, each as its rows; `partial` where it speaks of single procedures only.

    `sha256` is that of the file's bytes, or of the files' hashes in the order of their names for a folder.
    `own` is the layout of a file of our own, whose sheets are then read as one; `own_scope` is the catalogue
    that its title names.
    """

    rows: tuple[Rows, ...]
    sha256: str
    partial: bool = False
    own: Layout | None = None
    own_scope: Scope | None = None


def read_sheets(path: Path) -> Sheets:
    """The sheets of a file, or of a folder of JSON files as one; UsageError names the file and what to do."""
    if path.is_dir():
        return _folder(path)
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_JSON):
        own = own_rows_of_json(data, path)
        if own is not None:
            return Sheets((own,), sha256, partial=True, own=Layout.FULL)
        rows, partial = rows_of_json(data, path)
        return Sheets((rows,), sha256, partial)
    if data.startswith((_ZIP, _OLE)):
        return _recognised(list(_workbook(data, path)), path, sha256)
    if data[:200].lstrip().lower().startswith(_MARKUP):
        raise UsageError("import.web_page", file=path)
    return _recognised(_separated(data, path), path, sha256, separated=True)


def _recognised(sheets: list[Rows], path: Path, sha256: str, *, separated: bool = False) -> Sheets:
    """The sheets with their cells cleaned, unless they hold a catalogue in our own full layout."""
    if any(is_notice(cell) for rows in sheets for row in rows[:HEADER_WITHIN] for cell in row):
        raise UsageError("import.notice", file=path)
    found = [(at, *known) for at, rows in enumerate(sheets) if (known := _own(rows))]
    if not found:
        return Sheets(tuple(map(_cleaned, sheets)), sha256)
    at, own, scope = found[0]
    if separated:
        sheets = [[[as_meant(cell) for cell in row] for row in rows] for rows in sheets[at:]]
    else:
        sheets = [[*sheets[at], *(row for rows in sheets[at + 1 :] for row in _from_heads(rows, own))]]
    if own is Layout.PORTAL:
        sheets = list(map(_cleaned, sheets))
    return Sheets(tuple(sheets), sha256, partial=True, own=own, own_scope=scope)


def _own(rows: Rows) -> tuple[Layout, Scope | None] | None:
    for row in rows[:HEADER_WITHIN]:
        if marks_full(fields_of_heads(row)):
            return Layout.FULL, None
        scope = next(filter(None, map(own_scope, row)), None)
        if scope:
            return Layout.PORTAL, scope
    return None


def _from_heads(rows: Rows, layout: Layout) -> Rows:
    """The rows of a further sheet without the title above its heads."""
    heads = [column.head for column in columns(layout)]
    at = next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if row[: len(heads)] == heads), 0)
    return rows[at:]


def _cleaned(rows: Rows) -> Rows:
    return [[clean(cell) for cell in row] for row in rows]


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
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    out = []
    for delimiter in _DELIMITERS:
        if delimiter in text:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            try:
                out.append(list(rows))
            except csv.Error as error:
                raise UsageError("import.damaged", file=path, detail=error) from error
    return out or [[[line] for line in text.splitlines()]]


def _text(cell: object) -> str:
    """A cell's text; a code that the spreadsheet took for a number gets its lost zeros back."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.6f}"
    return str(cell)
