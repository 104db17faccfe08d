"""What the decisions taken in say of each procedure, the latest last word counting."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalogue.provinces import find_province
from catalogue.workspace import Workspace
from extract.decision import Change, Level


@dataclass(frozen=True, slots=True)
class Published:
    """A decision by its number as printed and as compared."""

    number: str
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    """The last word on a procedure, and the last provincial and ministerial decision that speak of it."""

    change: Change
    number: str | None
    name: str | None
    field: str | None
    levels: tuple[Level, ...]
    time_limit: str | None
    of_province: Published | None = None
    of_ministry: Published | None = None


def decided(workspace: Workspace, as_of: date) -> tuple[dict[str, Said], int]:
    """The last word by root code, and how many rows name no code and match nothing for certain.

    Decisions of other provinces are left aside, and so are those not in effect on the day: by the day they
    name, else by the day of signing. What a replacement takes out counts as repealed, and so does
    a row that an article repeals by position, unless a reviewer rejected that.
    """
    home = workspace.province
    out: dict[str, Said] = {}
    untied = 0
    for row in workspace.rows(_ROWS, [as_of.isoformat()]):
        issuer = find_province(row["issuer"] or "") if row["issuer_level"] == "province" else None
        if home and issuer and issuer != home:
            continue
        said = _said(row)
        code = row["code"] or (_code(row["procedure"]) if row["band"] == "certain" else None)
        if code is None and Change(row["change"]) is not Change.NEW:
            untied += 1
        if code is not None:
            out[code] = _carried_on(said, out.get(code))
        old = row["replaces_code"] or (_code(row["replaced"]) if row["replaced_band"] == "certain" else None)
        if old and old != code:
            ended = replace(said, change=Change.REPEALED, name=row["replaced_name"])
            out[old] = _carried_on(ended, out.get(old))
    return out, untied


_ROWS = """
WITH told AS (
SELECT i.document, i.position, i.change, i.code, i.name, i.field, i.levels, i.time_limit, i.replaces_code,
       i.replaced_name, m.procedure, m.band, r.procedure AS replaced, r.band AS replaced_band
FROM items i
LEFT JOIN matches m ON m.item = i.id AND m.role = 'listed'
LEFT JOIN matches r ON r.item = i.id AND r.role = 'replaced'
UNION ALL
SELECT document, position, 'repealed', NULL, NULL, NULL, NULL, NULL, NULL,
       NULL, procedure, 'certain', NULL, NULL
FROM proposals WHERE kind = 'repeal_by_position' AND state != 'rejected'
)
SELECT told.*, d.number, d.number_key, d.issuer, d.issuer_level
FROM told JOIN decisions d ON d.document = told.document AND d.is_publication
WHERE coalesce(d.effective_date, d.signed, '') <= ?
ORDER BY d.signed IS NOT NULL, d.signed, d.issuer_level, d.number_key, d.document, told.position
"""
"""What rows of lists say, and what articles repeal by position in an earlier list."""


def _said(row: dict[str, Any]) -> Said:
    published = Published(row["number"], row["number_key"]) if row["number"] else None
    provincial = row["issuer_level"] == "province"
    return Said(
        Change(row["change"]),
        row["number"],
        row["name"] or None,
        row["field"],
        tuple(Level(level) for level in json.loads(row["levels"] or "[]")),
        row["time_limit"],
        published if provincial else None,
        None if provincial else published,
    )


def _carried_on(said: Said, before: Said | None) -> Said:
    """A later word keeps the numbers that it does not name itself."""
    if before is None:
        return said
    return replace(
        said,
        of_province=said.of_province or before.of_province,
        of_ministry=said.of_ministry or before.of_ministry,
    )


def _code(procedure: str | None) -> str | None:
    return procedure.rpartition(":")[2] if procedure else None
