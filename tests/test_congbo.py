"""The command: help, languages, exit codes, and the main job in one folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.printing import print_csv
from tests.extract.documents import Paper, as_html, coded, grid, with_annex

HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện")
CATALOGUE = (
    "STT,Mã TTHC,Tên TTHC,Lĩnh vực,Cấp thực hiện\n1,1.990001,Cấp giấy phép đào kênh,Thủy lợi,Cấp Tỉnh\n"
)
DAY_AFTER_TEN_WORKING_DAYS = "2025-12-20"


def congbo(folder: Path, *arguments: str, language: str = "vi") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CONGBO_WORKSPACE": str(folder / "kho"), "CONGBO_LANG": language}
    return subprocess.run(
        [sys.executable, "-c", "import congbo; congbo.main()", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[1],
        check=False,
    )


def decision(folder: Path) -> Path:
    paper = with_annex(Paper(), "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid(
        HEAD, coded("1", "1.990001", "Cấp giấy phép đào kênh")))  # fmt: skip
    path = folder / "quyet-dinh.html"
    path.write_bytes(as_html(paper))
    return path


def test_help_is_vietnamese_by_default_and_english_on_request(tmp_path: Path) -> None:
    assert "Cách dùng: " in congbo(tmp_path, "--help").stdout
    assert "Usage: " in congbo(tmp_path, "--help", language="en").stdout
    assert "Usage: " in congbo(tmp_path, "--lang", "en", "overdue", "--help").stdout


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "catalogue",
        "ingest",
        "extract",
        "match",
        "explain",
        "overdue",
        "proposals",
        "evaluate",
        "doctor",
    ],
)
def test_every_command_of_the_contract_has_help(tmp_path: Path, command: str) -> None:
    shown = congbo(tmp_path, command, "--help")
    assert shown.returncode == 0
    assert shown.stdout.startswith(f"Cách dùng: congbo {command}")


def test_the_main_job(tmp_path: Path) -> None:
    assert congbo(tmp_path, "init").returncode == 0
    listing = tmp_path / "danh-muc.csv"
    listing.write_text(CATALOGUE, "utf-8")
    assert congbo(tmp_path, "catalogue", "import", str(listing)).returncode == 0
    taken = json.loads(congbo(tmp_path, "ingest", str(decision(tmp_path)), "--json").stdout)
    assert taken["counts"]["stored"] == 1
    again = json.loads(congbo(tmp_path, "ingest", str(tmp_path / "quyet-dinh.html"), "--json").stdout)
    assert (again["counts"]["unchanged"], again["changed_rows"]) == (1, 0)
    due = json.loads(congbo(tmp_path, "overdue", "--as-of", DAY_AFTER_TEN_WORKING_DAYS, "--json").stdout)
    late = {one["rule"]: (one["due"], one["status"]) for one in due}
    assert late["R2"] == ("2025-12-12", "overdue")
    (proposal,) = json.loads(congbo(tmp_path, "proposals", "list", "--json").stdout)
    assert proposal["procedure"].endswith(":1.990001")


def test_extract_prints_the_contract_and_writes_files(tmp_path: Path) -> None:
    path = decision(tmp_path)
    told = json.loads(congbo(tmp_path, "extract", str(path), "--json").stdout)
    assert told["number"] == "512/QĐ-UBND"
    assert told["items"][0]["code"] == "1.990001"
    assert congbo(tmp_path, "extract", str(path), "--out", str(tmp_path / "ra")).returncode == 0
    assert json.loads((tmp_path / "ra" / "quyet-dinh.json").read_text("utf-8")) == told


def test_extract_shows_words_not_codes(tmp_path: Path) -> None:
    path = decision(tmp_path)
    shown = congbo(tmp_path, "extract", str(path)).stdout
    assert "mới ban hành" in shown
    assert " tỉnh" in shown
    assert " new " not in shown
    assert " province" not in shown
    assert " new " in congbo(tmp_path, "extract", str(path), language="en").stdout


def test_one_bad_document_costs_exit_code_1_and_one_line(tmp_path: Path) -> None:
    empty = tmp_path / "rong.pdf"
    empty.touch()
    shown = congbo(tmp_path, "extract", str(empty), str(decision(tmp_path)), "--out", str(tmp_path / "ra"))
    assert shown.returncode == 1
    assert "rong.pdf: tệp rỗng" in shown.stderr
    assert "Traceback" not in shown.stderr
    assert (tmp_path / "ra" / "quyet-dinh.json").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("overdue",), "chưa có kho dữ liệu"),
        (("overdue", "--as-of", "31/13/2025"), "không phải ngày"),
        (("khong-co",), "Lệnh chưa đúng"),
        (("init", "--province", "Atlantis"), "Atlantis"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_one_line(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    shown = congbo(tmp_path, *arguments)
    assert shown.returncode == 2
    assert sentence in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1


def test_csv_has_a_head_and_runs_no_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    congbo(tmp_path, "init")
    assert congbo(tmp_path, "overdue", "--csv").stdout.startswith("Quyết định,Quy tắc")
    print_csv(("name",), [("=HYPERLINK(1)",), ("Cấp lại",), ("-1",)])
    assert capsys.readouterr().out.splitlines()[1:] == ["'=HYPERLINK(1)", "Cấp lại", "'-1"]
