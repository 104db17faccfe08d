import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from corpus.generate import generate, main
from corpus.generator import catalogue
from corpus.generator.facts import demo, procedures
from corpus.generator.varied import draw


def test_truth_stands_beside_every_document(tmp_path: Path) -> None:
    assert generate(tmp_path, ["html"], count=3, seed=5) == len(demo().decisions) + 3
    documents = sorted((tmp_path / "html").glob("*.html"))
    assert len(documents) == len(demo().decisions) + 3
    for path in documents:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert bool(told["items"]) == told["is_publication"]


def test_two_runs_write_the_same_files(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        generate(tmp_path / folder, ["docx"], count=2, seed=3)
    one, two = (
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*.*")}
        for folder in ("one", "two")
    )
    assert one == two


def test_more_decisions_change_none_before_and_another_seed_changes_them() -> None:
    assert draw(5, seed=1) == draw(8, seed=1)[:5]
    assert draw(5, seed=1) != draw(5, seed=2)


def test_an_unknown_format_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path), "--formats", "html,odt"])
    assert result.exit_code == 2
    assert "odt" in result.output


def test_the_catalogue_is_laid_out_like_the_old_export() -> None:
    listed = catalogue.rows(demo().decisions)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(catalogue.as_xlsx(listed))).get_sheet_by_index(0)
    cells = sheet.to_python(skip_empty_area=False)
    assert "DANH SÁCH THỦ TỤC HÀNH CHÍNH" in str(cells[0][0])
    assert not any(cells[1])
    assert tuple(cells[2]) == catalogue.HEADS
    assert [tuple(row) for row in cells[3:]] == listed
    assert all(isinstance(cell, str) for row in cells for cell in row)
    rows = list(csv.reader(io.StringIO(catalogue.as_csv(listed).decode())))
    assert [tuple(row) for row in rows[3:]] == listed


def test_the_catalogue_shows_the_province_before_the_decisions() -> None:
    names = {row[1][:8]: row[2] for row in catalogue.rows(demo().decisions)}
    assert "1.212041" not in names, "new procedures are not yet there"
    assert "1.210015" not in names, "nor those that replace others"
    assert "1.211031" not in names, "nor those of the central level"
    assert not any(code[0] in "56" for code in names)
    assert names["1.210019"] == procedures()["1.210019"].name, "what will be repealed is still there"
    assert names["2.210016"] == procedures()["2.210016"].old_name
    tails = {row[1][8:] for row in catalogue.rows(demo().decisions)}
    assert tails == {".H48", ".000.00.00.H48"}
