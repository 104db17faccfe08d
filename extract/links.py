"""Links of a decision: the ministry decisions it rests on, the earlier decisions its articles change.

One verb may govern a whole list of decisions: over semicolons ("Bãi bỏ Quyết định số …; Quyết định số …"),
or from a line that ends in a colon ("thay thế các Quyết định sau:") over the lines below it.
"""

from __future__ import annotations

import re
from datetime import date

from extract.decision import Effect, Reference
from extract.issuers import ministry_of
from extract.language import marks
from extract.numbers import Cited, cited, number_key
from extract.outline import Article, Outline
from extract.phrases import phrase
from extract.positions import part_named, positions_in

_SENTENCE = re.compile(r"\n+|(?<=[.;])(?<!\n\d\.)(?<!\n\d\d\.)(?<!\A\d\.)\s+(?=[A-ZĐÀ-Ỹ])|\s(?=Điều \d+\.)")
_ABOUT = re.compile(r"\b(?:về việc|về|v/v)\s+(?:công bố|ban hành|phê duyệt|sửa đổi)\b", re.IGNORECASE)
_PUBLISHES = re.compile(r"công\s+bố.{0,120}?(?:thủ\s+tục\s+hành\s+chính|TTHC)", re.IGNORECASE | re.DOTALL)
_AMENDS_IT = re.compile(
    r"(?<!được )(?:sửa đổi|bổ sung|thay thế|bãi bỏ)(?:(?!\b(?:tại|bởi|theo)\b)[^;.]){0,40}"
    r"Quyết định\s+(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:được|bị)\s+$", re.IGNORECASE)
_ONE_PART = re.compile(r"\bmột phần\b", re.IGNORECASE)
_PARTLY = re.compile(r"còn hiệu lực một phần", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:tại|theo|của|trong|ban hành kèm theo|kèm theo)\s+(?:các\s+)?Quyết định"
    r"(?:\s+sau(?:\s+đây)?)?\s*:?\s*(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?:(?:[-–+•*]|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\s?[.)])\s*)?" + phrase("list_member") + r"\b",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,;]*(?:và\s+)?(?:các\s+)?(?:Quyết định\s+)?(?:số\s*:?\s*)?", re.IGNORECASE)
