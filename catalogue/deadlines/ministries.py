"""Which ministry issued a decision, by the symbol of its number, as it was called then.

Data: `catalogue/agencies.toml`. Unlike `ministries_of_number`, a dissolved ministry stays itself here:
100/QĐ-BNN and 100/QĐ-BTNMT of one year are two decisions, though one ministry succeeded both.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from extract.numbers import number_key

_DATA = Path(__file__).parent.parent / "agencies.toml"
_SYMBOL = "/QĐ-"


def ministry_of(number: str) -> str | None:
    """The ministry's name behind a decision number ("2972/QĐ-BNN-CN"); None for other bodies."""
    symbol = number_key(number).partition(_SYMBOL)[2]
    parts = symbol.split("-")
    tries = ("-".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((name for tail in tries if (name := _by_suffix().get(tail))), None)


def number_identity(number: str) -> str:
    """What all prints of one number share: its serial and the ministry, whichever way the symbol is spelled.

    "4347/QĐ-BVHTT&DL" is "4347/QĐ-BVHTTDL", and a unit's tail may be left out; numbers of other bodies
    are compared as they stand.
    """
    key = number_key(number)
    ministry = ministry_of(key)
    return f"{key.partition('/')[0]} {ministry}" if ministry else key


@cache
def _by_suffix() -> dict[str, str]:
    rows = tomllib.loads(_DATA.read_text("utf-8"))["ministries"]
    return {suffix.replace("&", ""): row["name"] for row in rows for suffix in row["suffixes"]}
