"""Prose: a rule-based spaCy language for decisions, with its phrases kept as data (`vocabulary.jsonl`).

spaCy's own Vietnamese needs a word segmenter and breaks document numbers apart; here a token is what
stands between blanks, freed of the punctuation around it, so "3659/QĐ-BKHCN" is one token. Only signs
between plain words part them, since typists forget the blank ("sửa đổi,bổ sung", "cấp tỉnh/cấp xã"). Tokens
compare by their folded form, so the spelling twins hóa / hoá, ủy / uỷ need one entry in the vocabulary.

Importing this module loads spaCy (about a second).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import SpanRuler
from spacy.tokens import Doc
from spacy.util import filter_spans, registry
from spacy.vocab import Vocab

from extract.folding import fold

_TOKEN = re.compile(r"[^\W\d_]+(?=[,:/–-](?!\d))|\w(?:[^\s,;:.()“”\"'\[\]]|[.,:](?=\w))*|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase of the vocabulary found in a text: its label ("change.new") and text[start:end]."""

    label: str
    start: int
    end: int
    text: str

    @property
    def family(self) -> str:
        """The part of the label before the dot: "change"."""
        return self.label.partition(".")[0]

    @property
    def value(self) -> str:
        """The part of the label after the dot: "new"."""
        return self.label.partition(".")[2]


def marks(text: str, *families: str) -> list[Mark]:
    """The phrases of the given families (all if none) in order; the longest of overlapping ones."""
    nlp = _pipeline()
    with nlp.memory_zone():
        doc = nlp(text)
        spans = [
            span
            for span in doc.spans["vocabulary"]
            if not families or span.label_.partition(".")[0] in families
        ]
        return [Mark(span.label_, span.start_char, span.end_char, span.text) for span in filter_spans(spans)]


class RuleTokenizer:
    """Splits at blanks and takes punctuation off words; inner signs stay ("QĐ-UBND", "1.014466.H12")."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text; every character of the text is kept, so positions can be told."""
        words: list[str] = []
        spaces: list[bool] = []

        def add_gap(gap: str) -> None:
            if gap.startswith(" ") and spaces:
                spaces[-1] = True
                gap = gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)

        last = 0
        for found in _TOKEN.finditer(text):
            add_gap(text[last : found.start()])
            words.append(found.group())
            spaces.append(False)
            last = found.end()
        add_gap(text[last:])
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token in doc:
            token.norm_ = fold(token.text) or token.text
        return doc


@registry.languages("vi_tthc")
class DecisionVietnamese(Language):  # type: ignore[no-untyped-call]  # spaCy leaves its hook untyped
    """The language of publication decisions."""

    lang = "vi_tthc"


@cache
def _pipeline() -> Language:
    nlp = DecisionVietnamese()
    nlp.tokenizer = RuleTokenizer(nlp.vocab)
    ruler = nlp.add_pipe(
        "span_ruler", config={"spans_key": "vocabulary", "phrase_matcher_attr": "NORM", "overwrite": True}
    )
    assert isinstance(ruler, SpanRuler)
    lines = (Path(__file__).parent / "vocabulary.jsonl").read_text("utf-8").splitlines()
    ruler.add_patterns([json.loads(line) for line in lines])
    return nlp
