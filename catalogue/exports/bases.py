"""Legal bases, recipients and names of bodies as they are on a day. Data: bases.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ingest.errors import UsageError

OWN = "bases.toml"
"""The workspace's file of legal bases of its own, such as the province's rules for one-stop counters."""
_NAME = re.compile(r".*? ngày \d+ tháng \d+ năm \d{4}")
_DATA = Path(__file__).parent / "bases.toml"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal act that the province's decision rests on, as it is cited behind "Căn cứ".

    It is cited from `valid_from` on and before `valid_to` (None: no end known); `checked` is the last day
    for which a source shows it in force. `internal`: only where internal procedures are published (True),
    only where others are (False), whichever they are (None).
    """

    id: str
    text: str
    valid_from: date
    source: str
    checked: date
    valid_to: date | None = None
    internal: bool | None = None

    @property
    def name(self) -> str:
        """The act without who issued it and what about: "Nghị định số 63/2010/NĐ-CP ngày 08 tháng …"."""
        found = _NAME.match(self.text)
        return found[0] if found else self.text

    def holds(self, day: date) -> bool:
        """Whether it is to be cited on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def bases_on(
    day: date, workspace: Path | None = None, internal: Collection[bool] = (False,)
) -> tuple[Basis, ...]:
    """The legal bases to be cited on a day, in the order in which decisions cite them.

    `internal` has True where internal procedures are published, False where others are.
    """
    return tuple(
        one
        for one in all_bases(workspace)
        if one.holds(day) and (one.internal is None or one.internal in internal)
    )


def all_bases(workspace: Path | None = None) -> tuple[Basis, ...]:
    """Every legal basis known, whenever it holds.

    Those of the province itself, in a file `bases.toml` of the workspace of the same form, come behind the
    package's; UsageError (`answer.bases_wrong`) where that file cannot be read.
    """
    own = workspace / OWN if workspace else None
    return (*_bases(), *(_own(own) if own and own.is_file() else ()))


def bodies_on(day: date) -> Mapping[str, str]:
    """What the bodies that carry out or receive the decision are called on a day, by key."""
    return {
        row["key"]: row["name"]
        for row in _data()["body"]
        if row.get("valid_from", date.min) <= day < row.get("valid_to", date.max)
    }


def _own(file: Path) -> tuple[Basis, ...]:
    try:
        return tuple(_stated(row) for row in tomllib.loads(file.read_text("utf-8")).get("basis", ()))
    except (OSError, ValueError, TypeError) as error:
        raise UsageError("answer.bases_wrong", file=file, detail=error) from error


def _stated(row: Mapping[str, Any]) -> Basis:
    """A row as officials wrote it; TypeError where a text is no text or a day no day."""
    found = Basis(**row)
    days = (found.valid_from, found.checked, *([found.valid_to] if found.valid_to is not None else []))
    kinds = [(found.internal, bool)] if found.internal is not None else []
    for value, kind in (*kinds, *((text, str) for text in (found.id, found.text, found.source)),
                        *((day, date) for day in days)):  # fmt: skip
        if not isinstance(value, kind) or isinstance(value, datetime):
            raise TypeError(f"{value!r}: {kind.__name__}")
    return found


@cache
def _bases() -> tuple[Basis, ...]:
    return tuple(Basis(**row) for row in _data()["basis"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
