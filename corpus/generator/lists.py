"""A list laid out: headings, ruled tables with group rows, merged cells, heads of one or two storeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.generator.facts import Entry, Grouping, ListStyle, Repeat, SampleList
from corpus.generator.layout import Block, Box, Grid, Line
from corpus.generator.rows import Group, cell, groups, level_heading, printed
from corpus.generator.wording import figure, wording
from extract.decision import Change

MERGED_ROWS = 4
"""A merged cell spans at most so many rows, so that it can stand on one page."""

_WIDTHS = {"ordinal": 7, "code": 16, "name": 26, "old_name": 24, "field": 12, "agency": 15, "time_limit": 15}
_WIDTHS |= {"place": 16, "manner": 16, "fee": 13, "basis": 26, "online_full": 8, "online_part": 8, "note": 8}
_CENTRED = {"ordinal", "code", "online_full", "online_part"}


def blocks(one: SampleList, marks: Sequence[str]) -> list[Block]:
    """The list's level headings (marked "A", "B" … or "I", "II" …) and tables."""
    of_levels = [list(some) for _, some in groupby(groups(one), key=lambda group: group.levels)]
    titles = [
        f"{mark}. {level_heading(some[0].levels)}" for mark, some in zip(marks, of_levels, strict=False)
    ]
    ordinals = (ordinal for _, ordinal in printed(one))
    if one.style.levels is not Grouping.HEADINGS:
        rows: list[tuple[Box, ...]] = []
        for title, some in zip(titles, of_levels, strict=True):
            if one.style.levels is Grouping.ROWS:
                rows.append(_wide(one.style, title))
            rows += _body(one, some, ordinals)
        return [_grid(one, rows, len(one.entries))]
    out: list[Block] = []
    for title, some in zip(titles, of_levels, strict=True):
        out += [
            Line(title, bold=True),
            _grid(one, _body(one, some, ordinals), sum(len(group.entries) for group in some)),
        ]
    return out


def _grid(one: SampleList, rows: list[tuple[Box, ...]], count: int) -> Grid:
    head = _head(one)
    body = [*rows, _wide(one.style, _total(count))] if one.style.totals else rows
    weights = [_width(one.style, column) for column in one.style.columns]
    widths = tuple(weight / sum(weights) for weight in weights)
    return Grid(widths, (*head, *body), head_rows=len(head))


def _width(style: ListStyle, column: str) -> int:
    """Relative width; a code with a tail needs more."""
    return _WIDTHS[column] + (len(style.tail) if column == "code" else 0)


def _head(one: SampleList) -> list[tuple[Box, ...]]:
    columns = one.style.columns
    two_storeys = "online_full" in columns
    first = []
    for column in columns:
        if column == "online_full":
            first.append(Box(_spelling("online", one.style), colspan=2, head=True, centred=True, bold=True))
        elif column != "online_part":
            text = _spelling(_head_key(one, column), one.style)
            first.append(Box(text, rowspan=1 + two_storeys, head=True, centred=True, bold=True))
    if not two_storeys:
        return [tuple(first)]
    online = (_spelling(column, one.style) for column in columns if column.startswith("online"))
    return [tuple(first), tuple(Box(text, head=True, centred=True, bold=True) for text in online)]


def _head_key(one: SampleList, column: str) -> str:
    if column == "name" and "old_name" in one.style.columns:
        return "new_name"
    if (
        column == "basis"
        and one.change in (Change.AMENDED, Change.REPLACED)
        and "time_limit" not in one.style.columns
    ):
        return "basis_amended"
    if column == "basis" and one.change is Change.REPEALED:
        return "basis_repealed"
    return column


def _spelling(key: str, style: ListStyle) -> str:
    text: str = wording()["column"][key][style.heads]
    return text


def _body(one: SampleList, some: Sequence[Group], ordinals: Iterator[str]) -> list[tuple[Box, ...]]:
    rows: list[tuple[Box, ...]] = []
    for group in some:
        if one.style.fields is Grouping.ROWS:
            rows.append(_wide(one.style, wording()["cell"]["field_row"].format(field=group.field.name)))
        rows += _rows(one, group.entries, ordinals)
    return rows


def _rows(one: SampleList, entries: Sequence[Entry], ordinals: Iterator[str]) -> Iterator[tuple[Box, ...]]:
    for run in _runs(one, entries):
        for place, entry in enumerate(run):
            row, ordinal = [], next(ordinals)
            for column in one.style.columns:
                text = ordinal if column == "ordinal" else cell(one, entry, column)
                box = Box(text, centred=column in _CENTRED)
                if column == "basis" and one.style.repeat is Repeat.MERGED:
                    if place:
                        continue
                    box = replace(box, rowspan=len(run))
                elif column == "basis" and one.style.repeat is Repeat.DITTO and place:
                    box = replace(box, text=wording()["cell"]["ditto"])
                row.append(box)
            yield tuple(row)


def _runs(one: SampleList, entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Neighbours with the same basis, at most MERGED_ROWS of them."""
    for _, same in groupby(entries, key=lambda entry: cell(one, entry, "basis")):
        run = list(same)
        for start in range(0, len(run), MERGED_ROWS):
            yield run[start : start + MERGED_ROWS]


def _wide(style: ListStyle, text: str) -> tuple[Box, ...]:
    return (Box(text, colspan=len(style.columns), bold=True),)


def _total(count: int) -> str:
    text: str = wording()["cell"]["total"].format(count=figure(count))
    return text
