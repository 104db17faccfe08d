"""What happens to a name between two prints: changes that leave it the same, and changes that do not."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from extract.folding import plain

Change: TypeAlias = Callable[[str, random.Random], str | None]
"""The name changed; None where the change does not apply to it."""

_LETTERS = "abcdeghiklmnopqrstuvxy"
_MISREAD = (("l", "1"), ("o", "0"), ("m", "rn"), ("u", "ii"), ("ế", "ê"), ("ộ", "ô"), ("đ", "d"), ("ư", "u"))
_OTHER_PROCEDURE = (
    ("cấp lại ", "cấp đổi "),
    ("cấp ", "cấp lại "),
    ("gia hạn ", "thu hồi "),
    ("thu hồi ", "gia hạn "),
    ("đăng ký lại ", "huỷ đăng ký "),
    ("đăng ký ", "xoá đăng ký "),
    ("có yếu tố nước ngoài", "không có yếu tố nước ngoài"),
    ("trong nước", "nước ngoài"),
    ("lần đầu", "lần hai"),
    ("không ", ""),
)


def _word(name: str, chance: random.Random) -> tuple[list[str], int]:
    words = name.split()
    long = [at for at, word in enumerate(words) if len(word) > 2] or [0]
    return words, chance.choice(long)


def _without_a_word(name: str, chance: random.Random) -> str | None:
    words, at = _word(name, chance)
    return " ".join(words[:at] + words[at + 1 :]) if len(words) > 3 else None


def _misspelt(name: str, chance: random.Random) -> str:
    words, at = _word(name, chance)
    nth = chance.randrange(len(words[at]))
    words[at] = words[at][:nth] + chance.choice(_LETTERS) + words[at][nth + 1 :]
    return " ".join(words)


def _misread(name: str, chance: random.Random) -> str | None:
    seen = [(letter, other) for letter, other in _MISREAD if letter in name]
    if not seen:
        return None
    letter, other = chance.choice(seen)
    return name.replace(letter, other, 1)


def _joined(name: str, chance: random.Random) -> str | None:
    words = name.split()
    if len(words) < 3:
        return None
    at = chance.randrange(1, len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def _another(name: str, chance: random.Random) -> str | None:  # noqa: ARG001 - as the other ways
    folded = name[:1].lower() + name[1:]
    for old, new in _OTHER_PROCEDURE:
        if old in folded:
            changed = folded.replace(old, new, 1)
            return changed[:1].upper() + changed[1:]
    return None


SAME: Mapping[str, Change] = MappingProxyType(
    {
        "as it is": lambda name, _: name,
        "Thủ tục": lambda name, _: f"Thủ tục {name[:1].lower()}{name[1:]}.",
        "capitals, decomposed": lambda name, _: unicodedata.normalize("NFD", name.upper()),
        "marks lost": lambda name, _: plain(name),
        "blank lost": _joined,
    }
)
"""Changes after which the name is the same beyond doubt."""

NEARLY: Mapping[str, Change] = MappingProxyType(
    {
        "word lost": _without_a_word,
        "word added": lambda name, chance: f"{name} {chance.choice(['mới', 'tại chỗ', 'theo yêu cầu'])}",
        "misspelt": _misspelt,
        "misread": _misread,
        "cut": lambda name, _: " ".join(name.split()[: max(3, len(name.split()) * 3 // 4)]),
    }
)
"""Changes after which a person has to look, unless the letters alone prove what was meant."""

ANOTHER: Mapping[str, Change] = MappingProxyType({"decisive word": _another})
"""Changes that name another procedure."""
