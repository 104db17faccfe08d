"""`congbo export submission`: what the review found, as the department submits it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from catalogue.commands.export_draft import submission
from catalogue.exports.submission import initials
from catalogue.workspace import Workspace
from extract.decision import Change, Level
from ingest.messages import speaking
from tests.catalogue.judging_cases import CARD, HOTEL, LICENCE, accept, filled, ids, publish
from tests.catalogue.making import item
from tests.catalogue.test_control import MINISTRY

NUMBER = MINISTRY["number"]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = filled(tmp_path)
    publish(
        made,
        item(Change.NEW, "Cấp giấy phép mới", levels=(Level.PROVINCE,)),
        item(name=CARD[1], code=CARD[0], levels=(Level.PROVINCE, Level.COMMUNE), fee="Không"),
        item(Change.REPEALED, LICENCE[1], code=LICENCE[0]),
        item(name=HOTEL[1], code=HOTEL[0], levels=(Level.CENTRAL,)),
        **{**MINISTRY, "departments": (), "declared_counts": {}},
    )
    return made


def run(workspace: Workspace, *arguments: str) -> str:
    done = CliRunner().invoke(
        submission,
        [NUMBER, "--as-of", "2025-12-05", *arguments],
        obj=workspace.folder,
        standalone_mode=False,
    )
    if done.exception:
        raise done.exception
    return done.stdout


def written(workspace: Workspace, out: Path) -> tuple[str, list[list[str]], str]:
    """All text, the table of counts, the head."""
    run(workspace, "--out", str(out))
    letter = Document(io.BytesIO(out.read_bytes()))
    head, counts, _ = letter.tables
    rows = [[cell.text for cell in row.cells] for row in counts.rows]
    return (
        "\n".join(paragraph.text for paragraph in letter.paragraphs),
        rows,
        "\n".join(cell.text for row in head.rows for cell in row.cells),
    )


def test_the_procedures_are_counted_by_kind_and_level(workspace: Workspace, tmp_path: Path) -> None:
    text, rows, head = written(workspace, tmp_path / "ttr.docx")
    assert rows == [
        ["STT", "Loại", "Tổng số", "Cấp tỉnh", "Cấp xã", "Chưa rõ cấp"],
        ["1", "Mới ban hành", "1", "1", "0", "0"],
        ["2", "Được sửa đổi, bổ sung", "1", "1", "1", "0"],
        ["3", "Bị bãi bỏ", "1", "1", "0", "0"],
    ]
    assert "Tổng số thủ tục hành chính đề nghị công bố: 03, gồm:" in text
    assert "- 01 thủ tục hành chính chỉ do trung ương giải quyết" in text
    assert "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH" in head
    assert "/TTr-SVHTTDL" in head
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi" in text
    assert "quy trình nội bộ giải quyết 01 thủ tục hành chính mới ban hành, thay thế: […]" in text


def test_what_no_known_decision_published_is_asked_for_with_a_mark(
    workspace: Workspace, tmp_path: Path
) -> None:
    text, _, _ = written(workspace, tmp_path / "ttr.docx")
    assert "đồng thời bãi bỏ nội dung tương ứng tại Quyết định số […] ngày […]." in text


def test_no_workflow_of_internal_procedures_is_submitted(tmp_path: Path) -> None:
    made = filled(tmp_path)
    within = item(Change.NEW, "Thẩm định đề án", code="5.000001", internal=True)
    publish(made, within, **{**MINISTRY, "departments": (), "declared_counts": {}, "internal": True})
    assert "quy trình nội bộ" not in written(made, tmp_path / "ttr.docx")[0]


def test_doubts_are_told_and_do_not_stand_in_the_letter(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "ttr.docx"
    told = json.loads(run(workspace, "--out", str(out), "--json"))
    doubts = [doubt["sentence"] for doubt in told["doubts"]]
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(out.read_bytes())).paragraphs)
    assert doubts
    assert not any(doubt in text for doubt in doubts)
    assert "lưu ý" not in text


def test_what_was_reviewed_is_told_from_what_was_not(workspace: Workspace, tmp_path: Path) -> None:
    assert "Chưa rà soát thủ tục nào." in written(workspace, tmp_path / "a.docx")[0]
    new, card, _, _ = ids(workspace, decision=NUMBER)
    accept(workspace, card)
    text, _, _ = written(workspace, tmp_path / "b.docx")
    assert "Đã rà soát 01 thủ tục hành chính; còn 02 chưa rà soát xong." in text
    assert "Số thủ tục chưa có dữ liệu, đánh dấu trong dự thảo: thời hạn giải quyết: 02" in text
    assert new


def test_the_letter_is_vietnamese_and_the_same_every_time(workspace: Workspace, tmp_path: Path) -> None:
    first, second = tmp_path / "a.docx", tmp_path / "b.docx"
    run(workspace, "--out", str(first))
    with speaking("en"):
        said = run(workspace, "--out", str(second))
    assert said.startswith("wrote the submission")
    assert first.read_bytes() == second.read_bytes()


def test_a_dry_run_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "ttr.docx"
    told = json.loads(run(workspace, "--out", str(out), "--dry-run", "--json"))
    assert (told["written"], len(told["rows"]), out.exists()) == (False, 3, False)


@pytest.mark.parametrize(
    ("department", "short"),
    [
        ("Sở Y tế", "SYT"),
        ("Sở Nông nghiệp và Môi trường", "SNNMT"),
        ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
        ("Thanh tra tỉnh", "TTT"),
    ],
)
def test_departments_have_initials(department: str, short: str) -> None:
    assert initials(department) == short
