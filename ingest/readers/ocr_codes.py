"""Codes and ordinals in recognised text: told by their shape, and read again with their letters only."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.readers.ocr_engine import Engine, Word

# What Tesseract makes of digits, stops and the H of provinces in codes.
_LOOSE = re.compile(
    r"[(\[]?[\dOoIlSB|]\s?[.,]\s?[\dOoIlSBZ|]{5,7}(?:[.,]0{2,3}[.,\d]*)?(?:[.,][HhG]?\w{0,3})?[)\].;,]?"
)
_CODE = re.compile(r"\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.H\d{2})?")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})?|[IVX]{1,5}|[A-E])\.?")
_LIKE_ROMAN = re.compile(r"[1lLIÍí|i!]{1,3}[VX]?\.?")
_ROMAN = str.maketrans(dict.fromkeys("1lLÍí|i!", "I"))
_LONGEST_ORDINAL, _MOST_ONES = 4, 3
_SURE, _LEAST_SURE = 0.85, 0.5
_MARGIN = 6

CODE_LETTERS = "0123456789.H"
ORDINAL_LETTERS = "0123456789.IVXABCDE"


def is_like_code(text: str) -> bool:
    """Whether a word looks like a procedure's code, wrong letters allowed."""
    return _LOOSE.fullmatch(text) is not None


def ordinal(word: Word, engine: Engine, ones: int, roman: bool) -> Word:
    """The only word of a cell, read again as an ordinal where it is short and no ordinal yet.

    Single letters (I, V, A) are misread most, for nothing beside them says how large they are. `ones` is how
    many capital I the picture shows and nothing else ("III" is taken for IH), `roman` says that it begins
    with one, which Tesseract takes for a 1.
    """
    if 0 < ones <= _MOST_ONES and len(word.text) <= _LONGEST_ORDINAL:
        stop = "." if word.text.endswith(".") else ""
        return replace(word, text="I" * ones + stop, confidence=max(word.confidence, _LEAST_SURE))
    if roman and _LIKE_ROMAN.fullmatch(word.text):
        return replace(word, text=word.text.translate(_ROMAN), confidence=max(word.confidence, _LEAST_SURE))
    if len(word.text) > _LONGEST_ORDINAL or (_ORDINAL.fullmatch(word.text) and word.confidence >= _SURE):
        return repaired(word, engine)
    text, confidence = engine.text_in(_around_word(word), ORDINAL_LETTERS)
    better = _ORDINAL.fullmatch(text) and confidence > max(word.confidence, _LEAST_SURE)
    return replace(word, text=text, confidence=confidence) if better else word


def _around_word(word: Word) -> tuple[int, int, int, int]:
    return (
        max(0, word.x0 - _MARGIN),
        max(0, word.top - _MARGIN),
        word.x1 + _MARGIN,
        word.bottom + _MARGIN,
    )


def repaired(word: Word, engine: Engine) -> Word:
    """The word; a code as the digits pass reads it, where that is whole; the surer one where both are."""
    if not is_like_code(word.text):
        return word
    text, confidence = engine.text_in(_around_word(word), CODE_LETTERS)
    found = _CODE.search(text)
    if found is None:
        return word
    as_read = _CODE.search(word.text)
    if as_read is None:
        before, after = _around(word.text)
        return replace(word, text=f"{before}{found.group()}{after}", confidence=confidence)
    if as_read.group() == found.group():
        return replace(word, confidence=max(word.confidence, confidence))
    # Two readings of the same picture: neither can be trusted.
    surer = word.text if word.confidence >= confidence else word.text.replace(as_read.group(), found.group())
    return replace(word, text=surer, confidence=min(word.confidence, confidence) / 2)


def _around(text: str) -> tuple[str, str]:
    """Brackets and stops around a code."""
    before = text[0] if text[:1] in "([" else ""
    after = text[-1] if text[-1:] in ")].;," else ""
    return before, after
