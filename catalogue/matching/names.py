"""Names of procedures made comparable. Data: words.toml; renamed bodies from agencies.toml."""

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
_ACT_AT_END = re.compile(
    r"\s*\((?:theo\s+)?((?:(?:nghị định|thông tư|luật|nghị quyết|quyết định)(?:\s+số)?\s+)?"
    r"\d+[\w.]*/\d{4}/[\w-]+[^()]{0,80})\)[\s.;]*$",
    re.IGNORECASE,
)
_DAY_OF_ACT = re.compile(r"(?<=\w)\s+ngày\s+\d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready for comparison.

    `words` are folded, abbreviations written out, leading "thủ tục" and the level mark gone. `key` is the
    plain letters of all words: equal keys mean that the names differ in tone marks and blanks at most. `core`
    is the same without the words that only link. `citation` is the act cited in brackets at the end.
    """

    raw: str
    words: tuple[str, ...]
    key: str
    core: str
    text: str
    levels: tuple[Level, ...]
    citation: str


@lru_cache(maxsize=65536)
def name_of(raw: str) -> Name:
    """The name made comparable."""
    bare, levels = without_level_mark(_CODE_IN_NAME.sub(" ", nfc(raw)))
    act = _ACT_AT_END.search(bare)
    if act:
        bare = bare[: act.start()]
    bare = _DAY_OF_ACT.sub(" ", bare)
    words = fold(bare.replace("&", " và ")).split()
    words = _without_leading(words)
    words = _rewritten(words)
    text = plain(" ".join(words))
    core = plain(" ".join(word for word in words if not linking_words((word,)))).replace(" ", "")
    citation = fold(act[1]) if act else ""
    return Name(raw, tuple(words), text.replace(" ", ""), core, text, levels, citation)


def linking_words(words: Sequence[str]) -> bool:
    """True where all of the words only link others ("của", "đối với"); so for no words.

    Marks count: "đổi" is no "đối".
    """
    return all(word in _linking() for word in words)


def confused(word: str) -> str:
    """The letters of a word with what scanning confuses made one ("rn" and "m", "1" and "l")."""
    for seen, meant in _data()["misread"].items():
        word = word.replace(seen, meant)
    return word


def numerals(word: str) -> int | None:
    """The number that a word stands for, in Roman or Arabic figures."""
    return _numerals().get(word)


def decisive_difference(one: Name, other: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The decisive words that only the one and only the other name has, as often as they are too many."""
    mine, theirs = decisive_words(one.words), decisive_words(other.words)
    return tuple(sorted((mine - theirs).elements())), tuple(sorted((theirs - mine).elements()))


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
def decisive_words(words: tuple[str, ...]) -> Counter[str]:
    """The phrases among the words that decide which procedure is meant, the longest first."""
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


@cache
def _linking() -> frozenset[str]:
    return frozenset(word for phrase in _data()["linking"] for word in fold(phrase).split())


@cache
def _numerals() -> dict[str, int]:
    roman = {word: number for number, word in enumerate(_data()["numerals"], start=1)}
    return roman | {str(number): number for number in roman.values()}
