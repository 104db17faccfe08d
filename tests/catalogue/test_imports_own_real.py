"""The real national list leaves as our own file and comes back; skipped where it is not at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.exports.catalogue_entries import Asked, held
from catalogue.exports.catalogue_files import write_catalogue
from catalogue.imports.importing import import_catalogue
from catalogue.imports.layouts import Layout
from catalogue.procedure import Scope
from catalogue.workspace import Workspace
from tests.catalogue.judging_cases import FORMS

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.exists(), reason="the real data does not lie beside the repository"),
]
ASKED = Asked(Scope.NATIONAL, date(2026, 6, 2))
COUNT = 6583


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("kho"))
    import_catalogue(workspace, DATA / "catalogue" / "national.csv", imported_on=date(2026, 6, 1))
    return workspace


@pytest.mark.parametrize(("name", "layout"), FORMS)
def test_the_national_list_comes_back_as_it_left(
    national: Workspace, tmp_path: Path, name: str, layout: Layout
) -> None:
    made = write_catalogue(held(national, ASKED), tmp_path / name, ASKED, layout)
    assert (made.entries, made.in_force, made.cut) == (COUNT, COUNT, [])
    report = import_catalogue(national, tmp_path / name)
    assert (report.changes, report.unchanged, report.problems) == ((), COUNT, ())
    with Workspace.create(tmp_path / "kho") as other:
        assert import_catalogue(other, tmp_path / name).count("added") == COUNT
        write_catalogue(held(other, ASKED), tmp_path / "again" / name, ASKED, layout)
    assert (tmp_path / "again" / name).read_bytes() == (tmp_path / name).read_bytes()
