"""Provinces with their organisation codes (mã định danh) and the mergers of 1 July 2025.

Data: provinces.csv. Mergers: Nghị quyết 202/2025/QH15. A merged province uses the code of the province
whose name was kept; procedures of a former province keep its code as their tail.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.folding import fold, plain
from ingest.errors import UsageError

_DATA = Path(__file__).parent / "provinces.csv"
_TITLE = re.compile(r"^(?:.* )?(?:tinh|thanh pho|tp) ")


@dataclass(frozen=True, slots=True)
class Province:
    """A province of today: its code ("H48"), name, whether it is a city, and the provinces merged into it."""

    code: str
    name: str
    city: bool
    former: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name with what it is, as within a sentence: "tỉnh Quảng Ngãi", "thành phố Huế"."""
        return f"{'thành phố' if self.city else 'tỉnh'} {self.name.removeprefix('Thành phố ')}"


@cache
def provinces() -> tuple[Province, ...]:
    """The provinces of today, in the order of the data file."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Province(
            row["code"],
            row["name"],
            row["city"] == "1",
            tuple(other["name"] for other in rows if other["merged_into"] == row["name"]),
        )
        for row in rows
        if not row["merged_into"]
    )


def province_named(name: str) -> Province:
    """The province of that name, with or without "tỉnh" and tone marks, former names too; else UsageError."""
    found = find_province(name)
    if found is None:
        raise UsageError("workspace.unknown_province", name=name)
    return found


def find_province(text: str) -> Province | None:
    """The province of today that an issuer or a name speaks of, by its present or a former name."""
    wanted = _bare(text)
    for province in provinces():
        if wanted in {_bare(name) for name in (province.name, *province.former)}:
            return province
    return None


@cache
def _bare(name: str) -> str:
    return _TITLE.sub("", plain(fold(name)))
