"""Names of procedures made comparable, and the alignment of two of them word by word.

Two names are the same procedure's beyond doubt only when no word of either is left unexplained: scores of
different procedures reach 99 ("hạng I" / "hạng II"). Data: words.toml; renamed bodies from agencies.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from catalogue.levels import without_level_mark
from extract.agencies import renamed_bodies
from extract.decision import Level
from extract.folding import fold, nfc, plain

_DATA = Path(__file__).parent / "words.toml"
_CODE_IN_NAME = re.compile(r"[(\[]?\s*(?<![\d.])[1-9]\.\d{6}(?:\.[\dA-Z.]+)?(?![\d.])\s*[)\]]?")
_WORDS_PER_MISPRINT = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready for comparison.

    `words` are folded, abbreviations written out, leading "thủ tục" and the level mark gone. `key` is the
    plain letters of all words: equal keys mean that the names differ in tone marks and blanks at most.
    """

    raw: str
    words: tuple[str, ...]
    key: str
    text: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two names word by word: words of each that the other lacks, and the kinds of explained differences."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    explained: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """True where no word of either name is left unexplained."""
        return not self.left and not self.right


@lru_cache(maxsize=65536)
def name_of(raw: str) -> Name:
    """The name made comparable."""
    bare, levels = without_level_mark(_CODE_IN_NAME.sub(" ", nfc(raw)))
    words = fold(bare.replace("&", " và ")).split()
    words = _without_leading(words)
    words = _rewritten(words)
    text = plain(" ".join(words))
    return Name(raw, tuple(words), text.replace(" ", ""), text, levels)


def align(one: Name, other: Name) -> Alignment:
    """Align two names; the same both ways but for left and right."""
    if one.key == other.key:
        return _same_letters(one, other)
    from rapidfuzz.distance import Levenshtein

    mine, theirs = plain(" ".join(one.words)).split(), plain(" ".join(other.words)).split()
    left: list[str] = []
    right: list[str] = []
    for step in Levenshtein.opcodes(mine, theirs):
        if step.tag != "equal":
            left += one.words[step.src_start : step.src_end]
            right += other.words[step.dest_start : step.dest_end]
    return Alignment(tuple(left), tuple(right), ())


def decisive_difference(one: Name, other: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The decisive words that only the one and only the other name has, as often as they are too many."""
    mine, theirs = _decisive(one.words), _decisive(other.words)
    return tuple(sorted((mine - theirs).elements())), tuple(sorted((theirs - mine).elements()))


def _same_letters(one: Name, other: Name) -> Alignment:
    """Equal plain letters: marks lost on one side are explained, marks that differ only as rare misprints."""
    explained = []
    if fold(one.raw) != fold(other.raw):
        explained.append("spelling")
    mine, theirs = "".join(one.words), "".join(other.words)
    lost = misprinted = 0
    for letter, twin in zip(mine, theirs, strict=True):
        if letter != twin:
            if plain(letter) in {letter, twin}:
                lost += 1
            else:
                misprinted += 1
    if lost:
        explained.append("marks_lost")
    if misprinted:
        explained.append("marks_differ")
    if misprinted > len(one.words) // _WORDS_PER_MISPRINT:
        pairs = list(zip(one.words, other.words, strict=False))
        return Alignment(
            tuple(a for a, b in pairs if a != b), tuple(b for a, b in pairs if a != b), tuple(explained)
        )
    return Alignment((), (), tuple(explained))


def _without_leading(words: list[str]) -> list[str]:
    for phrase in _leading():
        if len(words) > len(phrase) and [plain(word) for word in words[: len(phrase)]] == list(phrase):
            return words[len(phrase) :]
    return words


def _rewritten(words: Sequence[str]) -> list[str]:
    """Abbreviations written out and renamed terms brought to one form, the longest phrase first."""
    table, longest = _rewriting()
    bare = [plain(word) for word in words]
    out: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            to = table.get(tuple(bare[at : at + length]))
            if to is not None:
                out += to
                at += length
                break
        else:
            out.append(words[at])
            at += 1
    return out


@lru_cache(maxsize=65536)
def _decisive(words: tuple[str, ...]) -> Counter[str]:
    table, longest = _decisive_phrases()
    bare = [plain(word) for word in words]
    found: Counter[str] = Counter()
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = table.get(tuple(bare[at : at + length]))
            if phrase:
                found[phrase] += 1
                at += length
                break
        else:
            at += 1
    return found


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _leading() -> tuple[tuple[str, ...], ...]:
    phrases = (tuple(plain(phrase).split()) for phrase in _data()["leading"])
    return tuple(sorted(phrases, key=len, reverse=True))


@cache
def _rewriting() -> tuple[dict[tuple[str, ...], list[str]], int]:
    pairs = dict(_data()["abbreviations"])
    pairs |= {row["from"]: row["to"] for row in _data()["renamed"]}
    pairs |= renamed_bodies()
    table = {tuple(plain(old).split()): fold(new).split() for old, new in pairs.items()}
    return table, max(map(len, table))


@cache
def _decisive_phrases() -> tuple[dict[tuple[str, ...], str], int]:
    phrases = [fold(phrase) for group in _data()["decisive"].values() for phrase in group]
    table = {tuple(plain(phrase).split()): phrase for phrase in phrases}
    return table, max(map(len, table))
