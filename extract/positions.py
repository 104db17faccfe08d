"""Rows of an earlier decision named by position: "số thứ tự 17, 18 Mục I Danh mục … kèm theo Quyết định …".

Provinces repeal and replace in this way; the catalogue needs decision, section and ordinals to follow them.
"""

from __future__ import annotations

import re

from extract.decision import Position

_PART = re.compile(
    r"(?:có |tại )?(?:số )?thứ tự\s.*?"
    r"(?=\s+(?:của |tại )?(?:Phụ lục |Danh mục )?(?:đã )?(?:được )?(?:công bố |ban hành )?"
    r"(?:kèm theo |tại )?Quyết định\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"(?:số )?thứ tự\s", re.IGNORECASE)
_ORDINAL = r"(?:(?:[A-ZĐ]\d?|[IVX]+)\.)?\d{1,3}(?:\.\d{1,2})*"
_ORDINALS = re.compile(rf"\s*(?:từ\s)?{_ORDINAL}(?:\s*(?:,|;|và|đến|-)\s*{_ORDINAL}(?![\w/]))*")
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
    for piece in _WORD.split(part or "")[1:]:
        found = _ORDINALS.match(piece)
        if found:
            section = _LEAD.sub("", _TAIL.sub("", piece[found.end() :]))
            out.append(Position(tuple(re.findall(_ORDINAL, found.group())), section or None))
    return tuple(out)
