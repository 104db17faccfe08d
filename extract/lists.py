"""The lists in the annexes: which tables are lists, and their rows with the headings above them.

Workflow tables, forms, fee tables and procedure texts look alike and are passed over; what was passed over
is counted, so that nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from extract.codes import codes
from extract.columns import is_ordinal
from extract.context import Context
from extract.decision import Change, Level
from extract.grids import Columns, Row, columns_of, fill, is_head, rows_of
from extract.headings import UNRANKED, Heading, Region, read_heading, sentence_case
from extract.joining import is_footnote
from extract.phrases import phrase
from extract.prose import COLUMNS, rows_in
from extract.witness import goes_on, without_head, witnessed
from ingest.document import Block, Paragraph, Table, one_line

_GROUP = re.compile(
    r"^(?:(?:[A-ZĐ]\d?|[IVX]+(?:\.\d+)*|\d+(?:\.\d+)*)\s*[.:)/-]?\s+|\(?[IVX]+\)\s*)?"
    rf"{phrase('group_row')}",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"^[-–+\s]*{phrase('total_row')}", re.IGNORECASE)
_ANNEX = re.compile(r"^(?:PHỤ\s*LỤC|Phụ lục)\b(?!\s+(?:ban hành )?kèm)")
_ATTACHED = re.compile(r"^\(?\s*(?:(?:Ban hành |Công bố )?kèm theo|Ban hành theo)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\(\s*\d{1,3}\s*(?:\([^)]*\)\s*)?(?:(?:TTHC|thủ tục|danh mục)\b[^)]*)?\)\s*$", re.IGNORECASE
)
_ROOM = 2
"""Cells that a grouping row leaves empty where it is not merged, at least."""
_FIELD = re.compile(r"lĩnh vực\b", re.IGNORECASE)
_LETTERED = re.compile(r"(?:[IVX]{1,6}|[A-ZĐ])\s*[.)]\s+(?=\S)")
_CASE = re.compile(r"[a-zđ]\d?[.)]?")
_INDEX = re.compile(r"\(?\d{1,2}\)?")
_LONGEST_HEADING = 400
_MOST_LINES = 8
"""Lines of the longest annex head."""
_LONGEST_REMARK = 30
"""Characters of what may stand beside a grouping row's text: a count, a remark."""


@dataclass(slots=True)
class Entry:
    """One row of a list with everything that stands above it."""

    row: Row
    columns: Columns
    changes: tuple[Change, ...]
    from_annex_head: bool
    levels: tuple[Level, ...]
    shared: bool
    field: str | None
    effective: date | None
    section: str
    under: tuple[Heading, ...]
    place: Table


@dataclass(slots=True)
class Found:
    """What the annexes hold: the entries of lists, headings with counts, and what was passed over."""

    entries: list[Entry] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    empty_lists: int = 0
    miscounted: list[tuple[Heading, int]] = field(default_factory=list)
    """Headings that name another number of procedures than the rows found under them."""
    contradicted: dict[str, tuple[Change, Change]] = field(default_factory=dict)
    """Sections whose annex head names another kind than the title: (kind taken, kind of the head)."""

    def ignore(self, reason: str) -> None:
        """Count one table or row that was passed over, with the reason."""
        self.ignored[reason] = self.ignored.get(reason, 0) + 1


def find_lists(annex: list[Block], article: Iterable[Paragraph] = ()) -> Found:
    """The lists of the annexes (tables joined over pages); workflows only where there is no other list.

    Where no table is a list, it is what numbered paragraphs name, in the annexes or in `article` (Điều 1).
    """
    walk = _Walk(annex)
    walk.run()
    if walk.spare and not walk.found.entries:
        walk.found.entries = walk.spare
    elif not walk.found.entries:
        walk.found.entries = walk.in_text or list(_Walk([]).told(article))
    elif walk.spare:
        walk.found.ignored["workflow"] = walk.found.ignored.get("workflow", 0) + len(walk.spare)
    walk.found.miscounted = _miscounted(walk.found)
    return walk.found


