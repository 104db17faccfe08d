"""How much one document may cost: sizes, counts, processor time and memory.

The defaults come from measurements on hostile and very large files; a file's size alone protects from nothing
(36 KB of line segments cost a PDF reader 17 seconds and 1 GB).
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import Category, DocumentError

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost; every value is the last one that is still allowed.

    Sizes are in bytes, times in seconds. `archive_ratio` is unpacked size to packed size of an archive
    member; it is not asked of members below `MEGABYTE`. `page_paths` counts the path objects of one PDF page
    or, where they are more, the points of those paths. `recycle` is how many documents one worker process
    reads before a fresh one takes over. `recognition_seconds` is what recognising the pictures of one
    document may take, on top of the rest; `picture_pixels` how large one picture may be.
    """

    file_bytes: int = 100 * MEGABYTE
    archive_bytes: int = 500 * MEGABYTE
    archive_members: int = 2_000
    member_bytes: int = 100 * MEGABYTE
    archive_ratio: int = 200
    pages: int = 2_000
    page_paths: int = 50_000
    cells: int = 200_000
    span: int = 1_000
    memory_bytes: int = 2_000 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    recognition_seconds: float = 300.0
    picture_pixels: int = 60 * MEGABYTE
    recycle: int = 50

    def exceeded(
        self, category: Category, file: str, setting: str, count: int, page: int | None = None
    ) -> DocumentError:
        """The error for a document that has `count` of what `setting` (a field of this class) limits."""
        return DocumentError(
            category, file, page, count=str(count), setting=setting, limit=str(getattr(self, setting))
        )
