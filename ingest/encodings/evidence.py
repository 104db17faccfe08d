"""Finds TCVN3 and VNI in texts whose fonts are not known: by whether the words become Vietnamese.

A word speaks for an encoding where it is no Vietnamese syllable as it stands and becomes one when converted:
"QuyÕt ®Þnh" can only be "Quyết định".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from ingest.document import Block, Cell, Note, Paragraph, Table, clean
from ingest.encodings.tables import LETTERS, Encoding, to_unicode

# So many different words have to speak for an encoding before any text is converted.
_ENOUGH = 5
# Of the words of one text that hold letters beyond ASCII, this share has to become Vietnamese.
_SHARE = 0.6
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_MARK = re.compile(r"[\u00a1-\u00ff]")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|qu|ch|kh|nh|ph|th|tr|[bcdđghklmnprstvx])?"
    r"(?:iêu|yêu|oai|oay|oao|oeo|uây|uyê|uya|uyu|ươi|ươu|uôi|uơi|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo"
    r"|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    r"(?:ch|ng|nh|[ckmnpt])?"
)
_ABBREVIATION = re.compile(r"[A-ZĐƯ]{2,}")
_STOPPED = re.compile(r"(?:ch|[ckpt])$")
# The Icelandic and the African letter look like the Vietnamese one; keyboards and fonts mix them up.
_STROKED = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_LIKE_STROKED = re.compile("[ÐðƉɖ]")
_OWN = frozenset(letter for letter in LETTERS + LETTERS.upper() if ord(letter) > 0xFF)


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: written in one case or with a capital, one tone, known parts.

    Abbreviations in capitals (NĐ, HĐND) count too.
    """
    if _ABBREVIATION.fullmatch(word):
        return True
    if not (word.islower() or word.isupper() or word.istitle() or word[1:].islower()):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(apart)
    bare = unicodedata.normalize("NFC", _TONE.sub("", apart))
    if len(tones) > 1 or _SYLLABLE.fullmatch(bare) is None:
        return False
    return not (_STOPPED.search(bare) and tones and tones[0] not in {"\u0301", "\u0323"})


