"""Which column of a list holds what: head cells by `columns.toml`, the content as second witness."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.codes import codes
from extract.folding import fold
from extract.phrases import phrase

NAME_ROLES = frozenset({"name", "name_code", "new_name"})
"""Roles that make a table a list of procedures."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    role: str
    exact: frozenset[str]
    starts: tuple[str, ...]
    has: tuple[str, ...]
    needs: tuple[str, ...]

    def fits(self, head: str) -> bool:
        if any(word not in head for word in self.needs):
            return False
        return (
            head in self.exact
            or any(head == start or head.startswith(start + " ") for start in self.starts)
            or any(part in head for part in self.has)
        )


@cache
def _spellings() -> tuple[_Spelling, ...]:
    data = tomllib.loads((Path(__file__).parent / "columns.toml").read_text("utf-8"))

    def folded(entry: dict[str, list[str]], key: str) -> tuple[str, ...]:
        return tuple(fold(phrase) for phrase in entry.get(key, ()))

    return tuple(
        _Spelling(
            entry["role"],
            frozenset(folded(entry, "is")),
            folded(entry, "starts"),
            folded(entry, "has"),
            folded(entry, "needs"),
        )
        for entry in data["column"]
    )


def role_of(head: str) -> str | None:
    """The role of a head cell ("Số hồ sơ TTHC" -> "code"), None for an unknown one."""
    head = fold(re.sub(r"\[\d+\]", "", head))
    if not head:
        return None
    return next((spelling.role for spelling in _spellings() if spelling.fits(head)), None)


_ORDINAL = re.compile(r"(?:\d{1,3}|[IVXLC]{1,7}|[A-ZĐ]\d{0,2})(?:\.\d{1,3})*[.)]?", re.IGNORECASE)
_DECIDES = r"(?!quyết định\s+(?!(?:số|của|liên tịch|chủ tịch|thủ tướng)\b|\d))"
"""Not "Quyết định thuê tài sản", which names a procedure."""
_LEGAL_ACT = re.compile(rf"^[-+•*(\d).\s]*{_DECIDES}{phrase('legal_act')}\b", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:ngày|giờ|tháng|ngay sau khi|trong ngày|không quy định thời)\b|^(?:không|chưa) quy định\W*$",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(r"(?:không|chưa)(?: có| thu| quy định| xác định)?\W*", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:đồng|không|miễn|phí|lệ phí|chưa quy định)\b|\d\.\d{3}\b|^0$",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"\b{phrase('place')}\b", re.IGNORECASE)
_BODY = re.compile(rf"\b{phrase('body')}\b", re.IGNORECASE)


def is_ordinal(text: str) -> bool:
    """Whether a cell holds only a row number: "01", "1.", "II", "A", "2.3"."""
    return _ORDINAL.fullmatch(text.strip()) is not None


def is_legal_act(text: str) -> bool:
    """Whether a cell begins with the name of a legal act."""
    return _LEGAL_ACT.match(text) is not None


def is_duration(text: str) -> bool:
    """Whether a cell holds a time limit."""
    return _DURATION.search(text) is not None


def is_body(text: str) -> bool:
    """Whether a cell begins with the name of a body that handles procedures."""
    return _BODY.match(text) is not None


def _code(text: str) -> float:
    return 4.0 if codes(text) and len(text) < 60 else -2.0


def _ordinal(text: str) -> float:
    return 3.0 if is_ordinal(text) else -4.0


def _name(text: str) -> float:
    if is_ordinal(text) or _NO_VALUE.fullmatch(text):
        return -4.0
    return -1.5 if is_legal_act(text) and len(text) < 400 else 1.0


def _scored(pattern: re.Pattern[str], hit: float, miss: float) -> Callable[[str], float]:
    return lambda text: hit if pattern.search(text) else miss


def _short(limit: int) -> Callable[[str], float]:
    return lambda text: 0.4 if len(text) <= limit else -1.0


_WITNESS: dict[str, Callable[[str], float]] = {
    "ordinal": _ordinal,
    "code": _code,
    "old_code": _code,
    "new_code": _code,
    "name": _name,
    "name_code": _name,
    "new_name": _name,
    "old_name": _name,
    "basis": _scored(_LEGAL_ACT, 2.0, -0.5),
    "time_limit": _scored(_DURATION, 1.5, -0.8),
    "fee": _scored(_MONEY, 1.0, -0.5),
    "place": _scored(_PLACE, 1.2, -0.3),
    "manner": _scored(_PLACE, 1.0, -0.2),
    "agency": _scored(_BODY, 1.0, -0.6),
    "field": _short(80),
    "online": _short(20),
    "note": _short(400),
}


_FILLED = NAME_ROLES | {"basis", "agency", "place", "manner", "time_limit"}
"""Columns that real lists seldom leave empty; ticks and notes they often do."""
_EMPTY = -0.1


def likelihood(role: str | None, text: str) -> float:
    """How well a cell's content speaks for a role; 0 says nothing, positive for, negative against."""
    if not text:
        return _EMPTY if role in _FILLED else 0.0
    if role is None:
        return 0.0
    witness = _WITNESS.get(role)
    return witness(text) if witness else 0.0
