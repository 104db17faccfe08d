"""The catalogue as a file: XLSX, CSV (UTF-8 with a mark, as spreadsheets want it) or JSON Lines.

The same entries give the same bytes, and the import reads every one of these files back.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from catalogue.exports.catalogue_entries import Asked
from catalogue.exports.sheets import LONGEST_CELL, MOST_ROWS, Table, write_workbook
from catalogue.exports.writing import ending_of, harmless, saving
from catalogue.imports.layouts import Held, Layout, cells, columns, title, told
from ingest.errors import UsageError
from ingest.messages import say

ENDINGS = (".xlsx", ".csv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that a cell does not hold whole: number of sheet and row, code, head, length in characters."""

    sheet: int
    row: int
    code: str
    head: str
    length: int

    @property
    def sentence(self) -> str:
        """The warning."""
        name = say("lists.catalogue")
        if self.sheet > 1:
            name = say("export.further_sheet", name=name, number=self.sheet)
        facts = {"code": self.code, "head": self.head, "length": self.length}
        return say("lists.cut", sheet=name, row=self.row, longest=LONGEST_CELL, **facts)


@dataclass(slots=True)
class Written:
    """What went into a file; `ids` are those of its entries, `undated` those in force since no known day."""

    file: Path
    layout: Layout
    entries: int = 0
    in_force: int = 0
    cut: list[Cut] = field(default_factory=list)
    ids: list[str] = field(default_factory=list, repr=False)
    undated: list[str] = field(default_factory=list, repr=False)

    @property
    def retired(self) -> int:
        """How many entries had ceased to be in force."""
        return self.entries - self.in_force

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "file": str(self.file),
            "layout": self.layout.value,
            "entries": self.entries,
            "in_force": self.in_force,
            "retired": self.retired,
            "cut": [asdict(one) for one in self.cut],
        }


def write_catalogue(
    entries: Iterable[Held],
    file: Path,
    asked: Asked,
    layout: Layout = Layout.FULL,
    *,
    dry_run: bool = False,
    most_rows: int = MOST_ROWS,
) -> Written:
    """Write the entries in the form that the file's ending names; the portal's layout holds those in force.

    UsageError for an unknown ending, for JSON Lines in the portal's layout, where there are no entries and
    where the file cannot be written; nothing is written then, nor on a dry run.
    """
    ending = ending_of(file, ENDINGS)
    if ending == ".jsonl" and layout is Layout.PORTAL:
        raise UsageError("lists.portal_as_jsonl", file=file)
    out = Written(file, layout)
    counted = _counted(entries, out)
    first = next(counted, None)
    if first is None:
        raise UsageError("lists.nothing", asked=asked.sentence)
    rows = chain([first], counted)
    if ending == ".jsonl":
        lines: Iterator[str] = (json.dumps(told(one), ensure_ascii=False) + "\n" for one in rows)
        if dry_run:
            _exhaust(lines)
        else:
            with saving(file) as target:
                target.writelines(line.encode() for line in lines)
        return out
    texts: Iterator[list[str]] = (cells(one, layout, number) for number, one in enumerate(rows, start=1))
    above = (title(asked.scope, asked.on),) if layout is Layout.PORTAL else ()
    if ending == ".xlsx":
        texts = _watched(texts, out, len(above) + bool(above) + 1, most_rows)
    if dry_run:
        _exhaust(texts)
        return out
    with saving(file) as target:
        if ending == ".xlsx":
            heads, widths = zip(*((one.head, one.width) for one in columns(layout)), strict=True)
            table = Table(say("lists.catalogue"), heads, texts, widths, above)
            write_workbook(target, say("lists.catalogue"), [table], most_rows=most_rows)
        else:
            write_csv(target, [one.head for one in columns(layout)], texts, above)
    return out


def write_csv(
    out: BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[str]], above: Sequence[str] = ()
) -> None:
    """CSV (RFC 4180) with a byte order mark; no cell begins like a formula. A line above stands alone."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerows([line] + [""] * (len(heads) - 1) for line in above)
    if above:
        lines.writerow([""] * len(heads))
    lines.writerow(heads)
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def _counted(entries: Iterable[Held], out: Written) -> Iterator[Held]:
    for one in entries:
        if out.layout is Layout.PORTAL and not one.in_force:
            continue
        out.entries += 1
        out.in_force += one.in_force
        if one.in_force and one.valid_from is None:
            out.undated.append(one.entry.id)
        out.ids.append(one.entry.id)
        yield one


def _watched(rows: Iterable[list[str]], out: Written, heads: int, most_rows: int) -> Iterator[list[str]]:
    """The rows; what a cell does not hold is noted with the row of the sheet it stands in."""
    names = [one.head for one in columns(out.layout)]
    code = [one.field for one in columns(out.layout)].index("code")
    for number, row in enumerate(rows):
        for head, cell in zip(names, row, strict=True):
            if len(cell) > LONGEST_CELL:
                sheet, at = number // most_rows + 1, number % most_rows + heads + 1
                out.cut.append(Cut(sheet, at, row[code], head, len(cell)))
        yield row


def _exhaust(rows: Iterable[object]) -> None:
    for _ in rows:
        pass
