"""Decision numbers of a catalogue's cell, normalised through data (numbers.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extract.agencies import ministries_of_name, ministry
from extract.folding import fold, nfc
from extract.numbers import cited, number_key
from ingest.document import one_line

_DATA = Path(__file__).parent / "numbers.toml"
_COMMITTEE = ("ubnd ", "uỷ ban nhân dân ")


def is_committee(publisher: str | None) -> bool:
    """True for a people's committee."""
    return fold(publisher or "").startswith(_COMMITTEE)


def decision_keys(text: str | None, publisher: str | None) -> tuple[str, ...]:
    """The numbers that a cell holds, each once; a bare number gets the symbol of the publishing agency.

    Empty where the cell holds no number that can be understood; `is_placeholder` tells those that mean none.
    """
    raw = one_line(nfc(text or ""))
    found = tuple(dict.fromkeys(number_key(one.number) for one in cited(raw)))
    if found or not raw or is_placeholder(raw):
        return found
    symbol = _symbol(publisher)
    for pattern, number in _data()["repair"]:
        fits = pattern.match(raw)
        if fits and (symbol or "{symbol}" not in number):
            return (number_key(number.format(None, *fits.groups(), symbol=symbol)),)
    return ()


def is_placeholder(text: str) -> bool:
    """True for what is written where there is no decision ("QĐ/0001-BCA")."""
    return any(pattern.match(one_line(nfc(text))) for pattern, _ in _data()["placeholder"])


def _symbol(publisher: str | None) -> str | None:
    if is_committee(publisher):
        return "UBND"
    today = ministries_of_name(publisher)
    return ministry(next(iter(today))).suffixes[0] if len(today) == 1 else None


@cache
def _data() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    data: dict[str, list[dict[str, Any]]] = tomllib.loads(_DATA.read_text("utf-8"))
    return {
        kind: [(re.compile(row["pattern"], re.IGNORECASE), row.get("number", "")) for row in rows]
        for kind, rows in data.items()
    }
