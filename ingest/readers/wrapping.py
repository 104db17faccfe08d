"""Hard-wrapped lines of text captures joined to paragraphs again, their marks (`**`, `#`, `<p>` …) taken off.

Captures break lines at about 80 columns of the site's own source, marks counted, so a line may also end
early. A paragraph ends where the marks, the punctuation and the next line's beginning say so together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.document import clean

WRAP = 72
"""A line at least this long, in characters, may have been broken for its length alone."""

_BLOCK_TAG = re.compile(r"</?(?:p|ul|ol|li|div|br|hr)\b[^>]*>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|span|font|a)\b[^>]*>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(https?://[^\s>]+)>")
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?:|mailto:|/|#)[^)\s]*\)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}(?:\s+|$)")
_UNDERLINE = re.compile(r"(?<!_)__(?=[^\s_])(.+?)(?<=[^\s_])__(?!_)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
# Escaped characters are no marks; they wait among the private ones while marks are taken off.
_ASIDE = 0xE000
_SET_ASIDE = re.compile("[\ue000-\ue07f]")
# "(*)" is a note mark of the document itself.
_STAR = re.compile(r"(?<!\()\*|\*(?!\))")

_BULLET = re.compile(r"[-–+•●*]\s")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[IVX]{1,5}\.|[A-Z]\.|Điều\s+\d+|\[\d+\])(?:\s|$)"
)
_OPENING = re.compile(
    r"(?:Căn cứ|Theo đề nghị|Xét đề nghị|QUYẾT ĐỊNH|Nơi nhận|Phần|PHẦN|PHỤ LỤC|DANH MỤC|FILE ĐƯỢC)\b"
)
_END = re.compile(r"[.;:!?…]\W{0,3}$|[.;:!?…]/?\.?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a capture: its number in the file, from 1, and its text as it stands."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """One paragraph: text without marks, the lines as they stood, their numbers, whether all is bold."""

    text: str
    raw: str
    first: int
    last: int
    bold: bool


def plain(marked: str) -> str:
    """The text without the marks of Markdown and HTML, cleaned; block tags become line breaks."""
    text = _ESCAPE.sub(lambda escape: chr(_ASIDE + ord(escape.group(1))), _HEADING.sub("", marked))
    text = _AUTOLINK.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    text = _STAR.sub("", text)
    text = _UNDERLINE.sub(r"\1", text)
    return clean(html.unescape(_SET_ASIDE.sub(lambda aside: chr(ord(aside.group()) - _ASIDE), text)))


def join(lines: Iterable[Line], blank_ends: bool = False) -> list[Joined]:
    """The paragraphs of consecutive lines.

    An empty line always ends one. With `blank_ends` the capture has them between all paragraphs, so that
    within a group of lines only list marks begin a new one.
    """
    groups: list[list[Line]] = []
    open_group = False
    for line in lines:
        if not line.text.strip():
            open_group = False
            continue
        if not open_group or _begins(groups[-1], line.text.strip(), blank_ends):
            groups.append([])
        groups[-1].append(line)
        open_group = True
    joined = (_joined(group) for group in groups)
    return [paragraph for paragraph in joined if paragraph.text]


def _joined(group: list[Line]) -> Joined:
    raw = "\n".join(line.text for line in group)
    text = plain(" ".join(_HEADING.sub("", line.text.strip()) for line in group))
    return Joined(text, raw, group[0].number, group[-1].number, _is_bold(raw))


def _is_bold(raw: str) -> bool:
    """Whether all letters stand between `**` marks or after a `#` mark."""
    if _HEADING.match(raw):
        return True
    outside = "".join(raw.split("**")[::2])
    return not any(letter.isalnum() for letter in outside)


@dataclass(frozen=True, slots=True)
class _Seam:
    """The paragraph so far and the line that may go on with it; `bare` texts are without marks."""

    so_far: str
    line: str
    bare_before: str
    bare: str

    @property
    def ended(self) -> bool:
        """Whether the text before ends in punctuation."""
        return bool(_END.search(self.bare_before))

    @property
    def short(self) -> bool:
        """Whether the line before could have held more."""
        return len(self.so_far.rsplit("\n", 1)[-1]) < WRAP


def _begins(group: list[Line], line: str, blank_ends: bool) -> bool:
    """Whether `line` begins a new paragraph after the lines of `group`."""
    so_far = "\n".join(part.text.strip() for part in group)
    before = group[-1].text.strip()
    seam = _Seam(so_far, line, plain(before), plain(line))
    if not seam.bare_before or not seam.bare:
        return not seam.bare_before
    if _HEADING.match(line) or _HEADING.match(before):
        return True
    if _BULLET.match(seam.bare) or _NUMBERED.match(seam.bare):
        return seam.ended or (not blank_ends and seam.short and not seam.bare_before[-1].isdigit())
    return not blank_ends and not _is_open(so_far) and not seam.bare[0].islower() and _changes(seam)


def _changes(seam: _Seam) -> bool:
    """Whether capitals, emphasis and punctuation together say that a paragraph ends between the lines."""
    if _OPENING.match(seam.bare) and (seam.line.startswith("*") or seam.bare.isupper() or seam.ended):
        return True
    bold = _is_bold(seam.so_far)
    if bold or _is_title(seam.bare_before):
        goes_on = _is_title(seam.bare) and _is_title(seam.bare_before) and bold == seam.line.startswith("**")
        return not goes_on
    if seam.line.startswith("*") and not seam.line.startswith("* "):
        return seam.ended or _is_title(seam.bare)
    return seam.ended and (seam.short or seam.bare_before.endswith("."))


def _is_open(text: str) -> bool:
    """Whether a `**` or `*` mark is still open at the end."""
    if text.replace("** **", "").count("**") % 2:
        return True
    return len(_STAR.findall(text.replace("**", ""))) % 2 == 1


def _is_title(bare: str) -> bool:
    return bare.isupper() and len(bare) > 1
