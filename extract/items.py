"""From the rows of lists to listed procedures: kind, name, codes, level, field and the other cells.

What a row does not say is taken from the headings above it, then from the decision's title and Điều 1; the
title wins over an annex's head that contradicts it, a section heading over the head of a column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.decision import Change, Item, Level, Source
from extract.entries import as_above, tidy
from extract.folding import fold
from extract.head import Head
from extract.headings import levels_of, read_heading, sentence_case
from extract.identity import Identity, identities
from extract.lists import Entry, Found
from extract.outline import Outline
from extract.phrases import phrase
from ingest.document import BBox

_COMPETENT = re.compile(rf"\b{phrase('competent')}\b")
_BODIES = (
    (Level.CENTRAL, re.compile(rf"\b{phrase('central_body')}\b")),
    (Level.PROVINCE, re.compile(rf"\b{phrase('province_body')}\b")),
    (Level.DISTRICT, re.compile(rf"\b{phrase('district_body')}\b")),
    (Level.COMMUNE, re.compile(rf"\b{phrase('commune_body')}\b")),
)
