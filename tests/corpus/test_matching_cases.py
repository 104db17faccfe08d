"""Near twins and the frozen reference run; the figures of matching on small made-up files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from congbo import cli
from corpus.bench.matching import main as bench
from corpus.bench.matching import queries
from corpus.evaluation_matching import Matched, entries_of, hidden_codes, renamed
from corpus.matching.__main__ import made
from corpus.matching.cases import Grade, as_meant, cases, reference, run, sample_catalogue
from ingest.errors import UsageError
from tests.catalogue.making import national_csv, write_csv

CULTURE = "Bộ Văn hóa, Thể thao và Du lịch"


def test_every_verdict_is_the_one_of_the_reference_run() -> None:
    frozen = reference()
    found = run(cases())
    assert found == [frozen[one.id] for one in found]
    assert len(found) == len(frozen)


def test_every_grade_is_met() -> None:
    table = cases()
    assert {case.grade for case in table} == set(Grade)
    wrong = [case for case, verdict in zip(table, run(table), strict=True) if not as_meant(case, verdict)]
    assert wrong == []


def test_the_table_is_what_its_generator_makes() -> None:
    assert list(made()) == cases()


def item(name: str, code: str | None, change: str = "amended") -> dict[str, object]:
    return {
        "change": change,
        "name": name,
        "code": code,
        "field": "Du lịch",
        "level": "province",
        "internal": False,
    }


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    annotated = {
        "number": "1/QĐ-BVHTTDL",
        "issuer": CULTURE,
        "issuer_level": "ministry",
        "departments": [],
        "based_on": [],
        "items": [
            item("Thủ tục cấp thẻ hướng dẫn viên", "1.000001"),
            item("Cấp đổi thẻ hướng dẫn viên", "1.000002"),
            item("Cấp lại thẻ hướng dẫn viên", "1.000003", "new"),
            item("Xếp hạng bảo tàng", "1.999999"),
            item("Không mã", None),
        ],
    }
    (folder / "a.json").write_text(json.dumps(annotated, ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture
def national(tmp_path: Path) -> Path:
    names = ["Cấp thẻ hướng dẫn viên", "Cấp đổi thẻ cho hướng dẫn viên", "Cấp lại thẻ hướng dẫn viên"]
    return national_csv(
        tmp_path / "national.csv", [(f"1.00000{at}", name, "Du lịch") for at, name in enumerate(names, 1)]
    )


def test_codes_hidden(gold: Path, national: Path) -> None:
    found = hidden_codes(gold, entries_of(national))
    assert (found.present, found.absent, found.known) == (3, 1, 2)
    assert (found.first, found.certain, found.known_certain, found.wrong) == (3, 1, 1, 0)
    assert found.to_json()["coverage"] == 0.5
    assert found.to_json()["precision"] == 1.0


def test_renamed(tmp_path: Path, national: Path) -> None:
    table = write_csv(
        tmp_path / "renamed.csv",
        [
            ["code", "ministry", "name_2025_04_28", "name_2026_06"],
            ["1.000002", CULTURE, "Đổi thẻ", "Cấp đổi thẻ cho hướng dẫn viên"],
        ],
    )
    blind = renamed(table, entries_of(national))
    assert (blind.present, blind.certain, blind.among_three) == (1, 0, 1)
    knowing = renamed(table, entries_of(national), names_known=True)
    assert (knowing.certain, knowing.wrong, knowing.first) == (1, 0, 1)


def test_nothing_certain_is_not_imprecise() -> None:
    assert Matched().to_json()["precision"] == 1.0


def test_the_command(gold: Path, national: Path) -> None:
    run_all = CliRunner().invoke(cli, ["evaluate", "matching", str(gold), str(national), "--json"])
    assert run_all.exit_code == 0
    assert json.loads(run_all.output)["hidden"]["present"] == 3
    alone = CliRunner().invoke(cli, ["evaluate", "matching"])
    assert "STRONG" in alone.output
    half = CliRunner().invoke(cli, ["evaluate", "matching", str(gold)])
    assert isinstance(half.exception, UsageError)


def test_evaluate_with_folders_still_means_extraction(tmp_path: Path) -> None:
    called = CliRunner().invoke(cli, ["evaluate", "--json", str(tmp_path), str(tmp_path)])
    assert isinstance(called.exception, UsageError)
    assert called.exception.key == "evaluation.no_gold"


def test_gold_without_files(tmp_path: Path, national: Path) -> None:
    with pytest.raises(UsageError):
        hidden_codes(tmp_path, entries_of(national))


def test_the_bench_runs_on_made_up_names() -> None:
    asked = queries(sample_catalogue(), 30)
    assert asked == queries(sample_catalogue(), 30)
    told = CliRunner().invoke(bench, ["--queries", "20"])
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.output.splitlines()[2:]] == [
        "congbo",
        "ratio",
        "TF-IDF",
        "WRatio",
    ]
