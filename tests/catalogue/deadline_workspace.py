"""A workspace with a ministry's decision and a provincial one that answers part of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

import congbo
from catalogue.consequences import derive
from catalogue.intake import register, store_decision
from catalogue.workspace import Workspace
from extract.decision import Change, Decision, Item
from tests.catalogue.making import decision, item

ITEMS: tuple[Item, ...] = tuple(
    item(Change.REPEALED if n == 3 else Change.NEW, f"Cấp giấy phép loại {n}", code=f"1.00000{n}")
    for n in range(1, 5)
)
MINISTRY = decision(
    *ITEMS,
    sha256="a" * 64,
    number="3659/QĐ-BVHTTDL",
    issuer="Bộ Văn hóa, Thể thao và Du lịch",
    issuer_level="ministry",
    signed=date(2025, 12, 22),
    departments=(),
    based_on=(),
)
PROVINCE = decision(
    *ITEMS[:3],
    sha256="b" * 64,
    signed=date(2025, 12, 31),
    based_on=(),
)


@contextmanager
def workspace(folder: Path, *decisions: Decision) -> Iterator[Workspace]:
    """A workspace of Quảng Ngãi with these decisions taken in (default: both above)."""
    with Workspace.create(folder, "Quảng Ngãi") as made:
        for one in decisions or (MINISTRY, PROVINCE):
            register(made, one.sha256, [f"{one.sha256[:8]}.pdf"])
            store_decision(made, one)
        derive(made)
        yield made


def called(folder: Path, *arguments: Any) -> Result:
    """`congbo` with these arguments on the workspace in `folder`; errors are raised."""
    words = ["--lang", "vi", "--workspace", str(folder), *map(str, arguments)]
    return CliRunner().invoke(congbo.cli, words, catch_exceptions=False, standalone_mode=False)
