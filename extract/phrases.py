"""Turns of phrase kept as data (`phrases.toml`), for patterns that new documents may extend."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _phrases() -> dict[str, str]:
    data = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text("utf-8"))
    return {name: "|".join(entry["words"]) for name, entry in data.items()}


def phrase(name: str) -> str:
    """The alternatives of one entry as a group for a regular expression: "(?:…|…)"."""
    return f"(?:{_phrases()[name]})"
