"""LibreOffice as a tool without a screen: one file in, one DOCX out, nothing left behind.

Each call has a profile of its own, in which macros are off and nothing is fetched; the whole process group is
killed when the time is over, for the program starts others.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.errors import Category, DocumentError
from ingest.limits import Limits

PROGRAMS = ("soffice", "libreoffice")
INSTALL = "apt-get install libreoffice-writer-nogui"
"""How to get it on Debian and Ubuntu."""

INSTALL_FONTS = "apt-get install fonts-dejavu-core fonts-liberation"
"""How to get fonts with all Vietnamese letters on Debian and Ubuntu."""

_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
)
# Families known to hold every letter of Vietnamese, as their files are called.
_FONTS = ("DejaVu*.ttf", "Liberation*.ttf", "NotoS*.ttf", "times*.ttf", "Times New Roman*.ttf")

# Half of what a document may take: the worker around must not be killed first, or the program would live on.
_SHARE = 0.5
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
)


def program() -> str | None:
    """The program's path; None where LibreOffice is not installed."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def fonts() -> str | None:
    """The folder of the first font found that has all Vietnamese letters; None where there is none."""
    folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS)
    found = (path for folder in folders for pattern in _FONTS for path in folder.rglob(pattern))
    return next((str(path.parent) for path in found), None)


def to_docx(data: bytes, suffix: str, name: str, limits: Limits) -> bytes:
    """The bytes of a DOCX with the same content; `suffix` (".doc", ".rtf") tells the program the format.

    DocumentError: MISSING_TOOL, TIMEOUT, DAMAGED where the program makes nothing of the file, TOO_LARGE.
    """
    office = program()
    if office is None:
        raise DocumentError(Category.MISSING_TOOL, name, tool="LibreOffice", command=INSTALL)
    with tempfile.TemporaryDirectory(prefix="congbo-office-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        source, out = root / f"document{suffix}", root / "out" / "document.docx"
        source.write_bytes(data)
        _write_profile(root / "profile")
        arguments = [
            office,
            f"-env:UserInstallation={(root / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(out.parent),
            str(source),
        ]
        seconds = limits.wall_seconds * _SHARE
        if not _finishes(arguments, seconds):
            raise DocumentError(Category.TIMEOUT, name, seconds=f"{seconds:g}")
        if not out.is_file() or out.stat().st_size == 0:
            raise DocumentError(Category.DAMAGED, name)
        if out.stat().st_size > limits.file_bytes:
            raise limits.exceeded(Category.TOO_LARGE, name, "file_bytes", out.stat().st_size)
        return out.read_bytes()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        "utf-8",
    )


def _finishes(arguments: list[str], seconds: float) -> bool:
    """Run a program to its end, or kill it with all that it started when its time is over."""
    running = subprocess.Popen(  # noqa: S603  # the program found, and paths of our own making
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        _kill_group(running)


def _kill_group(running: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        running.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()
