"""One way of reading a PDF, in a process of its own: what it took and how many rows it got right, as JSON.

    python -m corpus.bench.way WAY FILE WARM

WAY is a function of this module. FILE.json beside the file tells its rows. WARM is a small file, read before
the clock starts, so that libraries are loaded. `seconds` are those of the processor, child processes
included, for they hold on a busy machine too; `peak_mb` is the largest resident set. Needs nothing of the
project but what the way itself uses, so that opponents may live in an environment of their own.
"""

from __future__ import annotations

import json
import resource
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any


def congbo(path: Path) -> Iterator[str]:
    """The project's reader, its tables joined over pages."""
    joined = import_module("extract.joining").join_pages(
        list(import_module("ingest.reading").read(path).blocks)
    )
    for block in joined:
        for row in block.rows() if hasattr(block, "rows") else ():
            yield " ".join(cell.text for cell in row)


def pdfium(path: Path) -> Iterator[str]:
    """The raw text of every page, the lower bound; it tells no rows."""
    document = import_module("pypdfium2").PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    return iter(())


def pdfplumber(path: Path) -> Iterator[str]:
    """Tables of every page, each page closed at once."""
    with import_module("pdfplumber").open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                yield from (" ".join(cell or "" for cell in row) for row in table)
            page.close()


def camelot(path: Path) -> Iterator[str]:
    """Tables by their drawn rules."""
    for table in import_module("camelot").read_pdf(str(path), pages="all", flavor="lattice"):
        yield from (" ".join(map(str, row)) for row in table.df.values.tolist())


def img2table(path: Path) -> Iterator[str]:
    """Tables found in pictures of the pages, their text taken from the file."""
    found = import_module("img2table.document").PDF(str(path)).extract_tables()
    for tables in found.values():
        for table in tables:
            yield from (" ".join(str(cell.value or "") for cell in row) for row in table.content.values())


WAYS: dict[str, tuple[str, Callable[[Path], Iterator[str]]]] = {
    "congbo": ("ingest.reading", congbo),
    "pdfium": ("pypdfium2", pdfium),
    "pdfplumber": ("pdfplumber", pdfplumber),
    "camelot": ("camelot", camelot),
    "img2table": ("img2table.document", img2table),
}
"""Each way with the module that it cannot do without."""


def bare(text: str) -> str:
    """Only letters and digits, without case and marks: line ends and hyphens do not count."""
    letters = unicodedata.normalize("NFD", text).casefold().replace("đ", "d")
    return "".join(one for one in letters if one.isalnum())


def rows_right(rows: Iterable[str], items: Iterable[dict[str, Any]]) -> int:
    """How many items stand whole in one row: code and name."""
    found = [bare(row) for row in rows]
    wanted = [(bare(item["code_printed"] or item["code"] or ""), bare(item["name"])) for item in items]
    return sum(any(code in row and name in row for row in found) for code, name in wanted)


def measure(way: str, path: Path, warm: Path) -> dict[str, float]:
    """Seconds, peak memory in megabytes, rows right and rows there. ImportError where the way is missing."""
    module, read = WAYS[way]
    import_module(module)
    list(read(warm))
    items = json.loads(path.with_suffix(".json").read_text("utf-8"))["items"]
    started = _used()
    rows = list(read(path))
    took = _used() - started
    return {"seconds": took, "peak_mb": _peak(), "right": rows_right(rows, items), "rows": len(items)}


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _peak() -> float:
    """Megabytes; a new process inherits its parent's peak in `getrusage`, but not in Linux's own account."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    status = Path("/proc/self/status")
    if not status.exists():
        return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM:"))
    return max(children, int(line.split()[1]) / 1024)


if __name__ == "__main__":
    try:
        print(json.dumps(measure(sys.argv[1], *map(Path, sys.argv[2:4]))))
    except ImportError as error:
        print(json.dumps({"missing": str(error.name)}))
