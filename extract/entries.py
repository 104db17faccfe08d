"""One row's cells taken apart: the name freed of codes, marks and time limits; cell texts tidied."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.codes import Code, codes, misprinted
from extract.folding import fold, nfc
from ingest.document import one_line

_FOOTNOTE = re.compile(r"\s*(?:\[\d{1,3}\]|\(\*{1,3}\))")
_CODE_WORD = r"(?:mã\s+(?:số\s+)?(?:tthc|thủ\s+tục(?:\s+hành\s+chính)?|hồ\s+sơ)|mã\s+số|mã)\s*:?\s*"
_AROUND_CODE = r"[\s;/,(\[–-]*"
_TIME_IN_NAME = re.compile(
    r"[.;]?\s*thời\s+(?:gian|hạn)\s+(?:thực\s+hiện|giải\s+quyết)(?:\s+(?:tthc|thủ tục))?\s*:\s*"
    r"(?P<time>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_AS_ABOVE = frozenset({"như trên", "nt", "như trên nt"})
_DITTO = re.compile(r"[-–\s]*(?://|[″〃\"”])[-–\s]*")
_FOLLOWING = re.compile(
    r"^(?:PHẦN|PHỤ LỤC)\s+[IVX\d]+\b|^CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|^TÊN CƠ QUAN\b|-{5}"
)
_BROKEN_NUMBER = re.compile(r"(?<=[A-ZĐ\d][-/])[^\S\n]*\n\s*(?=[A-ZĐ])")
"""The line end inside "151/2025/NĐ-CP" in a narrow column."""
_NOTHING = re.compile(r"[-–—.…\s()\[\]]*")


@dataclass(frozen=True, slots=True)
class NameCell:
    """A name cell taken apart; `codes` in order of print, `misprint` a code that is none."""

    name: str
    codes: tuple[Code, ...]
    misprint: Code | None
    time_limit: str | None


def read_name(text: str) -> NameCell:
    """The name of a procedure without what else its cell holds.

    Codes stand in brackets, behind a slash or semicolon, on a line of their own ("Mã TTHC: …") or bare at
    the end.
    """
    text = _FOOTNOTE.sub("", nfc(text))
    found = codes(text)
    misprint = None if found else _bracketed_misprint(text)
    time_limit = None
    for code in [*reversed(found)] or ([misprint] if misprint else []):
        text = _without(text, code)
    timed = _TIME_IN_NAME.search(text)
    if timed:
        time_limit = one_line(timed["time"]).strip(" .;,")
        text = text[: timed.start()]
    name = one_line(text).strip(" ;/,:–-*+•")
    return NameCell(name, tuple(found), misprint, time_limit)


def _without(text: str, code: Code) -> str:
    before = re.sub(rf"{_AROUND_CODE}(?:{_CODE_WORD})?$", "", text[: code.start], flags=re.IGNORECASE)
    after = re.sub(r"^\s*[)\]]", "", text[code.end :])
    opened = text[len(before) : code.start]
    if "(" in opened:
        after = re.sub(r"^\s*[,;–-][^()]*\)", "", after)
    if "(" in opened and after == text[code.end :] and ")" not in after:
        before = text[: code.start].rstrip(" (")
    return f"{before} {after.lstrip(' ;,')}" if after.strip(" ;,.)") else before


def _bracketed_misprint(text: str) -> Code | None:
    found = misprinted(text)
    if not found:
        return None
    around = text[max(0, found.start - 3) : found.end + 2]
    named = re.search(rf"{_CODE_WORD}\(?\s*$", text[: found.start], re.IGNORECASE)
    return found if named or ("(" in around and ")" in around) else None


def read_code(text: str) -> tuple[tuple[Code, ...], str | None]:
    """The codes of a code cell, and the cell as printed where it holds a misprinted one."""
    text = nfc(text)
    found = codes(text)
    if found:
        return tuple(found), None
    printed = one_line(text).strip(" -–.…")
    return (), printed if re.search(r"\d", printed) else None


def tidy(text: str) -> str | None:
    """A cell's text on one line; None for an empty one or a dash."""
    text = one_line(_BROKEN_NUMBER.sub("", _FOOTNOTE.sub("", text)))
    return None if _NOTHING.fullmatch(text) else text


def as_above(text: str | None) -> bool:
    """Whether a cell refers to the one above ("Như trên", "-//-")."""
    return text is not None and (fold(text) in _AS_ABOVE or _DITTO.fullmatch(text) is not None)


def follows_table(text: str | None) -> bool:
    """Whether a cell holds what follows its table: the head of a next part, or the letterhead of a form.

    Where the last rows of a table share merged cells, such text may have slipped into the room left there.
    """
    return text is not None and _FOLLOWING.search(text) is not None


def names_no_procedure(name: str) -> bool:
    """Whether what stands in a name cell cannot be a procedure's name (a number, a sign, a single word)."""
    return len(re.findall(r"[^\W\d_]{2,}", name)) < 2
