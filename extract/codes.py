"""Procedure codes (mã TTHC) wherever they stand in a text.

A code is a digit, a dot and six digits, with or without a provincial tail: `1.001122.000.00.00.H48`,
`1.014466.H12`. Prints break it by blanks and line ends and misprint it; `1.380` is a count, not a code.
Source of the forms: Quyết định 20/2020/QĐ-TTg (organisation codes) and real lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAIL = r"(?:\s?\.\s?0\s?0\s?0\s?\.\s?0\s?0\s?\.\s?0\s?0)?(?:\s?\.\s?(?:[HG]\s?)?\d\s?\d(?!\d))?"
_CODE = re.compile(
    rf"(?<![\d.,])(?<!\d[/-])(?P<root>[1-6]\s?\.\s?\d(?:\s?\d){{5}})(?P<tail>{_TAIL})(?![\d]|[.,]\d)"
)
_MALFORMED = re.compile(
    r"(?<![\d.,/-])(?!\d\.\d{3}\.000)[1-6]\s?\.\s?(?:\d{3}\s?[.,]\s?\d{3}|\d{7}|\d{5}|\d{4})(?:\s?\.\s?[HG]\d\d)?(?![\d]|[.,]\d)"
)
_OLD_STYLE = re.compile(r"\b[BT]-[A-ZĐ]{2,5}-\d{5,6}-TT\b")
_INTERNAL = ("5", "6")


@dataclass(frozen=True, slots=True)
class Code:
    """One code in a text: the root ("1.014466"; None if malformed), as printed, and where it stands."""

    root: str | None
    printed: str
    start: int
    end: int

    @property
    def internal(self) -> bool:
        """Codes of internal procedures begin with 5. or 6."""
        return self.root is not None and self.root.startswith(_INTERNAL)


def codes(text: str) -> list[Code]:
    """The well-formed codes of a text in order."""
    return [
        Code(_tight(found["root"]), _tight(found.group()), found.start(), found.end())
        for found in _CODE.finditer(text)
    ]


def misprinted(text: str) -> Code | None:
    """The first thing that was meant as a code but is none ("1.014.111", "1.0125010", "B-BTP-258939-TT")."""
    found = _OLD_STYLE.search(text) or _MALFORMED.search(text)
    return Code(None, _tight(found.group()), found.start(), found.end()) if found else None


def _tight(printed: str) -> str:
    return "".join(printed.split())
