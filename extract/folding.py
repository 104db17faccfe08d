"""One spelling for comparison: what does not distinguish two Vietnamese texts is folded away.

`fold` keeps tones and letters but not case, tone placement (hoà / hòa), quotes, dashes and blanks.
`plain` folds further to unaccented letters, for input typed without tone marks and for text read by OCR.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ROUND_PAIR = re.compile(rf"(?<![q])([oO])([{_TONES}])([aAeE])(?![a-zA-Z\u0300-\u036f])")
_U_PAIR = re.compile(rf"(?<![qQ])([uU])([{_TONES}])([yY])(?![a-zA-Z\u0300-\u036f])")


def nfc(text: str) -> str:
    """Unicode NFC with Cyrillic look-alike letters made Latin (they occur in real decisions)."""
    return unicodedata.normalize("NFC", text.translate(_LOOK_ALIKE))


def modern_tones(text: str) -> str:
    """Tone marks of open oa, oe, uy placed on the second vowel: "hóa" -> "hoá", "ủy" -> "uỷ"."""
    marked = unicodedata.normalize("NFD", text)
    marked = _ROUND_PAIR.sub(r"\1\3\2", marked)
    marked = _U_PAIR.sub(r"\1\3\2", marked)
    return unicodedata.normalize("NFC", marked)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case words with their tones, one blank between: "Uỷ  ban – Nhân dân" -> "uỷ ban nhân dân"."""
    return " ".join(_WORD.findall(modern_tones(nfc(text)).casefold()))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """`fold` without tone marks and with đ as d: "Uỷ ban nhân dân" -> "uy ban nhan dan"."""
    bare = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