def _miscounted(found: Found) -> list[tuple[Heading, int]]:
    out: list[tuple[Heading, int]] = []
    for heading in found.headings:
        rows = sum(any(one is heading for one in entry.under) for entry in found.entries)
        if heading.count and rows and heading.count != rows:
            out.append((heading, rows))
    return out


class _Walk:
    def __init__(self, annex: list[Block]) -> None:
        self.annex = [one for block in annex for one in (*_lifted(block), block)]
        self.context = Context()
        self.found = Found()
        self.spare: list[Entry] = []
        self.in_text: list[Entry] = []
        self.columns: Columns | None = None
        self.recent: Columns | None = None
        self.last_values: Row | None = None

    def run(self) -> None:
        at = 0
        while at < len(self.annex):
            block = self.annex[at]
            if isinstance(block, Table):
                self._table(block)
                at += 1
            else:
                at = self._paragraph(block, at)

    def _paragraph(self, block: Paragraph, at: int) -> int:
        head = self._annex_head(at)
        if head:
            text, end = head
            self._head(read_heading(text), annex=True)
            return end
        text = one_line(block.text)
        if _is_heading(block, text):
            self._head(read_heading(text), annex=False)
        elif not is_footnote(block):
            self.columns = None
            if self.context.region is Region.LIST:
                self.in_text.extend(self.told((block,)))
        return at + 1

    def told(self, paragraphs: Iterable[Paragraph]) -> Iterator[Entry]:
        """The entries that numbered paragraphs are."""
        for paragraph in paragraphs:
            yield from (self._entry(table, row, COLUMNS) for table, row in rows_in(paragraph))

    def _annex_head(self, at: int) -> tuple[str, int] | None:
        """The head of an annex that begins at a block: its text and the block after "(Kèm theo …)"."""
        lines: list[str] = []
        for end in range(at, min(at + _MOST_LINES, len(self.annex))):
            block = self.annex[end]
            if isinstance(block, Table):
                break
            line = one_line(block.text)
            if _ATTACHED.match(line):
                return (" ".join(lines), end + 1) if lines else None
            if lines and _ANNEX.match(line):
                break
            lines.append(line)
        first = one_line(getattr(self.annex[at], "text", ""))
        if not _ANNEX.match(first):
            return None
        title = [first]
        for end in range(at + 1, min(at + 4, len(self.annex))):
            block = self.annex[end]
            if isinstance(block, Table) or not one_line(block.text).isupper():
                break
            title.append(one_line(block.text))
        return " ".join(title), at + len(title)

    def _head(self, heading: Heading, annex: bool) -> None:
        self.found.headings.append(heading)
        if annex:
            self.context.annex(heading)
        else:
            self.context.section(heading)
        if annex or heading.region not in (Region.LIST, None):
            self.columns = None

    def _table(self, table: Table) -> None:
        rows = rows_of(table)
        at = len(_lifted(table))
        inherits = self.columns is not None and len(self.columns.roles) == table.n_cols
        columns = self.columns if inherits else self._without_head(table, rows[at:])
        taken = 0
        heads: list[list[str]] = []
        while at < len(rows):
            row = rows[at]
            if is_head(row) and not _is_total(row):
                if heads and [cell.text for cell in row.cells] not in heads:
                    self.found.ignore("head")
                before = self.columns
                columns, height = columns_of(table, rows, at)
                columns = witnessed(columns, _below(table, rows[at + height :], len(columns.roles)))
                if columns.is_list or not heads:
                    heads.append([cell.text for cell in row.cells])
                self.columns = columns if columns.is_list else None
                self.recent = self.columns or self.recent
                if before is None or before.roles != columns.roles:
                    self.last_values = None
                at += height
                continue
            group = self._group(table, row)
            if group:
                self.context.group(group)
                self.found.headings.append(group)
            elif columns is None or not columns.is_list:
                self.found.ignore("no_list")
            else:
                taken += self._row(table, row, columns)
            at += 1
        if not taken and columns is not None and columns.is_list:
            self.found.empty_lists += 1

    def _without_head(self, table: Table, rows: list[Row]) -> Columns | None:
        """The columns of a list that has no head, told by its content: where it goes on, those above."""
        announced = self.context.region is Region.LIST or bool(self.context.changes()[0])
        if not table.proven or not announced or any(is_head(row) for row in rows):
            return None
        above = self.recent
        if above and len(above.roles) == table.n_cols and goes_on(above, rows):
            return above
        return without_head(rows, table.n_cols)

    def _group(self, table: Table, row: Row) -> Heading | None:
        """The heading that a grouping row is, None for other rows."""
        texts = row.texts
        labelled = len(texts) > 1 and is_ordinal(texts[0])
        lettered = labelled and not texts[0].strip(".").isdigit()
        remark = " ".join(texts[2:])
        if not texts or len(texts) > 1 + labelled + lettered or len(remark) > _LONGEST_REMARK:
            return None
        text, whole = texts[int(labelled)], " ".join(texts)
        if codes(whole) or len(whole) > _LONGEST_HEADING or _TOTAL.match(text):
            return None
        spans = table.proven and _covers(table, row, 0.6) and not remark
        titled = labelled and (text.isupper() or _COUNTED.search(text) is not None)
        opens = _GROUP.match(text) is not None or _GROUP.match(whole) is not None
        if labelled and not lettered:
            groups = (
                ((titled or _FIELD.match(text)) and self._leaves_room(table, row))
                or (opens and (spans or self._breaks_numbering(texts[0])))
                or (spans and self._joins_columns(row))
            )
        else:
            groups = titled or opens or spans or (lettered and self._stands_alone(table, row))
            groups = groups or (not labelled and self._is_lone_heading(table, text))
        if not groups:
            return None
        counted = f"{text} ({remark})" if remark[:1].isdigit() else text
        heading = read_heading(f"{texts[0].rstrip('.')}. {counted}" if labelled else whole)
        told = heading.field or heading.levels or heading.shared or heading.changes
        if not told and (labelled or (heading.region is None and _LETTERED.match(text))):
            field = _COUNTED.sub("", _LETTERED.sub("", text)).strip(" .:;")
            return replace(heading, field=sentence_case(field))
        return heading

    def _joins_columns(self, row: Row) -> bool:
        """Whether one cell of a row spans columns of different meaning."""
        widest = max(row.cells, key=lambda cell: cell.colspan)
        roles = self.columns.roles if self.columns else ()
        return len(set(roles[widest.col : widest.col + widest.colspan])) > 1

    def _stands_alone(self, table: Table, row: Row) -> bool:
        """Whether a row of a list bears a Roman number or capital and a text, its other cells empty."""
        empty = sum(not cell.text for cell in row.cells)
        return table.proven and self.columns is not None and empty >= _ROOM and row.texts[0].isupper()

    def _leaves_room(self, table: Table, row: Row) -> bool:
        """Whether a row has cells that are empty or span columns, or leaves most out in a capture."""
        if table.proven:
            return any(not cell.text or cell.colspan > 1 for cell in row.cells)
        return self.columns is None or len(row.texts) + _ROOM <= len(self.columns.roles)

    def _is_lone_heading(self, table: Table, text: str) -> bool:
        """Whether the only cell of a captured row is a text with a capital or Roman number before it."""
        wide = self.columns is not None and len(self.columns.roles) > _ROOM
        return not table.proven and wide and _LETTERED.match(text) is not None

    def _breaks_numbering(self, label: str) -> bool:
        """Whether a row number does not go on from the row above, as that of a grouping row may."""
        above = self.last_values
        column = self.columns.first("ordinal") if self.columns else None
        before = above.values[column].strip(". ") if above and column is not None else ""
        number = label.strip(". ")
        return not (number.isdigit() and int(number) == (int(before) if before.isdigit() else 0) + 1)

    def _row(self, table: Table, row: Row, columns: Columns) -> bool:
        texts = row.texts
        if not texts:
            return False
        if _is_total(row):
            self.found.ignore("total")
            return False
        if len(texts) > 2 and all(_INDEX.fullmatch(text) for text in texts):
            self.found.ignore("index")
            return False
        fill(table, row, columns, self.last_values)
        if self._is_sub_row(row, columns) or self._is_case(row, columns):
            self.found.ignore("sub_row")
            return False
        entry = self._entry(table, row, columns)
        wanted = self.context.region not in (Region.WORKFLOW, Region.CONTENTS, Region.FEES, Region.FORMS)
        if wanted and "workflow" not in columns.roles:
            self.found.entries.append(entry)
        elif self.context.region in (Region.WORKFLOW, None) or "workflow" in columns.roles:
            self.spare.append(entry)
        else:
            self.found.ignore(str(self.context.region))
        self.last_values = row
        return True

    def _is_sub_row(self, row: Row, columns: Columns) -> bool:
        """Whether a row only divides cells of the row above, whose number and name go on beside it."""
        told = [
            columns.first(role)
            for role in ("ordinal", "code", "old_code", "old_name", "name", "name_code", "new_name")
        ]
        places = [col for col in told if col is not None]
        return self.last_values is not None and all(col in row.carried for col in places)

    def _is_case(self, row: Row, columns: Columns) -> bool:
        """Whether a row "a", "b" … tells of one case of the procedure above, which has a number."""
        at, above = columns.first("ordinal"), self.last_values
        if at is None or above is None or not _CASE.fullmatch(row.values[at].strip()):
            return False
        return above.values[at].strip(". ").isdigit() and not any(codes(text) for text in row.texts)

    def _entry(self, table: Table, row: Row, columns: Columns) -> Entry:
        changes, from_annex_head = self.context.changes()
        levels, shared = self.context.levels()
        return Entry(
            row=row,
            columns=columns,
            changes=changes,
            from_annex_head=from_annex_head,
            levels=levels,
            shared=shared,
            field=self.context.field(),
            effective=self.context.effective(),
            section=self.context.path(),
            under=self.context.headings(),
            place=table,
        )


