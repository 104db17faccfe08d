"""Says what is missing on this machine, and how to get it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from ingest.errors import CongboError
from ingest.messages import say

_PACKAGES = (
    "click",
    "holidays",
    "lxml",
    "pdfplumber",
    "pebble",
    "pyhanko",
    "pypdfium2",
    "python-calamine",
    "rapidfuzz",
    "rich",
    "spacy",
    "sqlite-utils",
    "tesserocr",
)
_AHEAD = timedelta(days=45)
"""How far ahead the working calendar should reach, so that no open deadline is provisional."""

_MOST_NAMED = 5
"""How many lost originals are named; the count is told of all."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it is in order, and what was found or is to be done."""

    name: str
    ok: bool
    message: str

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {"name": self.name, "ok": self.ok, "message": self.message}


def examine(workspace: Path) -> list[Check]:
    """Look at the program, the libraries, the calendar and the workspace (which need not exist)."""
    return [_python(), _packages(), _sqlite(), _prose(), _calendar(), *_tools(), *_workspace(workspace)]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), say("doctor.python", version=version))


def _packages() -> Check:
    missing = [name for name in _PACKAGES if not _installed(name)]
    key = "doctor.packages_missing" if missing else "doctor.packages"
    return Check("packages", not missing, say(key, packages=", ".join(missing or _PACKAGES)))


def _installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _sqlite() -> Check:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    ok = "ENABLE_FTS5" in options and sqlite3.sqlite_version_info >= (3, 37)
    return Check("sqlite", ok, say("doctor.sqlite", version=sqlite3.sqlite_version))


def _prose() -> Check:
    from extract.language import marks

    ok = [mark.label for mark in marks("bị bãi bỏ", "change")] == ["change.repealed"]
    return Check("spacy", ok, say("doctor.prose" if ok else "doctor.prose_broken"))


def _tools() -> Iterator[Check]:
    """Programs that some documents need; without them those documents, and no others, end as issues."""
    from ingest.readers import archive_rar, legacy_office, ocr_engine

    found: tuple[tuple[str, str | None, str], ...] = (
        ("tesseract", ocr_engine.data_folder(), ocr_engine.INSTALL),
        ("libreoffice", legacy_office.program(), legacy_office.INSTALL),
        ("rar", archive_rar.program(), archive_rar.INSTALL),
        ("fonts", legacy_office.fonts(), legacy_office.INSTALL_FONTS),
    )
    for name, path, command in found:
        key = f"doctor.{name}" if path else f"doctor.{name}_missing"
        yield Check(name, path is not None, say(key, path=path, command=command))


def _calendar() -> Check:
    from catalogue.deadlines import Calendar, today

    calendar, day = Calendar.load(), today()
    ok = not calendar.is_provisional(day, day + _AHEAD)
    key = "doctor.calendar" if ok else "doctor.calendar_short"
    return Check("calendar", ok, say(key, version=calendar.version[:12], until=f"{day + _AHEAD:%d/%m/%Y}"))


def _workspace(folder: Path) -> Iterator[Check]:
    from catalogue.workspace import DATABASE, Workspace
    from ingest.originals import Originals

    if not (folder / DATABASE).is_file():
        yield Check("workspace", True, say("doctor.no_workspace", folder=folder))
        return
    try:
        with Workspace.open(folder) as workspace:
            faults = [row[0] for row in workspace.db.execute("PRAGMA integrity_check").fetchall()]
            counts = {
                table: workspace.db.table(table).count for table in ("documents", "decisions", "procedures")
            }
            kept = Originals(workspace.originals)
            documents = workspace.rows(
                "SELECT sha256, coalesce(min(name), sha256) AS file FROM documents"
                " LEFT JOIN locations ON document = sha256 GROUP BY sha256 ORDER BY file"
            )
            lost = [row["file"] for row in documents if row["sha256"] not in kept]
    except CongboError as error:
        yield Check("workspace", False, str(error))
        return
    yield Check("workspace", faults == ["ok"], say("doctor.workspace", folder=folder, **counts))
    if lost:
        named = ", ".join(lost[:_MOST_NAMED]) + (", …" if len(lost) > _MOST_NAMED else "")
        yield Check("originals", False, say("doctor.originals_missing", count=len(lost), files=named))
