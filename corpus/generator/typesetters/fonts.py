"""A font that has every Vietnamese letter, found on this machine; none is kept in the repository."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.errors import UsageError

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts/Supplemental"),
    Path("C:/Windows/Fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)


@dataclass(frozen=True, slots=True)
class Family:
    """The files of a family; a style that is not installed stands for itself by the regular or bold one."""

    regular: Path
    bold: Path
    italic: Path


_FAMILIES = (
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    ("times.ttf", "timesbd.ttf", "timesi.ttf"),
    ("Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf"),
)


def installed() -> bool:
    """Whether `family` will find one."""
    try:
        family()
    except UsageError:
        return False
    return True


@cache
def family() -> Family:
    """The first family found; UsageError naming the package to install where there is none."""
    files = {
        path.name: path for folder in _FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.ttf"))
    }
    for regular, bold, italic in _FAMILIES:
        if regular in files:
            found = files[regular]
            return Family(found, files.get(bold, found), files.get(italic, found))
    raise UsageError("corpus.no_font", package="fonts-dejavu-core")
