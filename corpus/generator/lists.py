"""A list laid out: headings, ruled tables with group rows, merged cells, heads of one or two storeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.generator.facts import Entry, Grouping, ListStyle, Repeat, SampleList
from corpus.generator.layout import Block, Box, Grid, Line
from corpus.generator.rows import Group, cell, groups, level_heading, printed
from corpus.generator.wording import figure, wording
from extract.decision import Change

MERGED_ROWS = 4
"""A merged cell spans at most so many rows, so that it can stand on one page."""

_WIDTHS = {"ordinal": 7, "code": 16, "name": 26, "old_name": 24, "field": 12, "agency": 15, "time_limit": 15}
_WIDTHS |= {
    "place": 16,
    "level": 10,
    "manner": 16,
    "fee": 13,
    "basis": 26,
    "online_full": 8,
    "online_part": 8,
    "note": 8,
}
_CENTRED = {"ordinal", "code", "online_full", "online_part"}


def blocks(one: SampleList, marks: Sequence[str], words: int = 0) -> list[Block]:
    """The list's level headings (marked "A", "B" … or "I", "II" …, in one of three wordings) and tables."""
    of_levels = [list(some) for _, some in groupby(groups(one), key=lambda group: group.levels)]
    titles = [
        f"{mark}. {level_heading(some[0].levels, words)}"
        for mark, some in zip(marks, of_levels, strict=False)
    ]
    ordinals = (ordinal for _, ordinal in printed(one))
    notes = [Line(wording()["cell"]["footnote"], italic=True)] if one.style.footnote else []
    if one.style.levels is not Grouping.HEADINGS:
        rows: list[tuple[Box, ...]] = []
        for title, some in zip(titles, of_levels, strict=True):
            if rows and one.style.repeat_head:
                rows += _head(one)
            if one.style.levels is Grouping.ROWS:
                rows.append(_group_row(one.style, title))
            rows += _body(one, some, ordinals)
        return [_grid(one, rows, len(one.entries)), *notes]
    out: list[Block] = []
    for title, some in zip(titles, of_levels, strict=True):
        out += [
            Line(title, bold=True),
            _grid(one, _body(one, some, ordinals), sum(len(group.entries) for group in some)),
        ]
    return [*out, *notes]


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
            rows.append(_wide(one.style, _field_row(one.style, group)))
        rows += _rows(one, group.entries, ordinals)
    return rows


def _field_row(style: ListStyle, group: Group) -> str:
    words = wording()
    text: str = words["cell"]["field_row"].format(field=group.field.name)
    if not style.field_counts:
        return text
    return text.upper() + str(words["annex"]["count"].format(figure=figure(len(group.entries))))


def _rows(one: SampleList, entries: Sequence[Entry], ordinals: Iterator[str]) -> Iterator[tuple[Box, ...]]:
    texts = {
        column: [cell(one, entry, column) for entry in entries] if column != "ordinal" else []
        for column in one.style.columns
    }
    spans = {column: _spans(one, column, texts[column]) for column in one.style.columns}
    for at in range(len(entries)):
        row, ordinal = [], next(ordinals)
        for column in one.style.columns:
            if column == "ordinal":
                row.append(Box(ordinal, centred=True))
            elif spans[column][at]:
                row.append(Box(texts[column][at], rowspan=spans[column][at], centred=column in _CENTRED))
            elif one.style.repeat is Repeat.DITTO and column == "basis":
                row.append(Box(wording()["cell"]["ditto"]))
        yield tuple(row)


def _spans(one: SampleList, column: str, texts: Sequence[str]) -> list[int]:
    """Rows that the cell of each row spans, 0 where the cell above stands for it.

    Bases are merged or "Như trên" as the style says; a new name that replaces several old ones is merged.
    """
    merged = column == "basis" and one.style.repeat is not Repeat.PRINTED
    merged |= column == "name" and "old_name" in one.style.columns
    if not merged:
        return [1] * len(texts)
    once = column == "basis" and one.style.repeat is Repeat.DITTO
    out: list[int] = []
    for _, same in groupby(texts):
        length = len(list(same))
        while length:
            run = min(length, MERGED_ROWS)
            out += [1 if once else run, *[0] * (run - 1)]
            length -= run
    return out


def _group_row(style: ListStyle, title: str) -> tuple[Box, ...]:
    if not style.split_marks:
        return _wide(style, title)
    mark, _, text = title.partition(". ")
    return (Box(mark, centred=True, bold=True), Box(text, colspan=len(style.columns) - 1, bold=True))


def _wide(style: ListStyle, text: str) -> tuple[Box, ...]:
    return (Box(text, colspan=len(style.columns), bold=True),)


def _total(count: int) -> str:
    text: str = wording()["cell"]["total"].format(count=figure(count))
    return text
