"""The names by which entries are known when decisions are matched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from catalogue.consequences import catalogue_index
from catalogue.imports.importing import import_catalogue
from catalogue.matching.names import name_of
from catalogue.procedure import Scope
from tests.catalogue.judging_cases import filled
from tests.catalogue.making import national_csv

OLD, NEW, NATIONAL = "Đăng ký thửa đất", "Công nhận quyền đối với thửa đất", "Đăng ký đất đai, tài sản"


def test_an_entry_is_known_by_its_former_names_and_those_of_its_national_twin(tmp_path: Path) -> None:
    workspace = filled(tmp_path, [("1.000001", OLD, "Đất đai"), ("1.000002", "Tách thửa", "Đất đai")])
    for file, name, scope in (
        ("b.csv", NEW, Scope.PROVINCE),
        ("c.csv", NATIONAL, Scope.NATIONAL),
    ):
        listing = national_csv(tmp_path / file, [("1.000001", name, "Đất đai")])
        import_catalogue(workspace, listing, scope=scope, imported_on=date(2026, 6, 1))
    index, procedures, _ = catalogue_index(workspace)
    known = {entry.name.key for entry in index.entries if entry.procedure.code == "1.000001"}
    assert known == {name_of(name).key for name in (OLD, NEW, NATIONAL)}
    assert sorted(procedures) == ["province:1.000001", "province:1.000002"]
