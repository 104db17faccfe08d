"""One PDF page on its way to blocks: its tables, and its lines outside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from ingest.document import BBox
from ingest.encodings.evidence import Evidence
from ingest.errors import Category, DocumentError
from ingest.grid import Grid, Rule
from ingest.language import ENOUGH_LETTERS, letters_in, soundness
from ingest.limits import Limits
from ingest.lines import Piece, TextLine, lines
from ingest.readers.pdf_drawn import TooManyPathsError
from ingest.readers.pdf_page import PageContent, content
from ingest.readers.pdf_remarks import NO_REMARKS, Remarks, draw_in

# A page under pictures of at least this share of it may be a scan.
_SCAN = 0.5
# On a page without letters, a picture this large is looked at for some.
_PICTURE = 0.01
# A page under a picture with fewer letters than this is a scan: a signature stamp has some text too.
_STAMP_LETTERS = 300
# A text with fewer syllables among its words is no Vietnamese; one that was recognised should have more.
_SOUND, _SOUND_UNDER_PICTURE = 0.6, 0.85
_SAMPLE = 3
# A font that does not tell its letters still tells some right, those that its codes share with ASCII.
_UNREADABLE_SHARE = 0.05


@dataclass
class Sheet:
    """What was read on a page, its tables with the pieces in each cell, and its lines outside them.

    `aslant` are the lines outside that stand at another angle; `doubtful` says that its text, though there is
    enough to judge by, looks like no Vietnamese; `remarks` is what was put on the page afterwards.
    """

    number: int
    found: PageContent
    grids: list[Grid] = field(default_factory=list)
    inside: list[list[list[Piece]]] = field(default_factory=list)
    outside: list[TextLine] = field(default_factory=list)
    aslant: list[TextLine] = field(default_factory=list)
    doubtful: bool = False
    remarks: Remarks = NO_REMARKS

    def fill(self, found: Sequence[Grid], pieces: Iterable[Piece]) -> None:
        """Take these tables and put each piece into its cell or outside."""
        self.grids = list(found)
        self.inside = [[[] for _ in grid.fields] for grid in found]
        self.outside = lines(self._outside(pieces))
        self.aslant = [TextLine((piece,)) for piece in self._outside(self.found.aslant)]

    def _outside(self, pieces: Iterable[Piece]) -> list[Piece]:
        """The pieces that stand in no cell; the others are put into theirs."""
        if not self.grids:
            return list(pieces)
        left: list[Piece] = []
        for piece in pieces:
            x, y = piece.mid
            for grid, cells in zip(self.grids, self.inside, strict=True):
                index = grid.index_at(x, y) if grid.ys[0] <= y < grid.ys[-1] else None
                if index is not None:
                    cells[index].append(piece)
                    break
            else:
                left.append(piece)
        return left

    @property
    def read_size(self) -> tuple[float, float]:
        """Width and height as read."""
        width, height = self.found.frame.size
        return (height, width) if self.found.frame.text in {90, 270} else (width, height)

    @property
    def has_text(self) -> bool:
        """Whether the page has a text layer of its own that can be read."""
        if not self.found.unreadable and not self.under_picture:
            return any(one.isalpha() for piece in self.found.pieces for one in piece.text)
        letters = sum(one.isalpha() for piece in self.found.pieces for one in piece.text)
        if self.found.unreadable > _UNREADABLE_SHARE * (letters + self.found.unreadable):
            return False
        return letters > (_STAMP_LETTERS if self.under_picture else 0)

    @property
    def under_picture(self) -> bool:
        """Whether pictures cover so much of the page that it may be a scan."""
        return self.found.pictures.share >= _SCAN

    @property
    def needs_recognition(self) -> bool:
        """Whether something stands on the page that only its picture tells."""
        return (self.found.pictures.share >= _PICTURE or self.found.unreadable > 0) and not self.has_text

    @property
    def proven(self) -> bool:
        """Whether all its grids are."""
        return all(grid.proven for grid in self.grids)

    def shown(self, box: BBox) -> BBox:
        """A box as read -> as shown, in tenths of a point."""
        x0, top, x1, bottom = self.found.frame.unread(box)
        return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def text_of(pieces: Iterable[Piece]) -> str:
    """The text of a page, line by line over its whole width."""
    return "\n".join(line.text for line in lines(pieces))


def is_doubtful(sheet: Sheet) -> bool:
    """Whether the page's own text looks like no Vietnamese in any encoding.

    Letters are changed for others by fonts with a false table, and marks lost by recognition without them.
    """
    pieces = sheet.found.pieces
    enough = _SOUND_UNDER_PICTURE if sheet.under_picture else _SOUND
    # Making lines takes its time, and most pages are beyond doubt by a part of their words.
    if soundness(" ".join(piece.text for piece in pieces[::_SAMPLE])) >= enough:
        return False
    text = text_of(pieces)
    if letters_in(text) < ENOUGH_LETTERS or soundness(text) >= enough:
        return False
    return not Evidence.of(text.splitlines()).encodings


def sheets_of(document: pdfium.PdfDocument, data: bytes, name: str, limits: Limits) -> list[Sheet]:
    """All pages of a document; `data` are its bytes.

    Pages where a grid is not proven are read again with pdfplumber's rules, kept where those prove more.
    DocumentError: DAMAGED, TOO_COMPLEX (`page_paths`).
    """
    sheets = [_sheet(document, index, name, limits) for index in range(len(document))]
    doubtful = [sheet.number for sheet in sheets if not sheet.proven]
    if doubtful:
        from ingest.readers.plumbed import rules_of

        for number, rules in zip(doubtful, rules_of(data, doubtful), strict=True):
            again = _sheet(document, number - 1, name, limits, rules)
            if again.grids and again.proven:
                again.remarks = sheets[number - 1].remarks
                sheets[number - 1] = again
    return sheets


def _sheet(
    document: pdfium.PdfDocument, index: int, name: str, limits: Limits, rules: Sequence[Rule] | None = None
) -> Sheet:
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise DocumentError(Category.DAMAGED, name, index + 1) from error
    try:
        remarks = draw_in(page.raw)
        if remarks.drawn:
            page.close()
            page = document[index]
        found = content(page, limits.page_paths, rules)
    except TooManyPathsError as error:
        raise limits.exceeded(Category.TOO_COMPLEX, name, "page_paths", error.count, index + 1) from error
    finally:
        page.close()
    sheet = Sheet(index + 1, found, remarks=remarks)
    sheet.fill(found.grids, found.pieces)
    sheet.doubtful = is_doubtful(sheet)
    return sheet
