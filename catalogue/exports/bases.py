"""Legal bases, recipients and names of bodies as they are on a day. Data: bases.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "bases.toml"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal act that the province's decision rests on, as it is cited behind "Căn cứ".

    It is cited from `valid_from` on and before `valid_to` (None: no end known); `checked` is the last day
    for which a source shows it in force.
    """

    id: str
    text: str
    valid_from: date
    source: str
    checked: date
    valid_to: date | None = None


def bases_on(day: date) -> tuple[Basis, ...]:
    """The legal bases to be cited on a day, in the order in which decisions cite them."""
    return tuple(
        one for one in all_bases() if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
    )


def bodies_on(day: date) -> Mapping[str, str]:
    """What the bodies that carry out or receive the decision are called on a day, by key."""
    return {
        row["key"]: row["name"]
        for row in _data()["body"]
        if row.get("valid_from", date.min) <= day < row.get("valid_to", date.max)
    }


@cache
def all_bases() -> tuple[Basis, ...]:
    """Every legal basis in the data, whenever it holds."""
    return tuple(Basis(**row) for row in _data()["basis"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))
