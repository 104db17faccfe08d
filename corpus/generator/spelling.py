"""How typists differ: tone placement, decomposed letters, short dates, blanks inside numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from corpus.generator.facts import Spelling
from corpus.generator.layout import Block, Columns, Grid, Line
from corpus.generator.wording import long_date
from extract.folding import modern_tones


def printed_date(day: date, spelling: Spelling) -> str:
    """ "16 tháng 4 năm 2026", or "16/4/2026"."""
    if not spelling.short_dates:
        return long_date(day)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def printed_number(number: str, spelling: Spelling) -> str:
    """A decision's number where it is cited, with or without the blank that slips in."""
    return number.replace("QĐ-", "QĐ- ") if spelling.spaced_numbers else number


def respelt(blocks: Iterable[Block], spelling: Spelling) -> list[Block]:
    """The blocks with every text in the spelling's tone placement and Unicode form."""
    if not (spelling.open_tones or spelling.decomposed):
        return list(blocks)

    def spell(text: str) -> str:
        text = modern_tones(text) if spelling.open_tones else text
        return unicodedata.normalize("NFD", text) if spelling.decomposed else text

    return [_block(block, spell) for block in blocks]


def _block(block: Block, spell: Callable[[str], str]) -> Block:
    if isinstance(block, Line):
        return _line(block, spell)
    if isinstance(block, Columns):
        left, right = (tuple(_line(line, spell) for line in side) for side in (block.left, block.right))
        return Columns(left, right)
    if isinstance(block, Grid):
        rows = (tuple(replace(box, text=spell(box.text)) for box in row) for row in block.rows)
        return replace(block, rows=tuple(rows))
    return block


def _line(line: Line, spell: Callable[[str], str]) -> Line:
    return replace(line, text=spell(line.text), lead=spell(line.lead))
