"""When a decision takes effect: the clause as printed, and the day where the document lets it be known.

A clause may name the signing, a day before or after it, an end ("đến hết ngày …"), another act whose day is
not in the document, or a day for each of several procedures.
"""

from __future__ import annotations

import re
from datetime import date

from extract.decision import Effective, PartialEffect
from extract.numbers import dates

_CLAUSE = re.compile(
    r"hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:như\s+sau\s*)?(?:,|:\s*(?:(?:\d|[a-z])\s*[.)]|[-–])?)?\s*"
    r"(?P<clause>(?:kể\s+)?từ\s+(?:ngày|khi|thời điểm)\b[^.;]*|theo\s+Quyết\s+định\b[^.;]*)",
    re.IGNORECASE,
)
_EXECUTED_FROM = re.compile(
    r"thi\s+hành\s+Quyết\s+định\s+này\s+(?P<clause>(?:kể\s+)?từ\s+ngày\b[^.;]*)", re.IGNORECASE
)
_OWN = re.compile(r"Quyết\s+định\s+này\b[^.;]*$", re.IGNORECASE)
_SIGNING = re.compile(r"từ\s+ngày\s+(?:ký|ban\s+hành|công\s+bố)", re.IGNORECASE)
_OTHER_ACT = re.compile(r"\b(?:Thông tư|Nghị định|Luật|Nghị quyết|văn bản)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\bđến\s+(?:hết\s+)?(?=ngày\b|\d)", re.IGNORECASE)
_FOR_SOME = re.compile(
    r"kể\s+từ\s+(?P<day>ngày\s[^;]*?)\s*,?\s*đối\s+với\s+(?P<about>.+?)(?=\n|;|\.\s|\.$|$)",
    re.IGNORECASE | re.DOTALL,
)
_REST = re.compile(
    r"\s+(?:và|thay thế|bãi bỏ)\b(?=.*Quyết định số)|,\s+(?=các\b|thay thế|bãi bỏ)", re.IGNORECASE
)


def effective(articles: list[str], signed: date | None) -> Effective | None:
    """The effective date that the articles state, None where they state none."""
    partial = _partial(articles)
    for pattern in (_CLAUSE, _EXECUTED_FROM):
        for article in articles:
            for found in pattern.finditer(article):
                before = article[max(0, found.start() - 90) : found.start()]
                clause = " ".join(found["clause"].split())
                if pattern is _CLAUSE and not _OWN.search(before):
                    continue
                main = _REST.split(clause, maxsplit=1)[0].rstrip(" ,/")
                if re.search(r"(?:hết|còn)\s+$", before) or "từ ngày Quyết định này" in main:
                    continue
                if any(one.text in clause for one in partial):
                    return Effective("; ".join(one.text for one in partial), None, None, partial)
                return Effective(main, _day(main, signed), _end(main), partial)
    return None


def _day(clause: str, signed: date | None) -> date | None:
    begin = _UNTIL.split(clause)[0]
    if _SIGNING.search(begin):
        return signed
    if _OTHER_ACT.search(begin) or re.match(r"theo\b", begin):
        return None
    return next((day for day, _, _ in dates(begin)), None)


def _end(clause: str) -> date | None:
    parts = _UNTIL.split(clause, maxsplit=1)
    return next((day for day, _, _ in dates(parts[1])), None) if len(parts) > 1 else None


def _partial(articles: list[str]) -> tuple[PartialEffect, ...]:
    out: list[PartialEffect] = []
    for article in articles:
        for found in _FOR_SOME.finditer(article):
            day = next((day for day, _, _ in dates(found["day"])), None)
            if day:
                text = " ".join(found.group().split())
                out.append(PartialEffect(text, " ".join(found["about"].split()), day))
    return tuple(out)