_PREDICATE = re.compile(
    r"\b(?:(?:hết|chấm dứt|(?:không )?còn) hiệu lực|vẫn giữ nguyên|tiếp tục (?:có hiệu lực|thực hiện))\b",
    re.IGNORECASE,
)
_SUFFERS = re.compile(
    r"(?:(?!\bcông bố\b)[^;])*?\b(?:bị|được)\s+(?P<verb>bãi bỏ|h[ủu][yỷ] bỏ|thay thế)"
    r"(?=\s*(?:$|[.;,]|kể từ|từ ngày|(?:bởi|bằng) Quyết định này))",
    re.IGNORECASE,
)
"""A predicate behind a decision that a title in between cannot hold: "… bị bãi bỏ kể từ ngày …"."""
_UNDER = re.compile(
    r"\b(?:(?<!kèm )theo|căn cứ|thực hiện|hướng dẫn tại)\s+(?:các\s+)?Quyết định\s+(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(f"{_UNDER.pattern}|{_WITHIN.pattern}", re.IGNORECASE)


def based_on(parts: Outline, own_number: str | None = None) -> tuple[Reference, ...]:
    """The ministry decisions publishing procedures that the preamble, or Điều 1, names as the ground.

    Where Điều 1 of a province's decision names one as the place of its procedures ("… được sửa đổi, bổ sung
    tại Quyết định số …/QĐ-BYT"), it is a ground too.
    """
    named = _NAMED if own_number and not ministry_of(own_number) else _UNDER
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
            if in_article and not named.search(line[: at.start]):
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
    decision. A province's decision cannot change a ministry's.
    """
    own = number_key(own_number) if own_number else None
    ministry = own_number is None or ministry_of(own_number) is not None
    found: dict[tuple[str, Effect], Reference] = {}
    for article in articles:
        carried: Effect | None = None
        lead: Effect | None = None
        for sentence in _SENTENCE.split(article.text):
            if not _MEMBER.match(sentence):
                carried = lead = None
            references = [
                at for at in cited(sentence) if not at.normative and (ministry or not ministry_of(at.number))
            ]
            changed, last = _changed(sentence, references, carried)
            if sentence.endswith(":") and not references:
                lead = _lead(sentence) or carried
            carried = last if sentence.endswith((";", ",")) else lead
            for at, effect, part in changed:
                other_year = at.date and signed and at.date.year != signed.year
                if number_key(at.number) == own and not other_year:
                    continue
                key = (number_key(at.number), effect)
                reference = Reference(at.number, at.date, effect, part, positions_in(part))
                found.setdefault(key, reference)
    return tuple(found.values())


_Changed = tuple[Cited, Effect, str | None]


def _changed(
    sentence: str, references: list[Cited], carried: Effect | None
) -> tuple[list[_Changed], Effect | None]:
    """The references of one sentence, each with the effect of the verb before it or behind it.

    `carried` is the effect of the list that the sentence goes on with; given back with the last effect named.
    """
    out: list[_Changed] = []
    waiting: list[tuple[Cited, str]] = []
    effect, start = carried, 0
    for nth, at in enumerate(references):
        before = sentence[start : at.start] if start == 0 else _after_title(sentence[start : at.start])
        end = references[nth + 1].start if nth + 1 < len(references) else len(sentence)
        behind = _without_title(sentence[at.end : end])
        predicate = _effect_of(behind, behind=True)
        said = predicate or _effect_of(before, behind=False) or effect
        start = at.end
        if _UNDER.search(sentence[: at.start]):
            continue
        if said is None:
            waiting.append((at, before))
            continue
        if predicate:
            out += [_told(one, said, text, sentence, "") for one, text in waiting]
        waiting.clear()
        shared = out and out[-1][1] is Effect.REPEALS_PART and not predicate and _AND.fullmatch(before)
        told = (at, Effect.REPEALS_PART, None) if shared else _told(at, said, before, sentence, behind)
        if said is Effect.KEEPS and _PARTLY.search(behind):
            out.append((at, Effect.REPEALS_PART, None))
        out.append(told)
        effect = said
    return out, effect


def _told(at: Cited, effect: Effect, before: str, sentence: str, behind: str) -> _Changed:
    """A reference with its effect, which is in part where only a part is named, and the part."""
    part = part_named(before) if effect is not Effect.KEEPS else None
    if effect is Effect.REPEALS and _is_part(before, sentence, at, behind):
        effect = Effect.REPEALS_PART
    if effect is Effect.REPLACES and _ONE_PART.search(before):
        effect = Effect.REPEALS_PART
    return at, effect, part


def _lead(sentence: str) -> Effect | None:
    """The effect of a line that leads a list in; none where it publishes ("Công bố … sửa đổi, bổ sung:")."""
    found = marks(sentence, "effect", "act")
    if not found or found[0].family == "act" or _PASSIVE.search(sentence[: found[0].start]):
        return None
    effect = _EFFECT[found[0].label]
    part = effect is Effect.REPEALS and (marks(sentence, "part") or _WITHIN.search(sentence.rstrip(" :")))
    return Effect.REPEALS_PART if part else effect


def _without_title(text: str) -> str:
    """What follows a citation in its clause, without the title of the cited decision up to the predicate."""
    found = _ABOUT.search(text)
    if not found:
        return text.partition(";")[0]
    predicate = _PREDICATE.search(text, found.end())
    return text[: found.start()] + (text[predicate.start() :] if predicate else "")


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


_PREDICATES = ("hiệu lực", "giữ nguyên", "tiếp tục thực hiện")
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
        suffers = _SUFFERS.match(text)
        end = suffers.end() if suffers else -1
        found = [mark for mark in found if mark.text.lower().endswith(_PREDICATES) or mark.end == end]
    return _EFFECT[found[0].label] if found else None


def _is_part(before: str, sentence: str, at: Cited, behind: str) -> bool:
    return bool(marks(before, "part") or marks(behind, "part") or _WITHIN.search(sentence[: at.start]))
