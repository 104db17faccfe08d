"""Names by the three-letter pieces they share: which entries are worth a closer look, found in one pass.

A piece weighs the more the fewer names have it (inverse document frequency). With folded letters, the right
entry stands among the first 50 of such a list for misprints, lost marks, dropped words and most renamings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BITS = 7
_STANDS_FOR_OTHERS = 127


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of its pieces' weight each text shares with a query, 0 to 1.

    `both` is the geometric mean of the two names' shares, `shorter` the share of the name with the lesser
    weight: a name that was lengthened or cut keeps it high.
    """

    both: NDArray[np.float64]
    shorter: NDArray[np.float64]


class Trigrams:
    """The three-letter pieces of a list of folded texts (`plain`), ready to be asked for what shares them."""

    def __init__(self, texts: Sequence[str]) -> None:
        pieces = [_pieces(text) for text in texts]
        owners = np.repeat(np.arange(len(texts)), [len(one) for one in pieces])
        codes = np.concatenate([*pieces, np.empty(0, np.int64)])
        order = np.argsort(codes, kind="stable")
        self._owners = owners[order]
        self._codes, self._starts = np.unique(codes[order], return_index=True)
        self._ends = np.append(self._starts[1:], len(order))
        self._idf = np.log((1 + len(texts)) / (1 + self._ends - self._starts)) + 1
        self._unseen = float(np.log(1 + len(texts)) + 1)
        weights = np.repeat(self._idf, self._ends - self._starts)
        self._totals = np.bincount(self._owners, weights, minlength=len(texts))

    def shares(self, text: str) -> Shares:
        """What every text shares with `text`, in the order in which the texts were given."""
        pieces = _pieces(text)
        at = np.searchsorted(self._codes, pieces)
        at = at[at < len(self._codes)]
        known = at[np.isin(self._codes[at], pieces)] if len(at) else at
        total = float(self._idf[known].sum()) + self._unseen * (len(pieces) - len(known))
        common = np.zeros(len(self._totals))
        for one in known:
            common[self._owners[self._starts[one] : self._ends[one]]] += self._idf[one]
        least = np.maximum(np.minimum(self._totals, total), 1e-9)
        return Shares(common / np.maximum(np.sqrt(self._totals * total), 1e-9), common / least)


def _pieces(text: str) -> NDArray[np.int64]:
    """The distinct pieces of a text as numbers, ascending; a text counts with blanks around it."""
    letters = np.frombuffer(f"  {text} ".encode("ascii", "replace"), np.uint8).astype(np.int64)
    letters = np.minimum(letters, _STANDS_FOR_OTHERS)
    return np.unique((letters[:-2] << 2 * _BITS) | (letters[1:-1] << _BITS) | letters[2:])
