"""A decision as a text capture of a legal site: hard wraps, marks of Markdown, one cell after another.

A table row runs `| cell | cell |`, each bar on a line of its own. What such captures lose is lost here too:
a merged cell stands in its first row only and the rows below it are shorter, an empty cell is a bar more.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from corpus.generator.layout import Block, Columns, Grid, Line

_WIDTH = 80
_BAR = "|"


def typeset(blocks: Sequence[Block], title: str) -> bytes:  # noqa: ARG001 - none in captures
    """The capture as UTF-8."""
    return "\n".join([*_lines(blocks), ""]).encode()


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield from _line(block)
        elif isinstance(block, Grid):
            for row in block.rows:
                yield from _row([[_marked(line, box.bold) for line in box.text.split("\n")] for box in row])
        elif isinstance(block, Columns):
            sides = (block.left, block.right)
            yield from _row([[_marked(line.text, line.bold) for line in side] for side in sides])


def _line(line: Line) -> Iterator[str]:
    text = f"**{line.lead}** {line.text}" if line.lead else line.text
    if line.italic and text:
        text = f"*{text}*"
    elif line.bold and text:
        text = f"# {text}" if line.centred else f"**{text}**"
    yield from _wrapped(text)


def _row(cells: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _BAR
    for cell in cells:
        for line in cell:
            yield from _wrapped(line)
        yield _BAR


def _marked(text: str, bold: bool) -> str:
    return f"**{text}**" if bold and text else text


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
