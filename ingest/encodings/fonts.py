"""Texts as PDF pages give them under fonts from before Unicode: named fonts, and the letter that they lose.

TCVN3 has its letter ư at the code point of the soft hyphen, and PDF's own encoding of simple fonts gives that
code point to the hyphen (ISO 32000-1, annex D.2): "nh-ng" is "những" without its letter.
"""

from __future__ import annotations

import re
from itertools import combinations

from ingest.encodings.evidence import is_syllable, spelt
from ingest.encodings.tables import Encoding, font_encoding, shown

_SUBSET = re.compile(r"[A-Z]{6}\+")
_WITH_HYPHENS = re.compile(r"[A-Za-z\u00a1-\u00ff-]*-[A-Za-z\u00a1-\u00ff-]*")
_MOST_HYPHENS = 4
_LOST = "\u00ad"
# What fonts call these characters is another character's name too.
_SAME_NAME = str.maketrans({"\u03bc": "\u00b5", "\u2219": "\u00b7"})


def old_font(name: str) -> str | None:
    """A PDF font's name without the mark of its subset, where it is of the families before Unicode."""
    bare = _SUBSET.sub("", name, count=1)
    return bare if font_encoding(bare) else None


def is_unicode(text: str) -> bool:
    """Whether a text has letters that no font from before Unicode shows: then its font tells them right."""
    return any(ord(one) > 0xFF and one.isalpha() for one in text.translate(_SAME_NAME))


def shown_on_page(text: str, font: str) -> str:
    """What a reader sees of a PDF's text under an old font."""
    text = text.translate(_SAME_NAME)
    return shown(with_lost_letter(text) if font_encoding(font) is Encoding.TCVN3 else text, font)


def with_lost_letter(text: str) -> str:
    """A text in TCVN3 with its letter ư where a hyphen stands for it, if that makes syllables of a word."""
    return _WITH_HYPHENS.sub(lambda found: _restored(found.group()), text) if "-" in text else text


def _restored(word: str) -> str:
    """The reading of a word whose parts are all syllables, with the fewest loose hyphens, then letters."""
    places = [at for at, letter in enumerate(word) if letter == "-"]
    if len(places) == len(word) or len(places) > _MOST_HYPHENS:
        return word
    readings = (
        (_loose(reading), len(chosen), reading)
        for count in range(len(places) + 1)
        for chosen in combinations(places, count)
        if _is_sound(reading := _with_letter(word, chosen))
    )
    return min(readings, default=(0, 0, word))[2]


def _with_letter(word: str, places: tuple[int, ...]) -> str:
    return "".join(_LOST if at in places else letter for at, letter in enumerate(word))


def _is_sound(word: str) -> bool:
    return all(is_syllable(spelt(part, Encoding.TCVN3)) for part in word.split("-") if part)


def _loose(word: str) -> int:
    return word.split("-").count("")
