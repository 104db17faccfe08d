"""Levels as lists, names and agencies spell them. Data: levels.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from extract.decision import Level
from extract.folding import fold, nfc

_DATA = Path(__file__).parent / "levels.toml"
_PARTS = re.compile(r"[;,\n/]")
_BRACKETED_END = re.compile(r"\s*\(([^()]*)\)[\s.;]*$")
_DASHED_END = re.compile(r"\s+[-–—]\s*([^-–—()]+?)[\s.;]*$")


def levels_of_column(text: str | None) -> tuple[Level, ...]:
    """The levels of a level column, top down: "Cấp Bộ; Cấp Tỉnh" -> central, province."""
    column = _data()["column"]
    return _ordered(level for part in _PARTS.split(text or "") for level in column.get(fold(part), ()))


def levels_of_agencies(agencies: Iterable[str]) -> tuple[Level, ...]:
    """The levels that the names of executing agencies show, top down; empty where they show none."""
    patterns = _patterns()
    folded = [fold(agency) for agency in agencies]
    return _ordered(level for level, pattern in patterns if any(pattern.search(agency) for agency in folded))


def without_level_mark(name: str) -> tuple[str, tuple[Level, ...]]:
    """A name without the level at its end, and the levels that end named: "… (cấp tỉnh)" -> "…", province."""
    marks = _data()["marks"]
    text = nfc(name)
    for pattern in (_BRACKETED_END, _DASHED_END):
        end = pattern.search(text)
        if end and fold(end[1]) in marks:
            return text[: end.start()], _ordered(marks[fold(end[1])])
    return text, ()


def _ordered(levels: Iterable[str]) -> tuple[Level, ...]:
    found = set(levels)
    return tuple(level for level in Level if level.value in found)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((level, re.compile("|".join(words))) for level, words in _data()["agencies"].items())


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_DATA.read_text("utf-8"))
