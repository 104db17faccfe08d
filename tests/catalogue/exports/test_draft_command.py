from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document

import congbo
from catalogue.judgements import Verdict
from catalogue.judging import By, judge
from extract.decision import Change, Level
from tests.catalogue.exports.draft_cases import MINISTRY, announce
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, accept, filled, ids
from tests.catalogue.making import item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a list of four: accepted, rejected, pending, and one of ministries alone."""
    with filled(tmp_path) as workspace:
        announce(
            workspace,
            item(name=CARD[1], code=CARD[0], time_limit="3 ngày"),
            item(name=HOTEL[1], code=HOTEL[0]),
            item(Change.REPEALED, LICENCE[1], code=LICENCE[0], levels=()),
            item(Change.NEW, "Cấp giấy phép của Bộ", levels=(Level.CENTRAL,)),
        )
        first, second, *_ = ids(workspace)
        accept(workspace, first)
        judge(workspace, [second], Verdict.REJECT, by=By("lan", "trùng"))
        return workspace.folder


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, *words: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["congbo", "--workspace", str(folder), "export", *words])
    with pytest.raises(SystemExit) as left:
        congbo.main()
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


def test_the_draft_is_written_and_what_a_clerk_must_know_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "du-thao" / "draft.docx"
    words = ("draft", MINISTRY, "--out", str(out), "--as-of", "2026-11-22", "--signed-by", "Trần Thị B")
    code, said, warned = run(
        monkeypatch, capsys, folder, *words, "--position", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
        "--submission", "12/TTr-SVHTTDL", "--submission-date", "20/11/2026",
    )  # fmt: skip
    assert code == 0
    lines = said.splitlines()
    assert "2 thủ tục – 1 sửa đổi, bổ sung, 1 bãi bỏ" in lines[0]
    assert lines[1] == f"chưa rà soát: {MINISTRY} – {LICENCE[1]} ({LICENCE[0]})"
    assert lines[2] == (
        f"không đưa vào: {MINISTRY} – {HOTEL[1]} ({HOTEL[0]}): đã bị từ chối khi rà soát (lan – trùng)"
    )
    assert lines[3].endswith("Cấp giấy phép của Bộ (–): chỉ do trung ương giải quyết")
    assert "kiểm tra lại hiệu lực" in warned
    letter: Any = Document(str(out))
    assert letter.tables[1].rows[0].cells[1].text.split("\n") == [
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trần Thị B",
    ]
    assert any(
        "Tờ trình số 12/TTr-SVHTTDL ngày 20 tháng 11 năm 2026" in one.text for one in letter.paragraphs
    )


def test_json_names_everything_and_a_dry_run_writes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "draft.docx"
    words = ("draft", MINISTRY, "--out", str(out), "--as-of", "2025-12-01", "--dry-run", "--json")
    code, said, _ = run(monkeypatch, capsys, folder, *words)
    facts = json.loads(said)
    assert code == 0
    assert not out.exists()
    assert (facts["written"], facts["counts"]) == (False, {"amended": 1, "repealed": 1})
    assert [row["state"] for row in facts["rows"]] == ["accepted", "pending"]
    assert [one["reason"] for one in facts["left_out"]] == ["rejected", "central"]
    assert len(facts["unreviewed"]) == 1
    assert facts["decisions"] == [{"number": MINISTRY, "date": "2025-11-14"}]


def test_a_row_without_level_is_told_on_stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with filled(tmp_path) as workspace:
        announce(workspace, item(Change.NEW, "Cấp giấy phép mới", levels=()))
    out = tmp_path / "draft.docx"
    _, _, warned = run(monkeypatch, capsys, workspace.folder, "draft", MINISTRY, "--out", str(out))
    assert "không rõ cấp thực hiện của “Cấp giấy phép mới”" in warned


def test_wrong_use_is_one_sentence_and_code_2(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "draft.docx")
    code, _, warned = run(monkeypatch, capsys, folder, "draft", "1/QĐ-BTP", "--out", out)
    assert (code, warned.count("\n")) == (2, 1)
    assert "1/QĐ-BTP" in warned


def test_two_runs_write_the_same_bytes_in_both_languages(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for language, out in zip(("vi", "en"), files, strict=True):
        monkeypatch.setenv("CONGBO_LANG", language)
        run(monkeypatch, capsys, folder, "draft", MINISTRY, "--out", str(out), "--as-of", "2025-12-01")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_templates_are_laid_out_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = run(monkeypatch, capsys, folder, "templates", "--json")
    assert code == 0
    assert str(folder / "templates" / "draft.docx") in json.loads(said)["files"]
    _, said, _ = run(monkeypatch, capsys, folder, "templates", "--json")
    assert json.loads(said) == {"files": []}


@pytest.mark.parametrize("command", ["draft", "submission", "control", "calendar"])
def test_a_paper_has_the_ending_of_what_it_is(
    command: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "giay" / "to.pdf"
    asked = () if command == "calendar" else (MINISTRY,)
    code, _, warned = run(monkeypatch, capsys, folder, command, *asked, "--out", str(out))
    assert code == 2
    known = ".ics" if command == "calendar" else ".docx"
    assert warned == f"{out}: không ghi được dạng tệp này; hãy dùng đuôi {known}\n"
    assert not out.parent.exists()
