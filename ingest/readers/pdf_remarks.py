"""What is put on a PDF page as an annotation: numbers and days filled in by clerks, stamps, fields, remarks.

pdfium reads only what the page itself draws. So what an annotation draws is made part of the page, in memory.
Appearances of signatures stay out, for they speak of the signing (`ingest.signatures` tells of that); links,
highlights and the like go, for their strokes are no rules of tables.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from ingest.document import Note, one_line

_DRAWN = frozenset({pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_WIDGET})
_COMMENTS = frozenset(
    {pdfium_c.FPDF_ANNOT_TEXT, pdfium_c.FPDF_ANNOT_HIGHLIGHT, pdfium_c.FPDF_ANNOT_UNDERLINE}
    | {pdfium_c.FPDF_ANNOT_STRIKEOUT, pdfium_c.FPDF_ANNOT_SQUIGGLY, pdfium_c.FPDF_ANNOT_CARET}
)
_SIGNATURE = "Sig"
# So much of a long remark is shown to people.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the annotations of a page were: `drawn` into it or not, texts `unread`, comments left out."""

    drawn: bool = False
    unread: tuple[str, ...] = ()
    comments: int = 0

    def notes(self, page: int) -> list[Note]:
        """What people should know of them."""
        found = [Note("remark_unread", page, (("text", text),)) for text in self.unread]
        if self.comments:
            found.append(Note("comments", page, (("count", str(self.comments)),)))
        return found


NO_REMARKS = Remarks()


def draw_in(page: Any) -> Remarks:
    """Make a loaded page draw what its annotations draw; it has to be loaded anew where they were."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return NO_REMARKS
    looks = [_look(page, index) for index in range(count)]
    comments = sum(kind in _COMMENTS and bool(text) for kind, _, text in looks)
    drawn = [kind in _DRAWN and has_appearance for kind, has_appearance, _ in looks]
    unread = tuple(
        one_line(text)[:_LONGEST]
        for kind, has_appearance, text in looks
        if kind in _DRAWN and not has_appearance and text.strip()
    )
    if not any(drawn):
        return Remarks(False, unread, comments)
    for index in reversed(range(count)):
        if not drawn[index]:
            pdfium_c.FPDFPage_RemoveAnnot(page, index)
    done = pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    return Remarks(done == pdfium_c.FLATTEN_SUCCESS, unread, comments)


def _look(page: Any, index: int) -> tuple[int, bool, str]:
    """The kind of an annotation, whether it draws something of its own, the text that it holds."""
    annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return pdfium_c.FPDF_ANNOT_UNKNOWN, False, ""
    try:
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if kind not in _DRAWN and kind not in _COMMENTS:
            return kind, False, ""
        if kind == pdfium_c.FPDF_ANNOT_WIDGET and _value(annotation, b"FT") == _SIGNATURE:
            return kind, False, ""
        has_appearance = bool(pdfium_c.FPDFAnnot_HasKey(annotation, b"AP"))
        text = _value(annotation, b"Contents") or _value(annotation, b"V")
        return kind, has_appearance, text
    finally:
        pdfium_c.FPDFPage_CloseAnnot(annotation)


def _value(annotation: Any, key: bytes) -> str:
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
