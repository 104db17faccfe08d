"""Who issued a decision: ministries by the symbol of their numbers, bodies by the line of authority.

Data: agencies.toml.
"""

from __future__ import annotations

import re

from extract.agencies import ministries, ministry_of_number
from extract.folding import fold
from extract.headings import sentence_case

_POSITION = re.compile(
    r"^(?:Q\.\s*)?(?:PHÓ\s+)?(?:CHỦ TỊCH|BỘ TRƯỞNG(?:,?\s*CHỦ NHIỆM)?|THỨ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|TỔNG GIÁM ĐỐC|TRƯỞNG BAN|CHỦ NHIỆM)(?:\s+|$)",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"\b(?:TỈNH|THÀNH PHỐ)$", re.IGNORECASE)
_PROVINCIAL_BODY = re.compile(
    r"\b(?:uỷ ban nhân dân|ubnd|trung tâm phục vụ hành chính công|văn phòng uỷ ban)\b"
)
_OFFICE = "văn phòng"
_UNDER_ANOTHER = re.compile(r"(?:trung tâm|văn phòng|sở|cục|chi cục|ban)\b")
_PLACE = re.compile(r"\b(?:TỈNH|THÀNH PHỐ)\s.+$", re.IGNORECASE)
_LONE_POSITION = {
    "thống đốc ngân hàng nhà nước việt nam": "Ngân hàng Nhà nước Việt Nam",
    "thống đốc": "Ngân hàng Nhà nước Việt Nam",
    "tổng thanh tra chính phủ": "Thanh tra Chính phủ",
}


def ministry_of(number: str | None) -> str | None:
    """The ministry whose symbol a decision number bears ("2972/QĐ-BNN-CN"), None for other bodies.

    It is named as it was called then: 100/QĐ-BNN and 100/QĐ-BTNMT of one year are two decisions, though one
    ministry succeeded both.
    """
    one = ministry_of_number(number)
    return one.name if one else None


def issuer_of(authority: str, letterhead: list[str], number: str | None, text: str) -> str | None:
    """The issuing body: from the line of authority, else the letterhead, else the number's symbol.

    `text` is the whole document: the body is spelled as it is spelled there outside capitals.
    """
    ministry = ministry_of(number)
    if ministry:
        return ministry
    lone = _LONE_POSITION.get(fold(authority))
    if lone:
        return lone
    body = _POSITION.sub("", authority).strip(" ,;:")
    if not body or _UNNAMED.search(body):
        body = _letterhead_body(letterhead) or body
    if not body:
        return None
    body = re.sub(r"^UBND\b", "Ủy ban nhân dân" if not body.isupper() else "ỦY BAN NHÂN DÂN", body)
    return _as_spelled(body, text)


def level_of(issuer: str | None, number: str | None) -> str | None:
    """ "ministry" or "province"; None for other bodies (district, department, Government)."""
    if ministry_of(number):
        return "ministry"
    folded = fold(issuer or "")
    if any(fold(one.name) == folded for one in ministries()):
        return "ministry"
    return "province" if _PROVINCIAL_BODY.search(folded) else None


def _letterhead_body(letterhead: list[str]) -> str:
    """The body in the letterhead's left column; below another body's name it is that one's, of its place."""
    lines: list[str] = []
    for line in letterhead:
        if re.match(r"(?:cộng hoà xã|độc lập|số)\b", fold(line)):
            break
        if re.search(r"\w", line):
            lines.append(line)
    at = next((at for at in range(len(lines) - 1, 0, -1) if _UNDER_ANOTHER.match(fold(lines[at]))), 0)
    parent, own = " ".join(lines[:at]), " ".join(lines[at:])
    place = _PLACE.search(parent)
    if place is None or _PLACE.search(own):
        return own
    return f"{own} {parent if fold(own) == _OFFICE else place.group()}"


def _as_spelled(body: str, text: str) -> str:
    words = [re.escape(word) for word in body.split()]
    for found in re.finditer(r"\s+".join(words), text, re.IGNORECASE):
        spelled = " ".join(found.group().split())
        if not spelled.isupper() and not spelled.split()[0].isupper():
            return spelled[:1].upper() + spelled[1:]
    general, *named = re.split(r"(\b(?:tỉnh|thành phố)\b)", sentence_case(body), maxsplit=1)
    return general + "".join(part if nth == 0 else part.title() for nth, part in enumerate(named))
