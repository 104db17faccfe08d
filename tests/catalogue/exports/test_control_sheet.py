"""`congbo export control`: a draft that lies in a folder, or a decision of the workspace."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document

from catalogue.commands.export_control import control
from catalogue.intake import take_in
from catalogue.workspace import Workspace
from corpus.generate import write_decision
from corpus.generator.facts import demo
from ingest.errors import UsageError
from ingest.messages import speaking

MINISTRY, PROVINCE = demo().decisions[:2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Workspace.create(tmp_path / "kho", "Quảng Ngãi") as workspace:
        take_in(workspace, [write_decision(MINISTRY, "html", tmp_path / "bo")])
    return tmp_path / "kho"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return write_decision(PROVINCE, "html", tmp_path / "du-thao")


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(control, arguments, obj=folder, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.stdout


def verdicts(folder: Path, *arguments: str) -> dict[str, Any]:
    told = json.loads(run(folder, *arguments, "--json", "--as-of", "2026-04-15"))
    return {check["check"]: check["verdict"] for check in told["checks"]}


def test_a_draft_in_a_file_is_held_against_the_ministrys_list(folder: Path, draft: Path) -> None:
    found = verdicts(folder, str(draft))
    assert found == {
        "cited_known": "met",
        "all_listed": "met",
        "nothing_more": "met",
        "counts": "unknown",
        "workflow": "not_met",
        "national": "unknown",
        "readable": "met",
        "bases": "unknown",
    }
    with Workspace.open(folder) as workspace:
        assert workspace.db.table("decisions").count == 1, "the draft is not taken in"


def test_a_decision_of_the_workspace_is_asked_for_by_number(folder: Path, draft: Path) -> None:
    with Workspace.open(folder) as workspace:
        take_in(workspace, [draft])
    assert verdicts(folder, "512/QĐ-UBND") == verdicts(folder, str(draft))


def test_the_sheet_is_a_word_file_that_names_every_check(folder: Path, draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "phieu.docx"
    said = run(folder, str(draft), "--out", str(out), "--as-of", "2026-04-15")
    assert said.startswith(f"đã ghi phiếu kiểm soát vào {out}: 1 nội dung chưa đạt, 3 nội dung cần xem xét")
    letter = Document(io.BytesIO(out.read_bytes()))
    rows = [[cell.text for cell in row.cells] for row in letter.tables[1].rows]
    assert rows[0] == ["STT", "Nội dung kiểm soát", "Kết quả", "Chi tiết"]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 9)]
    assert rows[2][1:] == [
        "Đủ TTHC trong danh mục của Bộ thuộc thẩm quyền giải quyết của địa phương",
        "đạt",
        "",
    ]
    assert rows[5][2:] == ["chưa đạt", "- dự thảo có TTHC thay thế nhưng không phê duyệt quy trình nội bộ"]
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "Ngày kiểm soát: 15/04/2026" in text
    assert "Căn cứ: 1204/QĐ-BTC ngày 06/04/2026" in text
    head = letter.tables[0].rows[0].cells
    assert "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI\nVĂN PHÒNG" in head[0].text
    before = out.read_bytes()
    with speaking("en"):
        said = run(folder, str(draft), "--out", str(out), "--as-of", "2026-04-15")
    assert said.startswith("wrote the control sheet")
    assert out.read_bytes() == before, "twice the same, and Vietnamese whoever writes it"


def test_what_is_no_provincial_draft_is_said_so(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="9999/QĐ-UBND"):
        run(folder, "9999/QĐ-UBND")
    with pytest.raises(UsageError, match="không phải quyết định công bố của tỉnh"):
        run(folder, str(tmp_path / "bo" / f"{MINISTRY.stem}.html"))


def test_without_a_file_the_checks_are_printed(folder: Path, draft: Path) -> None:
    said = run(folder, str(draft), "--as-of", date(2026, 4, 15).isoformat()).splitlines()
    assert said[0] == "đạt: Quyết định công bố của Bộ làm căn cứ đã có trong kho dữ liệu"
    assert said[-1] == "1 nội dung chưa đạt, 3 nội dung cần xem xét"


def test_a_city_named_after_a_person_is_written_in_full(draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "phieu.docx"
    with Workspace.create(tmp_path / "kho-hcm", "Thành phố Hồ Chí Minh"):
        run(tmp_path / "kho-hcm", str(draft), "--out", str(out), "--as-of", "2026-04-15")
    head = Document(io.BytesIO(out.read_bytes())).tables[0]
    text = "\n".join(cell.text for row in head.rows for cell in row.cells)
    assert "Thành phố Hồ Chí Minh, ngày … tháng … năm …" in text
    assert "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH" in text
