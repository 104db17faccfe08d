"""A decision as a web page, as the sites of ministries and provinces show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from lxml import etree
from lxml.html import builder as tag

from corpus.generator.layout import Block, Box, Columns, Grid, Line, NewSheet

_Element: TypeAlias = Any
"""lxml's builder has no types."""

_STYLE = """
body { font-family: "Times New Roman", serif; max-width: 60em; margin: auto; }
table.list { border-collapse: collapse; width: 100%; }
table.list th, table.list td { border: 1px solid #000; padding: 3px; vertical-align: top; }
.centred { text-align: center; }
"""


def typeset(blocks: Sequence[Block], title: str) -> bytes:
    """The page as UTF-8."""
    sections: list[_Element] = [tag.SECTION()]
    for block in blocks:
        if isinstance(block, NewSheet):
            sections.append(tag.SECTION())
        else:
            sections[-1].append(_block(block))
    page = tag.HTML(
        tag.HEAD(tag.META(charset="utf-8"), tag.TITLE(title), tag.STYLE(_STYLE)),
        tag.BODY(*sections),
        lang="vi",
    )
    out: bytes = etree.tostring(page, doctype="<!DOCTYPE html>", encoding="utf-8", method="html")
    return out


def _block(block: Line | Grid | Columns) -> _Element:
    if isinstance(block, Line):
        return _line(block)
    if isinstance(block, Grid):
        return _grid(block)
    sides = (tag.TD(*(_line(line) for line in side)) for side in (block.left, block.right))
    return tag.TABLE(tag.TR(*sides), tag.CLASS("sides"))


def _line(line: Line) -> _Element:
    parts: list[_Element | str] = [tag.STRONG(line.lead), " "] if line.lead else []
    content = tag.SPAN(line.text) if not (line.bold or line.italic) else _emphasised(line)
    return tag.P(*parts, content, *([tag.CLASS("centred")] if line.centred else []))


def _emphasised(line: Line) -> _Element:
    inner: _Element | str = tag.EM(line.text) if line.italic else line.text
    return tag.STRONG(inner) if line.bold else tag.EM(line.text)


def _grid(grid: Grid) -> _Element:
    head = tag.THEAD(*(_row(row) for row in grid.rows[: grid.head_rows]))
    body = tag.TBODY(*(_row(row) for row in grid.rows[grid.head_rows :]))
    return tag.TABLE(head, body, tag.CLASS("list"))


def _row(boxes: Sequence[Box]) -> _Element:
    return tag.TR(*(_cell(box) for box in boxes))


def _cell(box: Box) -> _Element:
    cell = (tag.TH if box.head else tag.TD)()
    if box.rowspan > 1:
        cell.set("rowspan", str(box.rowspan))
    if box.colspan > 1:
        cell.set("colspan", str(box.colspan))
    if box.centred:
        cell.set("class", "centred")
    lines = box.text.split("\n")
    if len(lines) == 1:
        cell.append(tag.STRONG(lines[0]) if box.bold else tag.SPAN(lines[0]))
    else:
        cell.extend(tag.P(line) for line in lines)
    return cell
