"""Which words of a value changed, for marking them in the old and the new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.folding import fold

_WORDS = re.compile(r"\s+|[^\s\w]+|\w+")
_MOST_WORDS = 4000
"""Longer values are shown as changed whole: comparing grows with the square of their length."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, `changed` or the same on both sides."""

    text: str
    changed: bool


def pieces(old: str | None, new: str | None) -> tuple[list[Piece], list[Piece]]:
    """The old and the new value in pieces; joined, the pieces give the values back.

    Words are compared folded: another case or another place of a tone mark is no change.
    """
    before, after = (_WORDS.findall(value or "") for value in (old, new))
    if not before or not after or len(before) + len(after) > _MOST_WORDS:
        return _whole(old), _whole(new)
    matcher = SequenceMatcher(None, _folded(before), _folded(after), autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, start, end, begin, finish in matcher.get_opcodes():
        changed = kind != "equal"
        if end > start:
            left.append(Piece("".join(before[start:end]), changed))
        if finish > begin:
            right.append(Piece("".join(after[begin:finish]), changed))
    return left, right


def _folded(words: list[str]) -> list[str]:
    return [fold(word) or word.strip() or " " for word in words]


def _whole(value: str | None) -> list[Piece]:
    return [Piece(value, changed=True)] if value else []
