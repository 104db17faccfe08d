"""The careful second look at a PDF page's rules, with pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from ingest.formats import pdf_start
from ingest.grid import Rule

# pdfminer meets broken structures, which pdfium repairs, with errors of Python too.
_UNREADABLE = (PdfminerException, PDFException, ValueError, TypeError, KeyError, IndexError, AssertionError)


def rules_of(data: bytes, numbers: Sequence[int]) -> list[list[Rule]]:
    """The rules of the pages with these numbers, from 1: lines, sides of rectangles, edges of curves.

    Coordinates are those of the pages as shown. Empty where pdfplumber cannot read the file.
    """
    found: list[list[Rule]] = []
    with suppress(*_UNREADABLE), pdfplumber.open(io.BytesIO(data[pdf_start(data) or 0 :])) as document:
        for number in numbers:
            page = document.pages[number - 1]
            try:
                edges = page.edges
                found.append([Rule(e["x0"], e["top"], e["x1"], e["bottom"]) for e in edges])
            finally:
                # Kept open, pages of a long decision add up to hundreds of megabytes.
                page.close()
        return found
    return [[] for _ in numbers]
