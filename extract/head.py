"""The head of a decision: number, day of signing, issuer, signer, effective date.

Number and day come from the letterhead; annex lines and titles repeat them wrongly too often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extract.decision import Effective
from extract.effect import effective
from extract.issuers import issuer_of, level_of
from extract.numbers import cited, dates
from extract.outline import Outline

_OWN_NUMBER = re.compile(r"\bSố\s*:?\s*(?P<number>\S*\d\S*/\S+(?:\s?-\s?[A-ZĐ&]+)*)", re.IGNORECASE)
_PERSON = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ']*\.?\s){1,4}[A-ZĐÀ-Ỹ][a-zđà-ỹ']*$")


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
        effective=effective([article.text for article in parts.articles], signed),
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
