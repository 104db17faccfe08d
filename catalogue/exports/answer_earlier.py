"""Earlier provincial decisions whose rows end when a new answer is published, by position in their lists.

A province repeals rows of an earlier list by decision, section and ordinal. The last decision that lists a
procedure is the one whose row ends; the catalogue names it where that decision is not in the workspace.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalogue.exports.answer_rows import Row
from catalogue.procedure import Band
from catalogue.provinces import find_province
from catalogue.workspace import Workspace, to_json
from extract.decision import Change, Reference, iso
from extract.numbers import number_key

_LABEL = re.compile(r"^(?:phụ lục|phần|mục|tiểu mục)\b|^(?:[A-ZĐ]\d?|[IVXLC]+|\d{1,2})(?:\.\d{1,2})*$", re.I)
_FIELD = re.compile(r"^(?:[IVXLC\dA-ZĐ.]+\s+)?lĩnh vực\s+\S", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of an earlier list: the parts of the section, the annex first ("Phụ lục I", "A"), the ordinals."""

    section: tuple[str, ...]
    ordinals: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {"section": list(self.section), "ordinals": list(self.ordinals)}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier provincial decision, the rows of it that end, and the answer's rows that end them.

    `unplaced` are those whose position in it is not known. `issuer` is None where only the catalogue has it.
    """

    number: str
    signed: date | None
    issuer: str | None
    places: tuple[Place, ...]
    rows: tuple[Row, ...]
    unplaced: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The machine-readable form."""
        return {
            "number": self.number,
            "date": iso(self.signed),
            "issuer": self.issuer,
            "places": [place.to_json() for place in self.places],
            "items": [row.item for row in self.rows],
            "unplaced": [row.item for row in self.unplaced],
        }


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row of an earlier provincial list."""

    number: str
    signed: date | None
    issuer: str | None
    section: str | None
    ordinal: str | None
    order: int


def earlier_decisions(
    workspace: Workspace, rows: Sequence[Row], day: date, without: Container[str] = ()
) -> tuple[tuple[Row, ...], tuple[Earlier, ...]]:
    """The rows, each with the decision that published what it ends, and these decisions by signing day.

    The decisions `without` answer the same ministry decisions and end none of their own rows.
    """
    listed = _listed(workspace, day, without)
    found: dict[tuple[str, date | None], list[tuple[Row, _Listed]]] = {}
    known = []
    for row in rows:
        one = next((listed[key] for key in row.ends if key in listed), None) or _by_catalogue(row)
        if one is None:
            known.append(row)
            continue
        found.setdefault((one.number, one.signed), []).append((row, one))
        known.append(replace(row, published=Reference(one.number, one.signed)))
    earlier = [_earlier(number, signed, pairs) for (number, signed), pairs in found.items()]
    return tuple(known), tuple(sorted(earlier, key=lambda one: (one.signed or date.min, one.number)))


def answered_by(workspace: Workspace, numbers: Sequence[str], day: date) -> dict[str, list[str]]:
    """The province's decisions that rest on these ministry decisions, as (ministry's number, theirs)."""
    home = workspace.province
    rows = workspace.rows(
        "SELECT DISTINCT l.number_key, d.number, d.issuer FROM links l JOIN decisions d"
        " ON d.document = l.document WHERE l.kind = 'based_on' AND d.issuer_level = 'province'"
        " AND d.is_publication AND d.number IS NOT NULL AND (d.signed IS NULL OR d.signed <= ?)"
        " AND l.number_key IN (SELECT value FROM json_each(?)) ORDER BY d.signed, d.number",
        [day.isoformat(), to_json([number_key(one) for one in numbers])],
    )
    out: dict[str, list[str]] = {}
    for row in rows:
        if find_province(row["issuer"] or "") in (home, None):
            out.setdefault(row["number_key"], []).append(row["number"])
    return out


def _listed(workspace: Workspace, day: date, without: Container[str]) -> dict[str, _Listed]:
    """By root code and by entry, the row of the province's last list that has the procedure.

    Lists of the decisions `without` do not count: they answer what is answered anew.
    """
    home = workspace.province
    rows = workspace.rows(
        "SELECT d.number, d.signed, d.issuer, i.position, i.section, i.ordinal, i.code, i.further_codes,"
        " i.change, m.procedure, m.band FROM items i JOIN decisions d ON d.document = i.document"
        " LEFT JOIN matches m ON m.item = i.id AND m.role = 'listed'"
        " WHERE d.issuer_level = 'province' AND d.is_publication AND d.number IS NOT NULL"
        " AND (d.signed IS NULL OR d.signed < ?)"
        " ORDER BY d.signed IS NOT NULL, d.signed, d.document, i.position",
        [day.isoformat()],
    )
    out: dict[str, _Listed] = {}
    for row in rows:
        if row["number"] in without or find_province(row["issuer"] or "") not in (home, None):
            continue
        signed = date.fromisoformat(row["signed"]) if row["signed"] else None
        one = _Listed(row["number"], signed, row["issuer"], row["section"], row["ordinal"], row["position"])
        sure = row["procedure"] if row["band"] == Band.CERTAIN else None
        for key in (row["code"], *json.loads(row["further_codes"] or "[]"), sure):
            if not key:
                continue
            if row["change"] == Change.REPEALED:
                out.pop(key, None)
            else:
                out[key] = one
    return out


def _by_catalogue(row: Row) -> _Listed | None:
    """The decision that the catalogue gives; where in its list the procedure stands is not known."""
    return _Listed(row.published.number, row.published.date, None, None, None, 0) if row.published else None


def _earlier(number: str, signed: date | None, pairs: Sequence[tuple[Row, _Listed]]) -> Earlier:
    placed = sorted((one for _, one in pairs if one.ordinal), key=lambda one: one.order)
    by_section: dict[tuple[str, ...], dict[str, None]] = {}
    for one in placed:
        ordinal = (one.ordinal or "").strip(" .")
        by_section.setdefault(_section(one.section), {})[ordinal] = None
    places = tuple(Place(section, tuple(ordinals)) for section, ordinals in by_section.items())
    return Earlier(
        number,
        signed,
        pairs[0][1].issuer,
        places,
        tuple(dict.fromkeys(row for row, _ in pairs)),
        tuple(row for row, one in pairs if not one.ordinal),
    )


def _section(path: str | None) -> tuple[str, ...]:
    """The parts of a section's path by which a position is named; headings in words are left out."""
    parts = [part.strip(" .") for part in (path or "").split(" > ")]
    return tuple(part for part in parts if _LABEL.match(part) or _FIELD.match(part))
