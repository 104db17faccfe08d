"""Điều 3 of the draft decision: from when it holds, and which earlier decisions end in part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from catalogue.exports.answer import Answer
from catalogue.exports.answer_earlier import Earlier, Place
from catalogue.exports.answer_rows import Row
from catalogue.exports.draft_annexes import places_of
from catalogue.exports.draft_words import cited_decision, head_of_ministry, noun_of
from catalogue.exports.numbers import long_day
from catalogue.exports.word import UNKNOWN

_IN_WORDS = re.compile(r"^(?:phụ lục|phần|mục|tiểu mục)\b", re.IGNORECASE)
_FIELD = re.compile(r"\blĩnh vực\s+.*$", re.IGNORECASE)


def effects(answer: Answer, listed: Sequence[dict[str, Any]], unit: str) -> list[str]:
    """The sentences of the article, each without its full stop."""
    return [
        *_from_when(answer, listed),
        *(one for earlier in answer.earlier for one in _ended(earlier, unit)),
        *_ended_somewhere(answer.unfound, unit),
    ]


def _from_when(answer: Answer, listed: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The day of effect, and the rows that hold only from another."""
    days = {
        row.effective if row.effective is None or row.effective > answer.day else answer.day
        for row in answer.rows
    }
    (only,) = days if len(days) == 1 else (answer.day,)
    yield f"Quyết định này có hiệu lực thi hành {_since(answer, only)}"
    for other in sorted(days - {only}, key=lambda one: (one is None, one or date.max)):
        items = {
            row.item
            for row in answer.rows
            if row.effective == other and (other is None or other > answer.day)
        }
        where = places_of(listed, items)
        yield f"Các {noun_of(answer)} tại {where} có hiệu lực {_since(answer, other, items)}"


def _since(answer: Answer, day: date | None, items: set[str] | None = None) -> str:
    if day is None:
        numbers = {row.number for row in answer.rows if items is None or row.item in items}
        cited = [
            f"{cited_decision(one)} của {head_of_ministry(one.issuer)}"
            for one in answer.decisions
            if one.number in numbers
        ]
        return f"theo {'; '.join(cited)}"
    return "kể từ ngày ký" if day <= answer.day else f"kể từ {long_day(day)}"


def _ended(earlier: Earlier, unit: str) -> Iterator[str]:
    """What of an earlier decision ends: rows by position, and procedures whose position is not known."""
    when = long_day(earlier.signed) if earlier.signed else f"ngày {UNKNOWN}"
    cited = f"Quyết định số {earlier.number} {when} của {_signatory(earlier.issuer, unit)}"
    if earlier.places:
        rows = " và ".join(_place(place) for place in earlier.places)
        yield f"Bãi bỏ nội dung công bố tại {rows} ban hành kèm theo {cited}"
    if earlier.unplaced:
        yield _ended_without_place(earlier.unplaced, cited)


def _ended_somewhere(rows: Sequence[Row], unit: str) -> Iterator[str]:
    """What ends of decisions that nobody knows: the clerk fills in which they are."""
    if rows:
        cited = f"Quyết định số {UNKNOWN} ngày {UNKNOWN} của {_signatory(None, unit)}"
        yield _ended_without_place(rows, cited)


def _ended_without_place(rows: Sequence[Row], cited: str) -> str:
    codes = dict.fromkeys(row.replaces_code or row.code for row in rows)
    coded = ", ".join(code for code in codes if code)
    names = dict.fromkeys(f"“{row.name}”" for row in rows if not (row.replaces_code or row.code))
    named = ", ".join([*([f"mã {coded}"] if coded else []), *names])
    return f"Bãi bỏ nội dung công bố các thủ tục hành chính {named} (số thứ tự {UNKNOWN}) tại {cited}"


def _signatory(issuer: str | None, unit: str) -> str:
    """Who signed: the chairman of a people's committee, or the body to which he left that."""
    if issuer and not issuer.startswith("Ủy ban nhân dân"):
        return issuer
    return f"Chủ tịch {issuer or f'Ủy ban nhân dân {unit}'}"


def _place(place: Place) -> str:
    """ "số thứ tự 1, 2 Mục I Mục A Phụ lục I": the innermost part first, a field last."""
    parts = [_part(part) for part in reversed(place.section)]
    fields = [found.group() for part in place.section if (found := _FIELD.search(part))]
    words = " ".join(part for part in parts if part)
    field = f", lĩnh vực {fields[-1].split(maxsplit=2)[-1]}" if fields else ""
    return f"số thứ tự {', '.join(place.ordinals)} {words}{field}".replace(" ,", ",").strip()


def _part(label: str) -> str:
    if _FIELD.search(label):
        return ""
    if _IN_WORDS.match(label):
        kind, _, number = label.lower().rpartition(" ")
        return f"{kind.capitalize()} {number.upper()}" if kind and number != "lục" else ""
    return f"Mục {label}"
