"""Numbers and dates of legal documents as they are printed: "3659/QĐ-BKHCN", "ngày 13 tháng 11 năm 2025".

Real prints hold blanks inside the symbol ("QĐ- UBND"), "QD" for "QĐ", a slash for the dash
("2609QĐ/UBND"), letter suffixes ("1075a"), unit tails ("QĐ-BNN-KTHT") and "&" ("QĐ-BVHTT&DL").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.folding import nfc

_UNIT = r"[A-ZĐ][A-ZĐƯ0-9]*g?(?:\s?&\s?[A-ZĐ]+)*"
_TAIL = rf"(?:\s?-\s?(?!\d){_UNIT})*"
_NUMBER = re.compile(
    rf"(?<![\w./-])(?P<serial>\d{{1,5}}\s?[a-zđ]?)\s?(?:/\s?(?P<year>\d{{4}})\s?)?/?\s?"
    rf"(?P<kind>Q[ĐD])\s?[-/–]\s?(?P<body>{_UNIT}{_TAIL})"
)
_DATE = re.compile(
    r"ngày\s*(?P<d1>\d{1,2})\s*tháng\s*(?P<m1>\d{1,2})\s*năm\s*(?P<y1>\d{4})(?!\d)"
    r"|(?<!\d)(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>\d{4})(?!\d)"
    r"|(?<!\d)(?P<d3>\d{1,2})\s*tháng\s*(?P<m3>\d{1,2})\s*năm\s*(?P<y3>\d{4})(?!\d)",
    re.IGNORECASE,
)
_DATE_AFTER_NUMBER = 40
"""How many characters after a number its date may begin ("… ngày 30/6/2025")."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A decision number found in a text, with the date printed next to it, at text[start:end]."""

    number: str
    date: date | None
    start: int
    end: int
    normative: bool
    """True for numbers with a year ("13/2022/QĐ-TTg"): normative acts, never publication decisions."""


def tidy(number: str) -> str | None:
    """The number in one spelling ("2609QĐ/UBND" -> "2609/QĐ-UBND"), zeros kept; None if it is no number."""
    found = _NUMBER.search(nfc(number))
    return _spell(found) if found else None


def number_key(number: str) -> str:
    """What two prints of one number share: no leading zeros, capitals, "&" as joined by the portal."""
    spelled = tidy(number) or nfc(number).upper().replace(" ", "").rstrip(".")
    return re.sub(r"^0+(?=\d)", "", spelled).upper().replace("&", "").replace("QD-", "QĐ-")


def cited(text: str) -> Iterator[Cited]:
    """The decision numbers of a text in order, each with the date that follows it closely."""
    text = nfc(text)
    for found in _NUMBER.finditer(text):
        dated = _DATE.search(text, found.end(), found.end() + _DATE_AFTER_NUMBER)
        between = text[found.end() : dated.start()] if dated else ""
        belongs = dated is not None and ";" not in between and "/" not in between
        yield Cited(
            _spell(found),
            _day(dated) if dated and belongs else None,
            found.start(),
            dated.end() if dated and belongs else found.end(),
            found["year"] is not None,
        )


def dates(text: str) -> Iterator[tuple[date, int, int]]:
    """The days named in a text with their positions; impossible days are passed over."""
    for found in _DATE.finditer(nfc(text)):
        day = _day(found)
        if day:
            yield day, found.start(), found.end()


def _spell(found: re.Match[str]) -> str:
    serial = found["serial"].replace(" ", "")
    year = f"/{found['year']}" if found["year"] else ""
    return f"{serial}{year}/QĐ-{found['body'].replace(' ', '')}"


def _day(found: re.Match[str]) -> date | None:
    groups = found.groupdict()
    for nth in "123":
        if groups[f"d{nth}"]:
            try:
                return date(int(groups[f"y{nth}"]), int(groups[f"m{nth}"]), int(groups[f"d{nth}"]))
            except ValueError:
                return None
    return None
