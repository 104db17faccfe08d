"""Rows of an earlier decision named by position: "số thứ tự 17, 18 Mục I Danh mục … kèm theo Quyết định …".

Provinces repeal and replace in this way; the catalogue needs decision, section and ordinals to follow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.decision import Position

_NUMBERED = r"(?:thủ tục(?: hành chính)?|TTHC) (?:có )?số (?=\d{1,3}\b(?!/))"
_PART = re.compile(
    rf"(?:(?:có |tại )?(?:số )?thứ tự\s|{_NUMBERED}).*?"
    r"(?=\s+(?:của |tại )?(?:Phụ lục |Danh mục )?(?:đã )?(?:được )?(?:công bố |ban hành )?"
    r"(?:kèm theo |tại )?Quyết định\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(rf"(?:số )?thứ tự\s(?:số\s)?|{_NUMBERED}", re.IGNORECASE)
_ORDINAL = r"(?:(?:[A-ZĐ]\d?|[IVX]+)\.)?\d{1,3}(?:\.\d{1,2})*"
_ORDINALS = re.compile(rf"\s*(?:từ\s)?{_ORDINAL}(?:\s*(?:,|;|và|đến|-|–)\s*{_ORDINAL}(?![\w/]))*")
_RANGE = re.compile(rf"(?P<first>{_ORDINAL})(?:\s*(?:đến|-|–)\s*(?P<last>{_ORDINAL}))?")
_NAMED_AGAIN = re.compile(r"\b(đến)\s+(?:số )?thứ tự\s+(?:số\s+)?", re.IGNORECASE)
_WIDEST = 200
"""More rows than this is no range but a misreading."""
_TAIL = re.compile(
    r"(?:\s*(?:[,;.]|\b(?:và|của|có|tại|các|nội dung|danh mục|bãi bỏ|\d+|thủ tục hành chính|TTHC|ban hành"
    r"|kèm theo)\b))+\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^[\s,;]*(?:(?:tại|của|trong|thuộc)\s+)?", re.IGNORECASE)


def part_named(before: str) -> str | None:
    """The positions named before a citation, as printed: "số thứ tự 17, 18 Mục I"."""
    found = _PART.search(before)
    return " ".join(found.group().split()).rstrip(" ,;") if found else None


def positions_in(part: str | None) -> tuple[Position, ...]:
    """The positions of a part: "số thứ tự 01, 02 mục A và số thứ tự 04 mục B" are two."""
    out: list[Position] = []
    for piece in _WORD.split(_NAMED_AGAIN.sub(r"\1 ", part or ""))[1:]:
        found = _ORDINALS.match(piece)
        if found:
            section = _LEAD.sub("", _TAIL.sub("", piece[found.end() :])).strip("() ")
            out.append(Position(tuple(_counted(found.group())), section or None))
    return tuple(out)


def _counted(text: str) -> Iterator[str]:
    """The ordinals of a list, those of a range one by one: "1 đến 3, 7"."""
    for found in _RANGE.finditer(text):
        first, last = found["first"], found["last"]
        if last and first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _WIDEST:
            yield first
            yield from (str(number).zfill(len(first)) for number in range(int(first) + 1, int(last) + 1))
        else:
            yield from (one for one in (first, last) if one)