def _below(table: Table, rows: list[Row], width: int) -> list[Row]:
    """The rows below a head, to the next one; of captures those that leave no cell out."""
    below = takewhile(lambda row: not is_head(row), rows)
    return [row for row in below if table.proven or len(row.cells) == width]


def _lifted(block: Block) -> list[Paragraph]:
    """The lines of an annex head that stands in rows of its own above the head of a table."""
    if not isinstance(block, Table):
        return []
    rows = rows_of(block)
    head = next((at for at, row in enumerate(rows[: _MOST_LINES + 1]) if is_head(row)), 0)
    lines = [row.texts for row in rows[:head]]
    if any(len(texts) != 1 for texts in lines):
        return []
    if not any(_ANNEX.match(text) or _ATTACHED.match(text) for (text,) in lines):
        return []
    return [Paragraph(text, text, block.place, bold=True, centred=True) for (text,) in lines]


def _is_heading(block: Paragraph, text: str) -> bool:
    if not text or len(text) > _LONGEST_HEADING or text.startswith(("-", "+", "(", "“", '"')):
        return False
    if text[-1] in ";," or (text[-1] == "." and not text.isupper()):
        return False
    heading = read_heading(text) if (text.isupper() or block.bold or _GROUP.match(text)) else None
    if heading is None:
        return False
    told = heading.region or heading.levels or heading.changes or heading.field or heading.shared
    return bool(told) and (
        heading.rank != UNRANKED or text.isupper() or bool(_GROUP.match(text)) or block.bold
    )


def _is_total(row: Row) -> bool:
    numbered = bool(row.texts) and row.texts[0].strip(". ").isdigit()
    return not numbered and any(_TOTAL.match(text) for text in row.texts[:2])


def _covers(table: Table, row: Row, share: float) -> bool:
    widest = max((cell.colspan for cell in row.cells if cell.text), default=0)
    return table.n_cols >= 3 and widest >= table.n_cols * share
