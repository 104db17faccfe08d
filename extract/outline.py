"""The parts of a decision: letterhead, title, preamble, articles, signature, annexes.

Layout of Nghị định 30/2020/NĐ-CP, Phụ lục I; real documents deviate in every part but keep the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.phrases import phrase
from ingest.document import Block, Document, Paragraph, Table, one_line

_TYPE = re.compile(r"^QUYẾT\s+ĐỊNH\b\s*(?P<colon>:)?\s*(?P<rest>.*)$", re.DOTALL)
_AUTHORITY = re.compile(rf"^(?:Q\.\s*)?(?:{phrase('authority')}|KT\.)")
_POSITION = re.compile(r"(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG)")
_HANGING_AUTHORITY = re.compile(
    r"(?<!CỦA)(?<!DO)(?<!,)\s(?P<authority>(?:CHỦ TỊCH\s(?:[ỦU][ỶYÝ] ?BAN NHÂN DÂN|UBND)\s(?:TỈNH|THÀNH PHỐ)"
    r"|BỘ TRƯỞNG BỘ)[^,;(]*)$"
)
_BASIS = re.compile(r"^[-–\s]*(?:Căn cứ|Theo đề nghị|Xét|Thực hiện|Theo)\b")
_ARTICLE = re.compile(r"^Điều\s+(?P<number>\d+[a-z]?)\b\s*[.:]?\s*(?P<rest>.*)$", re.DOTALL)
_INNER_ARTICLE = re.compile(r"(?<=[./;h])\s+(?=Điều\s+\d+\s*\.)")
_GLUED = re.compile(
    r"\s+(?=QUYẾT\s+ĐỊNH\s*:)|(?<=QUYẾT ĐỊNH:)\s+(?=Điều)"
    r"|\n(?=QUYẾT\s+ĐỊNH\b|Điều\s+\d+\s*[.:]|Căn cứ\b|Theo đề nghị\b|Nơi\s+nhận\b"
    r"|(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG)\s)"
)
"""Where captures glue the head of the articles to other lines, and line breaks that are new paragraphs."""
_TYPED_SMALL = re.compile(r"^Quyết định\b(?!\s*(?:này|số|\d))", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^[*_\s]*Nơi\s+nhận", re.IGNORECASE)
_SIGNED_FOR = re.compile(rf"^{phrase('signed_for')}")
_SIGNATURE_LINE = re.compile(r"^[-+–•*]|^Lưu\b|^\(.{0,40}\)$|;$")
_PERSON = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\s){1,4}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+$")
_ANNEX = re.compile(rf"^{phrase('annex_start')}")
_ANNEX_LINE = re.compile(rf"\n(?={phrase('annex_start')})")


@dataclass(frozen=True, slots=True)
class Article:
    """One article (Điều): its number as printed and its paragraphs, the first without "Điều n."."""

    number: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole article, paragraphs on lines of their own."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Outline:
    """The parts in order. `typed` tells whether the document calls itself QUYẾT ĐỊNH."""

    letterhead: list[str] = field(default_factory=list)
    typed: bool = False
    title: str = ""
    authority: str = ""
    preamble: list[str] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    annex: list[Block] = field(default_factory=list)


def outline(document: Document) -> Outline:
    """Take a document apart; what comes before QUYẾT ĐỊNH is letterhead, what follows the signature annex."""
    return _Splitter().split(document.blocks)


class _Splitter:
    def __init__(self) -> None:
        self.parts = Outline()
        self.state = self._letterhead
        self.article: tuple[str, list[str]] | None = None
        self.title: list[str] = []

    def split(self, blocks: tuple[Block, ...]) -> Outline:
        for at, block in enumerate(blocks):
            if isinstance(block, Table) and self.state == self._articles and not _is_signature(block):
                self._close_article()
                self.parts.annex.extend(_unbroken(blocks[at:]))
                break
            if self.state == self._signature and self._starts_annex(block):
                self.parts.annex.extend(_unbroken(blocks[at:]))
                break
            for line in _lines(block):
                self.state(line)
        self._close_article()
        self.parts.title = one_line(" ".join(self.title))
        return self.parts

    def _letterhead(self, line: str) -> None:
        found = _TYPE.match(line)
        if not found and _BASIS.match(line):
            self._title_before(line)
            return
        if not found:
            self.parts.letterhead.append(line)
            return
        self.parts.typed = True
        self.state = self._title
        if found["rest"]:
            self._title(found["rest"])

    def _title_before(self, basis: str) -> None:
        """The legal bases begin before any "QUYẾT ĐỊNH": it stands above in small letters, or nowhere."""
        head = self.parts.letterhead
        at = next((n for n in reversed(range(len(head))) if _TYPED_SMALL.match(head[n])), None)
        if at is None:
            head.append(basis)
            return
        lines = [re.sub(r"(?i)^Quyết định\s*$", "", line) for line in head[at:]]
        del head[at:]
        self.parts.typed = True
        self.state = self._title
        for line in (*lines, basis):
            self.state(line)

    def _title(self, line: str) -> None:
        if _BASIS.match(line) or _ARTICLE.match(line):
            self._part_authority()
            self.state = self._preamble
            self._preamble(line)
        elif re.fullmatch(r"[\W_]*", line) is None:
            self.title.append(one_line(line))

    def _part_authority(self) -> None:
        """The last line that begins like an authority, and what follows it, is no title: "CHỦ TỊCH …".

        In PDFs whose title fills its last line the authority hangs on it.
        """
        hanging = _HANGING_AUTHORITY.search(self.title[-1]) if self.title else None
        if hanging:
            self.title[-1:] = [self.title[-1][: hanging.start()], hanging["authority"]]
        at = next((n for n in range(len(self.title) - 1, 0, -1) if _AUTHORITY.match(self.title[n])), None)
        if at is None:
            return
        if at > 1 and _POSITION.fullmatch(self.title[at - 1]):
            at -= 1
        self.parts.authority = " ".join(self.title[at:])
        del self.title[at:]

    def _preamble(self, line: str) -> None:
        if _ARTICLE.match(line):
            self.state = self._articles
            self._articles(line)
        elif not _TYPE.match(line):
            self.parts.preamble.append(one_line(line))

    def _articles(self, line: str) -> None:
        if _RECIPIENTS.match(line) or (_SIGNED_FOR.match(line) and line.isupper()):
            self._close_article()
            self.state = self._signature
            self._signature(line)
            return
        for piece in _INNER_ARTICLE.split(line):
            found = _ARTICLE.match(piece)
            if found:
                self._close_article()
                self.article = (found["number"], [])
            rest = one_line(found["rest"] if found else piece)
            if self.article and rest:
                self.article[1].append(rest)

    def _signature(self, line: str) -> None:
        self.parts.signature.append(one_line(line))

    def _close_article(self) -> None:
        if self.article:
            self.parts.articles.append(Article(self.article[0], tuple(self.article[1])))
        self.article = None

    def _starts_annex(self, block: Block) -> bool:
        if isinstance(block, Table):
            return not _is_signature(block)
        line = one_line(block.text)
        if _ANNEX.match(line):
            return True
        return not (
            _SIGNATURE_LINE.search(line)
            or _SIGNED_FOR.match(line)
            or _RECIPIENTS.match(line)
            or _PERSON.match(line)
            or len(line) < 40
        )


def _is_signature(table: Table) -> bool:
    lines = [line for cell in table.cells for line in cell.text.split("\n")]
    return any(_RECIPIENTS.match(line) for line in lines) or (
        len(table.cells) <= 4 and any(_SIGNED_FOR.match(line) for line in lines)
    )


def _unbroken(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of the annexes, with heads that only line breaks part as paragraphs of their own."""
    for block in blocks:
        parts = _ANNEX_LINE.split(block.text) if isinstance(block, Paragraph) else []
        if isinstance(block, Paragraph) and len(parts) > 1 and (block.centred or block.bold):
            yield from (replace(block, text=part, raw=part) for part in parts)
        else:
            yield block


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [line for line in _GLUED.split(block.text) if line]
    return [line for cell in block.cells for line in cell.text.split("\n") if line]
