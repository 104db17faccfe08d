"""Texts for people, one catalogue per language: a folder of TOML files, one file per room.

Vietnamese is the default; English is chosen with `--lang en` or `CONGBO_LANG=en`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")

_language: ContextVar[str | None] = ContextVar("congbo_language", default=None)


def use_language(language: str | None) -> None:
    """Choose the language of this context; None goes back to `CONGBO_LANG` or Vietnamese."""
    if language is not None and language not in LANGUAGES:
        raise ValueError(language)
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything within in one language, as what is written for the file is Vietnamese for everyone."""
    if language not in LANGUAGES:
        raise ValueError(language)
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language in force: the chosen one, else `CONGBO_LANG`, else Vietnamese."""
    chosen = _language.get() or os.environ.get("CONGBO_LANG", "vi")
    return chosen if chosen in LANGUAGES else "vi"


def say(key: str, **facts: object) -> str:
    """The sentence under `key` ("section.name") with its facts filled in; KeyError for an unknown key."""
    return catalogue(language())[key].format(**facts)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of one language, by "section.name"."""
    out: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.toml")):
        for section, sentences in tomllib.loads(path.read_text("utf-8")).items():
            for name, sentence in sentences.items():
                key = f"{section}.{name}"
                if key in out:
                    raise ValueError(f"{path}: {key} stands twice")
                out[key] = sentence
    return out
