"""What a heading, a title or a grouping row says: kind of change, level, field, what follows it, how many.

The same reading serves annex heads ("PHỤ LỤC I …"), section headings ("II. DANH MỤC … BỊ BÃI BỎ (06 TTHC)"),
grouping rows inside tables ("I. LĨNH VỰC …", "B. Thủ tục hành chính cấp tỉnh") and the decision's title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extract.decision import Change, Level
from extract.folding import fold
from extract.language import marks
from extract.numbers import dates
from extract.phrases import phrase
from ingest.document import one_line


class Region(StrEnum):
    """What stands under a heading."""

    LIST = "list"
    WORKFLOW = "workflow"
    CONTENTS = "contents"
    FEES = "fees"
    FORMS = "forms"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read: empty tuples and None where it says nothing.

    `shared` is True for "áp dụng chung" (no single level). `rank` orders headings: 0 annex (Phụ lục),
    1 part (Phần), 2 letter (A.), 3 roman (I.), 4 number (1.), 5 none.
    """

    text: str
    rank: int
    label: str | None
    changes: tuple[Change, ...]
    levels: tuple[Level, ...]
    shared: bool
    field: str | None
    region: Region | None
    count: int | None
    internal: bool
    effective: date | None


_LEVEL_WORDS = (
    ("trung ương", Level.CENTRAL),
    ("bộ", Level.CENTRAL),
    ("tỉnh", Level.PROVINCE),
    ("tính", Level.PROVINCE),
    ("thành phố", Level.PROVINCE),
    ("huyện", Level.DISTRICT),
    ("xã", Level.COMMUNE),
    ("phường", Level.COMMUNE),
    ("đặc khu", Level.COMMUNE),
)
_BODIES = {
    Level.CENTRAL: re.compile(rf"\b{phrase('central_body')}\b"),
    Level.PROVINCE: re.compile(rf"\b{phrase('province_body')}\b"),
    Level.DISTRICT: re.compile(rf"\b{phrase('district_body')}\b"),
    Level.COMMUNE: re.compile(rf"\b{phrase('commune_body')}\b"),
}
_COMPETENCE = re.compile(r"\bthẩm quyền\b(?P<bodies>.*?)(?=\b(?:theo|trên|thực hiện|áp dụng|lĩnh vực)\b|$)")
_LABEL = re.compile(
    r"(?P<annex>PHỤ\s*LỤC|Phụ lục)(?:\s+(?:số\s*)?(?P<annexno>[IVXLC]+|\d+))?\b"
    r"|(?P<part>PHẦN|Phần)(?:\s+thứ)?\s+(?P<partno>[IVXLC]+|\d+|[A-ZĐ]|nhất|hai|ba)\b"
    r"|(?:Mục|MỤC)\s+(?P<section>[IVXLC]+|\d+|[A-ZĐ])\b"
    r"|(?P<roman>[IVX]+(?:\.\d+)*)\s*[.:)]?(?=\s|$)"
    r"|(?P<letter>[A-ZĐ]\d?)\s*[.:)]?(?=\s|$)"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2})*)\s*[.:)]?(?=\s|$)"
)
_COUNT = re.compile(
    r"\(\s*(?P<n>\d{1,4})(?:\s*\([^)]*\))?\s*(?:TTHC|thủ tục|danh mục|TT\b|$|\))"
    r"|:\s*(?P<m>\d{1,4})\s*(?:TTHC|thủ tục)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"lĩnh vực\s*:?\s*(?P<field>[^;(]+?)\s*(?=$|[;(]|\blĩnh vực\b)", re.IGNORECASE)
_FIELD_END = re.compile(rf"\s*(?:[,.:–-]\s*)?\b{phrase('field_end')}\b.*$|[\s.,:;]+$", re.IGNORECASE)
_NOT_A_LIST = re.compile(r"(?:xây dựng|phê duyệt)\s+(?:quy|qui) trình", re.IGNORECASE)
_LIST = re.compile(r"\b(?:danh mục|các thủ tục hành chính|thủ tục hành chính|tthc)\b", re.IGNORECASE)
_MOVED = re.compile(r"từ lĩnh vực .* sang lĩnh vực", re.IGNORECASE)
_RANKS = {"annex": 0, "part": 1, "section": 2, "letter": 2, "roman": 3, "number": 4}
UNRANKED = 5


def read_heading(text: str) -> Heading:
    """What one heading says."""
    text = one_line(re.sub(r"\[\d+\]", "", text))
    label, rank = _label(text)
    changes = dict.fromkeys(Change(mark.value) for mark in marks(text, "change"))
    levels = marks(text, "level")
    named = _levels([mark.text for mark in levels if mark.label == "level"])
    subjects = [mark.value for mark in marks(text, "subject")]
    return Heading(
        text=text,
        rank=rank,
        label=label,
        changes=tuple(changes),
        levels=_with_bodies(named, text, labelled=rank != UNRANKED),
        shared=any(mark.label == "level.shared" for mark in levels),
        field=_field(text),
        region=_region(text, subjects),
        count=_count(text),
        internal="internal" in subjects,
        effective=_effective(text),
    )


def _label(text: str) -> tuple[str | None, int]:
    found = _LABEL.match(text)
    if not found:
        return None, UNRANKED
    for name, rank in _RANKS.items():
        if found[name]:
            return one_line(found.group()).rstrip(".:) "), rank
    return None, UNRANKED


def _levels(phrases: list[str]) -> tuple[Level, ...]:
    out: list[Level] = []
    for named in phrases:
        folded = f" {fold(named)} "
        if " địa phương " in folded:
            continue
        out += [level for word, level in _LEVEL_WORDS if f" {word} " in folded]
    return tuple(dict.fromkeys(out))


def _with_bodies(named: tuple[Level, ...], text: str, labelled: bool) -> tuple[Level, ...]:
    """The levels with those of the bodies whose competence is named, or that are the whole of a heading."""
    folded = fold(_LABEL.sub("", text, count=1) if labelled else text)
    competence = _COMPETENCE.search(folded)
    if competence:
        bodies = {level for level, body in _BODIES.items() if body.search(competence["bodies"])}
    elif labelled and not _LIST.search(text):
        bodies = {
            level for level, body in _BODIES.items() if level is not Level.CENTRAL and body.match(folded)
        }
    else:
        return named
    return tuple(level for level in Level if level in bodies or level in named) if bodies else named


def levels_of(text: str) -> tuple[Level, ...]:
    """The levels that a text names with the word "cấp" ("Cấp Bộ; Cấp Tỉnh")."""
    return _levels([mark.text for mark in marks(text, "level") if mark.label == "level"])


def _field(text: str) -> str | None:
    if _MOVED.search(text):
        return None
    fields: dict[str, None] = {}
    for found in _FIELD.finditer(text):
        field = _FIELD_END.sub("", found["field"]).strip(" .,:;–-")
        if field:
            fields[sentence_case(field)] = None
    if len(fields) != 1 or re.search(r"lĩnh vực[^;(]*;", text, re.IGNORECASE):
        return None
    return next(iter(fields))


def sentence_case(text: str) -> str:
    """Text printed in capitals in sentence case; other text with a capital first letter."""
    if text.isupper():
        text = text.lower()
    return text[:1].upper() + text[1:]


def _region(text: str, subjects: list[str]) -> Region | None:
    if "contents" in subjects:
        return Region.CONTENTS
    if "fees" in subjects:
        return Region.FEES
    if "workflow" in subjects:
        list_first = re.search(r"danh mục\b.*\bqu[yi] trình", fold(text)) is not None
        return None if list_first and not _NOT_A_LIST.search(text) else Region.WORKFLOW
    if "forms" in subjects and "procedure" not in subjects:
        return Region.FORMS
    return Region.LIST if _LIST.search(text) else None


def _effective(text: str) -> date | None:
    """The day of effect of a group ("(Có hiệu lực từ 26/9/2026)")."""
    found = re.search(r"có hiệu lực\b.*", text, re.IGNORECASE)
    return next((day for day, _, _ in dates(found.group())), None) if found else None


def _count(text: str) -> int | None:
    found = _COUNT.search(text)
    return int(found["n"] or found["m"]) if found else None
