"""What the doctor says of the programs that only some documents need."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.doctor import Check, examine
from catalogue.intake import register
from catalogue.workspace import Workspace
from ingest.originals import Originals
from ingest.readers import archive_rar, legacy_office, ocr_engine


def test_missing_programs_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr_engine, "data_folder", lambda: None)
    monkeypatch.setattr(legacy_office, "program", lambda: None)
    monkeypatch.setattr(legacy_office, "_FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(archive_rar, "program", lambda: None)
    found = {check.name: check for check in examine(tmp_path)}
    assert not found["tesseract"].ok
    assert "apt-get install tesseract-ocr-vie" in found["tesseract"].message
    assert not found["libreoffice"].ok
    assert "apt-get install libreoffice-writer-nogui" in found["libreoffice"].message
    assert not found["rar"].ok
    assert "apt-get install unar" in found["rar"].message
    assert not found["fonts"].ok
    assert "apt-get install fonts-dejavu-core" in found["fonts"].message


def test_programs_that_are_there_are_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr_engine, "data_folder", lambda: "/data/tessdata")
    monkeypatch.setattr(legacy_office, "program", lambda: "/bin/soffice")
    monkeypatch.setattr(archive_rar, "program", lambda: "/bin/unar")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "DejaVuSerif.ttf").touch()
    monkeypatch.setattr(legacy_office, "_FONT_FOLDERS", (str(tmp_path),))
    found = {check.name: check for check in examine(tmp_path)}
    assert found["tesseract"].ok
    assert found["tesseract"].message.endswith("/data/tessdata")
    assert found["libreoffice"].ok
    assert found["rar"].message.endswith("/bin/unar")
    assert found["fonts"].ok
    assert found["fonts"].message.endswith(str(tmp_path / "a"))


@pytest.fixture
def three_kept(tmp_path: Path) -> Path:
    """A workspace with three documents whose originals are kept."""
    with Workspace.create(tmp_path / "kho") as workspace:
        for name in ("một.pdf", "hai.pdf", "ba.pdf"):
            register(workspace, Originals(workspace.originals).keep(name.encode()), [name])
    return tmp_path / "kho"


def workspace_checks(folder: Path) -> list[Check]:
    return [check for check in examine(folder) if check.name in ("workspace", "originals")]


def test_originals_that_are_there_are_not_missed(three_kept: Path) -> None:
    (check,) = workspace_checks(three_kept)
    assert (check.name, check.ok) == ("workspace", True)
    assert "3 văn bản" in check.message


def test_a_lost_original_is_counted_and_named(three_kept: Path) -> None:
    kept = Originals(three_kept / "originals")
    kept.path(kept.keep(b"hai.pdf")).unlink()
    whole, lost = workspace_checks(three_kept)
    assert whole.ok
    assert (lost.name, lost.ok) == ("originals", False)
    assert "của 1 văn bản" in lost.message
    assert "(hai.pdf)" in lost.message
