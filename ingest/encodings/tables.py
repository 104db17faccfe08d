"""The tables of the two encodings, and the conversion both ways.

TCVN3 is one code point per letter and has capitals only for seven letters without tone; all other capitals
are small letters shown by a font whose name ends in H. VNI puts a mark after the letter it belongs to.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
LETTERS = (
    "".join(
        unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *_TONES)
    ).translate({ord(plain): None for plain in "aeiouy"})
    + "đ"
)
"""The 67 small letters of Vietnamese that ASCII does not have."""


class Encoding(StrEnum):
    """The encodings; each value names its table."""

    TCVN3 = "tcvn3"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class _Coding:
    """One encoding: patterns of its fonts' names, letter -> stored form, and how stored forms are found."""

    fonts: re.Pattern[str]
    capital_fonts: re.Pattern[str] | None
    stored: dict[str, str]
    letters: dict[str, str]
    pattern: re.Pattern[str]


@cache
def _coding(encoding: Encoding) -> _Coding:
    path = Path(__file__).parent / f"{encoding}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    stored: dict[str, str] = data["letters"]
    letters = {form: letter for letter, form in stored.items()}
    for form, letter in list(letters.items()):
        # After a capital, some typists left the mark small; the letter's own case decides.
        letters.setdefault(form[0] + form[1:].lower(), letter)
        letters.setdefault(form[0] + form[1:].upper(), letter)
    longest_first = sorted(letters, key=len, reverse=True)
    capital = data["fonts"].get("capitals")
    return _Coding(
        re.compile(data["fonts"]["names"], re.IGNORECASE),
        re.compile(capital, re.IGNORECASE) if capital else None,
        stored,
        letters,
        re.compile("|".join(map(re.escape, longest_first))),
    )


def font_encoding(font: str) -> Encoding | None:
    """The encoding of texts shown in a font of this name; None for Unicode fonts."""
    name = font.strip().strip("'\"")
    return next((one for one in Encoding if _coding(one).fonts.match(name)), None)


def shows_capitals(font: str) -> bool:
    """Whether the font shows small letters as capitals."""
    encoding = font_encoding(font)
    pattern = _coding(encoding).capital_fonts if encoding else None
    return pattern is not None and pattern.search(font.strip().strip("'\"")) is not None


def to_unicode(text: str, encoding: Encoding) -> str:
    """The text with its stored forms made into letters, NFC; all else stays."""
    coding = _coding(encoding)
    return coding.pattern.sub(lambda found: coding.letters[found.group()], text)


def from_unicode(text: str, encoding: Encoding) -> str:
    """The stored form; capitals that TCVN3 has not become its small letters."""
    stored = _coding(encoding).stored
    out = []
    for letter in unicodedata.normalize("NFC", text):
        form = stored.get(letter)
        out.append(
            letter if form is None and letter.isascii() else form or stored.get(letter.lower(), letter)
        )
    return "".join(out)


def shown(text: str, font: str | None) -> str:
    """What a reader sees of `text` under a font: converted where the font is of the old families.

    Text that holds letters beyond Latin-1 was typed in Unicode, whatever its font is called.
    """
    encoding = font_encoding(font) if font else None
    if encoding is None or font is None or any(ord(one) > 0xFF and one.isalpha() for one in text):
        return text
    converted = to_unicode(text, encoding)
    return converted.upper() if shows_capitals(font) else converted
