"""How much like Vietnamese a text looks: by letters that only Vietnamese has, and by its syllables."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.encodings import evidence

ENOUGH_LETTERS = 200
"""Texts with fewer letters are not judged: codes, numbers and names tell nothing."""

# Letters of Vietnamese that no other wide-spread language has in number: đ ă ơ ư, two marks on one vowel, and
# the hook, tilde and dot forms. French, Portuguese and the like share only the rest.
_OWN = re.compile(
    "[đăơưạảẹẻẽịỉĩọỏụủũỵỷỹắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựĐĂƠƯẠẢẸẺẼỊỈĨỌỎỤỦŨỴỶỸẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰ]"
)
# Vietnamese prose has about one such letter in five; lists full of addresses and codes still have one in ten.
_OWN_SHARE = 0.02
# Addresses, codes and formulas are no words; fewer words than this tell nothing.
_STOPS = ".,;:!?()[]“”‘’\"'…–-"
_FEW_WORDS = 20

_is_syllable = lru_cache(maxsize=20_000)(evidence.is_syllable)


def letters_in(text: str) -> int:
    """How many letters a text has."""
    return sum(map(str.isalpha, text))


def has_own_letters(text: str) -> bool:
    """Whether a text, composed (NFC), has as many letters of Vietnamese alone as any text of it has."""
    return len(_OWN.findall(text)) >= _OWN_SHARE * letters_in(text)


def soundness(text: str) -> float:
    """The share of Vietnamese syllables among the words, 0 to 1; 0 where its own letters are missing.

    Pages of real decisions have 0.93 at least, their tables of codes and addresses counted.
    """
    text = unicodedata.normalize("NFC", text)
    if not text or not has_own_letters(text):
        return 0.0
    words = [word for one in text.split() if len(word := one.strip(_STOPS)) > 1 and word.isalpha()]
    return sum(map(_is_syllable, words)) / len(words) if len(words) >= _FEW_WORDS else 1.0
