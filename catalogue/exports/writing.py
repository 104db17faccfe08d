"""Files as they leave the house: written whole or not at all, the same bytes for the same facts."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from ingest.errors import UsageError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP directory can hold."""


def save(path: Path, data: bytes) -> None:
    """Write a file in one step, making its folder; UsageError (`export.not_writable`) where that fails."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError("export.not_writable", file=path, detail=error.strerror or error) from error


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