def spelt(word: str, encoding: Encoding) -> str:
    """A word converted by evidence; TCVN3 words typed in capitals get the capitals their font showed."""
    converted = to_unicode(word, encoding)
    typed = [letter for letter in word if letter.isascii()]
    capitals = all(letter.isupper() for letter in typed) and len(typed) > word[:1].isascii()
    return converted.upper() if encoding is Encoding.TCVN3 and capitals else converted


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the texts of one document show: the encodings they are in, and whether some are in Unicode."""

    encodings: tuple[Encoding, ...]
    unicode: bool

    @staticmethod
    def of(texts: Iterable[str]) -> Evidence:
        """The evidence of all texts together."""
        words: dict[Encoding, set[str]] = {encoding: set() for encoding in Encoding}
        unicode = False
        for text in texts:
            unicode = unicode or not _OWN.isdisjoint(text)
            best = _speaks_for(text, tuple(Encoding))
            if best is not None:
                words[best].update(_telling(text, best))
        found = sorted(
            (one for one in Encoding if len(words[one]) >= _ENOUGH), key=lambda one: -len(words[one])
        )
        return Evidence(tuple(found), unicode)

    def convert(self, text: str) -> str:
        """The text in Unicode; as it is where nothing speaks for an old encoding.

        A text whose words are Vietnamese either way follows the document, if all of that is in one encoding.
        """
        if not self.encodings or not _MARK.search(text) or not _OWN.isdisjoint(text):
            return text
        encoding = _speaks_for(text, self.encodings)
        if encoding is None and not self.unicode and not _telling(text, self.encodings[0]):
            encoding = self.encodings[0]
        if encoding is None:
            return text
        converted = _WORD.sub(lambda found: spelt(found.group(), encoding), text)
        typed = [letter for letter in text if letter.isascii() and letter.isalpha()]
        in_capitals = len(typed) >= _ENOUGH and all(letter.isupper() for letter in typed)
        return converted.upper() if in_capitals else converted


def _speaks_for(text: str, encodings: tuple[Encoding, ...]) -> Encoding | None:
    """The encoding that most of the marked words of a text speak for."""
    if not _MARK.search(text) or not _OWN.isdisjoint(text):
        return None
    marked = sum(_MARK.search(word) is not None for word in _WORD.findall(text))
    best = max(encodings, key=lambda one: len(_telling(text, one)))
    count = len(_telling(text, best))
    return best if count and count >= _SHARE * marked - _ambiguous(text, best) else None


def _telling(text: str, encoding: Encoding) -> list[str]:
    """The words that are no syllables as they stand and become syllables."""
    words = (word for word in _WORD.findall(text) if _MARK.search(word))
    return [word for word in words if not is_syllable(word) and is_syllable(spelt(word, encoding))]


def _ambiguous(text: str, encoding: Encoding) -> int:
    """How many marked words are syllables either way."""
    words = (word for word in _WORD.findall(text) if _MARK.search(word))
    return sum(is_syllable(word) and is_syllable(spelt(word, encoding)) for word in words)


def in_unicode(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The blocks with texts in an old encoding converted (`raw` stays), and a note that says so.

    In Unicode texts only letters that look like Đ become one, without a note: nothing seen changes.
    """
    evidence = Evidence.of(text for block in blocks for text in _typed_texts(block))
    if not evidence.encodings:
        mistaken = evidence.unicode and any(
            _LIKE_STROKED.search(text) for block in blocks for text in _texts(block)
        )
        return (tuple(_stroked(block) for block in blocks) if mistaken else blocks), ()
    changed = tuple(_converted(block, evidence) for block in blocks)
    count = sum(
        one != other
        for before, after in zip(blocks, changed, strict=True)
        for one, other in zip(_texts(before), _texts(after), strict=True)
    )
    names = ", ".join(one.upper() for one in evidence.encodings)
    return changed, (Note("old_encoding", facts=(("encoding", names), ("count", str(count)))),)


def _typed_texts(block: Block) -> list[str]:
    """The texts that nobody recognised in a picture: what was misread may look like any encoding."""
    pieces = block.cells if isinstance(block, Table) else (block,)
    return [piece.text for piece in pieces if piece.confidence == 1.0]


def _texts(block: Block) -> list[str]:
    return [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]


def _converted(block: Block, evidence: Evidence) -> Block:
    if isinstance(block, Table):
        return replace(block, cells=tuple(_renewed(cell, evidence) for cell in block.cells))
    return _renewed(block, evidence)


def _stroked(block: Block) -> Block:
    """The block with the letters Đ and đ where others that look like them were typed."""
    if isinstance(block, Table):
        return replace(
            block, cells=tuple(replace(cell, text=cell.text.translate(_STROKED)) for cell in block.cells)
        )
    return replace(block, text=block.text.translate(_STROKED))


_Piece = TypeVar("_Piece", Paragraph, Cell)


def _renewed(piece: _Piece, evidence: Evidence) -> _Piece:
    if piece.confidence < 1.0:
        return piece
    text = evidence.convert(_with_soft_hyphens(piece.text, piece.raw))
    return replace(piece, text=clean(text))


def _with_soft_hyphens(text: str, raw: str) -> str:
    """The text with the soft hyphens that cleaning took out: TCVN3 has its letter ư at their code point."""
    if "\u00ad" not in raw:
        return text
    out: list[str] = []
    at = 0
    for letter in text:
        if letter.isspace():
            hidden = len(raw[at:]) - len(raw[at:].lstrip("\u00ad"))
            out.append("\u00ad" * hidden)
            at += hidden
        elif (found := raw.find(letter, at)) >= 0:
            out.append("\u00ad" * raw.count("\u00ad", at, found))
            at = found + 1
        out.append(letter)
    return "".join(out) + "\u00ad" * raw.count("\u00ad", at)
