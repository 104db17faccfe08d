"""The head of a decision: number, day of signing, issuer, signer, effective date.

Number and day come from the letterhead; annex lines and titles repeat them wrongly too often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract.decision import Effective
from extract.issuers import issuer_of, level_of
from extract.numbers import cited, dates
from extract.outline import Outline

_OWN_NUMBER = re.compile(r"\bSố\s*:?\s*(?P<number>\S*\d\S*/\S+(?:\s?-\s?[A-ZĐ&]+)*)", re.IGNORECASE)
_PERSON = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ']*\.?\s){1,4}[A-ZĐÀ-Ỹ][a-zđà-ỹ']*$")
_EFFECT_CLAUSE = re.compile(
    r"(?:có\s+)?hiệu\s+lực(?:\s+thi\s+hành)?\s*,?\s*"
    r"(?P<clause>(?:kể\s+)?từ\s+(?:ngày|khi|thời điểm)\b[^.;]*|theo\s+Quyết\s+định\b[^.;]*)",
    re.IGNORECASE,
)
_EXECUTED_FROM = re.compile(
    r"thi\s+hành\s+Quyết\s+định\s+này\s+(?P<clause>(?:kể\s+)?từ\s+ngày\b[^.;]*)", re.IGNORECASE
)
_SIGNING = re.compile(r"từ\s+ngày\s+(?:ký|ban\s+hành|công\s+bố)", re.IGNORECASE)
_OTHER_ACT = re.compile(r"\b(?:Thông tư|Nghị định|Luật|Nghị quyết|văn bản)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Who decided what and when; None where the document does not show it."""

    number: str | None
    signed: date | None
    issuer: str | None
    issuer_level: str | None
    signer: str | None
    effective: Effective | None


def read_head(parts: Outline, text: str) -> Head:
    """The head of a document taken apart by `outline`; `text` is the whole document's text."""
    number = _number(parts.letterhead)
    issuer = issuer_of(parts.authority, parts.letterhead, number, text)
    signed = _signed(parts.letterhead)
    return Head(
        number=number,
        signed=signed,
        issuer=issuer,
        issuer_level=level_of(issuer, number),
        signer=_signer(parts.signature),
        effective=_effective([article.text for article in parts.articles], signed),
    )


def _number(letterhead: list[str]) -> str | None:
    for line in letterhead:
        for reference in cited(line):
            return reference.number
    for line in letterhead:
        found = _OWN_NUMBER.search(line)
        if found:
            return "".join(found["number"].split()).rstrip(".")
    return None


def _signed(letterhead: list[str]) -> date | None:
    named = [day for day, _, _ in dates(" ".join(letterhead))]
    return named[-1] if named else None


def _signer(signature: list[str]) -> str | None:
    return next((line for line in reversed(signature) if _PERSON.match(line)), None)


def _effective(articles: list[str], signed: date | None) -> Effective | None:
    for pattern in (_EFFECT_CLAUSE, _EXECUTED_FROM):
        for article in articles:
            for found in pattern.finditer(article):
                clause = " ".join(found["clause"].split())
                before = article[max(0, found.start() - 60) : found.start()]
                if pattern is _EFFECT_CLAUSE and not re.search(r"Quyết\s+định\s+này\b", before):
                    continue
                if re.search(r"hết\s+$", before) or re.match(r"(?:kể\s+)?từ\s+ngày\s+Quyết định này", clause):
                    continue
                return Effective(_main_clause(clause), _effective_day(clause, signed))
    return None


def _main_clause(clause: str) -> str:
    return re.split(
        r"\s+(?:và|thay thế|bãi bỏ)\b(?=.*Quyết định số)|,\s+(?=các\b|thay thế|bãi bỏ)", clause, maxsplit=1
    )[0].rstrip(" ,/")


def _effective_day(clause: str, signed: date | None) -> date | None:
    if _SIGNING.search(clause):
        return signed
    named = _main_clause(clause)
    if _OTHER_ACT.search(named) or re.match(r"theo\b", named):
        return None
    return next((day for day, _, _ in dates(named)), None)
