"""Time limits as lists write them: "07 (bảy) ngày làm việc kể từ …", "từ 5 đến 7 ngày", "1,5 ngày"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from extract.folding import nfc

_NUMBER = r"\d+(?:[.,]\d+)?"
_IN_WORDS = r"(?:\([^()]{0,30}\)\s*)?"
_PERIOD = re.compile(
    rf"(?<![\d.,/])(?<!\d[.,/]\s)(?<!\d\s[.,/]\s)(?:({_NUMBER})\s*{_IN_WORDS}(?:-|–|đến|tới)\s*)?"
    rf"(?<![./])({_NUMBER})\s*{_IN_WORDS}(ngày làm việc|ngày|giờ làm việc|giờ|tháng(?!\s*\d+\s*năm))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `least` to `most` of a unit as it is written in Vietnamese; both are the same but in a range."""

    least: Fraction
    most: Fraction
    unit: str

    @property
    def is_range(self) -> bool:
        """True for "5-7 ngày"."""
        return self.least != self.most


def periods(text: str | None) -> tuple[Period, ...]:
    """The periods that a text names, each once, in order; what has no number and unit is none."""
    found = _PERIOD.finditer(nfc(text or "").lower())
    return tuple(dict.fromkeys(Period(_length(one[1] or one[2]), _length(one[2]), one[3]) for one in found))


def _length(number: str) -> Fraction:
    return Fraction(number.replace(",", "."))
