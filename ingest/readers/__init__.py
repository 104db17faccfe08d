"""One file per format; each turns the bytes of one document into its `Content`.

A reader is a module named by its `Format` (`Format.reader`) with one function
`read(data: bytes, name: str, limits: Limits) -> Content`; it raises `DocumentError` for what it cannot read.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Block, Note, Page


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds: pages (none where the format has none), blocks in reading order, notes."""

    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    notes: tuple[Note, ...] = ()
