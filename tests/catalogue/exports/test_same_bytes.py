"""What is exported as of a day is the same file whenever it is written: no clock gets into its bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from catalogue.imports.importing import import_catalogue
from catalogue.procedure import Scope
from corpus.generate import write_decision
from corpus.generator.facts import demo
from tests.catalogue.deadline_workspace import called, workspace
from tests.catalogue.making import write_csv

WRITTEN_ON = (datetime(2026, 1, 12, 3, tzinfo=UTC), datetime(2026, 1, 23, 9, 41, 7, tzinfo=UTC))
HEAD = ("code", "name", "publishing_agency", "executing_agency", "field", "level")
NAMES = {
    date(2025, 11, 20): "Cấp thẻ hướng dẫn viên du lịch",
    date(2025, 12, 10): "Cấp thẻ hướng dẫn viên du lịch nội địa",
}
"""How the one procedure of the province's catalogue was called in the list of a day."""
AS_OF = ("--as-of", "2026-01-12")
PERIOD = ("--from", "2025-12-01", "--to", "2026-01-10")
DRAFT = "du-thao"
"""Stands for the file of a draft, which lies beside the workspace."""
EXPORTS = [
    ("catalogue.xlsx", AS_OF),
    ("catalogue.csv", AS_OF),
    ("catalogue.jsonl", AS_OF),
    ("changes.xlsx", PERIOD),
    ("notice.xlsx", (*AS_OF, "--commune")),
    ("notice.docx", (*AS_OF, "--commune")),
    ("report.xlsx", (*PERIOD, *AS_OF)),
    ("report.docx", (*PERIOD, *AS_OF)),
    ("draft.docx", ("3659/QĐ-BVHTTDL", *AS_OF)),
    ("submission.docx", ("3659/QĐ-BVHTTDL", *AS_OF)),
    ("control.docx", (DRAFT, *AS_OF)),
    ("calendar.ics", AS_OF),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("kho")
    with time_machine.travel(WRITTEN_ON[0], tick=False), workspace(home / "kho") as made:
        for day, name in NAMES.items():
            row = ("1.000001", name, "Bộ Văn hóa, Thể thao và Du lịch", "", "Du lịch", "Cấp xã")
            listing = write_csv(home / "danh-muc.csv", [HEAD, row])
            import_catalogue(made, listing, scope=Scope.PROVINCE, imported_on=day)
        write_decision(demo().decisions[1], "html", home / "du-thao")
    return home / "kho"


@pytest.mark.parametrize(("name", "words"), EXPORTS, ids=[name for name, _ in EXPORTS])
def test_days_apart_the_bytes_are_the_same(
    folder: Path, tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    def beside(word: str) -> str:
        return str(next((folder.parent / DRAFT).iterdir())) if word == DRAFT else word

    written = []
    for moment in WRITTEN_ON:
        out = tmp_path / f"{moment:%d}" / name
        out.parent.mkdir()
        with time_machine.travel(moment, tick=False):
            called(folder, "export", Path(name).stem, *map(beside, words), "--out", out)
        written.append(out.read_bytes())
    assert len(written[0]) > 100
    assert written[0] == written[1]
