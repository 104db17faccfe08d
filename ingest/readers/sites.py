"""Separates what a legal site printed around a document from the document itself.

The words that give a site away are data (`sites.toml`). Nothing is left out where no such word is found, and
whatever is left out is counted and shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.readers.wrapping import Line, plain

# "84/2025/QĐ-UBND", "11414/VPCP-CN": the number that the site's summary table names first.
_NUMBER = re.compile(r"\d+[a-zđ]?(?:/\d{4})?/[A-ZĐ][\w&-]*")
# The site's own head and its summary of the document are shorter than this.
_HEAD_LINES = 120


@dataclass(frozen=True, slots=True)
class Around:
    """The document's lines, the site's lines above and below, and whether a file is said to be attached."""

    document: list[Line]
    site: list[Line]
    attached: bool


@dataclass(frozen=True, slots=True)
class _Words:
    head: tuple[str, ...]
    tail: tuple[str, ...]
    titled_tail: bool
    letterhead: tuple[str, ...]
    attached: tuple[str, ...]


@cache
def _words() -> _Words:
    data = tomllib.loads((Path(__file__).parent / "sites.toml").read_text("utf-8"))
    sites = data["site"]
    return _Words(
        head=tuple(line for site in sites for line in site["head"]),
        tail=tuple(line for site in sites for line in site["tail"]),
        titled_tail=any(site["title_before_tail"] for site in sites),
        letterhead=tuple(data["letterhead"]["lines"]),
        attached=tuple(data["attached"]["lines"]),
    )


def separate(lines: Sequence[Line]) -> Around:
    """The lines of a capture without the site's own."""
    words = _words()
    bare = [plain(line.text) for line in lines]
    start = _start(bare, words)
    end = _end(bare, start, words)
    document = list(lines[start:end])
    attached = any(text.startswith(words.attached) for text in bare[start:end])
    site = [line for line in (*lines[:start], *lines[end:]) if plain(line.text) not in {"", "|"}]
    return Around(document, site, attached)


def _start(bare: list[str], words: _Words) -> int:
    """The first line of the document: the table row that holds the letterhead after the site's own head."""
    heads = [index for index, text in enumerate(bare[:_HEAD_LINES]) if text.startswith(words.head)]
    if not heads:
        return 0
    near = range(heads[0], min(len(bare), heads[-1] + _HEAD_LINES))
    letterhead = next((index for index in near if _is_letterhead(bare, index, words)), None)
    if letterhead is None:
        return _after_row(bare, heads[-1])
    # The letterhead's row: the motto's cell, the agency's cell before it, and the bar that opens the row.
    start = _cell_start(bare, letterhead)
    if start >= 2 and bare[start - 2] != "|":
        start = _cell_start(bare, start - 2)
    return max(0, start - 1)


def _cell_start(bare: list[str], index: int) -> int:
    while index > 0 and bare[index - 1] != "|":
        index -= 1
    return index


def _is_letterhead(bare: list[str], index: int, words: _Words) -> bool:
    # The line may be wrapped in the middle of the motto.
    text = " ".join(bare[index : index + 2])
    return text.upper().startswith(words.letterhead) or bare[index].upper().startswith("CỘNG HÒA XÃ HỘI")


def _after_row(bare: list[str], index: int) -> int:
    """The end of the table row that the line at `index` labels."""
    bars = 0
    while index < len(bare) and bars < 2:
        bars += bare[index] == "|"
        index += 1
    return index


def _end(bare: list[str], start: int, words: _Words) -> int:
    """One past the last line of the document."""
    end = next((i for i in range(start, len(bare)) if bare[i].startswith(words.tail)), len(bare))
    if end < len(bare) and words.titled_tail and end > start:
        number = _NUMBER.search(" ".join(bare[:start]))
        if number and number.group() in bare[end - 1]:
            end -= 1
    return end
