"""When a decision takes effect: the clause as printed, and the day where the document lets it be known.

A clause may name the signing, a day before or after it ("sau 10 ngày kể từ ngày ký"), an end ("đến hết ngày
…"), another act whose day is not in the document, or a day for each of several procedures. Days counted in
working days are left open: they hang on the working calendar.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from extract.decision import Effective, PartialEffect
from extract.numbers import dates

_TEXT = r"(?:[^.;]|(?<=\d)\.(?=\d))*"
_CLAUSE = re.compile(
    r"hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:như\s+sau\s*)?(?:,|:\s*(?:(?:\d|[a-z])\s*[.)]|[-–])?|ngay\b)?\s*"
    r"(?P<clause>(?:sau\s+\d+(?:\s*\([^)]*\))?\s+ngày(?:\s+làm\s+việc)?,?\s+)?"
    rf"(?:kể\s+)?(?:từ|sau)\s+(?:(?:ngày|khi|thời\s+điểm)\b|(?=\d{{1,2}}\s?[/.])){_TEXT}"
    rf"|theo\s+Quyết\s+định\b{_TEXT})",
    re.IGNORECASE,
)
_EXECUTED_FROM = re.compile(
    rf"thi\s+hành\s+Quyết\s+định\s+này\s+(?P<clause>(?:kể\s+)?từ\s+ngày\b{_TEXT})", re.IGNORECASE
)
_OWN = re.compile(
    r"Quyết\s+định\s+này\b[^.;]*$|Quyết\s+định\s+(?:bắt\s+đầu\s+|sẽ\s+)?có\s+$"
    r"|(?:^|[\n.])\s*(?:\d{1,2}\s*[.)]\s*|[-–]\s*)?$",
    re.IGNORECASE,
)
"""What stands before the clause of the decision itself; its first words where "Hiệu lực" begins a line."""
_SIGNING = re.compile(
    r"(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm)\s+(?:được\s+)?(?:ký|ban\s+hành|công\s+bố)", re.IGNORECASE
)
_DAYS_AFTER = re.compile(r"sau\s+(?P<days>\d+)(?:\s*\([^)]*\))?\s+ngày\b(?!\s+làm\s+việc)", re.IGNORECASE)
_AFTER = re.compile(r"sau\s+\d", re.IGNORECASE)
_FROM_DAY = re.compile(r"(?:kể\s+)?từ\s+(?:ngày\s*)?", re.IGNORECASE)
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
    days = _DAYS_AFTER.match(begin)
    if _AFTER.match(begin) and (days is None or signed is None):
        return None
    if _SIGNING.search(begin):
        return signed + timedelta(days=int(days["days"])) if days and signed else signed
    named = list(dates(begin))
    printed = bool(named) and _FROM_DAY.fullmatch(begin[: named[0][1]]) is not None
    if not printed and (_OTHER_ACT.search(begin) or re.match(r"theo\b", begin)):
        return None
    return named[0][0] + timedelta(days=int(days["days"]) if days else 0) if named else None


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
