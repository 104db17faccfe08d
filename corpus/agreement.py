"""When two readings of one fact agree: what is folded away, and how alike two texts must be.

Kept apart from `extract.folding` on purpose: the measure must not change when the thing measured does.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

FIELD_SIMILARITY = 0.95
"""Similarity from which two texts of a cell, or two names of an issuer, agree."""

COMPARED_LETTERS = 400
"""Letters of a cell that are compared; long legal bases agree by their beginning."""

_CODE = re.compile(r"(?<!\d)[1-6]\.\d{6}(?!\d)")
_WORD = re.compile(r"\w+")
_NUMBER_WORDS = re.compile(r"^(QUYẾTĐỊNH)?SỐ:?")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")


@lru_cache(maxsize=65536)
def fold(text: str | None) -> str:
    """Words without case and marks; dashes, quotes and blanks do not count."""
    letters = unicodedata.normalize("NFD", text or "").casefold().replace("đ", "d")
    return " ".join(_WORD.findall("".join(one for one in letters if not unicodedata.combining(one))))


def fold_number(text: str | None) -> str:
    """A decision's number without blanks, leading zeros and the like: "Số: 05/QD-BTP." is "5/QĐ-BTP"."""
    number = unicodedata.normalize("NFC", text or "").upper().replace(" ", "").rstrip(".")
    number = _NUMBER_WORDS.sub("", number).replace("QD-", "QĐ-")
    return _LEADING_ZEROS.sub("", number)


def similarity(one: str | None, other: str | None, least: float = 0.0) -> float:
    """Ratcliff-Obershelp similarity of the folded texts, from 0 to 1; 0 where it is surely below `least`."""
    a, b = fold(one), fold(other)
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def root(code: str | None) -> str | None:
    """The root code d.dddddd in a text, or None."""
    found = _CODE.search(code or "")
    return found.group(0) if found else None


def row_similarity(gold: Mapping[str, Any], found: Mapping[str, Any], threshold: float) -> float:
    """How alike two rows are, 0 when they are different ones: kind, codes that gold has, and name decide."""
    if gold["change"] != found.get("change"):
        return 0.0
    for key in ("code", "replaces_code"):
        wanted = root(gold.get(key)) if key == "code" else gold.get(key)
        if wanted and root(found.get(key)) != root(gold[key]):
            return 0.0
    score = similarity(gold["name"], found.get("name"), threshold)
    return score if score >= threshold else 0.0


def same_field(key: str, gold: str, found: str | None) -> bool:
    """Whether a cell was read as gold has it: codes by their root, levels exactly, texts by likeness."""
    if key == "code":
        return root(gold) == root(found)
    if key == "level":
        return gold == found
    return _alike(gold[:COMPARED_LETTERS], (found or "")[:COMPARED_LETTERS])


def same_head(key: str, gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool | None:
    """Whether a value of the head agrees; None where gold does not state it."""
    value, read = gold.get(key), found.get(key)
    if key == "effective":
        value, read = (value or {}).get("date"), (read or {}).get("date")
    if value is None:
        return None
    if key == "number":
        return fold_number(value) == fold_number(read)
    if key == "issuer":
        return _alike(value, read)
    return bool(value == read)


def _alike(one: str, other: str | None) -> bool:
    return similarity(one, other, FIELD_SIMILARITY) >= FIELD_SIMILARITY
