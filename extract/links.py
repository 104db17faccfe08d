"""Links of a decision: the ministry decisions it rests on, the earlier decisions its articles change."""

from __future__ import annotations

import re
from datetime import date

from extract.decision import Effect, Reference
from extract.issuers import ministry_of
from extract.language import marks
from extract.numbers import Cited, cited, number_key
from extract.outline import Article, Outline
from extract.positions import part_named, positions_in

_SENTENCE = re.compile(r"\n+|(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ])|\s(?=Điều \d+\.)")
_ABOUT = re.compile(r"\b(?:về việc|về|v/v)\s+(?:công bố|ban hành|phê duyệt|sửa đổi)\b", re.IGNORECASE)
_PUBLISHES = re.compile(r"công\s+bố.{0,120}?(?:thủ\s+tục\s+hành\s+chính|TTHC)", re.IGNORECASE | re.DOTALL)
_AMENDS_IT = re.compile(
    r"(?<!được )(?:sửa đổi|bổ sung|thay thế|bãi bỏ)(?:(?!\b(?:tại|bởi|theo)\b)[^;.]){0,40}"
    r"Quyết định\s+(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_PARTLY = re.compile(r"còn hiệu lực một phần", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:tại|theo|của|trong|ban hành kèm theo|kèm theo)\s+(?:các\s+)?Quyết định\s+(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:(?<!kèm )theo|căn cứ|thực hiện|hướng dẫn tại)\s+(?:các\s+)?Quyết định\s+(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)


def based_on(parts: Outline) -> tuple[Reference, ...]:
    """The ministry decisions publishing procedures that the preamble, or Điều 1, names as the ground."""
    lines = list(parts.preamble)
    if parts.articles:
        lines += parts.articles[0].lines
    found: dict[str, Reference] = {}
    for nth, line in enumerate(lines):
        in_article = nth >= len(parts.preamble)
        for at in cited(line):
            if at.normative or not ministry_of(at.number):
                continue
            if _AMENDS_IT.search(line[: at.start]):
                continue
            if in_article and not _UNDER.search(line[: at.start]):
                continue
            if not in_article and not _PUBLISHES.search(line):
                continue
            found.setdefault(number_key(at.number), Reference(at.number, at.date))
    return tuple(found.values())


def affects(
    articles: list[Article], own_number: str | None, signed: date | None = None
) -> tuple[Reference, ...]:
    """The earlier decisions that the articles replace, repeal (in part), amend or keep.

    Numbers begin anew each year: the same number with a date of another year than `signed` is another
    decision.
    """
    own = number_key(own_number) if own_number else None
    found: dict[tuple[str, Effect], Reference] = {}
    for article in articles:
        effect_before: Effect | None = None
        for sentence in _SENTENCE.split(article.text):
            references = [at for at in cited(sentence) if not at.normative]
            if not references:
                effect_before = None
                continue
            for at, effect, part in _changed(sentence, references, effect_before):
                other_year = at.date and signed and at.date.year != signed.year
                if number_key(at.number) == own and not other_year:
                    continue
                key = (number_key(at.number), effect)
                reference = Reference(at.number, at.date, effect, part, positions_in(part))
                found.setdefault(key, reference)
    return tuple(found.values())


def _changed(
    sentence: str, references: list[Cited], effect: Effect | None
) -> list[tuple[Cited, Effect, str | None]]:
    """The references of one sentence, each with the effect of the verb before it or behind it."""
    out: list[tuple[Cited, Effect, str | None]] = []
    start = 0
    for nth, at in enumerate(references):
        before = sentence[start : at.start] if start == 0 else _after_title(sentence[start : at.start])
        end = references[nth + 1].start if nth + 1 < len(references) else len(sentence)
        behind = _without_title(sentence[at.end : end])
        said = _effect_of(behind, behind=True) or _effect_of(before, behind=False) or effect
        start = at.end
        if said is None or _UNDER.search(sentence[: at.start]):
            continue
        effect = said
        part = part_named(before) if said is not Effect.KEEPS else None
        if said is Effect.KEEPS and _PARTLY.search(behind):
            out.append((at, Effect.REPEALS_PART, None))
        if said is Effect.REPEALS and _is_part(before, sentence, at, behind):
            said = Effect.REPEALS_PART
        out.append((at, said, part))
    return out


def _without_title(text: str) -> str:
    """What follows a citation, without the title of the cited decision up to the predicate."""
    found = _ABOUT.search(text)
    if not found:
        return text
    predicate = re.search(r"\b(?:hết hiệu lực|vẫn giữ nguyên|còn hiệu lực)\b", text[found.end() :])
    return text[: found.start()] + (text[found.end() + predicate.start() :] if predicate else "")


def _after_title(text: str) -> str:
    """What stands between two citations, without the title of the first."""
    found = _ABOUT.search(text)
    if not found:
        return text
    rest = re.search(
        r"(?:;|,| và)\s+(?:các |nội dung |danh mục |thủ tục |quy trình |Quyết định |bãi bỏ |thay thế ).*$",
        text[found.end() :],
        re.IGNORECASE,
    )
    return text[: found.start()] + (rest.group() if rest else "")


_EFFECT = {
    "effect.replaces": Effect.REPLACES,
    "effect.repeals": Effect.REPEALS,
    "effect.amends": Effect.AMENDS,
    "effect.keeps": Effect.KEEPS,
}


def _effect_of(text: str, behind: bool) -> Effect | None:
    """The effect of the first verb of a text; behind a citation only a predicate counts."""
    found = marks(text, "effect")
    if behind:
        found = [mark for mark in found if mark.text.lower().endswith(("hiệu lực", "giữ nguyên"))]
    return _EFFECT[found[0].label] if found else None


def _is_part(before: str, sentence: str, at: Cited, behind: str) -> bool:
    return bool(marks(before, "part") or marks(behind, "part") or _WITHIN.search(sentence[: at.start]))
