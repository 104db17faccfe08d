"""Which words stand beside which in the catalogue's names: what tells a misprint from another word.

"kinh danh" is a misprint of "kinh doanh", for "doanh" is what mostly follows "kinh" and nobody else writes
"kinh danh". "nuôi lươn" is none of "nuôi lợn": many words follow "nuôi". Two words of one letter's difference
are one word only under such proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.folding import plain

_OFTEN = 5
_BOUND = 0.4
_LETTERS = 2
_VOWELS = frozenset("aeiouy")


class Usage:
    """Pairs of neighbouring words, counted once for each name; words are folded, with their marks."""

    def __init__(self, names: Iterable[Sequence[str]] = ()) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._before: Counter[str] = Counter()
        self._after: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        for words in names:
            pairs = set(pairwise(words))
            self._pairs.update(pairs)
            self._before.update(one for one, _ in pairs)
            self._after.update(other for _, other in pairs)
            self._words.update(set(words))

    def knows(self, word: str) -> bool:
        """True where some name has the word."""
        return word in self._words

    def misprint(self, one: str, other: str, before: str | None, after: str | None) -> bool:
        """One of two words in one place is a misprint of the other: strange there where that is at home."""
        if min(len(one), len(other)) < _LETTERS or not (
            _VOWELS & set(plain(one)) and _VOWELS & set(plain(other))
        ):
            return False
        return self._strange_for(one, other, before, after) or self._strange_for(other, one, before, after)

    def _strange_for(self, strange: str, home: str, before: str | None, after: str | None) -> bool:
        """`strange` stands so in one name at most (its own), `home` belongs to its neighbour."""
        if before is not None and self._pairs[before, strange] > 1:
            return False
        if after is not None and self._pairs[strange, after] > 1:
            return False
        if before is not None and self._bound(self._pairs[before, home], self._before[before]):
            return True
        return after is not None and self._bound(self._pairs[home, after], self._after[after])

    @staticmethod
    def _bound(together: int, at_all: int) -> bool:
        return together >= _OFTEN and together >= _BOUND * at_all
