"""Files as they leave the house: written whole or not at all, the same bytes for the same facts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ingest.errors import UsageError
from ingest.placing import placing

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP directory can hold."""


_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")
"""What a spreadsheet may take for the beginning of a formula, and the mark that keeps it from that."""


def ending_of(file: Path, known: Sequence[str]) -> str:
    """The ending that says how a file is written; UsageError (`export.unknown_ending`) for another."""
    ending = file.suffix.lower()
    if ending not in known:
        raise UsageError("export.unknown_ending", file=file, known=", ".join(known))
    return ending


@contextmanager
def saving(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, put in place once all of it is written; its folder is made.

    UsageError (`export.not_writable`) where that fails; then what stood there before stays.
    """
    try:
        with placing(path) as file:
            yield file
    except OSError as error:
        raise UsageError("export.not_writable", file=path, detail=error.strerror or error) from error


def save(path: Path, data: bytes) -> None:
    """Write a file in one step, as `saving` does."""
    with saving(path) as file:
        file.write(data)


def harmless(text: str) -> str:
    """A text for a CSV cell that no spreadsheet runs as a formula (CWE-1236); `as_meant` takes that back."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_meant(cell: str) -> str:
    """The text that `harmless` made the cell of."""
    return cell.removeprefix("'")


def without_controls(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold or nobody can see; line ends and tabs stay."""
    return _CONTROL.sub("", text)


def timeless(package: bytes) -> bytes:
    """An Office file (ZIP) whose directory says nothing of when it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            member = zipfile.ZipInfo(info.filename, _OLDEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(member, before.read(info))
    return out.getvalue()
