"""One measurement in a process of its own: read and extract one file, print what it took as JSON.

python -m corpus.bench.measure FILE WARM

WARM is a small file of the same format, read and extracted before the clock starts, so that imports and
vocabularies are loaded. Seconds are wall-clock; `peak_mb` is the largest resident set of the process,
imports included (`getrusage`; Linux counts it in kilobytes, macOS in bytes).
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def measure(path: Path, warm: Path) -> dict[str, float]:
    """Seconds of reading and extracting, rows found, peak memory in megabytes."""
    from extract.deciding import decide
    from ingest.reading import read

    decide(read(warm))
    started = time.perf_counter()
    document = read(path)
    read_at = time.perf_counter()
    decision = decide(document)
    decided_at = time.perf_counter()
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return {
        "read": read_at - started,
        "extract": decided_at - read_at,
        "items": len(decision.items),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit,
    }


if __name__ == "__main__":
    print(json.dumps(measure(*map(Path, sys.argv[1:3]))))
