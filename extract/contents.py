"""The contents of procedures (Phần II): their constituent parts, tied to the listed procedures.

Ministries print for every new or amended procedure its steps, dossier, time limit and so on, as labelled
paragraphs or as tables of labels; forms to fill in follow and are left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from extract.decision import Item, Level, Part
from extract.entries import read_name
from extract.folding import fold
from extract.headings import Region, read_heading
from extract.phrases import phrase
from ingest.document import Block, Place, Table, one_line

_MARK = r"(?:(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)]\s*|[-–+*•]\s*)?"
_CALLED = r"(?:Tên\s+)?Thủ tục(?:\s+hành chính)?\s*"
_PROCEDURE = re.compile(
    rf"^(?:(?:\d{{1,3}}(?:\.\d{{1,3}})*\s*[.)-]?|[IVX]+\.\d+\.?)\s*(?:{_CALLED}:?\s*)?"
    rf"|{_CALLED}(?:\d{{1,3}}\s*[.:-]|:)\s*)(?P<name>.+)$",
    re.IGNORECASE,
)
_FORM = re.compile(rf"^{phrase('form_start')}")
_ISSUED_WITH = re.compile(r"\b(?:kèm theo|theo|tại)\b|[;.]$", re.IGNORECASE)
_ALIKE = 90.0
"""Similarity from which a heading names a listed procedure (real prints differ by misprints)."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the contents; `cell` is "label" or "value" in a table of labels, None outside tables.

    `opens`: a paragraph, or the first cell of a table.
    """

    text: str
    place: Place
    cell: str | None = None
    opens: bool = True


@dataclass(frozen=True, slots=True)
class _Label:
    key: str
    mandatory: bool
    words: str


@cache
def _labels() -> tuple[_Label, ...]:
    data = tomllib.loads((Path(__file__).parent / "parts.toml").read_text("utf-8"))
    labels = [
        _Label(entry["key"], entry["mandatory"], fold(words))
        for entry in data["part"]
        for words in entry["labels"]
    ]
    return tuple(sorted(labels, key=lambda label: -len(label.words)))


def mandatory_parts() -> tuple[str, ...]:
    """The keys of the parts that every procedure must have: NĐ 63/2010 Điều 8 khoản 2 b-g."""
    return tuple(dict.fromkeys(label.key for label in _labels() if label.mandatory))


def with_parts(items: Sequence[Item], annex: Sequence[Block]) -> tuple[Item, ...]:
    """The items with the constituent parts that the contents give them, in the order of print."""
    parts: dict[int, list[Part]] = {}
    item: int | None = None
    level: Level | None = None
    for line in _with_whole_labels(_lines(annex)):
        named, told = _named(line.text, items, level, set(parts))
        if named is not None:
            item = named
            parts[item] = []
            continue
        if told:
            level = told
            continue
        if item is None:
            continue
        if line.opens and _FORM.match(line.text) and not _names_form(parts[item], line.text):
            item = None
            continue
        _take(parts[item], line)
    return tuple(replace(one, parts=tuple(parts.get(nth, ()))) for nth, one in enumerate(items))


def _names_form(parts: Sequence[Part], text: str) -> bool:
    """Whether a line only names a form below the label of forms, and is not the form itself."""
    return bool(parts) and parts[-1].key == "forms" and _ISSUED_WITH.search(text) is not None


def _take(parts: list[Part], line: _Line) -> None:
    label, rest = _labelled(line) if line.cell != "value" else (None, "")
    known = [part.key for part in parts]
    if label is not None and label.key not in known:
        parts.append(Part(label.key, rest, line.place.page, line.place.path))
    elif parts:
        at = known.index(label.key) if label else len(parts) - 1
        parts[at] = replace(parts[at], text=f"{parts[at].text}\n{line.text}".strip())


def _labelled(line: _Line) -> tuple[_Label | None, str]:
    """The label that a line begins with, and the rest of the line."""
    text = re.sub(rf"^{_MARK}", "", line.text)
    for label in _labels():
        count = len(label.words.split())
        found = re.match(rf"(?:\W*\w+){{{count}}}\W*", text)
        if not found or fold(found.group()) != label.words:
            continue
        rest = text[found.end() :]
        marked = line.cell == "label" or ":" in found.group() or line.text != text or not rest
        if marked:
            return label, rest.strip()
    return None, ""


def _named(
    text: str, items: Sequence[Item], level: Level | None, taken: set[int]
) -> tuple[int | None, Level | None]:
    """The listed procedure that a heading names, or the level that a heading of a group names."""
    if len(text) > 600:
        return None, None
    found = _PROCEDURE.match(text)
    if found:
        printed = read_name(found["name"])
        name, named = _bare(printed.name), {code.root for code in printed.codes}
        scored = [
            (
                100.0 if item.code in named else fuzz.ratio(name, _bare(item.name)),
                item.level is level,
                nth not in taken,
                -nth,
            )
            for nth, item in enumerate(items)
            if item.change != "repealed"
        ]
        best = max(scored, default=(0.0, False, False, 0))
        if best[0] >= _ALIKE:
            return -best[3], None
    if re.match(r"^(?:[A-ZĐ]|[IVX]+)\s*[.)]\s", text) and len(text) < 120:
        heading = read_heading(text)
        if len(heading.levels) == 1:
            return None, heading.levels[0]
    return None, None


def _bare(name: str) -> str:
    return fold(name).removeprefix("thủ tục ")


def _lines(annex: Sequence[Block]) -> Iterator[_Line]:
    """The lines of the contents: paragraphs, and the rows of tables as label and value."""
    inside = False
    for block in annex:
        if isinstance(block, Table):
            if inside:
                yield from _rows(block)
            continue
        text = one_line(block.text)
        heading = read_heading(text) if len(text) < 400 and (text.isupper() or block.bold) else None
        if heading and heading.region is Region.CONTENTS:
            inside = True
        elif inside and heading and heading.region is Region.WORKFLOW and heading.rank <= 1:
            inside = False
        if inside and text:
            yield _Line(text, block.place)


def _with_whole_labels(lines: Iterable[_Line]) -> list[_Line]:
    """The lines with a label's rest put back to it where the end of a page or a line parted the two."""
    out: list[_Line] = []
    last: int | None = None
    for line in lines:
        if line.cell is None:
            last = None
        elif line.cell == "label":
            whole = last is not None and _completed(out[last], line)
            if last is not None and whole:
                out[last], last = whole, None
                continue
            last = len(out)
        out.append(line)
    return out


def _completed(begun: _Line, rest: _Line) -> _Line | None:
    """The label that two make together, None where one of them is a whole label by itself."""
    label, behind = _labelled(begun)
    if (label is not None and not behind) or _labelled(rest)[0] is not None:
        return None
    together = replace(begun, text=f"{begun.text} {rest.text}")
    label, behind = _labelled(together)
    return together if label is not None and not behind else None


def _rows(table: Table) -> Iterator[_Line]:
    for row in table.rows():
        cells = [cell for cell in row if cell.text]
        if not cells:
            continue
        first = one_line(cells[0].text)
        if len(cells) > 1 and re.fullmatch(r"\d{1,3}\.?(?:\s*Thủ tục)?:?", first):
            number = first.rstrip(".: ").removesuffix("Thủ tục").rstrip(". ")
            yield _Line(f"{number}. {one_line(cells[1].text)}", cells[0].place)
            continue
        yield _Line(first, cells[0].place, "label", opens=cells[0].row == 0)
        for cell in cells[1:]:
            for text in cell.text.split("\n"):
                yield _Line(text, cell.place, "value", opens=False)
