"""The form of the report as data (`exports/report.toml`): its title and its columns.

A workspace may keep a `report.toml` of its own, which takes the place of the package's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.reporting import FIGURES
from ingest.errors import UsageError
from ingest.messages import LANGUAGES, language

FILE = "report.toml"
PACKAGE = Path(__file__).parent / "exports" / FILE


@dataclass(frozen=True, slots=True)
class Column:
    """A column: one figure, or the share of the first of two figures in both; its head and its group's."""

    figures: tuple[str, ...]
    head: str
    group: str

    @property
    def is_share(self) -> bool:
        """True for a share, which has no rows of its own."""
        return len(self.figures) == 2


@dataclass(frozen=True, slots=True)
class Form:
    """Title and columns of the report; `form` is the name of the form ("Biểu …"), empty where none is set."""

    title: str
    form: str
    columns: tuple[Column, ...]


def form_of(folder: Path, title: str | None = None) -> Form:
    """The form of a workspace's folder, texts in the language in force; `title` outranks the data.

    UsageError (`report.form_wrong`) names the file and what is wrong with it.
    """
    own = folder / FILE
    file = own if own.is_file() else PACKAGE
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        columns = tuple(_column(one) for one in data["column"])
        return Form(title or _said(data["title"]), str(data.get("form", "")), columns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("report.form_wrong", file=file, detail=error) from error


def _column(told: Mapping[str, Any]) -> Column:
    figures = tuple(told["share"]) if "share" in told else (told["figure"],)
    unknown = [name for name in figures if name not in FIGURES]
    if unknown or len(figures) > 2:
        raise ValueError(", ".join(unknown or figures))
    return Column(figures, _said(told["head"]), _said(told["group"]) if "group" in told else "")


def _said(told: str | Mapping[str, str]) -> str:
    """A text as it is, or the one of the language in force, else of the other."""
    if isinstance(told, str):
        return told
    return next(told[name] for name in (language(), *LANGUAGES) if name in told)
