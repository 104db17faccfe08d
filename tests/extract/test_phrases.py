"""Every turn of phrase kept as data compiles and is used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import extract
from extract.phrases import phrase

ROOM = Path(extract.__file__).parent
ENTRIES = tomllib.loads((ROOM / "phrases.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", ENTRIES)
def test_entry_is_a_list_of_words_that_compile(name: str) -> None:
    assert set(ENTRIES[name]) == {"words"}
    for word in ENTRIES[name]["words"]:
        re.compile(word)
    assert re.compile(phrase(name)).groups == 0
    assert len(set(ENTRIES[name]["words"])) == len(ENTRIES[name]["words"])


@pytest.mark.parametrize("name", ENTRIES)
def test_entry_is_used(name: str) -> None:
    code = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))
    assert re.search(rf"""phrase\(["']{name}["']\)""", code)


@pytest.mark.parametrize("name", ENTRIES)
def test_no_entry_matches_nothing(name: str) -> None:
    assert re.fullmatch(phrase(name), "") is None


def test_unknown_entry() -> None:
    with pytest.raises(KeyError):
        phrase("no such entry")
