"""The records of the old gateway, each field taken or ignored by name, and the page of a decision."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from ingest.document import clean, one_line
from ingest.sources.faults import Fault, FetchError
from ingest.sources.pages import tree_of
from ingest.sources.source import Head, Listed
from ingest.sources.strict import Drift, plausible, reading

_ATTACHMENTS = re.compile(r"var\s+str\s*=\s*'(\[.*?\])'\s*;", re.DOTALL)
_UPLOADED = re.compile(r"(\d{4})/(\d{2})/(\d{2})/")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a decision's page: its name as typed, its code for loading down, when it was uploaded.

    The day stands in the folders that the portal keeps it in; one without folders tells none.
    """

    name: str
    code: str
    stored_as: str
    uploaded: date | None

    @property
    def is_dated_otherwise(self) -> bool:
        """Whether it lies in folders whose names are no day: the portal has changed."""
        return self.uploaded is None and "/" in self.stored_as


@dataclass(frozen=True, slots=True)
class Page:
    """What a decision's page says of it."""

    number: str
    title: str
    signed: date | None
    agency: str
    attachments: tuple[Attachment, ...]


def read_heads(rows: list[Any], where: str, drift: Drift) -> tuple[tuple[Head, ...], int | None]:
    """The heads of one page of the list and how many there are in all."""
    heads, total = [], None
    for row in rows:
        with reading(row, "decision", where, drift) as fields:
            published = fields.told("PUBLISHING_DATE")
            head = Head(
                id=fields.text("ID"),
                number=fields.told("CODE"),
                title=fields.told("NAME"),
                signed=plausible(fields.day("PUBLISHING_DATE", published)),
                agency=fields.told("AGENCY_NAME"),
                facts={"agency_id": fields.told("AGENCY_ID"), "published": published},
            )
            total = fields.count("AMOUNT")
            fields.ignore("ROW_STT")
            heads.append(head)
    return tuple(heads), total


def page_facts(html: str, where: str) -> dict[str, Any]:
    """A decision's page taken apart: the labels of its first table, and its attachments as they stand."""
    tree = tree_of(html)
    boxes = [] if tree is None else [one for one in tree.iter("div") if one.get("id") == "qdcb"]
    labels = {}
    for row in (row for box in boxes for row in box.iter("tr")):
        cells = [one_line(clean("".join(map(str, cell.itertext())))) for cell in row.iter("td")]
        if len(cells) == 2:
            labels[cells[0]] = cells[1]
    attached = _ATTACHMENTS.search(html)
    if not labels or attached is None:
        raise FetchError(
            Fault.SCHEMA, where, kind="page", field="qdcb" if not labels else "formatAttachments"
        )
    try:
        return {"labels": labels, "attachments": json.loads(attached[1].replace("\\'", "'"))}
    except ValueError as error:
        raise FetchError(Fault.SCHEMA, where, kind="page", field="formatAttachments") from error


def read_page(facts: Mapping[str, Any], where: str, drift: Drift) -> Page:
    """A page's facts; the labels for fields and files are filled by other services and stay empty."""
    attachments = []
    for record in facts["attachments"]:
        with reading(record, "attachment", where, drift) as fields:
            stored = fields.text("tepDinhKemId")
            one = Attachment(fields.text("tenTep"), fields.text("code"), stored, _uploaded(stored))
            attachments.append(one)
    with reading(facts["labels"], "page", where, drift) as fields:
        fields.ignore("Lĩnh vực", "File dính kèm", "File đính kèm")
        return Page(
            number=fields.text("Số quyết định"),
            title=fields.text("Trích yếu"),
            signed=plausible(fields.day("Ngày quyết định", fields.text("Ngày quyết định"))),
            agency=fields.text("Cơ quan ban hành"),
            attachments=tuple(attachments),
        )


def read_listed(row: Any, where: str, drift: Drift) -> Listed:
    """A procedure in one of the three lists of a decision."""
    with reading(row, "listed", where, drift) as fields:
        fields.ignore("PUBLISHED_AGENCY_ID", "AMOUNT", "ROW_STT")
        return Listed(fields.text("ID"), fields.text("PROCEDURE_NAME"), fields.maybe_text("PUBLISHED_AGENCY"))


def read_named(rows: list[Any], kind: str, name: str, where: str, drift: Drift) -> tuple[str, ...]:
    """The names of records that have only an id beside them."""
    out = []
    for row in rows:
        with reading(row, kind, where, drift) as fields:
            fields.ignore("ID")
            out.append(fields.text(name))
    return tuple(out)


def _uploaded(stored: str) -> date | None:
    found = _UPLOADED.match(stored)
    try:
        return plausible(date(*map(int, found.groups()))) if found else None
    except ValueError:
        return None


def safe_name(one: Attachment) -> str:
    """A file's name for this machine: the code, and the extension that the portal itself gave it."""
    suffix = PurePosixPath(one.stored_as).suffix or PurePosixPath(one.name).suffix
    return "f" + _UNSAFE.sub("_", one.code)[:60] + _UNSAFE.sub("", suffix)[:8].lower()
