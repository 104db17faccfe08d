"""The careful second look at a PDF page's rules, with pdfplumber."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pdfplumber

from ingest.formats import pdf_start
from ingest.grid import Rule


def rules_of(data: bytes, numbers: Sequence[int]) -> list[list[Rule]]:
    """The rules of the pages with these numbers, from 1: lines, sides of rectangles, edges of curves."""
    found: list[list[Rule]] = []
    with pdfplumber.open(io.BytesIO(data[pdf_start(data) or 0 :]), unicode_norm="NFC") as document:
        for number in numbers:
            page = document.pages[number - 1]
            try:
                edges = page.edges
                found.append([Rule(e["x0"], e["top"], e["x1"], e["bottom"]) for e in edges])
            finally:
                # Kept open, pages of a long decision add up to hundreds of megabytes.
                page.close()
    return found
