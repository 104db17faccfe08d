import json
from pathlib import Path
from typing import Any

import pytest

from catalogue import digest
from catalogue.workspace import Workspace
from tests.catalogue.deadline_workspace import called, workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with workspace(tmp_path / "kho"):
        return tmp_path / "kho"


def written(folder: Path, out: Path, *arguments: Any) -> Any:
    words = ("digest", "--out", out, "--as-of", "2026-01-12", "--json", *arguments)
    return json.loads(called(folder, *words).stdout)


def test_text_and_page_tell_the_same(folder: Path, tmp_path: Path) -> None:
    text, page = (Path(name).read_text("utf-8") for name in written(folder, tmp_path / "tin")["files"])
    # Due on Friday 9/1/2026; Saturday 10/1 is worked, Monday 12/1 is the second working day after.
    for told in ("quá hạn 2 ngày làm việc", "2815/QĐ-UBND", "Sở Văn hóa, Thể thao và Du lịch"):
        assert told in text
        assert told in page
    assert page.startswith('<!doctype html>\n<html lang="vi">')


def test_a_day_and_its_readers_get_one_digest(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "tin"
    first = written(folder, out, "--to", "b@x", "--to", "a@x")
    again = written(folder, out, "--to", "a@x", "--to", "b@x")
    assert (first["written"], again["written"]) == (True, False)
    assert first["files"] == again["files"]
    assert written(folder, out, "--to", "c@x")["written"]
    assert len(list(out.iterdir())) == 4


def test_a_digest_written_elsewhere_is_told_and_written_again_only_where_that_is_asked(
    folder: Path, tmp_path: Path
) -> None:
    first = written(folder, tmp_path / "a")
    assert written(folder, tmp_path / "b") == {"files": [], "written": False}
    said = called(folder, "digest", "--out", tmp_path / "b", "--as-of", "2026-01-12").stdout
    assert "--again" in said
    assert Path(first["files"][0]).name in said
    again = written(folder, tmp_path / "b", "--again")
    assert again["written"]
    assert [Path(name).read_bytes() for name in again["files"]] == [
        Path(name).read_bytes() for name in first["files"]
    ]


def test_a_run_killed_before_the_end_leaves_no_mark_and_the_next_writes_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed() -> str:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(digest, "now", killed)
        with pytest.raises(RuntimeError, match="killed"):
            written(folder, tmp_path / "tin")
    before = {path.name: path.read_bytes() for path in (tmp_path / "tin").iterdir()}
    with Workspace.open(folder) as kho:
        assert kho.rows("SELECT * FROM digests") == []
    assert written(folder, tmp_path / "tin")["written"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "tin").iterdir()} == before


def test_what_names_hold_is_not_taken_for_markup(folder: Path, tmp_path: Path) -> None:
    page = Path(written(folder, tmp_path / "tin", "--to", "<b>x</b>")["files"][1]).read_text("utf-8")
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>" not in page
