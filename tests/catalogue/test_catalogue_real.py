"""Imports and matching on real lists and decisions; skipped where they are not at hand."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.entries import load_procedures
from catalogue.imports.importing import import_catalogue
from catalogue.matching.features import query_of
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import match, match_decision
from catalogue.procedure import Band, Procedure, Scope
from catalogue.workspace import Workspace
from extract.agencies import ministries_of_name
from extract.decision import Change, Decision, Item, Level, Reference, Source
from tests.catalogue.making import decision

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.exists(), reason="the real data does not lie beside the repository"),
]


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> list[Procedure]:
    with Workspace.create(tmp_path_factory.mktemp("kho")) as workspace:
        report = import_catalogue(
            workspace, DATA / "catalogue" / "national.csv", imported_on=date(2026, 6, 1)
        )
        assert (report.rows, report.count("added"), report.problems) == (6583, 6583, ())
        return load_procedures(workspace)


@pytest.mark.parametrize(
    ("name", "scope", "counts"),
    [
        ("danh-sach-tthc-BoTaiChinh.xlsx", Scope.NATIONAL, (706, 0, 0)),
        ("danh-sach-tthc-BoTuPhap.xlsx", Scope.NATIONAL, (271, 0, 0)),
        ("danh-sach-tthc-BoXayDung.xlsx", Scope.NATIONAL, (525, 0, 0)),
        ("export-old-ca-mau.csv", Scope.PROVINCE, (416, 4, 6)),
    ],
)
def test_real_lists(tmp_path: Path, name: str, scope: Scope, counts: tuple[int, int, int]) -> None:
    """Entries, duplicates and rows without a code of their own."""
    with Workspace.create(tmp_path) as workspace:
        report = import_catalogue(workspace, DATA / "catalogue" / name)
        bad = len(report.problems) - report.duplicates
        assert (report.count("added"), report.duplicates, bad) == counts
        assert (report.scope, report.rows) == (scope, sum(counts))
        assert import_catalogue(workspace, DATA / "catalogue" / name).nothing_changed


def annotated() -> list[dict[str, Any]]:
    folder = DATA / "decisions" / "dev" / "gold"
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def without_codes(gold: dict[str, Any]) -> Decision:
    items = [
        Item(
            Change(one["change"]),
            one["name"],
            Source(),
            field=one["field"],
            levels=tuple(Level(level) for level in one.get("levels") or [one["level"]] if level),
            internal=one["internal"],
            replaced_name=one.get("replaced_name"),
        )
        for one in gold["items"]
    ]
    return decision(
        *items,
        number=gold["number"],
        issuer=gold["issuer"],
        issuer_level=gold["issuer_level"],
        departments=tuple(gold["departments"] or ()),
        based_on=tuple(Reference(one["number"]) for one in gold["based_on"]),
    )


def test_real_items_with_their_codes_hidden(national: list[Procedure]) -> None:
    index = CatalogueIndex(national)
    counts: Counter[str] = Counter()
    for gold in annotated():
        for one, found in zip(gold["items"], match_decision(without_codes(gold), index), strict=True):
            if not one["code"]:
                continue
            certain = found.listed.band is Band.CERTAIN
            assert not certain or found.listed.procedure == f"national:{one['code']}"
            if index.with_code(one["code"]) is not None:
                counts["present"] += 1
                counts["certain"] += certain
                counts["first"] += found.listed.candidates[0].code == one["code"]
                counts["known"] += one["change"] != "new"
    assert counts["first"] / counts["present"] > 0.93
    assert counts["certain"] / counts["known"] > 0.83


def test_real_renamings_are_never_wrongly_certain(national: list[Procedure]) -> None:
    with (DATA / "catalogue" / "renamed.csv").open(encoding="utf-8", newline="") as file:
        renamed = {row["code"]: row for row in csv.DictReader(file)}
    before = [
        replace(one, name=renamed[one.code]["name_2025_04_28"]) if one.code in renamed else one
        for one in national
    ]
    index = CatalogueIndex(before)
    among_three = 0
    for code, row in renamed.items():
        found = match(
            query_of(row["name_2026_06"], ministries=ministries_of_name(row["ministry"])),
            index,
        )
        assert found.band is not Band.CERTAIN or found.procedure == f"national:{code}"
        among_three += code in {one.code for one in found.candidates}
    assert among_three / len(renamed) > 0.7
