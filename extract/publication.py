"""What kind of document it is: does it publish procedures, internal ones, does it approve workflows?

The rule that separates: the title's or Điều 1's enacting verb is "công bố" and its object is procedures,
not a channel, an index or a workflow. Lists that are issued ("ban hành") or approved ("phê duyệt") for
another purpose, such as handing in anywhere in the province, publish nothing; nor do those that a title
without any kind of change ("mới ban hành", "bị bãi bỏ" …) draws up for a channel of handing in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.agencies import canonical_department, is_whole_department
from extract.decision import Change
from extract.folding import fold
from extract.language import marks
from extract.outline import Outline
from extract.phrases import phrase

_LEADING = re.compile(r"^(?:về việc|v/v|về|việc|quyết định)\s+", re.IGNORECASE)

_PROCEDURES = re.compile(r"\b(?:thủ tục hành chính|thủ tục hành|tthc|thủ tục)\b")
_OTHER_OBJECT = re.compile(rf"^công bố\s+(?:công khai\s+)?{phrase('other_object')}\b")
_OTHER_CHANNEL = re.compile(rf"\b{phrase('other_channel')}\b")
_ANYWHERE = re.compile(
    r"\b(?:thủ tục hành chính|tthc)\b(?:(?!\b(?:lĩnh vực|thuộc|của)\b).){0,80}?" rf"\b{phrase('any_place')}\b"
)
_RECEIVED_ANYWHERE = re.compile(
    rf"\btiếp nhận\b(?:(?!\b(?:lĩnh vực|thuộc|của)\b).){{0,80}}?\b{phrase('any_place')}\b"
)
_AMENDS_PUBLICATION = re.compile(
    r"^(?:sửa đổi|bổ sung|điều chỉnh|đính chính)\b.*\bquyết định số\b.*\bcông bố\b"
    r".*\b(?:thủ tục hành chính|tthc)\b"
)
_STANDARDISES = re.compile(r"^chuẩn hoá danh mục (?:thủ tục hành chính|tthc)\b")
_LONE_WORKFLOW = r"(?<!danh mục và )(?<!danh mục, )\b(?:quy|qui) trình\b"
_LIST = re.compile(
    rf"^(?:{phrase('list_verb')}(?:,| và)? )*(?:các |một số |\d+ )*(?:danh mục|thủ tục hành chính|tthc)\b"
)
_ARTICLE_PUBLISHES = re.compile(
    rf"^(?:nay )?công bố\b(?:(?!\b{phrase('other_object')}\b|{_LONE_WORKFLOW}).){{0,80}}?"
    r"\b(?:thủ tục hành chính|tthc)\b"
)
_REPEALS = re.compile(
    r"^(?:bãi bỏ|huỷ bỏ) (?:danh mục )?(?:các )?(?:\d+ )?(?:danh mục )?(?:thủ tục hành chính|tthc)\b"
)
_REPEALS_PUBLICATION = re.compile(
    r"^(?:bãi bỏ|huỷ bỏ)\b.*\bquyết định\b.*\bcông bố\b.*\b(?:thủ tục hành chính|tthc)\b"
)
_INTERNAL = re.compile(r"\b(?:thủ tục hành chính|tthc) nội bộ\b")
_APPROVES = re.compile(
    r"\bphê duyệt\s+(?:\d+\s+)?(?:các\s+)?(?:quy|qui) trình\b"
    r"|\bdanh mục(?:\s+(?:thủ tục hành chính|tthc))?\s+và\s+(?:quy|qui) trình\b"
    r"|;\s*(?:quy|qui) trình (?:nội bộ|điện tử)|\bnội dung (?:quy|qui) trình nội bộ\b"
)
_SHORTENED = re.compile(
    r"(?:thông tư|nghị định|luật|văn bản quy phạm pháp luật|nghị quyết)[^.;]{0,160}"
    r"\btheo\s+trình\s+tự,?\s*(?:và\s+)?(?:thủ\s+tục\s+)?rút\s+gọn",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(rf"\b{phrase('department')}\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(\s*,\s*|\s+và\s+)", re.IGNORECASE)
_AND_LAST = re.compile(r"\s+và$", re.IGNORECASE)
_DEPARTMENT_END = re.compile(phrase("department_end"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Nature:
    """What a document is; `doubtful` where it publishes nothing by the rule and yet looks like it."""

    is_publication: bool
    internal: bool
    approves_workflow: bool
    shortened_procedure: bool
    doubtful: bool = False


def classify(parts: Outline) -> Nature:
    """The nature of a document from its title, preamble and articles."""
    title = _LEADING.sub("", _LEADING.sub("", parts.title.strip(" .:-–")))
    first = parts.articles[0].text if parts.articles else ""
    folded_title = _folded(title)
    publishes = parts.typed and _publishes(folded_title, _folded(first))
    further = [_folded(article.text) for article in parts.articles[1:]]
    told = [folded_title, _folded(first), *(text for text in further if text.startswith("phê duyệt"))]
    prose = "\n".join([*parts.preamble, *(article.text for article in parts.articles)])
    return Nature(
        is_publication=publishes,
        internal=publishes and _INTERNAL.search(folded_title) is not None,
        approves_workflow=any(_APPROVES.search(text) for text in told),
        shortened_procedure=_SHORTENED.search(prose) is not None,
        doubtful=parts.typed and not publishes and _looks_like_one(folded_title, _folded(first)),
    )


def _folded(text: str) -> str:
    """Folded words with the signs that the patterns need."""
    return " ".join(
        word if word in (";", ",") else fold(word) for word in re.findall(r"[;,]|[^\s;,]+", text)
    ).replace(" ,", ",")


def _publishes(title: str, first_article: str) -> bool:
    if _OTHER_OBJECT.match(title) or (_is_channel(title) and not _names_kind(title)):
        return False
    if title.startswith("công bố"):
        return _PROCEDURES.search(title) is not None
    if _AMENDS_PUBLICATION.match(title) or _STANDARDISES.match(title):
        return True
    if _REPEALS.match(title) and _REPEALS.match(first_article):
        return True
    named = not title or _LIST.match(title)
    return bool(named) and _ARTICLE_PUBLISHES.match(first_article) is not None


def _looks_like_one(title: str, first_article: str) -> bool:
    """Whether a list names kinds of change, publications are repealed, or Điều 1 publishes all the same."""
    if _REPEALS_PUBLICATION.match(title):
        return True
    if _LIST.match(title) and _PROCEDURES.search(title) and _names_kind(title):
        return True
    if _is_channel(title) and not _names_kind(first_article):
        return False
    return _ARTICLE_PUBLISHES.match(first_article) is not None


def _is_channel(title: str) -> bool:
    """Whether a title speaks of a way of handing in; what it publishes may be done anywhere."""
    anywhere = _RECEIVED_ANYWHERE if title.startswith("công bố") else _ANYWHERE
    return bool(_OTHER_CHANNEL.search(title) or anywhere.search(title))


def _names_kind(title: str) -> bool:
    return any(mark.value != Change.LISTED for mark in marks(title, "change"))


def departments(title: str) -> tuple[str, ...]:
    """The departments (sở, ban, ngành) in a title, as agencies.toml spells them or in sentence case."""
    out: dict[str, None] = {}
    for found in _DEPARTMENT.finditer(title):
        rest = title[found.end() :]
        end = _DEPARTMENT.search(rest)
        rest = rest[: end.start()] if end else rest
        several = rest.lstrip().startswith(":")
        named = _DEPARTMENT_END.split(rest.replace(";", ",") if several else rest, maxsplit=1)[0]
        for name in _listed(named) if several else (named,):
            whole = _AND_LAST.sub("", f"{found.group()} {name.strip()}".strip(" ,;.-–"))
            out[canonical_department(_spelled(whole))] = None
    return tuple(out)


def _listed(text: str) -> Iterator[str]:
    """The names behind "các Sở:", of which some hold a comma or "và" themselves."""
    pieces = _BETWEEN.split(text.strip(" :"))
    at = 0
    while at < len(pieces):
        ends = range(at + 1, len(pieces) + 1, 2)[::-1]
        end = next((end for end in ends if is_whole_department("Sở " + "".join(pieces[at:end]))), at + 1)
        yield "".join(pieces[at:end])
        at = end + 1


def _spelled(name: str) -> str:
    """A department's name in the usual capitals: "Sở Văn hóa, Thể thao và Du lịch"."""
    if not name.isupper():
        return name
    parts = re.split(r"(,\s+| và )", name.lower())
    spelled = "".join(part[:1].upper() + part[1:] if nth % 2 == 0 else part for nth, part in enumerate(parts))
    found = re.match(r"(Sở|Ngành|Ban quản lý các|Ban quản lý)\s+(.*)$", spelled)
    if not found:
        return spelled
    head = {"Ngành": "ngành"}.get(found[1], found[1]).replace("quản lý", "Quản lý")
    return f"{head} {found[2][:1].upper()}{found[2][1:]}"
