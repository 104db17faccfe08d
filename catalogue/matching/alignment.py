"""Two names word by word: what differs, and whether every difference is explained.

Two names are the same procedure's beyond doubt only when no word of either is left unexplained: scores of
different procedures reach 99 ("hạng I" / "hạng II"). What explains a difference is in words.toml, and in
what stands beside what in the catalogue (`usage.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from catalogue.matching.names import Name, confused, decisive_words, linking_words, numerals
from catalogue.matching.usage import Usage
from extract.folding import fold, plain

_WORDS_PER_MISPRINT = 5
_NOTHING_KNOWN = Usage()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words of each name that the other lacks, and the kinds of explained differences.

    Kinds: spelling, marks_lost, marks_differ, spacing, linking, misprint, misread, numeral, citation.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    explained: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """True where no word of either name is left unexplained."""
        return not self.left and not self.right


def align(one: Name, other: Name, usage: Usage = _NOTHING_KNOWN) -> Alignment:
    """Align two names; the same both ways but for left and right. Without `usage` no misprint is proven."""
    work = _Work(one, other, usage)
    if one.key == other.key and len(one.words) != len(other.words):
        work.compare_letters(one.words, other.words)
        work.kinds.add("spacing")
    else:
        for mine, theirs, same in _stretches(one, other):
            if same:
                work.compare_letters(one.words[slice(*mine)], other.words[slice(*theirs)])
            else:
                work.compare_words(range(*mine), range(*theirs))
    work.compare_citations()
    return work.alignment()


def _stretches(one: Name, other: Name) -> Iterator[tuple[tuple[int, int], tuple[int, int], bool]]:
    """Where the words of the two are the same in plain letters and where not, by turns."""
    from rapidfuzz.distance import Levenshtein

    steps = Levenshtein.opcodes([plain(word) for word in one.words], [plain(word) for word in other.words])
    for same, some in groupby(steps, key=lambda step: step.tag == "equal"):
        run = list(some)
        yield (run[0].src_start, run[-1].src_end), (run[0].dest_start, run[-1].dest_end), same


class _Work:
    """What was found while two names were gone through."""

    def __init__(self, one: Name, other: Name, usage: Usage) -> None:
        self.one, self.other, self.usage = one, other, usage
        self.left: list[str] = []
        self.right: list[str] = []
        self.kinds: set[str] = set()
        self.differing: list[tuple[str, str]] = []
        self.misprinted = 0

    def compare_letters(self, mine: Sequence[str], theirs: Sequence[str]) -> None:
        """Words of equal plain letters: marks lost on one side are explained, other marks as misprints."""
        for letter, twin in zip("".join(mine), "".join(theirs), strict=True):
            if letter != twin:
                if plain(letter) in {letter, twin}:
                    self.kinds.add("marks_lost")
                else:
                    self.misprinted += 1
        pairs = zip(mine, theirs, strict=False) if len(mine) == len(theirs) else ()
        self.differing += [(a, b) for a, b in pairs if a != b]

    def compare_words(self, mine: Sequence[int], theirs: Sequence[int]) -> None:
        """A stretch of words that differ: explained as a whole, or word for word, or left over."""
        left, right = [self.one.words[at] for at in mine], [self.other.words[at] for at in theirs]
        if "".join(map(plain, left)) == "".join(map(plain, right)):
            self.kinds.update(("spacing",) if left else ())
            self.compare_letters(left, right)
        elif len(left) == len(right):
            for one, other in zip(mine, theirs, strict=True):
                self._compare_word(one, other)
        elif any(linking_words((word,)) for word in (*left, *right)):
            self.kinds.add("linking")
            self.compare_words(
                [at for at in mine if not linking_words((self.one.words[at],))],
                [at for at in theirs if not linking_words((self.other.words[at],))],
            )
        else:
            self.left += left
            self.right += right

    def _compare_word(self, mine: int, theirs: int) -> None:
        left, right = self.one.words[mine], self.other.words[theirs]
        kind = self._explanation(mine, theirs)
        if kind:
            self.kinds.add(kind)
        else:
            self.left.append(left)
            self.right.append(right)

    def _explanation(self, mine: int, theirs: int) -> str | None:
        """Why two words of one place are the same word; None where nothing says so."""
        from rapidfuzz.distance import OSA

        left, right = self.one.words[mine], self.other.words[theirs]
        if linking_words((left, right)):
            return "linking"
        if numerals(left) == numerals(right) is not None:
            return "numeral"
        if decisive_words((left,)) or decisive_words((right,)):
            return None
        if confused(plain(left)) == confused(plain(right)) and self._unknown(left, right):
            return "misread"
        before = self.other.words[theirs - 1] if theirs else None
        after = self.other.words[theirs + 1] if theirs + 1 < len(self.other.words) else None
        near = OSA.distance(plain(left), plain(right), score_cutoff=1) <= 1
        return "misprint" if near and self.usage.misprint(left, right, before, after) else None

    def _unknown(self, left: str, right: str) -> bool:
        """One of the words stands in no name of the catalogue, so that the letters were misread."""
        return len(left) > 2 and len(right) > 2 and self.usage.knows(left) != self.usage.knows(right)

    def compare_citations(self) -> None:
        """Acts cited in brackets at the end: explained where one name has none; other acts, other words."""
        mine, theirs = self.one.citation, self.other.citation
        if mine and theirs and plain(mine) != plain(theirs):
            self.left.append(mine)
            self.right.append(theirs)
        elif mine != theirs:
            self.kinds.add("citation")

    def alignment(self) -> Alignment:
        """The findings; too many letters with other marks are other words."""
        if self.misprinted:
            self.kinds.add("marks_differ")
        if self.misprinted > len(self.one.words) // _WORDS_PER_MISPRINT:
            self.left += [one for one, _ in self.differing] or self.one.words
            self.right += [other for _, other in self.differing] or self.other.words
        if not self.kinds and not self.left and fold(self.one.raw) != fold(self.other.raw):
            self.kinds.add("spelling")
        return Alignment(tuple(self.left), tuple(self.right), tuple(sorted(self.kinds)))
