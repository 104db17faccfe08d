"""Imports and matching on real lists and decisions; skipped where they are not at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from catalogue.entries import load_procedures
from catalogue.imports.importing import import_catalogue
from catalogue.matching.features import query_of
from catalogue.matching.index import CatalogueIndex
from catalogue.matching.matching import match
from catalogue.procedure import Band, Procedure, Scope
from catalogue.workspace import Workspace
from corpus.evaluation_matching import hidden_codes, renamed
from extract.agencies import ministries_of_name
from extract.decision import Level

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


def test_real_items_with_their_codes_hidden(national: list[Procedure]) -> None:
    found = hidden_codes(DATA / "decisions" / "dev" / "gold", national).to_json()
    assert found["wrong"] == 0
    assert found["top1"] > 0.97
    assert found["coverage"] > 0.86


def test_real_renamings_are_never_wrongly_certain(national: list[Procedure]) -> None:
    table = DATA / "catalogue" / "renamed.csv"
    blind = renamed(table, national).to_json()
    assert (blind["wrong"], blind["top3"] > 0.88) == (0, True)
    knowing = renamed(table, national, names_known=True).to_json()
    assert (knowing["wrong"], knowing["coverage"] > 0.98) == (0, True)


def test_exact_twins_are_for_review_with_both(national: list[Procedure]) -> None:
    twins = [one for one in national if one.code in ("1.001600", "1.001633")]
    index = CatalogueIndex(
        [replace(twins[0], name="Thay đổi thông tin của doanh nghiệp"), twins[1]],
        {twins[0].id: [twins[0].name]},
    )
    query = query_of(
        twins[0].name,
        field=twins[0].field,
        levels=frozenset({Level.PROVINCE}),
        ministries=ministries_of_name("Bộ Tư pháp"),
    )
    found = match(query, index)
    assert (found.band, found.reasons[0].key) == (Band.REVIEW, "several_same")
    assert {one.code for one in found.candidates} == {"1.001600", "1.001633"}
