"""Files are put in place whole, and no other file is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.placing import placing


def test_a_file_beside_it_is_not_touched(tmp_path: Path) -> None:
    beside = tmp_path / "bao-cao.docx.new"
    beside.write_text("của người dùng", "utf-8")
    for text in (b"1", b"2"):
        with placing(tmp_path / "bao-cao.docx") as file:
            file.write(text)
    assert (tmp_path / "bao-cao.docx").read_bytes() == b"2"
    assert beside.read_text("utf-8") == "của người dùng"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bao-cao.docx", "bao-cao.docx.new"]


def broken_off(path: Path) -> None:
    with placing(path) as file:
        file.write(b"half")
        raise RuntimeError


def test_what_stood_there_stays_where_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        broken_off(target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_two_may_write_the_same_file_at_once(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with placing(target) as first, placing(target) as second:
        first.write(b"first")
        second.write(b"second")
    assert target.read_bytes() == b"first"


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_it_can_be_read_by_whom_other_files_can(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    with placing(tmp_path / "a.txt") as file:
        file.write(b"x")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_long_names_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("đ" * 120 + ".docx")
    with placing(target) as file:
        file.write(b"x")
    assert target.read_bytes() == b"x"
